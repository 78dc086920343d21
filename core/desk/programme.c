#include "core/desk/programme.h"

#include <limits.h>

#include "core/base/file.h"
#include "core/desk/past.h"
#include "core/desk/pin.h"
#include "core/desk/shelf.h"
#include "core/desk/statement.h"
#include "core/store/draft.h"
#include "core/store/evidence.h"

/* A beginning that was cut off left a ledger without assay.yaml; it is ours if we are root. */
static bool
was_begun(struct ledger *out, const struct workspace *workspace,
	  const struct signer *signer)
{
	const struct trust_key *key;
	struct err ignored;

	if (!file_exists(workspace->ledger_path)
	    || ledger_open(out, workspace->ledger_path, NULL, &ignored) != 0)
		return false;
	key = trust_key(out->trust, signer->key.kid);
	for (size_t i = 0; i < out->trust->root_count; i++)
		if (key != NULL && strcmp(key->actor, workspace->actor) == 0
		    && strcmp(out->trust->roots[i].actor, workspace->actor) == 0)
			return true;
	ledger_close(out);
	return false;
}

int
programme_begin(struct workspace *workspace, struct arena *arena, struct signer *signer,
		const struct trust_member *members, size_t member_count,
		enum release release, int64_t now, struct err *err)
{
	struct ledger ledger;

	workspace->ledger_path = path_join(arena, workspace->dir, "ledger.git");
	if (file_exists(path_join(arena, workspace->dir, WORKSPACE_FILE)))
		return err_set(err, ERR_EXISTS, "there is a programme in %s already",
			       workspace->dir);
	if (file_make_dirs(workspace->dir, 0700, err) != 0
	    || (!was_begun(&ledger, workspace, signer)
		&& ledger_create(&ledger, workspace->ledger_path, signer, members,
				 member_count, release, now, err)
			   != 0))
		return -1;
	workspace->ledger_id = arena_text(arena, ledger.id);
	ledger_close(&ledger);
	return workspace_create(workspace, err);
}

struct search {
	const char *sha256;
	struct appended *found;
	bool hit;
};

static bool
is_published(void *who, const struct entry *entry)
{
	struct search *search = who;
	const struct record_rubric *rubric;

	if (!entry->counts || entry->record == NULL
	    || entry->record->type != RECORD_RUBRIC)
		return true;
	rubric = entry->record->body;
	if (strcmp(rubric->sha256, search->sha256) != 0)
		return true;
	search->hit = true;
	search->found->oid = entry->oid;
	search->found->seq = entry->seq;
	search->found->was_there = true;
	memcpy(search->found->sha256, entry->sha256, DIGEST_HEX);
	return false;
}

static int
append_rubric(struct appended *out, const struct speaker *by, const struct rubric *rubric,
	      struct err *err)
{
	struct arena scratch = { 0 };
	const struct record_rubric said = pin_rubric(&scratch, rubric, NULL);
	const struct blob_to_write attached = { "rubric.yaml", rubric->bytes };
	int failed = statement_record(out, by, RECORD_RUBRIC, &said, &attached, 1, err);

	arena_close(&scratch);
	return failed;
}

static int
may_follow(struct ledger *ledger, const struct rubric *rubric, struct err *err)
{
	struct arena scratch = { 0 };
	struct shelf_item newest;
	int status = shelf_may_publish(&newest, &scratch, ledger, rubric, err);

	arena_close(&scratch);
	return status;
}

int
programme_published(struct appended *out, bool *hit, struct ledger *ledger,
		    const struct rubric *rubric, struct err *err)
{
	char sha256[DIGEST_HEX];
	struct search search = { .sha256 = sha256, .found = out };

	*out = (struct appended){ 0 };
	digest_hex(sha256, &rubric->sha256);
	if (ledger_walk_about(ledger, NULL, NULL, is_published, &search, err) != 0)
		return -1;
	*hit = search.hit;
	return 0;
}

int
programme_publish(struct appended *out, struct ledger *ledger, struct signer *signer,
		  const char *actor, const struct rubric *rubric, int64_t now,
		  struct err *err)
{
	const struct speaker by = { ledger, signer, actor, now, NULL };
	bool hit;

	if (programme_published(out, &hit, ledger, rubric, err) != 0)
		return -1;
	if (hit)
		return 0;
	return may_follow(ledger, rubric, err) != 0 ? -1
		: append_rubric(out, &by, rubric, err);
}

/* A draft may stand on the rubric that was there: its text stays, named by its digest. */
static int
keep_old(struct arena *arena, const char *path, struct span now, struct err *err)
{
	struct digest sha256;
	char hex[DIGEST_HEX];
	struct span old;

	if (!file_exists(path))
		return 0;
	if (file_read(&old, arena, path, RUBRIC_BYTES, err) != 0)
		return -1;
	if (old.len == now.len && memcmp(old.data, now.data, now.len) == 0)
		return 0;
	sha256 = digest_sha256(old);
	digest_hex(hex, &sha256);
	return file_write(arena_printf(arena, "%s.%.16s", path, hex), old, 0600, err);
}

int
programme_keep_rubric(const struct workspace *workspace, const struct rubric *rubric,
		      struct err *err)
{
	struct arena scratch = { 0 };
	char *path =
		arena_printf(&scratch, "%s/rubrics/%s.yaml", workspace->dir, rubric->id);
	int failed = keep_old(&scratch, path, rubric->bytes, err);

