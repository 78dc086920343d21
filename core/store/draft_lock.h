/*
 * Who has a draft open: a file beside it, locked while the session lives, in which the session
 * says who it is (`pid 4711 on /dev/pts/3 at host`). Its time of change is when the person
 * last pressed a key. A session whose link is dead may hold it for an hour; the same person
 * asks it to leave. Private to the draft.
 */
#ifndef CORE_STORE_DRAFT_LOCK_H
#define CORE_STORE_DRAFT_LOCK_H

#include <stdbool.h>

#include "core/base/err.h"

/* ERR_CONFLICT when another session holds it: the text says who, and since when it is idle. */
MUST int draft_lock_take(int *lock, const char *path, const char *who, struct err *err);
MUST int draft_lock_evict(const char *path, struct err *err);	/* as draft_evict */
/* Was whoever holds it asked to leave? */
bool draft_lock_is_wanted(int lock);
void draft_lock_touch(int lock);

#endif
