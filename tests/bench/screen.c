/*
 * What a person at a terminal waits for: screen [-k KEYS]... TEXT PROGRAM ARG...
 *
 * Starts the program on a terminal of 80x24 and prints the milliseconds until TEXT was
 * written; then, for each KEYS, those until an assay that writes idle marks waits again;
 * last the most memory it has had resident, in KiB. `\r` and `\e` in KEYS are what they say.
 */
#define _GNU_SOURCE	/* for memmem(3) */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEYS = 16, MOST = 4 << 20, PATIENCE_MS = 120000 };

static const char question[] = "\033[5n", answer[] = "\033[0n", mark[] = "\033]7777;idle;";

struct seat {
	int pty;
	pid_t pid;
	char *said;
	size_t len, asked;		/* questions looked for up to here */
	unsigned long long sent;
};

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static _Noreturn void
give_up(const char *what)
{
	fprintf(stderr, "screen: %s\n", what);
	exit(1);
}

static void
sit_down(struct seat *seat, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *name;

	seat->said = malloc(MOST);
	seat->pty = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (seat->said == NULL || seat->pty < 0 || grantpt(seat->pty) != 0
	    || unlockpt(seat->pty) != 0 || (name = ptsname(seat->pty)) == NULL
	    || ioctl(seat->pty, TIOCSWINSZ, &size) != 0)
		give_up("no terminal");
	seat->pid = fork();
	if (seat->pid == 0) {
		int fd;

		setsid();
		fd = open(name, O_RDWR);
		ioctl(fd, TIOCSCTTY, 0);
		for (int i = 0; i < 3; i++)
			dup2(fd, i);
		execvp(argv[0], argv);
		_exit(127);
	}
}

static void
send_keys(struct seat *seat, const char *keys)
{
	for (; *keys != '\0'; keys++) {
		char c = *keys;

		if (c == '\\' && keys[1] != '\0')
			c = *++keys == 'r' ? '\r' : '\033';
		if (write(seat->pty, &c, 1) != 1)
			give_up("it takes no keys");
		seat->sent++;
	}
}

static void
answer_questions(struct seat *seat)
{
	const char *at;

	while ((at = memmem(seat->said + seat->asked, seat->len - seat->asked, question,
			    sizeof question - 1)) != NULL) {
		seat->asked = (size_t)(at - seat->said) + sizeof question - 1;
		if (write(seat->pty, answer, sizeof answer - 1) == sizeof answer - 1)
			seat->sent += sizeof answer - 1;
	}
}

static bool
listen_some(struct seat *seat)
{
	struct pollfd poll_fd = { seat->pty, POLLIN, 0 };
	ssize_t got;

	if (seat->len == MOST)
		give_up("it says too much");
	if (poll(&poll_fd, 1, PATIENCE_MS) <= 0)
		give_up("it says nothing more");
	got = read(seat->pty, seat->said + seat->len, MOST - seat->len);
	if (got <= 0)
		return false;
	seat->len += (size_t)got;
	answer_questions(seat);
	return true;
}

static void
wait_for_text(struct seat *seat, const char *text)
{
	while (memmem(seat->said, seat->len, text, strlen(text)) == NULL)
		if (!listen_some(seat))
			give_up("it ended without saying that");
}

/* The latest mark says how much input was obeyed. */
static bool
has_obeyed(const struct seat *seat)
{
	const char *at = seat->said, *found, *last = NULL;
	size_t left = seat->len;

	while ((found = memmem(at, left, mark, sizeof mark - 1)) != NULL) {
		last = found + sizeof mark - 1;
		left -= (size_t)(last - at);
		at = last;
	}
	if (last == NULL || memchr(last, '\a', left) == NULL)
		return false;
	return strtoull(last, NULL, 10) >= seat->sent;
}

static void
wait_for_mark(struct seat *seat)
{
	while (!has_obeyed(seat))
		if (!listen_some(seat))
			give_up("it ended");
}

static long
peak_of(pid_t pid)
{
	char path[64], line[256];
	long peak = 0;
	FILE *status;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	status = fopen(path, "r");
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			peak = strtol(line + 6, NULL, 10);
	if (status != NULL)
		fclose(status);
	return peak;
}

int
main(int argc, char **argv)
{
	const char *keys[KEYS];
	struct seat seat = { 0 };
	size_t count = 0;
	double start;
	int option;

	while ((option = getopt(argc, argv, "+k:")) == 'k' && count < KEYS)
		keys[count++] = optarg;
	if (argc - optind < 2)
		give_up("usage: screen [-k KEYS]... TEXT PROGRAM ARG...");
	start = now_ms();
	sit_down(&seat, argv + optind + 1);
	wait_for_text(&seat, argv[optind]);
	printf("%.2f", now_ms() - start);
	for (size_t i = 0; i < count; i++) {
		if (i == 0)
			wait_for_mark(&seat);
		seat.len = seat.asked = 0;
		start = now_ms();
		send_keys(&seat, keys[i]);
		wait_for_mark(&seat);
		printf(" %.2f", now_ms() - start);
	}
	printf(" %ld\n", peak_of(seat.pid));
	kill(seat.pid, SIGKILL);
	waitpid(seat.pid, NULL, 0);
	return 0;
}
