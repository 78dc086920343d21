/*
 * The one accepted byte form of a signed record commit (ledger.md section 3), written and
 * read. A commit is judged by rebuilding it from its parsed fields and comparing bytes.
 */
#ifndef CORE_STORE_COMMIT_H
#define CORE_STORE_COMMIT_H

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/model/record.h"
#include "core/store/git.h"
#include "core/trust/sshsig.h"

enum { COMMIT_BYTES = 32 << 10, COMMIT_MESSAGE = 16 << 10, COMMIT_PARENTS = 2,
       COMMIT_RECORD_ATTACHMENTS = 16,	/* of a record */
       COMMIT_ATTACHMENTS = 64 };	/* of a trust or outcome commit */

struct attachment {
	struct digest sha256;
	int64_t bytes;
	const char *name;
};

struct commit {
	struct oid tree;
	struct oid parents[COMMIT_PARENTS];
	size_t parent_count;
	int64_t time;
	const char *ledger;		/* 64 hex */
	const char *actor, *kid;
	int64_t seq;
	enum record_type type;		/* RECORD_TYPES with `unknown_type` */
	const char *unknown_type;	/* the word, where format 1 has none such */
	const char *subject;		/* what follows the number; may be "" */
	bool has_prev;
	struct digest prev;		/* SHA-256 of the previous commit's raw bytes */
	int64_t trust_version;
	struct digest trust_sha256;
	struct digest record_sha256;
	int64_t record_bytes;
	struct attachment *attachments;	/* sorted by name */
	size_t attachment_count;
	struct sshsig signature;	/* filled by commit_read */
	size_t gpgsig_at, gpgsig_len;	/* its lines within the raw bytes; by commit_read */
};

/* May a commit of this type have a file of this name (as its trailer names it)? */
bool commit_holds_name(enum record_type type, struct span name);

/* Append the bytes that are signed: the commit without gpgsig. */
void commit_payload(struct buf *out, const struct commit *commit);
/* Append the whole commit: the payload with the armour as its gpgsig header. */
void commit_assemble(struct buf *out, struct span payload, struct span armour);

/*
 * Read raw bytes strictly; texts go to `arena`. 0, or -1 with *code and a sentence:
 * `newer-format` and `non-canonical` (then *out is of no use), `bad-signature` (the
 * armour names another key than Assay-Key) and `bad-record` (an unknown type): there *out
 * is whole. The subject is right as far as the trailers tell; a decision's and an
 * outcome's is also to be held against the record. Says nothing yet about the signature
 * itself.
 */
MUST int commit_read(struct commit *out, const char **code, struct arena *arena,
		     struct span raw, struct err *err);

/* Is its signature good? `raw` are the bytes that commit_read read it from. */
bool commit_verify(const struct commit *commit, struct span raw);

#endif
