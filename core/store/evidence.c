#include "core/store/evidence.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/store/tree.h"

enum {
	COMMIT_LIMIT = 16 << 20,
	TREE_LIMIT = 32 << 20,
	PATH_LIMIT = 4096,
	NAMES_LIMIT = 64 << 20,	/* all paths together */
	TICK = 1 << 20,
	TICK_ENTRIES = 4096,
};

/* ----------------------------------------------------------------------------- the commit */

static int
commit_tree(struct oid *out, struct repo *repo, const struct oid *commit, struct err *err)
{
	struct arena arena = { 0 };
	struct span raw;
	int status = repo_read(&raw, &arena, repo, commit, OBJECT_COMMIT, COMMIT_LIMIT, err);

	if (status == 0 && (!span_starts(raw, "tree ") || raw.len < 5 + 2 * OID_SIZE
	    || !oid_from_hex(out, (struct span){ raw.data + 5, 2 * OID_SIZE })))
		status = err_set(err, ERR_INVALID, "a commit that names no tree");
	arena_close(&arena);
	return status;
}

static int
read_tree(struct tree_entry **entries, size_t *count, struct arena *arena, struct repo *repo,
	  const struct oid *oid, struct err *err)
{
	struct span bytes;

	if (repo_read(&bytes, arena, repo, oid, OBJECT_TREE, TREE_LIMIT, err) != 0)
		return -1;
	return tree_parse(entries, count, arena, bytes, EVIDENCE_ITEMS, err);
}

/* One step down. */
static int
enter(struct oid *tree, struct repo *repo, struct span name, struct err *err)
{
	struct arena arena = { 0 };
	struct tree_entry *entries, *found = NULL;
	size_t count;
	int status = read_tree(&entries, &count, &arena, repo, tree, err);

	for (size_t i = 0; status == 0 && i < count; i++)
		if (span_is(name, entries[i].name))
			found = &entries[i];
	if (status == 0 && found == NULL)
		status = err_set(err, ERR_NOT_FOUND, "there is no folder %.*s in it",
				 (int)name.len, name.data);
	else if (status == 0 && found->mode != MODE_TREE)
		status = err_set(err, ERR_NOT_FOUND, "%s is no folder", found->name);
	else if (status == 0)
		*tree = found->oid;
	arena_close(&arena);
	return status;
}

static int
enter_path(struct oid *tree, struct repo *repo, const char *path, struct err *err)
{
	struct span rest = span_of(path);

	if (rest.len > PATH_LIMIT)
		return err_set(err, ERR_LIMIT, "a path of more than %d bytes", PATH_LIMIT);
	while (rest.len != 0)
		if (enter(tree, repo, span_cut(&rest, '/'), err) != 0)
			return err_within(err, "%s", path);
	return 0;
}

/* ------------------------------------------------------------------------------- the walk */

struct folder {
	struct arena arena;		/* its entries */
	struct tree_entry *entries;
	size_t count, next;
	size_t prefix;			/* bytes of the path up to it, slash included */
};

struct walk {
	struct evidence *out;
	struct arena *arena;
	struct evidence_pace pace;
	struct folder folders[EVIDENCE_DEPTH];
	size_t depth;
	size_t seen, names;		/* entries of every kind; bytes of paths */
	char path[PATH_LIMIT + 1];	/* of the entry looked at */
};

static int
open_folder(struct walk *w, const struct oid *oid, size_t prefix, struct err *err)
{
	struct folder *folder = &w->folders[w->depth];

	if (w->depth == EVIDENCE_DEPTH)
		return err_set(err, ERR_LIMIT, "folders more than %d deep", EVIDENCE_DEPTH);
	*folder = (struct folder){ .prefix = prefix };
	w->depth++;
	return read_tree(&folder->entries, &folder->count, &folder->arena, w->out->repo, oid,
			 err);
}

static int
count_name(struct walk *w, size_t len, struct err *err)
{
	w->names += len + 1;
	return w->names <= NAMES_LIMIT ? 0
		: err_set(err, ERR_LIMIT, "paths of more than %d MiB together",
			  NAMES_LIMIT >> 20);
}

/* Beside the items, so that their numbers are what they would be without it. */
static int
add_submodule(struct walk *w, const struct tree_entry *entry, size_t len, struct err *err)
{
	struct evidence *out = w->out;

	if (count_name(w, len, err) != 0)
		return -1;
	out->submodules = arena_grow(w->arena, out->submodules, out->submodule_count,
				     sizeof *out->submodules);
	out->submodules[out->submodule_count++] = (struct evidence_submodule){
		.path = arena_copy(w->arena, w->path, len), .commit = entry->oid,
	};
	return 0;
}

