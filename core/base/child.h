/*
 * A program whose answer is read bit by bit while something else goes on: started by argv,
 * with nothing to read, and its complaints to /dev/null.
 */
#ifndef CORE_BASE_CHILD_H
#define CORE_BASE_CHILD_H

#include <sys/types.h>

#include "core/base/buf.h"
#include "core/base/err.h"

struct child {
	pid_t pid;			/* 0: none */
	int fd;				/* to poll and read; of use while pid is not 0 */
	struct buf said;		/* so far */
	size_t limit;			/* bytes; more is a failure */
};

/* argv ends in NULL; argv[0] is a path. ERR_MISSING_PROGRAM, ERR_IO. */
MUST int child_start(struct child *out, const char *const *argv, size_t limit,
		     struct err *err);
/*
 * Take what there is to read, without waiting. 1: it goes on; 0: it ended well, and all it
 * said is in `said`; -1: it failed. Where it does not go on it is closed but for `said`.
 */
int child_read(struct child *child);
/* Stop it, if it goes on, and forget what it said. */
void child_close(struct child *child);

#endif
