/*
 * Another program, started by argv and never by a shell: an editor, git, a converter.
 */
#ifndef CORE_BASE_PROCESS_H
#define CORE_BASE_PROCESS_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/progress.h"
#include "core/base/span.h"

struct process {
	const char *const *argv;	/* NULL-terminated; argv[0] looked up in PATH */
	const char *const *env;		/* added to ours as NAME=VALUE; NULL-terminated or NULL */
	bool env_alone;			/* nothing of ours: only what `env` says */
	const char *folder;		/* where it starts; NULL: where we are */
	/* Called in the child before it runs, with `confine_with`: only what is safe between
	 * fork and exec. -1 with errno: it is not started. NULL: nothing. */
	int (*confine)(void *with);
	void *confine_with;
	const struct progress *progress;	/* asked now and then; stop kills it: ERR_CANCELLED */
	struct span input;		/* its stdin; empty: /dev/null */
	size_t output_limit;		/* of both; more is ERR_LIMIT, and it is killed; 0: none */
	int timeout_ms;			/* 0: none; past it, it is killed: ERR_LATE */
	bool on_terminal;		/* it has our terminal: nothing is fed or captured */
};

/*
 * Run it to its end. What it says is appended to `out` and `errors`; where that is NULL it
 * goes to /dev/null. *status is the exit status, or 128 + signal. ERR_MISSING_PROGRAM when
 * it cannot be started. It has a process group of its own, and what is
 * left of that ends with it; on the terminal it stays in ours, ^C is its alone to answer, and stopped it has a second
 * to put its work by.
 */
MUST int process_run(int *status, struct buf *out, struct buf *errors,
		     const struct process *process, struct err *err);

#endif
