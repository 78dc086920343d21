/* assay demo [DIR]: the sample programme, on a screen or played in lines. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/file.h"
#include "core/desk/sample.h"
#include "tui/cli/line.h"
#include "tui/cli/screen.h"

/* With a terminal the demo stays where it was, to come back to; without one it is fresh. */
static int
choose_dir(const char **out, struct cli *cli, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *made;

	if (cli->count == 1) {
		*out = path_real(&cli->arena, cli->words[0]);
		return 0;
	}
	*out = arena_printf(&cli->arena, "%s/demo", cli->places.data);
	if (cli->screen)
		return 0;
	made = arena_printf(&cli->arena, "%s/assay-demo-XXXXXX",
			    tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(made) == NULL)
		return err_errno(err, "%s", made);
	*out = made;
	return 0;
}

static int
play(struct cli *cli, struct workspace *workspace, struct ledger *ledger,
     const char *portfolio, struct err *err)
{
	const char *path = path_join(&cli->arena, cli->data, "samples/demo.assay");
	struct session_options options = { .who = cli_who(cli), .ledger = ledger };
	struct session session;
	struct line line = {
		.cli = cli, .session = &session, .ledger = ledger, .echo = true
	};
	int failed;

	line.in = fopen(path, "re");
	if (line.in == NULL)
		return err_errno(err, "%s", path);
	failed = cli_session(&session, workspace, portfolio, &options, err);
	if (failed == 0) {
		failed = line_run(&line, err);
		session_close(&session);
	}
	fclose(line.in);
	if (failed == 0 && line.refused)
		failed = err_set(err, ERR_REFUSED,
				 "the demo script was not obeyed to its end");
	return failed;
}

static int
play_and_print(struct cli *cli, struct workspace *workspace, const char *portfolio,
	       struct err *err)
{
	struct ledger ledger;
	int failed;

	if (workspace_ledger(&ledger, workspace, err) != 0)
		return -1;
	failed = play(cli, workspace, &ledger, portfolio, err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	cli->dir = workspace->dir;
	cli->count = 0;
	cli_print("\n$ assay log\n");
	if (run_log(cli, err) != 0)
		return -1;
	cli_print("\n$ assay audit\n");
	if (run_audit(cli, err) != 0)
		return -1;
	cli_print("\nThe programme is in %s; look around with\n  assay -C %s queue\n",
		  workspace->dir, workspace->dir);
	return 0;
}

static int
open_screen(struct cli *cli, struct workspace *workspace, struct err *err)
{
	struct ledger ledger;
	int failed;

	if (workspace_ledger(&ledger, workspace, err) != 0)
		return -1;
	failed = cli_screen(cli, workspace, &ledger, &(struct first_view){ .name = "queue" },
			    err);
	ledger_close(&ledger);
	return failed;
}

int
run_demo(struct cli *cli, struct err *err)
{
	struct workspace workspace = { .places = cli->places };
	const char *portfolio = NULL;

	if (cli_options(cli, NULL, 0, 0, 1, "demo [DIR]", err) != 0
	    || choose_dir(&workspace.dir, cli, err) != 0
	    || sample_check(&cli->arena, workspace.dir, err) != 0)
		return -1;
	if (file_exists(path_join(&cli->arena, workspace.dir, WORKSPACE_FILE))) {
		if (workspace_open(&workspace, &cli->arena, workspace.dir, &cli->places,
				   err) != 0)
			return -1;
	} else {
		cli_warn("building the sample programme in %s\n", workspace.dir);
		if (sample_build(&workspace, &portfolio, &cli->arena, cli->data,
				 cli->now(), err)
		    != 0)
			return -1;
	}
	if (cli->screen)
		return open_screen(cli, &workspace, err);
	if (portfolio == NULL)
		return err_set(err, ERR_EXISTS,
			       "the demo in %s was built before; give another "
			       "folder to play it again",
			       workspace.dir);
	return play_and_print(cli, &workspace, portfolio, err);
}
