#include "tests/unit/model_invent.h"

/* `words [ids] | words [ids]`. */
static const char *
told(struct fixture *f, const char *text, const char *marks)
{
	struct rule *rule = rule_of(f, text);
	struct reasons reasons;
	struct buf out = { 0 };
	const char *copy;

	assert_non_null(rule);
	fixture_mark(f, marks);
	reasons = rule_explain(&f->arena, rule, &f->sheet);
	for (size_t i = 0; i < reasons.count; i++) {
		buf_text(&out, i == 0 ? "" : " | ");
		reason_say(&out, f->rubric, &reasons.items[i]);
		buf_text(&out, " [");
		reason_ids(&out, f->rubric, &reasons.items[i]);
		buf_char(&out, ']');
	}
	copy = arena_copy(&f->arena, out.data, out.len);
	buf_close(&out);
	return copy;
}

/* Criteria are labelled A, B, C; parts, levels and codes by their ids. */
static const struct { const char *rule, *marks, *said; } rows[] = {
	{ "all(p1 >= passing)", "passing no_pass two four low",
	  "B: is no pass, needs passing [p1.b]" },
	{ "all(p1 >= passing)", "passing missing two four low", "B: is coded missing [p1.b]" },
	{ "all(p1 >= passing)", "passing passing two four low",
	  "2 of 2 criteria in p1 are at passing [p1]" },
	{ "all([p2.a, p2.b] >= two)", "passing passing two four low",
	  "2 of 2 criteria in A and B are at two or better [p2.a, p2.b]" },
	{ "all([p1.a, p1.b, p2.a, p2.c] >= 0)", "passing passing two four low",
	  "4 of 4 criteria in A, B and 2 more have at least 0 points "
	  "[p1.a, p1.b, p2.a, p2.c]" },
	{ "sum(rubric) >= 18 and sum(rubric) < 99", "passing passing two four low four high",
	  "the points come to 14, 18 are needed [rubric] | A: is two, needs four [p2.a] | "
	  "C: is low, needs high [p2.c]" },
	{ "sum(p2) >= 5", "passing passing two four low",
	  "the points in p2 come to 6, which is at least 5 [p2]" },
	{ "5 <= sum(p2)", "passing passing two two low",
	  "the points in p2 come to 4, 5 are needed [p2] | A: is two, needs three [p2.a]" },
	{ "not sum(p2) < 5", "passing passing two two low",
	  "the points in p2 come to 4, 5 are needed [p2] | A: is two, needs three [p2.a]" },
	{ "percent([p2.a, p2.b]) >= 80%", "passing passing four one low",
	  "the share of the weighted points in A and B is 85%, which is at least 80% [p2.a, p2.b]" },
	{ "mean(p1) >= 1", "late missing one one low",
	  "the average of the points in p1 cannot be worked out, 1 is needed [p1] | "
	  "A: is coded late [p1.a]" },
	{ "count(code(p1)) >= 2", "late missing one one low",
	  "2 criteria in p1 are coded, which is at least 2 [p1] | A: is coded late [p1.a] | "
	  "B: is coded missing [p1.b]" },
	{ "count(code(p1)) < 1", "late passing one one low",
	  "1 criterion in p1 is coded, less than 1 is allowed [p1] | A: is coded late [p1.a]" },
	{ "count(p2 >= 2) >= 2", "passing passing one two mid",
	  "1 criterion in p2 has at least 2 points, 2 are needed [p2] | "
	  "A: is one, needs two [p2.a]" },
	{ "sum(p1) > max_points(p1) / 2", "passing passing two two high",
	  "the points in p1 come to 2, which is more than the most points there can be in p1 "
	  "divided by 2 (1) [p1, p1]" },
	{ "sum(p1) * (min(p2) + 1) >= 9", "passing passing one one mid",
	  "the points in p1 times (the lowest points in p2 plus 1) comes to 3, which is less "
	  "than 9 [p1, p2]" },
	{ "not any_code(ethics)", "passing passing two two high",
	  "no criterion is coded ethics [rubric]" },
	{ "not any_code(refer)", "passing passing two two high",
	  "no criterion is coded with the effect refer [rubric]" },
	{ "any(p3 >= 1)", "passing passing one one low",
	  "0 of 0 criteria in p3 have at least 1 points [p3]" },
	{ "level(p2.c) > low", "passing passing one one mid", "C: is mid [p2.c]" },
};

static void
a_reason_is_said_by_labels(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(told(&f, rows[i].rule, rows[i].marks), rows[i].said);
	fixture_close(&f);
}

static void
what_a_decision_signs_it_also_says(void **state)
{
	struct fixture f;
	struct decision_result result;
	struct buf said = { 0 };

	(void)state;
	fixture_open(&f, "all(p1 >= passing)");
	fixture_mark(&f, "missing passing four four high");
	result = sheet_decide(&f.arena, &f.sheet);
	assert_int_equal(result.outcome, OUTCOME_INCOMPLETE);
	assert_int_equal(result.why_count, 1);
	assert_string_equal(result.why[0], "any_code(incomplete): p1.a is coded missing");
	reason_say(&said, f.rubric, &result.reasons[0]);
	assert_string_equal(said.data, "A: is coded missing");
	buf_close(&said);
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reason_is_said_by_labels),
		cmocka_unit_test(what_a_decision_signs_it_also_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
