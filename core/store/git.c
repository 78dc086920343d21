#include "core/store/git.h"

#include <git2.h>
#include <git2/sys/repository.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/git_inside.h"
#include "core/store/git_ledger.h"
#include "core/store/git_loose.h"

enum { TAG_BYTES = 1 << 20, TAG_DEPTH = 8 };

_Static_assert(OID_SIZE == GIT_OID_RAWSZ, "ids are SHA-1");

struct repo {
	git_repository *git;
	struct arena arena;
	const char *path;		/* as the person named it */
	const char **folders;		/* of objects, its own first */
	struct packs *packs;
	bool was_loose;
	struct staging *staging;
	struct hold *hold;
	struct pushed_refs pushed;	/* refs as they would be; usually none */
};

/* ------------------------------------------------------------------ libgit2 and its errors */

/* Libgit2 is one per process and so is this: the only state core keeps. */
static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static int library_status;

/*
 * Libgit2 begins by reading every certificate of the machine, 10 ms for connections that assay
 * never makes by it. It takes no harm from finding none, so it is lent no file while it begins.
 */
static void
library_start(void)
{
	struct rlimit files, none;
	bool lent = getrlimit(RLIMIT_NOFILE, &files) == 0;

	none = (struct rlimit){.rlim_cur = 0, .rlim_max = files.rlim_max};
	lent = lent && setrlimit(RLIMIT_NOFILE, &none) == 0;
	library_status = git_libgit2_init();
	if (lent)
		setrlimit(RLIMIT_NOFILE, &files);
	if (library_status < 0 && lent)
		library_status = git_libgit2_init();
	if (library_status < 0)
		return;
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

/* Not before the first repository. Never shut down: that is exit's to do. */
int
git_library_open(struct err *err)
{
	pthread_once(&library_once, library_start);
	return library_status >= 0 ? 0 : err_set(err, ERR_IO, "libgit2 cannot be started");
}

static enum err_code
code_of(int status, int class)
{
	static const struct {
		int status;
		enum err_code code;
	} rows[] = {
		{ GIT_ENOTFOUND, ERR_NOT_FOUND }, { GIT_EEXISTS, ERR_EXISTS },
		{ GIT_EMODIFIED, ERR_CONFLICT }, { GIT_ELOCKED, ERR_CONFLICT },
		{ GIT_EMISMATCH, ERR_INVALID }, { GIT_EOWNER, ERR_UNSAFE },
		{ GIT_EINVALIDSPEC, ERR_INVALID },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].status == status)
			return rows[i].code;
	return class == GIT_ERROR_ODB || class == GIT_ERROR_ZLIB || class == GIT_ERROR_OBJECT
		|| class == GIT_ERROR_INDEXER || class == GIT_ERROR_SHA ? ERR_INVALID : ERR_IO;
}

/* What libgit2 said last, as our error; `status` is what it returned. */
int
git_fail(struct err *err, int status)
{
	const git_error *said = git_error_last();

	return err_set(err, code_of(status, said == NULL ? 0 : said->klass), "%s",
		       said == NULL ? "libgit2 does not say why" : said->message);
}

static int
last_class(void)
{
	const git_error *said = git_error_last();

	return said == NULL ? 0 : said->klass;
}

/* ---------------------------------------------------------------------------------- ids */

void
oid_hex(char out[OID_HEX], const struct oid *oid)
{
	hex_encode(out, oid->bytes, OID_SIZE);
}

bool
oid_from_hex(struct oid *out, struct span hex)
{
	return hex_decode(out->bytes, OID_SIZE, hex);
}

bool
oid_equal(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, OID_SIZE) == 0;
}

static git_oid
to_git(const struct oid *oid)
{
	git_oid out;

	git_oid_fromraw(&out, oid->bytes);
	return out;
}

static void
from_git(struct oid *out, const git_oid *oid)
{
	memcpy(out->bytes, oid->id, OID_SIZE);
}

/* ------------------------------------------------------------------------------- opening */

/*
 * A foreign owner is GIT_EOWNER, or, where no config has a `safe.directory` at all, libgit2
 * 1.5.1 says that this value was not found.
 */
