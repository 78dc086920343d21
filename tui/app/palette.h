/*
 * `:` finds any command of the view on top, and those that work everywhere, by part of its
 * name or of what it does; what follows the name is its argument. The whole name of a screen
 * opens that screen.
 */
#ifndef TUI_APP_PALETTE_H
#define TUI_APP_PALETTE_H

#include "tui/app/app.h"

void palette_open(struct app *app);
void palette_key(struct app *app, int key);
/* The choices over the lower rows of the view, the line on `foot`. */
void palette_draw(struct app *app, const struct area *view, const struct area *foot);

/* How well a command fits what was typed: 0 not at all, more is better. */
int palette_fit(const struct command *command, struct span typed);

#endif
