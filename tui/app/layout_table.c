/* A table of comma separated values laid out in columns: a row for each of its rows. */
#include <stdlib.h>

#include "core/store/rows.h"
#include "tui/app/layout.h"

enum {
	SAMPLE_ROWS = 200, SAMPLE_BYTES = 512 << 10,	/* looked at for how wide columns are */
	COLUMNS_MEASURED = 16384,
	CELL_LEAST = 3, CELL_MOST = 32,			/* columns on the screen */
	CELL_GROWTH = 2,				/* for longer numbers further on */
	APART = 2,
};

struct laid_table {
	struct rows *rows;
	size_t count;			/* of columns, as far as was looked */
	unsigned char widths[COLUMNS_MEASURED];
};

static int
width_of(const struct laid_table *table, size_t column)
{
	return column < COLUMNS_MEASURED && table->widths[column] > CELL_LEAST
		? table->widths[column] : CELL_LEAST;
}

static bool
measure_cell(void *who, size_t column, const struct row_cell *cell)
{
	struct laid_table *table = who;
	size_t width = text_width((struct span){ cell->text, cell->len });

	width = width > CELL_MOST ? CELL_MOST : width;
	if (column < COLUMNS_MEASURED && width > table->widths[column])
		table->widths[column] = (unsigned char)width;
	if (column >= table->count)
		table->count = column + 1;
	return true;
}

static int
measure_rows(struct laid_table *table, struct blob *blob, struct err *err)
{
	struct row row = rows_first(table->rows);
	int64_t end = blob_size(blob) < SAMPLE_BYTES ? blob_size(blob) : SAMPLE_BYTES;

	while (row.offset < end && row.number <= SAMPLE_ROWS)
		if (rows_cells(table->rows, &row, measure_cell, table, err) != 0
		    || rows_next(&row, table->rows, &row, err) != 0)
			return -1;
	for (size_t i = 0; row.offset < blob_size(blob) && i < COLUMNS_MEASURED; i++)
		if (table->widths[i] + CELL_GROWTH <= CELL_MOST)
			table->widths[i] += CELL_GROWTH;
	return 0;
}

struct laid_table *
laid_table_open(const struct dossier *dossier, size_t item, struct blob *blob)
{
	struct laid_table *table;
	struct err err;

	if (!dossier_is_table(dossier, item))
		return NULL;
	table = calloc(1, sizeof *table);
	if (table == NULL)
		abort();
	if (rows_open(&table->rows, blob, dossier_is_tabbed(dossier, item), &err) == 0
	    && measure_rows(table, blob, &err) == 0)
		return table;
	laid_table_close(table);	/* it stands as it was written */
	return NULL;
}

void
laid_table_close(struct laid_table *table)
{
	if (table == NULL)
		return;
	rows_close(table->rows);
	free(table);
}

/* ---- rows ---- */

static bool
row_at(struct row *out, struct reader *reader, int64_t line, int64_t byte)
{
	int64_t start;
	struct err err;

	return lines_begin(&start, reader->lines, line, NULL, &err) == 0
		&& rows_at(out, reader->table->rows, start + byte, NULL, &err) == 0;
}

static struct spot
spot_of(const struct row *row)
{
	return (struct spot){ row->line, row->offset - row->begins };
}

struct spot
laid_table_first(const struct reader *reader)
{
	struct row first = rows_first(reader->table->rows);

	return spot_of(&first);
}

static bool
next_row(struct spot *out, struct reader *reader, struct spot spot)
{
	struct row row;
	struct err err;

	if (!row_at(&row, reader, spot.line, spot.byte)
	    || rows_next(&row, reader->table->rows, &row, &err) != 0
	    || row.offset >= blob_size(reader->blob))
		return false;
	*out = spot_of(&row);
	return true;
}

static bool
previous_row(struct spot *out, struct reader *reader, struct spot spot)
{
	struct row row, before;
	struct err err;

	if (!row_at(&row, reader, spot.line, spot.byte) || row.number == 1
	    || rows_at(&before, reader->table->rows, row.offset - 1, NULL, &err) != 0)
		return false;
	*out = spot_of(&before);
	return true;
}

static int64_t
byte_of(struct reader *reader, struct spot spot)
{
	(void)reader;
	return spot.byte;
}

