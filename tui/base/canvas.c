#include "tui/base/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk/veil.h"

enum { TAB = 8 };

void
canvas_open(struct canvas *canvas, int rows, int columns)
{
	canvas_close(canvas);
	canvas->rows = rows;
	canvas->columns = columns;
	canvas->cells = calloc((size_t)rows * (size_t)columns + 1, sizeof *canvas->cells);
	if (canvas->cells == NULL)
		abort();
	canvas_blank(canvas);
}

void
canvas_close(struct canvas *canvas)
{
	free(canvas->cells);
	*canvas = (struct canvas){ 0 };
}

void
canvas_blank(struct canvas *canvas)
{
	struct area all = canvas_area(canvas);

	canvas->hot_count = 0;
	area_blank(&all);
	canvas->cursor_row = canvas->cursor_column = 0;
}

struct area
canvas_area(struct canvas *canvas)
{
	return (struct area){ canvas, 0, 0, canvas->rows, canvas->columns };
}

static struct cell *
cell_at(const struct canvas *canvas, int row, int column)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->columns + (size_t)column];
}

const struct cell *
canvas_cell(const struct canvas *canvas, int row, int column)
{
	return cell_at(canvas, row, column);
}

static int
within(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

struct area
area_part(const struct area *area, int row, int column, int rows, int columns)
{
	int top = within(row, 0, area->rows), left = within(column, 0, area->columns);
	int bottom = within(row + rows, top, area->rows);
	int right = within(column + columns, left, area->columns);

	return (struct area){ area->canvas, area->row + top, area->column + left,
			      bottom - top, right - left };
}

struct area
area_take(struct area *area, int rows)
{
	struct area top = area_part(area, 0, 0, rows, area->columns);

	area->row += top.rows;
	area->rows -= top.rows;
	return top;
}

/* What stood to both sides as half of a wide glyph is a blank now. */
static void
unsplit(const struct area *area, int row, int column, int width)
{
	struct canvas *canvas = area->canvas;
	int left = area->column + column, after = left + width;
	struct cell *cell = cell_at(canvas, area->row + row, left);

	if (cell->width == 0 && left > 0)
		cell[-1] = (struct cell){ .text = " ", .width = 1, .style = cell[-1].style };
	if (after < canvas->columns && cell[width].width == 0)
		cell[width] = (struct cell){ .text = " ", .width = 1,
					     .style = cell[width].style };
}

/* One glyph of 1 or 2 columns; false when it does not fit. */
static bool
put_cell(const struct area *area, int row, int column, enum style style, const char *text,
	 int width)
{
	struct cell *cell;

	if (row < 0 || row >= area->rows || column < 0 || column + width > area->columns)
		return false;
	unsplit(area, row, column, width);
	cell = cell_at(area->canvas, area->row + row, area->column + column);
	*cell = (struct cell){ .width = (uint8_t)width, .style = (uint8_t)style };
	snprintf(cell->text, sizeof cell->text, "%s", text);
	if (width == 2)
		cell[1] = (struct cell){ .width = 0, .style = (uint8_t)style };
	return true;
}

/* The visible form of something that must not be shown: ASCII, one column a letter. */
static int
put_mark(const struct area *area, int row, int column, const struct glyph *glyph)
{
	for (uint8_t i = 0; i < glyph->len; i++, column++) {
		char one[2] = { glyph->text[i], '\0' };

		put_cell(area, row, column, ST_MARK, one, 1);
	}
	return column;
}

static int
put_glyph(const struct area *area, int row, int column, enum style style,
	  const struct glyph *glyph)
{
	if (glyph->marked && glyph->len == glyph->width)
		return put_mark(area, row, column, glyph);
	put_cell(area, row, column, glyph->marked ? ST_MARK : style, glyph->text, glyph->width);
	return column + glyph->width;
}

static int
put_tab(const struct area *area, int row, int column, enum style style)
{
	do
		put_cell(area, row, column++, style, " ", 1);
	while (column % TAB != 0);
	return column;
}

/* `#` in each column of what is covered. */
static int
put_covered(const struct area *area, int row, int column, const struct glyph *glyph)
{
	for (uint8_t i = 0; i < glyph->width; i++, column++)
		put_cell(area, row, column, ST_MARK, "#", 1);
	return column;
}

static bool
is_blank(struct span text)
{
	while (text.len != 0 && strchr(" \t\r\n", *text.data) != NULL)
		text = (struct span){ text.data + 1, text.len - 1 };
	return text.len == 0;
}

void
area_cut(const struct area *area, int row, enum style style)
{
	put_cell(area, row, area->columns - 1, style, "\u2026", 1);
}

/* What has no room is seen to be missing. */
int
area_put(const struct area *area, int row, int column, enum style style, struct span text)
{
	struct veil_walk walk = { .veil = area->canvas->veil };
	struct glyph glyph;

	if (row < 0 || row >= area->rows)
		return column;
	while (column < area->columns && text.len != 0) {
		if (veil_covers(&walk, text) && text_glyph(&glyph, &text)) {
			column = put_covered(area, row, column, &glyph);
		} else if (*text.data == '\t') {
			column = within(put_tab(area, row, column, style), 0, area->columns);
			text = (struct span){ text.data + 1, text.len - 1 };
		} else if (text_glyph(&glyph, &text)) {
			column = put_glyph(area, row, column, style, &glyph);
		}
	}
	if (column > area->columns || !is_blank(text))
		area_cut(area, row, style);
	return within(column, 0, area->columns);
}

int
area_put_part(const struct area *area, int row, int column, enum style style,
	      struct span part, bool covered)
{
	struct glyph glyph;

	if (!covered)
		return area_put(area, row, column, style, part);
	while (text_glyph(&glyph, &part))
		column = put_covered(area, row, column, &glyph);
	return column;
}

int
area_text(const struct area *area, int row, int column, enum style style, const char *text)
{
	return area_put(area, row, column, style, span_of(text));
}

int
area_printf(const struct area *area, int row, int column, enum style style, const char *fmt,
	    ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	return area_text(area, row, column, style, text);
}

void
area_rule(const struct area *area, int row, int column, enum style style, char with)
{
	char text[2] = { with, '\0' };

	for (; column < area->columns; column++)
		put_cell(area, row, column, style, text, 1);
}

void
area_blank(const struct area *area)
{
	for (int row = 0; row < area->rows; row++)
		area_rule(area, row, 0, ST_PLAIN, ' ');
}

void
area_style(const struct area *area, int row, int column, int columns, enum style style)
{
	struct area part = area_part(area, row, column, 1, columns);

	for (int i = 0; i < part.columns && part.rows != 0; i++)
		cell_at(part.canvas, part.row, part.column + i)->style = (uint8_t)style;
}

int
text_columns(int from, struct span text)
{
	struct glyph glyph;
	int column = from;

	while (text.len != 0) {
		bool tab = *text.data == '\t';

		text_glyph(&glyph, &text);
		column = tab ? (column / TAB + 1) * TAB : column + glyph.width;
	}
	return column;
}

struct span
text_break(struct span text, int columns)
{
	struct span rest = text;
	struct glyph glyph;
	size_t fits = 0, space = 0;
	int width = 0;

	while (rest.len != 0 && *rest.data != '\n') {
		bool blank = *rest.data == ' ' || *rest.data == '\t';
		size_t before = text.len - rest.len;

		bool tab = *rest.data == '\t';

		text_glyph(&glyph, &rest);
		width = tab ? (width / TAB + 1) * TAB : width + glyph.width;
		if (blank)
			space = before;
		if (width > columns && !blank)
			return (struct span){ text.data, space != 0 ? space : fits != 0 ? fits
				: glyph.source };
		fits = text.len - rest.len;
	}
	return (struct span){ text.data, text.len - rest.len };
}

void
text_skip(struct span *rest, struct span line)
{
	size_t len = line.len;

	while (len < rest->len && rest->data[len] == ' ')
		len++;
	if (len < rest->len && rest->data[len] == '\n')
		len++;
	*rest = (struct span){ rest->data + len, rest->len - len };
}

int
area_wrap(const struct area *area, int row, int column, enum style style, struct span text)
{
	while (text.len != 0) {
		struct span line = text_break(text, area->columns - column);

		area_put(area, row++, column, style, line);
		text_skip(&text, line);
	}
	return row;
}

void
area_cursor(const struct area *area, int row, int column)
{
	struct canvas *canvas = area->canvas;

	canvas->cursor_row = within(area->row + within(row, 0, area->rows - 1), 0,
				    canvas->rows - 1);
	canvas->cursor_column = within(area->column + within(column, 0, area->columns - 1), 0,
				       canvas->columns - 1);
}

static void
trim(struct buf *out, size_t from)
{
	while (out->len > from && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

static void
dump_styles(struct buf *out, const struct canvas *canvas, int row)
{
	size_t from = out->len;

	for (int column = 0; column < canvas->columns; column++) {
		const struct cell *cell = canvas_cell(canvas, row, column);

		buf_char(out, cell->style == ST_PLAIN ? ' '
			 : style_letter((enum style)cell->style));
	}
	trim(out, from);
	if (out->len == from)
		return;
	buf_char(out, '~');
	memmove(out->data + from + 1, out->data + from, out->len - from - 1);
	out->data[from] = '~';
	buf_char(out, '\n');
}

void
canvas_dump(struct buf *out, const struct canvas *canvas, bool styles)
{
	for (int row = 0; row < canvas->rows; row++) {
		size_t from = out->len;

		for (int column = 0; column < canvas->columns; column++)
			buf_text(out, canvas_cell(canvas, row, column)->text);
		trim(out, from);
		buf_char(out, '\n');
		if (styles)
			dump_styles(out, canvas, row);
	}
	buf_printf(out, "@%d,%d\n", canvas->cursor_row, canvas->cursor_column);
}

void
area_hot(const struct area *area, void (*point)(void *who, int row, int wheel), void *who)
{
	struct canvas *canvas = area->canvas;

	if (canvas->hot_count < HOT_MOST)
		canvas->hots[canvas->hot_count++] = (struct hot){ area->row, area->column,
			area->rows, area->columns, point, who };
}

/* What was drawn last lies on top. */
void
canvas_point(struct canvas *canvas, int row, int column, int wheel)
{
	for (size_t i = canvas->hot_count; i-- > 0;) {
		const struct hot *hot = &canvas->hots[i];

		if (row < hot->row || row >= hot->row + hot->rows || column < hot->column
		    || column >= hot->column + hot->columns)
			continue;
		hot->point(hot->who, row - hot->row, wheel);
		return;
	}
}
