/*
 * What picks a level: the row of the score screen that names the levels of the criterion at
 * hand by their keys, one key each, or two where there are more than nine.
 */
#ifndef TUI_APP_PICKS_H
#define TUI_APP_PICKS_H

#include "tui/app/app.h"

enum { PICK_DIGITS = 9 };	/* a scale of more levels takes two keys */

/* And what earlier attempts have to do with it. `first`: the digit of the first key, once it
 * was pressed: only what begins so is shown; -1 before. */
void picks_draw(const struct area *row, const struct app *app, int first);

#endif
