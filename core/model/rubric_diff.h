/*
 * Two versions of a rubric held against each other: are results by the one comparable with
 * results by the other, and what is different, place by place.
 */
#ifndef CORE_MODEL_RUBRIC_DIFF_H
#define CORE_MODEL_RUBRIC_DIFF_H

#include "core/model/rubric.h"

enum rubric_likeness {
	RUBRIC_SAME,		/* every byte */
	RUBRIC_COMPARABLE,	/* one structure: any sheet has the same outcome by both */
	RUBRIC_OTHER,		/* another structure */
};

enum rubric_matter {
	MATTER_STRUCTURE,	/* the outcome of a sheet may depend on it */
	MATTER_CONDUCT,		/* what is asked for and how it is run: limits, gate, attempts */
	MATTER_WORDING,		/* all other words */
	MATTERS
};

struct rubric_change {
	const char *what;	/* "criterion p2.c1, label" */
	const char *old, *now;	/* NULL: it was not there, is not there any more */
	enum rubric_matter matter;
};

enum rubric_likeness rubric_likeness(const struct rubric *old, const struct rubric *now);

/*
 * All changes, in the order of the newer file, what is gone last; texts live in `arena` and
 * are foreign. There is one of structure exactly where the likeness is RUBRIC_OTHER.
 */
size_t rubric_diff(struct rubric_change **out, struct arena *arena,
		   const struct rubric *old, const struct rubric *now);

#endif
