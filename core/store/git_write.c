#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/flate.h"
#include "core/store/git_inside.h"

enum { STAGED = 64 };	/* objects that wait at one time, each an open file */

/* One object on its way; or one that stands there, of which nobody says it was flushed. */
struct staged {
	int fd;
	char *temp;		/* NULL: it stands there */
	char *path, *folder;
};

struct staging {
	struct arena arena;
	struct staged items[STAGED];
	size_t count;
};

struct staging *
staging_open(void)
{
	struct staging *staging = calloc(1, sizeof *staging);

	if (staging == NULL)
		abort();
	return staging;
}

/* What is not in its place by now goes. */
static void
staging_clear(struct staging *staging)
{
	for (size_t i = 0; i < staging->count; i++) {
		close(staging->items[i].fd);
		if (staging->items[i].temp != NULL)
			unlink(staging->items[i].temp);
	}
	staging->count = 0;
	arena_close(&staging->arena);
}

void
staging_close(struct staging *staging)
{
	staging_clear(staging);
	free(staging);
}

static bool
stands_there(struct repo *repo, const struct oid *oid, enum object_type type,
	     struct span bytes)
{
	struct arena scratch = { 0 };
	struct span found;
	struct err ignored;
	bool same = repo_read(&found, &scratch, repo, oid, type, bytes.len, &ignored) == 0
		&& span_equal(found, bytes);

	arena_close(&scratch);
	return same;
}

/* A name that git takes for rubbish of its own, should we die. */
static int
open_temp(struct staged *item, struct staging *staging, const char *objects,
	  struct err *err)
{
	const int how = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	char id[RANDOM_ID_HEX];

	random_id(id);
	item->temp = arena_printf(&staging->arena, "%s/tmp_obj_%s", item->folder, id);
	item->fd = open(item->temp, how, 0444);
	if (item->fd < 0 && errno == ENOENT
	    && (mkdir(item->folder, 0777) == 0 || errno == EEXIST))
		item->fd = open(item->temp, how, 0444);
	return item->fd >= 0 ? 0 : err_errno(err, "cannot write to %s", objects);
}

static int
write_temp(struct staged *item, struct staging *staging, const char *objects,
	   enum object_type type, struct span bytes, struct err *err)
{
	struct buf plain = { 0 }, packed = { 0 };
	int status;

	if (open_temp(item, staging, objects, err) != 0)
		return -1;
	buf_printf(&plain, "%s %zu", object_word(type), bytes.len);
	buf_char(&plain, '\0');
	buf_put(&plain, bytes.data, bytes.len);
	deflate_bytes(&packed, buf_span(&plain));
	status = file_write_all(item->fd, buf_span(&packed), false, err);
	if (status != 0) {
		close(item->fd);
		unlink(item->temp);
		err_within(err, "%s", objects);
	}
	buf_close(&plain);
	buf_close(&packed);
	return status;
}

int
repo_write(struct oid *out, struct repo *repo, enum object_type type, struct span bytes,
	   struct err *err)
{
	struct staging *staging = repo_staging(repo);
	const char *objects = repo_folders(repo)[0];
	struct staged item = { .fd = -1 };
	char hex[OID_HEX];

	*out = object_hash(type, bytes);
	if (staging->count == STAGED && repo_flush(repo, -1, err) != 0)
		return -1;
	oid_hex(hex, out);
	item.folder = arena_printf(&staging->arena, "%s/%.2s", objects, hex);
	item.path = arena_printf(&staging->arena, "%s/%s", item.folder, hex + 2);
	if (stands_there(repo, out, type, bytes)) {
		item.fd = open(item.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (item.fd < 0)
			return 0;	/* in a pack, or a folder borrowed from */
	} else if (write_temp(&item, staging, objects, type, bytes, err) != 0) {
		return -1;
	}
	staging->items[staging->count++] = item;
	return 0;
}

static int
flush_files(struct staging *staging, int held, int also, struct err *err)
{
	int fds[STAGED + 2];
	size_t count = 0;

	for (size_t i = 0; i < staging->count; i++)
		fds[count++] = staging->items[i].fd;
	if (held >= 0)
		fds[count++] = held;
	if (also >= 0)
		fds[count++] = also;
	return file_sync_all(fds, count, err);
}

static int
put_in_place(struct staging *staging, struct err *err)
{
	for (size_t i = 0; i < staging->count; i++) {
		struct staged *item = &staging->items[i];

		if (item->temp != NULL && rename(item->temp, item->path) != 0)
			return err_errno(err, "%s", item->path);
		item->temp = NULL;
	}
	return 0;
}

static bool
was_met(const struct staging *staging, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(staging->items[i].folder, staging->items[at].folder) == 0)
			return true;
	return false;
}

/* `objects` too: a folder in it may be new, if only to someone who died. */
static int
flush_folders(struct staging *staging, const char *objects, struct err *err)
{
	const char *paths[STAGED + 1];
	size_t count = 0;

	for (size_t i = 0; i < staging->count; i++)
		if (!was_met(staging, i))
			paths[count++] = staging->items[i].folder;
	if (count != 0)
		paths[count++] = objects;
	return file_sync_dirs(paths, count, err);
}

int
repo_flush(struct repo *repo, int also, struct err *err)
{
	struct staging *staging = repo_staging(repo);
	/* nothing has its name yet */
	int status = flush_files(staging, hold_fd(repo_hold(repo)), also, err);

	if (status == 0)
		status = put_in_place(staging, err);
	if (status == 0)
		status = flush_folders(staging, repo_folders(repo)[0], err);
	staging_clear(staging);
	return status == 0 ? 0 : err_within(err, "cannot write to %s", repo_path(repo));
}

char *
repo_loose_path(struct arena *arena, struct repo *repo, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	return arena_printf(arena, "%s/%.2s/%s", repo_folders(repo)[0], hex, hex + 2);
}
