/*
 * A programme on this machine: a folder with `assay.yaml`, the ledger, rubrics, the
 * portfolios taken in and the keys of sealed texts (keyring.h); and where this person's keys
 * and drafts are.
 *
 *	assay_programme: 1
 *	name: Riverbend Learning Cooperative
 *	ledger: {path: ledger.git, id: <64 hex>}
 *	actor: a-lind
 *	key: a-lind		# keys/a-lind.key of their own; a path from here; `agent:<kid>`
 */
#ifndef CORE_STORE_WORKSPACE_H
#define CORE_STORE_WORKSPACE_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/rubric.h"
#include "core/trust/trust.h"

#define WORKSPACE_FILE "assay.yaml"

/* Where a person's things are, by the XDG base directories; given by the faces. */
struct places {
	const char *data;	/* $XDG_DATA_HOME/assay: keys, the personal programme */
	const char *state;	/* $XDG_STATE_HOME/assay: drafts, the last programme used */
	const char *cache;	/* $XDG_CACHE_HOME/assay: what can be made anew; or NULL */
	const char *agent;	/* $SSH_AUTH_SOCK, or NULL */
	const char *path;	/* $PATH, or NULL */
	const char *mailcap;	/* ~/.mailcap, or NULL */
	const char *browser;	/* $BROWSER, or NULL */
	bool display;		/* windows can be opened here */
	bool distant;		/* over ssh */
};

struct ledger;

struct workspace {
	struct places places;
	const char *dir;		/* absolute */
	const char *name, *ledger_path, *ledger_id, *actor, *key;
	/* Somebody else's ledger, of no programme here: it is looked at, nothing is signed, and
	 * nothing of it is remembered. `ledger_id` NULL: it was told by nobody. */
	bool visiting;
	/* Why the ledger does not open: only its audit is to be seen, which tells more. `ledger_path`
	 * NULL: not even that could be laid out. NULL: it opens, or nobody tried. */
	const char *closed;
};

/* One portfolio as taken into the programme: `portfolios/<pseudonym>.yaml`. */
struct taken {
	const char *portfolio;		/* 32 hex pseudonym */
	const char *repo;		/* absolute path */
	const char *ref;		/* "" is HEAD */
	const char *path;		/* "" is the root */
	const char *rubric;		/* rubric id */
	int64_t attempt;		/* the one being judged, or judged last; from 1 */
};

/* The programme in `dir`. */
MUST int workspace_open(struct workspace *out, struct arena *arena, const char *dir,
			const struct places *places, struct err *err);
/* The nearest one from `start` upward, else the last one used. ERR_NOT_FOUND says what to do. */
MUST int workspace_find(struct workspace *out, struct arena *arena, const char *start,
			const struct places *places, struct err *err);
/* Its ledger, opened as ledger_open does; what is verified of it is remembered among this
 * person's state. */
MUST int workspace_ledger(struct ledger *out, const struct workspace *workspace,
			  struct err *err);
/* Make the folder, its subfolders and assay.yaml. ERR_EXISTS if there is one. */
MUST int workspace_create(const struct workspace *what, struct err *err);
/* Sign with another key from now on; the rest of assay.yaml stays, comments too. */
MUST int workspace_use_key(struct workspace *workspace, const char *key, struct err *err);
/* Remember it as the last one used; failing to is no trouble. */
void workspace_remember(const struct workspace *workspace);

MUST int workspace_take(const struct workspace *workspace, const struct taken *taken,
			struct err *err);
/* The next attempt of it begins: in its file, whose other lines stay, and in *taken. */
MUST int workspace_next_attempt(const struct workspace *workspace, struct taken *taken,
				struct err *err);
/* All of them, by pseudonym; a file that cannot be read is an error with its place. */
MUST int workspace_taken(struct taken **out, size_t *count, struct arena *arena,
			 const struct workspace *workspace, struct err *err);
/* The one meant by a pseudonym or a unique beginning of it (4 digits at least). */
MUST int workspace_portfolio(struct taken *out, struct arena *arena,
			     const struct workspace *workspace, const char *name,
			     struct err *err);

/* The rubric in a file; NULL with its first fault and place. */
const struct rubric *rubric_file(struct arena *arena, const char *path, struct err *err);
/* The paths of all that might be rubrics in the folder, in order of their names. */
MUST int workspace_rubric_files(char ***out, size_t *count, struct arena *arena,
				const struct workspace *workspace, struct err *err);
/* The rubric with this id, highest version first; `path` (may be NULL) tells where it is. */
MUST int workspace_rubric(const struct rubric **out, const char **path, struct arena *arena,
			  const struct workspace *workspace, const char *id, struct err *err);

/* Paths, in the arena. */
char *workspace_draft_path(struct arena *arena, const struct workspace *workspace,
			   const char *portfolio, int64_t attempt);
char *workspace_keys(struct arena *arena, const struct workspace *workspace);
char *workspace_own_key(struct arena *arena, const struct workspace *workspace);
char *workspace_key_path(struct arena *arena, const struct places *places, const char *name);
char *workspace_box_path(struct arena *arena, const struct places *places, const char *name);

#endif
