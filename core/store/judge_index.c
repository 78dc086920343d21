#include "core/store/judge_index.h"

#include <stdio.h>
#include <stdlib.h>

bool
chain_name_parse(struct chain_name *out, struct arena *arena, const char *ref)
{
	struct span rest = span_of(ref), actor;

	if (!span_starts(rest, LEDGER_LOG))
		return false;
	rest = span_of(ref + strlen(LEDGER_LOG));
	actor = span_cut(&rest, '/');
	if (!is_actor(actor) || !is_hex32(rest))
		return false;
	*out = (struct chain_name){ .ref = arena_text(arena, ref),
		.actor = arena_copy(arena, actor.data, actor.len),
		.kid = arena_copy(arena, rest.data, rest.len) };
	return true;
}

struct verdict
chain_name_judge(struct arena *arena, const struct trust *trust,
		 const struct chain_name *name)
{
	const struct trust_key *key = trust == NULL ? NULL : trust_key(trust, name->kid);
	struct verdict verdict = { 0 };

	if (trust == NULL)
		verdict_set(&verdict, arena, "unknown-key", "no trust file is in force: none of"
			    " the records of this chain was read");
	else if (key == NULL)
		verdict_set(&verdict, arena, "unknown-key", "no key %s is in trust: none of "
			    "the records of this chain was read", name->kid);
	else if (strcmp(key->actor, name->actor) != 0)
		verdict_set(&verdict, arena, "path-mismatch", "the key %s is %s's: none of the"
			    " records of this chain was read", name->kid, key->actor);
	return verdict;
}

struct entry
chain_entry_unread(const struct chain_name *name, const struct oid *oid,
		   const struct verdict *why)
{
	return (struct entry){ .ref = name->ref, .oid = *oid, .seq = -1, .unread = true,
			       .code = why->code, .detail = why->detail };
}

struct link *
chain_link(const struct chain *chain, size_t at)
{
	if (at >= chain->old_count)
		return &chain->links[at - chain->old_count];
	return marks_have(chain->marks, &chain->old[at]) ? &chain->old[at] : NULL;
}

bool
chain_holds(const struct chain *chain, const struct oid *oid)
{
	for (size_t i = chain->count; i-- > 0;) {
		const struct link *link = chain_link(chain, i);

		if (link != NULL && oid_equal(&link->oid, oid))
			return true;
	}
	return false;
}

enum { ABREAST = 256 };	/* records that are passed before a chain's turn comes again */

size_t
index_turn(const struct ledger_index *index)
{
	return 1 + ABREAST / (1 + index->read_count);
}

static size_t
slot_of(const struct ledger_index *index, const struct digest *sha256)
{
	size_t hash;

	memcpy(&hash, sha256->bytes, sizeof hash);
	return hash & (index->slots - 1);
}

/* The chain and the place of a link in the table. */
static struct record_place
place_in(const struct ledger_index *index, uint32_t number)
{
	size_t low = 0, high = index->chain_count;

	while (high - low > 1) {	/* the last chain that begins at or below it */
		size_t middle = low + (high - low) / 2;

		if (index->chains[middle].first < number)
			low = middle;
		else
			high = middle;
	}
	return (struct record_place){ &index->chains[low],
		number - 1 - index->chains[low].first + index->chains[low].old_count };
}

/* Where a digest is in the table, or would go. */
static uint32_t *
entry_of(const struct ledger_index *index, const struct digest *sha256)
{
	size_t slot = slot_of(index, sha256);

	while (index->table[slot] != 0) {
		struct record_place place = place_in(index, index->table[slot]);

		if (digest_equal(&chain_link(place.chain, place.at)->sha256, sha256))
			break;
		slot = (slot + 1) & (index->slots - 1);
	}
	return &index->table[slot];
}

static void
index_build(struct ledger_index *index)
{
	size_t records = 0;

	for (size_t i = 0; i < index->chain_count; i++) {
		index->chains[i].first = records;
		records += index->chains[i].count - index->chains[i].old_count;
	}
	for (index->slots = 16; index->slots < 2 * records; index->slots *= 2)
		;
	index->table = arena_array(&index->arena, index->slots, sizeof *index->table);
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];

		for (size_t at = 0; at < chain->count - chain->old_count; at++) {
			uint32_t *entry = entry_of(index, &chain->links[at].sha256);

			if (*entry == 0 && chain->links[at].has_raw)
				*entry = (uint32_t)(chain->first + at + 1);
		}
	}
}

