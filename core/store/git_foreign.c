/* What libgit2 is asked: refs of a repository that is no ledger, HEAD, config, what is ignored. */
#include <string.h>
#include <strings.h>

#include "core/base/file.h"
#include "core/store/git_inside.h"
#include "core/store/git_library.h"

enum { TAG_BYTES = 1 << 20, TAG_DEPTH = 8 };

/* A symbolic one has the zero oid. */
static void
take_ref(struct oid *out, const git_reference *ref)
{
	*out = (struct oid){ 0 };
	if (git2.reference_type(ref) == GIT_REFERENCE_DIRECT)
		memcpy(out->bytes, git2.reference_target(ref)->id, OID_SIZE);
}

int
library_ref_read(struct oid *out, bool *found, struct repo *repo, const char *name,
		 struct err *err)
{
	git_repository *git;
	git_reference *ref;
	int status;

	if (repo_git(&git, repo, err) != 0)
		return -1;
	status = git2.reference_lookup(&ref, git, name);
	*found = status == 0;
	if (status != 0)
		return status == GIT_ENOTFOUND ? 0 : git_fail(err, status);
	take_ref(out, ref);
	git2.reference_free(ref);
	return 0;
}

int
repo_ref_delete(struct repo *repo, const char *name, const struct oid *old, struct err *err)
{
	struct arena arena = { 0 };
	git_repository *git;
	git_reference *ref;
	struct oid now;
	int status;

	if (repo_git(&git, repo, err) != 0)
		return -1;
	status = git2.reference_lookup(&ref, git, name);
	if (status != 0)
		return git_fail(err, status);
	take_ref(&now, ref);
	if (!oid_equal(&now, old))
		status = err_set(err, ERR_CONFLICT, "%s in %s moved since it was read", name,
				 repo_path(repo));
	else if ((status = git2.reference_delete(ref)) != 0)
		status = git_fail(err, status);
	git2.reference_free(ref);
	if (status == 0)
		status = file_sync_dir(arena_printf(&arena, "%srefs/heads", repo_dir(repo)),
				       err);
	arena_close(&arena);
	return status;
}

/* By a pattern, only the folders it can be in are looked at. */
static int
refs_iterator(git_reference_iterator **out, struct arena *arena, git_repository *git,
	      const char *folder)
{
	return *folder == '\0' ? git2.reference_iterator_new(out, git)
		: git2.reference_iterator_glob_new(out, git, arena_printf(arena, "%s*", folder));
}

int
library_ref_list(struct ref **out, size_t *count, struct arena *arena, struct repo *repo,
		 const char *folder, size_t limit, struct err *err)
{
	git_repository *git;
	git_reference_iterator *refs;
	git_reference *ref;
	struct ref *list = NULL;
	size_t n = 0;
	int status;

	if (repo_git(&git, repo, err) != 0)
		return -1;
	status = refs_iterator(&refs, arena, git, folder);
	if (status != 0)
		return git_fail(err, status);
	while (n <= limit && (status = git2.reference_next(&ref, refs)) == 0) {
		list = arena_grow(arena, list, n, sizeof *list);
		list[n].name = arena_text(arena, git2.reference_name(ref));
		take_ref(&list[n++].oid, ref);
		git2.reference_free(ref);
	}
	git2.reference_iterator_free(refs);
	*out = list;
	*count = n;
	return status == 0 || status == GIT_ITEROVER ? 0 : git_fail(err, status);
}

/* What is said of all refs, and whether it asks for those that git has a log of as a rule. */
static int
log_updates(bool *always, int *wanted, git_repository *git, struct err *err)
{
	git_config *config;
	const char *value;
	int status = git2.repository_config_snapshot(&config, git);

	if (status != 0)
		return git_fail(err, status);
	*wanted = !git2.repository_is_bare(git);
	if (git2.config_get_string(&value, config, "core.logAllRefUpdates") == 0) {
		*always = strcasecmp(value, "always") == 0;
		if (!*always && git2.config_parse_bool(wanted, value) != 0)
			*wanted = false;
	}
	git2.config_free(config);
	return 0;
}

