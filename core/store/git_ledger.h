/*
 * What is asked of a repository before it is taken for a ledger, and how one is made.
 */
#ifndef CORE_STORE_GIT_LEDGER_H
#define CORE_STORE_GIT_LEDGER_H

#include "core/store/git.h"

enum { LEDGER_REFS = 20000 };	/* of all kinds */

/* Why it must not be one, to follow its name in a sentence; NULL when it may. */
const char *ledger_unsafe(struct arena *arena, struct repo *repo);

#endif
