/*
 * One assessor, one portfolio, one sitting: the scoring and the draft that keeps it. Every
 * face changes an assessment through session_say and nothing else.
 */
#ifndef CORE_DESK_SESSION_H
#define CORE_DESK_SESSION_H

#include "core/desk/dossier.h"
#include "core/desk/scoring.h"
#include "core/store/draft.h"
#include "core/store/workspace.h"

/* Must not be moved while open: its parts point at one another. */
struct session {
	struct arena arena;
	const struct workspace *workspace;	/* lent */
	struct taken taken;
	const struct rubric *rubric;
	struct dossier dossier;
	struct scoring scoring;
	struct draft draft;
	bool *seen;			/* by dossier item: was it opened? */
	char newest[OID_HEX];		/* where the portfolio is now */
	bool moved_on;			/* newest is not the commit being judged, and the
					   assessor has not chosen yet */
	bool gone;			/* the judged commit is not in the repository any more:
					   what is shown is the newest, and must be accepted */
	const char *signed_id;		/* a record id that signing began with, or NULL */
	bool look;			/* view only: verbs are refused */
};

struct session_options {
	bool look;
	const char *who;		/* "pid 4711 on pts/3": told to a second session */
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
 * Say one verb: checked, applied, appended and durable, or refused and nothing changed.
 * Besides those of scoring: `evidence newest` judges the newest commit from now on,
 * `evidence keep` goes on with the old one and asks no more.
 */
MUST int session_say(struct session *session, const char *verb, struct err *err);

/* The person opened this piece. Kept with the draft once there is one; never fails. */
void session_saw(struct session *session, size_t item);

/* Required evidence nobody opened: dossier items that feed a criterion; for the sign page. */
size_t session_unseen(size_t **out, struct arena *arena, const struct session *session);

/* 0, or why it may not be signed now (ERR_REFUSED): the first gap. */
MUST int session_ready(const struct session *session, struct err *err);

#endif
