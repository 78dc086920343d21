/*
 * The screen as data: a grid of cells, each a clean glyph and what it means. Views draw into
 * areas of it; a test reads it as text; tui/base/term.c shows it.
 *
 * Foreign text enters here and nowhere else: it is decoded, measured and cleaned glyph by
 * glyph (core/base/text.h), and cut at the edge of the area.
 */
#ifndef TUI_BASE_CANVAS_H
#define TUI_BASE_CANVAS_H

#include "core/base/buf.h"
#include "core/base/text.h"
#include "tui/base/theme.h"

struct cell {
	char text[TEXT_GLYPH];		/* "" : the right half of a wide glyph */
	uint8_t width;			/* 0, 1 or 2 columns */
	uint8_t style;
};

struct veil;

/* A part of the screen that answers to a mouse: `point` is told the row in it, and by how many
 * steps the wheel turned; 0 is a click. Nothing it does may change a score. */
struct hot {
	int row, column, rows, columns;
	void (*point)(void *who, int row, int wheel);
	void *who;			/* lives until the next drawing */
};
enum { HOT_MOST = 8 };

struct canvas {
	int rows, columns;
	struct cell *cells;		/* row by row */
	const struct veil *veil;	/* lent: what of a text is covered; NULL: nothing */
	struct hot hots[HOT_MOST];
	size_t hot_count;
	int cursor_row, cursor_column;	/* where the hardware cursor is parked */
};

/* A part of a canvas; rows and columns count from its corner. Holds nothing of its own. */
struct area {
	struct canvas *canvas;
	int row, column, rows, columns;
};

/* `struct canvas c = {0}` is none. Blank, of this size; also to change the size. */
void canvas_open(struct canvas *canvas, int rows, int columns);
void canvas_close(struct canvas *canvas);
void canvas_blank(struct canvas *canvas);
struct area canvas_area(struct canvas *canvas);
const struct cell *canvas_cell(const struct canvas *canvas, int row, int column);

/* A part of an area, cut to fit; it may come out empty. */
struct area area_part(const struct area *area, int row, int column, int rows, int columns);
/* Split off rows at the top: the upper part; *area keeps what is below. */
struct area area_take(struct area *area, int rows);

/*
 * Put text on one row from `column` on; cut at the edge, it ends with area_cut. Tabs go to the next multiple of 8
 * from the area's left edge, a newline shows as a mark. Returns the column after it.
 */
int area_put(const struct area *area, int row, int column, enum style style, struct span text);
/* Three dots in the last column: there is more. */
void area_cut(const struct area *area, int row, enum style style);
int area_text(const struct area *area, int row, int column, enum style style,
	      const char *text);
int area_printf(const struct area *area, int row, int column, enum style style,
		const char *fmt, ...) PRINTF_LIKE(5, 6);
/* A part of a text that is put bit by bit: whether it is covered was seen of the whole
 * (veil_covers). */
int area_put_part(const struct area *area, int row, int column, enum style style,
		  struct span part, bool covered);
/* Fill a row from `column` to the edge with one ASCII character. */
void area_rule(const struct area *area, int row, int column, enum style style, char with);
/* Blank all of it: for what lies over something else. */
void area_blank(const struct area *area);
/* Change the meaning of what stands there already. */
void area_style(const struct area *area, int row, int column, int columns, enum style style);

/*
 * Put text broken at spaces over as many rows as it needs, from `row` on; newlines begin a
 * new row. Rows before 0 and past the end are left out, so that a page can be scrolled by
 * a negative `row`. Returns the row after it.
 */
int area_wrap(const struct area *area, int row, int column, enum style style, struct span text);

/* Make an area answer to the mouse, until the canvas is blanked. */
void area_hot(const struct area *area, void (*point)(void *who, int row, int wheel), void *who);
/* The mouse was there. */
void canvas_point(struct canvas *canvas, int row, int column, int wheel);

/* Park the hardware cursor. */
void area_cursor(const struct area *area, int row, int column);

/* The column after `text`, as area_put puts it from column `from` on in a wide area. */
int text_columns(int from, struct span text);
/* How much of `text` (and how wide) fits one row of `columns`, broken at a space where there
 * is one; the spaces or the newline at the break are left for the caller to skip. */
struct span text_break(struct span text, int columns);
/* Move past what text_break left at the break. */
void text_skip(struct span *rest, struct span line);

/*
 * For tests: every row without trailing blanks, then `@row,column` of the cursor; with
 * `styles`, after each row that has one a row `~` of style letters, blank for plain.
 */
void canvas_dump(struct buf *out, const struct canvas *canvas, bool styles);

#endif
