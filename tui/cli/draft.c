/* assay draft show|drop PORTFOLIO: what was said and is not signed. */
#include "tui/cli/line.h"

#define USAGE "draft show|drop PORTFOLIO"

static int
show(struct cli *cli, const struct workspace *workspace, struct err *err)
{
	struct session_options options = { .look = true };
	struct session session;

	if (cli_session(&session, workspace, cli->words[1], &options, err) != 0)
		return -1;
	cli_print_sheet(&session);
	cli_print_gaps(&session);
	session_close(&session);
	return 0;
}

/* Was the last thing done with it a signing? What cannot be read was not signed. */
static bool
was_sealing(struct cli *cli, const char *path)
{
	struct draft draft;
	struct err ignored;
	bool sealing;

	if (draft_open(&draft, &cli->arena, path, "", "", true, "", &ignored) != 0)
		return false;
	sealing = draft.count != 0
		&& strncmp(draft.verbs[draft.count - 1], "sealing ", 8) == 0;
	draft_close(&draft);
	return sealing;
}

/* Unread: one whose rubric or evidence is gone, or that is nonsense, must be droppable too. */
static int
drop(struct cli *cli, const struct workspace *workspace, struct err *err)
{
	struct taken taken;
	const char *path;
	bool sealing;

	if (workspace_portfolio(&taken, &cli->arena, workspace, cli->words[1], err) != 0)
		return -1;
	path = workspace_draft_path(&cli->arena, workspace, taken.portfolio,
				    taken.attempt);
	sealing = was_sealing(cli, path);
	if (draft_drop(path, cli_who(cli), err) != 0)
		return err->code != ERR_NOT_FOUND ? -1
			: err_set(err, ERR_NOT_FOUND, "there is no draft for %.8s",
				  taken.portfolio);
	cli_print("the draft of %.8s is set aside in %.*s; nothing is deleted\n",
		  taken.portfolio, (int)(strrchr(path, '/') - path), path);
	if (sealing)
		cli_print("its signing was begun: `assay log %.8s` tells whether it is "
			  "recorded; "
			  "if it is, the learner may not have the outcome\n",
			  taken.portfolio);
	return 0;
}

int
run_draft(struct cli *cli, struct err *err)
{
	struct workspace workspace;

	if (cli_options(cli, NULL, 0, 2, 2, USAGE, err) != 0
	    || cli_workspace(&workspace, cli, err) != 0)
		return -1;
	if (strcmp(cli->words[0], "show") == 0)
		return show(cli, &workspace, err);
	if (strcmp(cli->words[0], "drop") == 0)
		return drop(cli, &workspace, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
