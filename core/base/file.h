/*
 * Files that are whole or not there: read within a limit, replaced by rename, appended and
 * flushed. Every write is durable when the function returns 0 (file and directory synced).
 */
#ifndef CORE_BASE_FILE_H
#define CORE_BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/span.h"

/* The whole regular file, in `arena`, NUL-terminated. ERR_LIMIT when longer than `limit`
 * bytes (the size is looked at before anything is allocated); ERR_NOT_FOUND; ERR_IO. */
MUST int file_read(struct span *out, struct arena *arena, const char *path, size_t limit,
		   struct err *err);

/* Write beside, sync, rename over, sync the directory. `mode` as for open(2). A link that
 * stands there is itself replaced. */
MUST int file_write(const char *path, struct span bytes, mode_t mode, struct err *err);

/* The same, but ERR_EXISTS if something stands there already. */
MUST int file_create(const char *path, struct span bytes, mode_t mode, struct err *err);

/* All of it, whatever write(2) says in between; then fdatasync if `sync`. */
MUST int file_write_all(int fd, struct span bytes, bool sync, struct err *err);

/* Flush files and directories at once: the disk is waited for about once, however many. All
 * of them are durable when it returns 0. */
MUST int file_sync_all(const int *fds, size_t count, struct err *err);
MUST int file_sync_dirs(const char *const *paths, size_t count, struct err *err);

/* A directory and those above it; each new one is synced into its parent. */
MUST int file_make_dirs(const char *path, mode_t mode, struct err *err);

MUST int file_sync_dir(const char *path, struct err *err);
/* A folder and all in it, links themselves and not where they lead: 0, or as nftw(3). */
int file_remove_tree(const char *path);
/*
 * Overwrite the regular file, flush it, and take its name away; its folder is the caller's
 * to sync. Best effort against who reads the disk: a journal, a snapshot or the spare cells
 * of a solid-state disk may keep what was written before. ERR_NOT_FOUND. A file that cannot be
 * opened to overwrite it keeps its name: ERR_IO.
 */
MUST int file_shred(const char *path, struct err *err);
/* file_write, and what stood there before is overwritten, not merely let go. */
MUST int file_write_over(const char *path, struct span bytes, mode_t mode, struct err *err);
/* A regular file to read, and how long it is; -1: it cannot be had. No pipe and no device is
 * waited for. */
int file_open_regular(int64_t *size, const char *path);
/* As pread, which a signal does not cut short. */
ssize_t file_read_at(int fd, void *out, size_t len, int64_t at);

bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* Names in a directory, sorted bytewise, without `.` and `..`; at most `limit`. */
MUST int file_list(char ***names, size_t *count, struct arena *arena, const char *path,
		   size_t limit, struct err *err);

/* Are there symbolic links in a directory, or more than `limit` names? Also ERR_NOT_FOUND. */
MUST int file_has_links(bool *out, const char *path, size_t limit, struct err *err);

/* `a/b`, in the arena. */
char *path_join(struct arena *arena, const char *dir, const char *name);
/* The last part of a path. */
const char *path_name(const char *path);
/* Absolute and without links, or a plain absolute form where it does not exist yet. */
char *path_real(struct arena *arena, const char *path);

#endif
