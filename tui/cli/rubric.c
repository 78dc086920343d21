/* assay rubric WORD ...: what an author does with a rubric. */
#include "core/base/file.h"
#include "core/desk/shelf.h"
#include "tui/cli/rubric.h"

/* `id`, or `id@3` */
static bool
is_name(const char *name)
{
	struct span version = span_of(name), id = span_cut(&version, '@');

	if (!is_rubric_id(id) || id.len == strlen(name))
		return is_rubric_id(id);
	for (size_t i = 0; i < version.len; i++)
		if (version.data[i] < (i == 0 ? '1' : '0') || version.data[i] > '9')
			return false;
	return version.len != 0;
}

const struct rubric *
rubric_named(struct cli *cli, const char *name, struct err *err)
{
	const struct rubric *rubric = NULL;
	struct workspace workspace;
	struct ledger ledger;
	int failed;

	if (file_exists(name))
		return rubric_file(&cli->arena, name, err);
	if (!is_name(name)) {
		err_set(err, ERR_NOT_FOUND, "%s: no such file; expected one, or an id of a "
			"rubric, or ID@VERSION as in welding-1@2", name);
		return NULL;
	}
	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return NULL;
	failed = shelf_named(&rubric, &cli->arena, &workspace, &ledger, name, err);
	ledger_close(&ledger);
	return failed == 0 ? rubric : NULL;
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
		{ "import", run_rubric_import },
		{ "skills", run_rubric_skills },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (cli->count != 0 && strcmp(cli->words[0], table[i].word) == 0)
			return table[i].run(cli, err);
	return err_set(err, ERR_USAGE, "usage: assay rubric " RUBRIC_WORDS);
}
