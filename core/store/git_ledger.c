#include "core/store/git_ledger.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/base/file.h"

enum { PACKS = 100000, CONFIG = 64 << 10 };

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
	{ "refs", "has a symbolic link at refs", true },
	{ "packed-refs", "has a symbolic link at packed-refs", true },
};

/* Objects that lie elsewhere are borrowed, whatever it is called. */
static bool
has_links(struct arena *arena, const char *dir, const char *folder)
{
	struct err ignored;
	bool found;

	return file_has_links(&found, path_join(arena, dir, folder), PACKS, &ignored) == 0
		&& found;
}

static const char *
look_at_refs(struct arena *arena, const char *dir)
{
	struct ref_store *store = refs_open(dir);
	struct ref *refs;
	size_t count;
	const char *why = refs_list(&refs, &count, arena, store, "");

	for (size_t i = 0; why == NULL && i < count; i++)
		if (strncmp(refs[i].name, "refs/replace/", 13) == 0)
			why = REPLACED;
	refs_close(store);
	return why;
}

const char *
ledger_unsafe(struct arena *arena, const char *dir)
{
	const char *why;
	struct stat st;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (lstat(path_join(arena, dir, refused[i].name), &st) == 0
		    && (!refused[i].link || S_ISLNK(st.st_mode)))
			return refused[i].why;
	why = look_at_refs(arena, dir);
	if (why != NULL)
		return why;
	return has_links(arena, dir, "objects") || has_links(arena, dir, "objects/pack")
		? "has a symbolic link under objects" : NULL;
}

/* ------------------------------------------------------------------- opened without libgit2 */

static bool
is_word(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.data[i]) && text.data[i] != '-'
		    && text.data[i] != '.')
			return false;
	return text.len != 0;
}

/* With nothing in it that could end it, go on in the next line, or be a comment. */
static bool
is_plain_text(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < ' ' || strchr("\\\"#;", text.data[i]) != NULL)
			return false;
	return true;
}

static struct span
inside(struct span text, const char *open, const char *close)
{
	size_t head = strlen(open), tail = strlen(close);

	return text.len >= head + tail && span_starts(text, open)
		&& memcmp(text.data + text.len - tail, close, tail) == 0
		? (struct span){ text.data + head, text.len - head - tail } : text;
}

/* `[word]` or `[word "text"]`; none that takes other files in, or changes what git makes of it. */
static bool
is_plain_section(struct span line)
{
	static const char *const special[] = { "extensions", "include", "includeif" };
	struct span rest = inside(line, "[", "]"), word = span_cut(&rest, ' '),
		name = inside(rest, "\"", "\"");

	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (span_is_nocase(word, special[i]))
			return false;
	return span_starts(line, "[") && is_word(word)
		&& (rest.len == 0 || (name.len == rest.len - 2 && is_plain_text(name)));
}

/* `word = text`; *version: it says that the format is the first. */
static bool
is_plain_row(bool *version, struct span line)
{
	struct span word = span_cut(&line, ' ');

	if (!is_word(word) || span_is_nocase(word, "worktree") || !span_starts(line, "= ")
	    || !is_plain_text(inside((struct span){ line.data + 2, line.len - 2 }, "\"", "\"")))
		return false;
	if (!span_is_nocase(word, "repositoryformatversion"))
		return true;
	*version = !*version && span_is(line, "= 0");
	return *version;
}

/* All lines as git writes them, of format version 0, which knows no extensions: nothing that
 * could mean more than it says. */
static bool
is_plain_config(struct arena *arena, const char *path)
{
	struct span text, line;
	struct err ignored;
	bool version = false;

	if (file_read(&text, arena, path, CONFIG, &ignored) != 0)
		return false;
	while (text.len != 0) {
		line = span_cut(&text, '\n');
		if (line.len != 0 && line.data[0] == '\t'
		    ? !is_plain_row(&version, (struct span){ line.data + 1, line.len - 1 })
		    : !is_plain_section(line))
			return false;
	}
	return version;
}

bool
ledger_is_plain(struct arena *arena, const char *dir)
{
	static const struct {
		const char *name;
		mode_t type;		/* 0: may not be there */
	} rows[] = {
		{ "", S_IFDIR }, { "HEAD", S_IFREG }, { "config", S_IFREG },
		{ "objects", S_IFDIR }, { "refs", S_IFDIR }, { "commondir", 0 },
		{ "gitdir", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stat st = { 0 };

		if (lstat(path_join(arena, dir, rows[i].name), &st) == 0
		    ? (st.st_mode & S_IFMT) != rows[i].type || st.st_uid != geteuid()
		    : errno != ENOENT || rows[i].type != 0)
			return false;
	}
	return is_plain_config(arena, path_join(arena, dir, "config"));
}

/* ------------------------------------------------------------------------------------ made */

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
