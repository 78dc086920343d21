/*
 * Tables of comma separated values, as exporters and spreadsheets write them: RFC 4180 and
 * what people's programs make of it. A row at a time, each field with its place, so that a
 * page of a long table costs a page.
 *
 * Taken as they come: a UTF-8 BOM, CRLF, LF or CR, rows of any length, quoted fields with
 * line ends in them, quotes in a bare field, text behind a closing quote. The separator is
 * the one of comma, semicolon and tab that the first row has most of outside quotes, or
 * what a first line `sep=;` says.
 */
#ifndef CORE_BASE_CSV_H
#define CORE_BASE_CSV_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/fault.h"
#include "core/base/span.h"

enum { CSV_FIELDS = 4096 };

struct csv {
	struct span rest;		/* lent: lives as long as the bytes do */
	char separator;
	int line;			/* of what comes next, from 1 */
};

struct csv_field {
	struct place at;
	struct span text;		/* unquoted; in the bytes or in the row's arena */
};

struct csv_row {
	struct csv_field *fields;
	size_t count;
	int line;			/* where it begins */
	bool unclosed;			/* its last quote was never closed: it took all the rest */
	size_t more;			/* fields past CSV_FIELDS, left out */
};

void csv_open(struct csv *out, struct span bytes);

/* The next row, in `arena`; false at the end. An empty line is a row of one empty field. */
bool csv_row(struct csv_row *out, struct arena *arena, struct csv *csv);

/* The text of field `i`, empty where the row is shorter. */
struct span csv_text(const struct csv_row *row, size_t i);

#endif
