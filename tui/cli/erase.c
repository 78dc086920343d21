/* assay erase PORTFOLIO --ground TEXT: what is here of a person goes, and a record says so. */
#include "core/desk/erase.h"
#include "tui/cli/speak.h"

static void
say(const struct erased *erased)
{
	speak_print("erased", &erased->appended);
	cli_print("%s: %zu file%s of drafts, %s; the records on it stay, and name nobody\n",
		  erased->portfolio, erased->drafts, erased->drafts == 1 ? "" : "s",
		  erased->evidence_deleted ? "the programme's copy of the evidence"
		  : "no copy of the evidence was here");
	if (erased->elsewhere != NULL)
		cli_print("the repository it was taken from is not the programme's: who owns it "
			  "deletes it, and the outcomes that lie in it\n");
	cli_print("notes and reasons attached to records cannot be taken out of the ledger\n");
}

int
run_erase(struct cli *cli, struct err *err)
{
	const char *ground = NULL;
	const struct option options[] = {
		{ .name = "--ground", .value = "TEXT", .text = &ground },
	};
	struct speaking speaking;
	struct erased erased;
	int failed;

	if (cli_options(cli, options, 1, 1, 1, "erase PORTFOLIO --ground TEXT", err) != 0)
		return -1;
	if (ground == NULL)
		return err_set(err, ERR_USAGE, "say --ground: on what ground; it stands in the "
			       "record");
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	cli_veil(&speaking.workspace, cli->words[0]);
	failed = erase_portfolio(&erased, &cli->arena, &speaking.by, &speaking.workspace,
				 cli->words[0], ground, err);
	if (failed == 0)
		say(&erased);
	speak_close(&speaking);
	return failed;
}
