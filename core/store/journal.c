#include "core/store/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"

enum { JOURNAL_BYTES = 1 << 20, STALE_SECONDS = 60, POLL_MS = 5,
       REF_PATH = PATH_MAX + 256 };

static int
wait_for_lock(int fd, struct err *err)
{
	struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };

	for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited += POLL_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_errno(err, "the ledger cannot be locked");
		if (waited >= LOCK_WAIT_MS)
			return err_set(
				err, ERR_CONFLICT,
				"another assay has been writing to this"
				" ledger for %d seconds; try again when it is done",
				LOCK_WAIT_MS / 1000);
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int
take_lock(struct journal *journal, struct err *err)
{
	char *path = arena_printf(&journal->arena, "%sassay/lock", journal->dir);

	journal->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (journal->lock < 0)
		return err_errno(err, "%s", path);
	return wait_for_lock(journal->lock, err);
}

static void
take_line(struct journal *journal, struct span text)
{
	struct journal_line line = { .had_head = true };
	struct span id = span_cut(&text, ' ');

	if (!hex_is(id, 32))
		return;
	memcpy(line.id, id.data, id.len);
	if (span_is(text, "none"))
		line.had_head = false;
	else if (!oid_from_hex(&line.head, text))
		return;
	journal->lines = arena_grow(&journal->arena, journal->lines, journal->count,
				    sizeof *journal->lines);
	journal->lines[journal->count++] = line;
}

static int
read_lines(struct journal *journal, struct err *err)
{
	struct span rest;

	if (file_read(&rest, &journal->arena, journal->path, JOURNAL_BYTES, err) != 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	while (rest.len != 0 && memchr(rest.data, '\n', rest.len) != NULL)
		take_line(journal, span_cut(&rest, '\n'));
	return 0;
}

int
journal_open(struct journal *out, const char *dir, const char *kid, struct err *err)
{
	*out = (struct journal){ .lock = -1, .line = -1 };
	out->dir = arena_text(&out->arena, dir);
	out->path = arena_printf(&out->arena, "%sassay/journal/%s", dir, kid);
	if (file_make_dirs(arena_printf(&out->arena, "%sassay/journal", dir), 0700, err)
		    == 0
	    && take_lock(out, err) == 0 && read_lines(out, err) == 0)
		return 0;
	journal_close(out);
	return -1;
}

void
journal_close(struct journal *journal)
{
	if (journal->lock >= 0)
		close(journal->lock);
	if (journal->line >= 0)
		close(journal->line);
	journal->lock = journal->line = -1;
	arena_close(&journal->arena);
}

const struct journal_line *
journal_find(const struct journal *journal, const char *id)
{
	for (size_t i = journal->count; i-- > 0; )
		if (strcmp(journal->lines[i].id, id) == 0)
			return &journal->lines[i];
	return NULL;
}

static void
put_line(struct buf *out, const struct journal_line *line)
{
	char hex[OID_HEX] = "none";

	if (line->had_head)
		oid_hex(hex, &line->head);
	buf_printf(out, "%s %s\n", line->id, hex);
}

/* Whole again, with the newest half: also after a torn line. */
static int
rewrite(struct journal *journal, const struct journal_line *line, struct err *err)
{
	struct buf text = { 0 };
	size_t from = journal->count > JOURNAL_KEEPS ? journal->count - JOURNAL_KEEPS : 0;
	int status;

	for (size_t i = from; i < journal->count; i++)
		put_line(&text, &journal->lines[i]);
	put_line(&text, line);
	status = file_write(journal->path, buf_span(&text), 0600, err);
	buf_close(&text);
	return status;
}

/* At the end of what is there; false when it has to be rewritten instead. */
static bool
add_at_end(struct journal *journal, const struct journal_line *line)
{
	struct buf whole = { 0 }, text = { 0 };
	struct stat st;
	int fd = open(journal->path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	bool done = false;

	for (size_t i = 0; i < journal->count; i++)
		put_line(&whole, &journal->lines[i]);
	put_line(&text, line);
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size == (off_t)whole.len)
		done = file_write_all(fd, buf_span(&text), false, NULL) == 0;
	if (done)
		journal->line = fd;
	else if (fd >= 0)
		close(fd);
	buf_close(&whole);
	buf_close(&text);
	return done;
}

int
journal_add(struct journal *journal, const char *id, const struct oid *head,
	    struct err *err)
{
	struct journal_line line = { .had_head = head != NULL };

	snprintf(line.id, sizeof line.id, "%s", id);
	if (head != NULL)
		line.head = *head;
	if (journal->line < 0 && journal->count != 0 && journal->count < 2 * JOURNAL_KEEPS
	    && add_at_end(journal, &line))
		return 0;
	return rewrite(journal, &line, err);
}

/* Does any process we may look at hold this file open? */
static bool
is_in(const char *fds, const struct stat *wanted)
{
	DIR *dir = opendir(fds);
	struct dirent *entry;
	struct stat st;
	bool found = false;

	if (dir == NULL)
		return false;
	while (!found && (entry = readdir(dir)) != NULL)
		found = fstatat(dirfd(dir), entry->d_name, &st, 0) == 0
			&& st.st_dev == wanted->st_dev && st.st_ino == wanted->st_ino;
	closedir(dir);
	return found;
}

static bool
is_held_open(const struct stat *wanted)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool found = proc == NULL;	/* not to be told: then it may be */

	while (!found && (entry = readdir(proc)) != NULL) {
		char fds[64];

		if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
			continue;
		snprintf(fds, sizeof fds, "/proc/%.20s/fd", entry->d_name);
		found = is_in(fds, wanted);
	}
	if (proc != NULL)
		closedir(proc);
	return found;
}

