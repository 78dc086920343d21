/*
 * A portfolio as it was when it was judged: the commit and the rubric that the record pins,
 * and what it says of every criterion. To be looked at, not changed.
 */
#ifndef CORE_DESK_JUDGED_H
#define CORE_DESK_JUDGED_H

#include "core/desk/session.h"

/*
 * Open what the decision with this SHA-256 (of its commit) judged; what a moderation or an
 * assignment speaks of is for the caller to follow. ERR_NOT_FOUND where the rubric or the
 * commit is not at hand any more, ERR_INVALID where the commit holds another tree.
 */
MUST int judged_open(struct session *out, const struct workspace *workspace,
		     struct ledger *ledger, const char *sha256, struct err *err);

/* Append `as judged by m-okoro on 2026-03-02, record 1f2e3d4c5b6a`. */
void judged_print(struct buf *out, const struct session *session);

/* The steps of session_open that differ. */
MUST int judged_choose(struct session *session, const struct past_decision *judged,
		       struct ledger *ledger, struct err *err);
MUST int judged_replay(struct session *session, struct err *err);

#endif
