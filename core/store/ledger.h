/*
 * The ledger of a programme: one linear, single-writer chain of signed records a key, and
 * beside them the trust chain (ledger.md). Nothing is ever edited; what is appended is
 * durable, verified as a stranger would, and there exactly once.
 */
#ifndef CORE_STORE_LEDGER_H
#define CORE_STORE_LEDGER_H

#include "core/base/progress.h"
#include "core/store/commit.h"
#include "core/trust/envelope.h"
#include "core/trust/trust.h"

#define LEDGER_TRUST "refs/heads/assay/v1/trust"
#define LEDGER_LOG "refs/heads/assay/v1/log/"
/* Local marks: what stands below `assay/v1/` in a chain's ref follows. */
#define LEDGER_MARK "refs/assay/hwm/"
/* Where trust stood when its root persons were last asked which of two holds; local, too. */
#define LEDGER_SETTLED "refs/assay/settled/trust"

struct ledger_index;
struct marks;

/* The head of a chain that was found good, with all below it. */
struct vouched {
	const char *ref;
	struct oid head;
};

enum { LEDGER_HANDS = 16 };
struct ledger {
	struct arena arena, trust_arena;
	struct repo *repo;
	const char *path;
	char id[DIGEST_HEX];		/* L: SHA-256 of trust version 1 */
	const struct trust *trust;	/* the newest verified version */
	struct digest *versions;	/* of trust 1 … trust->version */
	struct oid trust_head;		/* what the trust chain was judged at */
	const char *trust_code;		/* why a later version is not in force; or NULL */
	const char *trust_detail;
	struct ledger_index *index;	/* made when it is first needed */
	const char *state;		/* where verified marks are kept; NULL: nowhere */
	const char *keys;		/* folder of keys of sealed texts; NULL: none */
	size_t mark_after;		/* new records; 0: MARK_AFTER */
	struct marks *marks;		/* what it is judged by, once there is an index */
	struct vouched *vouched;	/* under this trust, by those who append */
	size_t vouched_count;
	size_t threads;			/* for an audit: chains at once; 0 is one */
	struct repo *hands[LEDGER_HANDS];	/* theirs, but the first's, when opened */
};
/* A mark is made again when there are so many more good records, and a thousandth. */
enum { MARK_AFTER = 64, MARK_SHARE = 1000 };

/*
 * A new ledger at `path` with trust version 1, signed by its one root, the first member,
 * who holds `signer`; and that person's genesis record. Whole, or not there. ERR_EXISTS;
 * ERR_USAGE for a member that trust would not take. `now` is UTC seconds.
 */
MUST int ledger_create(struct ledger *out, const char *path, struct signer *signer,
		       const struct trust_member *members, size_t count,
		       enum release release, int64_t now, struct err *err);
/*
 * Open and verify the trust chain; `id` (64 hex) must match unless NULL. ERR_UNSAFE,
 * ERR_INVALID with the reason code first. A bad later version leaves those below in
 * force: then it opens, and trust_code says what is wrong.
 */
MUST int ledger_open(struct ledger *out, const char *path, const char *id,
		     struct err *err);
void ledger_close(struct ledger *ledger);

struct blob_to_write {
	const char *name;		/* as in attach/, without that prefix */
	struct span bytes;
};

struct append {
	enum record_type type;
	const char *actor;
	const char *record_id;		/* the `id` inside it: the idempotency key */
	const char *subject;		/* not looked at: it is derived from the record */
	struct span record;
	const struct blob_to_write *attachments;
	size_t attachment_count;
	int64_t now;
};

struct appended {
	struct oid oid;
	char sha256[DIGEST_HEX];	/* of the raw commit */
	int64_t seq;
	bool was_there;			/* a retry found it already recorded */
};

/*
 * Append a record to the signer's own chain (made with its genesis if it is new), if the
 * tip is still what it was when we looked. Crash-safe: lock, journal, objects,
 * compare-and-swap, sync. Idempotent by record_id: of the last JOURNAL_KEEPS appends of
 * this key, and the head. ERR_CONFLICT: the chain or the trust moved, look again; or
 * another assay held the ledger all the while. ERR_REFUSED with the reason code first: a
 * stranger would not accept it, and nothing changed. ERR_IO: the ledger cannot be
 * written, and nothing changed.
 */
MUST int ledger_append(struct appended *out, struct ledger *ledger, struct signer *signer,
		       const struct append *what, struct err *err);

/*
 * Put the next version of trust in force: `next` as it was read from its bytes, with what
 * its roots signed; `signer` is a root of the version in force, `actor` its person. Judged
 * before and after it is written, as a stranger would; then the ledger stands on it.
 * ERR_CONFLICT: another version was published since the ledger was opened. ERR_REFUSED
 * with the reason code first, and nothing changed.
 */
