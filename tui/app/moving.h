/*
 * Rows every list and every page shares: how one moves about in it. For views whose state
 * begins with a struct list or a struct page.
 */
#ifndef TUI_APP_MOVING_H
#define TUI_APP_MOVING_H

#include "tui/app/app.h"

#define LIST_COMMANDS \
	{ "next", "j<Down>", "the next one", list_run_next, NULL, true }, \
	{ "previous", "k<Up>", "the one before", list_run_previous, NULL, false }, \
	{ "page-down", "<PgDn><Space>", "one screen on", list_run_page_down, NULL, false }, \
	{ "page-up", "<PgUp>b", "one screen back", list_run_page_up, NULL, false }, \
	{ "first", "g<Home>", "the first one", list_run_first, NULL, false }, \
	{ "last", "G<End>", "the last one", list_run_last, NULL, false }

#define PAGE_COMMANDS \
	{ "down", "j<Down>", "one line on", page_run_down, NULL, true }, \
	{ "up", "k<Up>", "one line back", page_run_up, NULL, false }, \
	{ "page-down", "<PgDn><Space>", "one screen on", page_run_page_down, NULL, true }, \
	{ "page-up", "<PgUp>b", "one screen back", page_run_page_up, NULL, false }, \
	{ "top", "g<Home>", "the beginning", page_run_top, NULL, false }, \
	{ "bottom", "G<End>", "the end", page_run_bottom, NULL, false }

int list_run_next(struct call *c);
int list_run_previous(struct call *c);
int list_run_page_down(struct call *c);
int list_run_page_up(struct call *c);
int list_run_first(struct call *c);
int list_run_last(struct call *c);

int page_run_down(struct call *c);
int page_run_up(struct call *c);
int page_run_page_down(struct call *c);
int page_run_page_up(struct call *c);
int page_run_top(struct call *c);
int page_run_bottom(struct call *c);

/* Their `status`: how to see what is below. */
void page_status(struct call *c, struct buf *out);

/* Zeroed state of a view, for its close to give to free(3). */
void *view_state(size_t size);
void view_free(struct call *c);

#endif
