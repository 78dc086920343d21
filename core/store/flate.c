#include "core/store/flate.h"

#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "core/base/arena.h"
#include "core/base/file.h"

enum {
	INPUT = 64 << 10,
	WINDOW = 32 << 10,
	SPAN_MIN = 1 << 20,	/* between checkpoints */
	SPAN_USUAL = 4 << 20,
	SPANS = 512,		/* in all, of 32 KiB each */
	BRIEF = 100,
	STALLS = 16,		/* calls without progress: more are no stream's right */
};

struct point {
	int64_t out, in;	/* from the beginning of the stream, of the file */
	int bits;		/* of the byte before `in` that are still to come */
	unsigned char *window;
	unsigned window_len;
};

struct inflater {
	z_stream z;
	int fd;
	int64_t start, end;
	int64_t in, out;	/* next to be read from the file; next to come out */
	bool ended;
	int64_t span;
	struct arena arena;
	struct point *points;
	size_t count;
	unsigned char input[INPUT];
};

struct inflater *
inflater_open(int fd, int64_t start, int64_t end)
{
	struct inflater *in = malloc(sizeof *in);

	if (in == NULL)
		abort();
	memset(in, 0, offsetof(struct inflater, input));
	in->fd = fd;
	in->start = in->in = start;
	in->end = end;
	in->span = SPAN_USUAL;
	if (inflateInit2(&in->z, MAX_WBITS) != Z_OK)
		abort();	/* only for want of memory */
	return in;
}

void
inflater_close(struct inflater *in)
{
	if (in == NULL)
		return;
	inflateEnd(&in->z);
	arena_close(&in->arena);
	free(in);
}

void
inflater_expect(struct inflater *in, int64_t size)
{
	in->span = size / SPANS < SPAN_MIN ? SPAN_MIN : size / SPANS;
}

static int
read_at(size_t *got, void *out, size_t len, int fd, int64_t offset, struct err *err)
{
	ssize_t n = file_read_at(fd, out, len, offset);

	*got = n < 0 ? 0 : (size_t)n;
	return n < 0 ? err_errno(err, "cannot read an object") : 0;
}

static int
damaged(struct err *err)
{
	return err_set(err, ERR_INVALID, "its compressed bytes are damaged");
}

static int
cut_short(struct err *err)
{
	return err_set(err, ERR_INVALID, "its compressed bytes are cut short");
}

static int
fill(struct inflater *in, struct err *err)
{
	int64_t left = in->end - in->in;
	size_t got = 0;

	if (left > INPUT)
		left = INPUT;
	if (left > 0 && read_at(&got, in->input, (size_t)left, in->fd, in->in, err) != 0)
		return -1;
	if (got == 0)
		return cut_short(err);
	in->in += (int64_t)got;
	in->z.next_in = in->input;
	in->z.avail_in = (uInt)got;
	return 0;
}

