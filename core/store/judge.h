/*
 * Judging one signed commit (ledger.md section 6): first by itself, then in its place on
 * a chain. Private to core/store.
 *
 * By itself is everything that needs no neighbour, and is where the time goes; in its
 * place is what the chain, the trust and the other records say. One code a record, the
 * first in the order of section 12: `early` faults, then links, then `late` ones, then
 * authority.
 */
#ifndef CORE_STORE_JUDGE_H
#define CORE_STORE_JUDGE_H

#include "core/base/fault.h"
#include "core/store/verify.h"

/* Whose commits may stand on a chain. */
struct chain_name {
	const char *ref;
	const char *actor, *kid;	/* of a log chain; NULL: the trust chain, or… */
	bool is_outcomes;		/* …the outcome branch of a portfolio */
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
	const struct digest *known;	/* of raw, from when it was held against its id; or NULL */
	struct span raw;		/* empty when it could not be had */
	struct digest sha256;		/* of raw */
	struct commit commit;
	bool is_read;			/* commit is of use */
	bool is_whole;			/* the blobs are those of the trailers */
	struct verdict early, late;
	struct span record_bytes;
	struct record *record;		/* NULL when it could not be read */
	struct trust *trust;		/* of a trust commit: trust.yaml */
	struct span *attached;		/* of trust and outcomes, as the trailers */
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
	bool has_sha256, has_seq;	/* could the record below be had, and read? */
	struct digest sha256;		/* of the record below */
	int64_t seq;			/* of it */
	int64_t trust_version;		/* the newest cited so far */
	bool retired;			/* nothing may follow */
	bool stale;			/* a trust was cited that is not here */
};

/* Move up: the record just judged, with this code, is now below. */
void standing_pass(struct standing *standing, const struct ledger *ledger,
		   const struct exam *exam, const char *code);
/* Links and sequence; NULL code if they fit. */
struct verdict judge_links(const struct standing *below, const struct exam *exam);

/* 16-byte names that were met before: ids, superseded records. {0} is empty. */
struct met {
	uint8_t key[32];		/* so that nobody can choose names that collide */
	uint8_t (*names)[16];		/* as they came */
	size_t count, room;
	uint32_t *table;		/* which name + 1, where it is sought; 0: free */
	size_t slots;
};
void met_close(struct met *met);
/* Was it there? It is now. */
bool met_add(struct met *met, const char *hex);

struct attempt;
struct ledger_index;
struct chain;
struct missed;
struct rubrics;

/* A place on a log chain, and what surrounds it. */
struct chain_place {
	struct ledger *ledger;
	struct standing below;
	const struct ledger_index *index;	/* NULL: other records are not looked at */
	const struct chain *chain;	/* NULL: a new one */
	struct missed *missed;		/* with the index: what was not found, */
	struct rubrics *rubrics;	/* and what was read */
	struct met ids, superseded;	/* by the records below, but those of the mark */
};
void place_close(struct chain_place *place);

/*
 * All of it, in order: key, links, trust version, tree, record, authority, cross-checks;
 * and move up. -1 only when the disk failed.
 */
MUST int judge_in_place(struct verdict *out, struct chain_place *place, struct exam *exam,
			struct err *err);

/* What a record says of others; only what is at hand is looked at. */
MUST int judge_references(struct verdict *out, struct chain_place *place,
			  const struct exam *exam, struct err *err);
/* Does a record name any other that would have to be found? */
bool has_references(const struct record *record);
/* Fill place->superseded from all decisions of its chain, unjudged. */
MUST int place_look_back(struct chain_place *place, struct err *err);

/*
 * Points, totals, outcome and trace, made again by the rubric, and what the attempt has
 * carried. `attempt` NULL: its basis is not at hand, and what rests on it is not asked.
 */
struct verdict judge_finding(struct arena *arena, const struct rubric *rubric,
			     const struct decision *said, const struct attempt *attempt);
/* What comes of a sheet, as above; *asked false: that rests on a basis not at hand. */
struct decision_result judge_sheet(bool *asked, struct arena *arena,
				   const struct sheet *sheet, int64_t number,
				   const struct attempt *attempt);
/* Carried criteria stand as they did. */
struct verdict judge_carried(struct arena *arena, const struct sheet *sheet,
			     const struct attempt *attempt);
/* The sheet these scores make, which must be in rubric order; else `bad-record`. */
struct verdict judge_scores(struct sheet *out, struct arena *arena,
			    const struct rubric *rubric,
			    const struct record_score *scores, size_t count);

/* The bytes of attach/NAME of a commit, as its trailer names them. ERR_NOT_FOUND. */
MUST int attachment_read(struct span *out, struct arena *arena, struct repo *repo,
			 const struct commit *commit, const char *name, struct err *err);

/* What the exam found, as told to others; lives as long as the exam. */
struct entry exam_entry(const struct exam *exam, struct verdict verdict);

/* A trust chain, judged: what is in force, and why no more is. */
struct trust_chain {
	struct arena arena;
	const struct trust *trust;	/* the newest version that holds; NULL: none */
	struct digest *versions;	/* of 1 … trust->version */
	struct oid head;
	char id[DIGEST_HEX];		/* the ledger's; "" when it could not be told */
	struct verdict fault;		/* of the first version that does not hold */
	int64_t records, valid;
};

/*
 * Read and judge the trust chain whole. `id` is the ledger's, or NULL: then it is what
 * version 1 makes it. `visit` may be NULL. ERR_NOT_FOUND when there is none.
 */
MUST int judge_trust_chain(struct trust_chain *out, struct ledger *ledger, const char *id,
			   bool (*visit)(void *who, const struct entry *entry), void *who,
			   struct err *err);
/* A trust commit that nothing points to yet, as what follows the version in force. */
MUST int judge_next_trust(struct verdict *out, struct ledger *ledger, struct arena *arena,
			  const struct oid *oid, struct err *err);
/* Put it in force; it is then the ledger's. */
void ledger_take_trust(struct ledger *ledger, struct trust_chain *chain);

/*
 * The first record of a log chain that does not hold, from its mark up; its number, -1 when
 * it has none. A chain that holds is vouched for. -1 only when it cannot be judged.
 */
MUST int judge_own_chain(struct verdict *out, int64_t *seq, struct ledger *ledger,
			 const struct chain_name *name, struct err *err);
/* Was this head of a chain found good, under the trust in force? It is now. */
bool ledger_vouches(const struct ledger *ledger, const char *ref, const struct oid *head);
void ledger_vouch(struct ledger *ledger, const char *ref, const struct oid *head);

/* What a walk tells: records, faults of no record, claims that do not hold. */
struct walk_sink {
	/* Chain number `at` begins: who is told of it; may be NULL: the one below. Before
	 * all records, when more are walked at once. */
	void *(*chain)(void *who, const struct chain *chain, size_t at);
	bool (*record)(void *who, const struct entry *entry);
	void (*problem)(void *who, const struct problem *problem);	/* may be NULL */
	void *who;
	void *pins;			/* is told of pins; NULL: `who` is */
	bool all;			/* also what a mark covers, held against it */
	const uint8_t *about;		/* of that, these only, and rubrics; NULL: every one */
};
/* `index` as ledger_index just gave it; afterwards it may be gone: ask for it again. */
MUST int judge_logs(struct ledger *ledger, struct ledger_index *index,
		    const struct progress *progress, const struct walk_sink *sink,
		    struct err *err);

#endif
