#include "core/store/pack.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

enum {
	PACKS = 10000,
	HEAD = 8,		/* magic and version */
	FANOUT = 4 * 256,
	TRAILER = 2 * OID_SIZE,	/* the pack's checksum and the index's own */
	ENTRY = 32,		/* more than any entry header takes */
};

#define SIZE_LIMIT (INT64_C(1) << 50)

/* -------------------------------------------------------------------------------- the index */

static uint32_t
read32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool
is_index(struct span index, size_t *count)
{
	if (index.len < HEAD + FANOUT + TRAILER || memcmp(index.data, "\377tOc", 4) != 0
	    || read32(index.data + 4) != 2)
		return false;
	*count = read32(index.data + HEAD + FANOUT - 4);
	return *count <= (index.len - HEAD - FANOUT - TRAILER) / (OID_SIZE + 8);
}

/* The row of `oid` among `count` sorted ones. */
static bool
find_row(size_t *row, struct span index, size_t count, const struct oid *oid)
{
	const char *fanout = index.data + HEAD, *oids = fanout + FANOUT;
	size_t first = oid->bytes[0];
	size_t low = first == 0 ? 0 : read32(fanout + 4 * (first - 1));
	size_t high = read32(fanout + 4 * first);

	if (high > count)
		return false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(oid->bytes, oids + OID_SIZE * middle, OID_SIZE);

		if (order == 0) {
			*row = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

bool
pack_index_find(int64_t *offset, struct span index, const struct oid *oid)
{
	size_t count, row, larger;
	const char *offsets, *far;
	uint32_t value;
	uint64_t wide;

	if (!is_index(index, &count) || !find_row(&row, index, count, oid))
		return false;
	offsets = index.data + HEAD + FANOUT + (OID_SIZE + 4) * count;
	far = offsets + 4 * count;
	larger = (size_t)(index.data + index.len - TRAILER - far) / 8;
	value = read32(offsets + 4 * row);
	*offset = value;
	if ((value & 0x80000000u) == 0)
		return true;
	value &= 0x7fffffffu;
	if (value >= larger)
		return false;
	wide = (uint64_t)read32(far + 8 * (size_t)value) << 32 | read32(far + 8 * (size_t)value + 4);
	*offset = (int64_t)(wide & INT64_MAX);
	return wide <= INT64_MAX;
}

/* --------------------------------------------------------------------------------- the pack */

bool
pack_entry_parse(unsigned *type, int64_t *size, size_t *used, struct span bytes)
{
	int shift = 4;
	unsigned char c;

	if (bytes.len == 0)
		return false;
	c = (unsigned char)bytes.data[0];
	*type = c >> 4 & 7;
	*size = c & 15;
	for (*used = 1; (c & 0x80) != 0; ++*used, shift += 7) {
		if (*used == bytes.len || shift > 46)
			return false;
		c = (unsigned char)bytes.data[*used];
		*size |= (int64_t)(c & 0x7f) << shift;
	}
	return *size < SIZE_LIMIT;
}

static bool
read_exactly(int fd, char *out, size_t len, int64_t offset)
{
	return pread(fd, out, len, (off_t)offset) == (ssize_t)len;
}

/* A pack of a version we know, with the checksum that the index was made for. */
static bool
is_pack(int fd, int64_t size, struct span index)
{
	char head[PACK_HEADER], sum[OID_SIZE];

	return size >= PACK_HEADER + OID_SIZE && read_exactly(fd, head, sizeof head, 0)
		&& memcmp(head, "PACK", 4) == 0
		&& (read32(head + 4) == 2 || read32(head + 4) == 3)
		&& read_exactly(fd, sum, sizeof sum, size - OID_SIZE)
		&& memcmp(sum, index.data + index.len - TRAILER, OID_SIZE) == 0;
}

static bool
read_entry(struct packed *out, int64_t offset, struct span index)
{
	char bytes[ENTRY];
	struct stat st;
	unsigned type;
	size_t used, len = sizeof bytes;

	if (fstat(out->fd, &st) != 0 || !S_ISREG(st.st_mode)
	    || !is_pack(out->fd, st.st_size, index))
		return false;
	out->end = st.st_size - OID_SIZE;
	if (offset < PACK_HEADER || offset >= out->end)
		return false;
	if ((int64_t)len > out->end - offset)
		len = (size_t)(out->end - offset);
	if (!read_exactly(out->fd, bytes, len, offset)
	    || !pack_entry_parse(&type, &out->size, &used, (struct span){ bytes, len }))
		return false;
	out->start = offset + (int64_t)used;
	return type == PACK_BLOB;
}

/* ------------------------------------------------------------------------------- the folder */

static struct span
index_map(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct span index = { NULL, 0 };
	struct stat st;
	void *at;

	if (fd < 0)
		return index;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (at != MAP_FAILED)
			index = (struct span){ at, (size_t)st.st_size };
	}
	close(fd);
	return index;
}

static bool
find_by(struct packed *out, struct arena *arena, const char *path, const struct oid *oid)
{
	struct span index = index_map(path);
	int64_t offset;
	bool found = false;

	if (index.data == NULL)
		return false;
	if (pack_index_find(&offset, index, oid)) {
		out->fd = open(arena_printf(arena, "%.*s.pack", (int)(strlen(path) - 4), path),
			       O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		found = out->fd >= 0 && read_entry(out, offset, index);
		if (out->fd >= 0 && !found)
			close(out->fd);
	}
	munmap((void *)(uintptr_t)index.data, index.len);
	return found;
}

int
pack_find(struct packed *out, const char *objects, const struct oid *oid, struct err *err)
{
	struct arena arena = { 0 };
	const char *dir = path_join(&arena, objects, "pack");
	bool found = false;
	char **names;
	size_t count;

	if (file_list(&names, &count, &arena, dir, PACKS, err) != 0)
		count = 0;
	for (size_t i = 0; i < count && !found; i++) {
		size_t len = strlen(names[i]);

		if (len > 4 && strcmp(names[i] + len - 4, ".idx") == 0)
			found = find_by(out, &arena, path_join(&arena, dir, names[i]), oid);
	}
	arena_close(&arena);
	return found ? 0 : err_set(err, ERR_NOT_FOUND, "no pack holds it whole");
}
