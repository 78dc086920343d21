/* assay reveal PORTFOLIO --why WHY: whose it is, logged before it is said. */
#include "core/base/text.h"
#include "core/desk/reveal.h"
#include "tui/cli/line.h"

static int
tell(struct cli *cli, const struct workspace *workspace, struct ledger *ledger,
     const char *portfolio, const char *why, struct err *err)
{
	struct veil veil;
	struct taken taken;
	struct buf text = { 0 }, clean = { 0 };
	int failed;

	if (workspace_portfolio(&taken, &cli->arena, workspace, portfolio, err) != 0)
		return -1;
	veil_open(&veil, &taken, NULL);
	failed = reveal(&veil, workspace, ledger, why, cli->now(), err);
	if (failed == 0) {
		cli_unveil();
		reveal_print(&text, &veil);
		text_clean(&clean, buf_span(&text));
		cli_print_raw(&clean);
	}
	buf_close(&text);
	buf_close(&clean);
	veil_close(&veil);
	return failed;
}

int
run_reveal(struct cli *cli, struct err *err)
{
	const char *why = NULL;
	const struct option options[] = {
		{ .name = "--why", .value = "WHY", .text = &why },
	};
	struct workspace workspace;
	struct ledger ledger;
	int failed;

	if (cli_options(cli, options, 1, 1, 1, "reveal PORTFOLIO --why WHY", err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	cli_veil(&workspace, cli->words[0]);
	failed = tell(cli, &workspace, &ledger, cli->words[0], why, err);
	ledger_close(&ledger);
	return failed;
}

int
line_reveal(struct line *line, struct span rest, struct err *err)
{
	return tell(line->cli, line->session->workspace, line->ledger,
		    line->session->taken.portfolio,
		    arena_copy(&line->cli->arena, rest.data, rest.len), err);
}
