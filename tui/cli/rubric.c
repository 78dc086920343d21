/* assay rubric WORD ...: what an author does with a rubric. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/desk/shelf.h"
#include "tui/cli/rubric.h"

#define USAGE                                                                            \
	"rubric check FILE... | try FILE SHEET [CRITERION=LEVEL|CODE...] | "             \
	"show RUBRIC [--markdown] | "                                                     \
	"diff OLD NEW | list | publish RUBRIC [--json]; a RUBRIC is a file, an id of the " \
	"programme's, or ID@VERSION of a published one"

/* `id@3` */
static const struct rubric *
published_version(struct cli *cli, const char *name, const char *at, struct err *err)
{
	const char *id = arena_copy(&cli->arena, name, (size_t)(at - name));
	const struct rubric *rubric = NULL;
	struct workspace workspace;
	struct ledger ledger;
	char *end;
	long long version = strtoll(at + 1, &end, 10);
	int failed;

	if (!is_rubric_id(span_of(id)) || at[1] < '1' || at[1] > '9' || *end != '\0') {
		err_set(err, ERR_USAGE, "%.80s: expected ID@VERSION, as in welding-1@2",
			name);
		return NULL;
	}
	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return NULL;
	failed = shelf_published(&rubric, &cli->arena, &ledger, id, version, err);
	ledger_close(&ledger);
	return failed == 0 ? rubric : NULL;
}

const struct rubric *
rubric_named(struct cli *cli, const char *name, struct err *err)
{
	const struct rubric *rubric;
	struct workspace workspace;
	const char *at = strrchr(name, '@');

	if (file_exists(name))
		return rubric_file(&cli->arena, name, err);
	if (at != NULL)
		return published_version(cli, name, at, err);
	if (!is_rubric_id(span_of(name))) {
		err_set(err, ERR_NOT_FOUND, "%s: no such file, and no id of a rubric",
			name);
		return NULL;
	}
	if (cli_workspace(&workspace, cli, err) != 0
	    || workspace_rubric(&rubric, NULL, &cli->arena, &workspace, name, err) != 0)
		return NULL;
	return rubric;
}

int
rubric_options(struct cli *cli, size_t least, size_t most, const char *usage,
	       struct err *err)
{
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };

	return cli_options(cli, options, 1, least, most, usage, err);
}

int
run_rubric(struct cli *cli, struct err *err)
{
	static const struct {
		const char *word;
		int (*run)(struct cli *cli, struct err *err);
	} table[] = {
		{ "check", run_rubric_check },
		{ "try", run_rubric_try },
		{ "show", run_rubric_show },
		{ "diff", run_rubric_diff },
		{ "list", run_rubric_list },
		{ "publish", run_rubric_publish },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (cli->count != 0 && strcmp(cli->words[0], table[i].word) == 0)
			return table[i].run(cli, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
