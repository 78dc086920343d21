/*
 * What the commands about trust share: a change is proposed (tui/cli/person.c), looked at,
 * signed and published (tui/cli/trust.c).
 */
#ifndef TUI_CLI_PEOPLE_H
#define TUI_CLI_PEOPLE_H

#include "core/desk/proposal.h"
#include "tui/cli/cli.h"

/* The programme's ledger and what is proposed in it. */
struct people {
	struct workspace workspace;
	struct ledger ledger;
	struct proposal proposal;
};
MUST int people_open(struct people *out, struct cli *cli, struct err *err);
void people_close(struct people *people);

/* Keep the change, and print what it comes to and what is to be done next. */
MUST int people_keep(struct people *people, struct err *err);
/* What is proposed, in plain words; who signed it, and what is to be done next; both. */
void people_print_change(struct people *people);
void people_print_signed(struct people *people);
void people_print_proposal(struct people *people);
/* The people and their keys, those of the version in force. */
void people_print(struct people *people);

#endif
