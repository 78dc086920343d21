#include "core/store/git_loose.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

enum { HEADER = 32, FOLDERS = 16, ALTERNATES = 64 << 10 };

static const struct {
	const char *name;
	enum object_type type;
} types[] = {
	{ "commit", OBJECT_COMMIT }, { "tree", OBJECT_TREE },
	{ "blob", OBJECT_BLOB }, { "tag", OBJECT_TAG },
};

/* `<type> <decimal>`, as it stands before the NUL. */
static bool
header_parse(struct loose *out, struct span header)
{
	struct span type = span_cut(&header, ' ');
	int64_t size = 0;

	out->type = 0;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (span_is(type, types[i].name))
			out->type = types[i].type;
	if (header.len == 0 || header.len > 15 || (header.len > 1 && header.data[0] == '0'))
		return false;
	for (size_t i = 0; i < header.len; i++) {
		if (header.data[i] < '0' || header.data[i] > '9')
			return false;
		size = 10 * size + (header.data[i] - '0');
	}
	out->size = size;
	return out->type != 0;
}

static int
header_read(struct loose *out, struct err *err)
{
	char header[HEADER], *end;
	struct stat st;
	size_t got;

	if (fstat(out->fd, &st) != 0)
		return err_errno(err, "cannot read an object");
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_INVALID, "it is not a regular file");
	out->in = inflater_open(out->fd, 0, st.st_size);
	if (inflater_read(&got, header, sizeof header, out->in, 0, err) != 0)
		return -1;
	end = memchr(header, '\0', got);
	if (end == NULL || !header_parse(out, (struct span){ header, (size_t)(end - header) }))
		return err_set(err, ERR_INVALID, "it does not begin as an object does");
	out->skip = end - header + 1;
	inflater_expect(out->in, out->size);
	return 0;
}

int
loose_open(struct loose *out, const char *objects, const struct oid *oid, struct err *err)
{
	struct arena arena = { 0 };
	char hex[OID_HEX];
	int status = 0;

	oid_hex(hex, oid);
	*out = (struct loose){ 0 };
	out->fd = open(arena_printf(&arena, "%s/%.2s/%s", objects, hex, hex + 2),
		       O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	arena_close(&arena);
	if (out->fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_NOT_FOUND, "it is not there");
	if (out->fd < 0 && errno == ELOOP)
		return err_set(err, ERR_INVALID, "it is a symbolic link");
	if (out->fd < 0)
		return err_errno(err, "cannot open an object");
	status = header_read(out, err);
	if (status != 0)
		loose_close(out);
	return status;
}

void
loose_close(struct loose *loose)
{
	inflater_close(loose->in);
	close(loose->fd);
}

int
loose_read(struct span *out, struct arena *arena, struct loose *loose, struct err *err)
{
	size_t size = (size_t)loose->size, got;
	char *data = arena_alloc(arena, size + 1);	/* one more: there must be no more */

	if (inflater_read(&got, data, size + 1, loose->in, loose->skip, err) != 0)
		return -1;
	if (got != size)
		return err_set(err, ERR_INVALID, "it is not as long as it says");
	*out = (struct span){ data, size };
	return 0;
}

static size_t
add_borrowed(const char **folders, size_t count, struct arena *arena, const char *from)
{
	struct span bytes;
	struct err ignored;

	if (file_read(&bytes, arena, path_join(arena, from, "info/alternates"), ALTERNATES,
		      &ignored) != 0)
		return count;
	while (bytes.len != 0 && count < FOLDERS) {
		struct span line = span_cut(&bytes, '\n');
		char *path = arena_copy(arena, line.data, line.len);

		if (line.len == 0 || path[0] == '#' || path[0] == '"')
			continue;
		folders[count++] = path[0] == '/' ? path : path_join(arena, from, path);
	}
	return count;
}

const char **
loose_folders(struct arena *arena, const char *objects)
{
	const char **folders = arena_array(arena, FOLDERS + 1, sizeof *folders);
	size_t count = 1;

	folders[0] = arena_text(arena, objects);
	for (size_t i = 0; i < count; i++)	/* grows meanwhile; a loop ends at FOLDERS */
		count = add_borrowed(folders, count, arena, folders[i]);
	return folders;
}
