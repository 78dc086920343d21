/*
 * The rubrics of a programme: those in its folder, those published in its ledger, and how
 * many portfolios each is to judge.
 */
#ifndef CORE_DESK_SHELF_H
#define CORE_DESK_SHELF_H

#include "core/store/ledger.h"
#include "core/store/workspace.h"

struct shelf_item {
	const char *id, *title;		/* title: foreign text */
	int64_t version;
	size_t criteria;
	const char *sha256, *structure;	/* 64 hex */
	const char *commit, *ref;	/* of the record that published it; NULL: not yet */
	const char *path;		/* in the folder; NULL: only in the ledger */
	bool newest;			/* no higher version of this id */
	size_t portfolios;		/* taken for this id */
};

struct shelf {
	struct shelf_item *items;	/* by id, the newest version first */
	size_t count;
	const char **unread;		/* paths in the folder that are no rubric */
	size_t unread_count;
};

/* All in `arena`; of use as long as it is. */
MUST int shelf_read(struct shelf *out, struct arena *arena,
		    const struct workspace *workspace, struct ledger *ledger,
		    struct err *err);

/*
 * The one meant by an id (the newest in the folder, else in the ledger), by `ID@VERSION`
 * (the published one where two are there), or by a sha256; NULL: none.
 */
const struct shelf_item *shelf_find(const struct shelf *shelf, const char *name);
/* What was published before it under its id, or instead of it; NULL: nothing. */
const struct shelf_item *shelf_before(const struct shelf *shelf,
				      const struct shelf_item *item);
/* The first that has the id and version of the one before it, and another text; NULL: none. */
const struct shelf_item *shelf_clash(const struct shelf *shelf);
/* Its text, read again: from the ledger where it was published. */
MUST int shelf_open(const struct rubric **out, struct arena *arena, struct ledger *ledger,
		    const struct shelf_item *item, struct err *err);
/* From a name as for shelf_find to the rubric. ERR_NOT_FOUND. */
MUST int shelf_named(const struct rubric **out, struct arena *arena,
		     const struct workspace *workspace, struct ledger *ledger,
		     const char *name, struct err *err);

/*
 * May it be published? Yes where it is already; ERR_REFUSED where this version is there
 * with other bytes, or a higher one is. *newest is the newest published of its id; its id
 * is NULL where there is none.
 */
MUST int shelf_may_publish(struct shelf_item *newest, struct arena *arena,
			   struct ledger *ledger, const struct rubric *rubric,
			   struct err *err);

#endif
