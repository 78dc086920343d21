/*
 * The inbox as it was last time, in $XDG_CACHE_HOME/assay/queue/: what a large programme shows
 * at once, while it is read anew. Only ever a picture: nothing is signed, skipped or believed
 * for what stands in it, and a damaged one is as good as none.
 *
 *	assay-queue 1 <ledger id> <actor> <rows> <records of the ledger>
 *	<portfolio> <attempt> <state> <reasons> <returned> <scored> <criteria> <rubric>TAB<title>TAB<why>
 *	end
 */
#ifndef CORE_DESK_INBOX_CACHE_H
#define CORE_DESK_INBOX_CACHE_H

#include "core/desk/inbox.h"

enum {
	INBOX_LARGE = 500,		/* portfolios and records, from which it is kept */
	INBOX_CACHE_BYTES = 16 << 20,
	INBOX_CACHE_ROWS = 100000,
};

bool inbox_is_large(const struct inbox *inbox);
/* So many portfolios that it is for certain. */
bool inbox_may_be_large(const struct workspace *workspace);
void inbox_encode(struct buf *out, const struct inbox *inbox,
		  const struct workspace *workspace);
/* All texts in `arena`. ERR_INVALID for anything that inbox_encode would not have written for
 * this actor of this programme. */
MUST int inbox_decode(struct inbox *out, struct arena *arena, struct span text,
		      const struct workspace *workspace, struct err *err);

/* ERR_NOT_FOUND where there is none; those of inbox_decode. */
MUST int inbox_cache_read(struct inbox *out, struct arena *arena,
			  const struct workspace *workspace, struct err *err);
/* Keep it for next time; failing to is no trouble. */
void inbox_cache_keep(const struct inbox *inbox, const struct workspace *workspace);

#endif
