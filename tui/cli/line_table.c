/* What `read` prints of a table: its rows, each on one line, by the lines they stand on. */
#include <stdint.h>

#include "core/base/text.h"
#include "core/store/rows.h"
#include "tui/cli/line.h"

enum { READ_ROWS = 40, CELL_COLUMNS = 60, ROW_CELLS = 64 };

static bool
print_cell(void *who, size_t column, const struct row_cell *cell)
{
	struct buf *out = who;

	if (column == ROW_CELLS) {
		buf_text(out, " | … and more columns");
		return false;
	}
	buf_text(out, column == 0 ? "" : " | ");
	text_line(out, (struct span){ cell->text, cell->len }, CELL_COLUMNS);
	buf_text(out, cell->cut ? "…" : "");
	return true;
}

/* `what`: "columns: ", or the lines a row stands on. */
static int
print_row(struct rows *rows, const struct row *row, const char *what, struct err *err)
{
	struct buf text = { 0 };
	int failed;

	buf_text(&text, what);
	failed = rows_cells(rows, row, print_cell, &text, err);
	buf_char(&text, '\n');
	if (failed == 0)
		cli_print_clean(buf_span(&text));
	buf_close(&text);
	return failed;
}

static int
print_numbered(struct rows *rows, const struct row *row, const struct row *next,
	       struct err *err)
{
	int64_t last = next->begins == next->offset ? next->line - 1 : next->line;
	struct buf label = { 0 };
	int failed;

	buf_printf(&label, "%lld", (long long)row->line);
	if (last > row->line)
		buf_printf(&label, "-%lld", (long long)last);
	buf_char(&label, ' ');
	failed = print_row(rows, row, label.data, err);
	buf_close(&label);
	return failed;
}

static int
print_rows(struct rows *rows, struct row row, int64_t size, const struct address *address,
	   struct err *err)
{
	int64_t last = address->kind == ADDRESS_LINES ? address->last : INT64_MAX;
	struct row first = rows_first(rows), next;
	size_t most = address->kind == ADDRESS_LINES ? SIZE_MAX : READ_ROWS;

	if (row.number > 1 && print_row(rows, &first, "columns: ", err) != 0)
		return -1;
	for (size_t i = 0; i < most && row.offset < size && row.line <= last; i++) {
		if (rows_next(&next, rows, &row, err) != 0
		    || print_numbered(rows, &row, &next, err) != 0)
			return -1;
		row = next;
	}
	if (row.offset < size)
		cli_print("there is more: read %s:%lld-%lld\n", address->path,
			  (long long)row.line, (long long)row.line + READ_ROWS - 1);
	return 0;
}

int
line_table(struct blob *blob, struct lines *lines, const struct address *address, bool tabs,
	   struct err *err)
{
	int64_t from = address->kind == ADDRESS_LINES ? address->first : 1, start;
	struct rows *rows;
	struct row row;
	int failed;

	if (blob_size(blob) == 0)
		return 0;
	if (lines_begin(&start, lines, from, NULL, err) != 0)
		return -1;
	if (rows_open(&rows, blob, tabs, err) != 0)
		return -1;
	failed = rows_at(&row, rows, start, NULL, err);
	if (failed == 0)
		failed = print_rows(rows, row, blob_size(blob), address, err);
	rows_close(rows);
	return failed;
}
