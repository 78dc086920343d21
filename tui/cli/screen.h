/*
 * From a subcommand to the full screen: the workstation at one of its views.
 */
#ifndef TUI_CLI_SCREEN_H
#define TUI_CLI_SCREEN_H

#include "tui/cli/cli.h"

/* What stands there first: "queue", "score" with a portfolio as its argument (NULL: none). */
struct first_view {
	const char *name, *argument;
	bool look;			/* view only */
};

/* Returns when the person leaves. */
MUST int cli_screen(struct cli *cli, const struct workspace *workspace, struct ledger *ledger,
		    const struct first_view *first, struct err *err);

#endif
