#include "core/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/digest.h"

enum {
	SYNCERS = 16,			/* files flushed at one time, */
	SYNCER_STACK = 256 << 10,	/* by threads that do nothing else */
};

static ssize_t
read_some(int fd, char *at, size_t len)
{
	ssize_t n;

	do
		n = read(fd, at, len);
	while (n < 0 && errno == EINTR);
	return n;
}

ssize_t
file_read_at(int fd, void *out, size_t len, int64_t at)
{
	ssize_t n;

	do
		n = pread(fd, out, len, (off_t)at);
	while (n < 0 && errno == EINTR);
	return n;
}

int
file_open_regular(int64_t *size, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		fd = -1;
	}
	*size = fd < 0 ? 0 : (int64_t)st.st_size;
	return fd;
}

static int
read_open(struct span *out, struct arena *arena, int fd, const char *path, size_t limit,
	  struct err *err)
{
	struct stat st;
	size_t size, len = 0;
	ssize_t n;
	char *data;

	if (fstat(fd, &st) != 0)
		return err_errno(err, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "%s: not a regular file", path);
	if ((uintmax_t)st.st_size > limit)
		return err_set(err, ERR_LIMIT, "%s: larger than %zu bytes", path, limit);
	size = (size_t)st.st_size;
	data = arena_alloc(arena, size + 1);
	while ((n = read_some(fd, data + len, size + 1 - len)) > 0)
		if ((len += (size_t)n) > size)
			return err_set(err, ERR_IO, "%s: it grew while it was read", path);
	if (n < 0)
		return err_errno(err, "%s", path);
	*out = (struct span){ data, len };
	return 0;
}

int
file_read(struct span *out, struct arena *arena, const char *path, size_t limit,
	  struct err *err)
{
	/* O_NONBLOCK: a fifo standing there must not hold us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), status;

	if (fd < 0)
		return err_errno(err, "%s", path);
	status = read_open(out, arena, fd, path, limit, err);
	close(fd);
	return status;
}

int
file_write_all(int fd, struct span bytes, bool sync, struct err *err)
{
	while (bytes.len != 0) {
		ssize_t n = write(fd, bytes.data, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "cannot write");
		bytes = (struct span){ bytes.data + n, bytes.len - (size_t)n };
	}
	if (sync && fdatasync(fd) != 0)
		return err_errno(err, "cannot flush to disk");
	return 0;
}

static char *
path_dir(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return arena_text(arena, ".");
	while (slash > path && slash[-1] == '/')
		slash--;
	return arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

static char *
temp_name(struct arena *arena, const char *dir)
{
	char id[RANDOM_ID_HEX];

	random_id(id);
	return arena_printf(arena, "%s/.assay-%ld-%s", dir, (long)getpid(), id);
}

static int
temp_write(const char *temp, struct span bytes, mode_t mode, struct err *err)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

	if (fd < 0)
		return err_errno(err, "cannot make a file");
	if (file_write_all(fd, bytes, false, err) != 0) {
		close(fd);
		return -1;
	}
	if (fsync(fd) != 0) {
		err_errno(err, "cannot flush to disk");
		close(fd);
		return -1;
	}
	return close(fd) == 0 ? 0 : err_errno(err, "cannot close");
}

static int
put_over(const char *temp, const char *path)
{
	return rename(temp, path);
}

/* A name of its own, or EEXIST. Some file systems have no hard links. */
static int
put_new(const char *temp, const char *path)
{
	if (link(temp, path) == 0) {
		unlink(temp);
		return 0;
	}
#ifdef SYS_renameat2
	if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS)
		return (int)syscall(SYS_renameat2, AT_FDCWD, temp, AT_FDCWD, path,
				    1u /* RENAME_NOREPLACE */);
#endif
	return -1;
}

static int
write_whole(const char *path, struct span bytes, mode_t mode,
	    int (*put)(const char *temp, const char *path), struct err *err)
{
	struct arena arena = { 0 };
	const char *dir = path_dir(&arena, path), *temp = temp_name(&arena, dir);
	int status = temp_write(temp, bytes, mode, err);

	if (status == 0 && put(temp, path) != 0)
		status = errno == EEXIST ? err_set(err, ERR_EXISTS, "it exists already")
			: err_errno(err, "cannot put it in place");
	if (status != 0)
		unlink(temp);
	else
		status = file_sync_dir(dir, err);
	if (status != 0)
		err_within(err, "%s", path);
	arena_close(&arena);
	return status;
}

