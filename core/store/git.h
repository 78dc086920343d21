/*
 * A git repository: objects by full id, refs by full name, nothing else.
 *
 * No revparse on foreign text, no index, no checkout, no transports, no filters, no replace
 * refs. Owner checks stay on. It reads, and takes a ref away; what is written, git_write.c and
 * git_move.c write. What libgit2 is asked, git_foreign.c asks.
 */
#ifndef CORE_STORE_GIT_H
#define CORE_STORE_GIT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/base/err.h"
#include "core/base/span.h"
#include "core/model/names.h"

struct repo;

enum { OID_SIZE = 20 };
struct oid {
	uint8_t bytes[OID_SIZE];
};

enum object_type { OBJECT_COMMIT = 1, OBJECT_TREE = 2, OBJECT_BLOB = 3, OBJECT_TAG = 4 };

struct ref {
	const char *name;
	struct oid oid;
};

void oid_hex(char out[OID_HEX], const struct oid *oid);
bool oid_from_hex(struct oid *out, struct span hex);
bool oid_equal(const struct oid *a, const struct oid *b);
/* All zeros, which is how git writes that there is none. */
bool oid_is_none(const struct oid *oid);

/*
 * Open a repository exactly there: bare, or with a `.git` folder or file (a linked
 * worktree); never searched upward; opening writes nothing. ERR_UNSAFE when it belongs to
 * someone else and is not in the person's own `safe.directory`, ERR_NOT_FOUND when there is
 * none, ERR_NEWER when its format is one libgit2 cannot read. One handle per thread.
 */
MUST int repo_open(struct repo **out, const char *path, struct err *err);
/* A bare one exactly there, for ledgers: also refuses grafts, shallow, alternates, a commondir
 * file, a symlinked HEAD, objects, refs or packed-refs, any symlink under refs, and refs/replace
 * (ERR_UNSAFE). */
MUST int repo_open_ledger(struct repo **out, const char *path, struct err *err);
/*
 * The same as it would be after a push, to be judged before it is taken: with the objects in
 * `quarantine` (NULL: they are among the others already) and these refs, which are lent and
 * sorted by name, each once. It is to be read only.
 */
MUST int repo_open_pushed(struct repo **out, const char *path, const char *quarantine,
			  const struct ref *refs, size_t count, struct err *err);
/*
 * A new bare repository with HEAD at `head`, config rows {name, value} until {NULL, NULL}
 * (`config` may be NULL), mode 0700, every fan-out directory made and synced. It is made
 * beside `path` and renamed: whole, or not there. ERR_EXISTS.
 */
MUST int repo_create(struct repo **out, const char *path, const char *head,
		     const char *const (*config)[2], struct err *err);
void repo_close(struct repo *repo);
/* The git directory that holds objects and refs (of a linked worktree: the main one's), with
 * a final slash; lives as long as the repo. */
const char *repo_dir(const struct repo *repo);

/* Objects, also of folders borrowed from. ERR_NOT_FOUND; ERR_INVALID when torn or stored
 * under a wrong id (only repo_read looks at all the bytes, and hashes them each time). */
MUST int repo_header(enum object_type *type, size_t *size, struct repo *repo,
		     const struct oid *oid, struct err *err);
/* Whole, in `arena`; header first: another type is ERR_INVALID, over `limit` ERR_LIMIT. */
MUST int repo_read(struct span *out, struct arena *arena, struct repo *repo,
		   const struct oid *oid, enum object_type type, size_t limit, struct err *err);
/* The same, for who read it before: held against the SHA-256 its bytes had then (NULL: against
 * its id). */
MUST int repo_read_known(struct span *out, struct arena *arena, struct repo *repo,
			 const struct oid *oid, enum object_type type, size_t limit,
			 const struct digest *sha256, struct err *err);
/*
 * Much of what is in its packs will be read: where it lies is read first, and kept. `from` may
 * lend that to other handles of the same repository, which it must outlive; it may be studied
 * again only when they read nothing.
 */
