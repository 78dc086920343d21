#include "core/store/wraps.h"

#include "core/base/file.h"
#include "core/store/branch.h"
#include "core/store/git_program.h"
#include "core/store/tree.h"

enum { WRAPS_TREE = 512 << 10, WRAPS_KEYS = 4096, WRAPS_BOXES = 4096, WRAPS_HISTORY = 10000 };

struct wrapping {
	struct arena arena;
	struct repo *repo;		/* the learner's */
	bool has_head;
	struct oid head, tree;
	struct tree_entry *keys;	/* its folders */
	size_t key_count;
};

/* ---- reading ---- */

/* The tree of a commit, and its first parent, from the first lines of its bytes. */
static int
commit_lines(struct oid *tree, struct oid *parent, bool *has_parent, struct arena *arena,
	     struct repo *repo, const struct oid *oid, struct err *err)
{
	struct span raw, line;

	if (repo_read(&raw, arena, repo, oid, OBJECT_COMMIT, COMMIT_BYTES, err) != 0)
		return -1;
	line = span_cut(&raw, '\n');
	if (!span_starts(line, "tree ")
	    || !oid_from_hex(tree, (struct span){ line.data + 5, line.len - 5 }))
		return err_set(err, ERR_INVALID, "a commit without a tree");
	line = span_cut(&raw, '\n');
	*has_parent = span_starts(line, "parent ")
		&& oid_from_hex(parent, (struct span){ line.data + 7, line.len - 7 });
	return 0;
}

/* Entries of one mode, named by 32 hex digits, and nothing else. */
static int
list_tree(struct tree_entry **out, size_t *count, struct arena *arena, struct repo *repo,
	  const struct oid *tree, unsigned mode, size_t limit, struct err *err)
{
	struct span bytes;

	if (repo_read(&bytes, arena, repo, tree, OBJECT_TREE, WRAPS_TREE, err) != 0
	    || tree_parse(out, count, arena, bytes, limit, err) != 0)
		return -1;
	for (size_t i = 0; i < *count; i++)
		if ((*out)[i].mode != mode || !is_hex32(span_of((*out)[i].name)))
			return err_set(err, ERR_REFUSED, "the branch assay/keys holds %.80s, "
				       "which assay never put there", (*out)[i].name);
	return 0;
}

