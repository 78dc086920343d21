/*
 * A plain folder of files, seen as the evidence it would be if it were committed; and what
 * of a work tree is not committed. Links are not followed, nothing in it is run, no program
 * is asked: files are listed and read.
 */
#ifndef CORE_DESK_FOLDER_H
#define CORE_DESK_FOLDER_H

#include "core/desk/dossier.h"

/* `.git` is left out, and all that is neither file nor link. ERR_REFUSED for a repository
 * inside; ERR_LIMIT as for evidence_open. */
MUST int folder_list(struct evidence *out, struct arena *arena, const char *folder,
		     struct err *err);

enum pending_kind { PENDING_NEW, PENDING_CHANGED, PENDING_GONE };

struct pending {
	enum pending_kind kind;
	const char *path;		/* foreign */
};

enum { PENDING_KEPT = 20 };

struct pending_list {
	struct pending items[PENDING_KEPT];
	size_t count, kept;		/* all of them, and how many are listed */
};

/*
 * What in `folder` is not as in the commit that lies open: new files (but those git is told
 * to ignore), changed ones, byte by byte, and ones that are gone.
 */
MUST int folder_pending(struct pending_list *out, struct arena *arena,
			const struct dossier *committed, const char *folder,
			struct err *err);

#endif
