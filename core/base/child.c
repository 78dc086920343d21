#include "core/base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PIECE = 64 << 10, AT_ONCE = 16 };	/* pieces taken in one go: no key waits longer */

static int
spawn(struct child *child, const char *const *argv, int out, struct err *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int failed;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK
				 | POSIX_SPAWN_SETSIGDEF);
	failed = posix_spawn(&child->pid, argv[0], &actions, &attributes,
			     (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (failed == 0)
		return 0;
	child->pid = 0;
	errno = failed;
	return err_errno(err, "%s cannot be started", argv[0]);
}

int
child_start(struct child *out, const char *const *argv, size_t limit, struct err *err)
{
	int ends[2], failed;

	*out = (struct child){ .fd = -1, .limit = limit };
	if (pipe(ends) != 0)
		return err_errno(err, "no pipe");
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	failed = spawn(out, argv, ends[1], err);
	close(ends[1]);
	if (failed != 0) {
		close(ends[0]);
		return -1;
	}
	out->fd = ends[0];
	return 0;
}

/* Its status once it ended; it is not left behind. */
static int
reap(struct child *child)
{
	int status = 1;

	close(child->fd);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	child->pid = 0;
	child->fd = -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

static void
stop(struct child *child)
{
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	reap(child);
}

int
child_read(struct child *child)
{
	for (int i = 0; i < AT_ONCE; i++) {
		char *room = buf_room(&child->said, PIECE);
		ssize_t got = read(child->fd, room, PIECE);

		if (got == 0)
			return reap(child);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return 1;
		if (got < 0 || child->said.len + (size_t)got > child->limit) {
			stop(child);
			return -1;
		}
		child->said.len += (size_t)got;
		child->said.data[child->said.len] = '\0';
	}
	return 1;
}

void
child_close(struct child *child)
{
	if (child->pid != 0)
		stop(child);
	buf_close(&child->said);
}
