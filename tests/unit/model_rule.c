#include "tests/unit/model_invent.h"

static bool
holds(struct fixture *f, const char *text, const char *marks)
{
	struct rule *rule = rule_of(f, text);

	if (rule == NULL)
		print_message("%s: %s\n", text, f->faults.items[0].text);
	assert_non_null(rule);
	fixture_mark(f, marks);
	return rule_holds(rule, &f->sheet);
}

/* The order of marks: p1.a p1.b, p2.a p2.b p2.c, p3.a p3.b. */
#define BEST "passing passing four four high four high"

static const struct { const char *rule, *marks; bool answer; } answers[] = {
	/* one level short, exactly at the cut */
	{ "all(p2 >= 3)", "passing passing two three high", false },
	{ "all([p2.a, p2.b] >= three)", "passing passing two three high", false },
	{ "all([p2.a, p2.b] >= three)", "passing passing three three low", true },
	{ "sum(p2) >= 7.5", "passing passing three four mid", true },
	{ "sum(p2) >= 7.5", "passing passing three three mid", false },
	{ "sum(p2) > 7.5", "passing passing three four mid", false },
	{ "sum(p2) = 7.5", "passing passing three four mid", true },
	{ "sum(p2) != 7.5", "passing passing three four mid", false },
	{ "sum(rubric) = 18", BEST, true },
	/* weights: 2 and 0.5 and 1 */
	{ "weighted(p2) = 2*3 + 0.5*4 + 0.5", "passing passing three four mid", true },
	{ "max_points(p2) = 10", "passing passing one one low", true },
	{ "percent(p2) = 100", "passing passing four four high", true },
	{ "percent([p2.a, p2.b]) = 80%", "passing passing four one low", false },
	{ "percent([p2.a, p2.b]) = 85%", "passing passing four one low", true },
	{ "percent([p2.a, p2.b]) >= 80", "passing passing four one low", true },
	{ "mean(p2) = 5.5 / 3", "passing passing two three mid", true },
	{ "min(p2) = 0.5 and max(p2) = 3", "passing passing two three mid", true },
	/* counting */
	{ "count(p2 >= 2) = 2", "passing passing two three mid", true },
	{ "any(p2 >= 3)", "passing passing two three mid", true },
	{ "any(p2 >= 4)", "passing passing two three mid", false },
	/* codes: one, two */
	{ "all(p1 >= passing)", "passing missing one one low", false },
	{ "all(p1 >= no_pass)", "passing missing one one low", false },
	{ "any(p1 < 9)", "missing late one one low", false },
	{ "count(p1 != passing) = 0", "missing late one one low", true },
	{ "count(code(p1)) = 1", "passing missing one one low", true },
	{ "count(code(rubric)) >= 2", "passing missing one one low", false },
	{ "count(code(rubric)) >= 2", "passing missing one ethics low", true },
	{ "any_code(incomplete)", "passing missing one one low", true },
	{ "any_code(missing) and not any_code(refer)", "passing missing one one low", true },
	{ "any_code(none)", "passing late one one low", true },
	{ "sum(p1) = 1", "passing missing one one low", true },
	{ "percent(p1) = 50", "passing missing one one low", true },
	{ "mean(p1) = 1", "passing missing one one low", true },
	/* undefined compares false, whichever way */
	{ "mean(p1) >= 0", "late missing one one low", false },
	{ "mean(p1) != 0", "late missing one one low", false },
	{ "min(p1) < 1 or max(p1) >= 0", "late missing one one low", false },
	{ "not mean(p1) >= 0", "late missing one one low", true },
	{ "level(p1.a) >= no_pass", "late missing one one low", false },
	{ "level(p1.a) != passing", "late missing one one low", false },
	{ "1 / 0 = 1 / 0", BEST, false },
	{ "1 / (sum(p1) - 2) > 0", BEST, false },
	{ "sum(p1) = 0 and sum(p1) != 1", "late missing one one low", true },
	/* levels by place, numbers by points */
	{ "level(p2.c) = mid", "passing passing one one mid", true },
	{ "level(p2.c) > low and level(p2.c) < high", "passing passing one one mid", true },
	{ "level(p2.c) = 0.5", "passing passing one one mid", true },
	{ "mid <= level(p2.c)", "passing passing one one high", true },
	{ "level(p2.a) > level(p2.b)", "passing passing two one mid", true },
	{ "level(p2.a) = level(p2.b)", "passing passing two one mid", false },
	{ "all(p2.c >= 0.5)", "passing passing one one mid", true },
	/* an optional part that is left out is in no set */
	{ "all(p3 >= 1)", "passing passing one one low", true },
	{ "any(p3 >= 0)", "passing passing one one low", false },
	{ "max_points(p3) = 0 and sum(p3) = 0", "passing passing one one low", true },
	{ "percent(p3) >= 0%", "passing passing one one low", false },
	{ "level(p3.a) >= one", "passing passing one one low", false },
	{ "max_points(rubric) = 12", "passing passing one one low", true },
	{ "max_points(rubric) = 18", "passing passing one one low one low", true },
	{ "all(p3 >= 1)", "passing passing one one low one low", false },
	/* evidence and prompts stand for the criteria they feed */
	{ "max_points(q1) = 2 and max_points(a1) = 5", BEST, true },
	{ "max_points([q1, a1, p1.a]) = 6", BEST, true },
	/* precedence */
	{ "not 1 > 2 and 2 > 1 or 1 > 2", BEST, true },
	{ "1 > 2 and 1 > 2 or 2 > 1", BEST, true },
	{ "1 > 2 and (1 > 2 or 2 > 1)", BEST, false },
	{ "2 + 3 * 4 - 6 / 3 = 12", BEST, true },
	{ "10 - 4 - 3 = 3 and 16 / 4 / 2 = 2", BEST, true },
	{ "10 - (4 - 3) = 9 and 16 / (4 / 2) = 8", BEST, true },
	{ "0.1 + 0.2 = 0.3", BEST, true },
	{ "1 / 3 * 3 = 1", BEST, true },
	{ "not not 1 = 1", BEST, true },
	{ "999999999999 * 999999999999 * 999999999999 * 999999999999 > 0", BEST, false },
};

