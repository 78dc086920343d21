#include "core/desk/erase.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/desk/identify.h"
#include "core/model/record_body.h"

enum { DRAFTS = 100000 };

static int
check(const struct speaker *by, const char *ground, struct err *err)
{
	const struct trust *trust = by->ledger->trust;

	if (statement_words(ground, trust, err) != 0)
		return -1;
	return trust_allows(trust, by->signer->key.kid, 1u << TRUST_ADMIN, NULL,
			    trust->version)
		? ledger_trust_fresh(by->ledger, err)
		: err_set(err, ERR_REFUSED, "only an administrator erases, and the key %s "
			  "is no administrator's", by->signer->key.kid);
}

/* Whoever handed it in is not named either, as far as their commits tell. */
static int
check_learner(struct arena *arena, const struct taken *taken, const char *ground,
	      struct err *err)
{
	struct identity *identity = arena_alloc(arena, sizeof *identity);
	struct span rest = span_of(ground), word;
	struct err ignored;
	struct repo *repo;
	struct oid oid;

	if (repo_open(&repo, taken->repo, &ignored) != 0)
		return 0;
	if (repo_commit_named(&oid, repo, taken->ref, &ignored) == 0)
		identity_read_commit(identity, arena, repo, oid);
	repo_close(repo);
	while (identity_word(&word, &rest))
		if (word.len > IDENTITY_LETTERS && identity_knows(identity, word))
			return err_set(err, ERR_REFUSED, "no names: '%.*s' stands in the "
				       "learner's own commits, and the ground in the record, "
				       "for ever", (int)word.len, word.data);
	return 0;
}

/* What is here of it; of one that is not here any more, its pseudonym. */
static int
find(struct taken *out, bool *here, struct arena *arena, const struct workspace *workspace,
     const char *portfolio, struct err *err)
{
	*here = workspace_portfolio(out, arena, workspace, portfolio, err) == 0;
	if (*here)
		return 0;
	if (err->code != ERR_NOT_FOUND || !is_hex32(span_of(portfolio)))
		return -1;
	*out = (struct taken){ .portfolio = arena_text(arena, portfolio), .repo = "" };
	return 0;
}

