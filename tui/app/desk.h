/*
 * What lies on the desk while somebody works: the programme, its ledger, the one portfolio
 * that is open, and where in it they are. All views share it; it is the app's to lend and
 * the caller's to fill.
 */
#ifndef TUI_APP_DESK_H
#define TUI_APP_DESK_H

#include "core/desk/session.h"
#include "core/store/ledger.h"

struct desk {
	/* Lent by whoever starts the workstation. */
	const struct workspace *workspace;
	struct ledger *ledger;
	int64_t (*now)(void);		/* UTC seconds */
	const char *who;		/* "pid 4711 on pts/3": told to a second session */
	const char *editor;		/* $VISUAL, $EDITOR or vi; may hold options */
	bool look;			/* view only */

	struct session *session;	/* the open portfolio; NULL: none */
	size_t criterion;		/* at hand */
	size_t item;			/* of the dossier, at hand */
	int64_t line;			/* of that item, from 1 */
};

/* Open a portfolio, after closing the one that was; its evidence and criteria from the
 * start. On failure none is open. */
MUST int desk_open(struct desk *desk, const char *portfolio, struct err *err);
void desk_close(struct desk *desk);

/* Say a verb of the open session. */
MUST int desk_say(struct desk *desk, struct err *err, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
