#define _GNU_SOURCE		/* memmem */
#include "core/store/git_refs.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

enum {
	PACKED_REFS = 2 << 20,	/* bytes */
	DEPTH = 16,		/* of folders of refs */
	ENTRIES = 2 * LEDGER_REFS,	/* each may have a folder */
};

const char refs_trouble[] =
	"has refs that cannot be read now: too many files are open, or the disk fails";

#define MANY_REFS "has more refs than a ledger can need"
#define UNREAD "has a ref that cannot be read (under refs)"
#define UNREAD_FOLDER "has a folder of refs that cannot be read"
#define NO_PACKED_REFS "has packed refs that are not as git writes them (packed-refs)"

struct ref_store {
	const char *dir;
	struct arena arena;		/* of what was packed when the file was last as `seen` */
	struct ref *packed;		/* sorted */
	size_t count;
	struct stat seen;
};

struct ref_store *
refs_open(const char *dir)
{
	struct ref_store *store = calloc(1, sizeof *store);

	if (store == NULL)
		abort();
	store->dir = dir;
	return store;
}

void
refs_close(struct ref_store *store)
{
	if (store == NULL)
		return;
	arena_close(&store->arena);
	free(store);
}

/* ------------------------------------------------------------------------------- loose refs */

/* What `errno` says is wrong there, or with this machine. */
static const char *
unread(const char *why)
{
	return errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EIO
		? refs_trouble : why;
}

/* 40 digits, in capitals too, and then nothing or a space; zeros are no id. */
static bool
id_parse(struct oid *out, struct span text)
{
	char digits[OID_HEX];

	if (text.len < OID_HEX - 1)
		return false;
	for (size_t i = 0; i < OID_HEX - 1; i++)
		digits[i] = (char)tolower((unsigned char)text.data[i]);
	return oid_from_hex(out, (struct span){ digits, OID_HEX - 1 })
		&& !oid_is_none(out)
		&& (text.len == OID_HEX - 1 || isspace((unsigned char)text.data[OID_HEX - 1]));
}

/* It holds an id, or another name. `found` stays false where there is none, or a folder. */
static const char *
read_loose(struct oid *out, bool *found, int folder, const char *name)
{
	char text[OID_HEX];
	ssize_t len;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	*found = false;
	*out = (struct oid){ 0 };
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? NULL : unread(UNREAD);
	len = read(fd, text, sizeof text);
	close(fd);
	if (len < 0)
		return errno == EISDIR ? NULL : unread(UNREAD);
	*found = (len >= 4 && strncasecmp(text, "ref:", 4) == 0)
		|| id_parse(out, (struct span){ text, (size_t)len });
	return *found ? NULL : UNREAD;
}

static bool
is_lock(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".lock") == 0;
}

/* Most file systems tell without being asked again. */
static unsigned char
type_of(int folder, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN
	    || fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return entry->d_type;
	return S_ISLNK(st.st_mode) ? DT_LNK : S_ISDIR(st.st_mode) ? DT_DIR : DT_REG;
}

struct walk {
	struct arena *arena;
	struct ref *refs;
	size_t count;
	size_t more;		/* a stranger may send millions, and each is a file to be opened */
};

static const char *walk_folder(struct walk *walk, int above, const char *at, const char *name,
			       int depth);

static const char *
walk_ref(struct walk *walk, int folder, const char *at, const char *name)
{
	struct oid oid;
	bool found;
	const char *why;

	if (is_lock(name))
		return NULL;
	why = read_loose(&oid, &found, folder, name);
	if (why != NULL || !found)
		return why;
	walk->refs = arena_grow(walk->arena, walk->refs, walk->count, sizeof *walk->refs);
	walk->refs[walk->count++] = (struct ref){ path_join(walk->arena, at, name), oid };
	return NULL;
}

static const char *
walk_entry(struct walk *walk, int folder, const char *at, const struct dirent *entry, int depth)
{
	const char *name = entry->d_name;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return NULL;
	if (walk->more-- == 0)
		return MANY_REFS;
	switch (type_of(folder, entry)) {
	case DT_LNK:
		return "has a symbolic link under refs";
	case DT_DIR:
		return depth == 0 ? "has refs in folders too deep"
			: walk_folder(walk, folder, path_join(walk->arena, at, name), name,
				      depth - 1);
	default:
		return walk_ref(walk, folder, at, name);
	}
}

/* All that lies in the folder `name` of `above`, which is `at` from the repository on. */
static const char *
walk_folder(struct walk *walk, int above, const char *at, const char *name, int depth)
{
	int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const char *why = NULL;
	struct dirent *entry;

	if (dir == NULL) {
		why = errno == ENOENT || errno == ENOTDIR ? NULL	/* gone meanwhile */
			: unread(UNREAD_FOLDER);
		if (fd >= 0)
			close(fd);
		return why;
	}
	while (why == NULL && (errno = 0, entry = readdir(dir)) != NULL)
		why = walk_entry(walk, fd, at, entry, depth);
	if (why == NULL && entry == NULL && errno != 0)
		why = unread(UNREAD_FOLDER);
	closedir(dir);
	return why;
}

/* ------------------------------------------------------------------------------ packed refs */

static bool
span_has(struct span text, const char *what)
{
	return memmem(text.data, text.len, what, strlen(what)) != NULL;
}

bool
ref_name_is_safe(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.data[i] <= ' ' || name.data[i] == 0x7f)
			return false;
	return span_starts(name, "refs/") && name.data[name.len - 1] != '/'
		&& !span_has(name, "..") && !span_has(name, "//");
}

