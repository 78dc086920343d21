/*
 * A git tree object, read strictly from its bytes by our own hand: libgit2 accepts names
 * like `../x` and `.git`, and duplicates; we do not.
 */
#ifndef CORE_STORE_TREE_H
#define CORE_STORE_TREE_H

#include "core/base/buf.h"
#include "core/store/git.h"

enum { MODE_FILE = 0100644, MODE_EXEC = 0100755, MODE_LINK = 0120000, MODE_TREE = 0040000,
       MODE_SUBMODULE = 0160000, TREE_NAME = 4096 };

struct tree_entry {
	unsigned mode;
	const char *name;	/* in the tree's bytes, NUL-terminated; any but NUL and slash */
	struct oid oid;
};

/* Entries in git's order, in `arena`; `bytes` must outlive them. ERR_INVALID for a malformed one: bad mode, empty, `.`, `..`, `.git`
 * (any case), a slash, wrong order, a duplicate; ERR_LIMIT past `limit` entries. */
MUST int tree_parse(struct tree_entry **out, size_t *count, struct arena *arena,
		    struct span bytes, size_t limit, struct err *err);
/* The entry with this name and mode of a tree in `repo`, which must be small. ERR_NOT_FOUND. */
MUST int tree_find(struct oid *out, unsigned mode, struct arena *arena, struct repo *repo,
		   const struct oid *tree, const char *name, struct err *err);
/* Append the bytes of a tree with these entries, which are sorted in place first. */
void tree_encode(struct buf *out, struct tree_entry *entries, size_t count);

#endif
