/*
 * Does anybody here rest on a newer trust file than ours, or on another? Private to core/store;
 * what is asked from outside is in core/store/ledger.h.
 */
#ifndef CORE_STORE_FRESH_H
#define CORE_STORE_FRESH_H

#include "core/store/judge_index.h"

/* Of all chains but `own`, each above what was `seen` of it (one a chain of the index; NULL:
 * nothing was of any). ERR_CONFLICT: fetch trust; ERR_REFUSED: two of one number, or what is
 * hidden; ERR_INVALID as ledger_index_unmark. */
MUST int chains_fresh(struct ledger *ledger, const struct ledger_index *index,
		      const struct chain *own, const int64_t *seen, struct err *err);

#endif
