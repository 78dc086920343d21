/*
 * queue make DIR COUNT		a programme of so many portfolios, half of them decided
 * queue first FLOOR… -- COMMAND…	ms from process start to the first frame on a terminal,
 *				peak KiB, ms of a letter of a filter, ms until all was read
 *				anew; and ms of the floor, a process that only says a line
 */
#define _GNU_SOURCE		/* memmem */
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/store/append.h"
#include "core/store/workspace.h"
#include "core/trust/keyfile.h"

#define NOW INT64_C(1700000000)
#define HEX16 "0123456789abcdef"
#define HEX40 HEX16 HEX16 "01234567"
#define HEX64 HEX16 HEX16 HEX16 HEX16

enum { RUNS = 7, WAIT_MS = 120000 };

int fsync(int fd);
int fdatasync(int fd);

static struct arena arena;

/* What is only made to be read need not be durable. */
int
fsync(int fd)
{
	(void)fd;
	return 0;
}

int
fdatasync(int fd)
{
	(void)fd;
	return 0;
}

static void
must(int status, const struct err *err)
{
	if (status == 0)
		return;
	fprintf(stderr, "queue: %s\n", err->text);
	exit(1);
}

static double
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const char *
portfolio_of(size_t i)
{
	char hex[DIGEST_HEX];
	struct digest digest = digest_sha256(span_of(arena_printf(&arena, "%zu", i)));

	digest_hex(hex, &digest);
	return arena_copy(&arena, hex, 32);
}

static struct span
decision_text(size_t i)
{
	char hex[RANDOM_ID_HEX];

	random_id(hex);
	return span_of(arena_printf(&arena,
		"assay: 1\ntype: decision\nid: %s\nportfolio: %s\nattempt: 1\n"
		"assignment: none\nrole: primary\nstance: independent\n"
		"rubric: {id: circles, version: 1, sha256: " HEX64 ", structure: " HEX64
		", published: none}\nevidence: {tree256: " HEX64 ", tree: " HEX40
		", commit: " HEX40 ", path: '', files: 1, bytes: 2}\nscores:\n"
		"  - {criterion: c1, level: met, points: \"1\", cites: [{item: 1}]}\n"
		"totals: {points: \"1\", max: \"1\"}\noutcome: pass\nwhy: []\n"
		"declaration: {authentic: yes, conflict: none}\nsupersedes: []\nbasis: []\n"
		"seen: []\n", hex, portfolio_of(i)));
}

static void
fill(struct ledger *ledger, struct signer *signer, size_t records)
{
	struct oid head, first;
	struct digest sha256;
	const char *ref;
	struct err err;

	must(genesis_write(&head, &sha256, &arena, ledger, signer, "a-one", NOW, &err), &err);
	for (size_t i = 0; i < records; i++) {
		struct arena scratch = { 0 };
		struct commit commit = commit_next(ledger, RECORD_DECISION, "a-one",
						   signer->key.kid, NOW + (int64_t)i);

		commit_follow(&commit, &head, (int64_t)i, &sha256);
		commit.subject = "circles pass";
		must(commit_write(&head, &sha256, &scratch, ledger->repo, signer, &commit,
				  decision_text(2 * i), NULL, 0, &err), &err);
		arena_close(&scratch);
	}
	ref = arena_printf(&arena, LEDGER_LOG "a-one/%s", signer->key.kid);
	must(repo_ref_move(ledger->repo, ref, &head, repo_ref_read(&first, ledger->repo, ref,
			   &err) == 0 ? &first : NULL, "bench", &err), &err);
}

static int
run_make(char **argv)
{
	size_t count = strtoul(argv[1], NULL, 10);
	struct workspace workspace = { .dir = argv[0], .name = "A large one",
		.actor = "a-one", .key = "keys/a-one.key" };
	const char *key;
	struct trust_member member = { NULL, "a-one", "A name",
		1u << TRUST_ASSESSOR | 1u << TRUST_ADMIN };
	struct signer signer;
	struct ledger ledger;
	struct sshkey public;
	struct err err;

	key = path_join(&arena, argv[0], "keys");
	must(file_make_dirs(key, 0700, &err), &err);
	key = path_join(&arena, key, "a-one.key");
	must(keyfile_create(&public, key, NULL, NULL, &err), &err);
	must(keyfile_open(&signer, key, NULL, &err), &err);
	member.key = &signer.key;
	workspace.ledger_path = path_join(&arena, argv[0], "ledger.git");
	must(ledger_create(&ledger, workspace.ledger_path, &signer, &member, 1,
			   RELEASE_MANUAL, NOW, &err), &err);
	workspace.ledger_id = ledger.id;
	must(workspace_create(&workspace, &err), &err);
	must(file_write(path_join(&arena, argv[0], "rubrics/circles.yaml"), span_of(
		"assay_rubric: 1\nid: circles\nversion: 1\ntitle: Circles\nscales:\n"
		"  two: {levels: [{id: missed, points: 0}, {id: met, points: 1}]}\nparts:\n"
		"  - id: p1\n    kind: artifacts\n    label: Part one\n"
		"    evidence: [{id: a1, label: Plan, path: \"**\", min: 1}]\n"
		"    criteria:\n      - {id: c1, label: One, scale: two, evidence: [a1]}\n"
		"decision:\n  pass: all(p1 >= met)\n"), 0600, &err), &err);
	for (size_t i = 0; i < count; i++)
		must(workspace_take(&workspace, &(struct taken){ .portfolio = portfolio_of(i),
			.repo = "/nowhere", .ref = "", .path = "", .rubric = "circles",
			.attempt = 1 }, &err), &err);
	fill(&ledger, &signer, count / 2);
	ledger_close(&ledger);
	signer_close(&signer);
	return 0;
}

