/*
 * Planting: a folder of plain files becomes a commit in a git repository, without a work
 * tree or an index. How the samples become real portfolios.
 */
#ifndef CORE_STORE_PLANT_H
#define CORE_STORE_PLANT_H

#include "core/store/git.h"

struct planting {
	const char *folder;
	const char *ref;		/* full name; must not exist yet */
	const char *author, *email, *message;
	int64_t when;			/* UTC seconds */
};

/* ERR_CONFLICT when the ref exists; ERR_LIMIT past 16 levels or 10,000 files in a folder. */
MUST int plant_folder(struct oid *out, struct repo *repo, const struct planting *planting,
		      struct err *err);

#endif
