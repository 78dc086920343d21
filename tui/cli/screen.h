/*
 * From a subcommand to the full screen: the workstation at the queue, or at one portfolio.
 */
#ifndef TUI_CLI_SCREEN_H
#define TUI_CLI_SCREEN_H

#include "tui/cli/cli.h"

/* `portfolio` NULL opens the queue. Returns when the person leaves. */
MUST int cli_screen(struct cli *cli, struct workspace *workspace, struct ledger *ledger,
		    const char *portfolio, bool look, struct err *err);

#endif
