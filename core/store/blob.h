/*
 * One piece of evidence of any size, read in windows: beyond 1 MiB nothing is held whole.
 *
 * Loose objects and whole (not deltified) packed ones are inflated as a stream, with
 * checkpoints so that any place once passed is reached without starting over; a deltified one
 * is unpacked whole, up to BLOB_UNPACKED. What is streamed cannot be held against its
 * SHA-1, for that covers all of it: a swapped object is noticed only by its size and zlib's
 * checksum. What was judged is pinned by SHA-256 over the very bytes read (evidence_tree256).
 * Read-only: no file of the repository, and no other, is ever written.
 */
#ifndef CORE_STORE_BLOB_H
#define CORE_STORE_BLOB_H

#include "core/base/progress.h"
#include "core/store/git.h"

enum { BLOB_WHOLE = 1 << 20, BLOB_UNPACKED = 512 << 20 };

struct blob;

/* ERR_NOT_FOUND; ERR_INVALID for another type, damage and a wrong id; ERR_LIMIT when it is
 * deltified and larger than BLOB_UNPACKED. */
MUST int blob_open(struct blob **out, struct repo *repo, const struct oid *oid, struct err *err);
/* Bytes that are at hand anyway, lent, as one reads a blob. */
struct blob *blob_of(struct span bytes);
void blob_close(struct blob *blob);
int64_t blob_size(const struct blob *blob);
/* Up to `len` bytes from `offset` (0 … size) into `out`; fewer only at the end. ERR_INVALID
 * when the stream is damaged or not as long as it says, ERR_IO. */
MUST int blob_read(size_t *got, char *out, size_t len, struct blob *blob, int64_t offset,
		   struct err *err);
/* What is at hand from `offset` on, at least a byte unless that is the end: lent until the
 * next call with this blob. */
MUST int blob_window(struct span *out, struct blob *blob, int64_t offset, struct err *err);

#endif
