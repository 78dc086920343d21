/*
 * A push, judged before it is taken: what a pre-receive hook of a hub asks (ledger.md
 * sections 2 and 8). The refs are those of a ledger and no other, none goes away or back,
 * and what is new is verified as a stranger would, as if it stood there already. All of it
 * is taken, or nothing. The ledger is only read.
 */
#ifndef CORE_STORE_RECEIVE_H
#define CORE_STORE_RECEIVE_H

#include "core/store/ledger.h"

/* One ref that is pushed. */
struct received {
	const char *ref;
	struct oid old, new;
	bool had_old, is_deleted;	/* was it there; is it to go */
	const char *why;		/* of refusal; NULL: it may be taken. May hold foreign
					 * bytes */
	int64_t records;		/* how many are new on it */
};

struct receiving {
	const char *path;		/* of the bare repository */
	const char *quarantine;		/* where git keeps what was pushed; NULL: taken in already */
	const char *id;			/* the ledger's; NULL: that of the trust chain there is */
	const char *state;		/* where verified marks are kept; NULL: nowhere */
};

/* `<old> <new> <ref>` lines as git gives them to the hook. ERR_INVALID. */
MUST int receive_parse(struct received **out, size_t *count, struct arena *arena,
		       struct span lines, struct err *err);

/*
 * Judge them all; `why` of each is set. It may be taken when no ref has one. -1 when it
 * cannot be judged: then it may not. ERR_UNSAFE: not a repository that assay opens as a
 * ledger; ERR_REFUSED: nobody said which ledger this is to be.
 */
MUST int receive_judge(struct received *refs, size_t count, struct arena *arena,
		       const struct receiving *how, struct err *err);

#endif