static int
fail_open(struct err *err, int status, const char *path)
{
	struct arena arena = { 0 };
	char *real = path_real(&arena, path);
	size_t len = strlen(real);
	bool foreign = status == GIT_EOWNER
		|| (status == GIT_ENOTFOUND && last_class() == GIT_ERROR_CONFIG);
	const git_error *said = git_error_last();

	if (len > 5 && strcmp(real + len - 5, "/.git") == 0)
		real[len - 5] = '\0';
	if (foreign)
		err_set(err, ERR_UNSAFE, "%s belongs to another user; if you trust it: "
			"git config --global --add safe.directory %s", path, real);
	else if (status == GIT_ENOTFOUND)
		err_set(err, ERR_NOT_FOUND, "%s is not a git repository", path);
	else if (said != NULL && strstr(said->message, "unsupported") != NULL)
		err_set(err, ERR_NEWER, "%s is in a git format that is not supported here: %s",
			path, said->message);
	else if (git_fail(err, status) != 0)
		err_within(err, "%s", path);
	arena_close(&arena);
	return -1;
}

/* An object database with nothing in it: whatever libgit2 thinks of, it reads no object. */
static int
set_no_odb(git_repository *git)
{
	git_odb *odb = NULL;
	int status = git_odb_new(&odb);

	if (status == 0)
		status = git_repository_set_odb(git, odb);
	git_odb_free(odb);
	return status;
}

static struct repo *
repo_of(git_repository *git, const char *path)
{
	struct repo *repo = calloc(1, sizeof *repo);

	if (repo == NULL)
		abort();
	repo->git = git;
	repo->path = arena_text(&repo->arena, path);
	repo->folders = loose_folders(&repo->arena,
				      path_join(&repo->arena, repo_dir(repo), "objects"));
	repo->packs = packs_open(repo_folders(repo));
	repo->staging = staging_open();
	repo->hold = hold_open();
	return repo;
}

static int
open_with(struct repo **out, const char *path, unsigned flags, struct err *err)
{
	git_repository *git = NULL;
	int status;

	if (git_library_open(err) != 0)
		return -1;
	status = git_repository_open_ext(&git, path, flags, NULL);
	if (status != 0)
		return fail_open(err, status, path);
	*out = repo_of(git, path);
	status = set_no_odb(git);
	if (status == 0)
		return 0;
	fail_open(err, status, path);
	repo_close(*out);
	*out = NULL;
	return -1;
}

int
repo_open(struct repo **out, const char *path, struct err *err)
{
	return open_with(out, path, GIT_REPOSITORY_OPEN_NO_SEARCH, err);
}

void
repo_close(struct repo *repo)
{
	if (repo == NULL)
		return;
	hold_close(repo->hold);
	staging_close(repo->staging);
	packs_close(repo->packs);
	git_repository_free(repo->git);
	arena_close(&repo->arena);
	free(repo);
}

const char *
repo_dir(const struct repo *repo)
{
	return git_repository_commondir(repo->git);
}

const char *const *
repo_folders(const struct repo *repo)
{
	return (const char *const *)repo->folders;
}

bool *
repo_was_loose(struct repo *repo)
{
	return &repo->was_loose;
}

struct packs *
repo_packs(const struct repo *repo)
{
	return repo->packs;
}

struct staging *
repo_staging(const struct repo *repo)
{
	return repo->staging;
}

struct hold *
repo_hold(const struct repo *repo)
{
	return repo->hold;
}

const char *
repo_own_dir(const struct repo *repo)
{
	return git_repository_path(repo->git);
}

const char *
repo_path(const struct repo *repo)
{
	return repo->path;
}

int
repo_open_ledger(struct repo **out, const char *path, struct err *err)
{
	struct arena arena = { 0 };
	const char *why;

	if (open_with(out, path, GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE
		      | GIT_REPOSITORY_OPEN_NO_DOTGIT, err) != 0)
		return -1;
	why = strcmp(git_repository_path((*out)->git), repo_dir(*out)) != 0
		? "borrows from another repository (commondir)" : ledger_unsafe(&arena, *out);
	arena_close(&arena);
	if (why == NULL)
		return 0;
	repo_close(*out);
	*out = NULL;
	return err_set(err, ERR_UNSAFE, "%s %s: assay does not open it as a ledger", path,
		       why);
}

