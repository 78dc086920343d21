/*
 * Judging a criterion by a level or a code. A first judgement goes on to the next criterion
 * that has none, and the evidence with it; what is said directly after it, a note, a comment
 * or a citation, is still about what was judged and what one looked at while judging.
 */
#ifndef TUI_APP_JUDGING_H
#define TUI_APP_JUDGING_H

#include "tui/app/desk.h"

/* Say `level` or `code` of the criterion at hand. A correction stays where it is, so that one
 * sees what it did. */
MUST int judging_say(struct call *c, const char *verb, const char *which);

enum judging_word { JUDGING_NOTE = 1, JUDGING_CITE = 2, JUDGING_UNCITE = 4,
	JUDGING_COMMENT = 8, JUDGING_BANK = 16 };

/* The criterion that this, said now, is about: directly after a judgement, once each, what was
 * judged. What comes next is directly after it still. */
const struct criterion *judging_about(struct call *c, enum judging_word word);
/* Judging alone brought us to the criterion at hand: that is the next one. */
bool judging_went_on(const struct call *c);

/* The next criterion, from the one at hand on, that `wanted` accepts; itself if none does. */
size_t judging_seek(const struct desk *desk, int step,
		    bool (*wanted)(const struct session *session, size_t criterion));

#endif
