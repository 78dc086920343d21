#include "core/store/bundle.h"

#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/git_ledger.h"

enum { SIGNATURE = 16, ID = OID_HEX - 1, NAME = 1024, PIECE = 1 << 16 };

static bool
is_signature(const char *text)
{
	return strncmp(text, "# v2 git bundle\n", SIGNATURE) == 0
		|| strncmp(text, "# v3 git bundle\n", SIGNATURE) == 0;
}

bool
bundle_is(const char *path)
{
	char head[SIGNATURE + 1] = "";
	int64_t size;
	int fd = file_open_regular(&size, path);
	ssize_t len = fd < 0 ? 0 : read(fd, head, SIGNATURE);

	if (fd >= 0)
		close(fd);
	return len == SIGNATURE && is_signature(head);
}

/* As git has them. */
static bool
is_name(struct span name)
{
	if (span_is(name, "HEAD"))
		return true;
	if (name.len > NAME || !ref_name_is_safe(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (strchr("~^:?*[\\", name.data[i]) != NULL
		    || (name.data[i] == '/' && name.data[i + 1] == '.'))
			return false;
	return true;
}

/* `@key=value`, which only a v3 has: what is not known may mean anything. */
static int
look_at_capability(struct span line, const char *path, struct err *err)
{
	if (span_is(line, "@object-format=sha1"))
		return 0;
	if (span_starts(line, "@filter="))
		return err_set(err, ERR_REFUSED, "%s leaves some of its objects out: ask for a "
			       "whole one", path);
	return err_set(err, ERR_UNSAFE, "%s asks for what no ledger needs: %.*s", path,
		       line.len > 80 ? 80 : (int)line.len, line.data);
}

static int
look_at_line(struct span line, bool newer, size_t *refs, const char *path, struct err *err)
{
	if (newer && line.len != 0 && line.data[0] == '@')
		return look_at_capability(line, path, err);
	if (line.len > ID && line.data[0] == '-'
	    && hex_is((struct span){ line.data + 1, ID }, ID))
		return err_set(err, ERR_REFUSED, "%s holds only what came after %.12s: ask for "
			       "a whole one", path, line.data + 1);
	if (line.len < ID + 2 || !hex_is((struct span){ line.data, ID }, ID)
	    || line.data[ID] != ' '
	    || !is_name((struct span){ line.data + ID + 1, line.len - ID - 1 }))
		return err_set(err, ERR_UNSAFE, "%s has a line in its head that names no ref",
			       path);
	if (++*refs > LEDGER_REFS)
		return err_set(err, ERR_UNSAFE, "%s names more than %d refs, which no ledger "
			       "has", path, LEDGER_REFS);
	return 0;
}

/* Up to the empty line. */
static int
read_head(struct buf *head, int fd, const char *path, struct err *err)
{
	const char *end = NULL;
	size_t from = 0;

	while (end == NULL) {
		ssize_t len = read(fd, buf_room(head, PIECE + 1), PIECE);

		if (len < 0)
			return err_errno(err, "%s", path);
		head->len += (size_t)len;
		head->data[head->len] = '\0';
		end = strstr(head->data + from, "\n\n");
		from = head->len - (head->len != 0);
		if (end == NULL && (len == 0 || head->len > BUNDLE_HEAD))
			return err_set(err, ERR_UNSAFE, "%s has a head that %s", path, len == 0
				       ? "does not end" : "is larger than a ledger needs");
	}
	head->len = (size_t)(end - head->data) + 1;
	return 0;
}

int
bundle_look(int64_t *size, const char *path, struct err *err)
{
	struct buf head = { 0 };
	struct span rest;
	bool newer = false;
	size_t refs = 0;
	int fd = file_open_regular(size, path);
	int failed = fd < 0 ? err_set(err, ERR_IO, "%s cannot be read", path)
		: read_head(&head, fd, path, err);

	if (fd >= 0)
		close(fd);
	rest = buf_span(&head);
	if (failed == 0 && (rest.len < SIGNATURE || !is_signature(rest.data)))
		failed = err_set(err, ERR_REFUSED, "%s is no bundle made by git", path);
	else if (failed == 0)
		newer = span_is(span_cut(&rest, '\n'), "# v3 git bundle");
	while (failed == 0 && rest.len != 0)
		failed = look_at_line(span_cut(&rest, '\n'), newer, &refs, path, err);
	buf_close(&head);
	return failed;
}
