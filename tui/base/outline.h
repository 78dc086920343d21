/*
 * A long text one moves through, line by line, and can fold: what stands further in than
 * the line before it belongs to that line, and goes away and comes back with it.
 */
#ifndef TUI_BASE_OUTLINE_H
#define TUI_BASE_OUTLINE_H

#include "core/base/arena.h"
#include "tui/base/list.h"

struct outline_line {
	struct span text;	/* without the spaces before it; lent by outline->text */
	int indent;
	bool folded;
};

struct outline_row;

struct outline {
	struct list list;	/* over the rows there are to see; first, for LIST_COMMANDS */
	struct buf text;
	struct arena lines_arena, rows_arena;
	struct outline_line *lines;
	size_t line_count;
	struct outline_row *rows;
	struct buf sought;	/* what was searched for last */
	int columns;		/* the rows are for; 0: they are to be made anew */
};

/* Take the text, which becomes empty, as what to show. `struct outline o = {0}` has none. */
void outline_take(struct outline *outline, struct buf *text);
void outline_close(struct outline *outline);

/* The line at hand; 0 where there is none. */
size_t outline_line(const struct outline *outline);
/* To a line, unfolding what hides it; it is shown on top where that is possible. */
void outline_go(struct outline *outline, size_t line);
/* Fold or unfold the line at hand, or else the one it belongs to. False: there is none. */
bool outline_fold(struct outline *outline);
/* Fold all, or unfold all where anything is folded. */
void outline_fold_all(struct outline *outline);
/* To the next line that holds some text, or the one before. False: there is none. */
bool outline_search(struct outline *outline, struct span text, bool backward);

void outline_draw(struct outline *outline, const struct area *area);

#endif
