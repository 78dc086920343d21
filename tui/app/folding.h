/*
 * Rows of every view whose state begins with a struct folds:
 * moving, folding, searching.
 */
#ifndef TUI_APP_FOLDING_H
#define TUI_APP_FOLDING_H

#include "tui/app/moving.h"
#include "tui/base/folds.h"

#define FOLDS_COMMANDS \
	LIST_COMMANDS, \
	{ "fold", "z<Enter>", "fold or unfold what is at hand", folds_run_fold, NULL, true }, \
	{ "fold-all", "Z", "fold everything, or unfold it", folds_run_fold_all, NULL, true }, \
	{ "search", "/", "look for some words", folds_run_search, NULL, true }, \
	{ "search-next", "n", "where they stand next", folds_run_search_next, NULL, false }, \
	{ "search-back", "N", "where they stood before", folds_run_search_back, NULL, false }

int folds_run_fold(struct call *c);
int folds_run_fold_all(struct call *c);
int folds_run_search(struct call *c);
int folds_run_search_next(struct call *c);
int folds_run_search_back(struct call *c);

#endif