static int
add_item(struct walk *w, const struct tree_entry *entry, size_t len, struct err *err)
{
	struct evidence *out = w->out;

	if (count_name(w, len, err) != 0)
		return -1;
	out->items = arena_grow(w->arena, out->items, out->count, sizeof *out->items);
	out->items[out->count++] = (struct evidence_item){
		.path = arena_copy(w->arena, w->path, len), .oid = entry->oid,
		.kind = entry->mode == MODE_LINK ? ITEM_SYMLINK
			: entry->mode == MODE_EXEC ? ITEM_EXECUTABLE : ITEM_FILE,
	};
	return 0;
}

static int
look_at(struct walk *w, const struct folder *folder, const struct tree_entry *entry,
	struct err *err)
{
	size_t len = folder->prefix + strlen(entry->name);

	if (++w->seen > EVIDENCE_ITEMS)
		return err_set(err, ERR_LIMIT, "more than %d files and folders",
			       EVIDENCE_ITEMS);
	if (len >= PATH_LIMIT)
		return err_set(err, ERR_LIMIT, "a path of more than %d bytes", PATH_LIMIT);
	memcpy(w->path + folder->prefix, entry->name, len - folder->prefix + 1);
	if (entry->mode == MODE_SUBMODULE)
		return add_submodule(w, entry, len, err);
	if (entry->mode != MODE_TREE)
		return add_item(w, entry, len, err);
	w->path[len] = '/';
	return open_folder(w, &entry->oid, len + 1, err);
}

static int
go_on(struct walk *w, struct err *err)
{
	struct folder *folder = &w->folders[w->depth - 1];

	if (folder->next == folder->count) {
		arena_close(&folder->arena);
		w->depth--;
		return 0;
	}
	if (w->seen % TICK_ENTRIES == TICK_ENTRIES - 1
	    && !progress_tick(w->pace.progress, (int64_t)w->seen, 0))
		return err_set(err, ERR_CANCELLED, "stopped");
	w->out->cut = w->pace.most != 0 && w->seen == w->pace.most;
	return w->out->cut ? 0 : look_at(w, folder, &folder->entries[folder->next++], err);
}

/* Git's order within folders, depth first, is bytewise order of full paths. */
static int
walk(struct walk *w, struct err *err)
{
	int status = open_folder(w, &w->out->tree, 0, err);

	while (status == 0 && w->depth > 0 && !w->out->cut)
		status = go_on(w, err);
	while (w->depth > 0)
		arena_close(&w->folders[--w->depth].arena);
	return status;
}

int
evidence_open(struct evidence *out, struct arena *arena, struct repo *repo,
	      const struct oid *commit, const char *path, const struct evidence_pace *pace,
	      struct err *err)
{
	struct walk w = { .out = out, .arena = arena };

	if (pace != NULL)
		w.pace = *pace;
	*out = (struct evidence){ .repo = repo, .commit = *commit,
				  .path = arena_text(arena, path) };
	if (commit_tree(&out->tree, repo, commit, err) != 0
	    || enter_path(&out->tree, repo, path, err) != 0)
		return -1;
	return walk(&w, err);
}

int
evidence_whole(const struct evidence *evidence, struct err *err)
{
	if (evidence->cut)
		return err_set(err, ERR_REFUSED, "not all of it was looked at");
	return evidence->submodule_count == 0 ? 0
		: err_set(err, ERR_REFUSED, "%s is a submodule: what it holds is not in this "
			  "repository; put the files themselves there",
			  evidence->submodules[0].path);
}

static int
compare_path(const void *path, const void *item)
{
	return strcmp(path, ((const struct evidence_item *)item)->path);
}

ptrdiff_t
evidence_find(const struct evidence *evidence, const char *path)
{
	const struct evidence_item *found = evidence->count == 0 ? NULL
		: bsearch(path, evidence->items, evidence->count, sizeof *found, compare_path);

	return found == NULL ? -1 : found - evidence->items;
}

int
evidence_size(int64_t *out, const struct evidence *evidence, size_t item, struct err *err)
{
	enum object_type type;
	size_t size;

	if (repo_header(&type, &size, evidence->repo, &evidence->items[item].oid, err) != 0)
		return -1;
	if (type != OBJECT_BLOB)
		return err_set(err, ERR_INVALID, "%s is listed as a file and is none",
			       evidence->items[item].path);
	*out = (int64_t)size;
	return 0;
}

