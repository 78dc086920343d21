/*
 * What was decided about a portfolio on its attempts so far, as the ledger has it: a fold
 * over the records.
 */
#ifndef CORE_DESK_PAST_H
#define CORE_DESK_PAST_H

#include "core/model/attempt.h"
#include "core/store/ledger.h"

struct past_decision {
	const char *sha256;		/* of the raw commit */
	struct oid oid;
	const char *actor;
	bool superseded;
	const struct decision *said;
	struct notes notes;		/* what was written to the learner; foreign text */
	const char *sealed;		/* why they cannot be read: then that stands in the place
					   of each; NULL: they were, or there are none */
};

struct past {
	const char *portfolio;		/* lent */
	const char *erased;		/* commit of the last record that erased it; NULL */
	struct past_decision *items;	/* as the ledger is walked: chain by chain */
	size_t count;
};

MUST int past_read(struct past *out, struct arena *arena, struct ledger *ledger,
		   const char *portfolio, struct err *err);
/* One entry of a walk that is on anyway: remembered if it is about this portfolio. */
MUST int past_add(struct past *past, struct arena *arena, struct ledger *ledger,
		  const struct entry *entry, struct err *err);

/* Does this entry erase the portfolio? Its commit, in `arena`; NULL: it does not. */
const char *past_erased_by(struct arena *arena, const struct entry *entry,
			   const char *portfolio);
/* What was written to the learner is shown to nobody any more, whoever still has the key. */
void past_withhold(struct past_decision *item, struct arena *arena, const char *erased);

/* A decision of a walk that is on, and its notes, read again to be kept in `arena`: the
 * entry's record lives only during the call. */
MUST int past_keep(struct past_decision *out, struct arena *arena, struct ledger *ledger,
		   const struct entry *entry, struct err *err);

/* The last decision of this attempt, or of the last one before it; NULL: none. Superseded
 * ones are not told. */
const struct past_decision *past_of(const struct past *past, int64_t attempt);
const struct past_decision *past_before(const struct past *past, int64_t attempt);

/*
 * Attempt `number` as the past makes it; *basis (in the arena) are the decisions it rests
 * on. Where they are no basis (ERR_INVALID), nothing counts.
 */
void past_attempt(struct attempt *out, const struct past_decision ***basis, size_t *count,
		  struct arena *arena, const struct past *past,
		  const struct rubric *rubric, int64_t number);

#endif
