/*
 * What curses composed, on its way to the line: glyphs of disputed width are put where they
 * belong, what nobody needs is left out, and the cursor goes down a line by LF, which curses
 * never dares to: it cannot know that the line is raw. Cells come out the same.
 */
#ifndef TUI_BASE_FRAME_H
#define TUI_BASE_FRAME_H

#include "core/base/buf.h"

struct frame {
	struct buf bytes;		/* for the line */
	int rows, columns;		/* of the terminal */
	int row, column;		/* of its cursor, from 0; -1: not known */
	int saved_row, saved_column;
	bool is_split;			/* not all lines scroll: LF may not only go down */
};

/* `struct frame f = {0}` is one; its size and that nothing is known of the cursor. */
void frame_begin(struct frame *frame, int rows, int columns);
void frame_close(struct frame *frame);
/* Into frame->bytes, in the place of what was there. */
void frame_fit(struct frame *frame, struct span composed);

#endif
