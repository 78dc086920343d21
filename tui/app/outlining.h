/*
 * Rows of every view that shows an outline, whose state begins with one: moving, folding,
 * searching.
 */
#ifndef TUI_APP_OUTLINING_H
#define TUI_APP_OUTLINING_H

#include "tui/app/moving.h"
#include "tui/base/outline.h"

#define OUTLINE_COMMANDS \
	LIST_COMMANDS, \
	{ "fold", "z<Enter>", "fold or unfold what is at hand", outline_run_fold, NULL, true }, \
	{ "fold-all", "Z", "fold everything, or unfold it", outline_run_fold_all, NULL, true }, \
	{ "search", "/", "look for some words", outline_run_search, NULL, true }, \
	{ "search-next", "n", "where they stand next", outline_run_search_next, NULL, false }, \
	{ "search-back", "N", "where they stood before", outline_run_search_back, NULL, false }

int outline_run_fold(struct call *c);
int outline_run_fold_all(struct call *c);
int outline_run_search(struct call *c);
int outline_run_search_next(struct call *c);
int outline_run_search_back(struct call *c);

#endif
