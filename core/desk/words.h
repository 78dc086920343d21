/*
 * What changed in a text from one attempt to the next, word by word: the lines that changed,
 * with [-what is gone-] and {+what came+} marked in them. Spacing does not count, so that a
 * paragraph broken anew is the same paragraph; a word ends behind a comma or semicolon too,
 * so that a cell of a table is one.
 */
#ifndef CORE_DESK_WORDS_H
#define CORE_DESK_WORDS_H

#include "core/base/arena.h"
#include "core/base/err.h"

enum { WORDS_BYTES = 1 << 20, WORDS_MOST = 200000 };	/* of either text */

struct words_mark {			/* bytes of a line's text, with the brackets */
	size_t from, to;
	bool added;			/* or removed */
};

struct words_line {
	size_t line;			/* of the text as it is now, from 1 */
	struct span text;		/* foreign */
	struct words_mark *marks;
	size_t mark_count;
};

struct word_changes {
	struct words_line *lines;
	size_t count;
	size_t added, removed;		/* words */
};

/* In `arena`. ERR_REFUSED when one of them is no text, ERR_LIMIT past the sizes above. */
MUST int words_compare(struct word_changes *out, struct arena *arena, struct span old,
		       struct span new, struct err *err);

#endif
