/* From a subcommand to the full screen: the desk is laid, the first view opened. */
#include <stdlib.h>

#include "tui/app/desk.h"
#include "tui/app/loop.h"
#include "tui/base/theme.h"
#include "tui/cli/screen.h"
#include "tui/views.h"

int
cli_screen(struct cli *cli, struct workspace *workspace, struct ledger *ledger,
	   const char *portfolio, bool look, struct err *err)
{
	const char *no_colour = getenv("NO_COLOR");
	struct desk desk = { .workspace = workspace, .ledger = ledger, .now = cli->now,
		.who = cli_who(cli), .editor = cli->editor, .look = look };
	struct app app;
	int failed;

	app_begin(&app, views, view_count, &desk);
	failed = app_start(&app, portfolio == NULL ? "queue" : "score", portfolio, err);
	if (failed == 0)
		failed = loop_run(&app, theme_default(no_colour != NULL && no_colour[0] != '\0'),
				  &cli->status, err);
	app_end(&app);
	desk_close(&desk);
	return failed;
}
