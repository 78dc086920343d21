#include "core/store/plant.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/tree.h"

enum { PLANT_DEPTH = 16, PLANT_FILES = 10000, PLANT_BYTES = 64 << 20 };

static int plant_tree(struct oid *out, struct repo *repo, const char *folder, int depth,
		      struct err *err);

static int
plant_file(struct tree_entry *entry, struct arena *arena, struct repo *repo,
	   const char *path, const struct stat *st, struct err *err)
{
	struct span bytes;

	entry->mode = (st->st_mode & S_IXUSR) != 0 ? MODE_EXEC : MODE_FILE;
	if (file_read(&bytes, arena, path, PLANT_BYTES, err) != 0)
		return -1;
	return repo_write(&entry->oid, repo, OBJECT_BLOB, bytes, err);
}

static int
plant_link(struct tree_entry *entry, struct repo *repo, const char *path, struct err *err)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target);

	if (len < 0)
		return err_errno(err, "%s", path);
	entry->mode = MODE_LINK;
	return repo_write(&entry->oid, repo, OBJECT_BLOB,
			  (struct span){ target, (size_t)len }, err);
}

static int
plant_entry(struct tree_entry *entry, struct arena *arena, struct repo *repo,
	    const char *folder, const char *name, int depth, struct err *err)
{
	const char *path = path_join(arena, folder, name);
	struct stat st;

	entry->name = name;
	if (lstat(path, &st) != 0)
		return err_errno(err, "%s", path);
	if (S_ISLNK(st.st_mode))
		return plant_link(entry, repo, path, err);
	if (S_ISREG(st.st_mode))
		return plant_file(entry, arena, repo, path, &st, err);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_REFUSED, "%s is neither a file nor a folder",
			       path);
	entry->mode = MODE_TREE;
	return plant_tree(&entry->oid, repo, path, depth + 1, err);
}

/* Depth is bounded, so this may call itself. */
static int
plant_tree(struct oid *out, struct repo *repo, const char *folder, int depth,
	   struct err *err)
{
	struct arena arena = { 0 };
	struct tree_entry *entries;
	struct buf bytes = { 0 };
	char **names;
	size_t count = 0;
	int failed;

	if (depth > PLANT_DEPTH)
		return err_set(err, ERR_LIMIT, "%s: folders are %d deep at most", folder,
			       PLANT_DEPTH);
	failed = file_list(&names, &count, &arena, folder, PLANT_FILES, err);
	entries = arena_array(&arena, count, sizeof *entries);
	for (size_t i = 0; i < count && failed == 0; i++)
		failed = plant_entry(&entries[i], &arena, repo, folder, names[i], depth,
				     err);
	if (failed == 0) {
		tree_encode(&bytes, entries, count);
		failed = repo_write(out, repo, OBJECT_TREE, buf_span(&bytes), err);
	}
	buf_close(&bytes);
	arena_close(&arena);
	return failed;
}

int
plant_folder(struct oid *out, struct repo *repo, const struct planting *planting,
	     struct err *err)
{
	struct buf text = { 0 };
	struct oid tree;
	char hex[OID_HEX];
	int failed;

	if (strpbrk(planting->author, "<>\n") != NULL
	    || strpbrk(planting->email, "<>\n") != NULL)
		return err_set(err, ERR_REFUSED, "'%s' cannot be an author of a commit",
			       planting->author);
	if (plant_tree(&tree, repo, planting->folder, 0, err) != 0)
		return -1;
	oid_hex(hex, &tree);
	buf_printf(&text,
		   "tree %s\nauthor %s <%s> %lld +0000\ncommitter %s <%s> %lld +0000\n\n"
		   "%s\n",
		   hex, planting->author, planting->email, (long long)planting->when,
		   planting->author, planting->email, (long long)planting->when,
		   planting->message);
	failed = repo_write(out, repo, OBJECT_COMMIT, buf_span(&text), err);
	buf_close(&text);
	if (failed != 0)
		return -1;
	return repo_ref_move(repo, planting->ref, out, NULL, "planted", err);
}
