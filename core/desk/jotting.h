/*
 * A note while it is being written, before it is said: kept beside the draft, and durable
 * before the screen shows it, so that whatever ends the sitting costs no word of it. Who
 * comes back finds it in the editor as it stood. It is no verb: nothing rests on it.
 *
 *	assay-jotting 1
 *	on p2.c1
 *	at 17
 *	Weighs both sides, but
 *
 * The text goes from the fourth line to the end. A person's own editor works on a paper of
 * its own beside it, which then holds the text.
 */
#ifndef CORE_DESK_JOTTING_H
#define CORE_DESK_JOTTING_H

#include "core/store/draft.h"

struct jotting {
	const char *on;		/* the id of a criterion, or `overall`; NULL: none is there */
	const char *text;
	size_t at;		/* the byte of it the cursor stands before */
};

/* What is there of this draft. One that is damaged is none, and stays where it is. */
void jotting_read(struct jotting *out, struct arena *arena, const struct draft *draft);
/* In the place of the one there was, durable; a paper is given up. */
MUST int jotting_keep(const struct draft *draft, const struct jotting *jotting, struct err *err);
/* It was said, or dropped. */
void jotting_drop(const struct draft *draft);

/* For an editor: the text on a paper, which is what holds it from then on. */
MUST int jotting_hand_out(char **paper, struct arena *arena, const struct draft *draft,
			  const struct jotting *jotting, struct err *err);

#endif
