#include "tests/driver/screen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include "tests/driver/clean.h"

struct screen {
	VTerm *vt;
	VTermScreen *cells;
	int rows, columns;
};

enum { BOLD, UNDERLINE, ITALIC, BLINK, REVERSE, STRIKE, ATTRS };

static const char *const attr_names[ATTRS] = {
	"bold", "underline", "italic", "blink", "reverse", "strike",
};

struct screen *
screen_new(int rows, int columns)
{
	struct screen *s = more(NULL, 1, sizeof(*s));

	*s = (struct screen){ .vt = vterm_new(rows, columns), .rows = rows,
			      .columns = columns };
	vterm_set_utf8(s->vt, 1);
	s->cells = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->cells, 1);
	vterm_screen_reset(s->cells, 1);
	return s;
}

void
screen_free(struct screen *s)
{
	if (!s)
		return;
	vterm_free(s->vt);
	free(s);
}

void
screen_resize(struct screen *s, int rows, int columns)
{
	static const char whole[] = "\0337\033[r\0338";

	vterm_set_size(s->vt, rows, columns);
	/* As xterm, VTE and the console do: no region outlives the size it was for. */
	vterm_input_write(s->vt, whole, sizeof whole - 1);
	s->rows = rows;
	s->columns = columns;
}

void
screen_write(struct screen *s, const char *at, size_t len)
{
	vterm_input_write(s->vt, at, len);
}

void
screen_cursor(const struct screen *s, int *row, int *column)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
	*row = pos.row;
	*column = pos.col;
}

int
screen_rows(const struct screen *s)
{
	return s->rows;
}

static VTermScreenCell
cell_at(const struct screen *s, int row, int column)
{
	VTermScreenCell cell = { 0 };

	vterm_screen_get_cell(s->cells, (VTermPos){ row, column }, &cell);
	return cell;
}

void
screen_row(struct bytes *out, const struct screen *s, int row)
{
	size_t end = out->len;

	bytes_text(out, "");
	for (int column = 0; column < s->columns; column++) {
		VTermScreenCell cell = cell_at(s, row, column);

		if (cell.chars[0] == UINT32_MAX)
			continue;	/* the right half of a wide letter */
		if (!cell.chars[0])
			cell.chars[0] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			utf8_encode(out, cell.chars[i]);
		if (cell.chars[0] != ' ' || cell.chars[1])
			end = out->len;
	}
	out->len = end;
	out->at[end] = '\0';
}

void
screen_text(struct bytes *out, const struct screen *s)
{
	for (int row = 0; row < s->rows; row++) {
		screen_row(out, s, row);
		bytes_text(out, "\n");
	}
}

static void
print_colour(struct bytes *out, const char *name, VTermColor colour, bool plain)
{
	if (plain)
		return;
	if (VTERM_COLOR_IS_INDEXED(&colour))
		bytes_print(out, " %s=%d", name, colour.indexed.idx);
	else
		bytes_print(out, " %s=#%02x%02x%02x", name, colour.rgb.red,
			    colour.rgb.green, colour.rgb.blue);
}

/* Nothing for a plain cell. */
static void
print_style(struct bytes *out, const VTermScreenCell *cell)
{
	const bool on[ATTRS] = {
		[BOLD] = cell->attrs.bold, [UNDERLINE] = cell->attrs.underline,
		[ITALIC] = cell->attrs.italic, [BLINK] = cell->attrs.blink,
		[REVERSE] = cell->attrs.reverse, [STRIKE] = cell->attrs.strike,
	};

	for (int i = 0; i < ATTRS; i++)
		if (on[i])
			bytes_print(out, " %s", attr_names[i]);
	print_colour(out, "fg", cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
	print_colour(out, "bg", cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
}

static void
print_run(struct bytes *out, int row, int first, int last, const struct bytes *style)
{
	if (style->len)
		bytes_print(out, "%d:%d-%d%s\n", row, first, last, style->at);
}

static void
row_styles(struct bytes *out, const struct screen *s, int row)
{
	struct bytes run = { 0 }, style = { 0 };
	int first = 0;

	for (int column = 0; column < s->columns; column++) {
		VTermScreenCell cell = cell_at(s, row, column);

		if (cell.chars[0] == UINT32_MAX)
			continue;
		bytes_clear(&style);
		print_style(&style, &cell);
		if (strcmp(bytes_str(&style), bytes_str(&run)) == 0)
			continue;
		print_run(out, row, first, column - 1, &run);
		bytes_clear(&run);
		bytes_add(&run, style.at, style.len);
		first = column;
	}
	print_run(out, row, first, s->columns - 1, &run);
	bytes_free(&run);
	bytes_free(&style);
}

void
screen_styles(struct bytes *out, const struct screen *s)
{
	for (int row = 0; row < s->rows; row++)
		row_styles(out, s, row);
}
