/*
 * Who is writing to the ledger, and what was being written when someone died. Private to
 * core/store.
 *
 *	<ledger>/assay/lock		held by the one writer; a moving ref's name
 *	<ledger>/assay/journal/<kid>	`<record id> <head before, or none>`, one a line
 *
 * A line is on disk before its ref moves. Lines are not taken away when the ref has
 * moved: the last JOURNAL_KEEPS are what makes a late retry find its record, though
 * others came after it. A torn last line is no line.
 */
#ifndef CORE_STORE_JOURNAL_H
#define CORE_STORE_JOURNAL_H

#include "core/base/digest.h"
#include "core/store/git.h"

enum { JOURNAL_KEEPS = 64, LOCK_WAIT_MS = 10000 };

struct journal_line {
	char id[RANDOM_ID_HEX];
	bool had_head;
	struct oid head;
};

struct journal {
	struct arena arena;
	const char *dir;		/* the ledger, with its final slash */
	const char *path;
	int lock;
	int line;			/* to be flushed before the ref moves; -1: nothing */
	struct journal_line *lines;	/* oldest first */
	size_t count;
};

/*
 * Take the lock (waiting up to LOCK_WAIT_MS; then ERR_CONFLICT) and read what this key
 * wrote last. ERR_IO when nothing can be written there.
 */
MUST int journal_open(struct journal *out, const char *dir, const char *kid,
		      struct err *err);
void journal_close(struct journal *journal);

/* The newest line with this id; NULL: it was not tried, or long ago. */
const struct journal_line *journal_find(const struct journal *journal, const char *id);

/* A line more, durable when it returns 0 and journal->line, if any, was flushed. `head`
 * NULL: none. */
MUST int journal_add(struct journal *journal, const char *id, const struct oid *head,
		     struct err *err);

/*
 * Before the ref `name` moves in the repository whose git directory is `dir` (with its final
 * slash; the ledger, or a portfolio whose outcome is released): clear the lock file a dead
 * writer left on it. One of ours is known by the path in assay/lock; any other must be 0 or 41 bytes, over a minute old and held
 * open by no live process. Anything else stays where it is.
 */
MUST int journal_begin(struct journal *journal, const char *dir, const char *name,
		       struct err *err);
/* After it moved. */
void journal_end(struct journal *journal);

#endif