	if (failed == 0)
		failed = file_write(path, rubric->bytes, 0600, err);
	arena_close(&scratch);
	return failed;
}

static bool
same_taken(const struct taken *a, const struct taken *b)
{
	return strcmp(a->repo, b->repo) == 0 && strcmp(a->ref, b->ref) == 0
		&& strcmp(a->path, b->path) == 0 && strcmp(a->rubric, b->rubric) == 0;
}

/* What is not there now is told now, not when it is to be judged. */
static int
check_evidence(char tree[OID_HEX], const struct taken *taken, struct err *err)
{
	struct arena scratch = { 0 };
	struct evidence evidence;
	struct repo *repo;
	struct oid oid;
	int failed;

	if (strlen(taken->path) >= PATH_MAX || strlen(taken->ref) >= 1024)
		return err_set(err, ERR_LIMIT, "that is too long for a path or a ref");
	if (repo_open(&repo, taken->repo, err) != 0)
		return -1;
	failed = repo_commit_named(&oid, repo, taken->ref, err);
	if (failed == 0)
		failed = evidence_open(&evidence, &scratch, repo, &oid, taken->path, NULL, err);
	if (failed == 0)
		failed = evidence_whole(&evidence, err);
	if (failed == 0)
		oid_hex(tree, &evidence.tree);
	repo_close(repo);
	arena_close(&scratch);
	return failed;
}

/* Something was said of this attempt and is not signed, or not released. */
static bool
has_draft(struct arena *arena, const struct workspace *workspace,
	  const struct taken *taken)
{
	struct draft draft;
	struct err ignored;
	bool any;

	if (draft_open(&draft, arena, workspace_draft_path(arena, workspace,
			taken->portfolio, taken->attempt), "", "", true, "", &ignored) != 0)
		return true;
	any = draft.count != 0;
	draft_close(&draft);
	return any;
}

static int
refuse_last(const struct rubric *rubric, int64_t number, struct err *err)
{
	struct buf text = { 0 };

	attempt_print(&text, rubric, number);
	err_set(err, ERR_REFUSED, "%s was the last: %s", text.data,
		rubric->attempts_then == THEN_REFER
		? "it is for another person now, and no further one is taken"
		: "this rubric is closed after it");
	buf_close(&text);
	return -1;
}

/* Has one of the decisions on this attempt passed it? Two may stand beside each other. */
static bool
has_passed(const struct past *past, int64_t attempt)
{
	for (size_t i = 0; i < past->count; i++)
		if (!past->items[i].superseded && past->items[i].said->attempt == attempt
		    && (enum outcome)(past->items[i].said->outcome + OUTCOME_PASS)
			       == OUTCOME_PASS)
			return true;
	return false;
}

/* What becomes of a portfolio that is taken in once more. */
static int
take_again(struct taken *taken, enum taking *how, struct arena *arena,
	   const struct workspace *workspace, struct ledger *ledger, const char *tree,
	   const struct rubric *rubric, struct err *err)
{
	const struct past_decision *last;
	struct past past;

	if (past_read(&past, arena, ledger, taken->portfolio, err) != 0)
		return -1;
	last = past_of(&past, taken->attempt);
	*how = TAKING_OPEN;
	if (last == NULL)
		return 0;
	*how = TAKING_REFUSED;
	if (has_passed(&past, taken->attempt))
		return err_set(err, ERR_REFUSED,
			       "attempt %lld of %.8s passed: there is none after it",
			       (long long)taken->attempt, taken->portfolio);
	if (attempt_is_last(rubric, taken->attempt))
		return refuse_last(rubric, taken->attempt, err);
	if (strcmp(last->said->evidence.tree, tree) == 0) {
		*how = TAKING_UNCHANGED;
		return 0;
	}
	if (has_draft(arena, workspace, taken))
		return err_set(err, ERR_REFUSED, "attempt %lld of %.8s has a draft: sign "
			       "it, or set it aside with `assay draft drop %.8s`",
			       (long long)taken->attempt, taken->portfolio,
			       taken->portfolio);
	*how = TAKING_AGAIN;
	return workspace_next_attempt(workspace, taken, err);
}

int
programme_take(struct taken *out, enum taking *how, struct arena *arena,
	       const struct workspace *workspace, struct ledger *ledger,
	       const char *repo, const char *ref, const char *path,
	       const struct rubric *rubric, struct err *err)
{
	char pseudonym[RANDOM_ID_HEX], tree[OID_HEX];
	struct taken *all;
	size_t count;

	*how = TAKING_NEW;
	*out = (struct taken){ .repo = path_real(arena, repo), .ref = ref == NULL ? "" : ref,
		.path = path == NULL ? "" : path, .rubric = rubric->id, .attempt = 1 };
	if (check_evidence(tree, out, err) != 0
	    || workspace_taken(&all, &count, arena, workspace, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (same_taken(out, &all[i])) {
			*out = all[i];
			return take_again(out, how, arena, workspace, ledger, tree, rubric,
					  err);
		}
	random_id(pseudonym);
	out->portfolio = arena_text(arena, pseudonym);
	return workspace_take(workspace, out, err);
}

void
programme_personal(struct workspace *out, struct arena *arena,
		   const struct places *places)
{
	*out = (struct workspace){ .places = *places, .name = "Personal programme",
		.dir = path_join(arena, places->data, "personal"), .actor = "me",
		.key = "personal" };
}
