#include "tui/cli/speak.h"

#include "core/desk/seal.h"

int
speak_open(struct speaking *out, struct cli *cli, struct err *err)
{
	if (cli_ledger(&out->ledger, &out->workspace, cli, err) != 0)
		return -1;
	if (cli_signer(&out->signer, cli, &out->workspace, err) != 0) {
		ledger_close(&out->ledger);
		return -1;
	}
	out->by = (struct speaker){ .ledger = &out->ledger, .signer = &out->signer,
		.actor = out->workspace.actor, .now = cli->now() };
	return 0;
}

void
speak_close(struct speaking *speaking)
{
	signer_close(&speaking->signer);
	ledger_close(&speaking->ledger);
}

void
speak_print(const char *what, const struct appended *appended)
{
	char hex[OID_HEX];

	oid_hex(hex, &appended->oid);
	cli_print("%s: recorded %s\n", what, hex);
}
