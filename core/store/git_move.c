/*
 * A ref moves by our own hand: libgit2 waits for the disk for the ref, then for its folder,
 * then for its log. Others see what git itself would leave: `<ref>.lock` made where none may
 * be, the old value read under it, a line in the log, the lock renamed over the ref.
 *
 * The disk is waited for three times, and each time for all there is at once:
 *
 *  1. repo_flush: the bytes of new objects and of the lock, and the line of the journal.
 *     Nothing has yet the name it will be read by, so nothing torn can be met.
 *  2. repo_flush: objects have their names; their folders. What the ref will point to is
 *     now there whatever happens.
 *  3. repo_ref_put: the log's line, the ref's name, and every folder above it, for any of
 *     them may be new. Only then is the record acknowledged.
 *
 * A cut before the rename leaves the old ref and objects that nobody points to; a cut after
 * it the old ref or the new one, for a name is replaced whole, and 1 made its bytes durable
 * before it was given. No file system is asked for more than POSIX says: a file's bytes are
 * durable after its fsync, a name after that of its folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/store/git_inside.h"

enum { FOLDERS = 32, LOGS = 2, HEAD_BYTES = 4096 };

/* A folder and those above it, by descriptor: no link below the first is followed. */
struct way {
	int fds[FOLDERS];
	size_t count;
};

struct hold {
	struct arena arena;
	const char *name;	/* of the ref; NULL: nothing is held */
	const char *last, *lock;	/* the last part of it, and with `.lock` */
	struct oid old, new;	/* old: zero when there is none */
	struct way way;
	int fd;			/* of the lock, until the ref has moved */
	int logs[LOGS];
	size_t log_count;
};

struct hold *
hold_open(void)
{
	struct hold *hold = calloc(1, sizeof *hold);

	if (hold == NULL)
		abort();
	hold->fd = -1;
	return hold;
}

static void
way_close(struct way *way)
{
	while (way->count > 0)
		close(way->fds[--way->count]);
}

/* A lock that became no ref goes. */
static void
let_go(struct hold *hold)
{
	if (hold->fd >= 0) {
		if (hold->lock != NULL)
			unlinkat(hold->way.fds[hold->way.count - 1], hold->lock, 0);
		close(hold->fd);
	}
	while (hold->log_count > 0)
		close(hold->logs[--hold->log_count]);
	way_close(&hold->way);
	arena_close(&hold->arena);
	*hold = (struct hold){ .fd = -1 };
}

void
hold_close(struct hold *hold)
{
	let_go(hold);
	free(hold);
}

int
hold_fd(const struct hold *hold)
{
	return hold->fd;
}

void
repo_ref_let_go(struct repo *repo)
{
	let_go(repo_hold(repo));
}

/* The next folder on the way; the first may be a link, as in a second work tree of old. */
static int
step(struct way *way, const char *name, struct err *err)
{
	int at = way->fds[way->count - 1], next;
	int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (way->count > 1 ? O_NOFOLLOW : 0);

	if (way->count == FOLDERS)
		return err_set(err, ERR_LIMIT, "more than %d folders deep", FOLDERS);
	next = openat(at, name, how);
	if (next < 0 && errno == ENOENT
	    && (mkdirat(at, name, 0777) == 0 || errno == EEXIST))
		next = openat(at, name, how);
	if (next < 0)
		return err_errno(err, "%s", name);
	way->fds[way->count++] = next;
	return 0;
}

/* To the folder that the last part of `name` stands in, from `dir` on; made where need be. */
static int
walk_to(struct way *way, const char *dir, const char *name, struct err *err)
{
	struct arena scratch = { 0 };
	struct span rest = span_of(name), part = span_cut(&rest, '/');
	int status = 0;

	*way = (struct way){ .count = 1 };
	way->fds[0] = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (way->fds[0] < 0) {
		way->count = 0;
		status = err_errno(err, "%s", dir);
	}
	for (; rest.len != 0 && status == 0; part = span_cut(&rest, '/'))
		status = step(way, arena_copy(&scratch, part.data, part.len), err);
	if (status != 0)
		way_close(way);
	arena_close(&scratch);
	return status;
}

