#include "tests/driver/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { FDS_MOST = 256 };

extern char **environ;

static const struct {
	const char *name;
	int number;
} signals[] = {
	{ "HUP", SIGHUP }, { "INT", SIGINT }, { "QUIT", SIGQUIT },
	{ "KILL", SIGKILL }, { "TERM", SIGTERM }, { "CONT", SIGCONT },
	{ "STOP", SIGSTOP }, { "TSTP", SIGTSTP }, { "WINCH", SIGWINCH },
	{ "PIPE", SIGPIPE }, { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 },
	{ "ABRT", SIGABRT }, { "SEGV", SIGSEGV }, { "BUS", SIGBUS },
	{ "ILL", SIGILL }, { "FPE", SIGFPE }, { "ALRM", SIGALRM },
	{ "XCPU", SIGXCPU }, { "XFSZ", SIGXFSZ },
};

struct report {
	pid_t pid;	/* 0: `status` is a change of state */
	int status;
};

static void
send_report(int fd, pid_t pid, int status)
{
	struct report report = { pid, status };

	while (write(fd, &report, sizeof(report)) < 0 && errno == EINTR)
		;
}

/* In the new process: become the program, or exit 127 as a shell does. */
static _Noreturn void
become(const struct child_plan *plan)
{
	sigset_t none;

	setpgid(0, 0);
	if (plan->tty)
		tcsetpgrp(plan->fds[0], getpid());
	for (int i = 0; i < 3; i++)
		if (dup2(plan->fds[i], i) < 0)
			_exit(127);
	for (int fd = 3; fd < FDS_MOST; fd++)
		close(fd);
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	environ = plan->env;
	if (chdir(plan->dir) == 0)
		execvp(plan->argv[0], plan->argv);
	dprintf(2, "%s: %s\n", plan->argv[0], strerror(errno));
	_exit(127);
}

/* Keep only the report, so that the program alone holds its pipes and terminal. */
static void
let_go(int report)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	for (int fd = 3; fd < FDS_MOST; fd++)
		if (fd != report)
			close(fd);
}

static _Noreturn void
watch(pid_t pid, int report, const sigset_t *set)
{
	for (;;) {
		int got = 0, status;

		sigwait(set, &got);
		if (got == SIGHUP)
			kill(-pid, SIGHUP);
		while (waitpid(pid, &status, WNOHANG | WUNTRACED | WCONTINUED) == pid) {
			send_report(report, 0, status);
			if (!WIFSTOPPED(status) && !WIFCONTINUED(status))
				_exit(0);
		}
	}
}

static _Noreturn void
lead(const struct child_plan *plan, int report)
{
	sigset_t set;
	pid_t pid;

	setsid();
	if (plan->tty)
		ioctl(plan->fds[0], TIOCSCTTY, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigdelset(&set, SIGTTOU);
	pid = fork();
	if (pid == 0)
		become(plan);
	if (pid < 0)
		_exit(127);
	setpgid(pid, pid);
	let_go(report);
	send_report(report, pid, 0);
	watch(pid, report, &set);
}

static bool
read_pid(struct child *c)
{
	struct report first = { 0 };
	ssize_t got;

	while ((got = read(c->report, &first, sizeof(first))) < 0 && errno == EINTR)
		;
	c->pid = first.pid;
	fcntl(c->report, F_SETFL, O_NONBLOCK);
	return got == sizeof(first) && first.pid > 0;
}

bool
child_start(struct child *c, const struct child_plan *plan)
{
	int ends[2];

	*c = (struct child){ .report = -1 };
	if (pipe(ends) != 0)
		return false;
	c->leader = fork();
	if (c->leader == 0)
		lead(plan, ends[1]);
	close(ends[1]);
	c->report = ends[0];
	if (c->leader > 0 && read_pid(c)) {
		c->state = CHILD_RUNS;
		return true;
	}
	child_close(c);
	return false;
}

static void
note(struct child *c, int status)
{
	if (WIFSTOPPED(status)) {
		c->state = CHILD_STOPPED;
	} else if (WIFCONTINUED(status)) {
		c->state = CHILD_RUNS;
	} else {
		c->state = CHILD_ENDED;
		c->status = status;
	}
}

void
child_look(struct child *c)
{
	struct report report;

	while (c->report >= 0) {
		ssize_t got = read(c->report, &report, sizeof(report));

		if (got == sizeof(report)) {
			note(c, report.status);
		} else if (got == 0) {
			close(c->report);
			c->report = -1;
		} else if (errno != EINTR) {
			break;
		}
	}
}

void
child_close(struct child *c)
{
	if (c->pid > 0)
		kill(-c->pid, SIGKILL);
	else if (c->leader > 0)
		kill(c->leader, SIGKILL);
	if (c->leader > 0)
		waitpid(c->leader, NULL, 0);	/* it ends with the program */
	if (c->report >= 0)
		close(c->report);
	*c = (struct child){ .report = -1 };
}

static const char *
signal_name(int number)
{
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (signals[i].number == number)
			return signals[i].name;
	return NULL;
}

int
signal_number(const char *name)
{
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (strcmp(signals[i].name, name) == 0)
			return signals[i].number;
	return 0;
}

void
status_print(struct bytes *out, int status)
{
	const char *name = WIFSIGNALED(status) ? signal_name(WTERMSIG(status)) : NULL;

	if (name)
		bytes_print(out, "signal %s", name);
	else if (WIFSIGNALED(status))
		bytes_print(out, "signal %d", WTERMSIG(status));
	else
		bytes_print(out, "exit %d", WEXITSTATUS(status));
}

bool
status_matches(int status, char **words, size_t count, bool *known)
{
	char *end;
	long number;

	if (count == 2 && strcmp(words[0], "signal") == 0) {
		number = signal_number(words[1]);
		*known = number != 0;
		return WIFSIGNALED(status) && WTERMSIG(status) == number;
	}
	number = strtol(words[0], &end, 10);
	*known = count == 1 && *words[0] && !*end;
	return *known && WIFEXITED(status) && WEXITSTATUS(status) == number;
}