/* A row of the mark as a place on its chain. */
static struct record_place
place_of_row(const struct ledger_index *index, const struct link *row)
{
	size_t count;

	marks_chains(&count, index->marks);
	for (size_t i = 0; i < count; i++) {
		const struct chain *chain = index->marked[i];

		if (chain != NULL && row >= chain->old
		    && row < chain->old + chain->old_count)
			return (struct record_place){ chain, (size_t)(row - chain->old) };
	}
	return (struct record_place){ NULL, 0 };
}

static void
note_missed(struct missed *missed, const struct digest *digest)
{
	missed->items = arena_grow(&missed->arena, missed->items, missed->count,
				   sizeof *missed->items);
	missed->items[missed->count++] = *digest;
}

struct record_place
index_find(const struct ledger_index *index, struct missed *missed, const char *sha256)
{
	const struct link *row = NULL;
	struct digest digest;
	uint32_t number;

	if (!digest_from_hex(&digest, span_of(sha256)))
		return (struct record_place){ NULL, 0 };
	number = *entry_of(index, &digest);
	if (number != 0)
		return place_in(index, number);
	if (index->marks != NULL)
		row = marks_find(index->marks, &digest);
	if (row != NULL)
		return place_of_row(index, row);
	note_missed(missed, &digest);
	return (struct record_place){ NULL, 0 };
}

static int
compare_ref(const void *ref, const void *chain)
{
	return strcmp(ref, ((const struct chain *)chain)->name.ref);
}

const struct chain *
index_chain(const struct ledger_index *index, const char *actor, const char *kid)
{
	char ref[160];
	int len = snprintf(ref, sizeof ref, LEDGER_LOG "%s/%s", actor, kid);

	return len < 0 || (size_t)len >= sizeof ref || index->chain_count == 0 ? NULL
		: bsearch(ref, index->chains, index->chain_count, sizeof *index->chains,
			  compare_ref);
}

static void
add_foreign(struct ledger_index *index, const struct ref *ref)
{
	index->foreign = arena_grow(&index->arena, index->foreign, index->foreign_count,
				    sizeof *index->foreign);
	index->foreign_oids =
		arena_grow(&index->arena, index->foreign_oids, index->foreign_count,
			   sizeof *index->foreign_oids);
	index->foreign[index->foreign_count] = ref->name;
	index->foreign_oids[index->foreign_count++] = ref->oid;
}

/* Ours alone, and not judged here (ledger.md section 2). */
static bool
is_local(const char *ref)
{
	static const char *const local[] = { "refs/assay/in/", "refs/assay/conflict/",
					     "refs/assay/pin/", LEDGER_MARK,
					     LEDGER_SETTLED };

	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		if (strncmp(ref, local[i], strlen(local[i])) == 0)
			return true;
	return false;
}

/* What is not local is trust, a log chain, or foreign. */
static void
sort_refs(struct ledger_index *index, const struct trust *trust, const struct ref *refs,
	  size_t count)
{
	index->chains = arena_array(&index->arena, count, sizeof *index->chains);
	for (size_t i = 0; i < count; i++) {
		struct chain chain = { .head = refs[i].oid };

		if (is_local(refs[i].name))
			continue;
		if (oid_is_none(&refs[i].oid)
		    || (strcmp(refs[i].name, LEDGER_TRUST) != 0
			&& !chain_name_parse(&chain.name, &index->arena, refs[i].name))) {
			add_foreign(index, &refs[i]);
		} else if (chain.name.ref != NULL) {
			chain.unread = chain_name_judge(&index->arena, trust, &chain.name);
			index->read_count += chain.unread.code == NULL;
			index->chains[index->chain_count++] = chain;
		}
	}
}

/* Nothing moved since it was made, and trust knows the same keys? */
static bool
is_current(const struct ledger_index *old, const struct ledger_index *new)
{
	if (old == NULL || old->chain_count != new->chain_count
	    || old->read_count != new->read_count || old->foreign_count != new->foreign_count)
		return false;
	for (size_t i = 0; i < new->chain_count; i++)
		if (strcmp(old->chains[i].name.ref, new->chains[i].name.ref) != 0
		    || !oid_equal(&old->chains[i].head, &new->chains[i].head)
		    || (old->chains[i].unread.code == NULL)
			       != (new->chains[i].unread.code == NULL))
			return false;
	return true;
}

_Static_assert((int)CREW_MAX <= (int)LEDGER_HANDS, "each has its place");

int
ledger_hand(struct repo **out, struct ledger *ledger, size_t hand, struct err *err)
{
	if (hand != 0 && ledger->hands[hand] == NULL) {
		if (repo_open_ledger(&ledger->hands[hand], ledger->path, err) != 0)
			return -1;
		repo_lend(ledger->hands[hand], ledger->repo);
	}
	*out = hand == 0 ? ledger->repo : ledger->hands[hand];
	return 0;
}

