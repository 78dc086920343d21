#include "core/store/git.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/git_inside.h"
#include "core/store/git_ledger.h"
#include "core/store/git_library.h"
#include "core/store/git_loose.h"

/* Exactly there, and bare. */
enum { AS_LEDGER = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE
	| GIT_REPOSITORY_OPEN_NO_DOTGIT };

_Static_assert(OID_SIZE == GIT_OID_RAWSZ, "ids are SHA-1");

struct repo {
	git_repository *git;		/* of a ledger NULL until it is asked for */
	struct arena arena;
	const char *path;		/* as the person named it */
	const char *dir, *own_dir;
	struct ref_store *refs;		/* of a ledger; NULL: libgit2 reads them */
	const char **folders;		/* of objects, its own first */
	struct packs *packs;
	bool was_loose;
	struct staging *staging;
	struct hold *hold;
	struct pushed_refs pushed;	/* refs as they would be; usually none */
};

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

bool
oid_is_none(const struct oid *oid)
{
	static const struct oid none;

	return oid_equal(oid, &none);
}

/* ------------------------------------------------------------------------------- opening */

static int
last_class(void)
{
	const git_error *said = git2.error_last();

	return said == NULL ? 0 : said->klass;
}

static int
not_repository(struct err *err, const char *path)
{
	return err_set(err, ERR_NOT_FOUND, "%s is not a git repository", path);
}

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
	const git_error *said = git2.error_last();

	if (len > 5 && strcmp(real + len - 5, "/.git") == 0)
		real[len - 5] = '\0';
	if (foreign)
		err_set(err, ERR_UNSAFE, "%s belongs to another user; if you trust it: "
			"git config --global --add safe.directory %s", path, real);
	else if (status == GIT_ENOTFOUND)
		not_repository(err, path);
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
	int status = git2.odb_new(&odb);

	if (status == 0)
		status = git2.repository_set_odb(git, odb);
	git2.odb_free(odb);
	return status;
}

