#include "core/base/file.h"
#include "core/store/git_inside.h"
#include "core/store/git_loose.h"

static const char *const type_names[] = {
	[OBJECT_COMMIT] = "commit", [OBJECT_TREE] = "tree", [OBJECT_BLOB] = "blob",
	[OBJECT_TAG] = "tag",
};

const char *
object_word(enum object_type type)
{
	return type_names[type];
}

static bool
is_shallow(const struct repo *repo)
{
	struct arena arena = { 0 };
	bool shallow = file_exists(path_join(&arena, repo_dir(repo), "shallow"));

	arena_close(&arena);
	return shallow;
}

/* Finish `err` about an object. */
static int
fail_object(struct err *err, struct repo *repo, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	if (err != NULL && err->code == ERR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND, "object %s is not in %s%s", hex,
			       repo_path(repo), is_shallow(repo) ? ", a shallow clone" : "");
	return err_within(err, "object %s in %s cannot be read", hex, repo_path(repo));
}

/* Loose, here or in a folder borrowed from; ERR_NOT_FOUND leaves it to the packs. */
static int
open_loose(struct loose *out, struct repo *repo, const struct oid *oid, struct err *err)
{
	for (const char *const *folder = repo_folders(repo); *folder != NULL; folder++)
		if (loose_open(out, *folder, oid, err) == 0)
			return 0;
		else if (err->code != ERR_NOT_FOUND)
			return -1;
	return -1;
}

/* Its header; of a loose one, *loose is open then, and *is_loose says so. */
static int
find_object(enum object_type *type, int64_t *size, struct loose *loose, bool *is_loose,
	    struct repo *repo, const struct oid *oid, struct err *err)
{
	struct err local = { .code = ERR_NOT_FOUND };
	bool *was_loose = repo_was_loose(repo);
	int status = -1;

	*is_loose = false;
	if (!*was_loose)	/* most lie in packs: there, nothing is opened for each */
		status = packs_begin(type, size, repo_packs(repo), oid, true, &local);
	if (status != 0 && local.code == ERR_NOT_FOUND) {
		status = open_loose(loose, repo, oid, &local);
		*is_loose = status == 0;
	}
	if (status != 0 && local.code == ERR_NOT_FOUND)
		status = packs_begin(type, size, repo_packs(repo), oid, false, &local);
	if (status == 0) {
		*was_loose = *is_loose;
		*type = *is_loose ? loose->type : *type;
		*size = *is_loose ? loose->size : *size;
		return 0;
	}
	if (err != NULL)
		*err = local;
	return fail_object(err, repo, oid);
}

int
repo_header(enum object_type *type, size_t *size, struct repo *repo, const struct oid *oid,
	    struct err *err)
{
	struct loose loose;
	bool is_loose;
	int64_t found = 0;
	int status = find_object(type, &found, &loose, &is_loose, repo, oid, err);

	if (status == 0 && is_loose)
		loose_close(&loose);
	*size = (size_t)found;
	return status;
}

static int
check_header(const struct oid *oid, enum object_type found, int64_t size,
	     enum object_type type, size_t limit, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	if (found != type)
		return err_set(err, ERR_INVALID, "object %s is a %s, not a %s", hex,
			       object_word(found), object_word(type));
	if ((uint64_t)size > limit)
		return err_set(err, ERR_LIMIT, "object %s has %lld bytes, more than %zu", hex,
			       (long long)size, limit);
	return 0;
}

/* Its bytes, whatever they are. */
static int
read_bytes(struct span *out, struct arena *arena, struct repo *repo, const struct oid *oid,
	   enum object_type type, size_t limit, struct err *err)
{
	enum object_type found;
	struct loose loose;
	bool is_loose;
	int64_t size;
	int status;

	if (find_object(&found, &size, &loose, &is_loose, repo, oid, err) != 0)
		return -1;
	status = check_header(oid, found, size, type, limit, err);
	if (status == 0) {
		status = is_loose ? loose_read(out, arena, &loose, err)
			: packs_finish(out, arena, size, repo_packs(repo), err);
		if (status != 0)
			fail_object(err, repo, oid);
	}
	if (is_loose)
		loose_close(&loose);
	return status;
}

static int
hold_against(struct repo *repo, struct span bytes, const struct oid *oid,
	     enum object_type type, const struct digest *sha256, struct err *err)
{
	struct digest digest;
	struct oid actual;

	if (sha256 == NULL) {
		actual = object_hash(type, bytes);
		if (oid_equal(&actual, oid))
			return 0;
		err_set(err, ERR_INVALID, "it is damaged: its bytes have another id");
	} else {
		digest = digest_sha256(bytes);
		if (digest_equal(&digest, sha256))
			return 0;
		err_set(err, ERR_INVALID, "it is not what stood here a moment ago");
	}
	return fail_object(err, repo, oid);
}

/* Where it lies may be guessed, for it is held against what it should be; if it is not that,
 * the guess may have been wrong. */
int
repo_read_known(struct span *out, struct arena *arena, struct repo *repo,
		const struct oid *oid, enum object_type type, size_t limit,
		const struct digest *sha256, struct err *err)
{
	struct packs *packs = repo_packs(repo);
	bool guess = true;
	int status;

	do {
		packs_guess(packs, guess);
		status = read_bytes(out, arena, repo, oid, type, limit, err);
		if (status == 0)
			status = hold_against(repo, *out, oid, type, sha256, err);
		guess = false;
	} while (status != 0 && packs_guessed(packs));
	packs_guess(packs, false);
	return status;
}

int
repo_read(struct span *out, struct arena *arena, struct repo *repo, const struct oid *oid,
	  enum object_type type, size_t limit, struct err *err)
{
	return repo_read_known(out, arena, repo, oid, type, limit, NULL, err);
}

void
repo_study(struct repo *repo)
{
	packs_study(repo_packs(repo));
}

void
repo_lend(struct repo *to, const struct repo *from)
{
	packs_lend(repo_packs(to), repo_packs(from));
}
