/*
 * One piece of evidence of any size, read in windows: nothing is ever held whole.
 *
 * Loose objects and whole (not deltified) packed ones are inflated as a stream, with
 * checkpoints every few MiB so that any place is reached without starting over; deltified
 * ones go through libgit2 within its own memory. Read-only: no file of the repository, and
 * no other, is ever written.
 */
#ifndef CORE_STORE_BLOB_H
#define CORE_STORE_BLOB_H

#include "core/base/progress.h"
#include "core/store/git.h"

struct blob;

/* The repo must outlive the blob. */
MUST int blob_open(struct blob **out, struct repo *repo, const struct oid *oid, struct err *err);
void blob_close(struct blob *blob);
int64_t blob_size(const struct blob *blob);
/* Up to `len` bytes from `offset` (within the size) into `out`; fewer only at the end. */
MUST int blob_read(size_t *got, char *out, size_t len, struct blob *blob, int64_t offset,
		   struct err *err);

#endif
