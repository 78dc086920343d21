/*
 * What is asked of a repository before it is taken for a ledger, and how one is made.
 */
#ifndef CORE_STORE_GIT_LEDGER_H
#define CORE_STORE_GIT_LEDGER_H

#include "core/store/git.h"

/* Of all kinds: six for every key that a trust file has room for. */
enum { LEDGER_REFS = 10000 };

/* Why it must not be one, to follow its name in a sentence; NULL when it may. */
const char *ledger_unsafe(struct arena *arena, struct repo *repo);

#endif
