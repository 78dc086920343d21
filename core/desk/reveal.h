/*
 * Lifting the veil (core/desk/veil.h): who the learner is, told to those whose office it is,
 * or once one's own decision is signed and cannot be swayed any more.
 *
 * Each reveal is a line of `reveals.log` in the programme's folder, durable before anything
 * is shown: when, who, by which key, which portfolio, and why. It is a log of this machine
 * and no record of the ledger, whose format knows none for it.
 */
#ifndef CORE_DESK_REVEAL_H
#define CORE_DESK_REVEAL_H

#include "core/desk/veil.h"
#include "core/store/ledger.h"

#define REVEAL_LOG "reveals.log"
enum { REVEAL_WHY = 1000 };

/* Logs it, then lifts the veil. ERR_REFUSED: not now, or not to them, and why; ERR_USAGE:
 * without a reason. */
MUST int reveal(struct veil *veil, const struct workspace *workspace, struct ledger *ledger,
		const char *why, int64_t now, struct err *err);

/* Append who the learner is, as far as the portfolio tells: people, where it lies, where it
 * came from. Foreign text. */
void reveal_print(struct buf *out, const struct veil *veil);

#endif
