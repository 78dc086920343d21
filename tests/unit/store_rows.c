/* Tables of any size, row by row: the same rows whichever way one comes to them. */
#include "core/store/rows.h"

#include "core/base/csv.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

struct table {
	struct repo *repo;
	struct blob *blob;
	struct rows *rows;
};

static struct table
table_open(struct scratch *s, struct span span)
{
	struct table t;
	struct oid oid;

	ok(s, file_write(at(s, "a.csv"), span, 0600, &s->err));
	assert_true(oid_from_hex(&oid, span_of(run(s, IN "git init -q --bare e; cd e; "
		"git hash-object -w ../a.csv"))));
	ok(s, repo_open(&t.repo, at(s, "e"), &s->err));
	ok(s, blob_open(&t.blob, t.repo, &oid, &s->err));
	ok(s, rows_open(&t.rows, t.blob, false, &s->err));
	return t;
}

static void
table_close(struct table *t)
{
	rows_close(t->rows);
	blob_close(t->blob);
	repo_close(t->repo);
}

static bool
print_cell(void *who, size_t column, const struct row_cell *cell)
{
	buf_printf(who, "%s%.*s%s", column == 0 ? "" : "|", (int)cell->len, cell->text,
		   cell->cut ? "..." : "");
	return true;
}

static const char *
cells_of(struct scratch *s, struct table *t, const struct row *row)
{
	struct buf out = { 0 };
	const char *text;

	ok(s, rows_cells(t->rows, row, print_cell, &out, &s->err));
	text = arena_copy(&s->arena, buf_span(&out).data, out.len);
	buf_close(&out);
	return text;
}

static void
quotes_hide_separators_and_line_ends(void **state)
{
	struct scratch *s = *state;
	struct table t = table_open(s, span_of(
		"\xEF\xBB\xBF" "a,b,c\r\n\"x,\ny\",\"say \"\"hi\"\"\",3\n\nlast,\"open"));
	struct row row = rows_first(t.rows);

	assert_string_equal(cells_of(s, &t, &row), "a|b|c");
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_int_equal(row.line, 2);
	assert_string_equal(cells_of(s, &t, &row), "x,\ny|say \"hi\"|3");
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_int_equal(row.line, 4);
	assert_int_equal(row.number, 3);
	assert_string_equal(cells_of(s, &t, &row), "");
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_string_equal(cells_of(s, &t, &row), "last|open");
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_int_equal(row.offset, blob_size(t.blob));
	table_close(&t);
}

static void
a_first_line_may_say_what_separates(void **state)
{
	struct scratch *s = *state;
	struct table t = table_open(s, span_of("sep=;\na,1;b\n"));
	struct row row = rows_first(t.rows);

	assert_int_equal(row.line, 2);
	assert_string_equal(cells_of(s, &t, &row), "a,1|b");
	table_close(&t);
}

/* Held against the reader of whole tables: the same rows on the same lines. */
static void
rows_are_those_of_the_whole_table_from_any_side(void **state)
{
	static const char *const bits[] = { "a", ",", "\"", "\"\"", "\n", "word", "\r\n", "," };
	struct scratch *s = *state;
	struct buf text = { 0 };
	unsigned seed = 7;
	struct row row;
	struct table t;
	struct csv csv;
	struct csv_row whole;

	buf_text(&text, "a,b,c\n");
	for (int i = 0; i < 200000; i++) {
		seed = seed * 1664525u + 1013904223u;
		buf_text(&text, bits[(seed >> 13) % 8]);
	}
	t = table_open(s, buf_span(&text));
	row = rows_first(t.rows);
	csv_open(&csv, buf_span(&text));
	while (csv_row(&whole, &s->arena, &csv)) {
		struct row again;

		assert_int_equal(row.line, whole.line);
		ok(s, rows_at(&again, t.rows, row.offset, NULL, &s->err));
		assert_int_equal(again.number, row.number);
		ok(s, rows_next(&row, t.rows, &row, &s->err));
		ok(s, rows_at(&again, t.rows, row.offset - 1, NULL, &s->err));
		assert_int_equal(again.line, whole.line);
	}
	assert_int_equal(row.offset, text.len);
	for (int i = 0; i < 200; i++) {
		struct row a, b;

		seed = seed * 1664525u + 1013904223u;
		ok(s, rows_at(&a, t.rows, (seed >> 3) % (int64_t)text.len, NULL, &s->err));
		ok(s, rows_at(&b, t.rows, a.offset, NULL, &s->err));
		assert_int_equal(a.number, b.number);
	}
	refused(s, ERR_NOT_FOUND, rows_at(&row, t.rows, (int64_t)text.len, NULL, &s->err));
	table_close(&t);
	buf_close(&text);
}

/* A quote nobody closes takes a mebibyte with it and no more. */
static void
a_row_without_end_is_cut_and_goes_on(void **state)
{
	struct scratch *s = *state;
	struct buf text = { 0 };
	struct table t;
	struct row row;

	buf_text(&text, "a,\"");
	for (int i = 0; i < ROWS_BYTES / 8; i++)
		buf_text(&text, "1234567\n");
	for (int i = 0; i < ROWS_BYTES / 4; i++)
		buf_text(&text, "12345678");
	t = table_open(s, buf_span(&text));
	row = rows_first(t.rows);
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_int_equal(row.offset, ROWS_BYTES);
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_int_equal(row.offset - row.begins, 0);
	ok(s, rows_next(&row, t.rows, &row, &s->err));
	assert_true(row.offset > row.begins);
	assert_int_equal(strlen(cells_of(s, &t, &row)), ROWS_CELL + 3);
	table_close(&t);
	buf_close(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(quotes_hide_separators_and_line_ends),
		SCRATCH_TEST(a_first_line_may_say_what_separates),
		SCRATCH_TEST(rows_are_those_of_the_whole_table_from_any_side),
		SCRATCH_TEST(a_row_without_end_is_cut_and_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
