/* assay alarm: two records in one place, or whatever else the others should know of. */
#include "core/desk/watch.h"
#include "tui/cli/speak.h"

#define USAGE "alarm [KIND COMMIT... [--text TEXT]]"

static int
raise_proofs(struct speaking *speaking, struct err *err)
{
	struct appended last;
	size_t raised;

	if (watch_forks(&raised, &last, &speaking->by, err) != 0)
		return -1;
	if (raised == 0) {
		cli_print("nothing here proves that anyone signed two records in one place, or "
			  "it was told already\n");
		return 0;
	}
	cli_print("%zu alarm%s raised, with both records attached to each\n", raised,
		  raised == 1 ? "" : "s");
	speak_print("alarm", &last);
	return 0;
}

static int
raise_about(struct speaking *speaking, struct cli *cli, const char *text, struct err *err)
{
	struct moment about[ALARM_RECORDS];
	struct appended appended;
	size_t count = cli->count - 1;

	if (count > ALARM_RECORDS)
		return err_set(err, ERR_USAGE, "an alarm holds at most %d records",
			       ALARM_RECORDS);
	for (size_t i = 0; i < count; i++)
		if (timeline_find(&about[i], &cli->arena, &speaking->ledger,
				  speaking->workspace.actor, cli->words[i + 1], err) != 0)
			return -1;
	if (watch_alarm(&appended, &speaking->by, cli->words[0], about, count, text, err) != 0)
		return -1;
	speak_print("alarm", &appended);
	return 0;
}

int
run_alarm(struct cli *cli, struct err *err)
{
	const char *text = NULL;
	const struct option options[] = {
		{ .name = "--text", .value = "TEXT", .text = &text },
	};
	struct speaking speaking;
	int failed;

	if (cli_options(cli, options, 1, 0, ALARM_RECORDS + 1, USAGE, err) != 0)
		return -1;
	if (cli->count == 1 || (cli->count == 0 && text != NULL))
		return err_set(err, ERR_USAGE, "say of what kind, and of which records; usage: "
			       "assay " USAGE);
	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	failed = cli->count == 0 ? raise_proofs(&speaking, err)
		: raise_about(&speaking, cli, text, err);
	speak_close(&speaking);
	return failed;
}
