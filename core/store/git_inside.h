/*
 * What git.c shares with the readers of objects beside it. Libgit2 1.5.1 reads no object for
 * us: on a loose one cut short it never returns, on a pack index with a far offset beyond its
 * end it crashes, on deltas in a ring it takes all memory. It tells config, and of all but
 * ledgers refs and owners; objects are written by our own hand too, for it waits for the disk twice
 * for each.
 */
#ifndef CORE_STORE_GIT_INSIDE_H
#define CORE_STORE_GIT_INSIDE_H

#include "core/store/git.h"
#include "core/store/pack.h"

/* The folders objects lie in: its own, then those it borrows from; ends in NULL. */
const char *const *repo_folders(const struct repo *repo);
/* As the person named it. */
const char *repo_path(const struct repo *repo);
/* Their packs. */
struct packs *repo_packs(const struct repo *repo);
/* Was the object found last a loose one? Those that are looked for together lie together. */
bool *repo_was_loose(struct repo *repo);

/* What repo_write has made and repo_flush not yet put in its place. */
struct staging;
struct staging *repo_staging(const struct repo *repo);
struct staging *staging_open(void);
/* Takes away what was not flushed. */
void staging_close(struct staging *staging);

/* The ref that is about to move, if any (git_move.c). */
struct hold;
struct hold *repo_hold(const struct repo *repo);
struct hold *hold_open(void);
void hold_close(struct hold *hold);
/* Its lock, to be flushed with what it will point to; -1: none. */
int hold_fd(const struct hold *hold);
/* Where HEAD is: of a linked worktree, its own directory; with a final slash. */
const char *repo_own_dir(const struct repo *repo);
/* Does core.logAllRefUpdates ask for a log of this ref, where there is none yet? */
MUST int repo_wants_log(bool *out, struct repo *repo, const char *name, struct err *err);

/* Refs of a push that is being judged: as if they stood there already. */
struct pushed_refs {
	const struct ref *refs;		/* lent; sorted by name */
	size_t count;
};
bool pushed_find(struct oid *out, const struct pushed_refs *pushed, const char *name);
/* Add them to a list of refs; how many there are then. */
size_t pushed_merge(struct ref **list, size_t count, struct arena *arena,
		    const struct pushed_refs *pushed, const char *folder);

/* `commit`, `tree`, `blob`, `tag`. */
const char *object_word(enum object_type type);

#endif
