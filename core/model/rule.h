/*
 * The decision rule: a small typed expression over a score sheet (rubric.md section 3).
 * Total, exact, and explained.
 *
 * There are truths, numbers and levels. A level compares with a level of the same scale
 * by its place there, with a number by its points. `80%` is the number 80; it may stand
 * only in a comparison that also holds a percent(...). Nothing is rounded before it is
 * compared. `sum`, `max_points`, `mean`, `min` and `max` go by points, `weighted` and
 * `percent` by weight times points.
 *
 * Undefined, so that every comparison with it is false (`!=` too): mean, min and max over
 * nothing, percent of nothing, level(c) of a criterion that has none, a division by zero, a
 * number past 127 bits. `all` over nothing is true, `any` false.
 */
#ifndef CORE_MODEL_RULE_H
#define CORE_MODEL_RULE_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/model/reason.h"
#include "core/model/rubric.h"
#include "core/model/sheet.h"

enum {
	RULE_BYTES = 4096,	/* of text */
	RULE_DEPTH = 64,	/* of brackets and `not` */
	RULE_NODES = 1000,	/* of operands and operators */
	RULE_MEMBERS = 10000,	/* criteria named by all its sets together */
	RULE_LABEL = 80,	/* bytes of a subexpression in a reason, else it ends in ... */
};

struct rule;

/* A word of the language, which is no id: `and`, `sum`, `rubric`, `incomplete` … */
bool rule_is_word(struct span text);

/*
 * Parse and type-check against the rubric's ids. Every fault found is added at `at`, its
 * column moved by the characters before it in the text; NULL when there was any.
 * `rubric` must outlive the rule. Depth is bounded; any bytes are safe.
 */
struct rule *rule_parse(struct arena *arena, struct faults *faults, struct place at,
			const char *text, const struct rubric *rubric);

/* Append the one normal form: what it reads back as is the same rule and prints the same. */
void rule_print(struct buf *out, const struct rule *rule);

/* Append it in plain words, by the labels of the rubric, as the rest of a sentence: "every
 * criterion of Artifacts is at Proficient or above". Labels are foreign text. */
void rule_tell(struct buf *out, const struct rule *rule);

/* Does the sheet satisfy it? The sheet must be finished, or the answer is of no use. */
bool rule_holds(const struct rule *rule, const struct sheet *sheet);

/*
 * The reasons for that answer, `<subexpression>: <what is so>`, in rubric order, ASCII:
 *
 *	all(p2 >= proficient): p2.c2 is basic, needs proficient
 *	sum(rubric) >= 18: sum(rubric) is 17
 *	all(p1 >= passing): 4 of 4
 *	any_code(incomplete): p2.c2 is coded missing
 *
 * Where it failed, the criteria named are a smallest set that would have to be otherwise:
 * with these alone at what they need (a coded one: at a level), it holds; with any of them
 * left as it is, it does not, unless the rule has something against better levels. Where no
 * levels would make it hold, and where it holds, every reason that stands is told.
 * How the set is found: rule_remedy.c. Numbers are shown as the rubric rounds, or as a
 * fraction where that would stand on the other side of what they are compared with.
 *
 * The same sheet, the same bytes. All in `arena`, and of use while the rubric is.
 */
struct reasons {
	bool hold;
	struct reason *items;
	size_t count;
};
struct reasons rule_explain(struct arena *arena, const struct rule *rule,
			    const struct sheet *sheet);

/*
 * Which criteria stand in the way: the smallest set that rule_explain names, as marks by
 * criterion. Where the rule holds there are none; false: no levels would make it hold.
 */
bool rule_failed(bool *failed, const struct rule *rule, const struct sheet *sheet);

/*
 * For warnings, erring towards yes: can the level of this criterion ever change the
 * answer? Does the rule ever tell its level `level` (from 1) from the one below?
 */
bool rule_depends_on(const struct rule *rule, size_t criterion);
bool rule_separates(const struct rule *rule, size_t criterion, size_t level);
/* Does it hold, does it fail, for any finished sheet? */
bool rule_may_hold(const struct rule *rule);
bool rule_may_fail(const struct rule *rule);

#endif
