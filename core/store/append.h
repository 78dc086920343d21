/*
 * Making a signed commit: blobs, trees, payload, signature, object. No ref moves here.
 * Private to core/store.
 */
#ifndef CORE_STORE_APPEND_H
#define CORE_STORE_APPEND_H

#include "core/store/ledger.h"

/*
 * Write what `commit` says (its tree, digests and attachments are filled in here, its
 * texts are the caller's) with this record and these files, named as in the trailers.
 * *sha256 is of the raw commit. Everything lives in `arena`.
 */
MUST int commit_write(struct oid *out, struct digest *sha256, struct arena *arena,
		      struct repo *repo, struct signer *signer, struct commit *commit,
		      struct span record, const struct blob_to_write *files, size_t count,
		      struct err *err);

/* The commit that would stand at the head of a chain of this ledger. */
struct commit commit_next(const struct ledger *ledger, enum record_type type,
			  const char *actor, const char *kid, int64_t now);
/* …after this one. */
void commit_follow(struct commit *commit, const struct oid *below, int64_t seq,
		   const struct digest *sha256);

/* A genesis record, written; nothing points to it yet. */
MUST int genesis_write(struct oid *out, struct digest *sha256, struct arena *arena,
		       const struct ledger *ledger, struct signer *signer,
		       const char *actor, int64_t now, struct err *err);

#endif
