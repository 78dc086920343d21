#include "core/store/tree.h"

#include <stdlib.h>
#include <strings.h>

/* The only spellings git writes; 100664 and padded ones stand in no tree made this decade. */
static const struct {
	const char *text;
	unsigned mode;
} modes[] = {
	{ "100644", MODE_FILE }, { "40000", MODE_TREE }, { "100755", MODE_EXEC },
	{ "120000", MODE_LINK }, { "160000", MODE_SUBMODULE },
};

static bool
mode_read(unsigned *out, struct span text)
{
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (span_is(text, modes[i].text)) {
			*out = modes[i].mode;
			return true;
		}
	return false;
}

static const char *
mode_text(unsigned mode)
{
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (modes[i].mode == mode)
			return modes[i].text;
	abort();
}

static bool
is_name(const char *name, size_t len)
{
	return len > 0 && len <= TREE_NAME && memchr(name, '/', len) == NULL
		&& strcmp(name, ".") != 0 && strcmp(name, "..") != 0
		&& strcasecmp(name, ".git") != 0;
}

/* Git's order: bytewise, a folder as if its name ended in a slash. */
static int
compare(const void *left, const void *right)
{
	const struct tree_entry *a = left, *b = right;
	size_t n = 0;
	unsigned x, y;

	while (a->name[n] != '\0' && a->name[n] == b->name[n])
		n++;
	x = (unsigned char)a->name[n];
	y = (unsigned char)b->name[n];
	if (x == 0 && a->mode == MODE_TREE)
		x = '/';
	if (y == 0 && b->mode == MODE_TREE)
		y = '/';
	return (x > y) - (x < y);
}

/* A folder and a file of one name are no neighbours in git's order: `a`, `a.b`, `a/`. */
static bool
has_twin(const struct tree_entry *entries, size_t count, const struct tree_entry *entry)
{
	struct tree_entry file = { .mode = MODE_FILE, .name = entry->name };

	return entry->mode == MODE_TREE
		&& bsearch(&file, entries, count, sizeof file, compare) != NULL;
}

/* One entry off the front of `rest`. */
static int
entry_read(struct tree_entry *out, struct span *rest, struct err *err)
{
	const char *end = memchr(rest->data, '\0', rest->len);
	struct span head = { rest->data, end == NULL ? 0 : (size_t)(end - rest->data) };
	struct span mode = span_cut(&head, ' ');

	if (end == NULL || rest->len - (size_t)(end - rest->data) - 1 < OID_SIZE)
		return err_set(err, ERR_INVALID, "a folder in git is cut short");
	if (!mode_read(&out->mode, mode))
		return err_set(err, ERR_INVALID, "a folder in git has an entry of an unknown "
			       "kind: %.*s", mode.len > 12 ? 12 : (int)mode.len, mode.data);
	if (!is_name(end - head.len, head.len))
		return err_set(err, ERR_INVALID, "a folder in git has an entry of a forbidden "
			       "name: %.*s", head.len > 80 ? 80 : (int)head.len, head.data);
	out->name = head.data;
	memcpy(out->oid.bytes, end + 1, OID_SIZE);
	end += 1 + OID_SIZE;
	*rest = (struct span){ end, rest->len - (size_t)(end - rest->data) };
	return 0;
}

/* How many entries there are, if it is a tree at all. */
static size_t
count_entries(struct span bytes)
{
	size_t count = 0;

	while (bytes.len != 0) {
		span_cut(&bytes, '\0');
		if (bytes.len < OID_SIZE)
			break;
		bytes = (struct span){ bytes.data + OID_SIZE, bytes.len - OID_SIZE };
		count++;
	}
	return count;
}

int
tree_parse(struct tree_entry **out, size_t *count, struct arena *arena, struct span bytes,
	   size_t limit, struct err *err)
{
	size_t n = 0, all = count_entries(bytes);
	struct tree_entry *list = arena_array(arena, all < limit ? all : limit, sizeof *list);

	while (bytes.len != 0) {
		if (n == limit)
			return err_set(err, ERR_LIMIT, "more than %zu entries", limit);
		if (entry_read(&list[n], &bytes, err) != 0)
			return -1;
		if (n > 0 && compare(&list[n - 1], &list[n]) >= 0)
			return err_set(err, ERR_INVALID, "a folder in git is not in order at "
				       "%.80s", list[n].name);
		n++;
	}
	for (size_t i = 0; i < n; i++)
		if (has_twin(list, n, &list[i]))
			return err_set(err, ERR_INVALID, "a folder in git has %.80s twice",
				       list[i].name);
	*out = list;
	*count = n;
	return 0;
}

void
tree_encode(struct buf *out, struct tree_entry *entries, size_t count)
{
	if (count != 0)
		qsort(entries, count, sizeof *entries, compare);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s %s", mode_text(entries[i].mode), entries[i].name);
		buf_put(out, "", 1);
		buf_put(out, entries[i].oid.bytes, OID_SIZE);
	}
}

/* Of a record: 64 files, and two more beside them. */
enum { SMALL_TREE = 64 << 10, SMALL_COUNT = 66 };

int
tree_find(struct oid *out, unsigned mode, struct arena *arena, struct repo *repo,
	  const struct oid *tree, const char *name, struct err *err)
{
	struct tree_entry *entries;
	struct span bytes;
	size_t count;

	if (repo_read(&bytes, arena, repo, tree, OBJECT_TREE, SMALL_TREE, err) != 0
	    || tree_parse(&entries, &count, arena, bytes, SMALL_COUNT, err) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (entries[i].mode == mode && strcmp(entries[i].name, name) == 0) {
			*out = entries[i].oid;
			return 0;
		}
	return err_set(err, ERR_NOT_FOUND, "there is no %s", name);
}
