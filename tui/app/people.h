/* What the view `people` has at hand, and how that is shown. */
#ifndef TUI_APP_PEOPLE_H
#define TUI_APP_PEOPLE_H

#include "core/desk/proposal.h"
#include "tui/app/moving.h"

struct people {
	struct list list;		/* keys, in the order of the trust file */
	struct page page;		/* what is below: the proposal */
	bool reading;			/* the lower part has the focus */
	bool seen;			/* all of the proposal was shown */
	struct proposal proposal;
	const char *trouble;		/* why what is proposed cannot be read; NULL */
	struct err why;
};

void people_draw(struct call *c, struct area *area);
void people_status(struct call *c, struct buf *out);

#endif
