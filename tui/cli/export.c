/* assay export audit-pack DIR: the ledger, and how to check it without assay. */
#include "core/desk/audit_pack.h"
#include "tui/cli/cli.h"

#define USAGE "export audit-pack DIR"

int
run_export(struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger;
	int failed;

	if (cli_options(cli, NULL, 0, 2, 2, USAGE, err) != 0)
		return -1;
	if (strcmp(cli->words[0], "audit-pack") != 0)
		return err_set(err, ERR_USAGE, "usage: assay " USAGE);
	if (cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = audit_pack(cli->words[1], &ledger, cli->now(), err);
	if (failed == 0)
		cli_print("%s holds ledger %s; CHECK.md there says how anyone checks it\n",
			  cli->words[1], ledger.id);
	ledger_close(&ledger);
	return failed;
}