/* -------------------------------------------------------------------------------- tree256 */

struct level {
	struct buf bytes;		/* the tree so far */
	size_t prefix;			/* of the path up to it, slash included */
};

struct hashing {
	const struct evidence *evidence;
	const struct progress *progress;
	int64_t bytes, told;
	struct level levels[EVIDENCE_DEPTH + 1];
	size_t depth;			/* of the innermost open level; 0 is the root */
	const char *path;		/* of the item before: names the open levels */
};

static void
add_header(struct digest_stream *stream, const char *type, int64_t size)
{
	char header[32];
	int len = snprintf(header, sizeof header, "%s %lld", type, (long long)size);

	digest_stream_open(stream);
	digest_stream_add(stream, (struct span){ header, (size_t)len + 1 });
}

static int
hash_blob(struct digest *out, struct hashing *h, struct blob *blob, struct err *err)
{
	struct digest_stream stream;
	struct span window = { NULL, 0 };

	add_header(&stream, "blob", blob_size(blob));
	for (int64_t at = 0; at < blob_size(blob); at += (int64_t)window.len) {
		if (blob_window(&window, blob, at, err) != 0)
			return -1;
		digest_stream_add(&stream, window);
		h->bytes += (int64_t)window.len;
		if (h->bytes - h->told < TICK)
			continue;
		h->told = h->bytes;
		if (!progress_tick(h->progress, h->bytes, 0))
			return err_set(err, ERR_CANCELLED, "stopped");
	}
	*out = digest_stream_close(&stream);
	return 0;
}

static void
add_entry(struct buf *tree, const char *mode, struct span name, const struct digest *digest)
{
	buf_printf(tree, "%s ", mode);
	buf_put(tree, name.data, name.len);
	buf_put(tree, "", 1);
	buf_put(tree, digest->bytes, DIGEST_SIZE);
}

static struct digest
hash_level(struct level *level)
{
	struct digest_stream stream;

	add_header(&stream, "tree", (int64_t)level->bytes.len);
	digest_stream_add(&stream, buf_span(&level->bytes));
	buf_clear(&level->bytes);
	return digest_stream_close(&stream);
}

/* Close the innermost folder into the one around it. */
static void
leave(struct hashing *h)
{
	struct level *level = &h->levels[h->depth], *above = level - 1;
	struct digest digest = hash_level(level);
	struct span name = { h->path + above->prefix, level->prefix - above->prefix - 1 };

	add_entry(&above->bytes, "40000", name, &digest);
	h->depth--;
}

/* Close and open levels until the innermost is the folder of `path`. */
static void
move_to(struct hashing *h, const char *path)
{
	const char *slash;

	while (h->depth > 0 && strncmp(h->path, path, h->levels[h->depth].prefix) != 0)
		leave(h);
	h->path = path;
	while ((slash = strchr(path + h->levels[h->depth].prefix, '/')) != NULL)
		h->levels[++h->depth].prefix = (size_t)(slash - path) + 1;
}

static int
hash_item(struct hashing *h, const struct evidence_item *item, struct err *err)
{
	static const char *const modes[] = {
		[ITEM_FILE] = "100644", [ITEM_EXECUTABLE] = "100755",
		[ITEM_SYMLINK] = "120000",
	};
	struct level *level;
	struct digest digest;
	struct blob *blob;
	int status;

	if (blob_open(&blob, h->evidence->repo, &item->oid, err) != 0)
		return -1;
	status = hash_blob(&digest, h, blob, err);
	blob_close(blob);
	if (status != 0)
		return -1;
	move_to(h, item->path);
	level = &h->levels[h->depth];
	add_entry(&level->bytes, modes[item->kind], span_of(item->path + level->prefix),
		  &digest);
	return 0;
}

int
evidence_tree256(struct digest *out, int64_t *bytes, const struct evidence *evidence,
		 const struct progress *progress, struct err *err)
{
	struct hashing h = { .evidence = evidence, .progress = progress };
	int status = evidence_whole(evidence, err);

	for (size_t i = 0; status == 0 && i < evidence->count; i++) {
		status = hash_item(&h, &evidence->items[i], err);
		if (status != 0)
			err_within(err, "%s", evidence->items[i].path);
	}
	if (status == 0) {
		while (h.depth > 0)
			leave(&h);
		*out = hash_level(&h.levels[0]);
		*bytes = h.bytes;
	}
	for (size_t i = 0; i <= EVIDENCE_DEPTH; i++)
		buf_close(&h.levels[i].bytes);
	return status;
}
