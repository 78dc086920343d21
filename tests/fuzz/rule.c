/*
 * Any bytes as a decision rule: a fault inside the text or a rule that prints and reads
 * back as itself, answers every sheet, and says why in ASCII. What it says is needed,
 * suffices.
 */
#include <assert.h>
#include <stdint.h>

#include "core/model/rule_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"assay_rubric: 1\nid: fuzz\nversion: 1\ntitle: Fuzz\n"
	"scales:\n"
	"  s: {levels: [{id: l, points: 0}, {id: m, points: 0.5}, {id: h, points: 2}]}\n"
	"  t: {levels: [{id: n, points: 1}, {id: y, points: 3}]}\n"
	"codes: [{id: c, effect: incomplete}, {id: d, effect: none}]\n"
	"parts:\n"
	"  - id: p\n    kind: artifacts\n    evidence: [{id: e}]\n    criteria:\n"
	"      - {id: a, label: A, scale: s, weight: 2, evidence: [e]}\n"
	"      - {id: b, label: B, scale: t, weight: 0.25, evidence: [e]}\n"
	"      - {id: k, label: K, scale: none, feedback: required}\n"
	"  - id: q\n    kind: reflection\n    optional: yes\n    criteria:\n"
	"      - {id: f, label: F, scale: s}\n"
	"decision: {pass: all(p >= 1)}\n";

enum { SHEETS = 5 * 4 * 6 };

/* Every sheet there is: five marks for a, four for b, and for f also none. */
static void
fill(struct sheet *sheet, unsigned number)
{
	static const unsigned marks[] = { 5, 4, 1, 6 };

	for (size_t i = 0; i < 4; i++, number /= marks[i - 1]) {
		const struct scale *scale = sheet->rubric->criteria[i].scale;
		size_t mark = number % marks[i];

		sheet->marks[i] = (struct mark){ MARK_NONE, 0 };
		if (scale == NULL || (i == 3 && mark == 5))
			continue;
		sheet->marks[i] = mark < scale->level_count
			? (struct mark){ MARK_LEVEL, mark }
			: (struct mark){ MARK_CODE, mark - scale->level_count };
	}
}

static void
check_sheet(struct arena *arena, const struct rule *rule, const struct rule *again,
	    struct sheet *sheet)
{
	struct rule_remedy remedy;
	struct rule_view view;
	struct sheet mended = *sheet;
	struct reasons why = rule_explain(arena, rule, sheet);
	struct buf said = { 0 };

	assert(why.hold == rule_holds(again, sheet));
	assert(why.hold ? rule_may_hold(rule) : rule_may_fail(rule));
	for (size_t i = 0; i < why.count; i++) {
		reason_say(&said, sheet->rubric, &why.items[i]);
		reason_ids(&said, sheet->rubric, &why.items[i]);
		for (const char *c = why.items[i].text; *c != '\0'; c++)
			assert(*c >= ' ' && *c <= '~');
	}
	buf_close(&said);
	if (why.hold)
		return;
	rule_look(&view, sheet);
	rule_remedy(&remedy, arena, rule, &view);
	mended.marks = remedy.marks;
	assert(!remedy.found || rule_holds(rule, &mended));
}

static void
check_rule(struct arena *arena, const struct rule *rule, const struct rubric *rubric)
{
	struct faults faults = { .arena = arena, .path = "again" };
	struct buf once = { 0 }, twice = { 0 };
	struct rule *again;

	rule_print(&once, rule);
	if (once.len <= RULE_BYTES) {
		again = rule_parse(arena, &faults, (struct place){ 1, 1 }, once.data,
				   rubric);
		assert(again != NULL);
		rule_print(&twice, again);
		assert(span_equal(buf_span(&once), buf_span(&twice)));
		for (unsigned i = 0; i < SHEETS; i++) {
			struct sheet sheet = sheet_new(arena, rubric);

			fill(&sheet, i);
			check_sheet(arena, rule, again, &sheet);
		}
	}
	for (size_t i = 0; i < rubric->criterion_count; i++)
		rule_depends_on(rule, i);
	buf_close(&once);
	buf_close(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults none = { .arena = &arena }, faults = { .arena = &arena };
	const struct rubric *rubric;
	struct rule *rule;

	if (digest_init() != 0)
		return 0;
	rubric =
		rubric_parse(&arena, &none, NULL, (struct span){ text, sizeof text - 1 });
	assert(rubric != NULL);
	rule = rule_parse(&arena, &faults, (struct place){ 1, 1 },
			  arena_copy(&arena, data, size), rubric);
	assert((rule == NULL) == (faults.count != 0));
	for (size_t i = 0; i < faults.count; i++)
		assert(faults.items[i].at.column >= 1
		       && (size_t)faults.items[i].at.column <= size + 1);
	if (rule != NULL)
		check_rule(&arena, rule, rubric);
	arena_close(&arena);
	return 0;
}
