/*
 * Where an assessor is in a portfolio: kept beside the draft, so that whoever comes back after
 * a cut line is at the same criterion, the same piece of evidence and the same lines. Of no
 * weight: it is not synced, it may be lost or damaged, and then one begins at the first gap.
 *
 *	assay-place 1
 *	criterion p2.c1
 *	top 133
 *	line 140
 *	evidence part1/q1.md
 */
#ifndef CORE_DESK_WHEREABOUTS_H
#define CORE_DESK_WHEREABOUTS_H

#include "core/desk/session.h"

struct whereabouts {
	size_t criterion, item;		/* of the rubric, of the dossier */
	int64_t top, line;		/* the first line in sight and the one at hand, from 1 */
};

/* Never fails as far as anyone can tell. Nothing is written for a session that only looks. */
void whereabouts_keep(const struct session *session, const struct whereabouts *place);
/* False when there is none, or it names what is not there any more. */
bool whereabouts_read(struct whereabouts *out, const struct session *session);

#endif
