/*
 * The rows of a table of comma separated values, in a blob of any size: found as far as
 * someone looked, remembered sparsely. Quoting is that of core/base/csv.h. A row ends at an
 * LF outside quotes, so that it is always whole lines; only one of more than ROWS_BYTES goes
 * on as another row, and a quote left open there is forgotten.
 */
#ifndef CORE_STORE_ROWS_H
#define CORE_STORE_ROWS_H

#include "core/store/blob.h"

enum { ROWS_BYTES = 1 << 20, ROWS_CELL = 256 };

struct rows;

struct row {
	int64_t number;		/* from 1, the first being the head of the table */
	int64_t line, begins;	/* the line it begins on, and where that begins */
	int64_t offset;
};

struct row_cell {
	int64_t from, to;	/* in the blob, quotes included */
	char text[ROWS_CELL];	/* unquoted, as much of it as fits */
	size_t len;
	bool cut;		/* there is more */
};

/* The blob must outlive it. With `tabs` nothing else separates; otherwise it is guessed from
 * the first row. ERR_INVALID, ERR_IO as for blob_read. */
MUST int rows_open(struct rows **out, struct blob *blob, bool tabs, struct err *err);
void rows_close(struct rows *rows);

struct row rows_first(const struct rows *rows);
/* The row after `row`; out->offset is the size of the blob where there is none. */
MUST int rows_next(struct row *out, struct rows *rows, const struct row *row, struct err *err);
/* The row that holds the byte at `offset`. ERR_NOT_FOUND past the end, ERR_CANCELLED. */
MUST int rows_at(struct row *out, struct rows *rows, int64_t offset,
		 const struct progress *progress, struct err *err);
/* Show the cells of a row to `visit`, by column from 0, until it returns false. */
MUST int rows_cells(struct rows *rows, const struct row *row,
		    bool (*visit)(void *who, size_t column, const struct row_cell *cell),
		    void *who, struct err *err);

#endif
