/*
 * A zlib stream inside a file, read at any place; and one made of a few bytes: the one file
 * that speaks to zlib, and to libdeflate, which is twice as fast on what lies in memory whole.
 *
 * While it is read, checkpoints are kept (the last 32 KiB and the place in the file), 512 or
 * so for a stream of any length, so that a place once passed is reached again by inflating
 * one span of it. Input is foreign: every call ends, and memory is bounded whatever it holds.
 */
#ifndef CORE_STORE_FLATE_H
#define CORE_STORE_FLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/span.h"

struct inflater;

/* The stream that begins at `start` and ends before `end`; `fd` is lent and read by pread. */
struct inflater *inflater_open(int fd, int64_t start, int64_t end);
void inflater_close(struct inflater *in);
/* About how much will come out of it: decides how far apart the checkpoints are. */
void inflater_expect(struct inflater *in, int64_t size);
/* From where it would inflate to reach `offset`: 0, a checkpoint, or where it is. */
int64_t inflater_from(const struct inflater *in, int64_t offset);
/* `len` bytes of output from `offset`; fewer only at the end of a sound stream. ERR_INVALID
 * when it is cut short or damaged (the checksum at its end is only looked at by a reader that
 * came there from the beginning), ERR_IO. */
MUST int inflater_read(size_t *got, char *out, size_t len, struct inflater *in,
		       int64_t offset, struct err *err);

/*
 * Short streams, each in one go, one after the other: what zlib needs is made once. `have` are
 * the first bytes of it, what follows them is read from `fd` (lent; pread), from `at` to
 * `end`. Up to `len` bytes of output, so that one more than expected proves that there is no
 * more. ERR_INVALID when it is damaged or cut short, ERR_IO.
 */
struct unpacker;
struct unpacker *unpacker_open(void);
void unpacker_close(struct unpacker *unpacker);
MUST int unpacker_run(size_t *got, char *out, size_t len, struct unpacker *unpacker,
		      struct span have, int fd, int64_t at, int64_t end, struct err *err);

/* All of it at once: a stream that lies whole in `have` and inflates to `len` bytes exactly.
 * False when it does not, or is not sound; unpacker_run tells which. */
bool unpacker_whole(char *out, size_t len, struct unpacker *unpacker, struct span have);

/* Append the stream that inflates to these bytes. */
void deflate_bytes(struct buf *out, struct span in);

/* Append the versions of the libraries beneath. */
void flate_library(struct buf *out);
void deflate_library(struct buf *out);

#endif
