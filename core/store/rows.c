#include "core/store/rows.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/csv.h"

enum {
	APART = 64 << 10,	/* bytes between remembered rows */
	HEAD = 64 << 10,	/* looked at for the separator */
	TICK = 1 << 20,
};

/* Where a reading stands in a row: before a cell, in a bare one, behind an opening quote, and
 * behind a quote that closes it or is doubled. */
enum state { CELL_BEGINS, CELL_BARE, CELL_QUOTED, CELL_CLOSING };

struct rows {
	struct blob *blob;
	int64_t size;
	char separator;
	int64_t text;			/* what stands before it, a BOM, is no cell */
	struct arena arena;
	struct row *marks;
	size_t count;
	struct row near;		/* the row asked for last */
};

static int
guess(struct rows *rows, struct row *first, bool tabs, struct err *err)
{
	struct buf head = { 0 };
	struct csv csv;
	size_t got;

	if (blob_read(&got, buf_room(&head, HEAD), HEAD, rows->blob, 0, err) != 0) {
		buf_close(&head);
		return -1;
	}
	csv_open(&csv, (struct span){ head.data, got });
	rows->separator = tabs ? '\t' : csv.separator;
	rows->text = csv.rest.data - head.data;
	*first = (struct row){ .number = 1, .line = csv.line };
	if (csv.line > 1)		/* `sep=;` is no row */
		first->begins = first->offset = rows->text;
	buf_close(&head);
	return 0;
}

int
rows_open(struct rows **out, struct blob *blob, bool tabs, struct err *err)
{
	struct rows *rows = calloc(1, sizeof *rows);
	struct row first;

	if (rows == NULL)
		abort();
	rows->blob = blob;
	rows->size = blob_size(blob);
	if (guess(rows, &first, tabs, err) != 0) {
		rows_close(rows);
		return -1;
	}
	rows->marks = arena_grow(&rows->arena, NULL, 0, sizeof *rows->marks);
	rows->marks[rows->count++] = rows->near = first;
	*out = rows;
	return 0;
}

void
rows_close(struct rows *rows)
{
	if (rows == NULL)
		return;
	arena_close(&rows->arena);
	free(rows);
}

struct row
rows_first(const struct rows *rows)
{
	return rows->marks[0];
}

static enum state
state_after(const struct rows *rows, enum state state, char c)
{
	if (state == CELL_QUOTED)
		return c == '"' ? CELL_CLOSING : CELL_QUOTED;
	if (state == CELL_CLOSING && c == '"')
		return CELL_QUOTED;
	if (c == rows->separator)
		return CELL_BEGINS;
	return state == CELL_BEGINS && c == '"' ? CELL_QUOTED : CELL_BARE;
}

/* Go through bytes of a row: past the LF that ends it (true), or all of them. */
static bool
pass(struct row *at, enum state *state, const struct rows *rows, struct span bytes)
{
	const char *lf = memchr(bytes.data, '\n', bytes.len);

	if (*state == CELL_BEGINS && lf != NULL
	    && memchr(bytes.data, '"', (size_t)(lf - bytes.data)) == NULL) {
		at->offset += lf - bytes.data + 1;
		at->begins = at->offset;
		at->line++;
		return true;
	}
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.data[i];

		at->offset++;
		if (c == '\n') {
			at->begins = at->offset;
			at->line++;
		}
		if (c == '\n' && *state != CELL_QUOTED)
			return true;
		*state = state_after(rows, *state, c);
	}
	return false;
}

int
rows_next(struct row *out, struct rows *rows, const struct row *row, struct err *err)
{
	enum state state = CELL_BEGINS;
	int64_t end = row->offset + ROWS_BYTES < rows->size ? row->offset + ROWS_BYTES
		: rows->size;
	struct row at = *row;

	if (at.offset < rows->text)
		at.offset = rows->text;
	while (at.offset < end) {
		struct span window;

		if (blob_window(&window, rows->blob, at.offset, err) != 0)
			return -1;
		if ((int64_t)window.len > end - at.offset)
			window.len = (size_t)(end - at.offset);
		if (pass(&at, &state, rows, window))
			break;
	}
	at.number++;
	*out = at;
	return 0;
}

