/*
 * The words of `assay portfolio`: what was asked for, and what each does.
 */
#ifndef TUI_CLI_PORTFOLIO_H
#define TUI_CLI_PORTFOLIO_H

#include "tui/cli/cli.h"

struct portfolio_wishes {
	const char *rubric, *ref, *path;
	bool no_git, folder;
};

int run_portfolio_check(struct cli *cli, const struct portfolio_wishes *wishes,
			struct err *err);
int run_portfolio_new(struct cli *cli, const struct portfolio_wishes *wishes,
		      struct err *err);
int run_portfolio_adopt(struct cli *cli, const struct portfolio_wishes *wishes,
			struct err *err);

/*
 * The rubric called `name`: a file; one of the programme, if we stand in one; or one that
 * ships. NULL with err.
 */
const struct rubric *portfolio_rubric(struct cli *cli, const char *name, struct err *err);

#endif
