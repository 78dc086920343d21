/*
 * What changed in a portfolio since the commit that was judged last, for every criterion:
 * by path and blob id, a blob that went to another path told as renamed.
 */
#ifndef CORE_DESK_CHANGES_H
#define CORE_DESK_CHANGES_H

#include "core/desk/dossier.h"
#include "core/desk/past.h"
#include "core/desk/words.h"

enum { CHANGES_ROWS = 500 };		/* told of one criterion; the rest is counted */

enum change { CHANGE_UNTOUCHED, CHANGE_CHANGED, CHANGE_NEW, CHANGE_REMOVED };

/* `untouched`, `changed`, `new`, `removed`. */
const char *change_word(enum change change);

struct change_piece {			/* a file or a link, then and now */
	enum change kind;
	bool link;
	const char *path;		/* as it is now; as it was, of one removed */
	const char *was;		/* the path of the same bytes then; or NULL */
	ptrdiff_t now, then;		/* items of the evidence; -1: not there, or a link */
};

struct change_row {			/* one piece, as a criterion sees it */
	size_t piece;
	enum change kind;		/* what feeds something else now is removed */
};

struct change_list {
	enum change kind;		/* of all its evidence together */
	struct change_row *rows;	/* untouched ones only when renamed */
	size_t count, more;		/* more: left out */
};

struct changes {
	struct arena arena;
	const struct past_decision *judged;	/* lent; NULL: nothing was before */
	const char *trouble;		/* why it cannot be told; NULL: it can */
	const struct dossier *now;	/* lent */
	struct dossier then;
	struct change_piece *pieces;
	size_t count;
	struct change_list *lists;	/* by criterion, last what feeds none; NULL: trouble */
};

/* Compare with what was judged, in the same repository. What cannot be told is `trouble`. */
void changes_open(struct changes *out, const struct dossier *now, const char *repo,
		  const struct past_decision *judged);
void changes_close(struct changes *changes);

/* Did the evidence of this criterion change, as far as can be told? */
bool changes_touch(const struct changes *changes, size_t criterion);
/* Append what there is to say of a piece but its words: path, sizes, blobs; clean, one line. */
void changes_print(struct buf *out, const struct changes *changes,
		   const struct change_row *row);
/* The words of a changed text. ERR_REFUSED when there is no such comparison, ERR_LIMIT. */
MUST int changes_words(struct word_changes *out, struct arena *arena,
		       const struct changes *changes, size_t piece, struct err *err);

#endif
