/*
 * One attempt of several: what earlier ones leave standing, and what comes of this one
 * (`attempts:` in a rubric). The one place that says so, for whoever judges and for whoever
 * verifies; it is the exact reading of it, and of `basis` in a decision.
 *
 * Of the past those decisions count that are about the same portfolio, of an earlier
 * attempt, scored (no `stage`), by a rubric of the same structure, and of a role that
 * decides (primary, second, adjudication). The last one of the last such attempt is
 * *followed*. What a decision rests on stands in its `basis`, in the order of attempts:
 *
 *	banking: best_of	those in the basis of the decision followed, then itself
 *				(the last ATTEMPT_BASIS of them)
 *	rescore: failed_only	without banking: the one followed
 *	neither, or `manual`	none
 *
 * Banking: `scores` are what was judged in this attempt. It is decided - totals, outcome and
 * why - on the better mark a criterion had in this attempt and in the basis: the higher
 * level; a code now leaves an earlier level standing, an earlier code gives way to any mark.
 * An optional part left out now stands as it was if it then had levels throughout.
 *
 * failed_only: judged again is what failed on the sheet that the decision followed was
 * decided on: the coded, and the smallest set that the pass rule's reasons name. All else
 * that had a level is carried: `scores` hold it with that level again. Where nothing failed,
 * or no levels would make the rule hold, nothing is carried.
 *
 * The last attempt: where `then: refer`, a `not_yet` of attempt `max` is a `refer`, and the
 * last of its reasons is `attempt 3 of 3: not yet`.
 */
#ifndef CORE_MODEL_ATTEMPT_H
#define CORE_MODEL_ATTEMPT_H

#include "core/model/record.h"

enum { ATTEMPT_BASIS = 20 };

struct attempt {
	const struct rubric *rubric;
	int64_t number;			/* from 1 */
	struct sheet before;		/* what counted before it; marks NULL: nothing does */
	int64_t *from;			/* by criterion: the attempt that mark was given in */
	bool *carried;			/* by criterion: not judged anew */
};

/* Does it decide, by its role? Practice, seeds and second readings do not. */
bool attempt_decides(const struct decision *said);
/* Does it count for attempt `number` of the portfolio, by a rubric of this structure? */
bool attempt_counts(const struct decision *earlier, const char *portfolio, int64_t number,
		    const char *structure);
/* Does the rubric have later attempts rest on earlier ones at all? */
bool attempt_rests(const struct rubric *rubric);

/* An attempt for which nothing counts. */
struct attempt attempt_alone(const struct rubric *rubric, int64_t number);
/*
 * An attempt and its basis: decisions that count for it, in order of attempts; lives in
 * `arena`. ERR_INVALID where they are no basis of the rubric's kind, or do not fit it.
 */
MUST int attempt_follow(struct attempt *out, struct arena *arena, const struct rubric *rubric,
			int64_t number, const struct decision *const *basis, size_t count,
			struct err *err);

bool attempt_is_carried(const struct attempt *attempt, size_t criterion);
/* Does an earlier mark stand in the place of this sheet's? */
bool attempt_is_banked(const struct attempt *attempt, const struct sheet *sheet,
		       size_t criterion);
/* The first criterion that is carried and not as it was; -1: all are. */
ptrdiff_t attempt_broken(const struct attempt *attempt, const struct sheet *sheet);

/* The sheet it is decided on: this one, with what is banked. */
struct sheet attempt_counted(struct arena *arena, const struct attempt *attempt,
			     const struct sheet *sheet);
/* What comes of a sheet in this attempt. Everything in the result lives in `arena`. */
struct decision_result attempt_decide(struct arena *arena, const struct attempt *attempt,
				      const struct sheet *sheet);

/* Is there none after it? */
bool attempt_is_last(const struct rubric *rubric, int64_t number);
/* Append `attempt 2 of 3`, or `attempt 2` where there is no limit. */
void attempt_print(struct buf *out, const struct rubric *rubric, int64_t number);

#endif
