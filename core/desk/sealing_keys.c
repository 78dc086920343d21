/* The keys that sealed records name: found in the ledger, taken in, destroyed. */
#include "core/base/file.h"
#include "core/desk/sealing.h"
#include "core/model/record_body.h"
#include "core/store/wraps.h"

/* ---- what the ledger speaks of ---- */

struct erased_portfolio {
	const char *portfolio, *commit;
	const char **by;		/* who destroyed their keys, as it says */
	size_t by_count;
};

struct gathering {
	struct arena *arena;
	struct ledger *ledger;
	const char *portfolio;		/* NULL: all */
	struct sealed_by *keys;
	size_t count;
	struct erased_portfolio *erased;
	size_t erased_count;
};

static void
add_key(struct gathering *g, const struct envelope *envelope, const char *actor)
{
	if (g->portfolio != NULL && strcmp(g->portfolio, envelope->portfolio) != 0)
		return;
	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->keys[i].key, envelope->key) == 0
		    && strcmp(g->keys[i].portfolio, envelope->portfolio) == 0)
			return;
	g->keys = arena_grow(g->arena, g->keys, g->count, sizeof *g->keys);
	g->keys[g->count++] = (struct sealed_by){
		.portfolio = arena_text(g->arena, envelope->portfolio),
		.actor = arena_text(g->arena, actor),
		.key = arena_text(g->arena, envelope->key) };
}

static void
add_erasure(struct gathering *g, const struct entry *entry)
{
	const struct erasure *said = entry->record->body;
	struct erased_portfolio erased = { .by_count = said->destroyer_count };
	char hex[OID_HEX];

	oid_hex(hex, &entry->oid);
	erased.portfolio = arena_text(g->arena, said->portfolio);
	erased.commit = arena_text(g->arena, hex);
	erased.by = arena_array(g->arena, erased.by_count, sizeof *erased.by);
	for (size_t i = 0; i < erased.by_count; i++)
		erased.by[i] = arena_text(g->arena, said->keys_destroyed_by[i]);
	g->erased = arena_grow(g->arena, g->erased, g->erased_count, sizeof *g->erased);
	g->erased[g->erased_count++] = erased;
}

static bool
gather(void *who, const struct entry *entry)
{
	struct gathering *g = who;
	struct envelope envelope;
	struct err ignored;

	if (!entry->counts || entry->record == NULL || entry->commit == NULL)
		return true;
	if (entry->record->type == RECORD_ERASURE)
		add_erasure(g, entry);
	for (size_t i = 0; i < entry->commit->attachment_count; i++) {
		struct arena scratch = { 0 };

		if (entry->record->type != RECORD_RUBRIC
		    && ledger_envelope(&envelope, &scratch, g->ledger, entry,
				       entry->commit->attachments[i].name, &ignored) == 0)
			add_key(g, &envelope, entry->commit->actor);
		arena_close(&scratch);
	}
	return true;
}

/* A record that says that its writer destroyed it tells more than a later one. */
static void
tell_erased(struct sealed_by *key, const struct erased_portfolio *erased)
{
	bool named = false;

	if (strcmp(key->portfolio, erased->portfolio) != 0)
		return;
	for (size_t i = 0; i < erased->by_count; i++)
		named |= strcmp(erased->by[i], key->actor) == 0;
	if (named || !key->shredded)
		key->erased = erased->commit;
	key->shredded |= named;
}

int
sealing_keys(struct sealed_by **out, size_t *count, struct arena *arena,
	     struct ledger *ledger, const char *portfolio, const struct progress *progress,
	     struct err *err)
{
	struct gathering g = { .arena = arena, .ledger = ledger, .portfolio = portfolio };

	if (ledger_walk(ledger, progress, gather, &g, err) != 0)
		return -1;
	for (size_t i = 0; i < g.count; i++)
		for (size_t k = 0; k < g.erased_count; k++)
			tell_erased(&g.keys[i], &g.erased[k]);
	*out = g.keys;
	*count = g.count;
	return 0;
}

static bool
gather_erasure(void *who, const struct entry *entry)
{
	struct gathering *g = who;

	if (entry->counts && entry->record != NULL && entry->record->type == RECORD_ERASURE
	    && strcmp(((const struct erasure *)entry->record->body)->portfolio, g->portfolio)
		       == 0)
		add_erasure(g, entry);
	return true;
}

