/*
 * Judging one signed commit (ledger.md section 6): first by itself, then in its place on a
 * chain. Private to core/store.
 *
 * By itself is everything that needs no neighbour, and is where the time goes; in its place
 * is what the chain, the trust and the other records say. One code a record, the first in
 * the order of section 12: `early` faults, then links, then `late` ones, then authority.
 */
#ifndef CORE_STORE_JUDGE_H
#define CORE_STORE_JUDGE_H

#include "core/base/fault.h"
#include "core/store/ledger.h"

/* Whose commits may stand on a chain. */
struct chain_name {
	const char *ref;
	const char *actor, *kid;	/* of a log chain; NULL: the trust chain, or… */
	bool is_outcomes;		/* …the outcome branch of a portfolio repository */
};

struct verdict {
	const char *code;		/* NULL: nothing found */
	const char *detail;
};

struct exam {
	struct arena *arena;
	struct repo *repo;
	const char *ledger;		/* the id it must name; NULL: any */
	struct chain_name chain;
	struct oid oid;
	struct span raw;		/* empty when it could not be had */
	struct digest sha256;		/* of raw */
	struct commit commit;
	bool is_read;			/* commit is of use */
	bool is_whole;			/* the blobs are those of the trailers */
	struct verdict early, late;
	struct span record_bytes;
	struct record *record;		/* NULL when it could not be read */
	struct trust *trust;		/* of a trust commit: trust.yaml */
	struct span *attached;		/* of a trust or outcome commit, as the trailers are */
};

/* -1 only when the disk failed (ERR_IO): everything else is a verdict. */
MUST int examine(struct exam *exam, struct err *err);

/* The key and signature of an examined commit under this trust; adds to `early`. */
void examine_key(struct exam *exam, const struct trust *trust);

/* Keep the first fault only. */
void verdict_set(struct verdict *verdict, struct arena *arena, const char *code,
		 const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Where a chain stands: what its next record must fit. {0} is before its first. */
struct standing {
	bool has_sha256, has_seq;	/* false: the record below could not be had, or read */
	struct digest sha256;		/* of the record below */
	int64_t seq;			/* of it */
	int64_t trust_version;		/* the newest cited so far */
	bool retired;			/* nothing may follow */
	bool stale;			/* a trust was cited that is not here */
};

/* Links and sequence of an examined commit; NULL code if they fit. */
struct verdict judge_links(const struct standing *below, const struct exam *exam);
/* The trust version it cites. */
struct verdict judge_trust_version(const struct ledger *ledger, const struct standing *below,
				   const struct exam *exam);
/* May this key say this, at this place? */
struct verdict judge_authority(const struct ledger *ledger, const struct exam *exam);
/* All of it, in order: key, links, trust version, tree, record, authority, cross-checks. */
struct verdict judge_in_place(struct ledger *ledger, const struct standing *below,
			      struct exam *exam);

/* Move up: the record just judged, with this code, is now below. */
void standing_pass(struct standing *standing, const struct ledger *ledger,
		   const struct exam *exam, const char *code);

/* What the exam found, as told to others; lives as long as the exam. */
struct entry exam_entry(const struct exam *exam, struct verdict verdict);

/*
 * Read and judge the trust chain whole, and put the newest verified version in force. `id` is
 * the ledger's, or NULL: then it is what version 1 makes it. `visit` may be NULL.
 */
MUST int judge_trust_chain(struct ledger *ledger, const char *id,
			   bool (*visit)(void *who, const struct entry *entry), void *who,
			   struct err *err);

#endif
