/*
 * An audit pack: a folder with which anyone re-checks the whole ledger without assay.
 *
 *	ledger.bundle	every chain, as `git bundle` writes it
 *	ledger-id	allowed_signers		SHA256SUMS
 *	CHECK.md	the commands
 */
#ifndef CORE_DESK_AUDIT_PACK_H
#define CORE_DESK_AUDIT_PACK_H

#include "core/store/ledger.h"

/* Make it at `dir`, where nothing may stand yet: ERR_EXISTS. It is made beside and renamed:
 * whole, or not there. Nothing is judged: a pack of a ledger with faults shows them. */
MUST int audit_pack(const char *dir, struct ledger *ledger, int64_t now, struct err *err);

#endif
