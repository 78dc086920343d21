#include "core/store/judge_index.h"

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

/* The first `parent` line of the header, whatever else the bytes are. */
static bool
first_parent(struct oid *out, struct span raw)
{
	while (raw.len != 0) {
		struct span line = span_cut(&raw, '\n');

		if (line.len == 0)
			return false;
		if (span_starts(line, "parent ")
		    && oid_from_hex(out, (struct span){ line.data + 7, line.len - 7 }))
			return true;
	}
	return false;
}

static uint8_t
type_told(struct span raw)
{
	static const char name[] = "Assay-Type: ";

	while (raw.len != 0) {
		struct span line = span_cut(&raw, '\n');
		size_t len = strlen(name);

		if (span_starts(line, name)) {
			int type = record_type_from_word((struct span){ line.data + len,
									line.len - len });

			return type < 0 ? RECORD_TYPES : (uint8_t)type;
		}
	}
	return RECORD_TYPES;
}

/* One step down; *more: there is a parent, now in *at. */
static int
read_link(struct link *link, struct oid *at, bool *more, struct repo *repo,
	  struct err *err)
{
	struct arena scratch = { 0 };
	struct span raw;
	int status =
		repo_read(&raw, &scratch, repo, at, OBJECT_COMMIT, COMMIT_BYTES, err);

	*link = (struct link){ .oid = *at, .type = RECORD_TYPES };
	*more = false;
	if (status == 0) {
		link->has_raw = true;
		link->sha256 = digest_sha256(raw);
		link->type = type_told(raw);
		*more = first_parent(at, raw);
	}
	arena_close(&scratch);
	return status == 0 || err->code != ERR_IO ? 0 : -1;
}

/* What was found on the way down, on top of what was known. */
static void
put_together(struct chain *chain, const struct chain *known, struct arena *arena,
	     const struct link *down, size_t count)
{
	size_t base = known == NULL ? 0 : known->count;

	chain->count = base + count;
	chain->links = arena_array(arena, chain->count, sizeof *chain->links);
	if (base != 0)
		memcpy(chain->links, known->links, base * sizeof *chain->links);
	for (size_t i = 0; i < count; i++)
		chain->links[base + i] = down[count - 1 - i];
	chain->is_too_long = chain->count > CHAIN_RECORDS;
	if (chain->is_too_long)
		chain->count = 0;
}

int
chain_collect(struct chain *chain, const struct chain *known, struct arena *arena,
	      struct repo *repo, const struct progress *progress, struct err *err)
{
	struct arena scratch = { 0 };
	struct oid at = chain->head;
	struct link *down = NULL;
	size_t count = 0;
	bool more = true, met = false;
	int status = 0;

	while (more && status == 0 && count <= CHAIN_RECORDS) {
		met = known != NULL && known->count != 0 && oid_equal(&at, &known->head);
		if (met)
			break;
		if (count % 256 == 0 && !progress_tick(progress, 0, 0))
			status = err_set(err, ERR_CANCELLED, "stopped");
		down = arena_grow(&scratch, down, count, sizeof *down);
		if (status == 0)
			status = read_link(&down[count++], &at, &more, repo, err);
	}
	if (status == 0)
		put_together(chain, met ? known : NULL, arena, down, count);
	arena_close(&scratch);
	return status;
}

static size_t
slot_of(const struct ledger_index *index, const struct digest *sha256)
{
	size_t hash;

	memcpy(&hash, sha256->bytes, sizeof hash);
	return hash & (index->slots - 1);
}

static const struct digest *
digest_at(const struct record_place *place)
{
	return &place->chain->links[place->at].sha256;
}

static void
index_add(struct ledger_index *index, const struct chain *chain, size_t at)
{
	struct record_place place = { chain, at };
	size_t slot = slot_of(index, &chain->links[at].sha256);

	while (index->table[slot].chain != NULL
	       && !digest_equal(digest_at(&index->table[slot]), digest_at(&place)))
		slot = (slot + 1) & (index->slots - 1);
	if (index->table[slot].chain == NULL)
		index->table[slot] = place;
}

