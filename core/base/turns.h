/*
 * Long jobs side by side, for a few threads: each has its turn, and then the next. Whoever has
 * none left takes half of what another has, so that all end together.
 */
#ifndef CORE_BASE_TURNS_H
#define CORE_BASE_TURNS_H

#include "core/base/crew.h"

/*
 * Turns of the jobs 0 … `jobs` - 1 until none wants more, with the threads and for the `who` of
 * the crew; its `job` is not asked. `turn` tells by *more, which is false, that it is to be
 * called again, perhaps by another hand; a job never has two turns at once. What it returns, and
 * what comes of it, is as with crew_run.
 */
MUST int crew_take_turns(struct crew *crew, size_t jobs,
			 int (*turn)(void *who, size_t hand, size_t number, bool *more,
				     struct err *err),
			 struct err *err);

#endif
