/*
 * What is asked of a repository before it is taken for a ledger, and how one is made.
 */
#ifndef CORE_STORE_GIT_LEDGER_H
#define CORE_STORE_GIT_LEDGER_H

#include "core/store/git.h"
#include "core/store/git_refs.h"

/* Why the one in `dir` must not be one, to follow its name in a sentence; NULL when it may. */
const char *ledger_unsafe(struct arena *arena, const char *dir);

/*
 * Is it as repo_create or a bare clone by git makes one: bare, of format version 0, of one piece
 * and the person's own? Then all there is to ask of it needs no libgit2. `dir` is without links.
 */
bool ledger_is_plain(struct arena *arena, const char *dir);

#endif
