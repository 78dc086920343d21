/*
 * The audit: a whole ledger judged by a stranger (ledger.md section 6), and the one table
 * of reason codes.
 */
#ifndef CORE_STORE_VERIFY_H
#define CORE_STORE_VERIFY_H

#include "core/store/ledger.h"

struct problem {
	const char *ref, *code, *detail;
	bool has_commit;
	struct oid commit;
	int64_t seq;			/* -1: none */
};

struct chain_report {
	const char *ref, *actor, *kid;
	int64_t records, valid;		/* valid: up to the first bad one */
	bool has_head;
	struct oid head;
	int64_t certified;		/* of the valid: under checkpoints enough (witness.h) */
};

struct audit {
	const char *ledger;		/* id, or NULL when it could not be told */
	int64_t trust_version, records, valid;
	struct chain_report *chains;
	size_t chain_count;
	struct problem *problems;
	size_t problem_count;
	int64_t remembered;		/* of the records: a mark vouches for them */
	bool has_checkpoint;		/* is there one that counts? */
	int64_t checkpoint_time;	/* UTC seconds, as the newest says; and whose it is */
	const char *checkpoint_actor;
	int64_t checkpoint_days;	/* policy: how old it may be; 0: as old as it likes */
	size_t people;			/* in the trust file */
	bool id_checked;		/* an id was given and is the ledger's */
	bool ok;
};

/* How to go about it; {0} is everything, on one thread. */
struct audit_how {
	const char *id;			/* the ledger's; NULL: not checked */
	const char *state;		/* where verified marks are; NULL: none are used or made */
	size_t mark_after;		/* as in struct ledger */
	bool full;			/* judge everything, and only then make a mark */
	size_t threads;
};

/* Judge the ledger at `path`. A problem is an answer, not an error: -1 only when the disk
 * or the caller's cancel stopped it. Everything lives in `arena`. */
MUST int audit_run(struct audit *out, struct arena *arena, const char *path,
		   const struct audit_how *how, const struct progress *progress,
		   struct err *err);

/* What it says of a ledger that nobody is to open as one. */
void audit_unsafe(struct audit *out, struct arena *arena, const char *why);

/*
 * Is somebody else to look, and did nobody for longer than the policy says? Appends the
 * sentence, with what to do.
 */
bool audit_is_unwatched(struct buf *out, const struct audit *audit, int64_t now);

/*
 * Where each chain stood when it was good, for the next audit to hold it against: the marks
 * `refs/assay/hwm` of one's own ledger go forward to what this audit found, and what stood
 * beside a chain is kept under `refs/assay/conflict`.
 */
MUST int audit_remember(const struct audit *audit, struct ledger *ledger, struct err *err);
/* The same for the ledger at a path, by the id and the state it was audited with. One that
 * cannot be written is left as it is: that is no fault of what it says. */
void audit_remember_at(const struct audit *audit, const char *path,
		       const struct audit_how *how);

struct reason {
	const char *code, *sentence, *remedy;
};
/* NULL when there is no such code. */
const struct reason *reason_find(const char *code);
extern const struct reason reasons[];
extern const size_t reason_count;
/* Its place among them; NULL comes after all. */
size_t reason_place(const struct reason *reason);

#endif
