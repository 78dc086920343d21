/*
 * Six lines for somebody's very first sight of assay. They lie over the lower rows until the
 * first key, and never come back: a file beside the drafts says that they were shown.
 */
#ifndef TUI_APP_TOUR_H
#define TUI_APP_TOUR_H

#include "tui/app/app.h"

/* Show it, if nobody has seen it; where that cannot be kept, it is not shown. */
void tour_begin(struct app *app);
/* Over the lower rows of the view. */
void tour_draw(const struct app *app, const struct area *view);

#endif
