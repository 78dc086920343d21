/* assay score: the score screen, or the same in plain lines. */
#include "core/base/file.h"
#include "core/desk/judged.h"
#include "core/desk/programme.h"
#include "core/desk/timeline.h"
#include "tui/cli/line.h"
#include "tui/cli/screen.h"

#define USAGE                                                                            \
	"score [PORTFOLIO|REPO] [--rubric FILE] [--ref REF] [--path P] [--line] "        \
	"[--view] [--judged COMMIT] [--take-over] "                                      \
	"[--no-passphrase]"

struct wishes {
	const char *rubric, *ref, *path, *record;
	bool line, look, take_over, no_passphrase;
};

/* Bare use: a repository and a rubric file, in this person's own programme. */
static int
take_bare(struct workspace *workspace, const char **portfolio, struct cli *cli,
	  const struct wishes *wishes, struct err *err)
{
	const struct rubric *rubric;
	struct ledger ledger;
	struct taken taken;
	enum taking how;
	int failed;

	programme_personal(workspace, &cli->arena, &cli->places);
	rubric = rubric_file(&cli->arena, wishes->rubric, err);
	if (rubric == NULL)
		return -1;
	if (!file_exists(path_join(&cli->arena, workspace->dir, WORKSPACE_FILE))
	    && cli_begin(workspace, cli, RELEASE_ON_SIGN, wishes->no_passphrase, err)
		       != 0)
		return -1;
	if (workspace_open(workspace, &cli->arena, workspace->dir, &cli->places, err) != 0
	    || programme_keep_rubric(workspace, rubric, err) != 0
	    || workspace_ledger(&ledger, workspace, err) != 0)
		return -1;
	failed = programme_take(&taken, &how, &cli->arena, workspace, &ledger,
				cli->words[0], wishes->ref, wishes->path, rubric, err);
	ledger_close(&ledger);
	if (failed != 0 && how != TAKING_REFUSED)
		return -1;
	*portfolio = taken.portfolio;
	return 0;
}

static int
choose(struct workspace *workspace, const char **portfolio, struct cli *cli,
       const struct wishes *wishes, struct err *err)
{
	*portfolio = cli->count == 0 ? NULL : cli->words[0];
	if (wishes->rubric != NULL && cli->count == 1)
		return take_bare(workspace, portfolio, cli, wishes, err);
	if (wishes->rubric != NULL)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	return cli_workspace(workspace, cli, err);
}

/* As a record left it, or as it is now. */
static int
open_session(struct session *out, struct cli *cli, const struct workspace *workspace,
	     struct ledger *ledger, const char *portfolio, const struct wishes *wishes,
	     struct err *err)
{
	struct session_options options = { .look = wishes->look, .who = cli_who(cli),
					   .ledger = ledger };
	struct moment moment;

	if (wishes->record == NULL && portfolio == NULL)
		return err_set(err, ERR_USAGE, "which portfolio? see `assay queue`");
	if (wishes->record == NULL)
		return cli_session(out, workspace, portfolio, &options, err);
	if (timeline_find(&moment, &cli->arena, ledger, workspace->actor, wishes->record,
			  err) != 0
	    || moment_may_be_seen(&moment, err) != 0)
		return -1;
	cli_veil(workspace, moment.portfolio);
	return judged_open(out, workspace, ledger, moment.sha256, err);
}

static int
score_lines(struct cli *cli, const struct workspace *workspace, struct ledger *ledger,
	    const char *portfolio, const struct wishes *wishes, struct err *err)
{
	struct session session;
	struct line line = { .next = portfolio };
	int failed = 0;

	line_listen();
	do {
		line = (struct line){ .cli = cli, .session = &session, .ledger = ledger,
			.in = stdin, .next = line.next };
		if (open_session(&session, cli, workspace, ledger, line.next, wishes, err) != 0)
			return -1;
		line.next = NULL;
		failed = line_run(&line, err);
		session_close(&session);
	} while (failed == 0 && line.next != NULL);
	return failed;
}

int
run_score(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--rubric", .value = "FILE", .text = &wishes.rubric },
		{ .name = "--ref", .value = "REF", .text = &wishes.ref },
		{ .name = "--path", .value = "PATH", .text = &wishes.path },
		{ .name = "--line", .flag = &wishes.line },
		{ .name = "--view", .flag = &wishes.look },
		{ .name = "--take-over", .flag = &wishes.take_over },
		{ .name = "--judged", .value = "COMMIT", .text = &wishes.record },
		{ .name = "--no-passphrase", .flag = &wishes.no_passphrase },
	};
	struct workspace workspace;
	struct ledger ledger;
	const char *portfolio;
	int failed;

	if (cli_options(cli, options, sizeof options / sizeof *options, 0, 1, USAGE, err) != 0
	    || choose(&workspace, &portfolio, cli, &wishes, err) != 0
	    || (wishes.take_over && portfolio != NULL
		&& session_evict(&workspace, portfolio, err) != 0)
	    || workspace_ledger(&ledger, &workspace, err) != 0)
		return -1;
	if (wishes.line || wishes.record != NULL || !cli->screen)
		failed = score_lines(cli, &workspace, &ledger, portfolio, &wishes, err);
	else
		failed = cli_screen(cli, &workspace, &ledger, &(struct first_view){
				    portfolio == NULL ? "queue" : "score", portfolio,
				    wishes.look }, err);
	ledger_close(&ledger);
	return failed;
}
