#include "tests/unit/model_fixture.h"

#define BEST "passing passing four four high"

static struct decision_result
decide(struct fixture *f, const char *marks)
{
	fixture_mark(f, marks);
	return sheet_decide(&f->arena, &f->sheet);
}

/* `outcome: reason | reason`. */
static const char *
told(struct fixture *f, const char *marks)
{
	struct decision_result result = decide(f, marks);

	return arena_printf(&f->arena, "%s: %s", outcome_word(result.outcome),
			    fixture_join(f, result.why, result.why_count));
}

static void
outcomes_are_tried_in_order(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "all(p1 >= passing)");
	assert_string_equal(told(&f, BEST), "pass: all(p1 >= passing): 2 of 2");
	assert_string_equal(told(&f, "passing no_pass four four high"),
			    "not_yet: all(p1 >= passing): p1.b is no_pass, needs "
			    "passing");
	assert_string_equal(told(&f, "passing no_pass four ethics high"),
			    "refer: any_code(refer): p2.b is coded ethics");
	assert_string_equal(told(&f, "missing no_pass four ethics missing"),
			    "incomplete: any_code(incomplete): p1.a is coded missing | "
			    "any_code(incomplete): p2.c is coded missing");
	assert_string_equal(told(&f, "passing passing four late high"),
			    "pass: all(p1 >= passing): 2 of 2");
	assert_string_equal(told(&f, "passing - four missing high"), "unfinished: ");
	fixture_close(&f);
}

static void
rules_take_the_place_of_codes(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "all(p1 >= passing)\n  incomplete: count(code(p2)) >= 2\n"
		     "  refer: sum(p2) < 2");
	assert_string_equal(told(&f, "passing passing missing four high"),
			    "pass: all(p1 >= passing): 2 of 2");
	assert_string_equal(told(&f, "passing passing missing ethics high"),
			    "incomplete: count(code(p2)) >= 2: count(code(p2)) is 2 | "
			    "count(code(p2)) >= 2: p2.a is coded missing | "
			    "count(code(p2)) >= 2: p2.b is coded ethics");
	assert_string_equal(told(&f, "passing passing missing one mid"),
			    "refer: sum(p2) < 2: sum(p2) is 1.5");
	fixture_close(&f);
}

static void
what_is_still_to_judge_is_listed(void **state)
{
	struct fixture f;
	struct decision_result result;
	bool ok;

	(void)state;
	fixture_open(&f, "all(p1 >= passing)");
	result = decide(&f, "passing - four - high");
	assert_int_equal(result.outcome, OUTCOME_UNFINISHED);
	assert_int_equal(result.unfinished_count, 2);
	assert_true(result.unfinished[0] == 1 && result.unfinished[1] == 3);
	assert_int_equal(ratio_compare(result.points, ratio_of(7, 1), &ok), 0);
	assert_int_equal(ratio_compare(result.max, ratio_of(12, 1), &ok), 0);
	result = decide(&f, BEST " four -");
	assert_int_equal(result.unfinished_count, 1);
	assert_int_equal(result.unfinished[0], 7);
	fixture_close(&f);
}

static void
an_optional_part_counts_once_it_is_begun(void **state)
{
	struct fixture f;
	struct decision_result result;
	bool ok;

	(void)state;
	fixture_open(&f, "all(p3 >= 1)");
	result = decide(&f, BEST);
	assert_int_equal(result.outcome, OUTCOME_PASS);
	assert_int_equal(ratio_compare(result.max, ratio_of(12, 1), &ok), 0);
	assert_true(sheet_is_left_out(&f.sheet, 6) && !sheet_is_left_out(&f.sheet, 0));
	result = decide(&f, BEST " one late");
	assert_int_equal(result.outcome, OUTCOME_NOT_YET);
	assert_false(sheet_is_left_out(&f.sheet, 6));
	assert_int_equal(ratio_compare(result.max, ratio_of(18, 1), &ok), 0);
	assert_int_equal(ratio_compare(result.points, ratio_of(13, 1), &ok), 0);
	fixture_close(&f);
}

