/*
 * A draft: the verbs an assessor has said about one portfolio and not yet signed, one a line,
 * each on disk before it is acknowledged.
 *
 *	assay-draft 1
 *	rubric <SHA-256 of its bytes>
 *	evidence <40-digit commit>
 *	level p2.c1 proficient
 *	note p2.c1 Weighs both sides.\nThen chooses.
 *
 * Nothing is written until something is said. A last line without its LF was torn by a crash
 * and is cut. In a line, `\n` is a newline, `\r` a CR and `\\` a backslash.
 */
#ifndef CORE_STORE_DRAFT_H
#define CORE_STORE_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/base/err.h"
#include "core/model/names.h"

enum { DRAFT_BYTES = 16 << 20 };

struct draft {
	const char *path;
	int fd;				/* -1 until something was said */
	int lock;			/* -1 when opened to look only */
	int64_t len;			/* bytes acknowledged */
	char rubric[DIGEST_HEX], evidence[OID_HEX];	/* as in its first lines */
	const char **verbs;		/* decoded, as found when opened */
	size_t count;
	bool torn;			/* a torn last line was cut */
};

/*
 * Open the draft at `path`, or an empty one that will carry `rubric` and `evidence`.
 * `look` true takes no lock, and draft_add then refuses. ERR_CONFLICT when another session
 * holds it (the text says who, from `who` as that session gave it), ERR_NEWER, ERR_SYNTAX with
 * path and line. The arena must outlive it.
 */
MUST int draft_open(struct draft *out, struct arena *arena, const char *path,
		    const char *rubric, const char *evidence, bool look, const char *who,
		    struct err *err);
void draft_close(struct draft *draft);

/* Append one verb and make it durable; on any failure the file is as it was. */
MUST int draft_add(struct draft *draft, const char *verb, struct err *err);

/*
 * Set the draft at `path` aside as dropped without reading it: nonsense too can be dropped.
 * ERR_NOT_FOUND when there is none, ERR_CONFLICT when a session has it open.
 */
MUST int draft_drop(const char *path, const char *who, struct err *err);

/*
 * Ask the session that holds the draft at `path` to leave, as a hang-up would, and wait until
 * it has: everything it acknowledged is kept. Nobody holds it: 0 at once. ERR_REFUSED where
 * it is on another machine, or somebody else's; ERR_CONFLICT when it does not leave.
 */
MUST int draft_evict(const char *path, struct err *err);
/* Was this session asked to leave, by somebody who takes the draft over? */
bool draft_is_wanted(const struct draft *draft);
/* The person of this session is there: told to whoever finds the draft held. */
void draft_touch(const struct draft *draft);

/* Move it aside as `<path>.<id>.<word>`: nothing an assessor said is ever unlinked… */
MUST int draft_retire(struct draft *draft, const char *word, struct err *err);
/* …but what was signed and sealed: all that counts of it is in the ledger, and its text is to
 * lie nowhere else. Overwritten, and gone. */
MUST int draft_shred(struct draft *draft, struct err *err);

#endif
