/* assay rubric show: the whole of it, for a person; with --markdown for a learner. */
#include "core/out/rubric_page.h"
#include "tui/cli/rubric.h"

int
run_rubric_show(struct cli *cli, struct err *err)
{
	bool markdown = false;
	const struct option options[] = { { .name = "--markdown", .flag = &markdown } };
	const struct rubric *rubric;
	struct buf text = { 0 };

	if (cli_options(cli, options, 1, 2, 2, "rubric show RUBRIC [--markdown]", err) != 0
	    || (rubric = rubric_named(cli, cli->words[1], err)) == NULL)
		return -1;
	if (markdown)
		rubric_learner_print(&text, rubric);
	else
		rubric_page_print(&text, rubric);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	return 0;
}
