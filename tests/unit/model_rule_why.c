#include "tests/unit/model_invent.h"
#include "tests/unit/rounds.h"

#include "core/model/rule_tree.h"

static const char *
explain(struct fixture *f, const char *text, const char *marks)
{
	struct rule *rule = rule_of(f, text);
	struct reasons reasons;
	const char *out = "";

	assert_non_null(rule);
	fixture_mark(f, marks);
	reasons = rule_explain(&f->arena, rule, &f->sheet);
	for (size_t i = 0; i < reasons.count; i++)
		out = arena_printf(&f->arena, "%s%s%s", out, i == 0 ? "" : " | ",
				   reasons.items[i].text);
	return out;
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
		    || (marks[i].kind == MARK_LEVEL
			&& remedy->marks[i].index - 1 == marks[i].index))
			continue;
		f->sheet.marks[i].index--;
		assert_false(remedy->way == rule && rule_holds(rule, &f->sheet));
		f->sheet.marks[i] = remedy->marks[i];
	}
	f->sheet.marks = marks;
}

/* The reasons name whom the remedy raises, each once and with the level it needs. */
static void
check_named(struct fixture *f, const struct reasons *why, const struct rule_remedy *remedy)
{
	bool named[RUBRIC_CRITERIA] = { false };

	for (size_t i = 0; i < why->count && remedy->found; i++) {
		const struct reason *reason = &why->items[i];

		if (reason->kind != REASON_MARK)
			continue;
		assert_false(named[reason->criterion]);
		named[reason->criterion] = true;
		assert_int_equal(reason->needs, reason->mark.kind != MARK_LEVEL ? -1
				 : (int)remedy->marks[reason->criterion].index);
	}
	for (size_t i = 0; i < f->rubric->criterion_count && remedy->found; i++)
		assert_int_equal(named[i], remedy->raised[i]);
}

static void
explain_at_random(bool rising)
{
	struct author a = { .seed = 5, .rising = rising };
	struct fixture f;
	int found = 0, lost = 0;

	fixture_open(&f, "1 = 1");
	for (int i = 0; i < rounds(5000); i++) {
		struct rule *rule;
		struct rule_remedy remedy;
		struct rule_view view;
		struct reasons why, again;

		if (i >= rounds(1000) && i % 10 == 0) {
			fixture_close(&f);
			fixture_invent(&f, &a);
		}
		rule = invent(&f, &a);
		fixture_shuffle(&f, &a.seed);
		why = rule_explain(&f.arena, rule, &f.sheet);
		again = rule_explain(&f.arena, rule, &f.sheet);
		assert_int_equal(why.count, again.count);
		for (size_t n = 0; n < why.count; n++) {
			check_ascii(why.items[n].text);
			assert_string_equal(why.items[n].text, again.items[n].text);
		}
		assert_int_equal(why.hold, rule_holds(rule, &f.sheet));
		if (why.hold)
			continue;
		rule_look(&view, &f.sheet);
		rule_remedy(&remedy, &f.arena, rule, &view);
		found += remedy.found;
		lost += !remedy.found;
		if (remedy.found)
			check_sufficient(&f, rule, &remedy, rising);
		assert_true(!remedy.found || why.count >= remedy.count);
		check_named(&f, &why, &remedy);
	}
	assert_true(found > rounds(200) && lost > 0);
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

static const struct { const char *rule, *marks, *why; } reasons[] = {
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
	  "all(p1 >= passing): p1.a is no_pass | all(p1 >= passing): p1.b is coded "
	  "late" },
};

static void
reasons_are_told_in_rubric_order(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		assert_string_equal(explain(&f, reasons[i].rule, reasons[i].marks),
				    reasons[i].why);
	fixture_close(&f);
}

static void
a_long_subexpression_is_cut(void **state)
{
	struct fixture f;
	const char *why;

	(void)state;
	fixture_open(&f, "1 = 1");
	why = explain(&f,
		      "all([p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, "
		      "p1.a,"
		      " p1.a, p1.a] >= 1)",
		      "passing passing one one low");
	assert_string_equal(why, "all([p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, p1.a, "
				 "p1.a, p1.a,"
				 " p1.a, p1.a, ...: 1 of 1");
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reasons_of_rising_rules_suffice_and_none_is_idle),
		cmocka_unit_test(reasons_of_any_rule_suffice),
		cmocka_unit_test(reasons_are_told_in_rubric_order),
		cmocka_unit_test(a_long_subexpression_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
