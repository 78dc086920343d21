/*
 * The veil over a portfolio: nobody who judges learns from a screen or a line whose it is
 * (workflow.md section 4). What is known of the learner, from the commits of the portfolio,
 * from where it lies and where it came from, is covered wherever it would be shown: whole
 * names and addresses, paths, and each word of a name in any case. One that is an everyday
 * word, as `will` is, only where it stands as a name does: with a capital, or joined to
 * something in a file name or an address.
 *
 * Covered glyph by glyph: what is shown keeps its places, and citations stay true. A word
 * the rubric uses is covered only within a whole name; it tells nobody anything.
 */
#ifndef CORE_DESK_VEIL_H
#define CORE_DESK_VEIL_H

#include "core/desk/identify.h"
#include "core/store/workspace.h"

enum { VEIL_PHRASES = 64 };

struct veil {
	struct arena arena;
	char portfolio[40];		/* whose it is; "" : nobody's, nothing is covered */
	bool lifted;			/* a reveal was logged: cover nothing */
	struct identity identity;
	const char *phrases[VEIL_PHRASES];	/* covered wherever they stand */
	size_t phrase_count;
	const char *repo, *remote;	/* for the reveal; remote NULL: none */
};

/* What cannot be read is left out: a portfolio that is gone is covered by its path alone. */
void veil_open(struct veil *out, const struct taken *taken, const struct rubric *rubric);
void veil_close(struct veil *veil);

/* Along a text, glyph by glyph: is the first one of `rest` covered? Begin with only `veil`
 * set, and the whole text for `rest`. */
struct veil_walk {
	const struct veil *veil;
	struct span covered;		/* the stretch at hand */
	bool begun;
};
bool veil_covers(struct veil_walk *walk, struct span rest);
/* Append a text with `#` for each glyph that is covered. */
void veil_print(struct buf *out, const struct veil *veil, struct span text);
#endif
