/*
 * Who may not look yet: an assessor whom a sealed assignment names as a marker must judge
 * before seeing what others made of that attempt (workflow.md, section 4). A fold over the
 * records.
 */
#ifndef CORE_DESK_BLIND_H
#define CORE_DESK_BLIND_H

#include "core/store/ledger.h"

struct blind_place {
	const char *portfolio;
	int64_t attempt;
};

struct blind {
	const char *actor;		/* lent; NULL: nobody, who may see everything */
	struct blind_place *named, *signed_own;
	size_t named_count, signed_count;
};

/* One entry of a walk: remembered, in `arena`, if it bears on this actor. */
void blind_add(struct blind *blind, struct arena *arena, const struct entry *entry);
/* The walk is over: made ready to be asked. */
void blind_settle(struct blind *blind);
/* Is this attempt still to be judged blind by the actor? */
bool blind_covers(const struct blind *blind, const char *portfolio, int64_t attempt);
/* Is anything? Then what nobody can say the attempt of may be of that one. */
bool blind_any(const struct blind *blind);
/* ERR_REFUSED, and why. `portfolio` NULL: it is not known of which. */
int blind_refuse(const char *portfolio, int64_t attempt, struct err *err);

#endif
