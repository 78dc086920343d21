/*
 * An audit as a person reads it: the problems put together by their reason, each with where it
 * stands and the portfolio it speaks of, and of every chain how much of it holds.
 */
#ifndef CORE_DESK_INSPECT_H
#define CORE_DESK_INSPECT_H

#include "core/base/filter.h"
#include "core/desk/blind.h"
#include "core/store/verify.h"
#include "core/store/workspace.h"

struct inspected {			/* one problem */
	const struct problem *problem;
	const struct reason *reason;	/* NULL: a code that the table does not have */
	const char *chain;		/* `a-lind/<kid>`, `trust`; or the ref, where it is none */
	const char *actor;		/* of that chain; NULL: of none */
	const char *portfolio;		/* it speaks of, as far as is known; NULL */
	int64_t attempt;		/* of a decision; 0 */
	bool readable;			/* a record stands there that can be read whole */
	bool blind;			/* what is wrong with it is not to be seen yet (blind.h) */
};

struct inspection {
	struct arena arena;
	struct audit audit;
	bool full;			/* every record was judged, whatever was remembered */
	struct inspected *items;	/* by reason, in the order of their table; then by chain */
	size_t count;
	bool looked;			/* inspect_look was there: the next two are known */
	int64_t witnessed;		/* records that others saw */
	struct blind blind;		/* of who looks */
};

/* Audit the programme's ledger, with all threads there are. `full` as in audit_how. What was
 * found good is remembered for the next time, but of a ledger one only visits. Where nothing
 * could be laid out, why not is the one problem there is. Those of audit_run. */
MUST int inspect_run(struct inspection *out, const struct workspace *workspace, bool full,
		     const struct progress *progress, struct err *err);
/* The same of an audit that is done: *audit is taken over, and lives in `arena`. */
void inspect_take(struct inspection *out, const struct arena *arena, const struct audit *audit);
void inspect_close(struct inspection *inspection);

/*
 * Read the ledger at `path` once more, for what an audit does not tell: which portfolio a
 * problem is about, and how many records others have seen. `actor` (NULL: nobody) is who
 * looks. A ledger that does not open tells nothing, nor does one that is not there (`path`
 * NULL). ERR_CANCELLED; those of ledger_walk.
 */
MUST int inspect_look(struct inspection *inspection, const char *path, const char *actor,
		      const struct progress *progress, struct err *err);

/* How many reasons there are problems of. */
size_t inspect_reasons(const struct inspection *inspection);

/* What a filter may name: code, chain, actor, portfolio, seq, commit, detail; ends in NULL. */
extern const char *const inspect_columns[];
bool inspect_passes(const struct inspected *item, const struct filter *filter);
/* Of a chain, by its name and its head. */
bool inspect_passes_chain(const struct chain_report *chain, const struct filter *filter);

/* Append `a-lind/1f2e3d4c` of a chain's name; another stays as it is. */
void inspect_print_chain(struct buf *out, const char *chain);
/* Append what is wrong, in a sentence: foreign text. */
void inspect_print_detail(struct buf *out, const struct inspected *item);
/* Append what its reason means, and what to do. */
void inspect_print_reason(struct buf *out, const struct inspected *item);
/* Append all of it: that sentence, where it stands, and the reason. */
void inspect_print_whole(struct buf *out, const struct inspected *item);
/* Append what was looked at and how, a sentence a line, as of `now` (UTC seconds). */
void inspect_print_checked(struct buf *out, const struct inspection *inspection, int64_t now);

#endif
