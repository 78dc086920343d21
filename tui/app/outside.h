/*
 * What leaves assay when somebody says so: a piece opened in a program with windows, a link
 * in a browser. Each asks first, and is refused where there is no display to open it on.
 */
#ifndef TUI_APP_OUTSIDE_H
#define TUI_APP_OUTSIDE_H

#include "tui/app/app.h"

int outside_run_piece(struct call *c);
/* Ask, then open an address in the person's browser. */
int outside_ask_link(struct call *c, struct span target);

#endif
