/*
 * Signing with the person's key: its passphrase is asked for where it wants one, and where
 * something follows that no undo takes back, a yes.
 */
#ifndef TUI_APP_SIGNING_H
#define TUI_APP_SIGNING_H

#include "tui/app/app.h"

struct signer;

/* `act` has the opened key. `warning` (NULL: none) is said first, and is answered: a
 * passphrase is such an answer already. Refused to keys typed before the page was seen
 * (app_unsee). */
int signing_begin(struct call *c, const char *warning,
		  int (*act)(struct call *c, struct signer *signer));

#endif
