/*
 * Who else vouches for a record. Each record says which heads of other chains its writer
 * saw, and a checkpoint all of them; a head stands for everything below it. A record that
 * others saw cannot be taken back or rewritten unseen: it is witnessed(n) by n other persons,
 * and certified when as many persons put it under a checkpoint as the policy
 * `required_witnesses` asks for, one at least (ledger.md sections 6 and 12).
 *
 * A fold over a walk: it takes in what holds, and only what is true of the chains here.
 */
#ifndef CORE_STORE_WITNESS_H
#define CORE_STORE_WITNESS_H

#include "core/store/ledger.h"

struct witness {
	struct arena arena;
	struct ledger *ledger;		/* lent */
	const struct ledger_index *index;	/* as the walk has it */
	struct witnessed *chains;	/* by kid */
	size_t chain_count;
	struct voucher *trust;		/* of the trust chain */
	bool any;			/* is there a checkpoint that counts? */
	int64_t newest;			/* the time that the newest of them says, */
	char actor[32];			/* and whose it is */
};

struct seen_by {
	size_t persons;			/* others that saw it */
	bool certified;
};

void witness_open(struct witness *out, struct ledger *ledger);
void witness_close(struct witness *witness);
/* One entry of a walk of that ledger, during the walk. */
void witness_add(struct witness *witness, const struct entry *entry);

/* Checkpoints by where they are: the newest that counts of each chain. */
struct checkpoints {
	const char **refs;
	struct oid *oids;
	size_t count;
};
void checkpoints_add(struct checkpoints *list, struct arena *arena, const char *ref,
		     const struct oid *oid);
/*
 * What certificates rest on, without the rest: these, and of a chain that has none of them
 * the newest that a mark covers. After the ledger was walked.
 */
MUST int checkpoints_read(struct witness *out, const struct checkpoints *list,
			  struct err *err);

/* Of record `seq` of the chain of this key, or (type trust) of the trust chain. */
struct seen_by witness_of(const struct witness *witness, enum record_type type,
			  const char *actor, const char *kid, int64_t seq);
/* How many records of that chain are certified: all below this number. */
int64_t witness_certified(const struct witness *witness, const char *actor,
			  const char *kid);

#endif
