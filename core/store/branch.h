/*
 * A branch of ours in a portfolio repository moves. Private to core/store.
 */
#ifndef CORE_STORE_BRANCH_H
#define CORE_STORE_BRANCH_H

#include "core/store/ledger.h"

/*
 * From `old` (NULL: there is none yet) to `to`, as repo_ref_move does it; under the lock of
 * the ledger, where `kid` writes, which tells a lock file of ours that a crash left behind.
 */
MUST int branch_move(struct repo *repo, const char *ref, const struct oid *to,
		     const struct oid *old, struct ledger *ledger, const char *kid,
		     const char *message, struct err *err);

#endif
