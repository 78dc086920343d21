/*
 * For the subcommands that say something to the ledger: the programme, its ledger, and the
 * key that signs.
 */
#ifndef TUI_CLI_SPEAK_H
#define TUI_CLI_SPEAK_H

#include "core/desk/statement.h"
#include "core/trust/signer.h"
#include "tui/cli/cli.h"

struct speaking {
	struct workspace workspace;
	struct ledger ledger;
	struct signer signer;
	struct speaker by;
};

/* Of the ledger as it was opened before; asks for a passphrase if the key wants one. */
MUST int speak_open(struct speaking *out, struct cli *cli, struct err *err);
void speak_close(struct speaking *speaking);

/* Print the commit a record has become. */
void speak_print(const char *what, const struct appended *appended);

#endif
