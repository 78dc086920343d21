/*
 * Beginning a programme, publishing a rubric in it, taking a portfolio in.
 */
#ifndef CORE_DESK_PROGRAMME_H
#define CORE_DESK_PROGRAMME_H

#include "core/store/ledger.h"
#include "core/store/workspace.h"

/*
 * A new programme at workspace->dir: folders, ledger with trust version 1 and this person's
 * genesis, assay.yaml last. `workspace` has all but ledger_id, which is filled. The first
 * member is the root, and `signer` theirs. ERR_EXISTS.
 */
MUST int programme_begin(struct workspace *workspace, struct arena *arena, struct signer *signer,
			 const struct trust_member *members, size_t member_count,
			 enum release release, int64_t now, struct err *err);

/* Publish the rubric's bytes as a record. Published already: *out tells that record.
 * ERR_REFUSED where shelf_may_publish says no. */
MUST int programme_publish(struct appended *out, struct ledger *ledger, struct signer *signer,
			   const char *actor, const struct rubric *rubric, int64_t now,
			   struct err *err);

/* Where these bytes of a rubric are published, last; *hit false: nowhere. */
MUST int programme_published(struct appended *out, bool *hit, struct ledger *ledger,
			     const struct rubric *rubric, struct err *err);

/* Copy a rubric file into the programme's rubrics/, as `<id>.yaml`. */
MUST int programme_keep_rubric(const struct workspace *workspace, const struct rubric *rubric,
			       struct err *err);

enum taking {
	TAKING_NEW,			/* its first attempt */
	TAKING_AGAIN,			/* the next attempt: decided, and it moved on since */
	TAKING_OPEN,			/* the attempt there is: it waits to be decided */
	TAKING_UNCHANGED,		/* decided, and nothing changed since */
	TAKING_REFUSED,			/* no further attempt, and err says why */
};

/*
 * Take a portfolio in: the repository must open and the ref have a commit. Taken already
 * (same repository, ref, path and rubric), *out is the one there is; its next attempt
 * begins if the last one was decided, did not pass, and other evidence stands there now.
 * ERR_REFUSED with TAKING_REFUSED when it passed, was the last attempt, or has a draft that
 * is not signed; *out is then filled too.
 */
MUST int programme_take(struct taken *out, enum taking *how, struct arena *arena,
			const struct workspace *workspace, struct ledger *ledger,
			const char *repo, const char *ref, const char *path,
			const struct rubric *rubric, struct err *err);

/* The one-person programme of bare use, whether it exists yet or not. */
void programme_personal(struct workspace *out, struct arena *arena, const struct places *places);

#endif
