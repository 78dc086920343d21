/*
 * The attempt that a decision was made as, from the decisions its `basis` names
 * (core/model/attempt.h). Private to core/store.
 */
#ifndef CORE_STORE_JUDGE_BASIS_H
#define CORE_STORE_JUDGE_BASIS_H

#include "core/model/attempt.h"
#include "core/store/judge.h"

/* Where decisions are looked up: a ledger, or the proof of an outcome. */
struct basis_source {
	/* NULL in *out with *here: a record, and no decision; not here: nothing is said. */
	int (*find)(void *who, const struct decision **out, bool *here, const char *sha256,
		    struct err *err);
	void *who;
};

/* *known false: some of the basis is not at hand. One that cannot be is told in *fault. */
MUST int judge_attempt(struct attempt *out, bool *known, struct verdict *fault,
		       struct arena *arena, const struct rubric *rubric,
		       const struct decision *said, const struct basis_source *source,
		       struct err *err);

#endif
