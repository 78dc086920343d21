/*
 * How long somebody worked on a portfolio, for those who want to know it of themselves
 * (`timer: yes`). Minutes with nothing done do not count. Kept beside the draft, shown on the
 * sign page alone, and in no record: nobody else is ever told.
 */
#ifndef TUI_APP_WORKTIME_H
#define TUI_APP_WORKTIME_H

#include "tui/app/desk.h"

/* Something was done; count from the last time on. */
void worktime_tick(struct desk *desk);
/* The portfolio is opened, and closed: what was counted before, and what is now. */
void worktime_open(struct desk *desk);
void worktime_close(struct desk *desk);
/* Append "1 h 12 min"; nothing where it is not counted. */
void worktime_print(struct buf *out, const struct desk *desk);

#endif
