/*
 * The faults of one file, all found in one run: `path:line:column: what was expected`.
 */
#ifndef CORE_BASE_FAULT_H
#define CORE_BASE_FAULT_H

#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/err.h"

enum { FAULT_MAX = 100 };

struct place {
	int line, column;	/* from 1; columns in characters; 0:0 is the whole file */
};

struct fault {
	struct place at;
	const char *text;
};

struct faults {
	struct arena *arena;
	const char *path;	/* as the person named it */
	struct fault *items;
	size_t count;		/* the first FAULT_MAX are kept */
	size_t more;		/* and how many were not */
};

/* Add one; past FAULT_MAX only counted. Returns -1. */
int fault_add(struct faults *faults, struct place at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* By line and column, same place in order of finding. */
void fault_sort(struct faults *faults);

/* ERR_SYNTAX with the first fault and how many more there are; 0 when there is none. */
MUST int fault_check(const struct faults *faults, struct err *err);

#endif