int
sealing_erasure(const char **commit, struct arena *arena, struct ledger *ledger,
		const char *portfolio, struct err *err)
{
	struct gathering g = { .arena = arena, .ledger = ledger, .portfolio = portfolio };

	*commit = NULL;
	if (ledger_walk_about(ledger, portfolio, NULL, gather_erasure, &g, err) != 0)
		return -1;
	if (g.erased_count != 0)
		*commit = g.erased[g.erased_count - 1].commit;
	return 0;
}

/* ---- as a record that came asks for ---- */

enum { PORTFOLIOS = 100000 };

static int
obey(struct buf *said, const char *keys, const struct erased_portfolio *erased,
     struct err *err)
{
	struct arena scratch = { 0 };
	struct keyring_item *items;
	size_t here = 0, gone;
	int status = keyring_list(&items, &here, &scratch, keys, erased->portfolio, err);

	arena_close(&scratch);
	if (status != 0 || here == 0)
		return status;
	if (keyring_destroy(&gone, keys, erased->portfolio, erased->commit, err) != 0)
		return -1;
	buf_printf(said, "%.8s  erased by record %.12s: %zu key%s overwritten and gone here\n",
		   erased->portfolio, erased->commit, here, here == 1 ? "" : "s");
	return 0;
}

static bool
gather_erasures(void *who, const struct entry *entry)
{
	if (entry->counts && entry->record != NULL && entry->record->type == RECORD_ERASURE)
		add_erasure(who, entry);
	return true;
}

int
sealing_obey(struct buf *said, const struct workspace *workspace, struct ledger *ledger,
	     const struct progress *progress, struct err *err)
{
	struct arena arena = { 0 };
	struct gathering g = { .arena = &arena, .ledger = ledger };
	const char *keys = workspace_keys(&arena, workspace);
	char **names;
	size_t count = 0;
	int status = ledger_trust_fresh(ledger, err);

	if (status == 0 && file_is_dir(keys))
		status = file_list(&names, &count, &arena, keys, PORTFOLIOS, err);
	if (status == 0 && count != 0)
		status = ledger_walk(ledger, progress, gather_erasures, &g, err);
	for (size_t i = 0; status == 0 && i < g.erased_count; i++)
		status = obey(said, keys, &g.erased[i], err);
	arena_close(&arena);
	return status;
}

/* ---- taking in ---- */

static int
read_file(struct span *out, struct arena *arena, const char *dir, const char *key,
	  const char *box_kid, struct err *err)
{
	return file_read(out, arena, arena_printf(arena, "%s/%s/%s", dir, key, box_kid),
			 SEALKEY_WRAPPED, err);
}

static int
read_branch(struct span *out, struct arena *arena, const char *repo, const char *key,
	    const char *box_kid, struct err *err)
{
	struct wrap *wraps;
	size_t count;

	if (wraps_read(&wraps, &count, arena, repo, key, box_kid, err) != 0)
		return -1;
	if (count != 0) {
		*out = wraps[0].bytes;
		return 0;
	}
	return err_set(err, ERR_NOT_FOUND, "nothing lies there for the box %s", box_kid);
}

static int
unwrap(const char *keys, const struct sealed_by *key, struct span wrap, const struct box *box,
       struct err *err)
{
	struct sealkey opened;
	int status;

	if (sealkey_unwrap(&opened, wrap, key->key, box, err) != 0)
		return -1;
	status = keyring_take(keys, key->portfolio, &opened, err);
	sealkey_close(&opened);
	return status;
}

bool
sealing_has(const struct workspace *workspace, const struct sealed_by *key)
{
	struct arena scratch = { 0 };
	struct sealkey there;
	struct err ignored;
	bool has = keyring_find(&there, workspace_keys(&scratch, workspace), key->portfolio,
				key->key, &ignored) == 0;

	sealkey_close(&there);
	arena_close(&scratch);
	return has;
}

int
sealing_take(bool *took, const struct workspace *workspace, const struct sealed_by *key,
	     const struct box *box, const char *repo, const char *dir, struct err *err)
{
	struct arena scratch = { 0 };
	struct span wrap;
	int status = dir != NULL
		? read_file(&wrap, &scratch, dir, key->key, box->kid, err)
		: read_branch(&wrap, &scratch, repo, key->key, box->kid, err);

	*took = status == 0;
	if (status == 0)
		status = unwrap(workspace_keys(&scratch, workspace), key, wrap, box, err);
	else if (err->code == ERR_NOT_FOUND)
		status = 0;
	arena_close(&scratch);
	return status;
}

