/*
 * Two panes on one screen: stacked, or side by side on wide terminals when the person asks.
 * A terminal scrolls full rows alone, so stacked panes are what a slow link wants.
 */
#ifndef TUI_BASE_PANE_H
#define TUI_BASE_PANE_H

#include "tui/base/canvas.h"

enum { PANE_SIDE_COLUMNS = 120, TEXT_COLUMNS = 80 };

struct panes {
	bool beside;			/* wanted; stacked anyway on a narrow screen */
	struct area first, second, rule;	/* when last laid out; the rule is one row, or a column */
};

/* Would side by side fit? */
bool panes_can_be_beside(const struct area *area);
/* Lay out: `second` gets `rows` of the height when stacked, or half of the width. The rule
 * between them is a bar when side by side; stacked it is left for a heading. */
void panes_lay(struct panes *panes, const struct area *area, int rows);

#endif
