/*
 * What opens another screen of the portfolio at hand, for the tables of those that lead there.
 */
#ifndef TUI_APP_OPENS_H
#define TUI_APP_OPENS_H

#include "tui/app/app.h"

int opens_run_comments(struct call *c);
int opens_run_said(struct call *c);
int opens_run_evidence(struct call *c);
int opens_run_read(struct call *c);
int opens_run_rubric(struct call *c);
int opens_run_outcome(struct call *c);
int opens_run_changes(struct call *c);
int opens_run_gate(struct call *c);
int opens_run_sign(struct call *c);
int opens_run_log(struct call *c);
int opens_run_compare(struct call *c);

/* Whose it is: asks why, logs it, and shows it. */
int opens_run_reveal(struct call *c);

#endif
