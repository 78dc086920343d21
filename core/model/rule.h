/*
 * The decision rule: a small typed expression over a score sheet (rubric.md section 3).
 * Total, exact, and explained: every answer names the smallest set of criteria that made
 * it so.
 */
#ifndef CORE_MODEL_RULE_H
#define CORE_MODEL_RULE_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/model/rubric.h"
#include "core/model/sheet.h"

struct rule;

/*
 * Parse and type-check against the rubric's ids. Every fault found is added at `at` with
 * the offset in the text; NULL when there was any. Depth is bounded; any bytes are safe.
 */
struct rule *rule_parse(struct arena *arena, struct faults *faults, struct place at,
			const char *text, const struct rubric *rubric);

/* Append the one normal form: parse(print(r)) is r, print(parse(print(r))) the same bytes. */
void rule_print(struct buf *out, const struct rule *rule);

/* Does the sheet satisfy it? The sheet must be finished, or the answer is of no use. */
bool rule_holds(const struct rule *rule, const struct sheet *sheet);

/*
 * The reasons for that answer, as sentences in rubric order: a smallest sufficient set of
 * criteria, each with what it is and, where the rule failed, what was needed.
 * Appended to `why` (arena strings); returns how many.
 */
size_t rule_explain(const char ***why, struct arena *arena, const struct rule *rule,
		    const struct sheet *sheet);

/* Can this criterion, or this level of it, ever change the answer? For warnings. */
bool rule_depends_on(const struct rule *rule, const struct rubric *rubric, size_t criterion);

#endif
