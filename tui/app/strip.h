/*
 * The rubric strip: one line a criterion, what it was judged and what it still wants; the one
 * at hand opened to what each level means, where there is room.
 */
#ifndef TUI_APP_STRIP_H
#define TUI_APP_STRIP_H

#include "core/desk/session.h"
#include "tui/base/list.h"

enum { STRIP_DIGITS = 9 };	/* a scale of more levels takes two digits */

struct strip {
	struct list criteria;
	int top;		/* rows scrolled away */
	bool opened;		/* the criterion at hand shows what its levels mean */
};

/* With `focused` the cursor is parked on the criterion at hand. */
void strip_draw(struct strip *strip, const struct area *area, const struct session *session,
		bool focused);
/* The levels of a criterion by the digits that pick them, and what earlier attempts have to
 * do with it, on one row. */
void strip_levels(const struct area *row, const struct session *session, size_t criterion);
/* How many rows of an area it wants. */
int strip_rows(const struct strip *strip, const struct area *area, const struct rubric *rubric);

#endif
