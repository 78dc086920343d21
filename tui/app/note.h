/*
 * Writing to the learner: a note on a criterion or on the whole, typed in place or in the
 * person's own editor. Either way it becomes the verb `note`.
 */
#ifndef TUI_APP_NOTE_H
#define TUI_APP_NOTE_H

#include "tui/app/app.h"

/* `on` is the id of a criterion, or `overall`. With an argument in the call, that is the note. */
int note_write(struct call *c, const char *on);
int note_edit(struct call *c, const char *on);

/* A note that was begun and not said is in the editor again, where it was. */
void note_resume(struct call *c);

/* Keep the note of the criterion at hand in the comment bank. */
int note_bank(struct call *c);

#endif