static void
a_rule_answers(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (holds(&f, answers[i].rule, answers[i].marks) != answers[i].answer)
			fail_msg("%s on %s", answers[i].rule, answers[i].marks);
	fixture_close(&f);
}

static const struct { const char *rule; int column; const char *text; } faulty[] = {
	{ "", 0, "expected a call, a level or a number, found the end of the rule" },
	{ "all(p1 >= passing", 17, "expected ')', found the end of the rule" },
	{ "all(p1 >= passing))", 18,
	  "expected 'and', 'or' or the end of the rule, found ')'" },
	{ "all(p1 => passing)", 8, "expected a level or a number, found '>'" },
	{ "all(p1 passing)", 7, "expected a comparison such as >=, found 'passing'" },
	{ "all(p9 >= passing)", 4, "there is no part, criterion or evidence 'p9'" },
	{ "all(p1 >= proficient)", 10, "scale pass of p1.a has no level 'proficient'" },
	{ "all(rubric >= passing)", 14, "scale four of p2.a has no level 'passing'" },
	{ "all([p1, rubric] >= 1)", 9,
	  "expected the id of a part, a criterion or evidence, found 'rubric'" },
	{ "all([p1 p2] >= 1)", 8, "expected ']', found 'p2'" },
	{ "all([] >= 1)", 5, "expected the id of a part, a criterion or evidence, found ']'" },
	{ "all(p1 >= 80%)", 12, "expected ')', found '%'" },
	{ "sum(p2.n) > 0", 4, "no criterion with a scale is in 'p2.n'" },
	{ "sum(p1)", 0, "expected a truth such as all(\xE2\x80\xA6), found a number 'sum(p1)'" },
	{ "p1 >= 3", 0, "expected a call such as sum(\xE2\x80\xA6) around 'p1'" },
	{ "rubric", 0, "expected a call such as sum(\xE2\x80\xA6) around 'rubric'" },
	{ "summ(p1) > 1", 0, "expected a call, a level or a number, found 'summ'" },
	{ "any_code(gone)", 9, "expected incomplete, refer, none or a code, found 'gone'" },
	{ "any_code(3)", 9, "expected incomplete, refer, none or a code, found '3'" },
	{ "level(p1) >= passing", 6, "there is no criterion 'p1'" },
	{ "level([p1.a]) >= passing", 6, "expected the id of a criterion, found '['" },
	{ "level(p1.a) >= mid", 15, "scale pass of p1.a has no level 'mid'" },
	{ "level(p1.a) >= level(p2.a)", 15, "this is on another scale: 'level(p2.a)'" },
	{ "sum(p1) >= passing", 11, "a level compares with level(\xE2\x80\xA6) only, not so 'passing'" },
	{ "passing >= 3", 0, "a level compares with level(\xE2\x80\xA6) only, not so 'passing'" },
	{ "passing = passing", 0, "a level compares with level(\xE2\x80\xA6) only, not so 'passing'" },
	{ "level(p1.a) + 1 > 2", 0, "expected a number, found a level 'level(p1.a)'" },
	{ "all(p1 >= 1) = all(p2 >= 1)", 0,
	  "expected a number, found a truth such as all(\xE2\x80\xA6) 'all(p1 >= 1)'" },
	{ "all(p1 >= 1) + 1 > 1", 0,
	  "expected a number, found a truth such as all(\xE2\x80\xA6) 'all(p1 >= 1)'" },
	{ "sum(p1) >= 80%", 11,
	  "a percentage compares with percent(\xE2\x80\xA6) only, not so '80%'" },
	{ "1 < 2 < 3", 6, "expected 'and', 'or' or the end of the rule, found '<'" },
	{ "not sum(p1)", 4, "expected a truth such as all(\xE2\x80\xA6), found a number 'sum(p1)'" },
	{ "1 = 1 and sum(p1)", 10,
	  "expected a truth such as all(\xE2\x80\xA6), found a number 'sum(p1)'" },
	{ "sum(p1) >= 1.0000000001", 11,
	  "expected a number of at most 12 and 9 digits, found '1.0000000001'" },
	{ "sum(p1) >= 007", 11, "expected a number of at most 12 and 9 digits, found '007'" },
	{ "sum(p1) >= $", 11, "expected a call, a level or a number, found '$'" },
	{ "sum(p1) >= 3 AND 1 = 1", 13,
	  "expected 'and', 'or' or the end of the rule, found 'A'" },
	{ "count(code(p1) >= 2", 15, "expected ')', found '>='" },
	{ "code(p1) > 1", 0, "expected a call, a level or a number, found 'code'" },
	{ "-1 < 2", 0, "expected a call, a level or a number, found '-'" },
	{ "\xC3\xA4\xC3\xB6 > 1", 0, "expected a call, a level or a number, found '\xC3\xA4'" },
	{ "1 = 1 \x1B", 6, "expected 'and', 'or' or the end of the rule, found '^['" },
};

