/*
 * The formats of packs, over memory: entry headers and deltas.
 */
#ifndef CORE_STORE_PACK_PARSE_H
#define CORE_STORE_PACK_PARSE_H

#include "core/base/span.h"
#include "core/store/git.h"

enum { PACK_HEADER = 12, PACK_BY_OFFSET = 6, PACK_BY_ID = 7 };

struct pack_entry {
	unsigned type;		/* 1 … 4 as enum object_type, or one of the two deltas */
	int64_t size;		/* of what is inflated: the object or the delta */
	int64_t data;		/* where its zlib stream begins */
	int64_t base;		/* PACK_BY_OFFSET: where the base begins */
	struct oid base_id;	/* PACK_BY_ID */
};

enum { PACK_ENTRY = 32 };	/* no head of an entry is longer */
/* The entry at `offset` of a pack; `head` is what stands there, PACK_ENTRY bytes of it or all
 * there are. False when it is none. */
bool pack_entry_parse(struct pack_entry *out, struct span head, int64_t offset);

/* The sizes a delta begins with, which moves past them. */
bool pack_delta_sizes(int64_t *base, int64_t *result, struct span *delta);
/* Apply what follows them: exactly `len` bytes into `out`. */
bool pack_delta_apply(char *out, size_t len, struct span base, struct span delta);

#endif
