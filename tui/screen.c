/* From a subcommand to the full screen: the desk is laid, the first view opened. */
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"
#include "tui/app/config.h"
#include "tui/app/desk.h"
#include "tui/app/loop.h"
#include "tui/app/tour.h"
#include "tui/base/theme.h"
#include "tui/cli/screen.h"
#include "tui/views.h"

static const struct theme *
choose_theme(const struct cli *cli)
{
	const char *no_colour = getenv("NO_COLOR");

	if (cli->config->theme != NULL)
		return cli->config->theme;
	return theme_default(cli->slow || (no_colour != NULL && no_colour[0] != '\0'));
}

/* A configuration with faults is told of once; what it says beside them holds. */
static void
say_faults(struct app *app, const struct config *config)
{
	const struct faults *faults = &config->faults;

	if (faults->count != 0)
		app_say(app, ST_WARN, "%s: %zu fault%s, see `assay doctor`: %d:%d: %s",
			path_name(config->path), faults->count + faults->more,
			faults->count == 1 ? "" : "s", faults->items[0].at.line,
			faults->items[0].at.column, faults->items[0].text);
}

int
cli_screen(struct cli *cli, const struct workspace *workspace, struct ledger *ledger,
	   const struct first_view *first, struct err *err)
{
	struct desk desk = { .workspace = workspace, .ledger = ledger, .now = cli->now,
		.who = cli_who(cli), .editor = cli->editor, .look = first->look,
		.self = path_real(&cli->arena, "/proc/self/exe"),
		.timer = cli->config->timer, .stays = !cli->config->advance,
		.reader.ways.width = (int)cli->config->width };
	struct app app;
	int failed;

	app_begin(&app, views, view_count, &desk);
	app.keymap = &cli->config->keymap;
	app.slow = cli->slow;
	app.mouse = cli->config->mouse;
	failed = app_start(&app, first->name, first->argument, err);
	if (failed == 0) {
		say_faults(&app, cli->config);
		if (strcmp(first->name, "queue") == 0)
			tour_begin(&app);
		failed = loop_run(&app, choose_theme(cli), &cli->status, err);
	}
	app_end(&app);
	desk_close(&desk);
	veil_close(&desk.veil);
	arena_close(&desk.outside);
	return failed;
}
