/*
 * The history as a person reads it: who said what, when, of which portfolio, and whether it
 * holds.
 */
#ifndef CORE_DESK_TIMELINE_H
#define CORE_DESK_TIMELINE_H

#include "core/base/filter.h"
#include "core/store/ledger.h"
#include "core/store/workspace.h"

struct moment {
	const char *commit, *ref;
	const char *id;			/* inside it, as signing says it; NULL: could not be read */
	const char *sha256;		/* of the raw commit; `?`: not read */
	int64_t seq;			/* -1: unknown */
	int type;			/* enum record_type; -1: could not be read */
	bool unread;			/* …for its chain is not read (ledger.h) */
	const char *actor, *kid, *time;	/* NULL where it could not be read */
	const char *portfolio;		/* it speaks of; of a moderation, what it moderates */
	const char *outcome;		/* of a decision, or put in its place; NULL */
	const char *rubric;		/* id; NULL: none */
	int64_t attempt;		/* 0: none */
	const char *said;		/* in a few words, beside the outcome; foreign; NULL */
	const char **of;		/* SHA-256 of the records it supersedes or moderates */
	size_t of_count;
	const char *evidence;		/* the commit that it pins; NULL: none */
	const char *erased_by;		/* commit of the record that says so; NULL */
	const char *erased;		/* what there was of its portfolio, on a day and a
					   ground; NULL: nothing was */
	bool shredded;			/* …which says that its actor destroyed their keys */
	const char **destroyers;	/* of an erasure: who destroyed theirs, as it says */
	size_t destroyer_count;
	bool superseded;		/* by a later decision of the same person */
	bool blind;			/* what was decided is not to be seen yet (blind.h) */
	bool wary;			/* the reader is still to judge something blind */
	const char *verdict;		/* `valid`, or a reason code */
	size_t witnesses;		/* of a valid one: other persons who saw it */
	bool certified;			/* …and under checkpoints enough (witness.h) */
	const char *detail;		/* a sentence, when not valid: foreign text */
	int64_t seconds;
};

struct timeline {
	struct moment *moments;		/* newest first, as their writers say; then by chain */
	size_t count;
};

/*
 * Everything, with the eyes of `actor`: what that person is still to judge blind stands
 * without outcome. NULL: nobody's.
 */
MUST int timeline_read(struct timeline *out, struct arena *arena, struct ledger *ledger,
		       const char *actor, struct err *err);

/* What a filter may name; ends in NULL. Of a portfolio alone: `portfolio:<32 hex>`. */
extern const char *const timeline_columns[];
/* Keep what passes. */
void timeline_keep(struct timeline *timeline, const struct filter *filter);

/* The record with this commit, or a beginning of it (4 digits at least); or with this id or
 * SHA-256, or a beginning (8 digits). ERR_NOT_FOUND; ERR_REFUSED on a chain that is not read:
 * nobody goes by what it says. */
MUST int timeline_find(struct moment *out, struct arena *arena, struct ledger *ledger,
		       const char *actor, const char *name, struct err *err);

/* To be looked at: the same, or one that is kept beside the chains because it proves a fork
 * (fork.h), or one of a chain that is not read. */
MUST int timeline_find_any(struct moment *out, struct arena *arena, struct ledger *ledger,
			   const char *actor, const char *name, struct err *err);

/* `certified`, `witnessed(2)`, `valid`, or the reason code; in `arena`. */
const char *moment_standing(struct arena *arena, const struct moment *moment);
/* Append that in a sentence; nothing for what is no more than valid, or not that. */
void moment_print_standing(struct buf *out, const struct moment *moment);
/* `decision`, or `unreadable`, or `not read`. */
const char *moment_type(const struct moment *moment);
/* Append what it says in a few words: "pass", "returns it", "until 2026-03-02". */
void moment_print(struct buf *out, const struct moment *moment);
/* Append why nothing of what it says is shown, and what to do; nothing where it is. */
void moment_print_unread(struct buf *out, const struct moment *moment);
/* ERR_REFUSED with the reason where what it decided is not to be seen yet. */
MUST int moment_may_be_seen(const struct moment *moment, struct err *err);
/*
 * What is attached to it, as ledger_attachment; but what was sealed and then erased is not
 * shown, though its key may be here still: ERR_REFUSED says by which record, and what to do.
 * Nor what may be that, or may be blind, where nobody can say of which portfolio it is.
 */
MUST int moment_attachment(struct span *out, struct arena *arena, struct ledger *ledger,
			   const struct moment *moment, const struct entry *entry,
			   const char *name, struct err *err);
/*
 * Append the commands by which stock git and ssh-keygen alone verify this record of this
 * programme, as stock_print does.
 */
void moment_print_check(struct buf *out, const struct moment *moment,
			const struct workspace *workspace, size_t columns);

#endif
