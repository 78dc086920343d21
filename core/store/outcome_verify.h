/*
 * Judging the outcomes in a learner's repository by that repository and a ledger id alone:
 * no ledger, no network, no clock (ledger.md section 9).
 */
#ifndef CORE_STORE_OUTCOME_VERIFY_H
#define CORE_STORE_OUTCOME_VERIFY_H

#include "core/base/progress.h"
#include "core/store/outcome.h"

struct outcome_report {
	const char *ledger;		/* the id it was signed for */
	bool id_checked;
	int64_t outcomes;		/* on the branch */
	struct oid head;
	const char *portfolio, *rubric, *outcome, *actor, *name, *evidence;
	int64_t attempt, time;		/* of the newest */
	const char *code, *detail;	/* NULL: it holds; else a reason code, and a sentence */
	struct oid at;			/* where the fault is */
};

/* -1 when there is no such branch (ERR_NOT_FOUND) or the disk failed; a fault is an answer. */
MUST int outcome_verify(struct outcome_report *out, struct arena *arena, const char *path,
			const char *ledger, const struct progress *progress, struct err *err);

#endif
