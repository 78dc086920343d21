/*
 * One reason for an outcome, as it is signed and as a person would say it.
 */
#ifndef CORE_MODEL_REASON_H
#define CORE_MODEL_REASON_H

#include "core/base/buf.h"
#include "core/model/sheet.h"

enum reason_kind {
	REASON_MARK,		/* what a criterion is, and what it needs to be */
	REASON_TALLY,		/* how many of a set pass a test */
	REASON_NUMBERS,		/* what the two sides of a comparison come to */
	REASON_NO_CODE,		/* that no criterion is coded so */
	REASON_LAST,		/* that there is no attempt after this one */
};

struct rule_node;

struct reason {
	enum reason_kind kind;
	const char *text;		/* the signed one: `<subexpression>: <what is so>` */
	const struct rule_node *leaf;	/* that subexpression; NULL: it comes of no rule */
	size_t criterion;		/* REASON_MARK, and so are the next three */
	struct mark mark;
	bool left_out;
	int needs;			/* the level it needs, -1 where that is not said */
	size_t passing, here;		/* REASON_TALLY: of those that are not left out */
	struct ratio sides[2];		/* REASON_NUMBERS, and so are the next two */
	bool truth;			/* of the comparison */
	bool needed;			/* it would have to be otherwise */
	int64_t attempt;		/* REASON_LAST */
};

/*
 * Append it in words, by labels: `Plans a circle: is Basic, needs Proficient`, `the points
 * come to 17, 18 are needed`. One line of text that is not yet made fit for a screen.
 */
void reason_say(struct buf *out, const struct rubric *rubric, const struct reason *reason);
/* The ids it is about, joined by ", "; of the last attempt none. */
void reason_ids(struct buf *out, const struct rubric *rubric, const struct reason *reason);

#endif