int
file_write(const char *path, struct span bytes, mode_t mode, struct err *err)
{
	return write_whole(path, bytes, mode, put_over, err);
}

int
file_create(const char *path, struct span bytes, mode_t mode, struct err *err)
{
	return write_whole(path, bytes, mode, put_new, err);
}

/* 0 or an errno. EINVAL: this file system has no such thing for a directory. */
static int
sync_fd(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

/* One of the threads that wait for the disk together. */
struct syncer {
	pthread_t thread;
	bool is_own;			/* a thread was to be had */
	const int *fds;
	size_t first, count;
	int why;			/* the first errno */
};

static void *
sync_some(void *who)
{
	struct syncer *syncer = who;

	for (size_t i = syncer->first; i < syncer->count; i += SYNCERS) {
		int why = sync_fd(syncer->fds[i]);

		if (syncer->why == 0)
			syncer->why = why;
	}
	return NULL;
}

int
file_sync_all(const int *fds, size_t count, struct err *err)
{
	struct syncer syncers[SYNCERS];
	pthread_attr_t attr;
	int why = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, SYNCER_STACK);
	for (size_t i = 0; i < SYNCERS; i++) {
		struct syncer *syncer = &syncers[i];

		*syncer = (struct syncer){ .fds = fds, .first = i, .count = count };
		syncer->is_own = i + 1 < count && i + 1 < SYNCERS
			&& pthread_create(&syncer->thread, &attr, sync_some, syncer) == 0;
		if (!syncer->is_own)
			sync_some(syncer);
	}
	for (size_t i = 0; i < SYNCERS; i++) {
		if (syncers[i].is_own)
			pthread_join(syncers[i].thread, NULL);
		if (why == 0)
			why = syncers[i].why;
	}
	pthread_attr_destroy(&attr);
	errno = why;
	return why == 0 ? 0 : err_errno(err, "cannot flush to disk");
}

static int
sync_dirs(const char *const *paths, size_t count, struct err *err)
{
	int fds[SYNCERS], status = 0;
	size_t open_count = 0;

	for (size_t i = 0; i < count && status == 0; i++) {
		fds[i] = open(paths[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fds[i] < 0)
			status = err_errno(err, "%s", paths[i]);
		else
			open_count++;
	}
	if (status == 0 && file_sync_all(fds, count, err) != 0)
		status = err_within(err, "%s", paths[0]);
	while (open_count > 0)
		close(fds[--open_count]);
	return status;
}

int
file_sync_dirs(const char *const *paths, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i += SYNCERS)
		if (sync_dirs(paths + i, count - i < SYNCERS ? count - i : SYNCERS, err) != 0)
			return -1;
	return 0;
}

int
file_sync_dir(const char *path, struct err *err)
{
	return file_sync_dirs(&path, 1, err);
}

static int
make_dir(struct arena *arena, const char *path, mode_t mode, struct err *err)
{
	if (mkdir(path, mode) == 0)
		return file_sync_dir(path_dir(arena, path), err);
	if (errno == EEXIST && file_is_dir(path))
		return 0;
	return err_errno(err, "%s", path);
}

