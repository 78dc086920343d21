/*
 * The packs of a repository, read by our own hand. Index and pack are foreign: every number in
 * them is held against the sizes of the files, every chain of deltas has an end.
 */
#ifndef CORE_STORE_PACK_H
#define CORE_STORE_PACK_H

#include "core/base/span.h"
#include "core/store/git.h"

enum { PACK_DEPTH = 4096, PACK_UNPACKED = 512 << 20 };

struct packs;

/* `folders` of objects, ending in NULL, must outlive it. Nothing is looked at yet. */
struct packs *packs_open(const char *const *folders);
void packs_close(struct packs *packs);

/* ERR_NOT_FOUND; ERR_INVALID for damage; packs_read ERR_LIMIT beyond PACK_UNPACKED. What is
 * read is not yet held against its id. Packs that appear meanwhile are found. */
MUST int packs_header(enum object_type *type, int64_t *size, struct packs *packs,
		      const struct oid *oid, struct err *err);
MUST int packs_read(struct span *out, struct arena *arena, struct packs *packs,
		    const struct oid *oid, struct err *err);

/* A whole (not deltified) object as it lies in a file: a zlib stream. `fd` is the packs'. */
struct packed {
	int fd;
	int64_t start, end;
	int64_t size;
};
/* Is it in a pack that was seen before? Asks the disk for nothing. */
bool packs_hold(struct packs *packs, const struct oid *oid);
/* False when it is not there, or deltified. */
bool packs_whole(struct packed *out, struct packs *packs, const struct oid *oid);

#endif
