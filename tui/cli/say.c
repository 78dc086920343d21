/* assay say PORTFOLIO VERB…: one verb, recorded in the draft. */
#include "tui/cli/cli.h"

int
run_say(struct cli *cli, struct err *err)
{
	struct session_options options = { .who = cli_who(cli) };
	struct workspace workspace;
	struct session session;
	struct buf verb = { 0 };
	int failed;

	if (cli->count
	    < 2) /* a note may begin with a hyphen: nothing here is an option */
		return err_set(err, ERR_USAGE, "usage: assay say PORTFOLIO VERB...");
	if (cli_workspace(&workspace, cli, err) != 0
	    || cli_session(&session, &workspace, cli->words[0], &options, err) != 0)
		return -1;
	for (size_t i = 1; i < cli->count; i++)
		buf_printf(&verb, "%s%s", i == 1 ? "" : " ", cli->words[i]);
	failed = session_say(&session, verb.data, err);
	if (failed == 0)
		cli_print("kept, %zu/%zu\n", scoring_judged(&session.scoring),
			  scoring_judgeable(&session.scoring));
	buf_close(&verb);
	session_close(&session);
	return failed;
}
