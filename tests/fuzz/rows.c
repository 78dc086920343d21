/*
 * Any bytes as a table in a blob: rows go forward and leave nothing out, each is found again by
 * a byte of it, and cells stay within their row.
 */
#include <assert.h>
#include <stdint.h>

#include "core/store/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct within {
	int64_t from, to;
	size_t columns;
};

static bool
check_cell(void *who, size_t column, const struct row_cell *cell)
{
	struct within *within = who;

	assert(column == within->columns++);
	assert(cell->from >= within->from && cell->to >= cell->from && cell->to <= within->to);
	assert(cell->len <= sizeof cell->text);
	within->from = cell->to;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data + (size != 0), size - (size != 0) };
	struct blob *blob = blob_of(bytes);
	struct row row, next, again;
	struct rows *rows;
	struct err err;

	if (rows_open(&rows, blob, size != 0 && (data[0] & 1) != 0, &err) == 0) {
		row = rows_first(rows);
		while (row.offset < (int64_t)bytes.len) {
			struct within within = { row.offset, (int64_t)bytes.len, 0 };

			assert(rows_next(&next, rows, &row, &err) == 0);
			assert(next.offset > row.offset && next.line >= row.line);
			within.to = next.offset;
			assert(rows_cells(rows, &row, check_cell, &within, &err) == 0);
			assert(rows_at(&again, rows, next.offset - 1, NULL, &err) == 0);
			assert(again.offset == row.offset && again.line == row.line
			       && again.number == row.number);
			row = next;
		}
		rows_close(rows);
	}
	blob_close(blob);
	return 0;
}