/* `40 digits, space, name`. */
static bool
packed_line(struct ref *out, struct arena *arena, struct span line)
{
	if (line.len <= OID_HEX || line.data[OID_HEX - 1] != ' ' || !id_parse(&out->oid, line))
		return false;
	line = (struct span){ line.data + OID_HEX, line.len - OID_HEX };
	out->name = arena_copy(arena, line.data, line.len);
	return ref_name_is_safe(line);
}

static bool
is_peeled(struct span line)
{
	return span_starts(line, "^")
		&& hex_is((struct span){ line.data + 1, line.len - 1 }, OID_HEX - 1);
}

/* Lines as git writes them: one comment, the first, with no ref in it, for one that stands there
 * nobody sees; then names in order, each once, so that all readers see the same; below a tag,
 * what it leads to. */
static const char *
packed_parse(struct ref_store *store, struct span text)
{
	struct span line;
	struct ref ref;

	if (text.len != 0 && text.data[text.len - 1] != '\n')
		return NO_PACKED_REFS;		/* torn */
	for (bool first = true; text.len != 0; first = false) {
		line = span_cut(&text, '\n');
		if (first && span_starts(line, "#") && !span_has(line, "refs/"))
			continue;
		if (store->count != 0 && is_peeled(line))
			continue;
		if (!packed_line(&ref, &store->arena, line) || (store->count != 0
		    && ref_compare(&store->packed[store->count - 1], &ref) >= 0))
			return NO_PACKED_REFS;
		store->packed = arena_grow(&store->arena, store->packed, store->count,
					   sizeof ref);
		store->packed[store->count++] = ref;
	}
	return NULL;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size
		&& a->st_mtim.tv_sec == b->st_mtim.tv_sec
		&& a->st_mtim.tv_nsec == b->st_mtim.tv_nsec
		&& a->st_ctim.tv_sec == b->st_ctim.tv_sec
		&& a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void
packed_forget(struct ref_store *store)
{
	arena_close(&store->arena);
	store->packed = NULL;
	store->count = 0;
	store->seen = (struct stat){ 0 };
}

/* What is packed, read again if the file is another than it was. */
static const char *
packed_read(struct ref_store *store)
{
	struct arena scratch = { 0 };
	const char *path = path_join(&scratch, store->dir, "packed-refs"), *why = NULL;
	struct stat now = { 0 };
	struct span text = { 0 };
	struct err err;

	if (lstat(path, &now) == 0 && is_same_file(&now, &store->seen)) {
		arena_close(&scratch);
		return NULL;
	}
	packed_forget(store);
	if (file_read(&text, &scratch, path, PACKED_REFS, &err) != 0)
		why = err.code == ERR_NOT_FOUND ? NULL
			: err.code == ERR_LIMIT ? "has more packed refs than a ledger can need"
			: unread("has packed refs that cannot be read");
	else
		why = packed_parse(store, text);
	if (why != NULL)
		packed_forget(store);
	else
		store->seen = now;
	arena_close(&scratch);
	return why;
}

static const struct ref *
packed_find(const struct ref_store *store, const char *name)
{
	const struct ref sought = { .name = name };

	return store->count == 0 ? NULL : bsearch(&sought, store->packed, store->count,
						  sizeof sought, ref_compare);
}

/* -------------------------------------------------------------------------------- as a whole */

/* Loose ones come first: what git packs meanwhile has gone there before it goes here. */
const char *
refs_find(struct oid *out, bool *found, struct ref_store *store, const char *name)
{
	struct arena scratch = { 0 };
	const char *why;
	const struct ref *packed;

	*found = false;
	if (!ref_name_is_safe(span_of(name)))
		return NULL;
	why = read_loose(out, found, AT_FDCWD, path_join(&scratch, store->dir, name));
	arena_close(&scratch);
	if (why != NULL || *found)
		return why;
	why = packed_read(store);
	packed = why == NULL ? packed_find(store, name) : NULL;
	*found = packed != NULL;
	if (*found)
		*out = packed->oid;
	return why;
}

/* A loose one stands before one that is packed. */
static void
add_packed(struct walk *walk, const struct ref_store *store, const char *folder)
{
	size_t loose = walk->count;

	for (size_t i = 0; i < store->count; i++) {
		const struct ref *ref = &store->packed[i];

		if (strncmp(ref->name, folder, strlen(folder)) != 0
		    || (loose != 0 && bsearch(ref, walk->refs, loose, sizeof *ref, ref_compare)))
			continue;
		walk->refs = arena_grow(walk->arena, walk->refs, walk->count, sizeof *ref);
		walk->refs[walk->count++] = (struct ref){ arena_text(walk->arena, ref->name),
							  ref->oid };
	}
}

const char *
refs_list(struct ref **out, size_t *count, struct arena *arena, struct ref_store *store,
	  const char *folder)
{
	struct walk walk = { .arena = arena, .more = ENTRIES };
	char *at = *folder == '\0' ? arena_text(arena, "refs")
		: arena_copy(arena, folder, strlen(folder) - 1);
	const char *why = walk_folder(&walk, AT_FDCWD, at, path_join(arena, store->dir, at),
				      DEPTH);

	if (walk.count != 0)
		qsort(walk.refs, walk.count, sizeof *walk.refs, ref_compare);
	if (why == NULL)
		why = packed_read(store);
	if (why == NULL)
		add_packed(&walk, store, folder);
	*out = walk.refs;
	*count = walk.count;
	return why;
}