/* A file that was being written beside its name when the one who wrote it ended. */
static bool
is_torn(const char *name)
{
	char *end;
	long pid;

	if (strncmp(name, ".assay-", 7) != 0)
		return false;
	pid = strtol(name + 7, &end, 10);
	return pid > 0 && *end == '-' && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* By whatever name: an editor's own copies have the draft's with something before it. */
static int
remove_drafts(size_t *count, const struct workspace *workspace, const char *portfolio,
	      struct err *err)
{
	struct arena scratch = { 0 };
	const char *some = workspace_draft_path(&scratch, workspace, portfolio, 1);
	const char *dir = arena_copy(&scratch, some, (size_t)(path_name(some) - some - 1));
	char **names;
	size_t found;
	int failed = 0;

	*count = 0;
	if (file_is_dir(dir)) {
		failed = file_list(&names, &found, &scratch, dir, DRAFTS, err);
		for (size_t i = 0; failed == 0 && i < found; i++) {
			if (strstr(names[i], portfolio) == NULL && !is_torn(names[i]))
				continue;
			failed = file_shred(path_join(&scratch, dir, names[i]), err);
			++*count;
		}
		if (failed == 0)
			failed = file_sync_dir(dir, err);
	}
	arena_close(&scratch);
	return failed;
}

/* Does it lie in the programme's own folder? Nothing else is ours to delete. */
static bool
is_ours(struct arena *arena, const struct workspace *workspace, const char *repo)
{
	const char *folder = path_join(arena, path_real(arena, workspace->dir), "portfolios/");

	return strncmp(path_real(arena, repo), folder, strlen(folder)) == 0;
}

/* Is there another portfolio in that repository? */
static int
is_shared(bool *out, struct arena *arena, const struct workspace *workspace,
	  const struct taken *taken, struct err *err)
{
	struct taken *all;
	size_t count;

	*out = false;
	if (workspace_taken(&all, &count, arena, workspace, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*out |= strcmp(all[i].portfolio, taken->portfolio) != 0
			&& strcmp(path_real(arena, all[i].repo),
				  path_real(arena, taken->repo)) == 0;
	return 0;
}

/* Whose is it, and may it go? Before anything does. */
static int
check_evidence(struct erased *out, struct arena *arena, const struct workspace *workspace,
	       const struct taken *taken, struct err *err)
{
	bool shared;

	if (!is_ours(arena, workspace, taken->repo)) {
		out->elsewhere = taken->repo;
		return 0;
	}
	if (is_shared(&shared, arena, workspace, taken, err) != 0)
		return -1;
	return !shared ? 0
		: err_set(err, ERR_REFUSED, "other portfolios lie in the same repository; "
			  "take its branch out of it by hand, then erase");
}

/* The programme's own copy: after the keys in it, which are overwritten. */
static int
remove_evidence(struct erased *out, const struct taken *taken, struct err *err)
{
	if (out->elsewhere != NULL)
		return 0;
	if (file_remove_tree(taken->repo) != 0 && errno != ENOENT)
		return err_errno(err, "%s", taken->repo);
	out->evidence_deleted = true;
	return 0;
}

/* ---- what was sealed ---- */

static bool
is_named(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int
check_others(const struct trust *trust, const char *const *others, size_t count,
	     struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = 0; k < trust->key_count; k++)
			known |= strcmp(trust->keys[k].actor, others[i]) == 0;
		if (!known)
			return err_set(err, ERR_NOT_FOUND, "the trust file knows no %.40s; see "
				       "`assay person list`", others[i]);
		if (is_named(others, i, others[i]))
			return err_set(err, ERR_USAGE, "%s is named twice", others[i]);
	}
	return 0;
}

static void
add_holder(struct erased *out, struct arena *arena, const char *actor)
{
	if (is_named(out->destroyed_by, out->destroyer_count, actor)
	    || is_named(out->holders, out->holder_count, actor))
		return;
	out->holders = arena_grow(arena, out->holders, out->holder_count,
				  sizeof *out->holders);
	out->holders[out->holder_count++] = arena_text(arena, actor);
}

/* Who wrote it, and whoever has a box: one may have been handed a key whom one would not
 * hand it today. */
static int
find_holders(struct erased *out, struct arena *arena, const struct speaker *by,
	     struct err *err)
{
	const struct trust *trust = by->ledger->trust;
	struct sealed_by *keys;
	size_t count;

	if (sealing_keys(&keys, &count, arena, by->ledger, out->portfolio, NULL, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i].actor, by->actor) != 0)
			add_holder(out, arena, keys[i].actor);
	for (size_t i = 0; i < trust->box_count && count != 0; i++)
		if (strcmp(trust->boxes[i].actor, by->actor) != 0)
			add_holder(out, arena, trust->boxes[i].actor);
	return 0;
}

/* Said again after a crash, there may be nothing left: the keyring remembers. */
static int
destroy_keys(struct erased *out, struct arena *arena, const struct speaker *by,
	     const struct sealing *sealing, const struct erasing *what, const char *repo,
	     struct err *err)
{
	out->places = (struct sealing_places){ .repo = repo, .remote = what->remote };
	if (sealing_destroy(&out->sealed, arena, sealing, &out->places, NULL,
			    by->signer->key.kid, by->now, err) != 0)
		return -1;
	out->destroyed_by =
		arena_array(arena, what->other_count + 1, sizeof *out->destroyed_by);
	if (out->sealed.keys + out->sealed.wraps != 0
	    && !is_named(what->others, what->other_count, by->actor))
		out->destroyed_by[out->destroyer_count++] = by->actor;
	for (size_t i = 0; i < what->other_count; i++)
		out->destroyed_by[out->destroyer_count++] = what->others[i];
	return find_holders(out, arena, by, err);
}

/* What is read afterwards says which record it was. */
static int
name_record(const struct erased *out, const struct sealing *sealing, struct err *err)
{
	struct arena scratch = { 0 };
	char commit[OID_HEX];
	size_t keys;
	int status;

	oid_hex(commit, &out->appended.oid);
	status = keyring_destroy(&keys, workspace_keys(&scratch, sealing->workspace),
				 sealing->portfolio, commit, err);
	arena_close(&scratch);
	return status;
}

/* ---- the record ---- */

static int
record_it(struct erased *out, const struct speaker *by, const char *ground, struct err *err)
{
	const struct erasure said = { .portfolio = out->portfolio,
		.keys_destroyed_by = out->destroyed_by,
		.destroyer_count = out->destroyer_count,
		.evidence_deleted = out->evidence_deleted, .ground = ground };

	return statement_record(&out->appended, by, RECORD_ERASURE, &said, NULL, 0, err);
}

/* Last of all, so that what was cut off is found again. */
static int
forget(struct arena *arena, const struct workspace *workspace, const char *portfolio,
       struct err *err)
{
	const char *dir = path_join(arena, workspace->dir, "portfolios");
	const char *path = arena_printf(arena, "%s/%s.yaml", dir, portfolio);

	if (unlink(path) != 0 && errno != ENOENT)
		return err_errno(err, "%s", path);
	return file_sync_dir(dir, err);
}

int
erase_portfolio(struct erased *out, struct arena *arena, const struct speaker *by,
		const struct workspace *workspace, const struct erasing *what, struct err *err)
{
	const char *ground = what->ground;
	struct sealing sealing = { workspace, by->ledger, NULL, "" };
	struct taken taken;
	bool here;

	*out = (struct erased){ 0 };
	if (check(by, ground, err) != 0
	    || check_others(by->ledger->trust, what->others, what->other_count, err) != 0
	    || find(&taken, &here, arena, workspace, what->portfolio, err) != 0)
		return -1;
	out->portfolio = sealing.portfolio = taken.portfolio;
	if ((here && check_learner(arena, &taken, ground, err) != 0)
	    || (here && check_evidence(out, arena, workspace, &taken, err) != 0)
	    || remove_drafts(&out->drafts, workspace, taken.portfolio, err) != 0
	    || destroy_keys(out, arena, by, &sealing, what, here ? taken.repo : NULL, err) != 0
	    || (here && remove_evidence(out, &taken, err) != 0)
	    || record_it(out, by, ground, err) != 0
	    || name_record(out, &sealing, err) != 0)
		return -1;
	return forget(arena, workspace, taken.portfolio, err);
}
