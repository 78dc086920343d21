/*
 * One assessor, one portfolio, one sitting: the scoring and the draft that keeps it. Every
 * face changes an assessment through session_say and nothing else.
 */
#ifndef CORE_DESK_SESSION_H
#define CORE_DESK_SESSION_H

#include "core/desk/changes.h"
#include "core/desk/dossier.h"
#include "core/desk/jotting.h"
#include "core/desk/scoring.h"
#include "core/desk/survey.h"
#include "core/store/draft.h"
#include "core/store/workspace.h"

/* Must not be moved while open: its parts point at one another. */
struct session {
	struct arena arena;
	const struct workspace *workspace;	/* lent */
	struct taken taken;
	const struct rubric *rubric;
	struct dossier dossier;
	struct past past;		/* of a later attempt: what was decided before */
	const struct past_decision **basis;	/* what of it this attempt rests on */
	size_t basis_count;
	struct changes changes;		/* since the attempt before */
	struct scoring scoring;
	struct draft draft;
	struct survey *survey;		/* of the evidence; NULL: not looked over yet */
	bool *seen;			/* by dossier item: was it opened? */
	char newest[OID_HEX];		/* where the portfolio is now */
	bool moved_on;			/* newest is not the commit being judged, and the
					   assessor has not chosen yet */
	bool gone;			/* the judged commit is not in the repository any more:
					   what is shown is the newest, and must be accepted */
	const struct past_decision *judged;	/* lent: it is shown as this decision left
					   it, at its commit; NULL: as it is now */
	struct arena judged_arena;	/* of that decision, where judged_open read it */
	struct jotting jotting;		/* a note that was being written and is not said yet */
	const char *signed_id;		/* a record id that signing began with, or NULL */
	bool look;			/* view only: verbs are refused */
	/* Of a case under moderation (moderate.h), whose draft this is: */
	size_t given;			/* verbs of the decision itself, which no undo takes back */
	const char *first_line;		/* before all else that the draft is told; NULL */
	bool passing;			/* nothing is kept: it is said and signed in one go */
};

struct session_options {
	bool look;
	const char *who;		/* "pid 4711 on pts/3": told to a second session */
	const struct past_decision *judged;	/* to look, as it was judged then: wants the
					   ledger; lent for as long as it is open; NULL */
	size_t most;			/* files and folders of the evidence to look at first;
					   0: all. Then session_read_on is wanted */
	struct ledger *ledger;		/* where the past of a later attempt is; NULL: it is
					   opened if it is needed */
};

/*
 * Open what `portfolio` (a pseudonym or its beginning) means, replay its draft. If the
 * rubric changed since the draft began: ERR_CONFLICT with what to do. If the portfolio moved
 * on, the draft's commit is judged and `moved_on` says so.
 */
MUST int session_open(struct session *out, const struct workspace *workspace,
		      const char *portfolio, const struct session_options *options,
		      struct err *err);
void session_close(struct session *session);
/*
 * Look at what `most` left out (dossier.evidence.cut): places in the dossier are other ones
 * afterwards, and nothing may be said before. On failure it can be looked at and not judged.
 * ERR_CANCELLED; those of session_open.
 */
MUST int session_read_on(struct session *session, const struct progress *progress,
			 struct err *err);
/* Ask the session that has it open to leave, as draft_evict does; then open it. */
MUST int session_evict(const struct workspace *workspace, const char *portfolio,
		       struct err *err);

/*
 * Say one verb: checked, applied, appended and durable, or refused and nothing changed.
 * Besides those of scoring: `evidence newest` judges the newest commit from now on,
 * `evidence keep` goes on with the old one and asks no more.
 */
MUST int session_say(struct session *session, const char *verb, struct err *err);

/* The person opened this piece. Kept with the draft once there is one; never fails. */
void session_saw(struct session *session, size_t item);

/*
 * Look the evidence over for the gate, once; a rubric whose gate wants nothing of it needs
 * none. Reads all pieces to their ends: may take long, unless session_open did it already,
 * as it does for small ones. ERR_CANCELLED.
 */
MUST int session_survey(struct session *session, const struct progress *progress,
			struct err *err);

/* Required evidence nobody opened: dossier items that feed a criterion; for the sign page. */
size_t session_unseen(size_t **out, struct arena *arena, const struct session *session);

/* The last decision before this attempt; NULL in a first one. */
const struct past_decision *session_before(const struct session *session);
/* Append, after `before`, what earlier attempts have to do with a criterion: "carried from
 * attempt 1, its evidence changed", "banked: Proficient (attempt 1)". Nothing if nothing. */
void session_print_earlier(struct buf *out, const struct session *session, size_t criterion,
			   const char *before);
/* Append, one a line, what a criterion was given in the attempt before and the note on it,
 * if the rubric lets that be seen. Foreign text. */
void session_print_prior(struct buf *out, const struct session *session, size_t criterion);
/* Append what is odd about the manifest: that it names another attempt. False: nothing. */
bool session_doubt(struct buf *out, const struct session *session);

/* A verb was said: a note that was being written on the same is said with it. */
void session_settle_jotting(struct session *session, const char *verb);
/* The note being written is dropped: nothing is left of it. */
void session_drop_jotting(struct session *session);
/* What is left of it is looked at again: it could not be said. */
void session_read_jotting(struct session *session);

/* 0, or why it may not be signed now (ERR_REFUSED): the first gap. */
MUST int session_ready(const struct session *session, struct err *err);

#endif
