#define _GNU_SOURCE		/* memmem */
#include "core/store/git_ledger.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/base/file.h"

enum {
	PACKS = 100000,
	PACKED_REFS = 2 << 20,	/* bytes: libgit2 takes five times that of memory */
	DEPTH = 16,		/* of folders of refs */
};

#define MANY_REFS "has more refs than a ledger can need"
#define UNREAD_FOLDER "has a folder of refs that cannot be read"
#define REPLACED "has replaced objects (refs/replace)"

/* What may not be in a ledger, and what may not be a link there. */
static const struct {
	const char *name, *why;
	bool link;
} refused[] = {
	{ "shallow", "is a shallow clone", false },
	{ "commondir", "borrows from another repository (commondir)", false },
	{ "info/grafts", "has grafts (info/grafts)", false },
	{ "objects/info/alternates", "borrows objects (objects/info/alternates)", false },
	{ "refs/replace", REPLACED, false },
	{ "HEAD", "has a symbolic link at HEAD", true },
	{ "objects", "has a symbolic link at objects", true },
	{ "packed-refs", "has a symbolic link at packed-refs", true },
};

/* 40 digits, or another name. Libgit2 1.5.1 passes over a file that holds neither, as if
 * there were no such ref. */
static bool
is_ref(int folder, const char *name)
{
	char text[OID_HEX];
	ssize_t len;
	uint8_t id[OID_SIZE];
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return errno == ENOENT;		/* moved meanwhile */
	len = read(fd, text, sizeof text);
	close(fd);
	for (ssize_t i = 0; i < len; i++)
		text[i] = (char)tolower((unsigned char)text[i]);
	if (len >= 4 && memcmp(text, "ref:", 4) == 0)
		return true;
	return len >= OID_HEX - 1 && hex_decode(id, OID_SIZE, (struct span){ text, OID_HEX - 1 })
		&& (len == OID_HEX - 1 || isspace((unsigned char)text[OID_HEX - 1]));
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

static const char *look_at_refs(size_t *more, int above, const char *name, int depth);

static const char *
look_at_ref(size_t *more, int folder, const struct dirent *entry, int depth)
{
	switch (type_of(folder, entry)) {
	case DT_LNK:
		return "has a symbolic link under refs";
	case DT_DIR:
		return depth == 0 ? "has refs in folders too deep"
			: look_at_refs(more, folder, entry->d_name, depth - 1);
	default:
		return is_lock(entry->d_name) || is_ref(folder, entry->d_name) ? NULL
			: "has a ref that cannot be read (under refs)";
	}
}

/* What is wrong with all that lies in a folder of refs, and in those below it. So many more
 * are looked at: a stranger may send millions, and each is a file to be opened. */
static const char *
look_at_refs(size_t *more, int above, const char *name, int depth)
{
	int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const char *why = NULL;
	struct dirent *entry;

	if (dir == NULL) {
		why = errno == ENOENT ? NULL		/* gone meanwhile */
			: UNREAD_FOLDER;
		if (fd >= 0)
			close(fd);
		return why;
	}
	while (why == NULL && (errno = 0, entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		why = *more == 0 ? MANY_REFS : look_at_ref(more, fd, entry, depth);
		*more -= *more != 0;
	}
	if (why == NULL && errno != 0)
		why = UNREAD_FOLDER;
	closedir(dir);
	return why;
}

static bool
span_has(struct span text, const char *what)
{
	return memmem(text.data, text.len, what, strlen(what)) != NULL;
}

static int
span_compare(struct span a, struct span b)
{
	int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* The name in `40 digits, space, name`, digits in capitals too; empty: it is no such line. */
static struct span
name_in(struct span line)
{
	for (size_t i = 0; i < OID_HEX - 1; i++)
		if (i >= line.len || !isxdigit((unsigned char)line.data[i]))
			return (struct span){ "", 0 };
	if (line.len < OID_HEX || line.data[OID_HEX - 1] != ' ')
		return (struct span){ "", 0 };
	return (struct span){ line.data + OID_HEX, line.len - OID_HEX };
}

#define NO_PACKED_REFS "has packed refs that are not as git writes them (packed-refs)"

/* Lines as git writes them: one comment, the first, with no ref in it, for one that stands there
 * nobody sees; then names in order, each once, so that all readers see the same; below a tag,
 * what it leads to. */
static const char *
look_at_packed(struct span text)
{
	struct span line, name, last = { "", 0 };

	for (bool first = true; text.len != 0; first = false) {
		line = span_cut(&text, '\n');
		if (first && span_starts(line, "#") && !span_has(line, "refs/"))
			continue;
		if (span_starts(line, "^") && last.len != 0
		    && line.len == OID_HEX && hex_is((struct span){ line.data + 1, OID_HEX - 1 },
						     OID_HEX - 1))
			continue;
		name = name_in(line);
		if (name.len == 0 || (last.len != 0 && span_compare(last, name) >= 0))
			return NO_PACKED_REFS;
		if (span_starts(name, "refs/replace/"))
			return REPLACED;
		last = name;
	}
	return NULL;
}

static const char *
look_at_packed_refs(struct arena *arena, const char *path)
{
	struct span text;
	struct err err;

	if (file_read(&text, arena, path, PACKED_REFS, &err) != 0)
		return err.code == ERR_NOT_FOUND ? NULL
			: err.code == ERR_LIMIT ? "has more packed refs than a ledger can need"
			: "has packed refs that cannot be read";
	return look_at_packed(text);
}

/* Objects that lie elsewhere are borrowed, whatever it is called. */
static bool
has_links(struct arena *arena, const char *dir, const char *folder)
{
	struct err ignored;
	bool found;

	return file_has_links(&found, path_join(arena, dir, folder), PACKS, &ignored) == 0
		&& found;
}

const char *
ledger_unsafe(struct arena *arena, struct repo *repo)
{
	const char *dir = repo_dir(repo);
	const char *why;
	struct stat st;
	size_t more = 2 * LEDGER_REFS;	/* each may have a folder */

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (lstat(path_join(arena, dir, refused[i].name), &st) == 0
		    && (!refused[i].link || S_ISLNK(st.st_mode)))
			return refused[i].why;
	why = look_at_packed_refs(arena, path_join(arena, dir, "packed-refs"));
	if (why != NULL)
		return why;
	why = look_at_refs(&more, AT_FDCWD, path_join(arena, dir, "refs"), DEPTH);
	if (why != NULL)
		return why;
	return has_links(arena, dir, "objects") || has_links(arena, dir, "objects/pack")
		? "has a symbolic link under objects" : NULL;
}

/* `section.key` or `section.sub.key`; the value in quotes. */
static void
config_row(struct buf *out, const char *name, const char *value)
{
	const char *first = strchr(name, '.'), *last = strrchr(name, '.');

	buf_printf(out, "[%.*s", (int)(first - name), name);
	if (last != first)
		buf_printf(out, " \"%.*s\"", (int)(last - first - 1), first + 1);
	buf_printf(out, "]\n\t%s = \"", last + 1);
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			buf_char(out, '\\');
		buf_char(out, *value);
	}
	buf_text(out, "\"\n");
}

static int
write_config(const char *path, const char *const (*rows)[2], struct err *err)
{
	struct buf text = { 0 };
	int status;

	buf_text(&text, "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
	for (; rows != NULL && (*rows)[0] != NULL; rows++)
		config_row(&text, (*rows)[0], (*rows)[1]);
	status = file_write(path, buf_span(&text), 0600, err);
	buf_close(&text);
	return status;
}

static int
fill_repository(struct arena *arena, const char *dir, const char *head,
		const char *const (*rows)[2], struct err *err)
{
	static const char *const dirs[] = { "objects/info", "objects/pack", "refs/heads",
					    "refs/tags" };
	char *line = arena_printf(arena, "ref: %s\n", head);

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
		if (file_make_dirs(path_join(arena, dir, dirs[i]), 0700, err) != 0)
			return -1;
	for (unsigned i = 0; i < 256; i++) {
		char *folder = arena_printf(arena, "%s/objects/%02x", dir, i);

		if (mkdir(folder, 0700) != 0)
			return err_errno(err, "%s", folder);
	}
	if (file_sync_dir(path_join(arena, dir, "objects"), err) != 0
	    || write_config(path_join(arena, dir, "config"), rows, err) != 0)
		return -1;
	return file_write(path_join(arena, dir, "HEAD"), span_of(line), 0600, err);
}

static int
create_at(struct arena *arena, const char *path, const char *head,
	  const char *const (*config)[2], struct err *err)
{
	char id[RANDOM_ID_HEX], *temp, *parent;
	int status;

	random_id(id);
	temp = arena_printf(arena, "%s.assay-%s", path_real(arena, path), id);
	parent = arena_copy(arena, temp, (size_t)(path_name(temp) - temp));
	status = file_make_dirs(temp, 0700, err);
	if (status == 0)
		status = fill_repository(arena, temp, head, config, err);
	if (status == 0 && rename(temp, path) != 0)
		status = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
			? err_set(err, ERR_EXISTS, "%s exists already", path)
			: err_errno(err, "%s", path);
	if (status != 0)
		file_remove_tree(temp);
	return status == 0 ? file_sync_dir(parent, err) : -1;
}

int
repo_create(struct repo **out, const char *path, const char *head,
	    const char *const (*config)[2], struct err *err)
{
	struct arena arena = { 0 };
	struct stat st;
	int status;

	if (lstat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		return err_set(err, ERR_EXISTS, "%s exists already", path);
	status = create_at(&arena, path, head, config, err);
	arena_close(&arena);
	return status == 0 ? repo_open_ledger(out, path, err) : -1;
}
