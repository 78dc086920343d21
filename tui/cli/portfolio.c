/* assay portfolio add|check: take a portfolio in, or its next attempt; or look it over. */
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/desk/programme.h"
#include "core/desk/survey.h"
#include "tui/cli/cli.h"

#define USAGE "portfolio add REPO --rubric ID [--ref REF] [--path P] | " \
	"check REPO [--rubric FILE|ID] [--ref REF] [--path P]"

struct wishes {
	const char *rubric, *ref, *path;
};

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
add(struct cli *cli, const struct wishes *wishes, struct err *err)
{
	const struct rubric *rubric;
	struct workspace workspace;
	struct ledger ledger;
	struct taken taken;
	enum taking how;
	int failed;

	if (wishes->rubric == NULL)
		return err_set(err, ERR_USAGE, "say which rubric judges it: --rubric ID");
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

/* --rubric names a file or an id; without it the manifest's own word is taken. */
static const struct rubric *
choose_rubric(struct cli *cli, const struct wishes *wishes, struct err *err)
{
	const char *name = wishes->rubric;
	const struct rubric *rubric;
	struct workspace workspace;

	if (name == NULL && survey_rubric(&name, &cli->arena, cli->words[1], wishes->ref,
					  wishes->path, err) != 0)
		return NULL;
	if (file_exists(name))
		return rubric_file(&cli->arena, name, err);
	if (cli_workspace(&workspace, cli, err) != 0
	    || workspace_rubric(&rubric, NULL, &cli->arena, &workspace, name, err) != 0)
		return NULL;
	return rubric;
}

/* One line, whatever the learner called the files it names. */
static void
print_finding(const struct finding *finding)
{
	struct buf text = { 0 };

	buf_text(&text, finding->wrong ? "missing: " : "ok: ");
	text_line(&text, span_of(finding->text), 0);
	buf_text(&text, "\n");
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

static int
check(struct cli *cli, const struct wishes *wishes, struct err *err)
{
	const struct rubric *rubric = choose_rubric(cli, wishes, err);
	struct dossier dossier;
	struct finding_list findings;

	if (rubric == NULL
	    || dossier_open(&dossier, cli->words[1], wishes->ref,
			    wishes->path == NULL ? "" : wishes->path, rubric, err)
		       != 0)
		return -1;
	survey(&findings, &cli->arena, &dossier);
	for (size_t i = 0; i < findings.count; i++) {
		print_finding(&findings.items[i]);
		if (findings.items[i].wrong)
			cli->status = 1;
	}
	dossier_close(&dossier);
	return 0;
}

int
run_portfolio(struct cli *cli, struct err *err)
{
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--rubric", .value = "ID", .text = &wishes.rubric },
		{ .name = "--ref", .value = "REF", .text = &wishes.ref },
		{ .name = "--path", .value = "PATH", .text = &wishes.path },
	};

	if (cli_options(cli, options, 3, 2, 2, USAGE, err) != 0)
		return -1;
	if (strcmp(cli->words[0], "add") == 0)
		return add(cli, &wishes, err);
	if (strcmp(cli->words[0], "check") == 0)
		return check(cli, &wishes, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
