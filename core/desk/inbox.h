/*
 * The inbox: what waits for this assessor, and why. A fold over the ledger and the drafts;
 * no portfolio repository is opened for it.
 */
#ifndef CORE_DESK_INBOX_H
#define CORE_DESK_INBOX_H

#include "core/base/filter.h"
#include "core/store/ledger.h"
#include "core/store/workspace.h"

enum inbox_state { INBOX_READY, INBOX_DRAFTING, INBOX_SIGNED };

/* Why it waits, beside being new; several at once. */
enum inbox_reason {
	INBOX_BACK = 1,			/* a moderator passed one's own decision back */
	INBOX_LEASE = 2,		/* one's claim ends soon, or has ended */
	INBOX_GAP = 4,			/* its draft has gaps */
	INBOX_SECOND = 8,		/* it is assigned, and another marked it or it is sealed */
	INBOX_AGAIN = 16,		/* a resubmission */
	INBOX_MOVED = 32,		/* one judged other evidence than was assigned */
	INBOX_CASE = 64,		/* one began to moderate it, or it was escalated */
};
enum { INBOX_REASONS = 7, INBOX_LEASE_SOON = 2 * 60 * 60 };

struct inbox_item {
	const char *portfolio, *rubric, *title;	/* title of the rubric: foreign text */
	int64_t attempt;
	enum inbox_state state;
	unsigned reasons;		/* of enum inbox_reason */
	const char *why;	/* "not started", "2 gaps", "ready to sign", "pass, by a-lind" */
	bool returned;			/* decided so: unjudged, at the gate */
	size_t scored, criteria;
};

struct inbox {
	struct inbox_item *items;	/* in this assessor's own neutral order */
	size_t count;
	size_t records;			/* of the ledger it was made from */
};

/* `ready`, `drafting`, `signed`. */
const char *inbox_state_word(enum inbox_state state);
/* `back`, `lease`, `gap`, `second`, `again`, `moved`, `case`: of the bit with this number. */
const char *inbox_reason_word(size_t bit);

/* `now`, UTC seconds, is for leases. */
MUST int inbox_read(struct inbox *out, struct arena *arena, const struct workspace *workspace,
		    struct ledger *ledger, int64_t now, struct err *err);

/* What a filter or an order may name: portfolio, state, why, rubric, title, attempt, judged;
 * ends in NULL. `why:` holds the reasons' words and the sentence. */
extern const char *const inbox_columns[];
bool inbox_passes(const struct inbox_item *item, const struct filter *filter);
/* Put in the order of a column; what is equal in it stays as it is. */
void inbox_sort(const struct inbox_item **items, size_t count, int column);

/* The next portfolio (`by` 1) or the one before (-1); `unsigned_only` passes over what is
 * signed. NULL at the ends. */
const char *inbox_neighbour(const struct inbox *inbox, const char *portfolio, int by,
			    bool unsigned_only);

/* How many wait of each rubric: by id. */
struct inbox_count {
	const char *rubric, *title;
	size_t states[3], reasons[INBOX_REASONS];
};
size_t inbox_tally(struct inbox_count **out, struct arena *arena, const struct inbox *inbox);
/* Append `17 ready, 2 drafting (1 back, 2 gap), 8 signed`. */
void inbox_print_tally(struct buf *out, const struct inbox_count *tally);

#endif
