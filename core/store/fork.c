#include "core/store/fork.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/store/judge_index.h"

/* A commit of this chain's owner, whose signature holds. */
static bool
is_said(struct commit *out, struct arena *arena, const struct ledger *ledger,
	struct span raw)
{
	const struct trust_key *key;
	const char *code;
	struct err ignored;

	if (ledger->trust == NULL
	    || commit_read(out, &code, arena, raw, &ignored) != 0
	    || strcmp(out->ledger, ledger->id) != 0)
		return false;
	key = trust_key(ledger->trust, out->kid);
	return key != NULL && strcmp(key->actor, out->actor) == 0
		&& memcmp(key->key.bytes, out->signature.key.bytes, SSHKEY_PUBLIC) == 0
		&& commit_verify(out, raw);
}

/* Do these raw bytes of two commits prove one? Texts of *out in `arena`, the bytes lent. */
static bool
proves_fork(struct fork *out, struct arena *arena, const struct ledger *ledger,
	    struct span one, struct span other)
{
	struct commit a, b;
	struct digest digest;

	if (span_equal(one, other) || !is_said(&a, arena, ledger, one)
	    || !is_said(&b, arena, ledger, other) || strcmp(a.kid, b.kid) != 0
	    || a.seq != b.seq || (a.type == RECORD_TRUST) != (b.type == RECORD_TRUST))
		return false;
	*out = (struct fork){ .actor = a.actor, .kid = a.kid, .seq = a.seq,
			      .raw = { one, other } };
	for (int i = 0; i < 2; i++) {
		digest = digest_sha256(out->raw[i]);
		digest_hex(out->sha256[i], &digest);
	}
	return true;
}

bool
fork_is_settled(const struct trust *trust, const char *kid)
{
	bool any = false;

	for (size_t i = 0; i < trust->grant_count; i++) {
		if (strcmp(trust->grants[i].kid, kid) != 0)
			continue;
		if (trust->grants[i].until == NULL)
			return false;
		any = true;
	}
	return any;
}

/* `refs/assay/hwm/log/<actor>/<kid>`, or with a remote, or of what was kept. */
static bool
is_beside(struct chain_name *out, struct arena *arena, const char *ref)
{
	struct span rest = span_of(ref), name;
	const char *log = strstr(ref, "/log/");

	if (span_starts(rest, LEDGER_CONFLICT)) {
		rest = span_of(ref + strlen(LEDGER_CONFLICT));
		name = span_cut(&rest, '/');
		name.len += 1 + span_cut(&rest, '/').len;
	} else if (log != NULL && (span_starts(rest, LEDGER_MARK)
				   || span_starts(rest, LEDGER_IN))) {
		name = span_of(log + strlen("/log/"));
	} else {
		return false;
	}
	return chain_name_parse(out, arena, arena_printf(arena, LEDGER_LOG "%.*s",
							 (int)name.len, name.data));
}

/* A ref that tells of a chain that is here. */
struct beside {
	const struct chain *chain;
	const struct ref *ref;
};

/* Where a commit is on the chain that is looked at. */
struct spot {
	struct oid oid;
	size_t at;
};

/* Of one chain: one is proof enough of what its key is worth. */
enum { FORKS_OF_ONE = 16 };

struct finding {
	struct fork *items;
	size_t count;
	struct arena *arena;
	struct ledger *ledger;
	const struct chain *chain;	/* that is looked at now */
	struct arena spots_arena;
	struct spot *spots;		/* of it, by commit */
	size_t spot_count;
	struct met met;			/* commits that were met beside it */
	size_t of_chain;		/* forks of it */
};

static int
by_chain(const void *a, const void *b)
{
	const struct beside *x = a, *y = b;

	return x->chain != y->chain ? (x->chain > y->chain) - (x->chain < y->chain)
		: (x->ref > y->ref) - (x->ref < y->ref);
}

static int
by_oid(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct oid));
}

