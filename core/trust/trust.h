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
#include "core/trust/box.h"

enum trust_role { TRUST_ASSESSOR, TRUST_MODERATOR, TRUST_IQA, TRUST_ADMIN,
		  TRUST_WITNESS };
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
	const char *seq;		/* of its last good record; decimal, or `none` */
	const char *sha256;		/* of that record's raw commit, or `none` */
	int why;			/* rotated, lost, compromised, left */
	int64_t in;			/* the version that says so */
};

struct trust_grant {
	const char *kid;
	int role;			/* enum trust_role */
	const char **rubrics;		/* globs; NULL: all rubrics */
	size_t rubric_count;
	int64_t from;
	const struct trust_until *until;	/* NULL: open */
};

struct trust_box {
	const char *actor, *box_kid, *x25519;
	int64_t from;
	struct box box;
};

struct trust_person {
	const char *actor, *name;
};

struct trust {
	int64_t format, version;
	const char *prev, *ledger;	/* digest or `none`; digest or `self` */
	int64_t threshold;
	struct trust_root *roots;
	size_t root_count;
	struct trust_key *keys;
	size_t key_count;
	struct trust_grant *grants;
	size_t grant_count;
	struct trust_box *boxes;
	size_t box_count;
	struct trust_person *people;
	size_t person_count;
	int release;			/* enum release; the policy begins here */
	bool seal_default;
	int64_t seal_recipients_min, required_witnesses, checkpoint_max_age_days;
	struct digest sha256;		/* of the file's bytes */
	struct span bytes;		/* lent */
};

/* NULL with faults; *newer: made by a newer assay, nothing else was judged. */
struct trust *trust_read(struct arena *arena, struct faults *faults, bool *newer,
			 struct span bytes);

/* Someone version 1 speaks of. */
struct trust_member {
	const struct sshkey *key;
	const char *actor, *name;	/* name NULL: not said */
	unsigned roles;			/* bits 1 << enum trust_role */
};

/* `assessor`, and back; -1. */
const char *trust_role_word(enum trust_role role);
int trust_role_from_word(struct span word);

struct trust_signature {
	const char *kid;
	struct span armour;		/* without the final LF */
};

/*
 * May `next` follow `now` (NULL: next is version 1) with these signatures, every rule of
 * section 5? 0, or -1 with *code one of trust-version, bad-link, wrong-ledger,
 * trust-edited, bad-signature, trust-threshold and a sentence in err.
 */
MUST int trust_follows(const char **code, const struct trust *next,
		       const struct trust *now, const struct trust_signature *signatures,
		       size_t count, struct err *err);

/* How many distinct root persons these keys are of, whatever number of keys each has; the
 * signatures themselves are not looked at. */
int64_t trust_signed_by(const struct trust *under,
			const struct trust_signature *signatures, size_t count);

const struct trust_key *trust_key(const struct trust *trust, const char *kid);
const struct trust_box *trust_box(const struct trust *trust, const char *box_kid);
bool trust_is_root(const struct trust *trust, const char *kid);
const char *trust_name(const struct trust *trust, const char *actor);	/* or the actor */
/* rotated, lost, compromised, left */
const char *trust_end_word(const struct trust_until *until);
/* The number in `until`; -1 for none. */
int64_t trust_until_seq(const struct trust_until *until);

/* Does any grant open for this key at `version` give one of these roles for this rubric
 * (NULL: no rubric is asked for)? `roles` are bits 1 << enum trust_role. */
bool trust_allows(const struct trust *trust, const char *kid, unsigned roles,
		  const char *rubric, int64_t version);

/* …for any key of this person, in this version. */
bool trust_allows_person(const struct trust *trust, const char *actor, unsigned roles,
			 const char *rubric);

/*
 * The same of a record at `seq` that cites `version`: closed grants still count up to
 * their last good record. TRUST_FROZEN: one would, but the record comes after that.
 * `roles` 0 asks for any key in trust: frozen once all its grants are closed.
 */
enum trust_answer { TRUST_YES, TRUST_NO, TRUST_FROZEN };
enum trust_answer trust_judge(const struct trust *trust, const char *kid, unsigned roles,
			      const char *rubric, int64_t version, int64_t seq);

/* The allowed_signers file, byte for byte as section 12 says. */
void trust_signers(struct buf *out, const struct trust *trust);

#endif
