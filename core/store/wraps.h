/*
 * How the keys of sealed texts come to those who may open them: wrapped for their boxes
 * (core/trust/sealkey.h), on the branch `assay/keys` of the portfolio's own repository, as
 * files `<id of the key>/<box_kid>`. They travel as the evidence does, and go with it: the
 * ledger never holds a key. The branch is foreign bytes as all of that repository is; what is
 * taken from it is held against the id that a signed record names.
 */
#ifndef CORE_STORE_WRAPS_H
#define CORE_STORE_WRAPS_H

#include "core/store/ledger.h"
#include "core/trust/sealkey.h"

#define WRAPS_REF "refs/heads/assay/keys"

struct wrap {
	const char *box_kid;
	struct span bytes;
};

/* What lies there of one key, for one box or (NULL) for all, in `arena`; no branch or no such
 * key: none. */
MUST int wraps_read(struct wrap **out, size_t *count, struct arena *arena, const char *repo,
		    const char *key, const char *box_kid, struct err *err);

struct wraps_writer {
	struct ledger *ledger;
	const char *actor, *kid;	/* who says that they wrote it; nothing rests on it */
	int64_t now;
};
/*
 * Put the wraps of one key there, over those of the same boxes. ERR_IO when the repository
 * cannot be written; ERR_CONFLICT; ERR_REFUSED when what stands on the branch is none of ours.
 */
MUST int wraps_put(const char *repo, const char *key, const struct wrap *wraps, size_t count,
		   const struct wraps_writer *by, struct err *err);

struct wraps_gone {
	size_t wraps;			/* that were taken away */
	size_t kept;			/* of which git still has bytes: in packs, not ours to undo */
	size_t left;			/* keys of other portfolios, which stay on the branch */
	char was[OID_HEX];		/* the commit it stood at; "": there was none */
};
/*
 * Take the wraps of these keys away: from the branch, which begins anew with what is left or
 * goes, and the objects themselves, overwritten, where they lie loose. A branch of this name
 * that holds what assay never put there goes whole. No branch: nothing.
 */
MUST int wraps_remove(struct wraps_gone *out, const char *repo, const char *const *keys,
		      size_t count, const struct wraps_writer *by, struct err *err);
/*
 * Take the branch away where it was pushed to: a path, or an address of ssh or https, and
 * stock git goes there. Only if it is there what it `was` here, for what else it is may hold
 * keys of other portfolios: ERR_CONFLICT. None there: nothing. ERR_IO with what git said.
 */
MUST int wraps_remove_there(struct ledger *ledger, const char *address, const char *was,
			    struct err *err);

#endif
