/*
 * Where every record of a ledger is: chains as lists of links, from genesis up, and a
 * table from the SHA-256 of a raw commit to its place. Nothing here is judged yet.
 * Private to core/store.
 */
#ifndef CORE_STORE_JUDGE_INDEX_H
#define CORE_STORE_JUDGE_INDEX_H

#include "core/store/judge.h"

enum { CHAIN_RECORDS = 100000, LEDGER_REFS = 20000 };

struct link {
	struct oid oid;
	struct digest sha256;		/* of the raw commit, if it could be had */
	bool has_raw;
	uint8_t type;			/* as its trailer says; RECORD_TYPES: not told */
};

struct chain {
	struct chain_name name;
	struct oid head;
	struct link *links;		/* in chain order */
	size_t count;
	bool is_too_long;		/* over CHAIN_RECORDS: no links */
};

struct record_place {
	const struct chain *chain;
	size_t at;
};

/* A published rubric that some record rests on. */
struct known_rubric {
	const struct link *link;	/* of the record that publishes it */
	bool is_here;
	struct digest sha256;		/* of its bytes */
	const struct rubric *rubric;	/* NULL: not one that we can read */
};

struct ledger_index {
	struct arena arena, rubric_arena;
	struct chain *chains;		/* log chains, by ref name */
	size_t chain_count;
	const char **foreign;		/* refs that do not belong in a ledger */
	struct oid *foreign_oids;
	size_t foreign_count;
	struct record_place *table;	/* open addressing, by SHA-256 */
	size_t slots;
	struct known_rubric *rubrics;
	size_t rubric_count;
};

/*
 * Follow first parents down from the head; links in chain order. Where it meets the head
 * of `known` (may be NULL) it goes on with what is known. ERR_IO, ERR_CANCELLED.
 */
MUST int chain_collect(struct chain *chain, const struct chain *known,
		       struct arena *arena, struct repo *repo,
		       const struct progress *progress, struct err *err);

/* Is this the ref of a log chain? Texts of *out in `arena`. */
bool chain_name_parse(struct chain_name *out, struct arena *arena, const char *ref);

/* The ledger's index, made anew when a ref moved since. */
MUST int ledger_index(struct ledger_index **out, struct ledger *ledger,
		      const struct progress *progress, struct err *err);
void ledger_index_close(struct ledger_index *index);

/* Where the record with this SHA-256 (64 hex) is; NULL chain: not at hand. */
struct record_place index_find(const struct ledger_index *index, const char *sha256);
const struct chain *index_chain(const struct ledger_index *index, const char *actor,
				const char *kid);

#endif
