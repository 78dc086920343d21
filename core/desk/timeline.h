/*
 * The history as a person reads it: who said what, when, and whether it holds.
 */
#ifndef CORE_DESK_TIMELINE_H
#define CORE_DESK_TIMELINE_H

#include "core/store/ledger.h"

struct moment {
	const char *commit, *ref;
	const char *sha256;		/* of the raw commit */
	int64_t seq;			/* -1: unknown */
	int type;			/* enum record_type; -1: could not be read */
	const char *actor, *kid, *time;	/* NULL where it could not be read */
	const char *portfolio, *outcome;	/* of a decision; otherwise NULL */
	const char *verdict;		/* `valid`, or a reason code */
	const char *detail;		/* a sentence, when not valid: foreign text */
	int64_t seconds;
};

struct timeline {
	struct moment *moments;		/* newest first, as their writers say; then by chain */
	size_t count;
};

/* `portfolio` (32 hex) keeps only what speaks of it; NULL: everything. */
MUST int timeline_read(struct timeline *out, struct arena *arena, struct ledger *ledger,
		       const char *portfolio, struct err *err);

/* The record with this commit id or a beginning of it (4 digits at least). ERR_NOT_FOUND. */
MUST int timeline_find(struct moment *out, struct arena *arena, struct ledger *ledger,
		       const char *name, struct err *err);

#endif
