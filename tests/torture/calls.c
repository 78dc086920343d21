/*
 * calls all DIR [EVERY]	each system call of an append is its last, or fails
 * calls many DIR WRITERS	so many at once on one chain
 * calls append LEDGER KEY ID	one append; says `acknowledged` (what strace runs)
 *
 * For a new chain and for one there is, strace kills the writer at every system call of an
 * append, or makes the call fail with ENOSPC or EIO. What was acknowledged must be there;
 * the ledger must hold; and saying it again leaves exactly one record. EVERY takes one call
 * of so many. Prints `ok …`, or `not ok …` and exits 1.
 *
 * strace counts calls by thread, and threads do not come in one order: so the writer gets no
 * thread but its first, and flushes with that, one file after another; every trial must then
 * be seen to strike. Killed at each flush it is once more as it flushes otherwise, in
 * threads; there a trial that came to nothing is none.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/verify.h"
#include "core/trust/keyfile.h"

#define NOW INT64_C(1700000000)
#define MARKER "/the append begins here"
#define NO_THREADS "inject=clone3:error=EAGAIN"

static const char *const actors[] = { "r-amy", "a-ben" };	/* root; writer */
static struct arena arena;

static void PRINTF_LIKE(1, 2)
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("not ok calls: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void
must(int status, const struct err *err)
{
	if (status != 0)
		die("%s", err->text);
}

/* ------------------------------------------------------------------------- one append */

static int
append(struct appended *out, const char *path, const char *key, const char *id,
       struct err *err)
{
	struct append what = { .type = RECORD_ALARM, .actor = actors[1], .record_id = id,
			       .now = NOW };
	struct ledger ledger;
	struct signer signer;
	int status;

	what.record = span_of(arena_printf(&arena, "assay: 1\ntype: alarm\nid: %s\nkind: test\n"
					   "seen: []\n", id));
	must(keyfile_open(&signer, key, NULL, err), err);
	access(MARKER, F_OK);
	status = ledger_open(&ledger, path, NULL, err);
	if (status == 0) {
		status = ledger_append(out, &ledger, &signer, &what, err);
		ledger_close(&ledger);
	}
	signer_close(&signer);
	return status;
}

static int
run_append(char **argv)
{
	struct appended out;
	struct err err;

	if (append(&out, argv[0], argv[1], argv[2], &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 3;
	}
	return puts("acknowledged") < 0 || fflush(stdout) != 0 ? 3 : 0;
}

/* ---------------------------------------------------------------------------- ledgers */

static const char *
key_of(const char *dir, size_t who)
{
	return arena_printf(&arena, "%s/%s", dir, actors[who]);
}

/* A ledger of two; `records` of the writer's stand there already. */
static void
make_ledger(const char *dir, const char *path, int records)
{
	struct trust_member members[2];
	struct signer signers[2];
	struct ledger ledger;
	struct sshkey key;
	struct err err;
	char id[RANDOM_ID_HEX];

	for (size_t i = 0; i < 2; i++) {
		if (!file_exists(arena_printf(&arena, "%s.pub", key_of(dir, i))))
			must(keyfile_create(&key, key_of(dir, i), NULL, NULL, &err), &err);
		must(keyfile_open(&signers[i], key_of(dir, i), NULL, &err), &err);
		members[i] = (struct trust_member){ &signers[i].key, actors[i], NULL,
						    1u << TRUST_ADMIN };
	}
	must(ledger_create(&ledger, path, &signers[0], members, 2, RELEASE_MANUAL, NOW, &err),
	     &err);
	ledger_close(&ledger);
	for (int i = 0; i < records; i++) {
		struct appended out;

		random_id(id);
		must(append(&out, path, key_of(dir, 1), id, &err), &err);
	}
	for (size_t i = 0; i < 2; i++)
		signer_close(&signers[i]);
}

/* How many records, all of them good. */
static int64_t
records_of(const char *path, const char *when)
{
	struct arena scratch = { 0 };
	struct audit audit;
	struct err err;
	int64_t count;

	must(audit_run(&audit, &scratch, path, &(struct audit_how){ 0 }, NULL, &err), &err);
	if (!audit.ok)
		die("%s: %s: %s: %s", when, audit.problems[0].ref, audit.problems[0].code,
		    audit.problems[0].detail);
	count = audit.records;
	arena_close(&scratch);
	return count;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

static void
copy(const char *from, const char *to)
{
	char **names;
	size_t count;
	struct err err;

	must(file_make_dirs(to, 0700, &err), &err);
	must(file_list(&names, &count, &arena, from, 4096, &err), &err);
	for (size_t i = 0; i < count; i++) {
		const char *old = path_join(&arena, from, names[i]);
		const char *new = path_join(&arena, to, names[i]);
		struct span bytes;

		if (file_is_dir(old)) {
			copy(old, new);
			continue;
		}
		must(file_read(&bytes, &arena, old, 1 << 20, &err), &err);
		must(file_write(new, bytes, 0600, &err), &err);
	}
}

/* ------------------------------------------------------------------------- each call */

struct call {
	char name[32];
	unsigned before, all;		/* times it is made before the append, and in all */
};
enum { CALLS = 128 };

struct blow {
	const char *what;		/* of strace's words */
	bool alone;			/* without threads */
};

struct trial {
	const char *self, *dir, *base, *path, *log, *id;
	struct call calls[CALLS];
	size_t count;
	int64_t before;			/* records in the base */
	unsigned tried, acknowledged, moved;
	unsigned thrown, hit;		/* blows that need not strike each time, and did */
};

/* What the append said, run under strace, which stops at these calls alone and may `inject` a
 * fault; its exit status, 128 and more for a signal. */
static int
run_traced(char *said, size_t size, const struct trial *t, const char *calls, const char *inject,
	   bool alone)
{
	const char *argv[] = { "strace", "-f", "-qq", "-o", t->log, "-e",
			       arena_printf(&arena, "trace=%s,clone3", calls), "-e",
			       alone ? NO_THREADS : "signal=all", "-e",
			       inject == NULL ? "signal=all" : inject, t->self, "append",
			       t->path, key_of(t->dir, 1), t->id, NULL };
	int fds[2], status;
	ssize_t got, len = 0;
	pid_t pid;

	if (pipe(fds) != 0)
		die("no pipe");
	pid = fork();
	if (pid == 0) {
		personality(ADDR_NO_RANDOMIZE);	/* or memory is asked for at other times */
		dup2(fds[1], 1);
		dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 2);
		close(fds[0]);
		close(fds[1]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(fds[1]);
	while ((got = read(fds[0], said + len, size - 1 - (size_t)len)) > 0)
		len += got;
	said[len] = '\0';
	close(fds[0]);
	if (waitpid(pid, &status, 0) != pid)
		die("it is gone");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct call *
call_named(struct trial *t, const char *name, size_t len)
{
	for (size_t i = 0; i < t->count; i++)
		if (strlen(t->calls[i].name) == len
		    && strncmp(t->calls[i].name, name, len) == 0)
			return &t->calls[i];
	if (t->count == CALLS || len >= sizeof t->calls->name)
		die("too many kinds of calls");
	memcpy(t->calls[t->count].name, name, len);
	return &t->calls[t->count++];
}

/* Every line of the log is `<pid> <name>(…`. */
static void
count_calls(struct trial *t)
{
	FILE *log = fopen(t->log, "re");
	char line[4096];
	bool begun = false;

	if (log == NULL)
		die("strace left no log");
	while (fgets(line, sizeof line, log) != NULL) {
		const char *name = line + strspn(line, "0123456789 ");
		size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789");
		struct call *call;

		if (name[len] != '(')
			continue;
		begun |= strstr(line, MARKER) != NULL;
		call = call_named(t, name, len);
		call->before += !begun;
		call->all++;
	}
	fclose(log);
	if (!begun)
		die("the append was not seen to begin");
}

/* Did the fault come about? */
static bool
was_struck(const struct trial *t, const char *name)
{
	FILE *log = fopen(t->log, "re");
	char line[4096];
	bool struck = false;

	if (log == NULL)
		die("strace left no log");
	while (!struck && fgets(line, sizeof line, log) != NULL) {
		const char *called = line + strspn(line, "0123456789 ");
		size_t len = strlen(name);

		struck = strstr(line, "+++ killed by SIGKILL") != NULL
			|| (strncmp(called, name, len) == 0 && called[len] == '('
			    && strstr(line, "(INJECTED)") != NULL);
	}
	fclose(log);
	return struck;
}

/* Said again, there is exactly one, wherever the first time ended. */
static void
say_again(const struct trial *t, bool moved, const char *when)
{
	struct appended out;
	struct err err;

	if (append(&out, t->path, key_of(t->dir, 1), t->id, &err) != 0)
		die("%s: said again: %s", when, err.text);
	if (out.was_there != moved)
		die("%s: said again, it was %s there", when, out.was_there ? "" : "not");
	if (records_of(t->path, when) - t->before != 1 + (t->before == 2))
		die("%s: said again, there is not exactly one", when);
}

/* An append to a copy of the base, with this done to it: did it come about? */
static bool
strike(bool *acknowledged, struct trial *t, const char *name, const char *inject, bool alone)
{
	char said[256];

	nftw(t->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	copy(t->base, t->path);
	*acknowledged = run_traced(said, sizeof said, t, name, inject, alone) == 0
		|| strstr(said, "acknowledged") != NULL;
	return was_struck(t, name);
}

/* One call of one kind; what must hold whatever becomes of it. Once in some hundred runs there
 * is a call less than in the others: so it has three. */
static void
try_call(struct trial *t, const struct blow *blow, const struct call *call, unsigned number)
{
	const char *inject = arena_printf(&arena, "inject=%s:%s:when=%u", call->name,
					  blow->what, number);
	const char *when = arena_printf(&arena, "%s, call %u of %s", blow->what, number,
					call->name);
	bool alone = blow->alone && strcmp(call->name, "clone3") != 0, acknowledged, struck;
	int64_t after;

	struck = strike(&acknowledged, t, call->name, inject, alone);
	for (int more = 2; more > 0 && !struck && blow->alone; more--)
		struck = strike(&acknowledged, t, call->name, inject, alone);
	t->thrown += !blow->alone;
	t->hit += !blow->alone && struck;
	if (struck) {
		after = records_of(t->path, when);
		if (acknowledged && after == t->before)
			die("%s: it was acknowledged, and is not there", when);
		t->acknowledged += acknowledged;
		t->moved += after != t->before;
		say_again(t, after != t->before, when);
		t->tried++;
	} else if (blow->alone) {
		die("%s: it never came to it", when);
	}
	arena_close(&arena);
}

static bool
is_tried(const struct blow *blow, const char *name)
{
	static const char *const idle[] = { "exit_group", "exit", "execve" };
	bool flushes = strcmp(name, "fsync") == 0 || strcmp(name, "fdatasync") == 0;

	for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
		if (strcmp(name, idle[i]) == 0)
			return false;
	return blow->alone || flushes;
}

static void
try_all(struct trial *t, const struct blow *blow, unsigned every)
{
	static unsigned number;

	for (size_t i = 0; i < t->count; i++) {
		struct call call = t->calls[i];

		if (!is_tried(blow, call.name))
			continue;
		for (unsigned k = call.before + 1; k <= call.all; k++)
			if (number++ % every == 0)
				try_call(t, blow, &call, k);
	}
}

static void
try_chain(struct trial *t, int records, unsigned every)
{
	static const struct blow blows[] = {
		{ "signal=SIGKILL", true }, { "error=ENOSPC", true }, { "error=EIO", true },
		{ "signal=SIGKILL", false },
	};
	char said[256], id[RANDOM_ID_HEX];
	unsigned all = 0;

	nftw(t->base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	make_ledger(t->dir, t->base, records);
	t->before = records_of(t->base, "before");
	random_id(id);
	t->id = id;
	t->count = 0;
	memset(t->calls, 0, sizeof t->calls);
	nftw(t->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	copy(t->base, t->path);
	if (run_traced(said, sizeof said, t, "all", NULL, true) != 0
	    || strstr(said, "acknowledged") == NULL)
		die("an append under strace fails");
	count_calls(t);
	for (size_t i = 0; i < t->count; i++)
		all += t->calls[i].all - t->calls[i].before;
	for (size_t i = 0; i < sizeof blows / sizeof *blows; i++)
		try_all(t, &blows[i], every);
	printf("ok calls: %s: %u calls, %u trials, %u times the record was there, %u times"
	       " acknowledged\n", records == 0 ? "a new chain" : "a chain there is", all,
	       t->tried, t->moved, t->acknowledged);
	fflush(stdout);
	t->tried = t->moved = t->acknowledged = 0;
}

static bool
has_strace(void)
{
	return system("strace -f -o /dev/null true > /dev/null 2>&1") == 0;
}

static int
run_all(const char *self, const char *dir, unsigned every)
{
	struct trial t = { .self = self, .dir = dir };
	char base[4096], path[4096], log[4096];

	if (!has_strace()) {
		puts("ok calls (no strace that may trace here: skipped)");
		return 0;
	}
	snprintf(base, sizeof base, "%s/base.git", dir);
	snprintf(path, sizeof path, "%s/ledger.git", dir);
	snprintf(log, sizeof log, "%s/log", dir);
	t.base = base;
	t.path = path;
	t.log = log;
	try_chain(&t, 0, every);
	try_chain(&t, 2, every);
	if (t.thrown != 0 && t.hit == 0)
		die("of %u blows at threads none came about", t.thrown);
	return 0;
}

/* ---------------------------------------------------------------------- many at once */

static int
run_many(const char *self, const char *dir, int writers)
{
	const char *path = arena_printf(&arena, "%s/many.git", dir);
	int64_t before;
	int status, good = 0;

	make_ledger(dir, path, 0);
	before = records_of(path, "before");
	for (int i = 0; i < writers; i++) {
		char id[RANDOM_ID_HEX];

		random_id(id);
		if (fork() == 0) {
			dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
			execl(self, self, "append", path, key_of(dir, 1), id, (char *)NULL);
			_exit(127);
		}
	}
	while (wait(&status) > 0)
		good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (good == 0 || records_of(path, "many") != before + 1 + good)
		die("%d were acknowledged, %" PRId64 " are there", good,
		    records_of(path, "many") - before - 1);
	printf("ok calls: %d of %d writers at once were acknowledged, and are there\n", good,
	       writers);
	return 0;
}

int
main(int argc, char **argv)
{
	if (digest_init() != 0)
		die("no digests");
	if (argc == 5 && strcmp(argv[1], "append") == 0)
		return run_append(argv + 2);
	if (argc >= 3 && strcmp(argv[1], "all") == 0)
		return run_all(argv[0], argv[2],
			       argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 1);
	if (argc == 4 && strcmp(argv[1], "many") == 0)
		return run_many(argv[0], argv[2], atoi(argv[3]));
	fputs("usage: calls all DIR [EVERY] | calls many DIR WRITERS\n", stderr);
	return 2;
}