int
file_make_dirs(const char *path, mode_t mode, struct err *err)
{
	struct arena arena = { 0 };
	char *part = arena_text(&arena, path);
	size_t len = file_is_dir(path) ? 0 : strlen(part);
	int status = 0;

	while (len > 1 && part[len - 1] == '/')
		part[--len] = '\0';
	for (size_t i = 1; i < len && status == 0; i++) {
		if (part[i] != '/' || part[i - 1] == '/')
			continue;
		part[i] = '\0';
		status = make_dir(&arena, part, mode, err);
		part[i] = '/';
	}
	if (len != 0 && status == 0)
		status = make_dir(&arena, part, mode, err);
	arena_close(&arena);
	return status;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

int
file_remove_tree(const char *path)
{
	return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int
overwrite(int fd, struct err *err)
{
	static const char nothing[4096];
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_errno(err, "cannot read");
	for (off_t at = 0; S_ISREG(st.st_mode) && at < st.st_size;
	     at += (off_t)sizeof nothing) {
		off_t left = st.st_size - at;
		size_t len = left < (off_t)sizeof nothing ? (size_t)left : sizeof nothing;

		if (file_write_all(fd, (struct span){ nothing, len }, false, err) != 0)
			return -1;
	}
	return fsync(fd) == 0 ? 0 : err_errno(err, "cannot flush to disk");
}

/* Read-only ones too: git's objects are. -1 and errno. */
static int
open_to_overwrite(const char *path)
{
	const int how = O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	int fd = open(path, how);

	if (fd < 0 && errno == EACCES && chmod(path, 0600) == 0)
		fd = open(path, how);
	return fd;
}

static bool
is_regular(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int
file_shred(const char *path, struct err *err)
{
	int fd = open_to_overwrite(path), why = errno, status = 0;

	if (fd < 0 && why == ENOENT)
		return err_set(err, ERR_NOT_FOUND, "%s: there is no such file", path);
	if (fd < 0 && is_regular(path)) {
		errno = why;
		return err_errno(err, "%s cannot be overwritten", path);
	}
	if (fd >= 0) {
		status = overwrite(fd, err);
		close(fd);
	}
	if (status != 0)
		return err_within(err, "%s", path);
	return unlink(path) == 0 ? 0 : err_errno(err, "%s", path);
}

int
file_write_over(const char *path, struct span bytes, mode_t mode, struct err *err)
{
	int fd = open_to_overwrite(path), status;

	if (fd < 0 && errno != ENOENT && is_regular(path))
		return err_errno(err, "%s cannot be overwritten", path);
	status = file_write(path, bytes, mode, err);
	if (fd >= 0) {
		if (status == 0)
			status = overwrite(fd, err);
		close(fd);
	}
	return status;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool
file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static int
list_open(char ***names, size_t *count, struct arena *arena, DIR *dir, size_t limit,
	  struct err *err)
{
	struct dirent *entry;

	while (errno = 0, (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (*count == limit)
			return err_set(err, ERR_LIMIT, "more than %zu files", limit);
		*names = arena_grow(arena, *names, *count, sizeof **names);
		(*names)[(*count)++] = arena_text(arena, entry->d_name);
	}
	return errno == 0 ? 0 : err_errno(err, "cannot read");
}

int
file_list(char ***names, size_t *count, struct arena *arena, const char *path, size_t limit,
	  struct err *err)
{
	DIR *dir = opendir(path);
	int status;

	*names = NULL;
	*count = 0;
	if (dir == NULL)
		return err_errno(err, "%s", path);
	status = list_open(names, count, arena, dir, limit, err);
	closedir(dir);
	if (status != 0)
		return err_within(err, "%s", path);
	if (*count > 1)
		qsort(*names, *count, sizeof **names, compare_names);
	return 0;
}

int
file_has_links(bool *out, const char *path, size_t limit, struct err *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct stat st;
	size_t count = 0;

	*out = false;
	if (dir == NULL)
		return err_errno(err, "%s", path);
	while (!*out && (entry = readdir(dir)) != NULL)
		*out = ++count > limit || entry->d_type == DT_LNK
			|| (entry->d_type == DT_UNKNOWN
			    && fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0
			    && S_ISLNK(st.st_mode));
	closedir(dir);
	return 0;
}

char *
path_join(struct arena *arena, const char *dir, const char *name)
{
	size_t len = strlen(dir);
	const char *slash = len == 0 || dir[len - 1] == '/' ? "" : "/";

	return arena_printf(arena, "%s%s%s", dir, slash, name);
}

const char *
path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* `part` below `dir`, `.` and `..` worked out as words: nothing stands there to ask. */
static char *
path_step(struct arena *arena, char *dir, struct span part)
{
	if (part.len == 0 || span_is(part, "."))
		return dir;
	if (span_is(part, ".."))
		return path_dir(arena, dir);
	return path_join(arena, dir, arena_span(arena, part).data);
}

char *
path_real(struct arena *arena, const char *path)
{
	char *head = arena_text(arena, *path == '\0' ? "." : path), *real, *out;
	size_t len = strlen(head);
	struct span rest;

	while ((real = realpath(head, NULL)) == NULL && len > 0) {
		while (len > 0 && head[len - 1] == '/')
			len--;
		while (len > 0 && head[len - 1] != '/')
			len--;
		head[len] = '\0';
	}
	if (real == NULL)
		real = realpath(".", NULL);
	out = arena_text(arena, real == NULL ? "/" : real);
	free(real);
	rest = span_of(path + (len < strlen(path) ? len : strlen(path)));
	while (rest.len != 0)
		out = path_step(arena, out, span_cut(&rest, '/'));
	return out;
}
