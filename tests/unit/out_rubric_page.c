#include "core/out/rubric_page.h"

#include "tests/unit/model_invent.h"

static const char *
told(struct fixture *f, const char *rule)
{
	struct rule *parsed = rule_of(f, rule);
	struct buf out = { 0 };
	const char *text;

	assert_non_null(parsed);
	rule_tell(&out, parsed);
	text = arena_text(&f->arena, out.data);
	buf_close(&out);
	return text;
}

static void
a_rule_is_told_in_plain_words(void **state)
{
	static const char *const rows[][2] = {
		{ "all(p1 >= passing)", "every criterion of p1 is at passing or above" },
		{ "any(p2.a > two)", "at least one criterion of A is above two" },
		{ "all(p1 >= passing) and sum(rubric) >= 4",
		  "every criterion of p1 is at passing or above, and the points of the whole "
		  "rubric come to at least 4" },
		{ "count(code(p2)) >= 2", "at least 2 criteria of p2 are marked" },
		{ "count(p1 >= passing) = 2",
		  "exactly 2 criteria of p1 are at passing or above" },
		{ "any_code(missing)", "a criterion is marked \"missing\"" },
		{ "any_code(none)", "a criterion is marked \"late\"" },
		{ "not any_code(ethics)",
		  "it is not so that a criterion is marked \"ethics\"" },
		{ "percent(p2) >= 80%", "the per cent reached in p2 is at least 80 per cent" },
		{ "mean([p1, p2.b]) >= 1.5 or min(p2) > 2",
		  "either the mean of p1 and B is at least 1.5, or the lowest of p2 is more "
		  "than 2" },
		{ "level(p2.a) >= three", "the level of A is at least three" },
		{ "sum(p1) + 2 * sum(p2) >= 9",
		  "the points of p1 plus (2 times the points of p2) is at least 9" },
		{ "(all(p1 >= 1) or any(p2 >= 2)) and any(p3 > 1)",
		  "(either every criterion of p1 is at least at 1 points, or at least one "
		  "criterion of p2 is at least at 2 points), and at least one criterion of p3 "
		  "is above 1 points" },
		{ "all(q1 >= passing)",
		  "every criterion of the answer to \"Why\" is at passing or above" },
		{ "sum(p1) != 2", "the points of p1 come to other than 2" },
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, "sum(rubric) > 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(told(&f, rows[i][0]), rows[i][1]);
	fixture_close(&f);
}

/* Whatever the rule, there are words for it, and none is empty. */
static void
every_rule_has_words(void **state)
{
	struct author a = { .seed = 77 };
	struct fixture f;

	(void)state;
	fixture_open(&f, "sum(rubric) > 1");
	a.rubric = f.rubric;
	for (int i = 0; i < 3000; i++) {
		struct rule *rule;

		buf_clear(&a.text);
		put_truth(&a, 3);
		rule = rule_of(&f, a.text.data);
		if (rule != NULL)
			assert_true(strlen(told(&f, a.text.data)) > 8);
	}
	buf_close(&a.text);
	fixture_close(&f);
}

static void
foreign_text_is_no_markup(void **state)
{
	static const char *const rows[][2] = {
		{ "a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`" },
		{ "# no heading\n- no list", "\\# no heading - no list" },
		{ "12. no list 2) either", "12\\. no list 2) either" },
		{ "7) seven", "7\\) seven" },
		{ "--- + re-use", "\\--- + re-use" },
		{ "=", "\\=" }, { "", "" }, { "2025 - 2026", "2025 - 2026" },
		{ "\tfour", "four" },
		{ "<script> &amp; [x](y) ![i](u)",
		  "\\<script\\> \\&amp; \\[x\\](y) !\\[i\\](u)" },
		{ "  one \n\n two\t", "one two" },
		{ "C:\\temp\\", "C:\\\\temp\\\\" },
		{ "end. (fine)", "end. (fine)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = { 0 };

		markdown_text(&out, rows[i][0]);
		assert_true(span_is(buf_span(&out), rows[i][1]));
		buf_close(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_told_in_plain_words),
		cmocka_unit_test(every_rule_has_words),
		cmocka_unit_test(foreign_text_is_no_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
