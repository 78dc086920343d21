#include "core/store/fork.h"

#include <stdio.h>

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

static int
read_raw(struct span *out, struct arena *arena, struct repo *repo, const struct link *link,
	 struct err *err)
{
	struct err why;

	*out = (struct span){ NULL, 0 };
	if (repo_read(out, arena, repo, &link->oid, OBJECT_COMMIT, COMMIT_BYTES, &why) == 0
	    || why.code != ERR_IO)
		return 0;
	*err = why;
	return -1;
}

struct finding {
	struct fork *items;
	size_t count;
	struct arena *arena;
	struct ledger *ledger;
};

static bool
is_known(const struct finding *f, const struct fork *fork)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->items[i].sha256[0], fork->sha256[0]) == 0
		    && strcmp(f->items[i].sha256[1], fork->sha256[1]) == 0)
			return true;
	return false;
}

/* Where the two part: the lowest number at which they are not the same. */
static int
compare_chains(struct finding *f, const struct chain *chain, const struct chain *beside,
	       struct err *err)
{
	size_t at = 0;
	struct span raw[2];
	struct fork fork;

	while (at < chain->count && at < beside->count && chain_link(chain, at) != NULL
	       && oid_equal(&chain_link(chain, at)->oid, &beside->links[at].oid))
		at++;
	if (at >= chain->count || at >= beside->count || chain_link(chain, at) == NULL)
		return 0;
	if (read_raw(&raw[0], f->arena, f->ledger->repo, chain_link(chain, at), err) != 0
	    || read_raw(&raw[1], f->arena, f->ledger->repo, &beside->links[at], err) != 0)
		return -1;
	if (!proves_fork(&fork, f->arena, f->ledger, raw[0], raw[1])
	    || is_known(f, &fork))
		return 0;
	fork.beside = beside->head;
	f->items = arena_grow(f->arena, f->items, f->count, sizeof *f->items);
	f->items[f->count++] = fork;
	return 0;
}

static int
look_beside(struct finding *f, const struct ledger_index *index, const struct ref *ref,
	    struct err *err)
{
	struct arena scratch = { 0 };
	struct chain beside = { .head = ref->oid };
	const struct chain *chain;
	int status = 0;

	if (is_beside(&beside.name, &scratch, ref->name)) {
		chain = index_chain(index, beside.name.actor, beside.name.kid);
		if (chain != NULL && chain->unread.code == NULL && !chain_holds(chain, &ref->oid)) {
			status = chain_collect(&beside, NULL, &scratch, f->ledger->repo, err);
			if (status == 0)
				status = compare_chains(f, chain, &beside, err);
		}
	}
	arena_close(&scratch);
	return status;
}

int
forks_beside(struct fork **out, size_t *count, struct arena *arena, struct ledger *ledger,
	     const struct ledger_index *index, struct err *err)
{
	struct finding f = { .arena = arena, .ledger = ledger };
	struct arena scratch = { 0 };
	struct ref *refs;
	size_t ref_count;
	int status = repo_ref_list(&refs, &ref_count, &scratch, ledger->repo, "refs/assay/",
				   LEDGER_REFS, err);

	for (size_t i = 0; status == 0 && i < ref_count; i++)
		status = look_beside(&f, index, &refs[i], err);
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