static void
a_faulty_rule_is_told_where_and_why(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
		assert_null(rule_of(&f, faulty[i].rule));
		assert_true(f.faults.count > 0);
		assert_string_equal(f.faults.items[0].text, faulty[i].text);
		assert_int_equal(f.faults.items[0].at.line, 10);
		assert_int_equal(f.faults.items[0].at.column, 9 + faulty[i].column);
	}
	fixture_close(&f);
}

static void
every_type_fault_of_a_rule_is_told_at_once(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	assert_null(rule_of(&f, "all(p1 >= mid) and sum(p1) >= 5% and any_code(x) and not 3"));
	assert_int_equal(f.faults.count, 4);
	fixture_close(&f);
}

static void
a_rule_is_bounded(void **state)
{
	struct fixture f;
	struct buf deep = { 0 }, wide = { 0 }, long_ = { 0 }, sets = { 0 };

	(void)state;
	fixture_open(&f, "1 = 1");
	for (int i = 0; i < 2000; i++)
		buf_text(&deep, i % 2 ? "(" : "not ");
	assert_null(rule_of(&f, deep.data));
	for (int i = 0; i < 1000; i++)
		buf_text(&wide, "1+");
	buf_text(&wide, "1>1");
	assert_null(rule_of(&f, wide.data));
	assert_string_equal(f.faults.items[0].text, "this rule has too many parts");
	for (int i = 0; i < 5000; i++)
		buf_char(&long_, ' ');
	buf_text(&long_, "1 = 1");
	assert_null(rule_of(&f, long_.data));
	buf_text(&sets, "1=1");
	for (int i = 0; i < 64; i++)
		buf_text(&sets, " and (1=1");
	for (int i = 0; i < 64; i++)
		buf_char(&sets, ')');
	assert_non_null(rule_of(&f, sets.data));
	buf_close(&deep);
	buf_close(&wide);
	buf_close(&long_);
	buf_close(&sets);
	fixture_close(&f);
}

