/* assay erase PORTFOLIO --ground TEXT: what is here of a person goes, and a record says so. */
#include "core/desk/erase.h"
#include "tui/cli/speak.h"

#define USAGE "erase PORTFOLIO --ground TEXT [--destroyed-by ACTOR...]"

static void
say_sealed(const struct erased *erased)
{
	const struct sealing_gone *gone = &erased->sealed;

	if (gone->keys + gone->wraps + erased->holder_count == 0)
		return;
	cli_print("%zu key%s of sealed texts overwritten and gone here, %zu wrapped one%s in the "
		  "portfolio repository; a disk may keep what was overwritten, and a backup "
		  "keeps what it has\n", gone->keys, gone->keys == 1 ? "" : "s", gone->wraps,
		  gone->wraps == 1 ? "" : "s");
	if (gone->kept != 0)
		cli_print("%zu more lie in packs of that repository: `git gc --prune=now` there "
			  "takes them out\n", gone->kept);
	if (gone->trouble != NULL)
		cli_print("the branch assay/keys could not be taken away: %s\n", gone->trouble);
	if (gone->wraps + gone->kept != 0)
		cli_print("where it was pushed to: `git push REMOTE --delete assay/keys`\n");
	for (size_t i = 0; i < erased->holder_count; i++)
		cli_print("%s may have a key: `assay seal destroy %.8s` there, then erase again "
			  "with --destroyed-by %s\n", erased->holders[i], erased->portfolio,
			  erased->holders[i]);
}

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
	say_sealed(erased);
	cli_print("what of notes and reasons was not sealed cannot be taken out of the ledger; "
		  "of your comment bank nothing was taken\n");
}

int
run_erase(struct cli *cli, struct err *err)
{
	const char *ground = NULL;
	struct words others = { 0 };
	const struct option options[] = {
		{ .name = "--ground", .value = "TEXT", .text = &ground },
		{ .name = "--destroyed-by", .value = "ACTOR", .words = &others },
	};
	struct speaking speaking;
	struct erased erased;
	int failed;

	if (cli_options(cli, options, 2, 1, 1, USAGE, err) != 0)
		return -1;
	if (ground == NULL)
		return err_set(err, ERR_USAGE, "say --ground: on what ground; it stands in the "
			       "record");
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	cli_veil(&speaking.workspace, cli->words[0]);
	failed = erase_portfolio(&erased, &cli->arena, &speaking.by, &speaking.workspace,
				 cli->words[0], ground, others.items, others.count, err);
	if (failed == 0)
		say(&erased);
	speak_close(&speaking);
	return failed;
}
