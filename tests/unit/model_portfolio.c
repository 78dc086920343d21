#include "tests/unit/model_fixture.h"

#include "core/model/portfolio.h"

#define HEAD "assay_portfolio: 1\nrubric: demo\n"

static struct portfolio *
load(struct fixture *f, const char *text)
{
	f->faults = (struct faults){ .arena = &f->arena, .path = "portfolio.yaml" };
	return portfolio_parse(&f->arena, &f->faults, span_of(text));
}

static void
a_portfolio_keeps_all_it_says(void **state)
{
	struct fixture f = { .rubric = NULL };
	const struct portfolio *p =
		load(&f, HEAD "attempt: 2\ntitle: T\nevidence:\n"
			      "  - {slot: a1, file: part2/a b.md, note: N}\n"
			      "  - {slot: a1, link: 'https://example.org/x?y=1', title: "
			      "X, retrieved: 2026-02-27}\n"
			      "  - {slot: a2, link: 'http://example.org', retrieved: "
			      "2026-02-27T10:00:00Z}\n"
			      "empty: [a3]\nattestations: {original: yes, release: no, "
			      "ready: yes}\n");

	(void)state;
	assert_non_null(p);
	assert_true(p->attempt == 2 && p->item_count == 3 && p->empty_count == 1);
	assert_string_equal(p->items[0].file, "part2/a b.md");
	assert_null(p->items[0].link);
	assert_string_equal(p->items[1].retrieved, "2026-02-27");
	assert_int_equal(p->items[2].at.line, 8);
	assert_true(p->attestations.original && !p->attestations.release
		    && p->attestations.ready);
	p = load(&f, HEAD);
	assert_non_null(p);
	assert_true(p->attempt == 0 && p->item_count == 0 && !p->attestations.original);
	fixture_close(&f);
}

static void
a_bad_portfolio_is_told_where_and_why(void **state)
{
	static const struct { const char *text, *fault; int line; } rows[] = {
		{ HEAD "evidence: [{slot: a1}]", "expected either a file or a link", 3 },
		{ HEAD "evidence: [{slot: a1, file: a, link: 'http://x'}]",
		  "expected either a file or a link", 3 },
		{ HEAD "evidence: [{slot: a1, file: ../a}]",
		  "expected a path inside the portfolio, found '../a'", 3 },
		{ HEAD "evidence: [{slot: a1, file: /etc/passwd}]",
		  "expected a path inside the portfolio, found '/etc/passwd'", 3 },
		{ HEAD "evidence: [{slot: a1, link: 'file:///etc/passwd'}]",
		  "expected a link that begins https:// or http://, found "
		  "'file:///etc/passwd'",
		  3 },
		{ HEAD "evidence: [{slot: a1, link: 'javascript:x'}]",
		  "expected a link that begins https:// or http://, found 'javascript:x'",
		  3 },
		{ HEAD "evidence: [{slot: a1, link: 'https://a b'}]",
		  "expected a link that begins https:// or http://, found 'https://a b'",
		  3 },
		{ HEAD "evidence: [{slot: a1, file: a, retrieved: 2026-02-27}]",
		  "only a link is retrieved", 3 },
		{ HEAD "evidence: [{slot: a1, link: 'http://x', retrieved: 2026-02-30}]",
		  "expected a date as in 2026-02-27, found '2026-02-30'", 3 },
		{ HEAD "evidence:\n- {slot: a1, file: a}\n- {slot: a1, file: a}",
		  "this stands on line 4 already", 5 },
		{ HEAD "evidence: [{slot: a1, file: a}]\nempty: [a1]",
		  "'a1' is not empty: see line 3", 4 },
		{ HEAD "attestations: {ready: true}", "expected yes or no, found 'true'",
		  3 },
		{ HEAD "attempt: 0", "expected a whole number from 1 to 1000, found 0",
		  3 },
		{ "assay_portfolio: 2\nrubric: demo", "expected 1, found '2'", 1 },
		{ "assay_portfolio: 1", "expected a key 'rubric' in a portfolio", 1 },
		{ "", "expected a mapping", 1 },
	};
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_null(load(&f, rows[i].text));
		assert_string_equal(f.faults.items[0].text, rows[i].fault);
		assert_int_equal(f.faults.items[0].at.line, rows[i].line);
	}
	fixture_close(&f);
}

static void
the_same_file_may_fill_two_slots(void **state)
{
	struct fixture f = { .rubric = NULL };

	(void)state;
	assert_non_null(load(&f, HEAD "evidence:\n- {slot: a1, file: a}\n- {slot: a2, "
				      "file: a}"));
	fixture_close(&f);
}

static void
a_large_portfolio_is_read_and_a_larger_one_refused(void **state)
{
	struct fixture f = { .rubric = NULL };
	struct buf text = { 0 };

	(void)state;
	buf_text(&text, HEAD "evidence:\n");
	for (int i = 0; i < PORTFOLIO_ITEMS; i++)
		buf_printf(&text, "- {slot: a, file: f%d}\n", i);
	assert_non_null(load(&f, text.data));
	buf_text(&text, "- {slot: a, file: last}\n");
	assert_null(load(&f, text.data));
	assert_int_equal(f.faults.count, 1);
	buf_close(&text);
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_portfolio_keeps_all_it_says),
		cmocka_unit_test(a_bad_portfolio_is_told_where_and_why),
		cmocka_unit_test(the_same_file_may_fill_two_slots),
		cmocka_unit_test(a_large_portfolio_is_read_and_a_larger_one_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
