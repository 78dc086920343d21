/*
 * The outcome, placed where the learner owns it: the branch `assay/outcomes` of their own
 * repository, with the decision, the rubric as used, feedback and proof (ledger.md section 9).
 */
#ifndef CORE_STORE_OUTCOME_H
#define CORE_STORE_OUTCOME_H

#include "core/store/ledger.h"

#define OUTCOME_REF "refs/heads/assay/outcomes"

/* A decision of the ledger: SHA-256 of its commit's raw bytes, in hex, and where it is. */
struct outcome_proof {
	const char *sha256;
	struct oid oid;
};

struct outcome_page {
	const char *actor;
	const char *subject;		/* `<rubric id> <outcome>` */
	struct outcome_proof decision;
	struct outcome_proof moderation;	/* what put it in force; sha256 NULL: nothing did */
	const struct outcome_proof *basis;	/* the earlier attempts it rests on */
	size_t basis_count;
	struct oid evidence;		/* the commit that was judged */
	struct span outcome, rubric, feedback;	/* outcome.yaml, rubric.yaml, feedback.md */
};

/*
 * Place it, signed, in the repository at `path`; *out is the commit. If the branch already
 * holds proof of this decision (or of its moderation) at its tip, that commit is the answer and nothing is written.
 * ERR_CONFLICT when the branch moved meanwhile, ERR_IO when it cannot be written.
 */
MUST int outcome_place(struct oid *out, const char *path, struct ledger *ledger,
		       struct signer *signer, const struct outcome_page *page, int64_t now,
		       struct err *err);

#endif
