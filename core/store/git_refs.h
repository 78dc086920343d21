/*
 * The refs of a ledger, read by our own hand: all that lies under refs and in packed-refs is
 * read as git reads it, or the ledger is refused. Libgit2 1.5.1 passes over one it cannot read,
 * as if it were not there, takes five times the memory, and must first be started.
 */
#ifndef CORE_STORE_GIT_REFS_H
#define CORE_STORE_GIT_REFS_H

#include "core/store/git.h"

/* Of all kinds: six for every key that a trust file has room for. */
enum { LEDGER_REFS = 10000 };

/* Has it nothing that packed refs, or a path, would mistake? */
bool ref_name_is_safe(struct span name);

struct ref_store;

/* Of the repository in `dir`, which is lent; nothing is read yet. */
struct ref_store *refs_open(const char *dir);
void refs_close(struct ref_store *store);

/*
 * As they stand now; symbolic ones have the zero oid, which no other has. Both return NULL, or
 * what is wrong there, to follow the name of the ledger in a sentence: `refs_trouble` when it is
 * not the ledger that is wrong. Names are in `arena`.
 */
extern const char refs_trouble[];
MUST const char *refs_list(struct ref **out, size_t *count, struct arena *arena,
			   struct ref_store *store, const char *folder);
MUST const char *refs_find(struct oid *out, bool *found, struct ref_store *store,
			   const char *name);

#endif