/* The nearest row known that is not beyond. */
static struct row
mark_before(const struct rows *rows, int64_t offset)
{
	size_t low = 0, high = rows->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (rows->marks[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	if (rows->near.offset <= offset && rows->near.offset > rows->marks[low].offset)
		return rows->near;
	return rows->marks[low];
}

static void
remember(struct rows *rows, const struct row *row)
{
	if (row->offset - rows->marks[rows->count - 1].offset < APART)
		return;
	rows->marks = arena_grow(&rows->arena, rows->marks, rows->count, sizeof *rows->marks);
	rows->marks[rows->count++] = *row;
}

int
rows_at(struct row *out, struct rows *rows, int64_t offset, const struct progress *progress,
	struct err *err)
{
	struct row row = mark_before(rows, offset), next;
	int64_t told = row.offset;

	if (offset < 0 || offset >= rows->size)
		return err_set(err, ERR_NOT_FOUND, "there is no byte %lld", (long long)offset);
	for (;;) {
		if (rows_next(&next, rows, &row, err) != 0)
			return -1;
		if (next.offset > offset || next.offset >= rows->size)
			break;
		row = next;
		remember(rows, &row);
		if (row.offset - told < TICK)
			continue;
		told = row.offset;
		if (!progress_tick(progress, told, rows->size))
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	*out = rows->near = row;
	return 0;
}

/* ------------------------------------------------------------------------------------ cells */

struct splitting {
	const struct rows *rows;
	enum state state;
	size_t column;
	int64_t at;
	struct row_cell cell;
	bool (*visit)(void *who, size_t column, const struct row_cell *cell);
	void *who;
};

static void
add_byte(struct row_cell *cell, char c)
{
	if (cell->len < sizeof cell->text)
		cell->text[cell->len++] = c;
	else
		cell->cut = true;
}

/* The one at hand is whole. False: no more are wanted. */
static bool
end_cell(struct splitting *s)
{
	bool more;

	s->cell.to = s->at;
	more = s->visit(s->who, s->column, &s->cell);
	s->column++;
	s->cell.from = s->at + 1;
	s->cell.len = 0;
	s->cell.cut = false;
	return more;
}

/* Quotes that quote are no text. */
static bool
take_byte(struct splitting *s, char c)
{
	enum state before = s->state;

	s->state = state_after(s->rows, before, c);
	if (s->state == CELL_BEGINS && before != CELL_QUOTED)
		return end_cell(s);
	if ((s->state == CELL_QUOTED && before == CELL_BEGINS) || s->state == CELL_CLOSING)
		return true;
	add_byte(&s->cell, c);
	return true;
}

static bool
split(struct splitting *s, struct span bytes)
{
	for (size_t i = 0; i < bytes.len; i++, s->at++)
		if (!take_byte(s, bytes.data[i]))
			return false;
	return true;
}

/* Where the text of a row ends: without its line end. */
static int
text_end(int64_t *out, struct rows *rows, const struct row *row, const struct row *next,
	 struct err *err)
{
	size_t want = next->offset - row->offset > 1 ? 2 : 1, got;
	char tail[2];

	*out = next->offset;
	if (next->begins != next->offset || next->offset == row->offset)
		return 0;
	if (blob_read(&got, tail, want, rows->blob, next->offset - (int64_t)want, err) != 0)
		return -1;
	if (tail[got - 1] != '\n')
		return 0;
	*out -= got > 1 && tail[0] == '\r' ? 2 : 1;
	return 0;
}

int
rows_cells(struct rows *rows, const struct row *row,
	   bool (*visit)(void *who, size_t column, const struct row_cell *cell), void *who,
	   struct err *err)
{
	struct splitting s = { .rows = rows, .visit = visit, .who = who, .at = row->offset };
	struct row next;
	int64_t end;
	bool more = true;

	if (s.at < rows->text)
		s.at = rows->text;
	s.cell.from = s.at;
	if (rows_next(&next, rows, row, err) != 0 || text_end(&end, rows, row, &next, err) != 0)
		return -1;
	while (more && s.at < end) {
		struct span window;

		if (blob_window(&window, rows->blob, s.at, err) != 0)
			return -1;
		if ((int64_t)window.len > end - s.at)
			window.len = (size_t)(end - s.at);
		more = split(&s, window);
	}
	if (more)
		end_cell(&s);
	return 0;
}
