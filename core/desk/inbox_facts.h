/*
 * What the records say of each portfolio that was taken in, for the inbox: who decided on the
 * attempt at hand, who passed it back, who claimed it and whose it is to mark.
 */
#ifndef CORE_DESK_INBOX_FACTS_H
#define CORE_DESK_INBOX_FACTS_H

#include "core/desk/past.h"
#include "core/store/workspace.h"

struct verdict_said {			/* one decision on the attempt at hand */
	const char *sha256, *actor, *commit;
	int64_t seconds, seq;
	int outcome;			/* as in struct decision */
	bool own, at_gate, superseded;
	int64_t moderated;		/* seconds of the moderation that counts; 0: none */
	const char *moderator, *back_by;	/* whose that is; if it returned it; NULL */
	int action, result;		/* enum moderation_action; the outcome it put in the
					   place of this one, -1: none */
	struct verdict_said *next;
};

struct facts {				/* of one portfolio */
	struct past past;		/* of a later attempt */
	struct verdict_said *said;
	bool claimed, assigned, sealed;	/* by this actor; to this actor */
	int64_t claim_time, claim_ends;	/* seconds */
	int64_t assigned_time;
	const char *assigned_commit;	/* the evidence the assignment pins */
};

/* `facts`: one for each of `taken`, which is sorted by portfolio, zeroed; all in `arena`. */
MUST int facts_read(struct facts *facts, size_t *records, struct arena *arena,
		    const struct taken *taken, size_t count, const char *actor,
		    struct ledger *ledger, struct err *err);

/* The last that stands, of this actor or of others; NULL: none. */
const struct verdict_said *facts_last(const struct facts *facts, bool own);

#endif
