/*
 * An assessment in the making, changed only by verbs (house.md, P1):
 *
 *	level CRITERION LEVEL|N		code CRITERION CODE|N	clear CRITERION
 *	note CRITERION TEXT		note overall TEXT	(empty text takes it away)
 *	cite CRITERION ADDRESS		uncite CRITERION [ADDRESS]
 *	conflict none|TEXT		decide OUTCOME		(a manual rubric)
 *	undo				redo
 *
 * Pure: no disk, no clock. A refused verb changes nothing and says why.
 */
#ifndef CORE_DESK_SCORING_H
#define CORE_DESK_SCORING_H

#include "core/desk/dossier.h"
#include "core/model/sheet.h"

enum { SCORING_NOTE = 64 << 10, SCORING_CITES = 64, SCORING_VERBS = 100000 };

struct judgement {			/* of one criterion */
	struct mark mark;
	const char *note;		/* NULL: none */
	struct address *cites;
	size_t cite_count;
};

struct scoring {
	struct arena arena;
	const struct rubric *rubric;	/* lent */
	const struct dossier *dossier;	/* lent; NULL: addresses are not checked */
	struct judgement *judgements;	/* one a criterion */
	const char *overall;		/* NULL: none */
	const char *conflict;		/* NULL: not declared; "none"; or what it is */
	enum outcome decided;		/* OUTCOME_UNFINISHED until `decide` */
	const char **said;		/* the undo stack: said[0 … done) hold, the rest can be redone */
	size_t done, count;
	struct decision_result result;	/* kept true after every verb */
};

void scoring_open(struct scoring *out, const struct rubric *rubric,
		  const struct dossier *dossier);
void scoring_close(struct scoring *scoring);

/* ERR_USAGE for a verb there is not, ERR_REFUSED for one that may not be. */
MUST int scoring_say(struct scoring *scoring, const char *verb, struct err *err);

enum gap_kind { GAP_JUDGE, GAP_FEEDBACK, GAP_CITE, GAP_STALE_CITE, GAP_CONFLICT, GAP_DECIDE };

struct gap {
	enum gap_kind kind;
	ptrdiff_t criterion;		/* -1: of the whole */
	const char *text;		/* "p2.c1 cites nothing": for people */
};

/* What stands between this and signing, in rubric order; in `arena`. */
size_t scoring_gaps(struct gap **out, struct arena *arena, const struct scoring *scoring);
bool scoring_has_gap(const struct scoring *scoring, size_t criterion);
/* The outcome that would be recorded: the rule's, or `decide`'s for a manual rubric. */
enum outcome scoring_outcome(const struct scoring *scoring);
size_t scoring_judged(const struct scoring *scoring);	/* criteria with a level or code */
size_t scoring_judgeable(const struct scoring *scoring);	/* criteria that want one */

struct verb {
	const char *word, *arguments, *help;
};
/* The verbs above, for help pages and line mode. */
extern const struct verb verbs[];
extern const size_t verb_count;

#endif