static void
a_rule_prints_in_one_form(void **state)
{
	static const struct { const char *rule, *printed; } rows[] = {
		{ "all( p1>=passing )and\n(all(p2>=1.50)and 1=1)",
		  "all(p1 >= passing) and all(p2 >= 1.5) and 1 = 1" },
		{ "((1 = 1) or 2 = 2) or not (3 = 3 or 4 = 4)",
		  "1 = 1 or 2 = 2 or not (3 = 3 or 4 = 4)" },
		{ "(1=1 or 2=2) and 3=3", "(1 = 1 or 2 = 2) and 3 = 3" },
		{ "1=1 and 2=2 or 3=3", "1 = 1 and 2 = 2 or 3 = 3" },
		{ "not(1=1)", "not 1 = 1" },
		{ "(1+2)+3 = 1+(2+3)", "1 + 2 + 3 = 1 + (2 + 3)" },
		{ "(1-2)*3/(4/5) < 0", "(1 - 2) * 3 / (4 / 5) < 0" },
		{ "percent([p1,p2.a])>=80 %", "percent([p1, p2.a]) >= 80%" },
		{ "count( code( [p1] ) )=0", "count(code([p1])) = 0" },
		{ "level(p2.c)!=mid and any_code( ethics )", "level(p2.c) != mid and any_code(ethics)" },
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct rule *rule = rule_of(&f, rows[i].rule);

		assert_non_null(rule);
		assert_string_equal(rule_text(&f, rule), rows[i].printed);
	}
	fixture_close(&f);
}

static void
ten_thousand_rules_come_back_as_they_were_printed(void **state)
{
	struct author a = { .seed = 11 };
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (int i = 0; i < 10000; i++) {
		struct rule *rule, *again;
		const char *printed;

		if (i >= 1000 && i % 50 == 0) {
			fixture_close(&f);
			fixture_invent(&f, &a);
		}
		rule = invent(&f, &a);
		printed = rule_text(&f, rule);
		again = rule_of(&f, printed);
		assert_non_null(again);
		assert_string_equal(rule_text(&f, again), printed);
		for (int n = 0; n < 4; n++) {
			fixture_shuffle(&f, &a.seed);
			assert_int_equal(rule_holds(rule, &f.sheet), rule_holds(again, &f.sheet));
		}
	}
	buf_close(&a.text);
	fixture_close(&f);
}

static void
what_a_rule_can_tell_apart_is_known(void **state)
{
	static const struct { const char *rule; size_t criterion, level; bool apart; } rows[] = {
		{ "all(p2.a >= three)", 2, 1, false }, { "all(p2.a >= three)", 2, 2, true },
		{ "all(p2.a >= three)", 2, 3, false }, { "all(p2.a >= three)", 3, 2, false },
		{ "any(p2 > 2)", 2, 2, true }, { "any(p2 > 2)", 2, 1, false },
		{ "count(p2 = 2) = 1", 2, 1, true }, { "count(p2 = 2) = 1", 2, 3, false },
		{ "sum(p2) > 1", 4, 1, true }, { "max_points(p2) > 1", 4, 1, false },
		{ "any_code(late)", 4, 1, false }, { "count(code(p2)) > 1", 4, 1, false },
		{ "level(p2.a) >= three", 2, 2, true }, { "level(p2.a) >= three", 2, 1, false },
		{ "three <= level(p2.a)", 2, 2, true }, { "level(p2.a) > 3.5", 2, 3, true },
		{ "level(p2.a) > level(p2.b)", 3, 1, true },
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct rule *rule = rule_of(&f, rows[i].rule);

		assert_non_null(rule);
		if (rule_separates(rule, rows[i].criterion, rows[i].level) != rows[i].apart)
			fail_msg("%s at %zu", rows[i].rule, rows[i].level);
	}
	assert_true(rule_depends_on(rule_of(&f, "sum(p2) > 1"), 2));
	assert_false(rule_depends_on(rule_of(&f, "sum(p1) > 1"), 2));
	assert_false(rule_depends_on(rule_of(&f, "sum(p2) > 1"), 5));
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_answers),
		cmocka_unit_test(a_faulty_rule_is_told_where_and_why),
		cmocka_unit_test(every_type_fault_of_a_rule_is_told_at_once),
		cmocka_unit_test(a_rule_is_bounded),
		cmocka_unit_test(a_rule_prints_in_one_form),
		cmocka_unit_test(ten_thousand_rules_come_back_as_they_were_printed),
		cmocka_unit_test(what_a_rule_can_tell_apart_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
