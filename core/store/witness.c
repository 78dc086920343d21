#include "core/store/witness.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/model/record_body.h"
#include "core/store/judge_index.h"

/* What one person vouches for: all of a chain up to a number; -1: nothing. */
struct voucher {
	const char *actor;
	int64_t seen, checked;
	struct voucher *next;
};

struct witnessed {
	const char *actor, *kid;
	const struct chain *chain;	/* while the walk is on */
	struct voucher *by;
};

void
witness_open(struct witness *out, struct ledger *ledger)
{
	*out = (struct witness){ .ledger = ledger };
}

void
witness_close(struct witness *witness)
{
	arena_close(&witness->arena);
}

static int
by_kid(const void *a, const void *b)
{
	const struct witnessed *x = a, *y = b;
	int order = strcmp(x->kid, y->kid);

	return order != 0 ? order : strcmp(x->actor, y->actor);
}

static struct witnessed *
chain_of(const struct witness *witness, const char *actor, const char *kid)
{
	struct witnessed sought = { .actor = actor, .kid = kid };

	return witness->chain_count == 0 ? NULL
		: bsearch(&sought, witness->chains, witness->chain_count, sizeof sought,
			  by_kid);
}

/* The chains there are, once the walk has come to them. */
static bool
know_chains(struct witness *witness)
{
	const struct ledger_index *index = witness->ledger->index;

	if (index == NULL || witness->index == index)
		return index != NULL;
	witness->index = index;
	witness->chain_count = index->chain_count;
	witness->chains = arena_array(&witness->arena, index->chain_count,
				      sizeof *witness->chains);
	for (size_t i = 0; i < index->chain_count; i++)
		witness->chains[i] = (struct witnessed){
			.actor = arena_text(&witness->arena, index->chains[i].name.actor),
			.kid = arena_text(&witness->arena, index->chains[i].name.kid),
			.chain = &index->chains[i] };
	if (index->chain_count > 1)
		qsort(witness->chains, index->chain_count, sizeof *witness->chains, by_kid);
	return true;
}

static struct voucher *
voucher_of(struct voucher **list, struct arena *arena, const char *actor)
{
	struct voucher *at = *list;

	for (; at != NULL; at = at->next)
		if (strcmp(at->actor, actor) == 0)
			return at;
	at = arena_alloc(arena, sizeof *at);
	*at = (struct voucher){ arena_text(arena, actor), -1, -1, *list };
	*list = at;
	return at;
}

/* Is that record here, as it says? */
static bool
is_true(const struct chain *chain, const struct seen *seen)
{
	const struct link *link = seen->seq < (int64_t)chain->count
		? chain_link(chain, (size_t)seen->seq) : NULL;
	char hex[DIGEST_HEX];

	if (link == NULL || !link->has_raw)
		return false;
	digest_hex(hex, &link->sha256);
	return strcmp(hex, seen->sha256) == 0;
}

static void
add_claim(struct witness *witness, const char *actor, const struct seen *seen, bool checked)
{
	struct witnessed *chain = chain_of(witness, seen->actor, seen->kid);
	struct voucher *by;

	if (chain == NULL || strcmp(seen->actor, actor) == 0)
		return;
	by = voucher_of(&chain->by, &witness->arena, actor);
	if ((seen->seq <= by->seen && (!checked || seen->seq <= by->checked))
	    || !is_true(chain->chain, seen))
		return;
	if (seen->seq > by->seen)
		by->seen = seen->seq;
	if (checked && seen->seq > by->checked)
		by->checked = seen->seq;
}

static void
add_checkpoint(struct witness *witness, const struct entry *entry, struct voucher *trust)
{
	const struct checkpoint *said = entry->record->body;

	for (size_t i = 0; i < said->head_count; i++)
		add_claim(witness, entry->commit->actor, &said->heads[i], true);
	if (said->trust_version - 1 > trust->checked
	    && said->trust_version <= witness->ledger->trust->version)
		trust->checked = said->trust_version - 1;
	if (witness->any && entry->commit->time < witness->newest)
		return;
	witness->any = true;
	witness->newest = entry->commit->time;
	snprintf(witness->actor, sizeof witness->actor, "%s", entry->commit->actor);
}