static int
folder_of(const struct way *way)
{
	return way->fds[way->count - 1];
}

/* --------------------------------------------------------------------------------- holding */

/* Is there a ref whose name would be a folder on the way, or one below it? */
static int
check_room(struct repo *repo, const char *name, struct err *err)
{
	struct arena scratch = { 0 };
	struct err ignored;
	struct ref *refs;
	struct oid oid;
	size_t count;
	int status = 0;

	for (const char *slash = name; status == 0 && (slash = strchr(slash, '/')) != NULL;
	     slash++) {
		const char *above = arena_copy(&scratch, name, (size_t)(slash - name));

		if (strncmp(above, "refs/", 5) == 0
		    && repo_ref_read(&oid, repo, above, &ignored) == 0)
			status = err_set(err, ERR_CONFLICT, "%s in %s stands in the way of %s",
					 above, repo_path(repo), name);
	}
	if (status == 0)
		status = repo_ref_list(&refs, &count, &scratch, repo,
				       arena_printf(&scratch, "%s/", name), 0, err);
	if (status != 0 && err->code == ERR_LIMIT)
		err_set(err, ERR_CONFLICT, "there are refs below %s in %s", name,
				 repo_path(repo));
	arena_close(&scratch);
	return status;
}

/* Under the lock. */
static int
check_old(struct repo *repo, const char *name, const struct oid *old, struct err *err)
{
	struct oid now;

	if (repo_ref_read(&now, repo, name, err) != 0) {
		if (err->code != ERR_NOT_FOUND || old == NULL)
			return err->code != ERR_NOT_FOUND ? -1 : 0;
	} else if (old == NULL) {
		return err_set(err, ERR_CONFLICT, "%s exists already in %s", name,
			       repo_path(repo));
	} else if (oid_equal(&now, old)) {
		return 0;
	}
	return err_set(err, ERR_CONFLICT, "%s in %s moved since it was read", name,
		       repo_path(repo));
}

