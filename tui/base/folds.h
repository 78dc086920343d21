/*
 * A long text one moves through, line by line, and can fold: what stands further in than
 * the line before it belongs to that line, and goes away and comes back with it.
 */
#ifndef TUI_BASE_FOLDS_H
#define TUI_BASE_FOLDS_H

#include "core/base/arena.h"
#include "core/base/pattern.h"
#include "tui/base/list.h"

struct folds_line {
	struct span text;	/* without the spaces before it; lent by folds->text */
	int indent;
	bool folded;
};

struct folds_row;

struct folds {
	struct list list;	/* over the rows there are to see; first, for LIST_COMMANDS */
	struct buf text;
	struct arena lines_arena, rows_arena;
	struct folds_line *lines;
	size_t line_count;
	struct folds_row *rows;
	struct pattern sought;	/* what was searched for last */
	bool is_sought;
	int columns;		/* the rows are for; 0: they are to be made anew */
};

/* Take the text, which becomes empty, as what to show. `struct folds o = {0}` has none. */
void folds_take(struct folds *folds, struct buf *text);
void folds_close(struct folds *folds);

/* The line at hand; 0 where there is none. */
size_t folds_at(const struct folds *folds);
/* To a line, unfolding what hides it; it is shown on top where that is possible. */
void folds_go(struct folds *folds, size_t line);
/* Fold or unfold the line at hand, or else the one it belongs to. False: there is none. */
bool folds_fold(struct folds *folds);
/* Fold all, or unfold all where anything is folded. */
void folds_fold_all(struct folds *folds);
/*
 * To the next line that holds what is sought, or the one before; `text` is sought from now
 * on, NULL: what was sought last. ERR_NOT_FOUND, ERR_REFUSED, and those of pattern_open.
 */
MUST int folds_search(struct folds *folds, const char *text, bool backward,
		      struct err *err);

void folds_draw(struct folds *folds, const struct area *area);

#endif
