#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/csv.h"

struct fixture {
	struct arena arena;
	struct csv csv;
	struct csv_row row;
};

static void
assert_field(const struct fixture *f, size_t i, int line, int column, const char *text)
{
	assert_true(span_is(csv_text(&f->row, i), text));
	assert_int_equal(f->row.fields[i].at.line, line);
	assert_int_equal(f->row.fields[i].at.column, column);
}

static void
open(struct fixture *f, const char *text)
{
	*f = (struct fixture){ .row = { 0 } };
	csv_open(&f->csv, span_of(text));
}

static bool
next(struct fixture *f)
{
	return csv_row(&f->row, &f->arena, &f->csv);
}

static void
a_table_is_read_row_by_row_with_places(void **state)
{
	struct fixture f;

	(void)state;
	open(&f, "a,\xC3\xA9t\xC3\xA9,c\r\n\"one\r\ntwo\",\"say \"\"no\"\"\"\n\nlast");
	assert_true(next(&f));
	assert_int_equal(f.row.count, 3);
	assert_field(&f, 0, 1, 1, "a");
	assert_field(&f, 2, 1, 7, "c");
	assert_true(next(&f));
	assert_int_equal(f.row.count, 2);
	assert_field(&f, 0, 2, 1, "one\ntwo");
	assert_field(&f, 1, 3, 6, "say \"no\"");
	assert_true(next(&f));
	assert_int_equal(f.row.count, 1);
	assert_field(&f, 0, 4, 1, "");
	assert_true(next(&f));
	assert_field(&f, 0, 5, 1, "last");
	assert_true(csv_text(&f.row, 7).len == 0);
	assert_false(next(&f));
	arena_close(&f.arena);
}

static void
the_separator_is_the_one_the_first_row_has_most_of(void **state)
{
	static const struct {
		const char *text;
		char separator;
	} cases[] = {
		{ "a;b;c,d\n", ';' }, { "a\tb", '\t' }, { "alone", ',' },
		{ "\"x;y;z;\",b", ',' }, { "sep=|\na|b,c,d", '|' }, { "\xEF\xBB\xBF" "a;b", ';' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;

		open(&f, cases[i].text);
		assert_int_equal(f.csv.separator, cases[i].separator);
		assert_true(next(&f));
		assert_true(f.row.fields[0].text.len == 0
			    || (unsigned char)f.row.fields[0].text.data[0] != 0xEF);
		arena_close(&f.arena);
	}
}

static void
what_is_not_by_the_book_is_taken_as_it_comes(void **state)
{
	struct fixture f;

	(void)state;
	open(&f, "a \"b\" c,\"d\" e\rx,\"open, and\nmore");
	assert_true(next(&f));
	assert_field(&f, 0, 1, 1, "a \"b\" c");
	assert_field(&f, 1, 1, 9, "d e");
	assert_false(f.row.unclosed);
	assert_true(next(&f));
	assert_field(&f, 1, 2, 3, "open, and\nmore");
	assert_true(f.row.unclosed);
	assert_false(next(&f));
	arena_close(&f.arena);
}

static void
a_row_has_a_limit_and_says_what_it_left_out(void **state)
{
	struct buf wide = { 0 };
	struct fixture f;

	(void)state;
	for (int i = 0; i < CSV_FIELDS + 10; i++)
		buf_text(&wide, ",");
	buf_text(&wide, "\nnext");
	open(&f, wide.data);
	assert_true(next(&f));
	assert_int_equal(f.row.count, CSV_FIELDS);
	assert_int_equal(f.row.more, 11);
	assert_true(next(&f));
	assert_field(&f, 0, 2, 1, "next");
	arena_close(&f.arena);
	buf_close(&wide);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_is_read_row_by_row_with_places),
		cmocka_unit_test(the_separator_is_the_one_the_first_row_has_most_of),
		cmocka_unit_test(what_is_not_by_the_book_is_taken_as_it_comes),
		cmocka_unit_test(a_row_has_a_limit_and_says_what_it_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
