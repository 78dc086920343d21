/*
 * A change of trust that is proposed and not yet in force: the next version of the trust
 * file, drawn up in the programme's folder, signed there by the root persons (each on their
 * own machine; the folder is what they pass on), published once.
 *
 *	<programme>/trust/trust.yaml	the next version, whole
 *	<programme>/trust/<kid>.sig	a root's signature over it, as ssh-keygen -Y sign writes
 */
#ifndef CORE_DESK_PROPOSAL_H
#define CORE_DESK_PROPOSAL_H

#include "core/store/ledger.h"
#include "core/store/workspace.h"
#include "core/trust/trust_edit.h"

struct proposal {
	struct arena arena;
	const char *dir;
	struct ledger *ledger;		/* lent; the version in force is its */
	struct trust *next;		/* NULL: nothing is proposed */
	struct trust_signature *signatures;
	size_t count;
	const char *stale;		/* why nobody can sign it now; NULL */
};

/*
 * What is proposed in this programme. ERR_CONFLICT when another version was published since
 * it was begun, ERR_SYNTAX and ERR_REFUSED when it is none that could follow.
 */
MUST int proposal_open(struct proposal *out, const struct workspace *workspace,
		       struct ledger *ledger, struct err *err);
void proposal_close(struct proposal *proposal);

/* The version to be changed by the functions of trust_edit.h, begun if there is none. */
struct trust *proposal_edit(struct proposal *proposal);
/* Someone to be let in, or given more: what they may say with which key. */
struct newcomer {
	const char *actor, *name;	/* name NULL: as before */
	const char *pub;		/* a file with their OpenSSH public key */
	const char *const *roles;	/* words of trust_role_word, and `root` */
	size_t role_count;
	const char *const *rubrics;	/* globs; none: every rubric */
	size_t rubric_count;
};
/* ERR_USAGE where a word is none, ERR_SYNTAX for a key that is no ed25519 key. */
MUST int proposal_admit(struct proposal *proposal, const struct newcomer *who,
			struct err *err);
/* A box for a person, from the file `NAME.box.pub` of theirs. ERR_SYNTAX; ERR_REFUSED for a
 * key that signs. */
MUST int proposal_box(struct proposal *proposal, const char *actor, const char *pub,
		      struct err *err);
/* All a person's open keys end where they are; what they might, the key in `pub` may. */
MUST int proposal_rotate(struct proposal *proposal, const char *actor, const char *pub,
			 struct err *err);
/* The kid meant by it or its beginning (4 digits and more). ERR_NOT_FOUND. */
MUST int proposal_kid(const char **out, const struct proposal *proposal, const char *name,
		      struct err *err);

/*
 * A key ends with record `seq` of its chain as it is in the ledger: -1 for the last that
 * counts (`none` where it never said anything).
 */
MUST int proposal_end_key(struct proposal *proposal, const char *kid, int64_t seq,
			  const char *why, struct err *err);
/*
 * The same as a person types it in one line: `a-ben ben.pub assessor moderator for welding-*
 * called Ben Ny`; `lost`, or `lost 41` where that is the last good record; a box's file, or
 * `none` for all that person has; `release manual`. ERR_USAGE too.
 */
MUST int proposal_say_admit(struct proposal *proposal, const char *text, struct err *err);
MUST int proposal_say_end(struct proposal *proposal, const char *kid, const char *text,
			  struct err *err);
MUST int proposal_say_box(struct proposal *proposal, const char *actor, const char *text,
			  struct err *err);
MUST int proposal_say_policy(struct proposal *proposal, const char *text, struct err *err);
/* Write it; signatures over what it was before are gone. ERR_REFUSED where it says nothing
 * new or could not follow; as ledger_trust_fresh, for nobody could sign what stands on an old
 * trust file, or on one of two. */
MUST int proposal_keep(struct proposal *proposal, struct err *err);

/* Another root's folder: the same proposal adds its signatures, where there is none it is
 * taken. ERR_CONFLICT when it is another than the one here; as ledger_trust_fresh. */
MUST int proposal_take(struct proposal *proposal, const char *dir, struct err *err);
/* ERR_REFUSED for a key that is no root's, before or after; else as ledger_trust_fresh. */
MUST int proposal_sign(struct proposal *proposal, struct signer *signer, struct err *err);
/* How many root persons have yet to sign, in the version in force or the next. */
int64_t proposal_wants(const struct proposal *proposal);
/* Into the ledger; then the folder is empty again. */
MUST int proposal_publish(struct oid *out, struct proposal *proposal,
			  struct signer *signer, const char *actor, int64_t now,
			  struct err *err);
/* Nothing is proposed any more. ERR_NOT_FOUND when nothing was. Says nothing of whether
 * what stands there could be read. */
MUST int proposal_drop(const struct workspace *workspace, struct err *err);

#endif
