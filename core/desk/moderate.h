/*
 * Moderation: another person looks at what was decided on an attempt, and says in a signed
 * record that it stands, what stands in its place, that it goes back to who judged it, that
 * it goes up to somebody else, or how a disagreement ends. The reason is free text, and lies
 * in an attachment.
 *
 * What is said of a case is kept as it is said, in a draft (draft.h) beside that of the
 * portfolio, with `.case` behind its name. It holds verbs of an assessment (scoring.h) on the
 * first of the decisions as it was judged, and
 *
 *	of SHA-256...		the decisions: its first line
 *	action ACTION		confirm, adjust, return, escalate or resolve
 *	reason TEXT		why
 *	sealing ID		signing began, with a record of this id
 */
#ifndef CORE_DESK_MODERATE_H
#define CORE_DESK_MODERATE_H

#include "core/desk/seal.h"
#include "core/desk/sealing.h"
#include "core/desk/statement.h"
#include "core/model/record_body.h"

/* What a moderator said of one of the decisions before. */
struct moderation_before {
	const char *actor;
	enum moderation_action action;
	int64_t seconds;
};

struct moderating {
	struct arena arena;
	const struct workspace *workspace;	/* lent */
	struct ledger *ledger;		/* lent */
	struct taken taken;
	struct past past;
	const struct past_decision **of;	/* the primary one first */
	size_t of_count;
	struct moderation_before *before;	/* as the ledger is walked */
	size_t before_count;
	struct draft draft;		/* of the case, until the session has it */
	const char *first_line;
	int action;			/* enum moderation_action; -1: not said yet */
	const char *reason;		/* NULL: not said yet */
	struct jotting begun;		/* a reason that was being written and is not said yet */
	const char *beside;		/* …and where it is kept */
	const char *sealing;		/* the id that signing began with; NULL. The session's
					   signed_id, once it is laid open */
	struct session *session;	/* the first of them as it was judged, and what was said
					   of it; NULL: not laid open */
	size_t waiting;			/* verbs in the draft for when it is */
	bool alone;			/* of one decision, whatever else stands */
	const char *overtaken;		/* what was found when it was to be signed: these are
					   not what stands any more; NULL. It must be opened
					   again */
	bool passing;			/* nothing is kept before it is signed */
	const char **pending;		/* and this is what there is then to keep */
	size_t pending_count;
};

/* What is written of this case, as it is sealed. */
struct sealing moderate_sealing(const struct moderating *moderating);

/* `confirm`, and back; -1. */
const char *moderation_word(enum moderation_action action);
int moderation_from_word(const char *word);
/* `confirmed`. */
const char *moderation_done(enum moderation_action action);

struct moderating_how {
	const char *only;		/* the SHA-256 of one decision; NULL: all that stand */
	const char *who;		/* told to a second session, as in session_options */
	bool passing;			/* see above */
	bool dropping;			/* whatever was begun, it is to be set aside */
	bool take_over;			/* ask the session that has it to leave first */
};

/*
 * The case of the decisions that stand on the attempt at hand of a portfolio, or of one of
 * them; with what was said of it before. ERR_NOT_FOUND where there are none; ERR_REFUSED where
 * the workspace's key may not moderate by its rubric, where one of them is its actor's own,
 * for nobody moderates themselves, and where that actor is still to judge it blind.
 * ERR_CONFLICT where another session has it, or one on other decisions was begun.
 */
MUST int moderate_open(struct moderating *out, const struct workspace *workspace,
		       struct ledger *ledger, const char *portfolio,
		       const struct moderating_how *how, struct err *err);
void moderate_close(struct moderating *moderating);

/* Lay the first decision open as it was judged, with what was said of it. Those of
 * judged_open; nothing changes then. */
MUST int moderate_lay(struct moderating *moderating, struct err *err);

/*
 * Say one verb: `action`, `reason`, or one of an assessment on the first decision, as it was
 * judged: what comes of them all is to stand in its place. Durable, or refused and nothing
 * changed. Those of session_say, and of moderate_lay.
 */
MUST int moderate_say(struct moderating *moderating, const char *verb, struct err *err);
/*
 * The reason while it is being written, kept as a note is (jotting.h), beside the draft with
 * `.reason` behind its name; and what there is of it dropped, as it is when a reason is said.
 */
MUST int moderate_jot(const struct moderating *moderating, const char *text, size_t at,
		      struct err *err);
void moderate_drop_jotting(struct moderating *moderating);
/* How many verbs of an assessment hold. */
size_t moderate_said(const struct moderating *moderating);
/* Was anything said of it? */
bool moderate_begun(const struct moderating *moderating);
/* Set aside what was said of it, and close it; nothing of that is unlinked. What was begun and
 * not said goes. */
MUST int moderate_drop(struct moderating *moderating, struct err *err);

/* …and where it is kept. */
struct draft *moderate_draft(struct moderating *moderating);

/* Where what is said of the case of an attempt lies. */
char *moderate_path(struct arena *arena, const struct workspace *workspace,
		    const char *portfolio, int64_t attempt);

/* What would be signed. */
struct ruling {
	struct seal seal;		/* its texts and its feedback */
	struct moderation_result result;
	bool has_result;		/* it stands in the decision's place */
	int outcome;			/* that then stands: index in pass, not_yet, …; -1: none */
	bool releases;			/* the policy has it released now… */
	const char *trouble;		/* …and why it cannot be; NULL: it can */
	struct session own;		/* of what was returned at the gate */
	bool has_own;
};

/*
 * To confirm, the decisions must agree; to adjust, there is one, and something was said; to
 * resolve, the result is what was said of the first. What is handed on has notes in it: they
 * must lie open, or their key be here. ERR_REFUSED with what is missing. Must be closed before
 * anything more is said.
 */
MUST int moderate_prepare(struct ruling *out, struct moderating *moderating, struct err *err);
void ruling_close(struct ruling *ruling);

struct moderated {
	struct appended appended;
	char outcome_oid[OID_HEX];	/* of what was released; "" when it was not */
	const char *release_trouble;	/* why not; NULL: fine */
	const char *keys_trouble;	/* as of struct sealed */
};

/* Record it, release it where the policy says so, and put the draft away. A retry after any
 * crash, however late, leaves exactly one record. ERR_CONFLICT where one of the decisions was
 * superseded since, or another was made: nothing is recorded or released then. */
MUST int moderate_sign(struct moderated *out, struct moderating *moderating,
		       struct ruling *ruling, struct signer *signer, int64_t now,
		       struct err *err);

/*
 * In words (moderate_tell.c), a line each; all of it foreign text: the decisions and what
 * moderators said of them before; by criterion where they differ; what is said otherwise than
 * the first has it; and what would be signed.
 */
void moderate_print_decisions(struct buf *out, const struct moderating *moderating);
void moderate_print_differences(struct buf *out, const struct moderating *moderating);
void moderate_print_changes(struct buf *out, const struct moderating *moderating);
void ruling_print(struct buf *out, const struct ruling *ruling,
		  const struct moderating *moderating);

#endif
