/*
 * A score sheet: for every criterion of a rubric nothing yet, a level, or a condition code.
 * And what the decision rule makes of it.
 */
#ifndef CORE_MODEL_SHEET_H
#define CORE_MODEL_SHEET_H

#include "core/model/rubric.h"

enum mark_kind { MARK_NONE, MARK_LEVEL, MARK_CODE };

struct mark {
	enum mark_kind kind;
	size_t index;		/* into the criterion's scale, or the rubric's codes */
};

struct sheet {
	const struct rubric *rubric;
	struct mark *marks;	/* rubric->criterion_count of them */
};

enum outcome {
	OUTCOME_UNFINISHED,	/* a criterion is neither scored nor coded */
	OUTCOME_PASS,
	OUTCOME_NOT_YET,
	OUTCOME_INCOMPLETE,
	OUTCOME_REFER,
	OUTCOME_MANUAL,		/* finished; the rubric leaves the decision to a person */
};

/* pass, not_yet, incomplete, refer, unfinished, manual. */
const char *outcome_word(enum outcome outcome);
bool outcome_from_word(enum outcome *out, struct span word);
/* "not yet": for people. */
const char *outcome_phrase(enum outcome outcome);

struct reason;

struct decision_result {
	enum outcome outcome;
	struct ratio points, max;	/* plain sums: coded and unscored add nothing to points */
	const char **why;		/* the trace, in rubric order, as it is signed */
	struct reason *reasons;		/* the same, each for each: core/model/reason.h */
	size_t why_count;
	size_t *unfinished;		/* criteria still to judge */
	size_t unfinished_count;
};

struct sheet sheet_new(struct arena *arena, const struct rubric *rubric);

/* Everything in the result lives in `arena`. */
struct decision_result sheet_decide(struct arena *arena, const struct sheet *sheet);

/* Is the criterion in an optional part that is left wholly unscored (so no gap)? */
bool sheet_is_left_out(const struct sheet *sheet, size_t criterion);
/* The same of every criterion: out[rubric->criterion_count]. */
void sheet_leave_out(bool *out, const struct sheet *sheet);

/*
 * The sheet of `assay rubric try`: YAML `criterion: level` or `criterion: {code: id}`.
 * -1 with faults.
 */
MUST int sheet_parse(struct sheet *out, struct arena *arena, struct faults *faults,
		     const struct rubric *rubric, struct span bytes);

#endif
