#include "core/store/draft_lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/span.h"
#include "core/base/when.h"

enum {
	WHO = 400,		/* bytes a session says of itself */
	LEAVE_MS = 10000,	/* a session that was asked to leave has so long */
	LOOK_MS = 20,
};

static const char wanted[] = "\ntaken over";	/* below who holds it */

/* What the holder said of itself, in one line; "" when it said nothing. */
static void
read_who(char out[WHO], int lock)
{
	ssize_t got = pread(lock, out, WHO - 1, 0);

	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

static int
say_held(int lock, struct err *err)
{
	char who[WHO], last[WHEN_TEXT] = "unknown";
	struct stat st;

	read_who(who, lock);
	if (fstat(lock, &st) == 0 && st.st_mtime >= 0)
		when_print(last, st.st_mtime);
	return err_set(err, ERR_CONFLICT,
		       "another session has this portfolio open (%s, last key %s)",
		       who[0] != '\0' ? who : "it does not say which", last);
}

int
draft_lock_take(int *lock, const char *path, const char *who, struct err *err)
{
	struct span text = span_of(who);

	*lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*lock < 0)
		return err_errno(err, "%s", path);
	if (flock(*lock, LOCK_EX | LOCK_NB) != 0) {
		say_held(*lock, err);
		close(*lock);
		*lock = -1;
		return -1;
	}
	/* Who holds it is a courtesy to the other session: a full disk must not stop this. */
	if (ftruncate(*lock, 0) == 0 && pwrite(*lock, text.data, text.len, 0) < 0)
		errno = 0;
	return 0;
}

void
draft_lock_touch(int lock)
{
	if (futimens(lock, NULL) != 0)
		errno = 0;		/* a courtesy too */
}

bool
draft_lock_is_wanted(int lock)
{
	char text[WHO];
	ssize_t got = pread(lock, text, sizeof text - 1, 0);

	text[got > 0 ? got : 0] = '\0';
	return strstr(text, wanted) != NULL;
}

/* Has this process the file of `lock` open? A number in a file may be anybody's by now. */
static bool
has_open(long pid, int lock)
{
	char path[64];
	struct stat ours, theirs;
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof path, "/proc/%ld/fd", pid);
	dir = fstat(lock, &ours) == 0 ? opendir(path) : NULL;
	while (dir != NULL && !found && (entry = readdir(dir)) != NULL)
		found = fstatat(dirfd(dir), entry->d_name, &theirs, 0) == 0
			&& theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino;
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* Why it is asked to leave is a courtesy as well: it leaves without knowing. */
static void
say_wanted(int lock)
{
	struct stat st;

	if (!draft_lock_is_wanted(lock) && fstat(lock, &st) == 0
	    && pwrite(lock, wanted, sizeof wanted - 1, st.st_size) < 0)
		errno = 0;
}

/* One that is stopped hears nothing until it goes on. */
static int
ask_to_leave(int lock, struct err *err)
{
	char who[WHO];
	long pid = 0;

	read_who(who, lock);
	if (strncmp(who, "pid ", 4) == 0)
		pid = strtol(who + 4, NULL, 10);
	if (pid <= 1 || pid == (long)getpid() || !has_open(pid, lock))
		return err_set(err, ERR_REFUSED, "the other session is none of yours on this "
			       "machine (%s): end it where it runs",
			       who[0] != '\0' ? who : "it does not say which");
	say_wanted(lock);
	if (kill((pid_t)pid, SIGHUP) != 0)
		return err_errno(err, "process %ld", pid);
	if (kill((pid_t)pid, SIGCONT) != 0)
		errno = 0;		/* it left already */
	return 0;
}

static int
wait_for(int lock, struct err *err)
{
	for (int waited = 0; waited < LEAVE_MS; waited += LOOK_MS) {
		if (flock(lock, LOCK_EX | LOCK_NB) == 0)
			return 0;
		poll(NULL, 0, LOOK_MS);
	}
	return err_set(err, ERR_CONFLICT, "the other session was asked to leave and has not "
		       "left; try again, or end it with kill -9");
}

int
draft_lock_evict(const char *path, struct err *err)
{
	int lock = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW), failed = 0;

	if (lock < 0)
		return errno == ENOENT ? 0 : err_errno(err, "%s", path);
	if (flock(lock, LOCK_EX | LOCK_NB) != 0)
		failed = ask_to_leave(lock, err) != 0 || wait_for(lock, err) != 0 ? -1 : 0;
	close(lock);
	return failed;
}
