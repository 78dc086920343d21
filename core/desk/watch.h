/*
 * Watching the ledger: checkpoints, alarms, and the end of a chain. What one says here makes
 * it hard for anyone, oneself too, to take back or rewrite what was said.
 */
#ifndef CORE_DESK_WATCH_H
#define CORE_DESK_WATCH_H

#include "core/desk/statement.h"
#include "core/desk/timeline.h"
#include "core/store/fork.h"
#include "core/store/verify.h"

struct watched {
	struct appended checkpoint;
	size_t heads;			/* of other chains, that stand in it */
	size_t alarms;			/* raised before it */
};

/*
 * A checkpoint: all other chains' heads, and the trust in force. Proof of two records in one
 * place is told first, as watch_forks does. ERR_REFUSED when this key is no witness's and no
 * moderator's.
 */
MUST int watch_checkpoint(struct watched *out, const struct speaker *by, struct err *err);

/* After an audit: ERR_REFUSED where a checkpoint would say less than was seen here before. */
MUST int watch_ready(const struct audit *audit, struct err *err);

/*
 * An alarm for each proof that this ledger holds of a key having signed two records in one
 * place, with both attached, unless the trust file has settled it or somebody raised it.
 * *raised counts them; they are kept under refs/assay/conflict in any case.
 */
MUST int watch_forks(size_t *raised, struct appended *last, const struct speaker *by,
		     struct err *err);

/*
 * An alarm of this kind (a few words) about these records, with their raw commits; `text`
 * (NULL: none) goes into an attachment. At most ALARM_RECORDS.
 */
enum { ALARM_RECORDS = 15 };
MUST int watch_alarm(struct appended *out, const struct speaker *by, const char *kind,
		     const struct moment *about, size_t count, const char *text,
		     struct err *err);

/* The end of one's own chain: nothing can follow, ever. */
MUST int watch_retire(struct appended *out, const struct speaker *by, const char *why,
		      struct err *err);

#endif