static void
take_chain(struct finding *f, const struct chain *chain)
{
	if (f->chain == chain)
		return;
	met_close(&f->met);
	arena_reset(&f->spots_arena);
	f->chain = chain;
	f->of_chain = 0;
	f->spots = arena_array(&f->spots_arena, chain->count, sizeof *f->spots);
	f->spot_count = 0;
	for (size_t i = 0; i < chain->count; i++) {
		const struct link *link = chain_link(chain, i);

		if (link != NULL)
			f->spots[f->spot_count++] = (struct spot){ link->oid, i };
	}
	if (f->spot_count > 1)
		qsort(f->spots, f->spot_count, sizeof *f->spots, by_oid);
}

static const struct spot *
spot_of(const struct finding *f, const struct oid *oid)
{
	return f->spot_count == 0 ? NULL
		: bsearch(oid, f->spots, f->spot_count, sizeof *f->spots, by_oid);
}

static bool
was_met(struct finding *f, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	return met_add(&f->met, hex);
}

static bool
is_known(const struct finding *f, const struct fork *fork)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->items[i].sha256[0], fork->sha256[0]) == 0
		    && strcmp(f->items[i].sha256[1], fork->sha256[1]) == 0)
			return true;
	return false;
}

static int
read_raw(struct span *out, struct arena *arena, struct repo *repo, const struct oid *oid,
	 struct err *err)
{
	struct err why;

	*out = (struct span){ NULL, 0 };
	if (repo_read(out, arena, repo, oid, OBJECT_COMMIT, COMMIT_BYTES, &why) == 0
	    || why.code != ERR_IO)
		return 0;
	*err = why;
	return -1;
}

/* All of it is lent. */
static struct fork *
fork_copy(struct arena *arena, const struct fork *lent)
{
	struct fork *fork = arena_alloc(arena, sizeof *fork);

	*fork = *lent;
	fork->actor = arena_text(arena, lent->actor);
	fork->kid = arena_text(arena, lent->kid);
	for (int i = 0; i < 2; i++)
		fork->raw[i] = arena_span(arena, lent->raw[i]);
	return fork;
}

/* `beside` stands where the record `at` of the chain does. */
static int
compare(struct finding *f, size_t at, const struct oid *beside, const struct oid *head,
	struct err *err)
{
	const struct link *link = at < f->chain->count ? chain_link(f->chain, at) : NULL;
	struct arena scratch = { 0 };
	struct span raw[2];
	struct fork fork;
	int status = 0;

	if (link == NULL || f->of_chain == FORKS_OF_ONE)
		return 0;
	status = read_raw(&raw[0], &scratch, f->ledger->repo, &link->oid, err);
	if (status == 0)
		status = read_raw(&raw[1], &scratch, f->ledger->repo, beside, err);
	if (status == 0 && proves_fork(&fork, &scratch, f->ledger, raw[0], raw[1])
	    && !is_known(f, &fork)) {
		fork.beside = *head;
		f->items = arena_grow(f->arena, f->items, f->count, sizeof *f->items);
		f->items[f->count++] = *fork_copy(f->arena, &fork);
		f->of_chain++;
	}
	arena_close(&scratch);
	return status;
}

/* One step down; *more: there is a commit below, now in *at. */
static int
step_down(struct oid *at, bool *more, bool *is_here, struct finding *f, struct err *err)
{
	struct arena scratch = { 0 };
	struct span raw;
	int status = read_raw(&raw, &scratch, f->ledger->repo, at, err);

	*is_here = status == 0 && raw.len != 0;
	*more = *is_here && commit_below(at, raw);
	arena_close(&scratch);
	return status;
}

/* Down to where the two part: above the first commit that is on the chain too. What was met
 * before parts where it did then: so nothing is read twice, however many refs there are. No
 * chain is longer than CHAIN_RECORDS, and so none of that length is gone down to its end. */
