#include "core/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/arena.h"

extern char **environ;

enum { PIECE = 65536, CLOSED = -1, TICK_MS = 100, TICK_AWAY_MS = 1000, LEAVE_MS = 1000 };
enum { CHILD_IN, CHILD_OUT, CHILD_ERR, CHILD_END, CHILD_FDS };

/* A child and our ends of its pipes; CLOSED where there is none. */
struct child {
	const struct process *process;
	struct buf *out[CHILD_FDS];	/* at CHILD_OUT and CHILD_ERR */
	struct pollfd fds[CHILD_FDS];	/* CHILD_END: readable once it has ended */
	int theirs[3];			/* its standard files, until it runs */
	int report[2];			/* tells the errno of an exec that failed */
	char **env;
	sigset_t mask;			/* the signals blocked before we came */
	pid_t pid;
	size_t fed, got;
	int64_t deadline;
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
fd_close(int *fd)
{
	if (*fd != CLOSED)
		close(*fd);
	*fd = CLOSED;
}

/* Close-on-exec, and clear of 0, 1 and 2, so that dup2 never meets itself. */
static int
fd_lift(int fd)
{
	int high = fd < 0 ? CLOSED : fcntl(fd, F_DUPFD_CLOEXEC, 3), saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return high;
}

static int
pipe_open(int fds[2])
{
	if (pipe(fds) != 0) {
		fds[0] = fds[1] = CLOSED;
		return -1;
	}
	fds[0] = fd_lift(fds[0]);
	fds[1] = fd_lift(fds[1]);
	return fds[0] == CLOSED || fds[1] == CLOSED ? -1 : 0;
}

/* A pipe to or from the child's `fd`; our end does not block. */
static int
channel_open(struct child *c, int fd)
{
	int fds[2], status = pipe_open(fds), ours = fd == CHILD_IN ? 1 : 0;

	c->theirs[fd] = fds[1 - ours];
	c->fds[fd] = (struct pollfd){ fds[ours], fd == CHILD_IN ? POLLOUT : POLLIN, 0 };
	return status != 0 ? -1 : fcntl(fds[ours], F_SETFL, O_NONBLOCK);
}

static int
null_open(struct child *c, int fd)
{
	c->theirs[fd] = fd_lift(open("/dev/null", O_RDWR | O_CLOEXEC));
	return c->theirs[fd] == CLOSED ? -1 : 0;
}

static int
channels_open(struct child *c)
{
	const bool wanted[3] = { c->process->input.len != 0, c->out[CHILD_OUT] != NULL,
				 c->out[CHILD_ERR] != NULL };

	if (pipe_open(c->report) != 0)
		return -1;
	for (int fd = 0; fd < 3 && !c->process->on_terminal; fd++)
		if ((wanted[fd] ? channel_open(c, fd) : null_open(c, fd)) != 0)
			return -1;
	return 0;
}

static bool
same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return strncmp(a, b, len + 1) == 0;
}

/* Ours without what is replaced (or nothing of ours), then what is added. */
static char **
environment(struct arena *arena, const char *const *added, bool alone)
{
	size_t count = 0, n = 0;
	char **env;

	for (char **at = environ; *at != NULL; at++)
		count++;
	for (size_t i = 0; added != NULL && added[i] != NULL; i++)
		count++;
	env = arena_array(arena, count + 1, sizeof *env);
	for (char **at = environ; *at != NULL && !alone; at++) {
		bool replaced = false;

		for (size_t i = 0; added != NULL && added[i] != NULL; i++)
			replaced = replaced || same_name(added[i], *at);
		if (!replaced)
			env[n++] = *at;
	}
	for (size_t i = 0; added != NULL && added[i] != NULL; i++)
		env[n++] = arena_text(arena, added[i]);
	return env;
}

/* After fork: only what is safe while another thread may hold any lock. */
static _Noreturn void
child_run(struct child *c)
{
	static const int given_back[] = { SIGPIPE, SIGINT, SIGQUIT };
	struct sigaction plain = { .sa_handler = SIG_DFL };
	int why;

	if (!c->process->on_terminal)
		setpgid(0, 0);
	for (int fd = 0; fd < 3; fd++)
		if (c->theirs[fd] != CLOSED && dup2(c->theirs[fd], fd) < 0)
			goto out;
	for (size_t i = 0; i < sizeof given_back / sizeof *given_back; i++)
		sigaction(given_back[i], &plain, NULL);
	sigprocmask(SIG_SETMASK, &c->mask, NULL);
	environ = c->env;
	if (c->process->folder != NULL && chdir(c->process->folder) != 0)
		goto out;
	if (c->process->confine != NULL && c->process->confine(c->process->confine_with) != 0)
		goto out;
	execvp(c->process->argv[0], (char *const *)c->process->argv);
out:
	why = errno;
	while (write(c->report[1], &why, sizeof why) < 0 && errno == EINTR)
		;
	_exit(127);
}

