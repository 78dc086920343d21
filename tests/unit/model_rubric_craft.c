#include "tests/unit/model_fixture.h"

#define HEAD \
	"assay_rubric: 1\nid: x\nversion: 1\ntitle: t\n%s" \
	"scales:\n  s: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"parts:\n  - id: p\n    kind: artifacts\n%s" \
	"    criteria:\n      - id: c\n        label: C\n        scale: s\n%s" \
	"decision: {pass: all(p >= high)}\n"
#define DESIGN "design: {barriers: b, difference: d, inclusion: i, goals: g}\n"
#define SLOT "    evidence: [{id: a1}]\n"
#define FED "        evidence: [a1]\n"
#define TWO(low, high) \
	"        levels:\n          low: {text: '" low "'}\n" \
	"          high: {text: '" high "', look_for: [x]}\n"

static void
each_lack_is_told_and_nothing_else(void **state)
{
	static const struct { const char *design, *slots, *rest, *warning; } rows[] = {
		{ DESIGN, SLOT, FED TWO("No plan", "A plan with dates"), NULL },
		{ "", SLOT, FED TWO("No plan", "A plan with dates"),
		  "1:1: the design is empty" },
		{ "design: {barriers: b, goals: g}\n", SLOT,
		  FED TWO("No plan", "A plan with dates"),
		  "5:1: the design does not say: difference, inclusion" },
		{ DESIGN, "", TWO("No plan", "A plan with dates"), "nothing feeds c: " },
		{ DESIGN, "    evidence: [{id: a1}, {id: a2}]\n", FED TWO("No plan", "A plan with dates"),
		  "no criterion is judged by a2: " },
		{ DESIGN, SLOT, FED TWO("The plan is clear", "The plan is very clear."),
		  "high of c differs from low only by words like " },
		{ DESIGN, SLOT, FED TWO("Partially explains why", "Explains fully; why"),
		  "high of c differs from low only by words like " },
		{ DESIGN, SLOT, FED TWO("Explains why", "Explains how"), NULL },
		{ DESIGN, SLOT, FED, "1:1: no level of any criterion is described" },
		{ DESIGN, SLOT, FED "        levels: {high: {text: A plan, look_for: [x]}}\n",
		  "c does not say what is meant by low: " },
		{ DESIGN, SLOT, FED "        levels: {low: {text: A, look_for: [x]}, "
		  "high: {text: B}}\n", "17:55: a pass turns on high of c, and nothing" },
		{ "language: de\n" DESIGN, SLOT, FED TWO("Es ist all gut", "Es ist some gut"),
		  NULL },
		{ "language: de\n" DESIGN, SLOT, FED TWO("Es ist gut", "es ist gut."),
		  "high of c differs from low only" },
		{ DESIGN, SLOT, FED TWO("Mostly.", "Fully."), "high of c differs from low only" },
		{ DESIGN, SLOT, FED TWO("The plan is safe", "The plan is not safe"), NULL },
		{ DESIGN, SLOT, TWO("No plan", "A plan with dates"), NULL },
		{ DESIGN, SLOT "    prompts: [{id: q1, text: Why}]\n",
		  FED TWO("No plan", "A plan with dates"),
		  "no criterion is judged by the answer to q1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fixture f = { .rubric = NULL };
		char told[400] = "";

		f.faults = (struct faults){ .arena = &f.arena };
		f.warnings = (struct faults){ .arena = &f.arena };
		f.rubric = rubric_parse(&f.arena, &f.faults, &f.warnings,
					span_of(arena_printf(&f.arena, HEAD, rows[i].design,
							     rows[i].slots,
							     rows[i].rest)));
		assert_non_null(f.rubric);
		if (f.warnings.count != 0)
			snprintf(told, sizeof told, "%d:%d: %s",
				 f.warnings.items[0].at.line, f.warnings.items[0].at.column,
				 f.warnings.items[0].text);
		if (rows[i].warning == NULL)
			assert_string_equal(told, "");
		else
			if (strstr(told, rows[i].warning) == NULL)
				fail_msg("%zu: %s", i, told);
		assert_true(f.warnings.count <= 1);
		fixture_close(&f);
	}
}

static void
labels_are_one_line(void **state)
{
	static const char *const bad[] = { "\"a\\nb\"", "\"a\\tb\"", "\"\\e[2J\"", "''" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fixture f = { .rubric = NULL };

		f.faults = (struct faults){ .arena = &f.arena };
		assert_null(rubric_parse(&f.arena, &f.faults, NULL,
			span_of(arena_printf(&f.arena, "assay_rubric: 1\nid: x\nversion: 1\n"
				"title: %s\nscales:\n  s: {levels: [{id: low, points: 0}, "
				"{id: high, points: 1}]}\nparts: [{id: p, kind: artifacts, "
				"criteria: [{id: c, label: L, scale: s}]}]\n"
				"decision: {pass: all(p >= high)}\n", bad[i]))));
		assert_int_equal(f.faults.count, 1);
		assert_int_equal(f.faults.items[0].at.line, 4);
		assert_non_null(strstr(f.faults.items[0].text, "one line of text"));
		fixture_close(&f);
	}
}

/* Where no one level decides, look-fors may stand at any. */
static void
without_a_level_that_decides_any_look_for_will_do(void **state)
{
	static const struct { const char *levels; size_t warnings; } rows[] = {
		{ "low: {text: A, look_for: [x]}, high: {text: B}, top: {text: C}", 0 },
		{ "low: {text: A}, high: {text: B}, top: {text: C}", 1 },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct fixture f = { .rubric = NULL };

		f.faults = f.warnings = (struct faults){ .arena = &f.arena };
		assert_non_null(rubric_parse(&f.arena, &f.faults, &f.warnings,
			span_of(arena_printf(&f.arena, "assay_rubric: 1\nid: x\nversion: 1\n"
				"title: t\n" DESIGN "scales:\n  s: {levels: [{id: low, "
				"points: 0}, {id: high, points: 1}, {id: top, points: 2}]}\n"
				"parts: [{id: p, kind: artifacts, evidence: [{id: a1}], "
				"criteria: [{id: c, label: C, scale: s, levels: {%s}}, "
				"{id: d, label: D, scale: s, levels: {%s}}]}]\n"
				"decision: {pass: sum(p) >= 2}\n", rows[i].levels,
				rows[i].levels))));
		assert_int_equal(f.warnings.count, 2 * rows[i].warnings);
		fixture_close(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_lack_is_told_and_nothing_else),
		cmocka_unit_test(without_a_level_that_decides_any_look_for_will_do),
		cmocka_unit_test(labels_are_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
