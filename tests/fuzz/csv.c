/*
 * Any bytes as a table: every row moves on, places go forward, and all that is neither a
 * quote, a separator nor a line end comes out in some field.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_plain(char c, char separator)
{
	return c != '"' && c != '\n' && c != '\r' && c != separator;
}

static size_t
count_plain(struct span text, char separator)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += is_plain(text.data[i], separator);
	return count;
}

static size_t
check_row(const struct csv_row *row, char separator, int line)
{
	size_t plain = 0;

	assert(row->count >= 1 && row->count <= CSV_FIELDS && row->line == line);
	for (size_t i = 0; i < row->count; i++) {
		struct place at = row->fields[i].at;

		assert(at.column >= 1 && at.line >= row->line);
		assert(i == 0 || at.line >= row->fields[i - 1].at.line);
		plain += count_plain(csv_text(row, i), separator);
	}
	assert(csv_text(row, row->count).len == 0);
	return plain;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	struct csv_row row;
	struct csv csv;
	size_t whole, seen = 0;
	bool cut = false;

	csv_open(&csv, bytes);
	whole = count_plain(csv.rest, csv.separator);
	for (int line = csv.line; ; line = csv.line) {
		struct arena arena = { 0 };
		size_t left = csv.rest.len;
		bool more = csv_row(&row, &arena, &csv);

		assert(!more || csv.rest.len < left);
		assert(!more || csv.line > line || csv.rest.len == 0);
		if (more)
			seen += check_row(&row, csv.separator, line);
		cut = cut || row.more != 0;
		arena_close(&arena);
		if (!more)
			break;
	}
	assert(csv.rest.len == 0 && (cut || seen == whole));
	return 0;
}
