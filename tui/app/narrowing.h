/*
 * `/` of every list that is narrowed by a filter (core/base/filter.h): for views whose state
 * begins with a struct narrowed.
 */
#ifndef TUI_APP_NARROWING_H
#define TUI_APP_NARROWING_H

#include "tui/app/moving.h"

struct narrowed {
	struct list list;		/* over what is left; first, for LIST_COMMANDS */
	struct buf filter, before;	/* as it is, and as it was when one began to type */
	/* Apply `filter`. -1 with c->err where it cannot be read: nothing changed. */
	int (*sift)(struct call *c);
};

#define NARROW_COMMAND(help) { "filter", "/", help, narrow_run_filter, NULL, true }

int narrow_run_filter(struct call *c);
/* To another filter. On failure it stays as it was. */
MUST int narrow_to(struct call *c, const char *text);
/* Append that nothing passes, and which keys show everything again. */
void narrow_print_none(struct buf *out, const struct call *c);
/* Append `, only 'actor:m-k'` to a title; nothing where everything is shown. */
int narrow_draw(const struct narrowed *narrowed, const struct area *row, int column);
void narrow_close(struct narrowed *narrowed);

#endif