/* Every record also says which trust it stands on, by digest. */
void
witness_add(struct witness *witness, const struct entry *entry)
{
	struct voucher *trust;

	if (!entry->counts || entry->record == NULL || !know_chains(witness))
		return;
	trust = voucher_of(&witness->trust, &witness->arena, entry->commit->actor);
	if (entry->commit->trust_version - 1 > trust->seen)
		trust->seen = entry->commit->trust_version - 1;
	for (size_t i = 0; i < entry->record->seen_count; i++)
		add_claim(witness, entry->commit->actor, &entry->record->seen[i], false);
	if (entry->record->type == RECORD_CHECKPOINT)
		add_checkpoint(witness, entry, trust);
}

static size_t
required(const struct witness *witness)
{
	int64_t asked = witness->ledger->trust->required_witnesses;

	return asked < 1 ? 1 : (size_t)asked;
}

struct seen_by
witness_of(const struct witness *witness, enum record_type type, const char *actor,
	   const char *kid, int64_t seq)
{
	const struct witnessed *chain = chain_of(witness, actor, kid);
	const struct voucher *at = type == RECORD_TRUST ? witness->trust
		: chain == NULL ? NULL : chain->by;
	struct seen_by out = { 0, false };
	size_t checked = 0;

	for (; at != NULL; at = at->next) {
		if (strcmp(at->actor, actor) == 0)
			continue;
		out.persons += at->seen >= seq;
		checked += at->checked >= seq;
	}
	out.certified = checked >= required(witness);
	return out;
}

int64_t
witness_certified(const struct witness *witness, const char *actor, const char *kid)
{
	const struct witnessed *chain = chain_of(witness, actor, kid);
	int64_t certified = 0;

	for (const struct voucher *at = chain == NULL ? NULL : chain->by; at != NULL;
	     at = at->next) {
		struct seen_by vouched = at->checked < certified ? (struct seen_by){ 0, false }
			: witness_of(witness, RECORD_GENESIS, actor, kid, at->checked);

		if (vouched.certified)
			certified = at->checked + 1;
	}
	return certified;
}

/* ---- checkpoints alone ---- */

void
checkpoints_add(struct checkpoints *list, struct arena *arena, const char *ref,
		const struct oid *oid)
{
	list->refs = arena_grow(arena, list->refs, list->count, sizeof *list->refs);
	list->oids = arena_grow(arena, list->oids, list->count, sizeof *list->oids);
	list->refs[list->count] = ref;
	list->oids[list->count++] = *oid;
}

static const struct oid *
marked_checkpoint(const struct ledger *ledger, const struct chain *chain)
{
	const struct link *row = ledger->marks == NULL ? NULL
		: marks_about(ledger->marks, mark_checkpoints);
	const struct link *newest = NULL;

	for (; row != NULL; row = marks_below(ledger->marks, row))
		if (row->type == RECORD_CHECKPOINT && row >= chain->old
		    && row < chain->old + chain->old_count
		    && (newest == NULL || row > newest))
			newest = row;
	return newest == NULL ? NULL : &newest->oid;
}

static const struct oid *
newest_checkpoint(const struct checkpoints *list, const struct ledger *ledger,
		  const struct chain *chain)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->refs[i], chain->name.ref) == 0)
			return &list->oids[i];
	return chain->old_count == 0 ? NULL : marked_checkpoint(ledger, chain);
}

static int
read_checkpoint(struct witness *out, const struct chain *chain, const struct oid *oid,
		struct err *err)
{
	struct arena arena = { 0 };
	struct exam exam = { .arena = &arena, .repo = out->ledger->repo,
			     .ledger = out->ledger->id, .chain = chain->name, .oid = *oid };
	int status = examine(&exam, err);

	if (status == 0 && exam.record != NULL && exam.record->type == RECORD_CHECKPOINT) {
		struct entry entry = exam_entry(&exam, (struct verdict){ NULL, NULL });

		entry.counts = true;
		witness_add(out, &entry);
	}
	arena_close(&arena);
	return status;
}

int
checkpoints_read(struct witness *out, const struct checkpoints *list, struct err *err)
{
	const struct ledger_index *index = out->ledger->index;
	int status = 0;

	for (size_t i = 0; index != NULL && status == 0 && i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];
		const struct oid *oid = chain->unread.code != NULL ? NULL
			: newest_checkpoint(list, out->ledger, chain);

		if (oid != NULL)
			status = read_checkpoint(out, chain, oid, err);
	}
	return status;
}
