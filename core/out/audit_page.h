/*
 * The page of an audit pack: how a stranger without assay checks a whole ledger again, in
 * commands of stock git, ssh-keygen and sha256sum (ledger.md sections 3 and 5).
 */
#ifndef CORE_OUT_AUDIT_PAGE_H
#define CORE_OUT_AUDIT_PAGE_H

#include <stdint.h>

#include "core/base/buf.h"

struct audit_page {
	const char *ledger;		/* its id */
	int64_t version;		/* of trust */
	int64_t records, chains;
	const char *when;		/* when the pack was made */
};

/* Markdown; each block of commands is one step, run in the pack's folder. */
void audit_page_print(struct buf *out, const struct audit_page *page);

#endif