/* ---- destroying ---- */

/* The ids of the keys of the portfolio that are known here: its own, and the ledger's; of
 * what `actor` (NULL: anybody) wrote. */
static int
list_ids(const char ***out, size_t *count, struct arena *arena, const struct sealing *s,
	 const char *actor, struct err *err)
{
	struct keyring_item *items;
	struct sealed_by *sealed;
	size_t item_count, sealed_count;

	if (keyring_list(&items, &item_count, arena, workspace_keys(arena, s->workspace),
			 s->portfolio, err) != 0
	    || sealing_keys(&sealed, &sealed_count, arena, s->ledger, s->portfolio, NULL, err)
		       != 0)
		return -1;
	*out = arena_array(arena, item_count + sealed_count, sizeof **out);
	*count = 0;
	for (size_t i = 0; i < item_count; i++)
		if (actor == NULL
		    || (items[i].actor != NULL && strcmp(items[i].actor, actor) == 0))
			(*out)[(*count)++] = items[i].id;
	for (size_t i = 0; i < sealed_count; i++)
		if (actor == NULL || strcmp(sealed[i].actor, actor) == 0)
			(*out)[(*count)++] = sealed[i].key;
	return 0;
}

/* A branch that others share goes nowhere: it was made anew here, to be pushed. */
static void
remove_there(struct sealing_gone *out, struct arena *arena, const struct sealing *s,
	     const char *remote, const struct wraps_gone *gone)
{
	struct err why;

	if (out->trouble != NULL)
		out->trouble_there = "what is here is to go first";
	else if (gone->left != 0)
		out->trouble_there = "keys of other portfolios lie on the branch: `git push "
			"--force` it there from the portfolio repository";
	else if (wraps_remove_there(s->ledger, remote, gone->was, &why) != 0)
		out->trouble_there = arena_text(arena, why.text);
}

/* The wraps first: while a key is here, it can be said again. */
int
sealing_destroy(struct sealing_gone *out, struct arena *arena, const struct sealing *s,
		const struct sealing_places *places, const char *commit, const char *kid,
		int64_t now, struct err *err)
{
	const struct wraps_writer by = { s->ledger, s->workspace->actor, kid, now };
	struct wraps_gone gone = { .wraps = 0 };
	const char **ids;
	size_t count;
	struct err why;

	*out = (struct sealing_gone){ .keys = 0 };
	if (list_ids(&ids, &count, arena, s, places->own_only ? s->workspace->actor : NULL, err)
	    != 0)
		return -1;
	if (places->repo != NULL && count != 0
	    && wraps_remove(&gone, places->repo, ids, count, &by, &why) != 0)
		out->trouble = arena_text(arena, why.text);
	if (places->remote != NULL)
		remove_there(out, arena, s, places->remote, &gone);
	out->wraps = gone.wraps;
	out->left = gone.left;
	out->kept = gone.kept;
	return keyring_destroy(&out->keys, workspace_keys(arena, s->workspace), s->portfolio,
			       commit, err);
}

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

void
sealing_print_gone(struct buf *out, const struct sealing_gone *gone,
		   const struct sealing_places *places)
{
	buf_printf(out, "%zu key%s of sealed texts overwritten and gone here, %zu wrapped one%s "
		   "in the portfolio repository; a disk may keep what was overwritten, and a "
		   "backup keeps what it has\n", gone->keys, plural(gone->keys), gone->wraps,
		   plural(gone->wraps));
	if (gone->kept != 0)
		buf_printf(out, "%zu more lie%s in packs of that repository: `git gc --prune=now`"
			   " there takes them out\n", gone->kept, gone->kept == 1 ? "s" : "");
	if (gone->trouble != NULL)
		buf_printf(out, "the branch assay/keys is as it was: %s\n", gone->trouble);
	if (gone->trouble_there != NULL)
		buf_printf(out, "assay/keys is as it was at %s: %s\n", places->remote,
			   gone->trouble_there);
	else if (places->remote != NULL)
		buf_printf(out, "assay/keys is gone at %s; its owner's `git gc --prune=now` takes "
			   "out what it held\n", places->remote);
	else if (gone->wraps + gone->kept != 0)
		buf_printf(out, "where it was pushed to, `git push %s assay/keys` takes them "
			   "away\n", gone->left == 0 ? "REMOTE --delete" : "--force REMOTE");
}