/* Only the folder that git made for this push, in that of its own objects. */
static int
add_quarantine(struct repo *repo, const char *quarantine, struct err *err)
{
	char *real = path_real(&repo->arena, quarantine);
	char *above = arena_copy(&repo->arena, real, (size_t)(path_name(real) - real));
	size_t count = 0;

	if (strcmp(path_real(&repo->arena, above),
		   path_real(&repo->arena, repo->folders[0])) != 0 || !file_is_dir(real))
		return err_set(err, ERR_UNSAFE, "%s is no folder of pushed objects in %s",
			       quarantine, repo->path);
	while (repo->folders[count] != NULL)
		count++;
	repo->folders[count] = real;	/* there is room: a ledger borrows from nobody */
	packs_close(repo->packs);
	repo->packs = packs_open(repo_folders(repo));
	return 0;
}

int
repo_open_pushed(struct repo **out, const char *path, const char *quarantine,
		 const struct ref *refs, size_t count, struct err *err)
{
	if (repo_open_ledger(out, path, err) != 0)
		return -1;
	(*out)->pushed = (struct pushed_refs){ refs, count };
	if (quarantine == NULL || add_quarantine(*out, quarantine, err) == 0)
		return 0;
	repo_close(*out);
	*out = NULL;
	return -1;
}

/* ---------------------------------- objects; git_read.c reads, git_write.c writes them */

/* Its type, its length and a NUL stand before it. */
struct oid
object_hash(enum object_type type, struct span bytes)
{
	struct buf head = { 0 };
	struct oid out;

	buf_text(&head, object_word(type));
	buf_char(&head, ' ');
	buf_number(&head, (int64_t)bytes.len);
	digest_sha1(out.bytes, (struct span){ head.data, head.len + 1 }, bytes);
	buf_close(&head);
	return out;
}

/* ----------------------------------------------------------------------------------- refs */

int
repo_ref_read(struct oid *out, struct repo *repo, const char *name, struct err *err)
{
	git_reference *ref;
	int status;

	if (pushed_find(out, &repo->pushed, name))
		return 0;
	status = git_reference_lookup(&ref, repo->git, name);
	if (status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, "%s has no %s", repo->path, name);
	if (status != 0)
		return git_fail(err, status);
	if (git_reference_type(ref) == GIT_REFERENCE_DIRECT)
		from_git(out, git_reference_target(ref));
	else
		status = err_set(err, ERR_INVALID, "%s in %s points to another name", name,
				 repo->path);
	git_reference_free(ref);
	return status;
}

int
repo_ref_delete(struct repo *repo, const char *name, const struct oid *old, struct err *err)
{
	struct arena arena = { 0 };
	git_reference *ref;
	struct oid now;
	int status = git_reference_lookup(&ref, repo->git, name);

	if (status != 0)
		return git_fail(err, status);
	if (git_reference_type(ref) == GIT_REFERENCE_DIRECT)
		from_git(&now, git_reference_target(ref));
	if (git_reference_type(ref) != GIT_REFERENCE_DIRECT || !oid_equal(&now, old))
		status = err_set(err, ERR_CONFLICT, "%s in %s moved since it was read", name,
				 repo->path);
	else if ((status = git_reference_delete(ref)) != 0)
		status = git_fail(err, status);
	git_reference_free(ref);
	if (status == 0)
		status = file_sync_dir(arena_printf(&arena, "%srefs/heads", repo_dir(repo)),
				       err);
	arena_close(&arena);
	return status;
}

int
repo_ref_list(struct ref **out, size_t *count, struct arena *arena, struct repo *repo,
	      const char *prefix, size_t limit, struct err *err)
{
	git_reference_iterator *refs;
	git_reference *ref;
	struct ref *list = NULL;
	size_t n = 0;
	/* by a pattern, only the folders it can be in are looked at */
	int status = *prefix == '\0' || strpbrk(prefix, "*?[\\") != NULL
		? git_reference_iterator_new(&refs, repo->git)
		: git_reference_iterator_glob_new(&refs, repo->git,
						  arena_printf(arena, "%s*", prefix));

	if (status != 0)
		return git_fail(err, status);
	while (n <= limit && (status = git_reference_next(&ref, refs)) == 0) {
		const char *name = git_reference_name(ref);

		if (strncmp(name, prefix, strlen(prefix)) == 0 && n++ < limit) {
			list = arena_grow(arena, list, n - 1, sizeof *list);
			list[n - 1] = (struct ref){ .name = arena_text(arena, name) };
			if (git_reference_type(ref) == GIT_REFERENCE_DIRECT)
				from_git(&list[n - 1].oid, git_reference_target(ref));
		}
		git_reference_free(ref);
	}
	git_reference_iterator_free(refs);
	if (status != 0 && status != GIT_ITEROVER)
		return git_fail(err, status);
	n = n > limit ? n : pushed_merge(&list, n, arena, &repo->pushed, prefix);
	if (n > limit)
		return err_set(err, ERR_LIMIT, "%s has more than %zu refs", repo->path, limit);
	if (n != 0)
		qsort(list, n, sizeof *list, ref_compare);
	*out = list;
	*count = n;
	return 0;
}

