/*
 * The inbox: what waits for this assessor, and why. A fold over the ledger and the drafts;
 * no portfolio repository is opened for it.
 */
#ifndef CORE_DESK_INBOX_H
#define CORE_DESK_INBOX_H

#include "core/store/ledger.h"
#include "core/store/workspace.h"

enum inbox_state { INBOX_READY, INBOX_DRAFTING, INBOX_SIGNED };

struct inbox_item {
	const char *portfolio, *rubric, *title;	/* title of the rubric: foreign text */
	int64_t attempt;
	enum inbox_state state;
	const char *why;	/* "not started", "2 gaps", "ready to sign", "pass, by a-lind" */
	const char *decided;	/* the last decision of the attempt, "pass, by a-lind"; NULL */
	bool returned;			/* so: unjudged, at the gate */
	size_t scored, criteria;
};

struct inbox {
	struct inbox_item *items;	/* in this assessor's own neutral order */
	size_t count;
};

/* `ready`, `drafting`, `signed`. */
const char *inbox_state_word(enum inbox_state state);

MUST int inbox_read(struct inbox *out, struct arena *arena, const struct workspace *workspace,
		    struct ledger *ledger, struct err *err);

#endif
