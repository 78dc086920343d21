/*
 * A list one moves through: which item is at hand, which one is on top. The item at hand
 * has a `>` before it and the hardware cursor on it; no row is ever reversed, so a move
 * costs a few bytes, and a braille display finds it.
 */
#ifndef TUI_BASE_LIST_H
#define TUI_BASE_LIST_H

#include <stddef.h>

#include "tui/base/canvas.h"

enum { LIST_MARK = 2 };		/* columns the mark takes at the left */

struct list {
	size_t count, at, top;
	int rows;		/* shown when last drawn */
};

/* Draw one item into its row, without the mark. */
typedef void list_row(void *who, const struct area *row, size_t index);

/* By so many items, stopping at the ends; to one of them. */
void list_move(struct list *list, ptrdiff_t by);
void list_to(struct list *list, size_t at);
/* Another number of items; what is at hand stays as near as can be. */
void list_resize(struct list *list, size_t count);

/* Draw what fits the area, scrolled as little as shows the item at hand. With `focused` the
 * cursor is parked on it. */
void list_draw(struct list *list, const struct area *area, list_row *draw, void *who,
	       bool focused);

/* A text longer than its area: rows scrolled away, never past the end. */
struct page {
	int top, rows, length;	/* rows shown and rows there are, when last drawn */
};
void page_move(struct page *page, int by);
/* Draw with `draw` (as area_wrap: from `row` on, returning the row after) and keep count. */
void page_draw(struct page *page, const struct area *area,
	       int (*draw)(void *who, const struct area *area, int row), void *who);

#endif
