/*
 * The rubric strip: one line a criterion, what it was judged and what it still wants; the one
 * at hand opened to what each level means, where there is room.
 */
#ifndef TUI_APP_STRIP_H
#define TUI_APP_STRIP_H

#include "core/desk/session.h"
#include "tui/base/list.h"

struct strip {
	struct list criteria;
	int top;		/* rows scrolled away */
	bool opened;		/* the criterion at hand shows what its levels mean */
};

/* With `focused` the cursor is parked on the criterion at hand. */
void strip_draw(struct strip *strip, const struct area *area, const struct session *session,
		bool focused);
/* The criterion a row of it is about, when last drawn in an area. */
size_t strip_at(const struct strip *strip, const struct area *area, const struct rubric *rubric,
		int row);
/* How many rows of an area it wants. */
int strip_rows(const struct strip *strip, const struct area *area, const struct rubric *rubric);

#endif
