/*
 * The index of a pack, version 2 (git's Documentation/gitformat-pack): where its objects lie,
 * by name. In memory, or, where it is too large for that, read where it is asked. Not to be
 * asked by two threads at once.
 */
#ifndef CORE_STORE_PACK_INDEX_H
#define CORE_STORE_PACK_INDEX_H

#include "core/base/span.h"
#include "core/store/git.h"

struct pack_window;

struct pack_index {
	struct span bytes;		/* all of it, or what stands before the names */
	size_t len;			/* of all of it; 0: there is none */
	struct pack_window *window;	/* NULL: it is in memory */
	bool is_mapped;
};

/* Larger ones than so many bytes are not held in memory. */
enum { PACK_INDEX_LARGE = 10 << 20 };
/* One that cannot be had is empty. Closed with pack_index_close. */
void pack_index_open(struct pack_index *out, const char *path, size_t large);
void pack_index_close(struct pack_index *index);
/* Over bytes of the caller's, who closes nothing. */
struct pack_index pack_index_over(struct span bytes);

/* The offset of an object in the pack; false: not there, or no such index. */
bool pack_index_find(int64_t *offset, struct pack_index *index, const struct oid *oid);
/* How many objects it tells of; 0: it is no index. */
size_t pack_index_count(const struct pack_index *index);
/* How many of them have names that begin with this byte, or with a lower one. */
uint32_t pack_index_fanout(const struct pack_index *index, uint8_t first);
/* Is it no longer than they need, with the checksum it ends in? All of it is read. */
bool pack_index_is_whole(const struct pack_index *index);
/* Rows as they stand, with the offsets in 4 bytes: where the highest bit is set, the rest
 * tells where it is written out. False: they cannot be read. */
bool pack_index_rows(struct oid *names, uint32_t *offsets, const struct pack_index *index,
		     size_t from, size_t count);
/* The checksum of the pack it was made for; false: it is none. */
bool pack_index_sum(char out[OID_SIZE], const struct pack_index *index);

#endif
