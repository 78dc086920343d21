/*
 * Where every record of a ledger is: chains as lists of links, from genesis up, and a
 * table from the SHA-256 of a raw commit to its place. Nothing here is judged yet; what a
 * verified mark covers (core/store/marks.h) is not read again. Private to core/store.
 */
#ifndef CORE_STORE_JUDGE_INDEX_H
#define CORE_STORE_JUDGE_INDEX_H

#include "core/base/crew.h"
#include "core/store/git_ledger.h"
#include "core/store/judge.h"
#include "core/store/marks.h"

enum { CHAIN_RECORDS = 100000 };

struct chain {
	struct chain_name name;
	struct oid head;
	struct verdict unread;		/* its name is of no key in trust: no record of it can
					 * count, and none is read. Empty: it is read */
	const struct marked_chain *marked;	/* what a mark covers of it; NULL: nothing */
	struct marks *marks;
	struct link *old;		/* its rows in the mark: not to be judged again */
	size_t old_count;
	struct link *links;		/* above them, in chain order */
	size_t count;			/* of both */
	struct arena arena;		/* of links */
	size_t first;			/* links[0] in the table of the index */
	bool is_too_long;		/* over CHAIN_RECORDS: no links */
	/* What the last walk found: so many records, from genesis up, all good. */
	size_t good;
	int64_t good_version;
	bool good_retired;
};

struct record_place {
	const struct chain *chain;
	size_t at;
};

/* Digests that were looked for and are not here. */
struct missed {
	struct arena arena;
	struct digest *items;
	size_t count;
};

/* A published rubric that some record rests on. */
struct known_rubric {
	struct oid oid;			/* of the record that publishes it */
	bool is_here;
	struct digest sha256;		/* of its bytes */
	const struct rubric *rubric;	/* NULL: not one that we can read */
};

/* Those met on a walk, each read once. */
struct rubrics {
	struct arena arena;
	struct known_rubric *items;
	size_t count;
};
void rubrics_close(struct rubrics *rubrics);

struct ledger_index {
	struct arena arena;
	struct chain *chains;		/* log chains, by ref name */
	size_t chain_count, read_count;	/* of them are read */
	const char **foreign;		/* refs that do not belong in a ledger */
	struct oid *foreign_oids;
	size_t foreign_count;
	uint32_t *table;		/* open addressing, by SHA-256: which link + 1 */
	size_t slots;
	struct marks *marks;		/* the ledger's; NULL: none */
	struct chain **marked;		/* the chain of each in the mark */
	struct rubrics rubrics;
	struct missed missed;
};

/* The first `parent` line of the header, whatever else the bytes are; false: none. */
bool commit_below(struct oid *out, struct span raw);
/* Follow first parents down from the head; links in chain order. Where it meets the head
 * of `known` (may be NULL) it goes on with what is known. ERR_IO. */
MUST int chain_collect(struct chain *chain, const struct chain *known,
		       struct arena *arena, struct repo *repo, struct err *err);
/* All chains of an index, from what is known of them; also ERR_CANCELLED. */
MUST int chains_collect(struct ledger_index *index, struct ledger *ledger,
			const struct progress *progress, struct err *err);

/*
 * How many records of a chain are read before it is the next one's turn. Chains grow side by
 * side, so their records lie side by side in the packs: read one chain after the other, each
 * goes through all packs anew.
 */
size_t index_turn(const struct ledger_index *index);

/* The handle of one of its threads; 0 is the ledger's own. It is kept. */
MUST int ledger_hand(struct repo **out, struct ledger *ledger, size_t hand, struct err *err);

/* One of its records; NULL only when the mark it stands in turned out to be bad. */
struct link *chain_link(const struct chain *chain, size_t at);

/* Where the first record above its mark has to stand. */
struct standing chain_standing(const struct chain *chain);
/* Is this commit on it? Looked for from the head down. */
bool chain_holds(const struct chain *chain, const struct oid *oid);

/* NULL: the record at which a key was frozen is where the trust file says; else the code. */
const char *chain_pin_code(const struct chain *chain, const struct trust_until *until);

/* Is this the ref of a log chain? Texts of *out in `arena`. */
bool chain_name_parse(struct chain_name *out, struct arena *arena, const char *ref);
/* Is its key in trust, and this actor's? Else no record can be good there, whatever it is. */
struct verdict chain_name_judge(struct arena *arena, const struct trust *trust,
				const struct chain_name *name);
/* …and what is told of a record there, of which nothing is read. */
struct entry chain_entry_unread(const struct chain_name *name, const struct oid *oid,
				const struct verdict *why);

/* The ledger's index, made anew when a ref moved since. ERR_UNSAFE when there are more than
 * LEDGER_REFS. */
MUST int ledger_index(struct ledger_index **out, struct ledger *ledger,
		      const struct progress *progress, struct err *err);
void ledger_index_close(struct ledger_index *index);
/* Remember what the last walk found good, if that is much more than was. */
void ledger_index_mark(struct ledger *ledger);
/* Both the index and the mark it stands on; they are read anew when needed. */
void ledger_index_forget(struct ledger *ledger);
/* The mark is damaged: away with it. ERR_INVALID. */
int ledger_index_unmark(struct ledger *ledger, struct err *err);

/* Where the record with this SHA-256 (64 hex) is; NULL chain: not at hand, noted. */
struct record_place index_find(const struct ledger_index *index, struct missed *missed,
			       const char *sha256);
const struct chain *index_chain(const struct ledger_index *index, const char *actor,
				const char *kid);

#endif