static void
a_manual_rubric_leaves_it_to_a_person(void **state)
{
	struct fixture f = { .rubric = NULL };

	(void)state;
	f.faults = (struct faults){ .arena = &f.arena, .path = "m.yaml" };
	assert_int_equal(digest_init(), 0);
	f.rubric = rubric_parse(&f.arena, &f.faults, NULL,
				span_of(FIXTURE_HEAD "decision: {manual: true}\n"));
	assert_non_null(f.rubric);
	f.sheet = sheet_new(&f.arena, f.rubric);
	assert_string_equal(told(&f, "passing - four four high"), "unfinished: ");
	assert_string_equal(told(&f, "passing missing four four high"), "manual: ");
	fixture_close(&f);
}

static void
every_outcome_has_its_word(void **state)
{
	enum outcome back;

	(void)state;
	for (int i = OUTCOME_UNFINISHED; i <= OUTCOME_MANUAL; i++) {
		assert_true(
			outcome_from_word(&back, span_of(outcome_word((enum outcome)i))));
		assert_int_equal(back, i);
	}
	assert_string_equal(outcome_phrase(OUTCOME_NOT_YET), "not yet");
	assert_false(outcome_from_word(&back, span_of("not yet")));
}

static void
a_sheet_is_read_from_yaml(void **state)
{
	struct fixture f;
	struct sheet sheet;

	(void)state;
	fixture_open(&f, "1 = 1");
	assert_int_equal(sheet_parse(&sheet, &f.arena, &f.faults, f.rubric,
				     span_of("p2.a: three\np1.b: {code: late}\n")), 0);
	assert_true(sheet.marks[2].kind == MARK_LEVEL && sheet.marks[2].index == 2);
	assert_true(sheet.marks[1].kind == MARK_CODE && sheet.marks[1].index == 2);
	assert_int_equal(sheet.marks[0].kind, MARK_NONE);
	fixture_close(&f);
}

static void
a_sheet_that_does_not_fit_the_rubric_is_refused(void **state)
{
	static const struct { const char *sheet, *text; } rows[] = {
		{ "p1.z: passing", "this rubric has no criterion 'p1.z'" },
		{ "p1.a: four", "scale pass of p1.a has no level 'four'" },
		{ "p1.a: {code: gone}", "this rubric has no code 'gone'" },
		{ "p1.a: {cod: late}", "expected a level, or {code: CODE}" },
		{ "p1.a: {code: late, x: y}", "expected a level, or {code: CODE}" },
		{ "p1.a: {code: [late]}", "expected a level, or {code: CODE}" },
		{ "p1.a: [passing]", "expected a level, or {code: CODE}" },
		{ "p2.n: high", "p2.n takes a comment only, no level or code" },
		{ "[p1.a]", "expected a mapping" },
	};
	struct fixture f;
	struct sheet sheet;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		f.faults.count = 0;
		f.faults.items = NULL;
		assert_int_equal(sheet_parse(&sheet, &f.arena, &f.faults, f.rubric,
					     span_of(rows[i].sheet)), -1);
		assert_string_equal(f.faults.items[0].text, rows[i].text);
	}
	fixture_close(&f);
}

/* Every finished sheet has an outcome, and a reason for it. */
static void
any_sheet_is_decided(void **state)
{
	struct fixture f;
	uint64_t seed = 23;
	int seen[OUTCOME_MANUAL + 1] = { 0 };

	(void)state;
	fixture_open(&f, "percent(rubric) >= 60 and all(p1 >= passing) or min(p2) >= 2");
	for (int i = 0; i < 5000; i++) {
		struct decision_result result;

		fixture_shuffle(&f, &seed);
		result = sheet_decide(&f.arena, &f.sheet);
		seen[result.outcome]++;
		assert_true(result.why_count > 0);
	}
	assert_true(seen[OUTCOME_PASS] && seen[OUTCOME_NOT_YET] && seen[OUTCOME_REFER]
		    && seen[OUTCOME_INCOMPLETE] && !seen[OUTCOME_UNFINISHED]);
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes_are_tried_in_order),
		cmocka_unit_test(rules_take_the_place_of_codes),
		cmocka_unit_test(what_is_still_to_judge_is_listed),
		cmocka_unit_test(an_optional_part_counts_once_it_is_begun),
		cmocka_unit_test(a_manual_rubric_leaves_it_to_a_person),
		cmocka_unit_test(every_outcome_has_its_word),
		cmocka_unit_test(a_sheet_is_read_from_yaml),
		cmocka_unit_test(a_sheet_that_does_not_fit_the_rubric_is_refused),
		cmocka_unit_test(any_sheet_is_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
