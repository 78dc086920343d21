/*
 * shaper BITS DELAY CUT COUNT PROGRAM ARG...: a poor link as ssh's ProxyCommand. What passes
 * between its own stdin and stdout and a program's goes at BITS bit/s (0: at once), and each
 * byte is underway for DELAY ms. After CUT bytes down the link is dead (0: never): nothing
 * passes any more and nobody is told; the program is left with it, for LINGER_MS. COUNT is a file that is given the
 * bytes of both ways, `up down`.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { UNDERWAY = 1 << 20, PIECE = 256, LINGER_MS = 60000 };

/* One direction. Pieces leave one after the other, and arrive DELAY later. */
struct way {
	int from, to;
	struct piece {
		int64_t due;		/* microseconds */
		size_t len;
		char bytes[PIECE];
	} *pieces;
	size_t first, count;		/* of a ring */
	int64_t busy;			/* until then the line is taken */
	uint64_t passed;
};

struct link {
	int64_t bits, delay;		/* bit/s, microseconds */
	uint64_t cut;
	bool dead;
	const char *count;
	struct way up, down;
};

enum { RING = UNDERWAY / PIECE };

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* False at its end. */
static bool
take(const struct link *link, struct way *way)
{
	struct piece *piece = &way->pieces[(way->first + way->count) % RING];
	ssize_t got = read(way->from, piece->bytes, PIECE);
	int64_t start = now();

	if (got <= 0)
		return got < 0 && errno == EINTR;
	if (link->dead)
		return true;
	if (start < way->busy)
		start = way->busy;
	way->busy = start + (link->bits == 0 ? 0 : got * 8 * 1000000 / link->bits);
	piece->due = way->busy + link->delay;
	piece->len = (size_t)got;
	way->count++;
	return true;
}

static bool
give(struct link *link, struct way *way)
{
	struct piece *piece = &way->pieces[way->first];

	if (!link->dead && write(way->to, piece->bytes, piece->len) != (ssize_t)piece->len)
		return false;
	way->passed += piece->len;
	way->first = (way->first + 1) % RING;
	way->count--;
	if (link->cut != 0 && link->down.passed >= link->cut)
		link->dead = true;
	return true;
}

/* Milliseconds until something arrives; -1: nothing is underway. */
static int
patience(const struct link *link)
{
	int64_t due = INT64_MAX, at = now();

	if (link->up.count > 0)
		due = link->up.pieces[link->up.first].due;
	if (link->down.count > 0 && link->down.pieces[link->down.first].due < due)
		due = link->down.pieces[link->down.first].due;
	if (due == INT64_MAX)
		return -1;
	return due <= at ? 0 : (int)((due - at + 999) / 1000);
}

static bool
step(struct link *link, struct way *ways[2])
{
	struct pollfd ends[2];

	for (int i = 0; i < 2; i++)
		ends[i] = (struct pollfd){ .events = POLLIN,
			.fd = ways[i]->count < RING ? ways[i]->from : -1 };
	if (poll(ends, 2, patience(link)) < 0 && errno != EINTR)
		return false;
	for (int i = 0; i < 2; i++) {
		if (ends[i].revents != 0 && !take(link, ways[i]))
			return false;
		while (ways[i]->count > 0 && ways[i]->pieces[ways[i]->first].due <= now())
			if (!give(link, ways[i]))
				return false;
	}
	return true;
}

/* What is underway still arrives. */
static void
drain(struct link *link, struct way *way)
{
	while (way->count > 0) {
		int64_t left = way->pieces[way->first].due - now();

		if (left > 0)
			poll(NULL, 0, (int)(left / 1000) + 1);
		if (!give(link, way))
			return;
	}
}

static void
write_count(const struct link *link)
{
	FILE *out = fopen(link->count, "we");

	if (out == NULL)
		return;
	fprintf(out, "%llu %llu\n", (unsigned long long)link->up.passed,
		(unsigned long long)link->down.passed);
	fclose(out);
}

static pid_t
start(int *end, char **argv)
{
	int pair[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	child = fork();
	if (child == 0) {
		dup2(pair[1], STDIN_FILENO);
		dup2(pair[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(pair[1]);
	*end = pair[0];
	return child;
}

int
main(int argc, char **argv)
{
	struct link link = { 0 };
	struct way *ways[2] = { &link.up, &link.down };
	int end;

	if (argc < 6) {
		fputs("usage: shaper BITS DELAY CUT COUNT PROGRAM ARG...\n", stderr);
		return 2;
	}
	link.bits = strtoll(argv[1], NULL, 10);
	link.delay = strtoll(argv[2], NULL, 10) * 1000;
	link.cut = strtoull(argv[3], NULL, 10);
	link.count = argv[4];
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);	/* ssh leaves its proxy with one */
	if (start(&end, argv + 5) < 0)
		return 3;
	link.up.from = STDIN_FILENO;
	link.down.to = STDOUT_FILENO;
	link.up.to = link.down.from = end;
	for (int i = 0; i < 2; i++) {
		ways[i]->pieces = calloc(RING, sizeof *ways[i]->pieces);
		if (ways[i]->pieces == NULL)
			return 3;
	}
	while (step(&link, ways))
		;
	drain(&link, &link.down);
	write_count(&link);
	if (link.dead)
		poll(&(struct pollfd){ .fd = end, .events = 0 }, 1, LINGER_MS);
	return 0;
}