/* ---- on a terminal ---- */

struct terminal {
	pid_t pid;
	int fd;
	double started;
	char said[1 << 16];
	size_t len;
};

static void
begin(struct terminal *out, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	*out = (struct terminal){ .started = clock_ms() };
	out->pid = forkpty(&out->fd, NULL, NULL, &size);
	if (out->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("ASSAY_IDLE_MARK", "1", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
}

/* Until the terminal was told `text`, and every fence was answered. */
static double
until(struct terminal *term, const char *text)
{
	double from = clock_ms();

	while (clock_ms() - from < WAIT_MS) {
		struct pollfd fd = { .fd = term->fd, .events = POLLIN };
		ssize_t got;

		if (poll(&fd, 1, 100) <= 0)
			continue;
		got = read(term->fd, term->said + term->len,
			   sizeof term->said - 1 - term->len);
		if (got <= 0)
			break;
		if (memmem(term->said + term->len, (size_t)got, "\033[5n", 4) != NULL
		    && write(term->fd, "\033[0n", 4) < 0)
			break;
		term->len += (size_t)got;
		term->said[term->len] = '\0';
		if (strstr(term->said, text) != NULL) {
			term->len = 0;
			return clock_ms();
		}
	}
	fprintf(stderr, "queue: it never said '%s'\n", text);
	exit(1);
}

static void
type(struct terminal *term, const char *keys)
{
	if (write(term->fd, keys, strlen(keys)) < 0)
		exit(1);
}

static long
peak_kib(pid_t pid)
{
	FILE *file = fopen(arena_printf(&arena, "/proc/%d/status", (int)pid), "r");
	char line[256];
	long peak = 0;

	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			peak = strtol(line + 6, NULL, 10);
	if (file != NULL)
		fclose(file);
	return peak;
}

static void
end(struct terminal *term)
{
	int status;

	kill(term->pid, SIGHUP);
	waitpid(term->pid, &status, 0);
	close(term->fd);
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(double *times)
{
	qsort(times, RUNS, sizeof *times, compare);
	return times[RUNS / 2];
}

static int
run_first(char **argv)
{
	static struct terminal term;
	double first[RUNS], letter[RUNS], anew[RUNS], floor_ms[RUNS];
	char **command = argv;
	long peak = 0;

	while (*command != NULL && strcmp(*command, "--") != 0)
		command++;
	if (*command == NULL)
		return 2;
	*command++ = NULL;
	for (int i = 0; i < RUNS; i++) {
		int status;

		begin(&term, argv);
		floor_ms[i] = until(&term, "\n") - term.started;
		waitpid(term.pid, &status, 0);
		close(term.fd);
		begin(&term, command);
		first[i] = until(&term, "Queue of") - term.started;
		anew[i] = until(&term, "\033]7777;idle") - term.started;
		type(&term, "/");
		until(&term, "\033]7777;idle");
		letter[i] = clock_ms();
		type(&term, "7");
		letter[i] = until(&term, "\033]7777;idle") - letter[i];
		peak = peak_kib(term.pid) > peak ? peak_kib(term.pid) : peak;
		end(&term);
	}
	printf("%.1f %ld %.1f %.0f %.1f\n", median(first), peak, median(letter),
	       median(anew), median(floor_ms));
	return 0;
}

int
main(int argc, char **argv)
{
	if (digest_init() != 0)
		return 1;
	if (argc == 4 && strcmp(argv[1], "make") == 0)
		return run_make(argv + 2);
	if (argc > 3 && strcmp(argv[1], "first") == 0)
		return run_first(argv + 2);
	fputs("usage: queue make|first …\n", stderr);
	return 2;
}
