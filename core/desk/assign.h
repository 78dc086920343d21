/*
 * Who is to judge a portfolio, and who has taken it on: the records that share the work out.
 * An assignment pins the evidence that is to be judged; sealed, its markers judge blind. A
 * claim is a lease that ends, is renewed by claiming again, and may be given back; with it
 * its claimant declares what conflict of interest there is.
 */
#ifndef CORE_DESK_ASSIGN_H
#define CORE_DESK_ASSIGN_H

#include "core/desk/statement.h"
#include "core/model/record_body.h"
#include "core/store/workspace.h"

/* Actors, as given; `seal_to` empty: every moderator. */
struct assigning {
	const char **markers, **seal_to;
	size_t marker_count, seal_to_count;
	enum assignment_mode mode;
};

/*
 * Assign the attempt at hand, with the newest evidence. ERR_REFUSED where a marker may not
 * judge by its rubric, or too few are left to open what is sealed. Hashes the evidence: may
 * take long.
 */
MUST int assign_portfolio(struct appended *out, const struct speaker *by,
			  const struct workspace *workspace, const char *portfolio,
			  const struct assigning *how, const struct progress *progress,
			  struct err *err);

enum { CLAIM_HOURS = 8, CLAIM_MOST = 14 * 24 };

struct claimed {
	struct appended appended;
	int64_t ends;			/* UTC seconds */
	const char *also;		/* another who claims it now, in the arena given */
	const char *keys_trouble;	/* as of struct sealed (seal.h), in the arena given */
};

/* Claim it for so many hours; `conflict` is none, or what it is. */
MUST int claim_portfolio(struct claimed *out, struct arena *arena, const struct speaker *by,
			 const struct workspace *workspace, const char *portfolio,
			 int64_t hours, const char *conflict, struct err *err);
/* Give it back. ERR_NOT_FOUND where one has no claim on it that still runs. */
MUST int claim_release(struct claimed *out, struct arena *arena, const struct speaker *by,
		       const struct workspace *workspace, const char *portfolio,
		       struct err *err);

#endif
