/*
 * A command run to its end with pipes and no terminal, and what it said.
 */
#ifndef TESTS_DRIVER_RUN_H
#define TESTS_DRIVER_RUN_H

#include <stdbool.h>

#include "tests/driver/bytes.h"
#include "tests/driver/child.h"

struct run {
	struct bytes out, err;
	int status;	/* as from waitpid */
	int line;	/* where it was run; 0 when its status has been checked */
	bool done;	/* there was one */
};

/* `input` NULL means /dev/null; `deadline` is in milliseconds without progress. */
bool run_command(struct run *r, struct child_plan *plan, const char *input,
		 int deadline, struct bytes *why);
void run_free(struct run *r);

#endif
