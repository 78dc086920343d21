/*
 * The evidence of a portfolio: one commit and path in a git repository, as a list of items.
 * Never checked out, never run. Items count from 1, bytewise by full path, symlinks included
 * (ledger.md section 12). A submodule is no item and takes no number: it is listed beside
 * them, to be shown, and no digest is made of evidence that holds one, so that nothing is
 * ever signed over it and no numbering with it comes to a record.
 */
#ifndef CORE_STORE_EVIDENCE_H
#define CORE_STORE_EVIDENCE_H

#include "core/base/digest.h"
#include "core/base/progress.h"
#include "core/store/blob.h"

enum { EVIDENCE_ITEMS = 200000, EVIDENCE_DEPTH = 64 };

enum item_kind { ITEM_FILE, ITEM_EXECUTABLE, ITEM_SYMLINK };

struct evidence_item {
	const char *path;	/* from the evidence path, `/` between; foreign bytes */
	struct oid oid;
	enum item_kind kind;
};

struct evidence_submodule {
	const char *path;
	struct oid commit;	/* of another repository */
};

struct evidence {
	struct repo *repo;		/* lent */
	struct oid commit, tree;	/* tree: at `path` */
	const char *path;		/* "" for the root */
	struct evidence_item *items;
	size_t count;
	struct evidence_submodule *submodules;
	size_t submodule_count;
	bool cut;			/* there is more, behind what was asked for */
};

/* For what is shown before all of a large one is known. */
struct evidence_pace {
	size_t most;			/* files and folders to look at; 0: all */
	const struct progress *progress;	/* `total` is not known; NULL */
};

/*
 * Look at a commit, from the folder `path` in it on. Fills `out`; everything in it lives in
 * `arena`, the repo must outlive it. ERR_NOT_FOUND when there is no such folder,
 * ERR_LIMIT, ERR_INVALID for hostile trees. `pace` NULL: all of it, in silence; ERR_CANCELLED.
 * What was cut begins as the whole does, numbers and all.
 */
MUST int evidence_open(struct evidence *out, struct arena *arena, struct repo *repo,
		       const struct oid *commit, const char *path,
		       const struct evidence_pace *pace, struct err *err);
/* 0, or ERR_REFUSED where it was cut or there is a submodule in it: for what is to be pinned. */
MUST int evidence_whole(const struct evidence *evidence, struct err *err);
/* The item with this path, as an index from 0; -1 if there is none. */
ptrdiff_t evidence_find(const struct evidence *evidence, const char *path);
/* Size of one item in bytes, from its header. */
MUST int evidence_size(int64_t *out, const struct evidence *evidence, size_t item,
		       struct err *err);
/*
 * The id this tree has in a SHA-256 git repository, and the sum of all sizes. Reads every
 * byte of the evidence once, streaming; `total` of the progress is not known. As with `git
 * fast-import`, a folder without a file in it leaves no trace. ERR_REFUSED as evidence_whole.
 */
MUST int evidence_tree256(struct digest *out, int64_t *bytes, const struct evidence *evidence,
			  const struct progress *progress, struct err *err);

#endif
