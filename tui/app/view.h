/*
 * A view: one screen of the workstation. Views know nobody: they open each other by name
 * (app_open), and share only what lies on the desk (tui/app/desk.h).
 */
#ifndef TUI_APP_VIEW_H
#define TUI_APP_VIEW_H

#include "tui/app/command.h"
#include "tui/base/canvas.h"

struct view {
	const char *name, *help;	/* help: what one sees there, for the `?` page */
	/* Set c->state; c->argument is what to show. -1 with c->err: it does not open. */
	int (*open)(struct call *c);
	/* Draw everything into a blank area, and park the cursor. */
	void (*draw)(struct call *c, struct area *area);
	/* What the status line says when nothing else is said; NULL: nothing. */
	void (*status)(struct call *c, struct buf *out);
	/* It came to the top again: look at the world anew; NULL: no need. */
	void (*shown)(struct call *c);
	/* It stands on the screen: go on with what was put off until then. True: that changed
	 * it. NULL: nothing ever is. */
	bool (*painted)(struct call *c);
	void (*close)(struct call *c);
	bool alone;			/* it opens where the ledger does not, too */
	const struct command *commands;
	size_t command_count;
};

#endif
