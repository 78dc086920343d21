/*
 * Moderation: another person looks at what was decided on an attempt, and says in a signed
 * record that it stands, what stands in its place, that it goes back to who judged it, that
 * it goes up to somebody else, or how a disagreement ends. The reason is free text, and lies
 * in an attachment.
 */
#ifndef CORE_DESK_MODERATE_H
#define CORE_DESK_MODERATE_H

#include "core/desk/seal.h"
#include "core/desk/statement.h"
#include "core/model/record_body.h"

struct moderating {
	struct arena arena;
	const struct workspace *workspace;	/* lent */
	struct ledger *ledger;		/* lent */
	struct past past;
	const struct past_decision **of;	/* the primary one first */
	size_t of_count;
	struct session session;		/* the first of them, as it was judged */
	bool has_session;
	size_t said;			/* verbs, of what is to stand in its place */
};

/* `confirm`, and back; -1. */
const char *moderation_word(enum moderation_action action);
int moderation_from_word(const char *word);

/*
 * The decisions that stand on the attempt at hand of a portfolio, or the one of them with
 * this SHA-256 alone (`only`, NULL: all). ERR_NOT_FOUND where there are none; ERR_REFUSED
 * where one is the workspace's actor's own, for nobody moderates themselves.
 */
MUST int moderate_open(struct moderating *out, const struct workspace *workspace,
		       struct ledger *ledger, const char *portfolio, const char *only,
		       struct err *err);
void moderate_close(struct moderating *moderating);

/*
 * A verb of an assessment (scoring.h) on the first decision, as it was judged: what comes of
 * them all is to stand in its place. Those of scoring_say, and of judged_open.
 */
MUST int moderate_say(struct moderating *moderating, const char *verb, struct err *err);

struct moderated {
	struct appended appended;
	bool releases;			/* the policy has it released now… */
	char outcome_oid[OID_HEX];	/* …and it was; "" when not */
	const char *release_trouble;	/* why not; NULL: fine */
	const char *keys_trouble;	/* as of struct sealed */
	int outcome;			/* that stands: index in pass, not_yet, …; -1: none */
};

/*
 * Record it. To confirm, the decisions must agree; to adjust, there is one, and something
 * was said; to resolve, the result is what was said of the first. Where the policy releases
 * on moderation, what then stands goes to the learner. What is handed on has notes in it:
 * ERR_REFUSED where those are sealed and their key is not here.
 */
MUST int moderate_sign(struct moderated *out, struct moderating *moderating,
		       enum moderation_action action, const char *reason,
		       struct signer *signer, int64_t now, struct err *err);

#endif
