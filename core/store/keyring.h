/*
 * The keys of sealed texts that a programme has: files of core/trust/sealkey.h, mode 0600, in
 * `sealing/` of its folder, never in the ledger.
 *
 *	sealing/<portfolio>/<id>.<actor>	made here, for what this actor writes
 *	sealing/<portfolio>/<id>		handed over by another, to read with
 *	sealing/<portfolio>.shredded		they were destroyed here: one line, `<commit of
 *						the record that says so, or -> <how many>`
 *
 * What one writes is only ever sealed with a key made here: whoever plants another gains
 * nothing by it.
 */
#ifndef CORE_STORE_KEYRING_H
#define CORE_STORE_KEYRING_H

#include "core/store/git.h"
#include "core/trust/envelope.h"

#define KEYRING_FOLDER "sealing"
enum { KEYRING_KEYS = 4096 };		/* of one portfolio */

struct keyring_item {
	const char *id;
	const char *actor;		/* whose it is to write with; NULL: handed over */
};

/* `dir` is the folder of all keys. What there is of a portfolio, by id; in `arena`. */
MUST int keyring_list(struct keyring_item **out, size_t *count, struct arena *arena,
		      const char *dir, const char *portfolio, struct err *err);
/* The one to write with, made, and durable, if there is none yet. ERR_REFUSED after they
 * were destroyed. */
MUST int keyring_own(struct sealkey *out, const char *dir, const char *portfolio,
		     const char *actor, struct err *err);
/* ERR_NOT_FOUND. */
MUST int keyring_find(struct sealkey *out, const char *dir, const char *portfolio,
		      const char *id, struct err *err);
/* Keep what another handed over; there already: nothing to do. As keyring_own. */
MUST int keyring_take(const char *dir, const char *portfolio, const struct sealkey *key,
		      struct err *err);
/* Overwrite and remove every key of the portfolio, and say so; `commit` (40 hex, or NULL) is
 * the record that tells. *count is how many
 * there ever were, for it may be said again. */
MUST int keyring_destroy(size_t *count, const char *dir, const char *portfolio,
			 const char *commit, struct err *err);
struct keyring_shredded {
	char commit[OID_HEX];		/* "": no record is known to say so */
	size_t keys;			/* there were */
};
/* Were they destroyed here? */
bool keyring_shredded(struct keyring_shredded *out, const char *dir, const char *portfolio);

/*
 * The text in an envelope that is the attachment `name` of a record by `actor` about
 * `portfolio` (NULL: the record does not say). Without its key: ERR_NOT_FOUND, and one
 * sentence that says by whom it is sealed and what to do, or that it is shredded, and by
 * which record. ERR_INVALID where it is not what was put in.
 */
MUST int keyring_read(struct span *out, struct arena *arena, const char *dir,
		      struct span bytes, const char *name, const char *actor,
		      const char *portfolio, struct err *err);

#endif
