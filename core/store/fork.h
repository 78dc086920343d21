/*
 * Proof that a key said two things in one place: two different commits, both with its good
 * signature, both the record of one number of one chain (ledger.md section 5). Whoever holds
 * both can show them to anyone.
 *
 * They are looked for among what this ledger remembers beside its chains: refs/assay/hwm
 * (where a chain once stood), refs/assay/in (what others showed) and refs/assay/conflict
 * (what was kept before); and in alarms.
 */
#ifndef CORE_STORE_FORK_H
#define CORE_STORE_FORK_H

#include "core/store/ledger.h"

/* Whatever is found is kept there: <actor>/<kid>/<12 digits of its commit>. */
#define LEDGER_CONFLICT "refs/assay/conflict/"
#define LEDGER_IN "refs/assay/in/"

/* What an alarm about it says it is of. */
#define FORK_KIND "equivocation"

struct fork {
	const char *actor, *kid;
	int64_t seq;
	struct span raw[2];		/* of the chain here, and beside it */
	char sha256[2][DIGEST_HEX];
	struct oid beside;		/* the head of what stands beside the chain */
};

/* Has the trust file closed that key at a record (or before its first)? Then it says which
 * of the two counts, and no more is to be done. */
bool fork_is_settled(const struct trust *trust, const char *kid);

/* Those there are, of each chain the first few, settled ones too. `ledger` has its trust. */
MUST int forks_find(struct fork **out, size_t *count, struct arena *arena,
		    struct ledger *ledger, struct err *err);
/* The same, of an index that is at hand. */
struct ledger_index;
MUST int forks_beside(struct fork **out, size_t *count, struct arena *arena,
		      struct ledger *ledger, const struct ledger_index *index,
		      struct err *err);
/* So that nothing is lost when what remembered it moves on: its ref under LEDGER_CONFLICT. */
MUST int fork_keep(struct ledger *ledger, const struct fork *fork, struct err *err);

/* An alarm's attachments hold proof of one that is not settled. */
MUST int alarm_proves(struct fork *out, bool *proves, struct arena *arena,
		      const struct ledger *ledger, struct repo *repo,
		      const struct commit *commit, struct err *err);

#endif
