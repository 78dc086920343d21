/*
 * An assessment in the making, changed only by verbs (house.md, P1):
 *
 *	level CRITERION LEVEL|N		code CRITERION CODE|N	clear CRITERION
 *	note CRITERION TEXT		note overall TEXT	(empty text takes it away)
 *	cite CRITERION ADDRESS		uncite CRITERION [ADDRESS]
 *	conflict none|TEXT		decide OUTCOME		(a manual rubric)
 *	gate CHECK met|unmet		return gate|no		(gate.h)
 *	undo				redo
 *
 * Pure: no disk, no clock. A refused verb changes nothing and says why.
 */
#ifndef CORE_DESK_SCORING_H
#define CORE_DESK_SCORING_H

#include "core/desk/dossier.h"
#include "core/model/attempt.h"

enum { SCORING_NOTE = 64 << 10, SCORING_CITES = 64, SCORING_VERBS = 100000 };

enum gate_state { GATE_UNSAID, GATE_MET, GATE_UNMET };

struct survey;

struct judgement {			/* of one criterion */
	struct mark mark;
	const char *note;		/* NULL: none */
	struct address *cites;
	size_t cite_count;
};

struct scoring {
	struct arena arena;		/* of what was said */
	struct arena state;		/* of what holds now; made again by undo */
	struct arena answer;		/* of the result; made again by every verb */
	const struct rubric *rubric;	/* lent */
	const struct dossier *dossier;	/* lent; may be NULL: then no citation is stale */
	struct attempt attempt;		/* what it carries is lent */
	struct judgement *judgements;	/* one a criterion */
	const char *overall;		/* NULL: none */
	const char *conflict;		/* NULL: not declared; "none"; or what it is */
	enum outcome decided;		/* OUTCOME_UNFINISHED until `decide` */
	const struct survey *survey;	/* lent; NULL: not looked over, see gate.h */
	enum gate_state *ticks;		/* by check at the gate: what a person said */
	bool returned;			/* to go back incomplete, unjudged */
	const char **said;		/* the undo stack: said[0 … done) hold, the rest can be redone */
	size_t done, count;
	struct sheet sheet;		/* the marks alone, as the rule sees them */
	struct decision_result result;	/* kept true after every verb */
};

void scoring_open(struct scoring *out, const struct rubric *rubric,
		  const struct dossier *dossier);
void scoring_close(struct scoring *scoring);
/* Judge as this attempt, before anything is said: what it carries stands from the start, no
 * verb changes it and no undo removes it. As opened it is attempt 1. */
void scoring_follow(struct scoring *scoring, const struct attempt *attempt);

/* ERR_USAGE for a verb there is not, ERR_REFUSED for one that may not be. */
MUST int scoring_say(struct scoring *scoring, const char *verb, struct err *err);

/* Where a scoring stood, to go back to when a verb could not be kept. */
struct scoring_mark {
	size_t done, count;
	const char *next;
};
struct scoring_mark scoring_mark(const struct scoring *scoring);
void scoring_return(struct scoring *scoring, struct scoring_mark mark);

enum gap_kind { GAP_JUDGE, GAP_FEEDBACK, GAP_CITE, GAP_STALE_CITE, GAP_CONFLICT, GAP_DECIDE,
		GAP_GATE };

struct gap {
	enum gap_kind kind;
	ptrdiff_t criterion;		/* -1: of the whole */
	const char *text;		/* "p2.c1 cites nothing": for people */
};

/* What stands between this and signing, in rubric order; in `arena`. */
size_t scoring_gaps(struct gap **out, struct arena *arena, const struct scoring *scoring);
bool scoring_has_gap(const struct scoring *scoring, size_t criterion);
/* The level that counts in the place of the one given, by its index; -1: what was given. */
ptrdiff_t scoring_banked(const struct scoring *scoring, size_t criterion);
/* The outcome that would be recorded: the rule's, or `decide`'s for a manual rubric. */
enum outcome scoring_outcome(const struct scoring *scoring);
size_t scoring_judged(const struct scoring *scoring);	/* criteria with a level or code */
size_t scoring_judgeable(const struct scoring *scoring);	/* criteria that want one */

/* The verbs above: what is said, and what the help pages and line mode tell of it. */
struct verb {
	const char *word, *arguments, *help;
	int (*apply)(struct scoring *scoring, struct span arguments, struct err *err);
};
extern const struct verb verbs[];
extern const size_t verb_count;

/* Append the outcome so far and its points, then the reasons in words, a line each: `not yet,
 * points 4 of 18`. Foreign text: labels. */
void scoring_print_outcome(struct buf *out, const struct scoring *scoring);

#endif