static void
index_build(struct ledger_index *index)
{
	size_t records = 0;

	for (size_t i = 0; i < index->chain_count; i++)
		records += index->chains[i].count;
	for (index->slots = 16; index->slots < 2 * records; index->slots *= 2)
		;
	index->table = arena_array(&index->arena, index->slots, sizeof *index->table);
	for (size_t i = 0; i < index->chain_count; i++)
		for (size_t at = 0; at < index->chains[i].count; at++)
			if (index->chains[i].links[at].has_raw)
				index_add(index, &index->chains[i], at);
}

struct record_place
index_find(const struct ledger_index *index, const char *sha256)
{
	struct digest digest;
	size_t slot;

	if (!digest_from_hex(&digest, span_of(sha256)))
		return (struct record_place){ NULL, 0 };
	for (slot = slot_of(index, &digest); index->table[slot].chain != NULL;
	     slot = (slot + 1) & (index->slots - 1))
		if (digest_equal(digest_at(&index->table[slot]), &digest))
			break;
	return index->table[slot];
}

const struct chain *
index_chain(const struct ledger_index *index, const char *actor, const char *kid)
{
	for (size_t i = 0; i < index->chain_count; i++)
		if (strcmp(index->chains[i].name.actor, actor) == 0
		    && strcmp(index->chains[i].name.kid, kid) == 0)
			return &index->chains[i];
	return NULL;
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

static bool
is_symbolic(const struct ref *ref)
{
	static const struct oid none;

	return oid_equal(&ref->oid, &none);
}

/* Local refs are ours alone; what is left is trust, a log chain, or foreign. */
static void
sort_refs(struct ledger_index *index, const struct ref *refs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct chain chain = { .head = refs[i].oid };

		if (strncmp(refs[i].name, "refs/assay/", 11) == 0)
			continue;
		if (is_symbolic(&refs[i])
		    || (strcmp(refs[i].name, LEDGER_TRUST) != 0
			&& !chain_name_parse(&chain.name, &index->arena, refs[i].name))) {
			add_foreign(index, &refs[i]);
		} else if (chain.name.ref != NULL) {
			index->chains =
				arena_grow(&index->arena, index->chains,
					   index->chain_count, sizeof *index->chains);
			index->chains[index->chain_count++] = chain;
		}
	}
}

/* Nothing moved since it was made? */
static bool
is_current(const struct ledger_index *old, const struct ledger_index *new)
{
	if (old == NULL || old->chain_count != new->chain_count
	    || old->foreign_count != new->foreign_count)
		return false;
	for (size_t i = 0; i < new->chain_count; i++)
		if (strcmp(old->chains[i].name.ref, new->chains[i].name.ref) != 0
		    || !oid_equal(&old->chains[i].head, &new->chains[i].head))
			return false;
	return true;
}

static const struct chain *
known_chain(const struct ledger_index *old, const struct chain *chain)
{
	return old == NULL ? NULL : index_chain(old, chain->name.actor, chain->name.kid);
}

int
ledger_index(struct ledger_index **out, struct ledger *ledger,
	     const struct progress *progress, struct err *err)
{
	struct ledger_index *index = calloc(1, sizeof *index);
	struct ref *refs;
	size_t count;

	if (index == NULL)
		abort();
	if (repo_ref_list(&refs, &count, &index->arena, ledger->repo, "", LEDGER_REFS,
			  err)
	    != 0)
		goto out;
	sort_refs(index, refs, count);
	if (is_current(ledger->index, index)) {
		ledger_index_close(index);
		*out = ledger->index;
		return 0;
	}
	for (size_t i = 0; i < index->chain_count; i++) {
		struct chain *chain = &index->chains[i];

		if (chain_collect(chain, known_chain(ledger->index, chain), &index->arena,
				  ledger->repo, progress, err) != 0)
			goto out;
	}
	index_build(index);
	ledger_index_close(ledger->index);
	*out = ledger->index = index;
	return 0;
out:
	ledger_index_close(index);
	return -1;
}

void
ledger_index_close(struct ledger_index *index)
{
	if (index == NULL)
		return;
	arena_close(&index->rubric_arena);
	arena_close(&index->arena);
	free(index);
}