static int
look_beside(struct finding *f, const struct beside *beside, struct err *err)
{
	const struct oid *head = &beside->ref->oid;
	struct oid at = *head, above = at;
	const struct spot *spot = NULL;
	bool more = true, is_here;
	size_t steps = 0;

	if (oid_equal(head, &beside->chain->head))
		return 0;
	take_chain(f, beside->chain);
	while (more && (spot = spot_of(f, &at)) == NULL) {
		if (steps++ == CHAIN_RECORDS || was_met(f, &at))
			return 0;
		above = at;
		if (step_down(&at, &more, &is_here, f, err) != 0)
			return -1;
		if (!is_here)
			return 0;
	}
	return oid_equal(&at, head) && spot != NULL ? 0
		: compare(f, spot == NULL ? 0 : spot->at + 1, &above, head, err);
}

/* Those that tell of a chain that is read; of each chain one after the other. */
static size_t
list_beside(struct beside *out, const struct ledger_index *index, const struct ref *refs,
	    size_t count)
{
	size_t listed = 0;

	for (size_t i = 0; i < count; i++) {
		struct arena scratch = { 0 };
		struct chain_name name;
		const struct chain *chain = !is_beside(&name, &scratch, refs[i].name) ? NULL
			: index_chain(index, name.actor, name.kid);

		if (chain != NULL && chain->unread.code == NULL)
			out[listed++] = (struct beside){ chain, &refs[i] };
		arena_close(&scratch);
	}
	if (listed > 1)
		qsort(out, listed, sizeof *out, by_chain);
	return listed;
}

int
forks_beside(struct fork **out, size_t *count, struct arena *arena, struct ledger *ledger,
	     const struct ledger_index *index, struct err *err)
{
	struct finding f = { .arena = arena, .ledger = ledger };
	struct arena scratch = { 0 };
	struct beside *beside;
	struct ref *refs;
	size_t ref_count, listed = 0;
	int status = repo_ref_list(&refs, &ref_count, &scratch, ledger->repo, "refs/assay/",
				   LEDGER_REFS, err);

	if (status == 0) {
		beside = arena_array(&scratch, ref_count, sizeof *beside);
		listed = list_beside(beside, index, refs, ref_count);
	}
	for (size_t i = 0; status == 0 && i < listed; i++)
		status = look_beside(&f, &beside[i], err);
	met_close(&f.met);
	arena_close(&f.spots_arena);
	arena_close(&scratch);
	*out = f.items;
	*count = f.count;
	return status;
}

int
forks_find(struct fork **out, size_t *count, struct arena *arena, struct ledger *ledger,
	   struct err *err)
{
	struct ledger_index *index;

	*out = NULL;
	*count = 0;
	if (ledger_index(&index, ledger, NULL, err) != 0
	    || forks_beside(out, count, arena, ledger, index, err) != 0)
		return -1;
	return marks_bad(ledger->marks) ? ledger_index_unmark(ledger, err) : 0;
}

int
fork_keep(struct ledger *ledger, const struct fork *fork, struct err *err)
{
	char hex[OID_HEX], ref[160];
	struct oid there;

	oid_hex(hex, &fork->beside);
	snprintf(ref, sizeof ref, LEDGER_CONFLICT "%s/%s/%.12s", fork->actor, fork->kid, hex);
	if (repo_ref_read(&there, ledger->repo, ref, err) == 0)
		return 0;
	return err->code != ERR_NOT_FOUND ? -1
		: repo_ref_move(ledger->repo, ref, &fork->beside, NULL, "assay: kept", err);
}

int
alarm_proves(struct fork *out, bool *proves, struct arena *arena,
	     const struct ledger *ledger, struct repo *repo, const struct commit *commit,
	     struct err *err)
{
	struct span *raw = arena_array(arena, commit->attachment_count, sizeof *raw);

	*proves = false;
	for (size_t i = 0; i < commit->attachment_count && !*proves; i++) {
		const struct attachment *named = &commit->attachments[i];

		if (named->bytes > COMMIT_BYTES)
			continue;
		if (attachment_read(&raw[i], arena, repo, commit, named->name, err) != 0)
			return -1;
		for (size_t k = 0; k < i && !*proves; k++)
			*proves = proves_fork(out, arena, ledger, raw[k], raw[i])
				&& !fork_is_settled(ledger->trust, out->kid);
	}
	return 0;
}
