/* assay rubric publish: a rubric becomes a record of the ledger. */
#include "core/desk/programme.h"
#include "tui/cli/rubric.h"

int
run_rubric_publish(struct cli *cli, struct err *err)
{
	const struct rubric *rubric = rubric_named(cli, cli->words[1], err);
	struct workspace workspace;
	struct appended appended;
	struct ledger ledger;
	struct signer signer;
	char hex[OID_HEX];
	int failed;

	if (rubric == NULL || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = cli_signer(&signer, cli, &workspace, err);
	if (failed == 0) {
		failed = programme_keep_rubric(&workspace, rubric, err);
		if (failed == 0)
			failed = programme_publish(&appended, &ledger, &signer,
						   workspace.actor, rubric, cli->now(),
						   err);
		signer_close(&signer);
	}
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	oid_hex(hex, &appended.oid);
	cli_print("%s %s version %lld: %s\n", appended.was_there ? "published already"
		  : "published", rubric->id, (long long)rubric->version, hex);
	return 0;
}
