/*
 * Sharing the work out from a list of portfolios: taking one on, giving it back, and assigning
 * it to others. Each is a signed record.
 */
#ifndef TUI_APP_SHARING_H
#define TUI_APP_SHARING_H

#include "tui/app/app.h"

/* For the portfolio with this pseudonym; what is asked for may be the call's argument. */
int sharing_claim(struct call *c, const char *portfolio);
int sharing_give_back(struct call *c, const char *portfolio);
int sharing_assign(struct call *c, const char *portfolio);

#endif
