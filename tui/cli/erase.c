/* assay erase PORTFOLIO --ground TEXT: what is here of a person goes, and a record says so. */
#include "core/desk/erase.h"
#include "tui/cli/speak.h"

#define USAGE "erase PORTFOLIO --ground TEXT [--destroyed-by ACTOR...] [--remote ADDRESS]"

static void
say_sealed(const struct erased *erased)
{
	const struct sealing_gone *gone = &erased->sealed;
	struct buf text = { 0 };

	if (gone->keys + gone->wraps + erased->holder_count == 0
	    && erased->places.remote == NULL)
		return;
	sealing_print_gone(&text, gone, &erased->places);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
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
	const char *ground = NULL, *remote = NULL;
	struct words others = { 0 };
	const struct option options[] = {
		{ .name = "--ground", .value = "TEXT", .text = &ground },
		{ .name = "--remote", .value = "ADDRESS", .text = &remote },
		{ .name = "--destroyed-by", .value = "ACTOR", .words = &others },
	};
	struct speaking speaking;
	struct erased erased;
	int failed;

	if (cli_options(cli, options, 3, 1, 1, USAGE, err) != 0)
		return -1;
	if (ground == NULL)
		return err_set(err, ERR_USAGE, "say --ground: on what ground; it stands in the "
			       "record");
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	cli_veil(&speaking.workspace, cli->words[0]);
	failed = erase_portfolio(&erased, &cli->arena, &speaking.by, &speaking.workspace,
				 &(struct erasing){ cli->words[0], ground, remote,
						    others.items, others.count }, err);
	if (failed == 0)
		say(&erased);
	speak_close(&speaking);
	return failed;
}
