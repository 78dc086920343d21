#include "core/store/pack_index.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/file.h"

enum {
	HEAD = 8,		/* magic and version */
	FANOUT = 4 * 256,
	TRAILER = 2 * OID_SIZE,	/* the pack's checksum and the index's own */
	NEAR = 32,		/* rows around where a name should be */
	ROWS = 4 * NEAR,	/* that are read at once */
};

/* What was read last of a file. */
struct pack_window {
	int fd;
	size_t from, rows;		/* the names that stand in it */
	char head[HEAD + FANOUT];
	char names[ROWS * OID_SIZE];
};

static bool
read_at(char *out, size_t len, int fd, size_t at)
{
	return file_read_at(fd, out, len, (int64_t)at) == (ssize_t)len;
}

static void
open_far(struct pack_index *out, int fd)
{
	struct pack_window *window = calloc(1, sizeof *window);

	if (window == NULL)
		abort();
	window->fd = fd;
	if (!read_at(window->head, sizeof window->head, fd, 0))
		out->len = 0;
	out->window = window;
	out->bytes = (struct span){ window->head, sizeof window->head };
}

void
pack_index_open(struct pack_index *out, const char *path, size_t large)
{
	int64_t size;
	int fd = file_open_regular(&size, path);
	void *at;

	*out = (struct pack_index){ .len = (size_t)size };
	if (fd < 0)
		return;
	if (out->len > large) {
		open_far(out, fd);
		return;
	}
	at = size == 0 ? MAP_FAILED : mmap(NULL, out->len, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	out->is_mapped = at != MAP_FAILED;
	if (!out->is_mapped)
		out->len = 0;
	else
		out->bytes = (struct span){ at, out->len };
}

void
pack_index_close(struct pack_index *index)
{
	if (index->is_mapped)
		munmap((void *)(uintptr_t)index->bytes.data, index->bytes.len);
	if (index->window != NULL)
		close(index->window->fd);
	free(index->window);
}

struct pack_index
pack_index_over(struct span bytes)
{
	return (struct pack_index){ .bytes = bytes, .len = bytes.len };
}

static bool
bytes_at(char *out, const struct pack_index *index, size_t at, size_t len)
{
	if (index->window != NULL)
		return read_at(out, len, index->window->fd, at);
	memcpy(out, index->bytes.data + at, len);
	return true;
}

static uint32_t
read32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool
is_index(const struct pack_index *index, size_t *count)
{
	if (index->len < HEAD + FANOUT + TRAILER
	    || memcmp(index->bytes.data, "\377tOc", 4) != 0
	    || read32(index->bytes.data + 4) != 2)
		return false;
	*count = read32(index->bytes.data + HEAD + FANOUT - 4);
	return *count <= (index->len - HEAD - FANOUT - TRAILER) / (OID_SIZE + 8);
}

/* The name in a row; of a file, with those around it. What cannot be read is no name. */
static const char *
name_in(struct pack_index *index, size_t count, size_t row)
{
	static const char none[OID_SIZE];
	struct pack_window *window = index->window;

	if (window == NULL)
		return index->bytes.data + HEAD + FANOUT + OID_SIZE * row;
	if (row < window->from || row >= window->from + window->rows) {
		window->from = row > ROWS / 2 ? row - ROWS / 2 : 0;
		window->rows = count - window->from < ROWS ? count - window->from : ROWS;
		if (!read_at(window->names, OID_SIZE * window->rows, window->fd,
			     HEAD + FANOUT + OID_SIZE * window->from)) {
			window->rows = 0;
			return none;
		}
	}
	return window->names + OID_SIZE * (row - window->from);
}

/* Where a name is to be sought. */
struct search {
	struct pack_index *index;
	const struct oid *oid;
	size_t count, low, high;	/* rows in all; those it can be in */
};

static int
compare(struct search *s, size_t row)
{
	return memcmp(s->oid->bytes, name_in(s->index, s->count, row), OID_SIZE);
}

/* Names are spread evenly, so it is near where it would be if all had the same distance;
 * where they are not, twice as far around it is looked at each time. */
static void
narrow(struct search *s)
{
	uint64_t share = read32((const char *)s->oid->bytes + 1);
	size_t rows = s->high - s->low, at = s->low + (size_t)(rows * share >> 32);

	if (s->index->window != NULL && rows != 0)
		(void)name_in(s->index, s->count, at);	/* what is around it is read at once */
	for (size_t reach = NEAR; reach < rows; reach *= 2) {
		size_t from = at - s->low > reach ? at - reach : s->low;
		size_t to = s->high - at > reach ? at + reach : s->high;

		if ((from == s->low || compare(s, from) >= 0)
		    && (to == s->high || compare(s, to) < 0)) {
			s->low = from;
			s->high = to;
			return;
		}
	}
}

/* The row of its name. */
static bool
find_row(size_t *row, struct search *s)
{
	const char *fanout = s->index->bytes.data + HEAD;
	size_t first = s->oid->bytes[0];

	s->low = first == 0 ? 0 : read32(fanout + 4 * (first - 1));
	s->high = read32(fanout + 4 * first);
	if (s->high > s->count || s->low > s->high)
		return false;
	narrow(s);
	while (s->low < s->high) {
		size_t middle = s->low + (s->high - s->low) / 2;
		int order = compare(s, middle);

		if (order == 0) {
			*row = middle;
			return true;
		}
		if (order < 0)
			s->high = middle;
		else
			s->low = middle + 1;
	}
	return false;
}

bool
pack_index_find(int64_t *offset, struct pack_index *index, const struct oid *oid)
{
	struct search search = { .index = index, .oid = oid };
	size_t row, offsets, far, larger;
	char bytes[8];
	uint32_t value;
	uint64_t wide;

	if (!is_index(index, &search.count) || !find_row(&row, &search))
		return false;
	offsets = HEAD + FANOUT + (OID_SIZE + 4) * search.count;
	far = offsets + 4 * search.count;
	larger = (index->len - TRAILER - far) / 8;
	if (!bytes_at(bytes, index, offsets + 4 * row, 4))
		return false;
	value = read32(bytes);
	*offset = value;
	if ((value & 0x80000000u) == 0)
		return true;
	value &= 0x7fffffffu;
	if (value >= larger || !bytes_at(bytes, index, far + 8 * (size_t)value, 8))
		return false;
	wide = (uint64_t)read32(bytes) << 32 | read32(bytes + 4);
	*offset = (int64_t)(wide & INT64_MAX);
	return wide <= INT64_MAX;
}

bool
pack_index_sum(char out[OID_SIZE], const struct pack_index *index)
{
	return index->len >= TRAILER && bytes_at(out, index, index->len - TRAILER, OID_SIZE);
}

size_t
pack_index_count(const struct pack_index *index)
{
	size_t count;

	return is_index(index, &count) ? count : 0;
}

uint32_t
pack_index_fanout(const struct pack_index *index, uint8_t first)
{
	return read32(index->bytes.data + HEAD + 4 * (size_t)first);
}

bool
pack_index_is_whole(const struct pack_index *index)
{
	size_t least = HEAD + FANOUT + TRAILER + (OID_SIZE + 8) * pack_index_count(index);
	struct digest_stream stream;
	uint8_t sum[DIGEST_SHA1];
	char bytes[16 << 10];
	size_t len;

	if (index->len < least || (index->len - least) / 8 > pack_index_count(index))
		return false;		/* 8 for each offset that is written out */
	digest_sha1_open(&stream);
	for (size_t at = 0, end = index->len - OID_SIZE; at < end; at += len) {
		len = end - at < sizeof bytes ? end - at : sizeof bytes;
		if (!bytes_at(bytes, index, at, len))
			return false;
		digest_sha1_add(&stream, (struct span){ bytes, len });
	}
	digest_sha1_close(sum, &stream);
	return bytes_at(bytes, index, index->len - OID_SIZE, OID_SIZE)
		&& memcmp(sum, bytes, OID_SIZE) == 0;
}

bool
pack_index_rows(struct oid *names, uint32_t *offsets, const struct pack_index *index,
		size_t from, size_t count)
{
	size_t first = HEAD + FANOUT, after = first + (OID_SIZE + 4) * pack_index_count(index);

	if (!bytes_at((char *)names, index, first + OID_SIZE * from, OID_SIZE * count)
	    || !bytes_at((char *)offsets, index, after + 4 * from, 4 * count))
		return false;
	for (size_t i = 0; i < count; i++)
		offsets[i] = read32((const char *)&offsets[i]);
	return true;
}
