/* assay portfolio add|check|new|adopt: from a folder of files to a portfolio taken in. */
#include "tui/cli/portfolio.h"

#include "core/base/file.h"
#include "core/desk/programme.h"
#include "core/model/names.h"
#include "tui/cli/rubric.h"

#define USAGE "portfolio new DIR --rubric FILE|ID [--no-git] | adopt FOLDER --rubric FILE|ID | " \
	"check PLACE [--rubric FILE|ID] [--ref REF] [--path P] [--folder] [--json] | " \
	"add REPO --rubric ID [--ref REF] [--path P]"

const struct rubric *
portfolio_rubric(struct cli *cli, const char *name, struct err *err)
{
	const char *shipped = arena_printf(&cli->arena, "%s/rubrics/%s.yaml", cli->data, name);
	const struct rubric *rubric = rubric_named(cli, name, err);

	if (rubric != NULL || err->code != ERR_NOT_FOUND || !is_rubric_id(span_of(name)))
		return rubric;
	if (file_exists(shipped))
		return rubric_file(&cli->arena, shipped, err);
	err_set(err, ERR_NOT_FOUND, "there is no rubric '%.80s' here; give its file: "
		"--rubric FILE", name);
	return NULL;
}

/* What a person should know of it; the pseudonym alone is for scripts. */
static void
tell_taking(const struct taken *taken, enum taking how, const struct rubric *rubric)
{
	struct buf text = { 0 };

	attempt_print(&text, rubric, taken->attempt);
	if (how == TAKING_AGAIN)
		cli_warn("assay: %s\n", text.data);
	else if (how == TAKING_UNCHANGED)
		cli_warn("assay: nothing has changed since %s was judged\n", text.data);
	else if (how == TAKING_OPEN)
		cli_warn("assay: %s is still to be decided\n", text.data);
	buf_close(&text);
}

static int
run_add(struct cli *cli, const struct portfolio_wishes *wishes, struct err *err)
{
	const struct rubric *rubric;
	struct workspace workspace;
	struct ledger ledger;
	struct taken taken;
	enum taking how;
	int failed;

	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = workspace_rubric(&rubric, NULL, &cli->arena, &workspace, wishes->rubric,
				  err);
	if (failed == 0)
		failed = programme_take(&taken, &how, &cli->arena, &workspace, &ledger,
					cli->words[1], wishes->ref, wishes->path, rubric,
					err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	cli_print("%s\n", taken.portfolio);
	tell_taking(&taken, how, rubric);
	return 0;
}

static const struct {
	const char *word;
	bool wants_rubric;
	int (*run)(struct cli *cli, const struct portfolio_wishes *wishes, struct err *err);
} words[] = {
	{ "add", true, run_add },
	{ "adopt", true, run_portfolio_adopt },
	{ "check", false, run_portfolio_check },
	{ "new", true, run_portfolio_new },
};

int
run_portfolio(struct cli *cli, struct err *err)
{
	struct portfolio_wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--rubric", .value = "ID", .text = &wishes.rubric },
		{ .name = "--ref", .value = "REF", .text = &wishes.ref },
		{ .name = "--path", .value = "PATH", .text = &wishes.path },
		{ .name = "--no-git", .flag = &wishes.no_git },
		{ .name = "--folder", .flag = &wishes.folder },
		{ .name = "--json", .flag = &cli->json },
	};

	if (cli_options(cli, options, sizeof options / sizeof *options, 2, 2, USAGE, err)
	    != 0)
		return -1;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(cli->words[0], words[i].word) != 0)
			continue;
		if (words[i].wants_rubric && wishes.rubric == NULL)
			return err_set(err, ERR_USAGE, "say which rubric: --rubric ID");
		return words[i].run(cli, &wishes, err);
	}
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
