/*
 * The places in a blob where a pattern stands, in order: found as far as someone looked, and
 * remembered, so that going on to the next, back to the one before and counting them all read
 * the text once.
 *
 * An expression is held against a line of more than FINDS_PIECE bytes in pieces that overlap
 * by FINDS_OVERLAP: what is longer than that and lies across a border may be missed. Plain
 * words are found wherever they stand.
 */
#ifndef CORE_STORE_FINDS_H
#define CORE_STORE_FINDS_H

#include "core/base/pattern.h"
#include "core/store/blob.h"

enum { FINDS_PIECE = 64 << 10, FINDS_OVERLAP = 1 << 10, FINDS_MOST = 100000 };

struct finds;

/* Both must outlive it. */
struct finds *finds_open(struct blob *blob, struct pattern *pattern);
void finds_close(struct finds *finds);

/*
 * Look on until one begins at or after `offset`, all text before `until` has been looked at,
 * or there is no more. ERR_CANCELLED when progress says stop; ERR_LIMIT once there
 * are FINDS_MOST: what was found stays in either case.
 */
MUST int finds_reach(struct finds *finds, int64_t offset, int64_t until,
		     const struct progress *progress, struct err *err);
/* How many are known; *all when the whole text has been looked at. */
size_t finds_known(const struct finds *finds, bool *all);
int64_t finds_looked(const struct finds *finds);	/* bytes looked at */

struct find {
	int64_t offset;
	int64_t len;
};
/* One of those known, from 0. */
struct find finds_at(const struct finds *finds, size_t index);
/* The first known one that begins at or after `offset`; how many are known if none does. */
size_t finds_from(const struct finds *finds, int64_t offset);

#endif
