/*
 * Who may say what: trust.yaml, its versions, and the questions a verifier asks of it
 * (ledger.md sections 5 and 12). Pure: bytes in, answers out; no clock, no disk.
 */
#ifndef CORE_TRUST_TRUST_H
#define CORE_TRUST_TRUST_H

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/base/fault.h"
#include "core/model/record.h"
#include "core/trust/sshkey.h"

enum trust_role { TRUST_ASSESSOR, TRUST_MODERATOR, TRUST_IQA, TRUST_ADMIN, TRUST_WITNESS };
enum release { RELEASE_ON_SIGN, RELEASE_ON_MODERATION, RELEASE_MANUAL };

struct trust_root {
	const char *actor;
	const char **keys;
	size_t key_count;
};

struct trust_key {
	const char *kid, *pub, *actor;
	int64_t added;
	struct sshkey key;
};

struct trust_until {
	const char *seq;		/* decimal, or `none` */
	const char *sha256;		/* or `none` */
	const char *why;
	int64_t in;
};

struct trust_grant {
	const char *kid;
	int role;			/* enum trust_role */
	const char **rubrics;		/* globs; scoped false: all rubrics */
	size_t rubric_count;
	bool scoped;
	int64_t from;
	const struct trust_until *until;	/* NULL: open */
};

struct trust_person {
	const char *actor, *name;
};

struct trust {
	int64_t version;
	const char *prev, *ledger;	/* digest or `none`; digest or `self` */
	int64_t threshold;
	struct trust_root *roots;
	size_t root_count;
	struct trust_key *keys;
	size_t key_count;
	struct trust_grant *grants;
	size_t grant_count;
	struct trust_person *people;
	size_t person_count;
	int release;			/* enum release */
	struct digest sha256;		/* of the file's bytes */
	struct span bytes;		/* lent */
};

/* NULL with faults. */
struct trust *trust_read(struct arena *arena, struct faults *faults, struct span bytes);

/* Version 1 for one person who is root, admin, assessor and moderator. */
void trust_print_first(struct buf *out, const struct sshkey *key, const char *actor,
		       const char *name, enum release release);

struct trust_signature {
	const char *kid;
	struct span armour;		/* without the final LF */
};

/*
 * May `next` follow `now` (NULL: next is version 1) with these signatures, every rule of
 * section 5? 0, or -1 with *code one of trust-version, trust-threshold, trust-edited,
 * bad-record, bad-link, bad-signature and a sentence in err.
 */
MUST int trust_follows(const char **code, const struct trust *next, const struct trust *now,
		       const struct trust_signature *signatures, size_t count,
		       struct err *err);

const struct trust_key *trust_key(const struct trust *trust, const char *kid);
bool trust_is_root(const struct trust *trust, const char *kid);
const char *trust_name(const struct trust *trust, const char *actor);	/* or the actor */

/* Does any grant open for this key at `version` give one of these roles for this rubric
 * (NULL: no rubric is asked for)? `roles` are bits 1 << enum trust_role. */
bool trust_allows(const struct trust *trust, const char *kid, unsigned roles,
		  const char *rubric, int64_t version);

/* The allowed_signers file, byte for byte as section 12 says. */
void trust_signers(struct buf *out, const struct trust *trust);

#endif
