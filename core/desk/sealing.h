/*
 * Free text that can be shredded. Where the policy says `seal_default: yes`, notes, reasons
 * and conflicts of interest go into the ledger in envelopes (core/trust/envelope.h), each
 * person's on each portfolio with a key of its own (core/store/keyring.h), which is handed,
 * wrapped, to those who may have to read (core/store/wraps.h). The scores lie open for ever;
 * the text is gone for everybody once its keys are.
 *
 * Who may have to read: whoever has a box in trust, is moderator, iqa or admin for the
 * rubric, or is the one who wrote it. They must be `seal_recipients_min` persons.
 */
#ifndef CORE_DESK_SEALING_H
#define CORE_DESK_SEALING_H

#include "core/store/keyring.h"
#include "core/store/ledger.h"
#include "core/store/workspace.h"

enum { SEALING_READERS = 1u << TRUST_MODERATOR | 1u << TRUST_IQA | 1u << TRUST_ADMIN };

/* What the workspace's actor writes about one portfolio. */
struct sealing {
	const struct workspace *workspace;	/* lent */
	struct ledger *ledger;		/* lent */
	const char *portfolio;
	const char *rubric;		/* its id */
};

/* Append "m-cat, r-ann". */
void sealing_print_readers(struct buf *out, const struct sealing *sealing);

/* May text be written? Always, where none is sealed; else ERR_REFUSED when too few could
 * open it, and what to do. */
MUST int sealing_ready(const struct sealing *sealing, struct err *err);
/*
 * Seal these files in place, in `arena`, where the policy says so; as they were otherwise,
 * but ERR_REFUSED for a text that would read as sealed.
 * The key is durable when it returns 0. The errors of sealing_ready, keyring_own and
 * envelope_print.
 */
MUST int sealing_put(struct blob_to_write *files, size_t count, struct arena *arena,
		     const struct sealing *sealing, struct err *err);
/*
 * After something sealed was recorded: the key goes to those who may have to read and have it
 * not yet. NULL: they have it, or nothing is sealed; else why not and what to do, in `arena`.
 */
const char *sealing_hand_over(struct arena *arena, const struct sealing *sealing,
			      const char *kid, int64_t now);

/* ---- keys handed over, taken in, destroyed ---- */

/*
 * The own key for every box: on the branch of the portfolio repository, or (`dir` not NULL)
 * as files `DIR/<id of the key>/<box_kid>`, to be passed on otherwise. *count: boxes.
 * ERR_NOT_FOUND where nothing was sealed by this actor here.
 */
MUST int sealing_give(size_t *count, const struct sealing *sealing, const char *dir,
		      const char *kid, int64_t now, struct err *err);

/* A key that some record is sealed with. */
struct sealed_by {
	const char *portfolio, *actor, *key;
	const char *erased;		/* commit of the record that erased it; NULL: none */
	bool shredded;			/* it says that who wrote it destroyed theirs */
};
/* All that the ledger speaks of, of one portfolio or (NULL) of every one; in `arena`. */
MUST int sealing_keys(struct sealed_by **out, size_t *count, struct arena *arena,
		      struct ledger *ledger, const char *portfolio,
		      const struct progress *progress, struct err *err);

/* *commit: of the last record that erased the portfolio, in `arena`; NULL: none did. */
MUST int sealing_erasure(const char **commit, struct arena *arena, struct ledger *ledger,
			 const char *portfolio, struct err *err);

/*
 * Destroy here what a record that came asks for: the keys of every portfolio that was erased.
 * What became of each is told in lines appended to `said`. Under an old trust file, or one of
 * two, nobody knows whether that person may ask: as ledger_trust_fresh, and every key stays.
 */
MUST int sealing_obey(struct buf *said, const struct workspace *workspace,
		      struct ledger *ledger, const struct progress *progress,
		      struct err *err);

/* Is it here already? */
bool sealing_has(const struct workspace *workspace, const struct sealed_by *key);
/*
 * Take one in with a box that was opened, from the branch in `repo`, or (`dir` not NULL) from
 * files as sealing_give writes them. *took false: nothing lies there for this box.
 */
MUST int sealing_take(bool *took, const struct workspace *workspace,
		      const struct sealed_by *key, const struct box *box, const char *repo,
		      const char *dir, struct err *err);

struct sealing_gone {
	size_t keys;			/* that were here */
	size_t wraps, kept, left;	/* as wraps_remove */
	const char *trouble;		/* why wraps could not be taken away here, and there; */
	const char *trouble_there;	/* NULL: fine */
};
/* Where else keys are to be destroyed. */
struct sealing_places {
	const char *repo;		/* the portfolio repository; NULL: it is not at hand */
	const char *remote;		/* where that was pushed to: a path or an address; NULL */
	bool own_only;			/* there: the keys of what this actor wrote, no others */
};
/*
 * Destroy every key of a portfolio here, and the wraps in those places. `commit`: the record
 * that says so, NULL: none yet. Texts in `arena`.
 */
MUST int sealing_destroy(struct sealing_gone *out, struct arena *arena,
			 const struct sealing *sealing, const struct sealing_places *places,
			 const char *commit, const char *kid, int64_t now, struct err *err);
/* Append what was done, in lines, and what is left to do. */
void sealing_print_gone(struct buf *out, const struct sealing_gone *gone,
			const struct sealing_places *places);

#endif
