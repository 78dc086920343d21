/*
 * Loose objects, read by our own hand: on one that is cut short libgit2 1.5.1 never returns.
 */
#ifndef CORE_STORE_GIT_LOOSE_H
#define CORE_STORE_GIT_LOOSE_H

#include "core/store/git.h"
#include "core/store/flate.h"

struct loose {
	int fd;
	struct inflater *in;
	enum object_type type;
	int64_t size;
	int64_t skip;		/* where the bytes begin in what comes out of `in` */
};

/* Look into one folder of objects. ERR_NOT_FOUND, ERR_INVALID when it is no object. */
MUST int loose_open(struct loose *out, const char *objects, const struct oid *oid,
		    struct err *err);
void loose_close(struct loose *loose);
/* All of it, not yet held against its id. The size is the caller's to limit. */
MUST int loose_read(struct span *out, struct arena *arena, struct loose *loose,
		    struct err *err);

/* `objects` and the folders it borrows from (info/alternates), as a list that ends in NULL. */
const char **loose_folders(struct arena *arena, const char *objects);

#endif