/* The time as this disk tells it: core asks no clock. */
static bool
is_old(int lock, const struct stat *left)
{
	struct stat st;

	return futimens(lock, NULL) == 0 && fstat(lock, &st) == 0
		&& st.st_mtime - left->st_mtime > STALE_SECONDS;
}

static bool
was_ours(const struct journal *journal, const char *ref)
{
	char text[REF_PATH] = "";
	ssize_t got = pread(journal->lock, text, sizeof text - 1, 0);

	return got > 0 && strcmp(text, ref) == 0;
}

/* What a writer puts into a lock: nothing yet, or an id and its LF, 41 bytes. But a cut of the
 * power leaves as much of that as had come to the disk, so anything from 0 to 41 bytes is one
 * that was left, if it is hex digits as far as it goes; what holds anything else is nobody's
 * to clear. */
static bool
is_id_or_less(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	char text[OID_HEX + 1];
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, text, sizeof text);
	close(fd);
	if (got < 0 || got > OID_HEX || (got == OID_HEX && text[--got] != '\n'))
		return false;
	return hex_is((struct span){ text, (size_t)got }, (size_t)got);
}

static void
clear_stale(struct journal *journal, const char *ref)
{
	char *path = arena_printf(&journal->arena, "%s.lock", ref);
	struct stat st;

	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode)
	    || !is_id_or_less(path)
	    || (!was_ours(journal, ref) && !is_old(journal->lock, &st))
	    || is_held_open(&st))
		return;
	unlink(path);
}

int
journal_begin(struct journal *journal, const char *dir, const char *name, struct err *err)
{
	char *ref = arena_printf(&journal->arena, "%s%s", dir, name);
	size_t len = strlen(ref);

	clear_stale(journal, ref);
	if (ftruncate(journal->lock, 0) != 0
	    || pwrite(journal->lock, ref, len, 0) != (ssize_t)len)
		return err_errno(err, "%sassay/lock", journal->dir);
	return 0;
}

void
journal_end(struct journal *journal)
{
	if (ftruncate(journal->lock, 0) != 0)
		errno = 0;	/* it only ever makes our own leavings known */
}