MUST int ledger_publish_trust(struct oid *out, struct ledger *ledger,
			      struct signer *signer, const char *actor,
			      const struct trust *next,
			      const struct trust_signature *signatures, size_t count,
			      int64_t now, struct err *err);

/*
 * Where the trust chain stood when it was last found good here is on the way to where it
 * stands; else ERR_REFUSED: somebody has two of them, and nobody signs under one of two.
 */
MUST int ledger_trust_ready(struct ledger *ledger, struct err *err);
/* That, and no chain rests on a newer version than is here: ERR_CONFLICT, fetch it; nor on
 * another of a number that is here: ERR_REFUSED, as above. Asked before trust is changed, and
 * before keys go or are given by what the ledger says; of every other chain, before any record
 * is signed (ledger_seen). */
MUST int ledger_trust_fresh(struct ledger *ledger, struct err *err);
/* The root persons said that the version in force, which has this digest (64 hex), is the one
 * that holds: from now on it is what was found good here, who signed under another of its
 * number, or of one below, is passed over; and until a newer one is in force, so is whatever
 * keys sign that it does not know: only those it knows can speak of a newer one. ERR_REFUSED
 * where it has another digest, and where something that does not hold stands above it. */
MUST int ledger_trust_settle(struct ledger *ledger, const char *sha256, struct err *err);

/* Heads of all other chains that moved since this key's last record, for `seen`: at most
 * LEDGER_SEEN, then the next record tells of the others. */
enum { LEDGER_SEEN = 500 };
MUST int ledger_seen(struct seen **out, size_t *count, struct arena *arena,
		     struct ledger *ledger, const char *actor, const char *kid,
		     struct err *err);
/* …and of all other chains, moved or not, for a checkpoint. */
MUST int ledger_heads(struct seen **out, size_t *count, struct arena *arena,
		      struct ledger *ledger, const char *actor, const char *kid,
		      struct err *err);

/* One record as found on a chain, judged. */
struct entry {
	const char *ref;
	struct oid oid;
	char sha256[DIGEST_HEX];	/* of the raw commit */
	const struct commit *commit;	/* NULL when it could not be read */
	const struct record *record;	/* NULL when it cannot be read, and of trust */
	const char *code;		/* NULL: valid; else a code of section 6 */
	const char *detail;		/* a sentence; may hold foreign bytes */
	int64_t seq;			/* -1 when unknown */
	bool counts;			/* so is all below it: fold over these alone */
	bool unread;			/* its chain is of no key in trust: nothing of it but
					   where it stands is known, or is to be shown */
};

/*
 * Read and judge one commit's record on the chain `ref` with all of section 6 that needs
 * no walk: what other records and the rest of its chain say is not looked at (of a trust
 * commit, all below it is). On a chain that is not read it is told as on a walk, unread.
 * ERR_USAGE: no ref of a chain; ERR_NOT_FOUND: not on the trust chain.
 */
MUST int ledger_entry(struct entry *out, struct arena *arena, struct ledger *ledger,
		      const char *ref, const struct oid *oid, struct err *err);

/*
 * Every record of every chain: the trust chain, then the log chains by ref, each in chain
 * order, judged by section 6 steps 1-9 under the trust in force when the ledger was
 * opened. `visit` may return false to stop. The entry lives only during the call.
 */
MUST int ledger_walk(struct ledger *ledger, const struct progress *progress,
		     bool (*visit)(void *who, const struct entry *entry), void *who,
		     struct err *err);

/*
 * The same of the log chains, where of what a mark covers only records about this portfolio
 * (32 hex; NULL: about none) and published rubrics are read: it does not take longer as the
 * ledger grows. What is above the mark is visited whatever it is about.
 */
MUST int ledger_walk_about(struct ledger *ledger, const char *portfolio,
			   const struct progress *progress,
			   bool (*visit)(void *who, const struct entry *entry), void *who,
			   struct err *err);

/* The bytes of its record.yaml (trust.yaml on the trust chain), in `arena`. */
MUST int ledger_file(struct span *out, struct arena *arena, struct ledger *ledger,
		     const struct entry *entry, struct err *err);
/* An attachment of a judged entry, in `arena`. ERR_NOT_FOUND. One that is sealed is opened;
 * where the key is not at hand, as keyring_read says. */
MUST int ledger_attachment(struct span *out, struct arena *arena, struct ledger *ledger,
			   const struct entry *entry, const char *name, struct err *err);
/* The envelope it is sealed in, unopened. ERR_NOT_FOUND when it lies open. */
MUST int ledger_envelope(struct envelope *out, struct arena *arena, struct ledger *ledger,
			 const struct entry *entry, const char *name, struct err *err);

#endif
