#include "core/desk/folder.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/desk/piece.h"

enum { PATH_LIMIT = 4096 };

struct listing {
	struct evidence *out;
	struct arena *arena;
	const char *root;
	size_t seen;
};

static int list_folder(struct listing *listing, const char *path, int depth,
		       struct err *err);

static void
add_item(struct listing *listing, const char *path, enum item_kind kind)
{
	struct evidence *out = listing->out;

	out->items = arena_grow(listing->arena, out->items, out->count,
				sizeof *out->items);
	out->items[out->count++] = (struct evidence_item){ .path = path, .kind = kind };
}

static int
list_entry(struct listing *listing, const char *path, int depth, struct err *err)
{
	const char *full = path_join(listing->arena, listing->root, path);
	struct stat st;

	if (strlen(path) >= PATH_LIMIT)
		return err_set(err, ERR_LIMIT, "a path of more than %d bytes", PATH_LIMIT);
	if (++listing->seen > EVIDENCE_ITEMS)
		return err_set(err, ERR_LIMIT, "more than %d files and folders",
			       EVIDENCE_ITEMS);
	if (lstat(full, &st) != 0)
		return err_errno(err, "%s", full);
	if (S_ISDIR(st.st_mode))
		return list_folder(listing, path, depth + 1, err);
	if (S_ISLNK(st.st_mode))
		add_item(listing, path, ITEM_SYMLINK);
	else if (S_ISREG(st.st_mode))
		add_item(listing, path,
			 (st.st_mode & S_IXUSR) != 0 ? ITEM_EXECUTABLE : ITEM_FILE);
	return 0;
}

/* Depth is bounded, so this may call itself. */
static int
list_folder(struct listing *listing, const char *path, int depth, struct err *err)
{
	const char *full = path_join(listing->arena, listing->root, path);
	char **names;
	size_t count;

	if (depth == EVIDENCE_DEPTH)
		return err_set(err, ERR_LIMIT, "folders more than %d deep", EVIDENCE_DEPTH);
	if (depth > 0 && file_exists(path_join(listing->arena, full, ".git")))
		return err_set(err, ERR_REFUSED,
			       "%s is a git repository inside this folder: git would not "
			       "take in what it holds; move its files out of it", full);
	if (file_list(&names, &count, listing->arena, full, EVIDENCE_ITEMS, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], ".git") != 0
		    && list_entry(listing, path[0] == '\0' ? names[i]
				  : path_join(listing->arena, path, names[i]), depth, err)
			       != 0)
			return -1;
	return 0;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct evidence_item *)a)->path,
		      ((const struct evidence_item *)b)->path);
}

int
folder_list(struct evidence *out, struct arena *arena, const char *folder, struct err *err)
{
	struct listing listing = { .out = out, .arena = arena, .root = folder };

	*out = (struct evidence){ .path = "" };
	if (list_folder(&listing, "", 0, err) != 0)
		return -1;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof *out->items, by_path);
	return 0;
}

static bool
same_bytes(struct piece *a, struct piece *b)
{
	struct err ignored;
	int64_t at = 0;

	while (at < a->size) {
		struct span x, y;
		size_t len;

		if (piece_window(&x, a, at, &ignored) != 0
		    || piece_window(&y, b, at, &ignored) != 0)
			return false;
		len = x.len < y.len ? x.len : y.len;
		if (len == 0 || memcmp(x.data, y.data, len) != 0)
			return false;
		at += (int64_t)len;
	}
	return true;
}

/* What of the commit cannot be read is for others to tell. */
static bool
same_file(const struct dossier *committed, size_t item, const char *path)
{
	struct piece a, b;
	struct err ignored;
	bool same;

	if (piece_open(&a, committed, item, &ignored) != 0)
		return true;
	if (piece_open_file(&b, path, &ignored) != 0) {
		piece_close(&a);
		return false;
	}
	same = a.size == b.size && same_bytes(&a, &b);
	piece_close(&a);
	piece_close(&b);
	return same;
}

static bool
same_target(const struct dossier *committed, size_t item, const char *path)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target);
	struct piece piece;
	struct span was;
	struct err ignored;
	bool same;

	if (len < 0 || piece_open(&piece, committed, item, &ignored) != 0)
		return false;
	same = piece_window(&was, &piece, 0, &ignored) == 0
		&& span_equal(was, (struct span){ target, (size_t)len });
	piece_close(&piece);
	return same;
}

static bool
is_same(const struct dossier *committed, size_t item, const struct evidence_item *now,
	const char *path)
{
	bool was_link = committed->evidence.items[item].kind == ITEM_SYMLINK;

	if (was_link != (now->kind == ITEM_SYMLINK))
		return false;
	return was_link ? same_target(committed, item, path)
		: same_file(committed, item, path);
}

static void
add_pending(struct pending_list *out, enum pending_kind kind, const char *path)
{
	if (out->kept < PENDING_KEPT)
		out->items[out->kept++] = (struct pending){ kind, path };
	out->count++;
}

/* Both lists are in the order of their paths: walked together. */
int
folder_pending(struct pending_list *out, struct arena *arena,
	       const struct dossier *committed, const char *folder, struct err *err)
{
	const struct evidence *was = &committed->evidence;
	struct evidence now;
	size_t i = 0, k = 0;

	*out = (struct pending_list){ 0 };
	if (folder_list(&now, arena, folder, err) != 0)
		return -1;
	while (i < was->count || k < now.count) {
		int order = i == was->count ? 1 : k == now.count ? -1
			: strcmp(was->items[i].path, now.items[k].path);
		const char *path = order < 0 ? was->items[i].path : now.items[k].path;

		if (order < 0)
			add_pending(out, PENDING_GONE, path);
		else if (order > 0 && !repo_ignores(committed->repo, was->path, path))
			add_pending(out, PENDING_NEW, path);
		else if (order == 0 && !is_same(committed, i, &now.items[k],
						path_join(arena, folder, path)))
			add_pending(out, PENDING_CHANGED, path);
		i += order <= 0;
		k += order >= 0;
	}
	return 0;
}
