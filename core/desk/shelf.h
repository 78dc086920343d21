/*
 * The rubrics of a programme: those in its folder, those published in its ledger, and how
 * many portfolios each is to judge.
 */
#ifndef CORE_DESK_SHELF_H
#define CORE_DESK_SHELF_H

#include "core/store/ledger.h"
#include "core/store/workspace.h"

struct shelf_item {
	const char *id, *title;		/* foreign text */
	int64_t version;
	size_t criteria;
	const char *sha256;
	const char *commit;		/* of the record that published it; NULL: not yet */
	const char *path;		/* in the folder; NULL: only in the ledger */
	bool newest;			/* no higher version of this id */
	size_t portfolios;		/* taken for this id */
};

struct shelf {
	struct shelf_item *items;	/* by id, the newest version first */
	size_t count;
};

MUST int shelf_read(struct shelf *out, struct arena *arena,
		    const struct workspace *workspace, struct ledger *ledger,
		    struct err *err);

/*
 * The rubric that was published with this id and version (0: the newest), from the ledger.
 * ERR_NOT_FOUND.
 */
MUST int shelf_published(const struct rubric **out, struct arena *arena,
			 struct ledger *ledger, const char *id, int64_t version,
			 struct err *err);

/*
 * May it be published? Yes where it is already; ERR_REFUSED where this version is there
 * with other bytes, or a higher one is. *newest is the newest there is of its id, or NULL.
 */
MUST int shelf_may_publish(const struct rubric **newest, struct arena *arena,
			   struct ledger *ledger, const struct rubric *rubric,
			   struct err *err);

#endif