bool
repo_wants_log(struct repo *repo, const char *name)
{
	static const char *const kinds[] = { "refs/heads/", "refs/remotes/", "refs/notes/" };
	git_config *config;
	const char *value;
	int wanted = !git_repository_is_bare(repo->git);
	bool always = false, is_kind = strcmp(name, "HEAD") == 0;

	if (git_repository_config_snapshot(&config, repo->git) != 0)
		return false;
	if (git_config_get_string(&value, config, "core.logAllRefUpdates") == 0) {
		always = strcasecmp(value, "always") == 0;
		if (!always && git_config_parse_bool(&wanted, value) != 0)
			wanted = false;
	}
	git_config_free(config);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		is_kind |= strncmp(name, kinds[i], strlen(kinds[i])) == 0;
	return always || (wanted && is_kind);
}

/* ------------------------------------------------------------------- what a person means */

static bool
has_refs(struct repo *repo)
{
	git_reference_iterator *refs;
	const char *name;
	bool found;

	if (git_reference_iterator_new(&refs, repo->git) != 0)
		return false;
	found = git_reference_next_name(&name, refs) == 0;
	git_reference_iterator_free(refs);
	return found;
}

static int
head_commit(git_oid *out, struct repo *repo, struct err *err)
{
	git_reference *head;
	int status = git_repository_head(&head, repo->git);

	if (status == GIT_EUNBORNBRANCH || status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, has_refs(repo)
			       ? "%s: its current branch has no commits; name another"
			       : "%s has no commits yet", repo->path);
	if (status != 0)
		return git_fail(err, status);
	git_oid_cpy(out, git_reference_target(head));
	git_reference_free(head);
	return 0;
}

static int
find_named(git_oid *out, struct repo *repo, const char *name, struct err *err)
{
	static const char *const forms[] = { "refs/heads/", "refs/tags/", "refs/remotes/" };
	struct arena arena = { 0 };
	struct oid oid;
	int status = GIT_ENOTFOUND;

	if (oid_from_hex(&oid, span_of(name))) {
		*out = to_git(&oid);
		return 0;
	}
	if (strncmp(name, "refs/", 5) == 0)
		status = git_reference_name_to_id(out, repo->git, name);
	for (size_t i = 0; status != 0 && i < sizeof forms / sizeof *forms; i++)
		status = git_reference_name_to_id(out, repo->git,
			arena_printf(&arena, "%s%s", forms[i], name));
	arena_close(&arena);
	return status == 0 ? 0
		: err_set(err, ERR_NOT_FOUND, "%s has no branch, tag or commit %s", repo->path,
			  name);
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
	git_oid id;
	size_t size;

	if ((is_head ? head_commit(&id, repo, err) : find_named(&id, repo, name, err)) != 0)
		return -1;
	from_git(out, &id);
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
			  is_head ? "HEAD" : name, repo->path);
}

bool
repo_ignores(struct repo *repo, const char *folder, const char *path)
{
	struct arena arena = { 0 };
	const char *whole = folder[0] == '\0' ? path : path_join(&arena, folder, path);
	int ignored = 0;
	bool is = git_ignore_path_is_ignored(&ignored, repo->git, whole) == 0 && ignored;

	arena_close(&arena);
	return is;
}

void
git_library(struct buf *out)
{
	int major = 0, minor = 0, revision = 0;

	git_libgit2_version(&major, &minor, &revision);
	buf_printf(out, "%d.%d.%d", major, minor, revision);
}