/* The last checkpoint at or before `offset`; NULL is the beginning. */
static const struct point *
point_before(const struct inflater *in, int64_t offset)
{
	size_t low = 0, high = in->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (in->points[middle].out <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : &in->points[low - 1];
}

/* Between two blocks, far enough from the checkpoint before. */
static void
remember(struct inflater *in)
{
	int64_t last = in->count == 0 ? 0 : in->points[in->count - 1].out;
	struct point point = { .out = in->out, .in = in->in - in->z.avail_in,
			       .bits = in->z.data_type & 7 };

	if ((in->z.data_type & 0xc0) != 0x80 || in->out - last < in->span)
		return;
	point.window = arena_alloc(&in->arena, WINDOW);
	if (inflateGetDictionary(&in->z, point.window, &point.window_len) != Z_OK)
		return;
	in->points = arena_grow(&in->arena, in->points, in->count, sizeof *in->points);
	in->points[in->count++] = point;
}

static int
go_back(struct inflater *in, const struct point *point, struct err *err)
{
	unsigned char byte;
	size_t got;

	in->ended = false;
	in->z.avail_in = 0;
	in->in = point == NULL ? in->start : point->in;
	in->out = point == NULL ? 0 : point->out;
	if (inflateReset2(&in->z, point == NULL ? MAX_WBITS : -MAX_WBITS) != Z_OK)
		return damaged(err);
	if (point == NULL)
		return 0;
	if (point->bits != 0) {
		if (read_at(&got, &byte, 1, in->fd, point->in - 1, err) != 0)
			return -1;
		if (got != 1 || inflatePrime(&in->z, point->bits, byte >> (8 - point->bits))
		    != Z_OK)
			return damaged(err);
	}
	return inflateSetDictionary(&in->z, point->window, point->window_len) == Z_OK ? 0
		: damaged(err);
}

/* Up to `len` bytes from where it is; fewer only at the end. */
static int
go_on(size_t *got, char *out, size_t len, struct inflater *in, struct err *err)
{
	int stalls = 0;

	*got = 0;
	while (*got < len && !in->ended) {
		size_t want = len - *got > INT32_MAX ? INT32_MAX : len - *got;
		uInt before;
		int status;

		if (in->z.avail_in == 0 && fill(in, err) != 0)
			return -1;
		before = in->z.avail_in;
		in->z.next_out = (unsigned char *)out + *got;
		in->z.avail_out = (uInt)want;
		status = inflate(&in->z, Z_BLOCK);
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			return damaged(err);
		stalls = before == in->z.avail_in && want == in->z.avail_out ? stalls + 1 : 0;
		if (stalls > STALLS)
			return damaged(err);
		*got += want - in->z.avail_out;
		in->out += (int64_t)(want - in->z.avail_out);
		in->ended = status == Z_STREAM_END;
		if (!in->ended)
			remember(in);
	}
	return 0;
}

int64_t
inflater_from(const struct inflater *in, int64_t offset)
{
	const struct point *point = point_before(in, offset);
	int64_t from = point == NULL ? 0 : point->out;

	return in->out <= offset && in->out >= from ? in->out : from;
}

int
inflater_read(size_t *got, char *out, size_t len, struct inflater *in, int64_t offset,
	      struct err *err)
{
	char skipped[16 << 10];

	*got = 0;
	if (inflater_from(in, offset) != in->out
	    && go_back(in, point_before(in, offset), err) != 0)
		return -1;
	while (in->out < offset && !in->ended) {
		int64_t left = offset - in->out;
		size_t n;

		if (go_on(&n, skipped, left < (int64_t)sizeof skipped ? (size_t)left
			  : sizeof skipped, in, err) != 0)
			return -1;
	}
	return in->ended ? 0 : go_on(got, out, len, in, err);
}

struct unpacker {
	z_stream z;
	/* the short are mostly packed by the fixed codes, which stay at hand in one of their own */
	struct libdeflate_decompressor *whole, *brief;
	unsigned char input[16 << 10];
};

struct unpacker *
unpacker_open(void)
{
	struct unpacker *unpacker = calloc(1, sizeof *unpacker);

	if (unpacker == NULL || inflateInit(&unpacker->z) != Z_OK)
		abort();	/* only for want of memory */
	unpacker->whole = libdeflate_alloc_decompressor();
	unpacker->brief = libdeflate_alloc_decompressor();
	if (unpacker->whole == NULL || unpacker->brief == NULL)
		abort();
	return unpacker;
}

void
unpacker_close(struct unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	inflateEnd(&unpacker->z);
	libdeflate_free_decompressor(unpacker->whole);
	libdeflate_free_decompressor(unpacker->brief);
	free(unpacker);
}

/* The next bytes of the file; *at moves past them. */
static int
refill(struct unpacker *unpacker, int fd, int64_t *at, int64_t end, struct err *err)
{
	size_t want = sizeof unpacker->input, got = 0;

	if (end - *at < (int64_t)want)
		want = end > *at ? (size_t)(end - *at) : 0;
	if (want != 0 && read_at(&got, unpacker->input, want, fd, *at, err) != 0)
		return -1;
	if (got == 0)
		return cut_short(err);
	*at += (int64_t)got;
	unpacker->z.next_in = unpacker->input;
	unpacker->z.avail_in = (uInt)got;
	return 0;
}

int
unpacker_run(size_t *got, char *out, size_t len, struct unpacker *unpacker,
	     struct span have, int fd, int64_t at, int64_t end, struct err *err)
{
	z_stream *z = &unpacker->z;
	int status = inflateReset(z);

	z->next_in = (unsigned char *)(uintptr_t)have.data;
	z->avail_in = have.len > INT32_MAX ? INT32_MAX : (uInt)have.len;
	for (*got = 0; status == Z_OK && *got < len; ) {
		size_t want = len - *got > INT32_MAX ? INT32_MAX : len - *got;

		if (z->avail_in == 0 && refill(unpacker, fd, &at, end, err) != 0)
			return -1;
		z->next_out = (unsigned char *)out + *got;
		z->avail_out = (uInt)want;
		status = inflate(z, Z_FINISH);	/* in one go, no window is kept */
		*got += want - z->avail_out;
		if (status == Z_BUF_ERROR && (z->avail_in == 0 || z->avail_out == 0))
			status = Z_OK;		/* there is more, or too much */
	}
	return status == Z_OK || status == Z_STREAM_END ? 0 : damaged(err);
}

bool
unpacker_whole(char *out, size_t len, struct unpacker *unpacker, struct span have)
{
	size_t read, got;

	return libdeflate_zlib_decompress_ex(len <= BRIEF ? unpacker->brief : unpacker->whole,
					     have.data, have.len, out, len, &read, &got)
		       == LIBDEFLATE_SUCCESS
	       && got == len;
}

void
deflate_bytes(struct buf *out, struct span in)
{
	uLongf len = compressBound((uLong)in.len);
	char *room = buf_room(out, len);

	if (compress((unsigned char *)room, &len, (const unsigned char *)in.data,
		     (uLong)in.len) != Z_OK)
		abort();	/* only for want of memory */
	out->len += len;
}

void
flate_library(struct buf *out)
{
	buf_text(out, zlibVersion());
}

void
deflate_library(struct buf *out)
{
	buf_text(out, LIBDEFLATE_VERSION_STRING);
}
