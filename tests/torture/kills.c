/*
 * kills ASSAY PROGRAMME PORTFOLIO DRAFT ROUNDS [SEED]
 *
 * Starts line mode, feeds it verbs, kills it at a random moment, looks at what was kept.
 * What was acknowledged must be there; what was not may be there as the one last line; a
 * signing that was cut off and tried again leaves exactly one record.
 */
#define _GNU_SOURCE		/* pipe2, ppoll */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { VERBS = 4096, TEXT = 256, ANSWER = 1 << 16 };

static const char *assay, *programme, *portfolio, *draft;
static char kept[VERBS][TEXT];		/* what the draft must hold, in order */
static size_t kept_count;
static uint64_t state;
static unsigned killed, signings;
static bool heard;			/* was a verb acknowledged in the run that was killed? */

struct run {
	pid_t pid;
	int in, out;
	char answer[ANSWER];
	size_t len;
};

static void
die(const char *what)
{
	fprintf(stderr, "not ok kills: %s\n", what);
	exit(1);
}

/* xorshift64* (Vigna): seeded, so that a failure can be seen again. */
static unsigned
chance(unsigned below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}

static void
start(struct run *run)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		die("no pipes");
	run->len = 0;
	run->pid = fork();
	if (run->pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(assay, assay, "-C", programme, "score", "--line", portfolio, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	run->in = in[1];
	run->out = out[0];
}

static void
finish(struct run *run, bool kill_it)
{
	if (kill_it)
		kill(run->pid, SIGKILL);
	if (run->in >= 0)
		close(run->in);
	waitpid(run->pid, NULL, 0);
	close(run->out);
}

/* The next line of an answer, without LF; false at the end of output. */
static bool
next_line(struct run *run, char line[TEXT])
{
	for (;;) {
		char *end = memchr(run->answer, '\n', run->len);
		ssize_t got;

		if (end != NULL) {
			size_t len = (size_t)(end - run->answer), copy = len < TEXT ? len : TEXT - 1;

			memcpy(line, run->answer, copy);
			line[copy] = '\0';
			run->len -= len + 1;
			memmove(run->answer, end + 1, run->len);
			return true;
		}
		if (run->len == ANSWER)
			die("a line without end");
		got = read(run->out, run->answer + run->len, ANSWER - run->len);
		if (got <= 0)
			return false;
		run->len += (size_t)got;
	}
}

static void
say(struct run *run, const char *verb)
{
	char line[TEXT + 1];
	int len = snprintf(line, sizeof line, "%s\n", verb);

	if (write(run->in, line, (size_t)len) != len && errno != EPIPE)
		die("line mode does not listen");
}

/* Nothing more will be said: line mode ends when it has answered. */
static void
hush(struct run *run)
{
	close(run->in);
	run->in = -1;
}

static void
make_verb(char verb[TEXT])
{
	static const char *const levels[] = { "low", "mid", "high" };
	unsigned criterion = 1 + chance(3);

	switch (chance(6)) {
	case 0:
		snprintf(verb, TEXT, "note c%u round %u says %u", criterion, killed, chance(100000));
		break;
	case 1:
		snprintf(verb, TEXT, "code c%u missing", criterion);
		break;
	case 2:
		snprintf(verb, TEXT, "clear c%u", criterion);
		break;
	default:
		snprintf(verb, TEXT, "level c%u %s", criterion, levels[chance(3)]);
	}
}

/* The verbs in the draft file, headings and ticks aside. */
static size_t
read_draft(char found[VERBS][TEXT])
{
	FILE *file = fopen(draft, "re");
	char line[TEXT];
	size_t count = 0;

	if (file == NULL)
		return 0;
	for (int n = 1; fgets(line, sizeof line, file) != NULL; n++) {
		size_t len = strlen(line);

		if (line[len - 1] != '\n')
			break;		/* torn: never acknowledged */
		line[len - 1] = '\0';
		if (n > 3 && strncmp(line, "seen ", 5) != 0 && strncmp(line, "sealing ", 8) != 0
		    && count < VERBS)
			memcpy(found[count++], line, TEXT);
	}
	fclose(file);
	return count;
}

static void
check_draft(const char *in_flight)
{
	static char found[VERBS][TEXT];
	size_t count = read_draft(found);

	for (size_t i = 0; i < kept_count; i++)
		if (i >= count || strcmp(kept[i], found[i]) != 0)
			die("an acknowledged verb is missing from the draft");
	if (count > kept_count + 1
	    || (count == kept_count + 1 && strcmp(found[kept_count], in_flight) != 0))
		die("the draft holds what nobody said");
	memcpy(kept, found, sizeof kept);
	kept_count = count;
}

/* Wait a random while, up to about what a verb takes. */
static void
linger(int out)
{
	struct timespec pause = { 0, (long)chance(6000) * 1000 };
	struct pollfd none = { .fd = -1 };

	(void)out;
	ppoll(&none, 1, &pause, NULL);
}

static void
round_of_verbs(void)
{
	struct run run;
	char line[TEXT], verb[TEXT] = "";

	start(&run);
	if (!next_line(&run, line))
		die("line mode did not greet");
	for (unsigned left = chance(6); left > 0; left--) {
		make_verb(verb);
		say(&run, verb);
		if (!next_line(&run, line))
			die("line mode ended by itself");
		if (strncmp(line, "no:", 3) == 0)
			die(line);
		memcpy(kept[kept_count++], verb, TEXT);
	}
	make_verb(verb);
	say(&run, verb);
	linger(run.out);
	finish(&run, true);
	killed++;
	check_draft(verb);
}

static long
count_decisions(void)
{
	char command[1024];
	FILE *pipe;
	long count = -1;

	snprintf(command, sizeof command, "'%s' -C '%s' log --json | grep -c '\"type\": \"decision\"'",
		 assay, programme);
	pipe = popen(command, "re");
	if (pipe == NULL || fscanf(pipe, "%ld", &count) != 1)
		die("the log cannot be counted");
	pclose(pipe);
	return count;
}

static bool
try_to_sign(bool kill_it)
{
	struct run run;
	char line[TEXT];
	bool recorded = false;

	start(&run);
	say(&run, "level c1 high");
	say(&run, "level c2 high");
	say(&run, "level c3 high");
	say(&run, "conflict none");
	say(&run, "sign");
	if (!kill_it)
		hush(&run);
	if (kill_it) {
		heard = false;
		for (unsigned n = chance(9); n > 0 && next_line(&run, line); n--) {
			recorded |= strncmp(line, "recorded", 8) == 0;
			heard |= strncmp(line, "c1 high", 7) == 0;
		}
		for (unsigned n = chance(4); n > 0; n--)
			linger(run.out);
		killed++;
	}
	while (!kill_it && next_line(&run, line))
		recorded |= strncmp(line, "recorded", 8) == 0
			|| strncmp(line, "the last signing went through", 29) == 0;
	finish(&run, kill_it);
	return recorded;
}

/* Only `sign`: what a person does who comes back after the line was cut. */
static void
retry_sign(void)
{
	struct run run;
	char line[TEXT];
	bool recorded = false;

	start(&run);
	say(&run, "sign");
	hush(&run);
	while (next_line(&run, line))
		recorded |= strncmp(line, "recorded", 8) == 0;
	finish(&run, false);
	if (!recorded && !try_to_sign(false))
		die("signing again did not record it");
}

static void
round_of_signing(void)
{
	long before = count_decisions(), after;

	try_to_sign(true);
	if (access(draft, F_OK) == 0)
		retry_sign();		/* otherwise it went through, and the draft is gone */
	else if (kept_count == 0 && !heard && count_decisions() == before)
		try_to_sign(false);	/* or it was killed before the first word */
	after = count_decisions();
	if (after != before + 1)
		die("a signing left not exactly one record");
	kept_count = 0;
	signings++;
}

int
main(int argc, char **argv)
{
	unsigned rounds;

	if (argc < 6) {
		fputs("usage: kills ASSAY PROGRAMME PORTFOLIO DRAFT ROUNDS [SEED]\n", stderr);
		return 2;
	}
	assay = argv[1];
	programme = argv[2];
	portfolio = argv[3];
	draft = argv[4];
	rounds = (unsigned)strtoul(argv[5], NULL, 10);
	state = argc > 6 ? strtoull(argv[6], NULL, 10) : (uint64_t)time(NULL);
	printf("seed %llu\n", (unsigned long long)state);
	signal(SIGPIPE, SIG_IGN);
	alarm(600);		/* whatever hangs, this does not */
	while (killed < rounds)
		if (chance(10) == 0 || kept_count > VERBS / 2)
			round_of_signing();
		else
			round_of_verbs();
	printf("ok kills: %u kills, %u signings\n", killed, signings);
	return 0;
}