static int
wait_status(int *status, pid_t pid)
{
	int raw;
	pid_t got;

	do
		got = waitpid(pid, &raw, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	*status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
	return 0;
}

/* Nothing comes through the report pipe when exec succeeds: it just closes. */
static int
check_started(struct child *c, struct err *err)
{
	const char *name = c->process->argv[0];
	int why = 0, status;
	ssize_t n;

	do
		n = read(c->report[0], &why, sizeof why);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return 0;
	wait_status(&status, c->pid);
	if (why == ENOENT)
		return err_set(err, ERR_MISSING_PROGRAM, "%s is not installed", name);
	errno = why;
	err_errno(err, "cannot start %s", name);
	if (err != NULL)
		err->code = ERR_MISSING_PROGRAM;
	return -1;
}

static int
child_start(struct child *c, struct err *err)
{
	c->pid = fork();
	if (c->pid < 0)
		return err_errno(err, "cannot start %s", c->process->argv[0]);
	if (c->pid == 0)
		child_run(c);
	if (!c->process->on_terminal)
		setpgid(c->pid, c->pid);	/* whoever of us comes first */
	for (int fd = 0; fd < 3; fd++)
		fd_close(&c->theirs[fd]);
	fd_close(&c->report[1]);
	if (check_started(c, err) != 0)
		return -1;
#ifdef SYS_pidfd_open	/* without it the end is known by the closing of the pipes */
	c->fds[CHILD_END] = (struct pollfd){
		fd_lift((int)syscall(SYS_pidfd_open, c->pid, 0)), POLLIN, 0,
	};
#endif
	if (c->process->timeout_ms > 0)
		c->deadline = now_ms() + c->process->timeout_ms;
	return 0;
}

/* SIGPIPE is blocked meanwhile: a child that reads no further is no fault of ours. */
static void
feed(struct child *c)
{
	struct span input = c->process->input;
	ssize_t n = write(c->fds[CHILD_IN].fd, input.data + c->fed, input.len - c->fed);

	if (n > 0)
		c->fed += (size_t)n;
	if (c->fed == input.len || (n < 0 && errno != EINTR && errno != EAGAIN))
		fd_close(&c->fds[CHILD_IN].fd);
}

/* What is there to be read; 1 when there was something, 0 when not, -1 past the limit. */
static int
collect(struct child *c, int fd, struct err *err)
{
	size_t limit = c->process->output_limit;
	ssize_t n = read(c->fds[fd].fd, buf_room(c->out[fd], PIECE), PIECE);

	if (n < 0 && errno == EINTR)
		return 1;
	if (n == 0 || (n < 0 && errno != EAGAIN))
		fd_close(&c->fds[fd].fd);
	if (n <= 0)
		return 0;
	if (limit != 0 && (size_t)n > limit - c->got)
		return err_set(err, ERR_LIMIT, "%s wrote more than %zu bytes",
			       c->process->argv[0], limit);
	c->got += (size_t)n;
	c->out[fd]->len += (size_t)n;
	c->out[fd]->data[c->out[fd]->len] = '\0';
	return 1;
}

/* After its end: what is still in the pipes, whoever else may hold them open. */
static int
drain(struct child *c, struct err *err)
{
	int status = 0;

	for (int fd = CHILD_OUT; fd <= CHILD_ERR && status == 0; fd++)
		do
			status = c->fds[fd].fd == CLOSED ? 0 : collect(c, fd, err);
		while (status > 0);
	return status;
}

static bool
is_over(const struct child *c)
{
	return c->fds[CHILD_END].fd == CLOSED && c->fds[CHILD_OUT].fd == CLOSED
		&& c->fds[CHILD_ERR].fd == CLOSED && c->fds[CHILD_IN].fd == CLOSED;
}

static int
wait_some(struct child *c, struct err *err)
{
	int64_t left = c->deadline == 0 ? -1 : c->deadline - now_ms();
	int64_t tick = c->process->on_terminal ? TICK_AWAY_MS : TICK_MS;

	if (c->deadline != 0 && left <= 0)
		return err_set(err, ERR_LATE, "%s did not end within %d ms",
			       c->process->argv[0], c->process->timeout_ms);
	if (!progress_tick(c->process->progress, (int64_t)c->got, 0))
		return err_set(err, ERR_CANCELLED, "stopped");
	if (c->process->progress != NULL && (left < 0 || left > tick))
		left = tick;
	if (poll(c->fds, CHILD_FDS, (int)left) < 0 && errno != EINTR)
		return err_errno(err, "cannot wait for %s", c->process->argv[0]);
	return 0;
}

/* Feed and collect until it has ended. */
static int
child_follow(struct child *c, struct err *err)
{
	while (!is_over(c)) {
		for (int i = 0; i < CHILD_FDS; i++)
			c->fds[i].revents = 0;
		if (wait_some(c, err) != 0)
			return -1;
		if (c->fds[CHILD_END].revents != 0)
			return drain(c, err);
		if (c->fds[CHILD_IN].revents != 0)
			feed(c);
		for (int fd = CHILD_OUT; fd <= CHILD_ERR; fd++)
			if (c->fds[fd].revents != 0 && collect(c, fd, err) < 0)
				return -1;
	}
	return 0;
}

/* One that a person works in may put its work by first, as when the line is hung up. */
static void
stop(struct child *c)
{
	struct pollfd end = c->fds[CHILD_END];

	if (c->process->on_terminal) {
		kill(c->pid, SIGHUP);
		kill(c->pid, SIGCONT);
		if (end.fd != CLOSED && poll(&end, 1, LEAVE_MS) > 0)
			return;
	}
	kill(c->process->on_terminal ? c->pid : -c->pid, SIGKILL);
}

/* What it started and left behind ends with it. Until it is reaped its number is nobody else's. */
static void
end_group(const struct child *c)
{
	siginfo_t ended;
	int got;

	if (c->process->on_terminal)
		return;
	do
		got = waitid(P_PID, (id_t)c->pid, &ended, WEXITED | WNOWAIT);
	while (got != 0 && errno == EINTR);
	if (got == 0)
		kill(-c->pid, SIGKILL);
}

static int
child_run_to_end(int *status, struct child *c, struct err *err)
{
	int failed = channels_open(c);

	if (failed != 0)
		return err_errno(err, "cannot start %s", c->process->argv[0]);
	if (child_start(c, err) != 0)
		return -1;
	failed = child_follow(c, err);
	if (failed != 0)
		stop(c);
	end_group(c);
	if (wait_status(status, c->pid) != 0 && failed == 0)
		failed = err_errno(err, "cannot wait for %s", c->process->argv[0]);
	return failed;
}

/* Block SIGPIPE; afterwards take back the one that we caused, and only that. */
static bool
pipe_signal_block(sigset_t *before)
{
	sigset_t set, pending;

	sigpending(&pending);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, before);
	return sigismember(&pending, SIGPIPE) == 1;
}