static int
read_head(struct wrapping *w, struct err *err)
{
	struct oid parent;
	bool has_parent;

	if (repo_ref_read(&w->head, w->repo, WRAPS_REF, err) != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	w->has_head = true;
	return commit_lines(&w->tree, &parent, &has_parent, &w->arena, w->repo, &w->head,
			    err) != 0
	       || list_tree(&w->keys, &w->key_count, &w->arena, w->repo, &w->tree, MODE_TREE,
			    WRAPS_KEYS, err) != 0 ? -1 : 0;
}

/* `any`: a branch that assay never wrote counts as one that holds nothing. One that cannot be
 * read may be another's all the same. */
static int
wrapping_open(struct wrapping *out, const char *path, bool any, struct err *err)
{
	*out = (struct wrapping){ .has_head = false };
	if (repo_open(&out->repo, path, err) != 0)
		return -1;
	if (read_head(out, err) == 0)
		return 0;
	if (any && out->has_head && (err->code == ERR_REFUSED || err->code == ERR_INVALID)) {
		out->key_count = 0;
		return 0;
	}
	repo_close(out->repo);
	arena_close(&out->arena);
	return -1;
}

static void
wrapping_close(struct wrapping *w)
{
	repo_close(w->repo);
	arena_close(&w->arena);
}

static struct tree_entry *
find_key(const struct wrapping *w, const char *key)
{
	for (size_t i = 0; i < w->key_count; i++)
		if (strcmp(w->keys[i].name, key) == 0)
			return &w->keys[i];
	return NULL;
}

static int
read_wraps(struct wrap **out, size_t *count, struct arena *arena, struct wrapping *w,
	   const char *key, const char *box_kid, struct err *err)
{
	const struct tree_entry *folder = find_key(w, key);
	struct tree_entry *files;
	size_t found;

	if (folder == NULL)
		return 0;
	if (list_tree(&files, &found, &w->arena, w->repo, &folder->oid, MODE_FILE, WRAPS_BOXES,
		      err) != 0)
		return -1;
	*out = arena_array(arena, found, sizeof **out);
	for (size_t i = 0; i < found; i++) {
		struct wrap *wrap = &(*out)[*count];

		if (box_kid != NULL && strcmp(files[i].name, box_kid) != 0)
			continue;
		wrap->box_kid = arena_text(arena, files[i].name);
		if (repo_read(&wrap->bytes, arena, w->repo, &files[i].oid, OBJECT_BLOB,
			      SEALKEY_WRAPPED, err) != 0)
			return -1;
		++*count;
	}
	return 0;
}

int
wraps_read(struct wrap **out, size_t *count, struct arena *arena, const char *repo,
	   const char *key, const char *box_kid, struct err *err)
{
	struct wrapping w;
	int status;

	*out = NULL;
	*count = 0;
	if (wrapping_open(&w, repo, false, err) != 0)
		return -1;
	status = read_wraps(out, count, arena, &w, key, box_kid, err);
	wrapping_close(&w);
	return status;
}

/* ---- writing ---- */

static int
write_tree(struct oid *out, struct wrapping *w, struct tree_entry *entries, size_t count,
	   struct err *err)
{
	struct buf bytes = { 0 };
	int status;

	tree_encode(&bytes, entries, count);
	status = repo_write(out, w->repo, OBJECT_TREE, buf_span(&bytes), err);
	buf_close(&bytes);
	return status;
}

/* The folder of a key: what was there, and these. */
static int
write_folder(struct oid *out, struct wrapping *w, const char *key, const struct wrap *wraps,
	     size_t count, struct err *err)
{
	const struct tree_entry *folder = find_key(w, key);
	struct tree_entry *old = NULL, *all;
	size_t old_count = 0, n = 0;

	if (folder != NULL
	    && list_tree(&old, &old_count, &w->arena, w->repo, &folder->oid, MODE_FILE,
			 WRAPS_BOXES, err) != 0)
		return -1;
	all = arena_array(&w->arena, old_count + count, sizeof *all);
	for (size_t i = 0; i < count; i++) {
		all[n] = (struct tree_entry){ .mode = MODE_FILE, .name = wraps[i].box_kid };
		if (repo_write(&all[n++].oid, w->repo, OBJECT_BLOB, wraps[i].bytes, err) != 0)
			return -1;
	}
	for (size_t i = 0; i < old_count; i++) {
		bool again = false;

		for (size_t k = 0; k < count; k++)
			again |= strcmp(old[i].name, wraps[k].box_kid) == 0;
		if (!again)
			all[n++] = old[i];
	}
	return write_tree(out, w, all, n, err);
}

static int
write_commit(struct oid *out, struct wrapping *w, const struct oid *tree,
	     const struct oid *parent, const struct wraps_writer *by, struct err *err)
{
	struct buf raw = { 0 };
	char hex[OID_HEX], above[OID_HEX];
	int status;

	oid_hex(hex, tree);
	buf_printf(&raw, "tree %s\n", hex);
	if (parent != NULL) {
		oid_hex(above, parent);
		buf_printf(&raw, "parent %s\n", above);
	}
	for (int i = 0; i < 2; i++)
		buf_printf(&raw, "%s %s <%s@%.16s.assay.invalid> %lld +0000\n",
			   i == 0 ? "author" : "committer", by->actor, by->kid, by->ledger->id,
			   (long long)by->now);
	buf_text(&raw, "\nassay keys\n\nThe keys of sealed notes and reasons, each closed for "
		 "the boxes of those who may\nread them. Without this branch and without their "
		 "copies nobody can.\n");
	status = repo_write(out, w->repo, OBJECT_COMMIT, buf_span(&raw), err);
	buf_close(&raw);
	return status;
}

static int
put(struct wrapping *w, const char *key, const struct wrap *wraps, size_t count,
    const struct wraps_writer *by, struct err *err)
{
	struct tree_entry *folder = find_key(w, key), *all;
	struct oid oid, tree, commit;
	size_t n = w->key_count;

	if (write_folder(&oid, w, key, wraps, count, err) != 0)
		return -1;
	all = arena_array(&w->arena, n + 1, sizeof *all);
	memcpy(all, w->keys == NULL ? all : w->keys, n * sizeof *all);
	if (folder != NULL)
		all[folder - w->keys].oid = oid;
	else
		all[n++] = (struct tree_entry){ .mode = MODE_TREE, .name = key, .oid = oid };
	if (write_tree(&tree, w, all, n, err) != 0)
		return -1;
	if (w->has_head && oid_equal(&tree, &w->tree))
		return 0;
	if (write_commit(&commit, w, &tree, w->has_head ? &w->head : NULL, by, err) != 0)
		return -1;
	return branch_move(w->repo, WRAPS_REF, &commit, w->has_head ? &w->head : NULL,
			   by->ledger, by->kid, "assay: keys", err);
}

int
wraps_put(const char *repo, const char *key, const struct wrap *wraps, size_t count,
	  const struct wraps_writer *by, struct err *err)
{
	struct wrapping w;
	int status;

	if (wrapping_open(&w, repo, false, err) != 0)
		return -1;
	status = put(&w, key, wraps, count, by, err);
	wrapping_close(&w);
	return status;
}

/* ---- taking away ---- */

static bool
is_among(const char *name, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, keys[i]) == 0)
			return true;
	return false;
}

/* A loose wrap: whatever else the branch was made to point to is not touched. */
static void
shred_wrap(struct wraps_gone *out, struct arena *arena, struct repo *repo,
	   const struct oid *oid)
{
	const char *path = repo_loose_path(arena, repo, oid);
	struct span bytes;
	struct err err;

	if (repo_read(&bytes, arena, repo, oid, OBJECT_BLOB, SEALKEY_WRAPPED, &err) != 0
	    || !sealkey_is_wrap(bytes))
		return;
	if (file_exists(path) && file_shred(path, &err) == 0)
		out->wraps++;
	else
		out->kept++;
}