void repo_study(struct repo *repo);
void repo_lend(struct repo *to, const struct repo *from);
/*
 * Make an object, or find it there. It has its place, and is durable, when repo_flush
 * returned 0; until then nobody finds it. What was never flushed goes with the handle.
 */
MUST int repo_write(struct oid *out, struct repo *repo, enum object_type type,
		    struct span bytes, struct err *err);
/*
 * All objects written so far at once: first what is in them goes to disk, and with it the
 * lock of a ref that is held and the open file `also` (-1: none), then each object gets its
 * name, then the folders go to disk.
 */
MUST int repo_flush(struct repo *repo, int also, struct err *err);
/* The id these bytes would have. */
struct oid object_hash(enum object_type type, struct span bytes);

/* Lines of two texts that are not the same: so many from there in one, so many in the other;
 * from 0. */
struct text_run {
	size_t old_first, old_count, new_first, new_count;
};
/* All such runs, in order, in `arena`; between them the lines are the same. */
MUST int text_diff(struct text_run **out, size_t *count, struct arena *arena, struct span old,
		   struct span new, struct err *err);

/* Refs, by full name. ERR_NOT_FOUND; a symbolic one is not followed: ERR_INVALID. */
MUST int repo_ref_read(struct oid *out, struct repo *repo, const char *name, struct err *err);
/* Of two `struct ref`, by name: for qsort and bsearch. */
int ref_compare(const void *a, const void *b);
/* All refs below a folder, named with its slash ("" for all; HEAD is none), sorted by name; a
 * symbolic one has the zero oid. ERR_LIMIT past `limit`. */
MUST int repo_ref_list(struct ref **out, size_t *count, struct arena *arena, struct repo *repo,
		       const char *folder, size_t limit, struct err *err);
/*
 * A ref that is to move from `old` (NULL: only if it does not exist) to `new`: its lock file
 * is made, as git makes it, so that neither git nor another assay can move it meanwhile; and
 * it is still at `old`. ERR_CONFLICT otherwise, and when `<name>.lock` stands there: someone
 * is writing, or died while writing; the text names the file. One at a time.
 */
MUST int repo_ref_hold(struct repo *repo, const char *name, const struct oid *new,
		       const struct oid *old, struct err *err);
/*
 * After repo_flush: the ref that is held moves, and is durable with the folders above it when
 * this returns 0. `new` must be in the repository. The reflog entry is by "assay", where git
 * keeps one. Nothing is held afterwards, whatever it returns.
 */
MUST int repo_ref_put(struct repo *repo, const char *message, struct err *err);
/* It stays where it was. */
void repo_ref_let_go(struct repo *repo);
/* It goes, and its log with it, if it is still at `old`: ERR_CONFLICT otherwise. */
MUST int repo_ref_delete(struct repo *repo, const char *name, const struct oid *old,
			 struct err *err);
/* Where a loose object of the repository's own is, or would be; in the arena. */
char *repo_loose_path(struct arena *arena, struct repo *repo, const struct oid *oid);
/* All three: hold, flush, put. */
MUST int repo_ref_move(struct repo *repo, const char *name, const struct oid *new,
		       const struct oid *old, const char *message, struct err *err);
/*
 * The commit a person means: NULL or "" is HEAD; a 40-digit id; a full ref name; the name of
 * a branch, tag or remote branch; peeled to a commit. ERR_NOT_FOUND with a sentence ("has no
 * commits yet").
 */
MUST int repo_commit_named(struct oid *out, struct repo *repo, const char *name,
			   struct err *err);

/* Is git told to ignore this path of the work tree, `folder` ("" or a path) / `path`? */
bool repo_ignores(struct repo *repo, const char *folder, const char *path);

struct buf;
/* Append the version of the library beneath. */
void git_library(struct buf *out);

#endif