static int
lock(struct hold *hold, struct repo *repo, struct err *err)
{
	char line[OID_HEX + 1];

	hold->fd = openat(folder_of(&hold->way), hold->lock,
			  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (hold->fd < 0 && errno == EEXIST)
		return err_set(err, ERR_CONFLICT,
			       "someone is writing to %s just now, or died "
			       "doing so and left %s%s.lock",
			       hold->name, repo_dir(repo), hold->name);
	if (hold->fd < 0)
		return err_errno(err, "%s", hold->lock);
	oid_hex(line, &hold->new);
	line[OID_HEX - 1] = '\n';
	return file_write_all(hold->fd, (struct span){ line, OID_HEX }, false, err);
}

int
repo_ref_hold(struct repo *repo, const char *name, const struct oid *new,
	      const struct oid *old, struct err *err)
{
	struct hold *hold = repo_hold(repo);
	int status;

	let_go(hold);
	hold->name = arena_text(&hold->arena, name);
	hold->last = path_name(hold->name);
	hold->lock = arena_printf(&hold->arena, "%s.lock", hold->last);
	hold->new = *new;
	if (old != NULL)
		hold->old = *old;
	status = old == NULL ? check_room(repo, name, err) : 0;
	if (status == 0)
		status = walk_to(&hold->way, repo_dir(repo), name, err);
	if (status == 0)
		status = lock(hold, repo, err);
	if (status != 0 && err->code != ERR_CONFLICT)
		err_within(err, "cannot move %s in %s", name, repo_path(repo));
	if (status == 0)
		status = check_old(repo, name, old, err);
	if (status != 0)
		let_go(hold);
	return status;
}

/* ---------------------------------------------------------------------------------- moving */

/* A line that was cut short must not swallow the next. */
static bool
ends_in_a_line(int fd)
{
	struct stat st;
	char last = '\n';

	return fstat(fd, &st) != 0 || st.st_size == 0
		|| pread(fd, &last, 1, st.st_size - 1) != 1 || last == '\n';
}

/* The time is that of the lock, as this disk tells it. */
static int
write_line(struct hold *hold, int fd, const char *message, struct err *err)
{
	char old[OID_HEX], new[OID_HEX];
	struct buf line = { 0 };
	struct stat st;
	int status = 0;

	if (fstat(hold->fd, &st) != 0)
		return err_errno(err, "%s", hold->lock);
	oid_hex(old, &hold->old);
	oid_hex(new, &hold->new);
	buf_printf(&line, "%s%s %s assay <assay@assay.invalid> %lld +0000\t%s\n",
		   ends_in_a_line(fd) ? "" : "\n", old, new, (long long)st.st_mtime,
		   message);
	status = file_write_all(fd, buf_span(&line), false, err);
	buf_close(&line);
	return status;
}

/* In the log of `name`, which git keeps below `dir`. */
static int
log_move(struct hold *hold, struct repo *repo, const char *dir, const char *name,
	 const char *message, struct err *err)
{
	const char *path = arena_printf(&hold->arena, "logs/%s", name);
	bool wanted = file_exists(path_join(&hold->arena, dir, path));
	struct way way;
	int fd;

	if (!wanted && repo_wants_log(&wanted, repo, name, err) != 0)
		return -1;
	if (!wanted)
		return 0;
	if (walk_to(&way, dir, path, err) != 0)
		return -1;
	fd = openat(folder_of(&way), path_name(path),
		    O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0666);
	way_close(&way);
	if (fd < 0)
		return err_errno(err, "%s", path);
	hold->logs[hold->log_count++] = fd;
	return write_line(hold, fd, message, err);
}

/* HEAD has a log of its own, and moves with the ref that it names. */
static bool
is_head(struct hold *hold, struct repo *repo)
{
	const char *path = arena_printf(&hold->arena, "%sHEAD", repo_own_dir(repo));
	struct err ignored;
	struct span head;

	return file_read(&head, &hold->arena, path, HEAD_BYTES, &ignored) == 0
		&& span_is(span_cut(&head, '\n'),
			   arena_printf(&hold->arena, "ref: %s", hold->name));
}

static int
remove_empty(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return rmdir(path);
}

/* Folders that refs once stood in may lie where the ref goes; nothing else does (check_room),
 * and rmdir takes only what is empty. */
static int
put_in_place(struct hold *hold, struct repo *repo, struct err *err)
{
	const char *path = arena_printf(&hold->arena, "%s%s", repo_dir(repo), hold->name);
	int folder = folder_of(&hold->way);

	if (renameat(folder, hold->lock, folder, hold->last) != 0) {
		if (errno != EISDIR
		    || nftw(path, remove_empty, 16, FTW_DEPTH | FTW_PHYS) != 0
		    || renameat(folder, hold->lock, folder, hold->last) != 0)
			return err_errno(err, "%s", path);
	}
	hold->lock = NULL;
	return 0;
}

static int
flush(struct hold *hold, struct err *err)
{
	int fds[FOLDERS + LOGS];
	size_t count = 0;

	for (size_t i = 1; i < hold->way.count; i++)
		fds[count++] = hold->way.fds[i];
	for (size_t i = 0; i < hold->log_count; i++)
		fds[count++] = hold->logs[i];
	return file_sync_all(fds, count, err);
}

int
repo_ref_put(struct repo *repo, const char *message, struct err *err)
{
	struct hold *hold = repo_hold(repo);
	enum object_type type;
	size_t size;
	int status = repo_header(&type, &size, repo, &hold->new, err);

	if (status == 0) {
		status = log_move(hold, repo, repo_dir(repo), hold->name, message, err);
		if (status == 0 && is_head(hold, repo))
			status = log_move(hold, repo, repo_own_dir(repo), "HEAD", message, err);
		if (status == 0)
			status = put_in_place(hold, repo, err);
		if (status == 0)
			status = flush(hold, err);
		if (status != 0)
			err_within(err, "cannot move %s in %s", hold->name, repo_path(repo));
	}
	let_go(hold);
	return status;
}

int
repo_ref_move(struct repo *repo, const char *name, const struct oid *new,
	      const struct oid *old, const char *message, struct err *err)
{
	if (repo_ref_hold(repo, name, new, old, err) != 0)
		return -1;
	if (repo_flush(repo, -1, err) == 0)
		return repo_ref_put(repo, message, err);
	repo_ref_let_go(repo);
	return -1;
}
