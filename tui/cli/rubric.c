/* assay rubric WORD ...: what an author does with a rubric. */
#include "core/base/file.h"
#include "tui/cli/line.h"
#include "tui/cli/rubric.h"

#define USAGE                                                                            \
	"rubric check FILE... | try FILE SHEET | show ID|FILE | publish ID|FILE "        \
	"[--json]"

const struct rubric *
rubric_named(struct cli *cli, const char *name, struct err *err)
{
	const struct rubric *rubric;
	struct workspace workspace;

	if (file_exists(name))
		return rubric_file(&cli->arena, name, err);
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

static int
run_rubric_show(struct cli *cli, struct err *err)
{
	const struct rubric *rubric = rubric_named(cli, cli->words[1], err);

	if (rubric == NULL)
		return -1;
	cli_print_rubric(rubric);
	return 0;
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
		{ "publish", run_rubric_publish },
	};
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };

	if (cli_options(cli, options, 1, 2, SIZE_MAX, USAGE, err) != 0)
		return -1;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(cli->words[0], table[i].word) == 0)
			return table[i].run(cli, err);
	return err_set(err, ERR_USAGE, "usage: assay " USAGE);
}