/* Citing a row cites all its lines. */
static int64_t
last_line(struct reader *reader, struct spot spot)
{
	struct row row, next;
	struct err err;

	if (!row_at(&row, reader, spot.line, spot.byte)
	    || rows_next(&next, reader->table->rows, &row, &err) != 0)
		return spot.line;
	return next.begins == next.offset ? next.line - 1 : next.line;
}

int
laid_table_reach(struct reader *reader, int64_t line, const struct progress *progress,
		 struct err *err)
{
	int64_t start;
	struct row row;

	if (lines_begin(&start, reader->lines, line, progress, err) != 0)
		return -1;
	return rows_at(&row, reader->table->rows, start, progress, err);
}

void
laid_table_print(struct buf *out, const struct reader *reader)
{
	if (reader->layout == &layout_table)
		buf_printf(out, "columns from %d of %zu", reader->shift + 1,
			   reader->table->count);
}

/* ---- columns ---- */

int
laid_table_pan(struct reader *reader, int direction, struct err *err)
{
	if (direction < 0 ? reader->shift == 0
	    : (size_t)reader->shift + 1 >= reader->table->count)
		return err_set(err, ERR_REFUSED, "that is as far as it goes");
	reader->shift += direction;
	return 0;
}

struct finding_cell {
	int64_t offset;
	size_t column;
};

static bool
is_cell_at(void *who, size_t column, const struct row_cell *cell)
{
	struct finding_cell *finding = who;

	finding->column = column;
	return cell->to < finding->offset;
}

/* Bring a column into view. */
static void
show_column(struct reader *reader, size_t column)
{
	int used = 0;

	if (column < (size_t)reader->shift) {
		reader->shift = (int)column;
		return;
	}
	for (size_t i = (size_t)reader->shift; i <= column; i++)
		used += width_of(reader->table, i) + APART;
	for (; used - APART > reader->columns && (size_t)reader->shift < column; reader->shift++)
		used -= width_of(reader->table, (size_t)reader->shift) + APART;
}

static struct spot
place_row(struct reader *reader, int64_t line, int64_t byte)
{
	struct finding_cell finding = { 0 };
	struct err err;
	struct row row;
	int64_t start;

	if (!row_at(&row, reader, line, byte)
	    || lines_begin(&start, reader->lines, line, NULL, &err) != 0)
		return laid_table_first(reader);
	finding.offset = start + byte;
	if (byte != 0 && rows_cells(reader->table->rows, &row, is_cell_at, &finding, &err) == 0)
		show_column(reader, finding.column);
	return spot_of(&row);
}

struct drawing {
	struct reader *reader;
	const struct area *area;
	int row, column;
};

static bool
is_found(const struct reader *reader, const struct row_cell *cell)
{
	size_t index;
	bool all;

	if (reader->finds == NULL)
		return false;
	for (index = finds_from(reader->finds, cell->from - FINDS_PIECE);
	     index < finds_known(reader->finds, &all); index++) {
		struct find find = finds_at(reader->finds, index);

		if (find.offset >= cell->to)
			return false;
		if (find.offset + find.len > cell->from)
			return true;
	}
	return false;
}

static bool
draw_cell(void *who, size_t column, const struct row_cell *cell)
{
	struct drawing *d = who;
	int width = width_of(d->reader->table, column);
	struct span text = { cell->text, cell->len };
	struct area place;

	if (column < (size_t)d->reader->shift)
		return true;
	place = area_part(d->area, d->row, d->column, 1, width);
	area_put(&place, 0, 0, is_found(d->reader, cell) ? ST_FOUND : ST_PLAIN, text);
	if (cell->cut || text_columns(0, text) > width)
		area_text(&place, 0, place.columns - 1, ST_PLAIN, "\xE2\x80\xA6");
	d->column += width + APART;
	return d->column < d->area->columns;
}

static void
draw_table_row(struct reader *reader, const struct area *area, int row, struct spot spot)
{
	struct drawing drawing = { reader, area, row, 0 };
	struct row at;
	struct err err;

	if (row_at(&at, reader, spot.line, spot.byte)
	    && rows_cells(reader->table->rows, &at, draw_cell, &drawing, &err) != 0)
		area_text(area, row, 0, ST_WARN, err.text);
}

const struct layout layout_table = {
	next_row, previous_row, place_row, byte_of, draw_table_row, last_line,
};
