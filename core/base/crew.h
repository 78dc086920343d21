/*
 * Many jobs for a few threads: whoever is free takes the next. What a job finds goes where
 * its number says, so that the order in which they end is not seen.
 */
#ifndef CORE_BASE_CREW_H
#define CORE_BASE_CREW_H

#include <stdatomic.h>

#include "core/base/err.h"
#include "core/base/progress.h"

enum { CREW_MAX = 16 };

struct crew {
	size_t threads;			/* 0 or 1: the caller's own */
	/* `hand` tells the threads apart, from 0. 0; 1: no more need be done; or -1. */
	int (*job)(void *who, size_t hand, size_t number, struct err *err);
	void *who;
	const struct progress *progress;	/* only ever called by the caller's thread */
	int64_t total;
	atomic_llong done;
	atomic_bool stop;
};

/* How many threads this machine runs at once, up to CREW_MAX. */
size_t crew_online(void);

/* One step of a job is done; false: ERR_CANCELLED, end the job with -1. */
bool crew_tick(struct crew *crew, struct err *err);

/* All jobs, or until one fails: -1 with the error of the lowest. 1: one had enough. */
MUST int crew_run(struct crew *crew, size_t jobs, struct err *err);

#endif
