/*
 * Decisions on one attempt of one portfolio laid side by side: what each made of every
 * criterion, what it cites, what it says to the learner, and where they differ. So too a
 * decision and the one it supersedes, and what a moderator put in a decision's place.
 */
#ifndef CORE_DESK_COMPARE_H
#define CORE_DESK_COMPARE_H

#include "core/desk/past.h"
#include "core/store/evidence.h"
#include "core/store/workspace.h"

enum { OPINIONS = 8 };			/* compared at once; the newest of them */

struct opinion {
	const char *sha256, *commit;	/* of the record */
	const char *actor, *time;
	int64_t seq;			/* on its writer's chain */
	bool superseded;
	bool moderated;			/* put in a decision's place by a moderator */
	const struct decision *said;	/* what it judged */
	struct notes notes;		/* foreign text */
	const struct evidence *evidence;	/* NULL: its commit is not at hand */
};

struct compared {			/* one criterion */
	const char *id, *label;		/* label: foreign, NULL where no rubric is at hand */
	const struct record_score *scores[OPINIONS];	/* NULL: not judged */
	const char *notes[OPINIONS];	/* NULL: none */
	bool differs;			/* in level or code */
	bool differs_otherwise;		/* in citations or note alone */
};

struct comparison {
	struct arena arena;
	struct repo *repo;
	const char *portfolio;
	int64_t attempt;
	const struct rubric *rubric;	/* by which criteria are named; NULL: not at hand */
	struct opinion opinions[OPINIONS];
	size_t count, left_out;
	struct compared *rows;
	size_t row_count, differing;
};

/*
 * The decisions that stand on an attempt (0: the last one decided), the oldest first; where
 * only one stands, it and what it supersedes. ERR_NOT_FOUND when there are not two;
 * ERR_REFUSED when the workspace's actor is still to judge it blind.
 */
MUST int compare_open(struct comparison *out, const struct workspace *workspace,
		      struct ledger *ledger, const char *portfolio, int64_t attempt,
		      struct err *err);
/* The record with this SHA-256 and what it supersedes, or what it moderates. */
MUST int compare_open_with_earlier(struct comparison *out,
				   const struct workspace *workspace,
				   struct ledger *ledger, const char *sha256,
				   struct err *err);
void compare_close(struct comparison *comparison);

/* `Proficient`, `coded missing`, `-` where it was not judged. Foreign text. */
void compare_print_mark(struct buf *out, const struct comparison *comparison,
			const struct compared *row, size_t opinion);
/* Its citations, `between` them; nothing where there are none. Foreign text. */
void compare_print_cites(struct buf *out, const struct comparison *comparison,
			 const struct compared *row, size_t opinion, const char *between);
/* `same`, `differs`, `levels agree, notes or citations differ`. */
const char *compare_word(const struct compared *row);
/* `pass, 17 of 24 points`. */
void compare_print_outcome(struct buf *out, const struct opinion *opinion);
/* All of it, in lines. Foreign text. */
void compare_print(struct buf *out, const struct comparison *comparison);
/* In words, what the last one made otherwise than the one before it. Foreign text. */
void compare_print_difference(struct buf *out, const struct comparison *comparison);

#endif