int
repo_wants_log(bool *out, struct repo *repo, const char *name, struct err *err)
{
	static const char *const kinds[] = { "refs/heads/", "refs/remotes/", "refs/notes/" };
	git_repository *git;
	int wanted = 0;
	bool always = false, is_kind = strcmp(name, "HEAD") == 0;

	if (repo_git(&git, repo, err) != 0 || log_updates(&always, &wanted, git, err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		is_kind |= strncmp(name, kinds[i], strlen(kinds[i])) == 0;
	*out = always || (wanted && is_kind);
	return 0;
}

/* ------------------------------------------------------------------- what a person means */

static bool
has_refs(git_repository *git)
{
	git_reference_iterator *refs;
	const char *name;
	bool found;

	if (git2.reference_iterator_new(&refs, git) != 0)
		return false;
	found = git2.reference_next_name(&name, refs) == 0;
	git2.reference_iterator_free(refs);
	return found;
}

static int
head_commit(struct oid *out, const struct repo *repo, git_repository *git, struct err *err)
{
	git_reference *head;
	int status = git2.repository_head(&head, git);

	if (status == GIT_EUNBORNBRANCH || status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, has_refs(git)
			       ? "%s: its current branch has no commits; name another"
			       : "%s has no commits yet", repo_path(repo));
	if (status != 0)
		return git_fail(err, status);
	take_ref(out, head);
	git2.reference_free(head);
	return 0;
}

static int
find_named(struct oid *out, const struct repo *repo, git_repository *git, const char *name,
	   struct err *err)
{
	static const char *const forms[] = { "refs/heads/", "refs/tags/", "refs/remotes/" };
	struct arena arena = { 0 };
	git_oid id;
	int status = GIT_ENOTFOUND;

	if (oid_from_hex(out, span_of(name)))
		return 0;
	if (strncmp(name, "refs/", 5) == 0)
		status = git2.reference_name_to_id(&id, git, name);
	for (size_t i = 0; status != 0 && i < sizeof forms / sizeof *forms; i++)
		status = git2.reference_name_to_id(&id, git,
			arena_printf(&arena, "%s%s", forms[i], name));
	arena_close(&arena);
	if (status != 0)
		return err_set(err, ERR_NOT_FOUND, "%s has no branch, tag or commit %s",
			       repo_path(repo), name);
	memcpy(out->bytes, id.id, OID_SIZE);
	return 0;
}

/* What an annotated tag points to: the first line of its bytes. */
static int
tag_target(struct oid *oid, struct repo *repo, struct err *err)
{
	struct arena arena = { 0 };
	struct span bytes;
	int status = repo_read(&bytes, &arena, repo, oid, OBJECT_TAG, TAG_BYTES, err);

	if (status == 0 && (!span_starts(bytes, "object ") || bytes.len < 7 + 2 * OID_SIZE
	    || !oid_from_hex(oid, (struct span){ bytes.data + 7, 2 * OID_SIZE })))
		status = err_set(err, ERR_INVALID, "a tag that points nowhere");
	arena_close(&arena);
	return status;
}

int
repo_commit_named(struct oid *out, struct repo *repo, const char *name, struct err *err)
{
	bool is_head = name == NULL || name[0] == '\0' || strcmp(name, "HEAD") == 0;
	enum object_type type = OBJECT_TAG;
	git_repository *git;
	size_t size;

	if (repo_git(&git, repo, err) != 0
	    || (is_head ? head_commit(out, repo, git, err)
		: find_named(out, repo, git, name, err)) != 0)
		return -1;
	for (int depth = 0; depth < TAG_DEPTH; depth++) {
		if (repo_header(&type, &size, repo, out, err) != 0)
			return -1;
		if (type != OBJECT_TAG)
			break;
		if (tag_target(out, repo, err) != 0)
			return -1;
	}
	return type == OBJECT_COMMIT ? 0
		: err_set(err, ERR_NOT_FOUND, "%s in %s is not a commit",
			  is_head ? "HEAD" : name, repo_path(repo));
}

bool
repo_ignores(struct repo *repo, const char *folder, const char *path)
{
	struct arena arena = { 0 };
	const char *whole = folder[0] == '\0' ? path : path_join(&arena, folder, path);
	git_repository *git;
	int ignored = 0;
	bool is = repo_git(&git, repo, NULL) == 0
		&& git2.ignore_path_is_ignored(&ignored, git, whole) == 0 && ignored;

	arena_close(&arena);
	return is;
}
