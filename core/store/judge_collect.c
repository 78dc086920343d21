#include "core/store/judge_index.h"

#include <stdlib.h>

#include "core/base/turns.h"

bool
commit_below(struct oid *out, struct span raw)
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

/* Whoever reads on the way. */
struct reader {
	struct repo *repo;
	struct crew *crew;		/* NULL: nobody waits */
	struct arena scratch;
};

/* One step down; *more: there is a parent, now in *at. */
static int
read_link(struct link *link, struct oid *at, bool *more, struct reader *reader,
	  struct err *err)
{
	struct span raw;
	int status = repo_read(&raw, &reader->scratch, reader->repo, at, OBJECT_COMMIT,
			       COMMIT_BYTES, err);

	*link = (struct link){ .oid = *at, .type = RECORD_TYPES };
	*more = false;
	if (status == 0) {
		link->has_raw = true;
		link->sha256 = digest_sha256(raw);
		link->type = type_told(raw);
		*more = commit_below(at, raw);
	}
	arena_reset(&reader->scratch);
	return status == 0 || err->code != ERR_IO ? 0 : -1;
}

/* On the way down one chain. */
struct descent {
	struct chain *chain;
	const struct chain *known;	/* where it may end; NULL: at genesis only */
	struct chain covered;		/* what the mark knows, if that is it */
	struct link *down;		/* malloc: what is large grows without being moved */
	size_t count, room;
	struct oid at;
	bool more, met;
};

/* What was found on the way down, on top of what was known. */
static void
put_together(struct descent *d, struct arena *arena)
{
	struct chain *chain = d->chain;
	const struct chain *known = d->met ? d->known : NULL;
	size_t base = 0, count = d->count;

	if (known != NULL) {
		chain->marked = known->marked;
		chain->marks = known->marks;
		chain->old = known->old;
		chain->old_count = known->old_count;
		base = known->count - known->old_count;
	}
	chain->count = chain->old_count + base + count;
	chain->is_too_long = chain->count > CHAIN_RECORDS;
	if (chain->is_too_long) {
		chain->count = chain->old_count = 0;
		return;
	}
	if (base + count == 0)
		return;
	chain->links = arena_array(arena, base + count, sizeof *chain->links);
	if (base != 0)
		memcpy(chain->links, known->links, base * sizeof *chain->links);
	for (size_t i = 0; i < count; i++)
		chain->links[base + i] = d->down[count - 1 - i];
}

static void
descent_open(struct descent *d, struct chain *chain, const struct chain *known)
{
	d->chain = chain;
	d->known = known;
	d->at = chain->head;
	d->more = true;
}

static void
descent_close(struct descent *d)
{
	free(d->down);
	d->down = NULL;
}

/* Room for the next link. */
static struct link *
next_link(struct descent *d)
{
	if (d->count == d->room) {
		d->room = d->room == 0 ? 64 : 2 * d->room;
		d->down = realloc(d->down, d->room * sizeof *d->down);
		if (d->down == NULL)
			abort();
	}
	return &d->down[d->count++];
}

/* So many steps; then it is at its end unless d->more. */
static int
descent_on(struct descent *d, size_t turn, struct reader *reader, struct err *err)
{
	for (; d->more && turn > 0; turn--) {
		d->met = d->known != NULL && d->known->count != 0
			&& oid_equal(&d->at, &d->known->head);
		d->more = !d->met && d->count <= CHAIN_RECORDS;
		if (!d->more)
			break;
		if (reader->crew != NULL && !crew_tick(reader->crew, err))
			return -1;
		if (read_link(next_link(d), &d->at, &d->more, reader, err) != 0)
			return -1;
	}
	return 0;
}

int
chain_collect(struct chain *chain, const struct chain *known, struct arena *arena,
	      struct repo *repo, struct err *err)
{
	struct reader reader = { .repo = repo };
	struct descent d = { 0 };
	int status;

	descent_open(&d, chain, known);
	status = descent_on(&d, SIZE_MAX, &reader, err);
	if (status == 0)
		put_together(&d, arena);
	descent_close(&d);
	arena_close(&reader.scratch);
	return status;
}

/* What of a chain the mark covers, as a chain to go on from. */
static bool
marked_chain(struct chain *out, struct marks *marks, const struct chain *chain)
{
	size_t count;
	const struct marked_chain *all = marks_chains(&count, marks);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(all[i].kid, chain->name.kid) != 0
		    || strcmp(all[i].actor, chain->name.actor) != 0 || all[i].good == 0)
			continue;
		*out = (struct chain){ .marked = &all[i], .marks = marks,
				       .old = marks_rows(marks, &all[i]),
				       .old_count = all[i].good, .count = all[i].good,
				       .head = all[i].last };
		return true;
	}
	return false;
}

struct collecting {
	struct ledger *ledger;
	struct crew crew;
	struct descent *all;
	size_t turn;			/* steps */
	struct reader readers[CREW_MAX];
};

/* From what is known of it, if anything. */
static void
begin_chain(struct descent *d, struct chain *chain, struct ledger *ledger)
{
	const struct chain *known = ledger->index == NULL ? NULL
		: index_chain(ledger->index, chain->name.actor, chain->name.kid);

	if (known == NULL && ledger->marks != NULL
	    && marked_chain(&d->covered, ledger->marks, chain))
		known = &d->covered;
	descent_open(d, chain, known);
}

static int
take_turn(void *who, size_t hand, size_t number, bool *more, struct err *err)
{
	struct collecting *c = who;
	struct reader *reader = &c->readers[hand];
	struct descent *d = &c->all[number];

	reader->crew = &c->crew;
	if (ledger_hand(&reader->repo, c->ledger, hand, err) != 0
	    || descent_on(d, c->turn, reader, err) != 0)
		return -1;
	*more = d->more;
	if (!d->more) {
		put_together(d, &d->chain->arena);
		descent_close(d);	/* not at the end: there may be a million */
	}
	return 0;
}

static int
collect_all(struct collecting *c, struct ledger_index *index, struct err *err)
{
	struct arena arena = { 0 };
	size_t count = 0;
	int status;

	c->all = arena_array(&arena, index->chain_count, sizeof *c->all);
	c->turn = index_turn(index);
	for (size_t i = 0; i < index->chain_count; i++)
		if (index->chains[i].unread.code == NULL)
			begin_chain(&c->all[count++], &index->chains[i], c->ledger);
	status = crew_take_turns(&c->crew, count, take_turn, err);
	for (size_t i = 0; i < count; i++)
		descent_close(&c->all[i]);
	for (size_t i = 0; i < CREW_MAX; i++)
		arena_close(&c->readers[i].scratch);
	arena_close(&arena);
	return status;
}

/* Above a mark there is little: not worth a thread. */
int
chains_collect(struct ledger_index *index, struct ledger *ledger,
	       const struct progress *progress, struct err *err)
{
	struct collecting c = { .ledger = ledger };
	bool anew = ledger->marks == NULL && ledger->index == NULL;

	c.crew.threads = anew && ledger->threads > 1 ? ledger->threads : 1;
	c.crew.who = &c;
	c.crew.progress = progress;
	if (anew)
		repo_study(ledger->repo);
	return collect_all(&c, index, err);
}
