/*
 * From a finished session to a signed record: prepared and shown, then signed, appended,
 * released. Until seal_sign returns 0 nothing is decided; a retry after any crash leaves
 * exactly one record.
 */
#ifndef CORE_DESK_SEAL_H
#define CORE_DESK_SEAL_H

#include "core/desk/session.h"
#include "core/store/ledger.h"
#include "core/store/outcome.h"
#include "core/trust/agent.h"
#include "core/trust/keyfile.h"

#define SEAL_NOTES "notes.yaml"
#define SEAL_CONFLICT "conflict.txt"

struct seal {
	struct arena arena;
	struct session *session;	/* lent */
	struct ledger *ledger;		/* lent */
	const char *id;			/* the record id */
	struct span record, notes, conflict;	/* as they will be signed; empty: none */
	struct span feedback;		/* what the learner will read */
	const struct decision *decision;	/* the same as `record`, for showing */
	const char *readers;		/* who will be able to open notes and conflict, which
					   are sealed; NULL: they lie open, or there are none */
	bool releases;			/* policy on_sign: the outcome goes to the learner now */
};

struct sealed {
	struct appended appended;
	char outcome_oid[OID_HEX];	/* "" when not released */
	const char *release_trouble;	/* recorded, but not released, and why; NULL: fine */
	const char *keys_trouble;	/* recorded and sealed, but nobody else has the key yet,
					   and why; NULL: fine */
};

/* Check and build all of it. ERR_REFUSED for a gap. Hashes the evidence: may take long. */
MUST int seal_prepare(struct seal *out, struct session *session, struct ledger *ledger,
		      const struct sshkey *key, const struct progress *progress,
		      struct err *err);
void seal_close(struct seal *seal);

/*
 * Did a signing that was cut off go through? *out is the commit, "" when it did not (or none
 * had begun). Signing again then only finishes what is left.
 */
MUST int seal_recorded(char out[OID_HEX], const struct session *session, struct ledger *ledger,
		       struct err *err);

/* Sign, append, release, retire the draft. Texts live in the seal's arena. */
MUST int seal_sign(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
		   struct err *err);

/*
 * Steps of it, also for what is put in a decision's place (moderate.h): what the scoring
 * found, as a record says it; notes and feedback; and the outcome of seal->decision, which
 * out->appended proves (and a moderation of it; NULL: none), given to the learner.
 */
void seal_finding(struct decision *said, struct seal *seal);
void seal_texts(struct seal *seal);
void seal_release(struct sealed *out, struct seal *seal,
		  const struct outcome_proof *moderation, struct signer *signer, int64_t now);

/* Put a draft that was signed away: aside, or for good where what it says is sealed; a note that
 * was being written goes. One that stays behind is harmless: it knows its record, and asks to
 * sign again. */
void seal_put_away(struct draft *draft, const struct trust *trust);

/* Append the commands by which anyone checks a record with stock git, as stock_print does. */
void seal_how_to_check(struct buf *out, const struct workspace *workspace,
		       const struct oid *commit, size_t columns);

/* The workspace's key. ERR_PASSPHRASE when one is wanted and `passphrase` is empty. */
MUST int seal_open_signer(struct signer *out, const struct workspace *workspace,
			  const struct passphrase *passphrase, struct err *err);
/* Its public half, and whether a passphrase will be wanted. */
MUST int seal_peek_signer(struct sshkey *out, bool *sealed, const struct workspace *workspace,
			  struct err *err);

#endif