static bool
holds_above_mark(const struct chain *chain, const struct oid *oid)
{
	if (chain->old_count != 0 && oid_equal(&chain->marked->last, oid))
		return true;
	for (size_t i = chain->count; i-- > chain->old_count; )
		if (oid_equal(&chain_link(chain, i)->oid, oid))
			return true;
	return false;
}

/* Do all chains still stand on what the mark saw of them? (marks.h: 5) */
static bool
stands_on_marks(struct ledger_index *index)
{
	size_t count;
	const struct marked_chain *all = marks_chains(&count, index->marks);

	index->marked = arena_array(&index->arena, count, sizeof *index->marked);
	for (size_t i = 0; i < count; i++) {
		const struct chain *chain = index_chain(index, all[i].actor, all[i].kid);

		if (chain == NULL || chain->is_too_long
		    || (all[i].good != 0 && chain->marked != &all[i])
		    || !holds_above_mark(chain, &all[i].head))
			return false;
		index->marked[i] = &index->chains[chain - index->chains];
	}
	return true;
}

/* Is nothing new that the mark knows, or looked for? (marks.h: 6) */
static bool
is_new_to_marks(const struct ledger_index *index)
{
	for (size_t i = 0; i < index->chain_count; i++) {
		const struct chain *chain = &index->chains[i];

		for (size_t at = 0; at < chain->count - chain->old_count; at++) {
			const struct link *link = &chain->links[at];

			if (link->has_raw
			    && (marks_misses(index->marks, &link->sha256)
				|| marks_find(index->marks, &link->sha256) != NULL))
				return false;
		}
	}
	return !marks_bad(index->marks);
}

void
ledger_index_forget(struct ledger *ledger)
{
	ledger_index_close(ledger->index);
	ledger->index = NULL;
	marks_close(ledger->marks);
	ledger->marks = NULL;
}

/* *out NULL: what is remembered does not fit any more. */
static int
make_index(struct ledger_index **out, struct ledger *ledger,
	   const struct progress *progress, struct err *err)
{
	struct ledger_index *index = calloc(1, sizeof *index);
	struct ref *refs;
	size_t count;
	int status;

	if (index == NULL)
		abort();
	*out = NULL;
	status = repo_ref_list(&refs, &count, &index->arena, ledger->repo, "",
			       LEDGER_REFS, err);
	if (status != 0 && err->code == ERR_LIMIT)
		err->code = ERR_UNSAFE;		/* nobody has so many */
	if (status == 0)
		sort_refs(index, ledger->trust, refs, count);
	if (status == 0 && is_current(ledger->index, index)) {
		*out = ledger->index;
		ledger_index_close(index);
		return 0;
	}
	if (status == 0)
		status = chains_collect(index, ledger, progress, err);
	index->marks = ledger->marks;
	if (status == 0)
		index_build(index);
	if (status == 0
	    && (index->marks == NULL
		|| (stands_on_marks(index) && is_new_to_marks(index))))
		*out = index;
	else
		ledger_index_close(index);
	return status;
}

int
ledger_index(struct ledger_index **out, struct ledger *ledger,
	     const struct progress *progress, struct err *err)
{
	if (ledger->state != NULL && ledger->index == NULL && ledger->marks == NULL)
		ledger->marks = marks_open(ledger->state, ledger);
	if (make_index(out, ledger, progress, err) != 0)
		return -1;
	if (*out == NULL) {
		ledger_index_forget(ledger);
		if (make_index(out, ledger, progress, err) != 0)
			return -1;
	}
	if (*out != ledger->index)
		ledger_index_close(ledger->index);
	ledger->index = *out;
	return 0;
}

void
rubrics_close(struct rubrics *rubrics)
{
	arena_close(&rubrics->arena);
	*rubrics = (struct rubrics){ 0 };
}

void
ledger_index_close(struct ledger_index *index)
{
	if (index == NULL)
		return;
	for (size_t i = 0; i < index->chain_count; i++)
		arena_close(&index->chains[i].arena);
	rubrics_close(&index->rubrics);
	arena_close(&index->missed.arena);
	arena_close(&index->arena);
	free(index);
}

int
ledger_index_unmark(struct ledger *ledger, struct err *err)
{
	marks_remove(ledger->marks);
	ledger_index_forget(ledger);
	return err_set(err, ERR_INVALID, "what was remembered of %s is damaged and was put"
		       " away; do it again", ledger->path);
}