/* Libgit2 would wait for ever for a pipe to be written to. */
static int
check_files(const char *path, struct err *err)
{
	static const char *const names[] = { "HEAD", "config", "packed-refs", ".git/HEAD",
					     ".git/config", ".git/packed-refs" };
	struct arena arena = { 0 };
	int status = 0;
	struct stat st;

	for (size_t i = 0; i < sizeof names / sizeof *names && status == 0; i++)
		if (stat(path_join(&arena, path, names[i]), &st) == 0
		    && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
			status = err_set(err, ERR_UNSAFE, "%s: %s is not a file", path,
					 names[i]);
	arena_close(&arena);
	return status;
}

static int
library_open(git_repository **out, const char *path, unsigned how, struct err *err)
{
	int status;

	*out = NULL;
	if (check_files(path, err) != 0 || git_library_open(err) != 0)
		return -1;
	status = git2.repository_open_ext(out, path, how, NULL);
	if (status == 0)
		status = set_no_odb(*out);
	if (status == 0)
		return 0;
	fail_open(err, status, path);
	git2.repository_free(*out);
	*out = NULL;
	return -1;
}

int
repo_git(git_repository **out, struct repo *repo, struct err *err)
{
	int status = repo->git != NULL ? 0
		: library_open(&repo->git, repo->dir, AS_LEDGER, err);

	*out = repo->git;
	return status;
}

static struct repo *
repo_of(git_repository *git, const char *path, const char *dir)
{
	struct repo *repo = calloc(1, sizeof *repo);

	if (repo == NULL)
		abort();
	repo->git = git;
	repo->path = arena_text(&repo->arena, path);
	repo->dir = arena_text(&repo->arena,
			       git == NULL ? dir : git2.repository_commondir(git));
	repo->own_dir = git == NULL ? repo->dir
		: arena_text(&repo->arena, git2.repository_path(git));
	repo->folders = loose_folders(&repo->arena,
				      path_join(&repo->arena, repo->dir, "objects"));
	repo->packs = packs_open(repo_folders(repo));
	repo->staging = staging_open();
	repo->hold = hold_open();
	return repo;
}

int
repo_open(struct repo **out, const char *path, struct err *err)
{
	git_repository *git;

	if (library_open(&git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, err) != 0)
		return -1;
	*out = repo_of(git, path, NULL);
	return 0;
}

void
repo_close(struct repo *repo)
{
	if (repo == NULL)
		return;
	hold_close(repo->hold);
	staging_close(repo->staging);
	packs_close(repo->packs);
	refs_close(repo->refs);
	if (repo->git != NULL)
		git2.repository_free(repo->git);
	arena_close(&repo->arena);
	free(repo);
}

const char *
repo_dir(const struct repo *repo)
{
	return repo->dir;
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
	return repo->own_dir;
}

const char *
repo_path(const struct repo *repo)
{
	return repo->path;
}

static int
unsafe(struct err *err, const struct repo *repo, const char *why)
{
	return why == refs_trouble ? err_set(err, ERR_IO, "%s %s", repo->path, why)
		: err_set(err, ERR_UNSAFE, "%s %s: assay does not open it as a ledger",
			  repo->path, why);
}

/* What libgit2 asks first; so it need not be loaded to say no. */
static bool
is_repository(struct arena *arena, const char *dir)
{
	return file_exists(path_join(arena, dir, "HEAD"))
		&& file_is_dir(path_join(arena, dir, "objects"))
		&& file_is_dir(path_join(arena, dir, "refs"));
}

/* What is wrong with it as a ledger; NULL: nothing. */
static const char *
look_at_ledger(const struct repo *repo)
{
	struct arena arena = { 0 };
	const char *why = strcmp(repo->own_dir, repo->dir) != 0
		? "borrows from another repository (commondir)"
		: ledger_unsafe(&arena, repo->dir);

	arena_close(&arena);
	return why;
}

int
repo_open_ledger(struct repo **out, const char *path, struct err *err)
{
	struct arena arena = { 0 };
	char *dir = arena_printf(&arena, "%s/", path_real(&arena, path));
	git_repository *git = NULL;
	const char *why;
	int status = ledger_is_plain(&arena, dir) ? 0
		: !is_repository(&arena, dir) ? not_repository(err, path)
		: library_open(&git, path, AS_LEDGER, err);

	if (status == 0)
		*out = repo_of(git, path, dir);
	arena_close(&arena);
	if (status != 0)
		return -1;
	why = look_at_ledger(*out);
	(*out)->refs = refs_open((*out)->dir);
	if (why == NULL)
		return 0;
	unsafe(err, *out, why);
	repo_close(*out);
	*out = NULL;
	return -1;
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

static int
ledger_ref_read(struct oid *out, bool *found, struct repo *repo, const char *name,
		struct err *err)
{
	const char *why = refs_find(out, found, repo->refs, name);

	return why == NULL ? 0 : unsafe(err, repo, why);
}

int
repo_ref_read(struct oid *out, struct repo *repo, const char *name, struct err *err)
{
	bool found = false;

	if (pushed_find(out, &repo->pushed, name))
		return 0;
	if ((repo->refs != NULL ? ledger_ref_read(out, &found, repo, name, err)
	     : library_ref_read(out, &found, repo, name, err)) != 0)
		return -1;
	return !found ? err_set(err, ERR_NOT_FOUND, "%s has no %s", repo->path, name)
		: !oid_is_none(out) ? 0
		: err_set(err, ERR_INVALID, "%s in %s points to another name", name, repo->path);
}

static int
ledger_ref_list(struct ref **out, size_t *count, struct arena *arena, struct repo *repo,
		const char *folder, struct err *err)
{
	const char *why = refs_list(out, count, arena, repo->refs, folder);

	return why == NULL ? 0 : unsafe(err, repo, why);
}

int
repo_ref_list(struct ref **out, size_t *count, struct arena *arena, struct repo *repo,
	      const char *folder, size_t limit, struct err *err)
{
	int status = repo->refs != NULL
		? ledger_ref_list(out, count, arena, repo, folder, err)
		: library_ref_list(out, count, arena, repo, folder, limit, err);

	if (status == 0)
		*count = pushed_merge(out, *count, arena, &repo->pushed, folder);
	if (status == 0 && *count > limit)
		status = err_set(err, ERR_LIMIT, "%s has more than %zu refs", repo->path, limit);
	if (status == 0 && *count != 0)
		qsort(*out, *count, sizeof **out, ref_compare);
	return status;
}
