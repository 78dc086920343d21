/*
 * Where a whole (not deltified) blob lies in a pack, so that it can be read as a stream.
 *
 * Index and pack are foreign: every number in them is held against the sizes of the files.
 * Whatever is not plainly a whole blob found through a version 2 index is ERR_NOT_FOUND, and
 * left to libgit2.
 */
#ifndef CORE_STORE_PACK_H
#define CORE_STORE_PACK_H

#include "core/base/span.h"
#include "core/store/git.h"

struct packed {
	int fd;			/* the caller's to close */
	int64_t start, end;	/* its zlib stream begins at `start`, ends before `end` */
	int64_t size;
};

/* In one folder of objects. ERR_NOT_FOUND. */
MUST int pack_find(struct packed *out, const char *objects, const struct oid *oid,
		   struct err *err);

/* The offset of an object by a version 2 index; false: not there, or no such index. */
bool pack_index_find(int64_t *offset, struct span index, const struct oid *oid);

enum { PACK_BLOB = 3, PACK_HEADER = 12 };

/* The header of an entry: its type as git numbers them, its size, its own length; false when
 * it is cut short or its size is beyond reason. */
bool pack_entry_parse(unsigned *type, int64_t *size, size_t *used, struct span bytes);

#endif
