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

/*
 * Who will ask for most of what the packs hold first reads where all of it lies, if that is
 * not too much: 6 bytes an object are kept with `packs`, and lent to others over the same
 * folders, which it must outlive. Then objects may be guessed at: with packs_guess, what is
 * shown has to be held against its name, and where it is another and packs_guessed, asked for
 * again without.
 */
void packs_study(struct packs *packs);
void packs_lend(struct packs *to, const struct packs *from);
void packs_guess(struct packs *packs, bool may_guess);
bool packs_guessed(const struct packs *packs);

/*
 * Look at an object: one in a pack that was seen before (`is_listed`: the disk is asked for
 * no other), or also in one that appeared meanwhile. ERR_NOT_FOUND; ERR_INVALID for damage.
 */
MUST int packs_begin(enum object_type *type, int64_t *size, struct packs *packs,
		     const struct oid *oid, bool is_listed, struct err *err);
/* All of what was looked at last, of the size that was told then; not yet held against its
 * id. ERR_LIMIT beyond PACK_UNPACKED. */
MUST int packs_finish(struct span *out, struct arena *arena, int64_t size,
		      struct packs *packs, struct err *err);

/* A whole (not deltified) object as it lies in a file: a zlib stream. `fd` is the packs'. */
struct packed {
	int fd;
	int64_t start, end;
	int64_t size;
};
/* False when it is not there, or deltified. */
bool packs_whole(struct packed *out, struct packs *packs, const struct oid *oid);

#endif
