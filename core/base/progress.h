/*
 * How far a long piece of work is, and whether the person wants it to go on.
 */
#ifndef CORE_BASE_PROGRESS_H
#define CORE_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	/* Called now and then; `total` is 0 when it is not known. False: stop, ERR_CANCELLED. */
	bool (*tick)(void *who, int64_t done, int64_t total);
	void *who;
};

/* `progress` may be NULL. */
static inline bool
progress_tick(const struct progress *progress, int64_t done, int64_t total)
{
	return progress == NULL || progress->tick == NULL
		|| progress->tick(progress->who, done, total);
}

#endif