static void
shred_commit(struct wraps_gone *out, struct arena *arena, struct repo *repo,
	     const struct oid *tree, const char *const *keys, size_t count)
{
	struct tree_entry *folders, *files;
	size_t folder_count, file_count;
	struct err err;

	if (list_tree(&folders, &folder_count, arena, repo, tree, MODE_TREE, WRAPS_KEYS, &err)
	    != 0)
		return;
	for (size_t i = 0; i < folder_count; i++) {
		if (!is_among(folders[i].name, keys, count)
		    || list_tree(&files, &file_count, arena, repo, &folders[i].oid, MODE_FILE,
				 WRAPS_BOXES, &err) != 0)
			continue;
		for (size_t k = 0; k < file_count; k++)
			shred_wrap(out, arena, repo, &files[k].oid);
	}
}

/* Of every commit of the branch as it was. */
static void
shred_all(struct wraps_gone *out, struct wrapping *w, const char *const *keys, size_t count)
{
	struct oid at = w->head, tree, parent;
	bool more = true;
	struct err err;

	for (size_t i = 0; more && i < WRAPS_HISTORY; i++) {
		struct arena scratch = { 0 };

		if (commit_lines(&tree, &parent, &more, &scratch, w->repo, &at, &err) == 0)
			shred_commit(out, &scratch, w->repo, &tree, keys, count);
		else
			more = false;
		at = parent;
		arena_close(&scratch);
	}
}

/* The branch begins anew with what is left, or goes. */
static int
leave(struct wraps_gone *out, struct wrapping *w, const char *const *keys, size_t count,
      const struct wraps_writer *by, struct err *err)
{
	struct tree_entry *left = arena_array(&w->arena, w->key_count + 1, sizeof *left);
	struct oid tree, commit;
	size_t n = 0;

	for (size_t i = 0; i < w->key_count; i++)
		if (!is_among(w->keys[i].name, keys, count))
			left[n++] = w->keys[i];
	out->left = n;
	if (n == w->key_count && n != 0)
		return 0;
	if (n == 0)
		return repo_ref_delete(w->repo, WRAPS_REF, &w->head, err);
	if (write_tree(&tree, w, left, n, err) != 0
	    || write_commit(&commit, w, &tree, NULL, by, err) != 0)
		return -1;
	return branch_move(w->repo, WRAPS_REF, &commit, &w->head, by->ledger, by->kid,
			   "assay: keys destroyed", err);
}

int
wraps_remove(struct wraps_gone *out, const char *repo, const char *const *keys,
	     size_t count, const struct wraps_writer *by, struct err *err)
{
	struct wrapping w;
	int status = 0;

	*out = (struct wraps_gone){ .wraps = 0 };
	if (wrapping_open(&w, repo, true, err) != 0)
		return -1;
	if (w.has_head)
		oid_hex(out->was, &w.head);
	if (w.has_head)
		status = leave(out, &w, keys, count, by, err);
	if (w.has_head && status == 0)
		shred_all(out, &w, keys, count);
	wrapping_close(&w);
	return status;
}

/* What the branch is there, in hex; "": there is none. */
static int
head_there(char out[OID_HEX], struct ledger *ledger, const char *address, struct err *err)
{
	const char *const args[] = { "ls-remote", "--quiet", "--", address, WRAPS_REF, NULL };
	struct buf said = { 0 };
	struct span rest, line, oid;
	int status = git_program(&said, repo_dir(ledger->repo), args, NULL, err);

	out[0] = '\0';
	rest = buf_span(&said);
	while (status == 0 && rest.len != 0) {
		line = span_cut(&rest, '\n');
		oid = span_cut(&line, '\t');
		if (!span_is(line, WRAPS_REF))
			continue;
		if (!hex_is(oid, OID_HEX - 1))
			status = err_set(err, ERR_INVALID, "what git said of it is no commit");
		else
			memcpy(out, oid.data, OID_HEX - 1);
	}
	out[OID_HEX - 1] = '\0';
	buf_close(&said);
	return status;
}

/* From the ledger's folder: git is never run inside the learner's. */
int
wraps_remove_there(struct ledger *ledger, const char *address, const char *was,
		   struct err *err)
{
	struct arena scratch = { 0 };
	char there[OID_HEX];
	int status = head_there(there, ledger, address, err);

	if (status == 0 && there[0] != '\0' && strcmp(there, was) != 0)
		status = err_set(err, ERR_CONFLICT, "%s: other keys may lie on it; look, then "
				 "`git push REMOTE --delete assay/keys`", was[0] == '\0'
				 ? "no such branch was here to hold it against"
				 : "it is not the branch that was here");
	else if (status == 0 && there[0] != '\0') {
		const char *const args[] = { "push", "--quiet", "--no-verify",
			arena_printf(&scratch, "--force-with-lease=" WRAPS_REF ":%s", there),
			"--", address, ":" WRAPS_REF, NULL };

		status = git_program(NULL, repo_dir(ledger->repo), args, NULL, err);
	}
	arena_close(&scratch);
	return status;
}
