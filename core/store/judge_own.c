/* The chain of someone who is about to add to it. */
#include "core/store/judge_index.h"

struct standing
chain_standing(const struct chain *chain)
{
	const struct marked_chain *marked = chain->marked;

	if (chain->old_count == 0)
		return (struct standing){ 0 };
	return (struct standing){ .has_sha256 = true, .has_seq = true,
		.sha256 = marked->last_sha256,
		.seq = (int64_t)chain->old_count - 1,
		.trust_version = marked->trust_version, .retired = marked->retired != 0 };
}

static struct vouched *
vouched_at(const struct ledger *ledger, const char *ref)
{
	for (size_t i = 0; i < ledger->vouched_count; i++)
		if (strcmp(ledger->vouched[i].ref, ref) == 0)
			return &ledger->vouched[i];
	return NULL;
}

bool
ledger_vouches(const struct ledger *ledger, const char *ref, const struct oid *head)
{
	const struct vouched *vouched = vouched_at(ledger, ref);

	return vouched != NULL && oid_equal(&vouched->head, head);
}

void
ledger_vouch(struct ledger *ledger, const char *ref, const struct oid *head)
{
	struct vouched *vouched = vouched_at(ledger, ref);

	if (vouched == NULL) {
		ledger->vouched = arena_grow(&ledger->trust_arena, ledger->vouched,
					     ledger->vouched_count, sizeof *ledger->vouched);
		vouched = &ledger->vouched[ledger->vouched_count++];
		vouched->ref = arena_text(&ledger->trust_arena, ref);
	}
	vouched->head = *head;
}

static int
judge_one(struct verdict *out, int64_t *seq, struct chain_place *place,
	  const struct oid *oid, struct err *err)
{
	struct arena scratch = { 0 };
	struct exam exam = { .arena = &scratch, .repo = place->ledger->repo,
			     .ledger = place->ledger->id, .chain = place->chain->name,
			     .oid = *oid };
	struct verdict verdict;
	int status = examine(&exam, err);

	if (status == 0)
		status = judge_in_place(&verdict, place, &exam, err);
	if (status == 0 && verdict.code != NULL) {
		verdict_set(out, &place->ledger->arena, verdict.code, "%s", verdict.detail);
		*seq = exam.is_read ? exam.commit.seq : -1;
	}
	arena_close(&scratch);
	return status;
}

int
judge_own_chain(struct verdict *out, int64_t *seq, struct ledger *ledger,
		const struct chain_name *name, struct err *err)
{
	struct chain_place place = { .ledger = ledger };
	struct ledger_index *index;
	const struct chain *chain;
	int status = ledger_index(&index, ledger, NULL, err);

	*out = (struct verdict){ 0 };
	*seq = -1;
	if (status != 0)
		return -1;
	place.index = index;
	place.missed = &index->missed;
	place.rubrics = &index->rubrics;
	place.chain = chain = index_chain(index, name->actor, name->kid);
	if (chain != NULL && chain->unread.code != NULL) {
		verdict_set(out, &ledger->arena, chain->unread.code, "%s",
			    chain->unread.detail);
		return 0;
	}
	if (chain == NULL || chain->is_too_long) {
		verdict_set(out, &ledger->arena, "bad-sequence", "it is gone, or has over %d"
			    " records", CHAIN_RECORDS);
		return 0;
	}
	place.below = chain_standing(chain);
	for (size_t i = chain->old_count; status == 0 && out->code == NULL && i < chain->count;
	     i++)
		status = judge_one(out, seq, &place, &chain_link(chain, i)->oid, err);
	place_close(&place);
	if (status == 0 && out->code == NULL)
		ledger_vouch(ledger, name->ref, &chain->head);
	return status;
}
