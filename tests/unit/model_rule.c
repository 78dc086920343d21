#include "tests/unit/model_fixture.h"

#include "core/model/rule_tree.h"

static struct rule *
parse(struct fixture *f, const char *text)
{
	f->faults.count = 0;
	f->faults.items = NULL;
	return rule_parse(&f->arena, &f->faults, (struct place){ 10, 9 }, text, f->rubric);
}

static const char *
print(struct fixture *f, const struct rule *rule)
{
	struct buf text = { 0 };
	const char *out;

	rule_print(&text, rule);
	out = arena_copy(&f->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

static bool
holds(struct fixture *f, const char *text, const char *marks)
{
	struct rule *rule = parse(f, text);

	if (rule == NULL)
		print_message("%s: %s\n", text, f->faults.items[0].text);
	assert_non_null(rule);
	fixture_mark(f, marks);
	return rule_holds(rule, &f->sheet);
}

static const char *
explain(struct fixture *f, const char *text, const char *marks)
{
	struct rule *rule = parse(f, text);
	const char **why;
	size_t count;

	assert_non_null(rule);
	fixture_mark(f, marks);
	count = rule_explain(&why, &f->arena, rule, &f->sheet);
	return fixture_join(f, why, count);
}

/* The order of marks: p1.a p1.b, p2.a p2.b p2.c, p3.a p3.b. */
#define BEST "passing passing four four high four high"

static void
a_rule_answers(void **state)
{
	static const struct { const char *rule, *marks; bool answer; } rows[] = {
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
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (holds(&f, rows[i].rule, rows[i].marks) != rows[i].answer)
			fail_msg("%s on %s", rows[i].rule, rows[i].marks);
	fixture_close(&f);
}

static void
a_faulty_rule_is_told_where_and_why(void **state)
{
	static const struct { const char *rule; int column; const char *text; } rows[] = {
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
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_null(parse(&f, rows[i].rule));
		assert_true(f.faults.count > 0);
		assert_string_equal(f.faults.items[0].text, rows[i].text);
		assert_int_equal(f.faults.items[0].at.line, 10);
		assert_int_equal(f.faults.items[0].at.column, 9 + rows[i].column);
	}
	fixture_close(&f);
}

static void
every_type_fault_of_a_rule_is_told_at_once(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	assert_null(parse(&f, "all(p1 >= mid) and sum(p1) >= 5% and any_code(x) and not 3"));
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
	assert_null(parse(&f, deep.data));
	for (int i = 0; i < 1000; i++)
		buf_text(&wide, "1+");
	buf_text(&wide, "1>1");
	assert_null(parse(&f, wide.data));
	assert_string_equal(f.faults.items[0].text, "this rule has too many parts");
	for (int i = 0; i < 5000; i++)
		buf_char(&long_, ' ');
	buf_text(&long_, "1 = 1");
	assert_null(parse(&f, long_.data));
	buf_text(&sets, "1=1");
	for (int i = 0; i < 64; i++)
		buf_text(&sets, " and (1=1");
	for (int i = 0; i < 64; i++)
		buf_char(&sets, ')');
	assert_non_null(parse(&f, sets.data));
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
		struct rule *rule = parse(&f, rows[i].rule);

		assert_non_null(rule);
		assert_string_equal(print(&f, rule), rows[i].printed);
	}
	fixture_close(&f);
}

/* Random rules. `rising`: a better level can only help, and codes only hurt. */

struct author {
	struct buf text;
	uint64_t seed;
	bool rising;
};

static void put_truth(struct author *a, int depth);

static const char *const signs[] = { ">=", ">", "<", "<=", "=", "!=" };

static const char *
sign(struct author *a)
{
	return signs[pick(&a->seed, a->rising ? 2 : 6)];
}

static void
put_any_of(struct author *a, const char *const *words, size_t count)
{
	buf_text(&a->text, words[pick(&a->seed, count)]);
}

static void
put_set(struct author *a)
{
	static const char *const sets[] = { "rubric", "p1", "p2", "p3", "p2.a", "p2.c", "a1", "q1",
					    "[p1, p2.b]", "[ p3.a,p2.c ]", "[p1,p1.a]" };

	put_any_of(a, sets, sizeof sets / sizeof *sets);
}

static void
put_constant(struct author *a)
{
	static const char *const numbers[] = { "0", "1", "2.5", "3", "0.50", "7", "12", "100" };

	put_any_of(a, numbers, sizeof numbers / sizeof *numbers);
}

static void
put_test(struct author *a, const char *function)
{
	static const char *const four[] = { "one", "two", "three", "four" };

	buf_printf(&a->text, "%s(", function);
	if (pick(&a->seed, 2) == 0) {
		buf_printf(&a->text, "[p2.a,p2.b]%s ", sign(a));
		put_any_of(a, four, 4);
	} else {
		put_set(a);
		buf_printf(&a->text, " %s", sign(a));
		put_constant(a);
	}
	buf_char(&a->text, ')');
}

static void
put_number(struct author *a, int depth)
{
	static const char *const calm[] = { "sum", "weighted", "percent" };
	static const char *const wild[] = { "sum", "weighted", "percent", "mean", "min", "max",
					    "max_points" };
	size_t what = pick(&a->seed, depth > 0 ? 7 : 4);

	if (what == 0) {
		put_constant(a);
	} else if (what == 1) {
		put_test(a, "count");
	} else if (what == 2 && !a->rising) {
		buf_text(&a->text, "count(code(");
		put_set(a);
		buf_text(&a->text, "))");
	} else if (what <= 4) {
		put_any_of(a, a->rising ? calm : wild, a->rising ? 3 : 7);
		buf_char(&a->text, '(');
		put_set(a);
		buf_char(&a->text, ')');
	} else {
		buf_char(&a->text, '(');
		put_number(a, depth - 1);
		buf_char(&a->text, a->rising ? '+' : "+-*/"[pick(&a->seed, 4)]);
		put_number(a, depth - 1);
		buf_char(&a->text, ')');
	}
}

static void
put_leaf(struct author *a)
{
	static const char *const codes[] = { "incomplete", "refer", "none", "late", "missing" };

	switch (pick(&a->seed, 6)) {
	case 0:
		put_test(a, "all");
		break;
	case 1:
		put_test(a, "any");
		break;
	case 2:
		buf_text(&a->text, a->rising ? "not any_code(" : "any_code(");
		put_any_of(a, codes, 5);
		buf_char(&a->text, ')');
		break;
	case 3:
		buf_printf(&a->text, "level(p2.c) %s mid", sign(a));
		break;
	default:
		put_number(a, 2);
		buf_printf(&a->text, " %s ", sign(a));
		put_constant(a);
	}
}

static void
put_truth(struct author *a, int depth)
{
	size_t what = pick(&a->seed, depth > 0 ? 4 : 1);

	if (what == 0) {
		put_leaf(a);
		return;
	}
	if (what == 1 && !a->rising)
		buf_text(&a->text, "not ");
	buf_char(&a->text, '(');
	put_truth(a, depth - 1);
	buf_text(&a->text, pick(&a->seed, 2) ? " and " : " or ");
	put_truth(a, depth - 1);
	buf_char(&a->text, ')');
}

static struct rule *
invent(struct fixture *f, struct author *a)
{
	struct rule *rule;

	buf_clear(&a->text);
	put_truth(a, 1 + (int)pick(&a->seed, 3));
	rule = parse(f, a->text.data);
	if (rule == NULL)
		fail_msg("%s: %s", a->text.data, f->faults.items[0].text);
	return rule;
}

static void
ten_thousand_rules_come_back_as_they_were_printed(void **state)
{
	struct author a = { .seed = 11 };
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (int i = 0; i < 10000; i++) {
		struct rule *rule = invent(&f, &a), *again;
		const char *printed = print(&f, rule);

		again = parse(&f, printed);
		assert_non_null(again);
		assert_string_equal(print(&f, again), printed);
		for (int n = 0; n < 4; n++) {
			fixture_shuffle(&f, &a.seed);
			assert_int_equal(rule_holds(rule, &f.sheet), rule_holds(again, &f.sheet));
		}
	}
	buf_close(&a.text);
	fixture_close(&f);
}

static void
check_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		assert_true(*text >= ' ' && *text <= '~');
}

/* With these criteria at what they need, and only these, the rule holds. */
static void
check_sufficient(struct fixture *f, struct rule *rule, const struct rule_remedy *remedy,
		 bool rising)
{
	struct mark *marks = f->sheet.marks;

	for (size_t i = 0; i < f->rubric->criterion_count; i++)
		assert_true(remedy->raised[i]
			    || memcmp(&remedy->marks[i], &marks[i], sizeof *marks) == 0);
	f->sheet.marks = arena_array(&f->arena, RUBRIC_CRITERIA, sizeof *marks);
	memcpy(f->sheet.marks, remedy->marks, f->rubric->criterion_count * sizeof *marks);
	assert_true(rule_holds(rule, &f->sheet));
	for (size_t i = 0; rising && i < f->rubric->criterion_count; i++) {
		if (!remedy->raised[i])
			continue;
		f->sheet.marks[i] = marks[i];
		assert_false(rule_holds(rule, &f->sheet));
		f->sheet.marks[i] = remedy->marks[i];
		if (remedy->marks[i].index == 0
		    || (marks[i].kind == MARK_LEVEL && remedy->marks[i].index - 1 == marks[i].index))
			continue;
		f->sheet.marks[i].index--;
		assert_false(remedy->root == rule->root && rule_holds(rule, &f->sheet));
		f->sheet.marks[i] = remedy->marks[i];
	}
	f->sheet.marks = marks;
}

static void
explain_at_random(bool rising)
{
	struct author a = { .seed = 5, .rising = rising };
	struct fixture f;
	int found = 0, lost = 0;

	fixture_open(&f, "1 = 1");
	for (int i = 0; i < 5000; i++) {
		struct rule *rule = invent(&f, &a);
		struct rule_remedy remedy;
		struct rule_view view;
		const char **why, **again;
		size_t count;

		fixture_shuffle(&f, &a.seed);
		count = rule_explain(&why, &f.arena, rule, &f.sheet);
		assert_int_equal(rule_explain(&again, &f.arena, rule, &f.sheet), count);
		for (size_t n = 0; n < count; n++) {
			check_ascii(why[n]);
			assert_string_equal(why[n], again[n]);
		}
		if (rule_holds(rule, &f.sheet))
			continue;
		rule_look(&view, &f.sheet);
		rule_remedy(&remedy, &f.arena, rule, &view);
		found += remedy.found;
		lost += !remedy.found;
		if (remedy.found)
			check_sufficient(&f, rule, &remedy, rising);
		assert_true(!remedy.found || count >= remedy.count);
	}
	assert_true(found > 200 && lost > 0);
	buf_close(&a.text);
	fixture_close(&f);
}

static void
reasons_of_rising_rules_suffice_and_none_is_idle(void **state)
{
	(void)state;
	explain_at_random(true);
}

static void
reasons_of_any_rule_suffice(void **state)
{
	(void)state;
	explain_at_random(false);
}

static void
reasons_are_told_in_rubric_order(void **state)
{
	static const struct { const char *rule, *marks, *why; } rows[] = {
		/* where it failed: what would have to be */
		{ "all(p1 >= passing) and all([p2.a, p2.b] >= three)",
		  "passing no_pass two four low",
		  "all(p1 >= passing): p1.b is no_pass, needs passing | "
		  "all([p2.a, p2.b] >= three): p2.a is two, needs three" },
		{ "all(p1 >= passing)", "passing late one one low",
		  "all(p1 >= passing): p1.b is coded late" },
		/* the one that loses most, and only as far as it must */
		{ "sum(p2) >= 7", "passing passing one three low",
		  "sum(p2) >= 7: sum(p2) is 4 | sum(p2) >= 7: p2.a is one, needs four" },
		{ "sum(p2) >= 5", "passing passing one three low",
		  "sum(p2) >= 5: sum(p2) is 4 | sum(p2) >= 5: p2.a is one, needs two" },
		/* the nearest of those that would do */
		{ "any([p2.a, p2.b] >= three)", "passing passing one two low",
		  "any([p2.a, p2.b] >= three): p2.b is two, needs three" },
		{ "count(p2 >= 2) >= 2", "passing passing one two mid",
		  "count(p2 >= 2) >= 2: count(p2 >= 2) is 1 | "
		  "count(p2 >= 2) >= 2: p2.a is one, needs two" },
		/* the shorter way of two */
		{ "all(p1 >= passing) or all(p2 >= 2)", "no_pass no_pass one four high",
		  "all(p2 >= 2): p2.a is one, needs two" },
		{ "not any_code(late) and sum(p1) >= 1", "late passing one one low",
		  "any_code(late): p1.a is coded late" },
		{ "count(code(p1)) <= 1", "late missing one one low",
		  "count(code(p1)) <= 1: count(code(p1)) is 2 | "
		  "count(code(p1)) <= 1: p1.a is coded late" },
		/* who fails by itself comes before who only adds up */
		{ "sum(rubric) >= 8 and all(p1 >= passing)", "no_pass passing two two mid",
		  "all(p1 >= passing): p1.a is no_pass, needs passing | "
		  "sum(rubric) >= 8: sum(rubric) is 5.5 | "
		  "sum(rubric) >= 8: p2.c is mid, needs high" },
		/* shown so that it does not look like the cut */
		{ "percent(p2) >= 34%", "passing passing one one mid",
		  "percent(p2) >= 34%: percent(p2) is 25 | "
		  "percent(p2) >= 34%: p2.a is one, needs two" },
		{ "sum(p1) / 3 >= 0.666666667", "passing passing one one low",
		  "sum(p1) / 3 >= 0.666666667: sum(p1) / 3 is 2/3" },
		{ "sum(p1) / 3 >= 0.67", "passing passing one one low",
		  "sum(p1) / 3 >= 0.67: sum(p1) / 3 is 2/3" },
		{ "mean(p1) >= 1", "late missing one one low",
		  "mean(p1) >= 1: mean(p1) is undefined | mean(p1) >= 1: p1.a is coded late" },
		/* nothing would help: how it stands */
		{ "sum(p1) < 1 and all(p1 >= passing)", "passing passing one one low",
		  "sum(p1) < 1: sum(p1) is 2" },
		{ "all(p3 >= 1) and any(p3 >= 1)", "passing passing one one low",
		  "any(p3 >= 1): 0 of 0" },
		/* where it holds: how it stands */
		{ "all(p1 >= passing) and sum(rubric) >= 4", "passing passing two one low",
		  "all(p1 >= passing): 2 of 2 | sum(rubric) >= 4: sum(rubric) is 5" },
		{ "any(p2 >= 2) or any_code(late)", "passing passing two two low",
		  "any(p2 >= 2): p2.a is two" },
		{ "any_code(late) or count(code(p1)) = 2", "late missing two two low",
		  "any_code(late): p1.a is coded late | "
		  "count(code(p1)) = 2: count(code(p1)) is 2 | "
		  "count(code(p1)) = 2: p1.b is coded missing" },
		{ "level(p2.c) >= mid and not any_code(late)", "passing passing two two high",
		  "any_code(late): no criterion is coded so | level(p2.c) >= mid: p2.c is high" },
		{ "sum(p1) > max_points(p1) / 2", "passing passing two two high",
		  "sum(p1) > max_points(p1) / 2: sum(p1) is 2, max_points(p1) / 2 is 1" },
		{ "not all(p1 >= passing)", "no_pass late two two high",
		  "all(p1 >= passing): p1.a is no_pass | all(p1 >= passing): p1.b is coded late" },
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(explain(&f, rows[i].rule, rows[i].marks), rows[i].why);
	fixture_close(&f);
}

static void
a_long_subexpression_is_cut(void **state)
{
	struct fixture f;
	const char *why;

	(void)state;
	fixture_open(&f, "1 = 1");
	why = explain(&f, "all([p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a,"
		      " p1.a, p1.a] >= 1)", "passing passing one one low");
	assert_string_equal(why, "all([p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a,"
			    " p1.a, p1.a, ...: 1 of 1");
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
		struct rule *rule = parse(&f, rows[i].rule);

		assert_non_null(rule);
		if (rule_separates(rule, rows[i].criterion, rows[i].level) != rows[i].apart)
			fail_msg("%s at %zu", rows[i].rule, rows[i].level);
	}
	assert_true(rule_depends_on(parse(&f, "sum(p2) > 1"), 2));
	assert_false(rule_depends_on(parse(&f, "sum(p1) > 1"), 2));
	assert_false(rule_depends_on(parse(&f, "sum(p2) > 1"), 5));
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
		cmocka_unit_test(reasons_of_rising_rules_suffice_and_none_is_idle),
		cmocka_unit_test(reasons_of_any_rule_suffice),
		cmocka_unit_test(reasons_are_told_in_rubric_order),
		cmocka_unit_test(a_long_subexpression_is_cut),
		cmocka_unit_test(what_a_rule_can_tell_apart_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
