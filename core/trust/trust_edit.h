/*
 * The next version of the trust file while it is drawn up: nothing is taken away, all that
 * is new carries the number of the version that says it (ledger.md section 5). What is
 * asked for and may not be is ERR_REFUSED, and the draft stays as it was.
 */
#ifndef CORE_TRUST_TRUST_EDIT_H
#define CORE_TRUST_TRUST_EDIT_H

#include "core/trust/trust.h"

/* Version 1: the first member is the one root. ERR_REFUSED, ERR_LIMIT. */
MUST int trust_first(struct trust *out, struct arena *arena,
		     const struct trust_member *members, size_t count,
		     enum release release, struct err *err);

/*
 * A copy of the version in force with the next number, to be changed by the functions
 * below; texts are shared with `now`, which must outlive it. `ledger` is the ledger's id.
 */
struct trust *trust_next(struct arena *arena, const struct trust *now, const char *ledger);

/* A key for a person, new or not. The same key of the same person again: nothing to do. */
MUST int trust_add_key(struct trust *next, struct arena *arena, const struct sshkey *key,
		       const char *actor, struct err *err);
/* What a person is called; NULL or "": nothing is said. */
MUST int trust_call(struct trust *next, struct arena *arena, const char *actor,
		    const char *name, struct err *err);
/* A role for a key; `rubrics` are globs, none at all for every rubric. */
MUST int trust_add_grant(struct trust *next, struct arena *arena, const char *kid,
			 enum trust_role role, const char *const *rubrics, size_t count,
			 struct err *err);
/*
 * Every grant of a key ends with the record `seq` (decimal) whose raw commit has this
 * SHA-256, or before its first record (`none` for both). An end that is there already may
 * only be raised. `why` is rotated, lost, compromised or left.
 */
MUST int trust_end_key(struct trust *next, struct arena *arena, const char *kid,
		       const char *seq, const char *sha256, const char *why,
		       struct err *err);
/* Every grant that is open for one key, for another. */
MUST int trust_copy_grants(struct trust *next, struct arena *arena, const char *from,
			   const char *to, struct err *err);

/* A box for a person who has a key: from now on what is sealed for them is closed for it too.
 * The same box of the same person again: nothing to do. And one that nothing more is closed
 * for: ERR_NOT_FOUND. */
MUST int trust_add_box(struct trust *next, struct arena *arena, const struct box *box,
		       const char *actor, struct err *err);
MUST int trust_drop_box(struct trust *next, const char *box_kid, struct err *err);

/* A key's person becomes a root with it; a person is no root any more. */
MUST int trust_add_root(struct trust *next, struct arena *arena, const char *kid,
			struct err *err);
MUST int trust_drop_root(struct trust *next, const char *actor, struct err *err);
/* How many keys a person signs changes of trust with; 0: they are no root. */
size_t trust_root_keys(const struct trust *trust, const char *actor);
/* One of their keys signs no change of trust any more. ERR_REFUSED for the last they have. */
MUST int trust_drop_root_key(struct trust *next, struct arena *arena, const char *kid,
			     struct err *err);
MUST int trust_set_threshold(struct trust *next, int64_t persons, struct err *err);
/* `release on_moderation`, and the other names and values of `policy`. */
MUST int trust_set_policy(struct trust *next, const char *name, const char *value,
			  struct err *err);

/* As a file. What is read back says the same. */
void trust_print(struct buf *out, const struct trust *trust);

/*
 * What a version says that the one before did not, in plain words, a sentence each, in
 * the order of the file. Names in it are foreign text. Returns how many.
 */
size_t trust_diff(const char ***out, struct arena *arena, const struct trust *now,
		  const struct trust *next);
/* "a-ray (Ray Ortiz)", or the actor alone. */
const char *trust_who(struct arena *arena, const struct trust *trust, const char *actor);

#endif
