/* assay portfolio new|adopt: a portfolio to fill, or one made of a folder that is there. */
#include "core/base/file.h"
#include "core/desk/scaffold.h"
#include "tui/cli/portfolio.h"

int
run_portfolio_new(struct cli *cli, const struct portfolio_wishes *wishes, struct err *err)
{
	const struct rubric *rubric = portfolio_rubric(cli, wishes->rubric, err);
	const char *dir = cli->words[1];
	struct scaffold scaffold;

	if (rubric == NULL || scaffold_plan(&scaffold, &cli->arena, rubric, err) != 0
	    || scaffold_write(&scaffold, dir, err) != 0)
		return -1;
	if (!wishes->no_git && scaffold_commit(dir, "an empty portfolio", err) != 0)
		return err_within(err, "the files are made, but not committed");
	cli_print("made %s for %s: %zu files; README.md there says what to write where\n",
		  dir, rubric->title, scaffold.count);
	cli_print("look whether it is whole: assay portfolio check --folder %s --rubric %s\n",
		  dir, wishes->rubric);
	return 0;
}

/* What a person has becomes a portfolio: a manifest, unless there is one, and a commit. */
int
run_portfolio_adopt(struct cli *cli, const struct portfolio_wishes *wishes,
		    struct err *err)
{
	const struct rubric *rubric = portfolio_rubric(cli, wishes->rubric, err);
	const char *dir = cli->words[1];
	struct span manifest;
	struct err why = { 0 };

	if (rubric == NULL
	    || scaffold_adopt(&manifest, &cli->arena, rubric, dir, err) != 0
	    || (manifest.len != 0
		&& file_create(path_join(&cli->arena, dir, PORTFOLIO_FILE), manifest, 0644,
			       err) != 0))
		return -1;
	cli_print("%s %s/" PORTFOLIO_FILE "\n", manifest.len != 0 ? "wrote" : "kept", dir);
	if (scaffold_commit(dir, "my portfolio", &why) == 0)
		cli_print("committed all of %s\n", dir);
	else if (why.code == ERR_EXISTS)
		cli_print("%s; commit what is new in it: git add -A && git commit\n", why.text);
	else {
		*err = why;
		return -1;
	}
	cli_print("look whether it is whole: assay portfolio check %s --rubric %s\n"
		  "judge it: assay score --rubric %s %s\n", dir, wishes->rubric,
		  wishes->rubric, dir);
	return 0;
}
