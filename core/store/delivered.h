/*
 * A ledger that came in another shape than the bare repository it is kept in: a bundle, the
 * folder of an audit pack, an ordinary clone. It is laid out as a bare repository in a folder
 * of its own, which goes when it is closed; what it was taken from is only read, and no git
 * is ever run in it. Whoever judges it afterwards trusts it no more than before.
 */
#ifndef CORE_STORE_DELIVERED_H
#define CORE_STORE_DELIVERED_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/progress.h"

struct delivered {
	struct arena arena;
	const char *path;		/* of the ledger, to be opened as ledger_open does */
	const char *folder;		/* it was laid out in; NULL: it lies where it was given,
					   and nothing was made */
	const char *judged;		/* what lies in the folder that was given, and was
					   laid out in place of it; NULL: what was given */
	int lock;			/* held on the folder, where there is one */
};

/*
 * `cache` ($XDG_CACHE_HOME/assay, or NULL: /tmp) is where it is laid out. A bundle is taken
 * in by git, which looks at every object; of a clone the objects are linked or copied, and
 * the branches of its remote are the chains. A path that is none of them, and a folder that is
 * a repository itself whatever else lies in it, is handed through. Never for one's own ledger.
 * ERR_UNSAFE for one that cannot be a ledger, whoever looks at it (`unsafe-repository`);
 * ERR_REFUSED for a file that is no bundle, for one that holds only a part, and where several
 * remotes hold a ledger; ERR_IO where the disk is at fault; ERR_CANCELLED.
 */
MUST int delivered_open(struct delivered *out, const char *path, const char *cache,
			const struct progress *progress, struct err *err);
/* A folder of its own for one that has none, for what is to go with it when it is closed. */
MUST int delivered_room(struct delivered *delivered, const char *cache, struct err *err);
void delivered_close(struct delivered *delivered);

#endif