static void
pipe_signal_restore(const sigset_t *before, bool was_pending)
{
	static const struct timespec at_once = { 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	while (!was_pending && sigtimedwait(&set, NULL, &at_once) < 0 && errno == EINTR)
		;
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

int
process_run(int *status, struct buf *out, struct buf *errors, const struct process *process,
	    struct err *err)
{
	struct arena arena = { 0 };
	struct child c = {
		.process = process, .out = { [CHILD_OUT] = out, [CHILD_ERR] = errors },
		.theirs = { CLOSED, CLOSED, CLOSED }, .report = { CLOSED, CLOSED },
	};
	struct sigaction ignore = { .sa_handler = SIG_IGN }, interrupt, quit;
	bool was_pending = pipe_signal_block(&c.mask);
	int failed;

	c.env = environment(&arena, process->env, process->env_alone);
	for (int i = 0; i < CHILD_FDS; i++)
		c.fds[i].fd = CLOSED;
	if (process->on_terminal) {
		sigaction(SIGINT, &ignore, &interrupt);
		sigaction(SIGQUIT, &ignore, &quit);
	}
	failed = child_run_to_end(status, &c, err);
	if (process->on_terminal) {
		sigaction(SIGINT, &interrupt, NULL);
		sigaction(SIGQUIT, &quit, NULL);
	}
	for (int i = 0; i < CHILD_FDS; i++)
		fd_close(&c.fds[i].fd);
	for (int fd = 0; fd < 3; fd++)
		fd_close(&c.theirs[fd]);
	fd_close(&c.report[0]);
	fd_close(&c.report[1]);
	pipe_signal_restore(&c.mask, was_pending);
	arena_close(&arena);
	return failed == 0 ? 0 : -1;
}
