/* assay assign PORTFOLIO --to ACTOR...: who is to judge it. assay claim: taking it on. */
#include <stdlib.h>

#include "core/base/when.h"
#include "core/desk/assign.h"
#include "tui/cli/speak.h"

#define USAGE_ASSIGN \
	"assign PORTFOLIO --to ACTOR... [--open | --sealed [--seal-to ACTOR...]]"
#define USAGE_CLAIM "claim PORTFOLIO --conflict none|TEXT [--hours N] | PORTFOLIO --release"

/* `by_policy`: open or sealed as the trust file has it. */
static int
assign(struct cli *cli, struct assigning *how, bool by_policy, struct err *err)
{
	struct cli_progress progress;
	struct speaking speaking;
	struct appended appended;
	int failed;

	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	if (by_policy && speaking.ledger.trust->seal_default)
		how->mode = ASSIGNMENT_SEALED;
	cli_veil(&speaking.workspace, cli->words[0]);
	cli_progress_open(&progress, cli, "reading the evidence");
	failed = assign_portfolio(&appended, &speaking.by, &speaking.workspace, cli->words[0],
				  how, &progress.progress, err);
	cli_progress_close(&progress);
	if (failed == 0)
		speak_print(how->mode == ASSIGNMENT_SEALED ? "assigned, to be judged blind"
			    : "assigned", &appended);
	speak_close(&speaking);
	return failed;
}

int
run_assign(struct cli *cli, struct err *err)
{
	struct words to = { 0 }, seal_to = { 0 };
	bool open = false, sealed = false;
	const struct option options[] = {
		{ .name = "--to", .value = "ACTOR...", .words = &to },
		{ .name = "--seal-to", .value = "ACTOR...", .words = &seal_to },
		{ .name = "--open", .flag = &open },
		{ .name = "--sealed", .flag = &sealed },
	};
	struct assigning how;

	if (cli_options(cli, options, 4, 1, 1, USAGE_ASSIGN, err) != 0)
		return -1;
	if (to.count == 0 || (open && sealed))
		return err_set(err, ERR_USAGE, "%s; usage: assay " USAGE_ASSIGN, open && sealed
			       ? "--open or --sealed, one of them" : "say --to whom");
	how = (struct assigning){ to.items, seal_to.items, to.count, seal_to.count,
				  sealed ? ASSIGNMENT_SEALED : ASSIGNMENT_OPEN };
	return assign(cli, &how, !open && !sealed, err);
}

static int
read_hours(int64_t *out, const char *text, struct err *err)
{
	char *end;

	*out = CLAIM_HOURS;
	if (text == NULL)
		return 0;
	*out = strtoll(text, &end, 10);
	if (*text >= '1' && *text <= '9' && *end == '\0' && *out <= CLAIM_MOST)
		return 0;
	return err_set(err, ERR_USAGE, "--hours wants a number from 1 to %d", CLAIM_MOST);
}

static void
say_claim(const struct claimed *claimed, bool release)
{
	char when[WHEN_TEXT];

	when_print(when, claimed->ends);
	speak_print(release ? "given back" : "claimed", &claimed->appended);
	if (release)
		return;
	cli_print("yours until %s; `assay claim` again to go on, --release to give it back\n",
		  when);
	if (claimed->also != NULL)
		cli_print("%s claims it too\n", claimed->also);
	if (claimed->keys_trouble != NULL)
		cli_print("%s\n", claimed->keys_trouble);
}

static int
claim(struct cli *cli, const char *conflict, int64_t hours, struct err *err)
{
	struct speaking speaking;
	struct claimed claimed;
	int failed;

	if (speak_open(&speaking, cli, err) != 0)
		return -1;
	cli_veil(&speaking.workspace, cli->words[0]);
	failed = conflict == NULL
		? claim_release(&claimed, &cli->arena, &speaking.by, &speaking.workspace,
				cli->words[0], err)
		: claim_portfolio(&claimed, &cli->arena, &speaking.by, &speaking.workspace,
				  cli->words[0], hours, conflict, err);
	if (failed == 0)
		say_claim(&claimed, conflict == NULL);
	speak_close(&speaking);
	return failed;
}

int
run_claim(struct cli *cli, struct err *err)
{
	const char *conflict = NULL, *hours = NULL;
	bool release = false;
	const struct option options[] = {
		{ .name = "--conflict", .value = "none|TEXT", .text = &conflict },
		{ .name = "--hours", .value = "a number", .text = &hours },
		{ .name = "--release", .flag = &release },
	};
	int64_t number;

	if (cli_options(cli, options, 3, 1, 1, USAGE_CLAIM, err) != 0
	    || read_hours(&number, hours, err) != 0)
		return -1;
	if (release && (conflict != NULL || hours != NULL))
		return err_set(err, ERR_USAGE, "usage: assay " USAGE_CLAIM);
	if (!release && (conflict == NULL || *conflict == '\0'))
		return err_set(err, ERR_USAGE, "declare --conflict none, or what it is");
	return claim(cli, conflict, number, err);
}
