/*
 * The workstation on a terminal: keys in, one frame out, until the person or the line leaves.
 */
#ifndef TUI_APP_LOOP_H
#define TUI_APP_LOOP_H

#include "tui/app/app.h"

/*
 * Run an app that was started. *status is 0 when the person left, 129 when the terminal
 * went or someone asked the process to end: everything said was on disk already.
 */
MUST int loop_run(struct app *app, const struct theme *theme, int *status, struct err *err);

#endif
