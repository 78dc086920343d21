#include "core/store/git_program.h"

#include <stddef.h>
#include <sys/resource.h>

#include "core/base/arena.h"
#include "core/base/process.h"

static const char *const env[] = {
	"GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C",
	"GIT_ALLOW_PROTOCOL=ssh:https:file", NULL,
};

/* What git's environment could say of another repository is taken out by env(1). */
static const char *const front[] = {
	"env", "-u", "GIT_OBJECT_DIRECTORY", "-u", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"-u", "GIT_INDEX_FILE", "-u", "GIT_WORK_TREE", "-u", "GIT_NAMESPACE",
	"-u", "GIT_COMMON_DIR", "-u", "GIT_CONFIG_PARAMETERS", "-u", "GIT_CONFIG_COUNT",
	"git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
	"-c", "protocol.version=2", "-c", "fetch.fsckObjects=true", "-c", "gc.auto=0",
	"-c", "submodule.recurse=false",
};
enum { FRONT = sizeof front / sizeof *front };

/* The last line with anything in it. */
static struct span
last_line(struct span text)
{
	struct span last = { "", 0 };

	while (text.len != 0) {
		struct span line = span_cut(&text, '\n');

		if (line.len != 0)
			last = line;
	}
	return last;
}

/* ---- bounds ---- */

/* How each is known when it strikes git, or what git started. */
static const struct strike {
	const char *signs[3];
	int resource;
	size_t field;			/* of struct git_bounds */
	int64_t unit;
	const char *words, *of;		/* `wants more than 5 MiB of memory` */
} strikes[] = {
	{ { "Out of memory", "out of memory", "Cannot allocate memory" }, RLIMIT_AS,
	  offsetof(struct git_bounds, memory), 1 << 20, "wants more than", "MiB of memory" },
	{ { "died of signal 25\n", "File too large", NULL }, RLIMIT_FSIZE,
	  offsetof(struct git_bounds, file), 1 << 20, "wants to write more than",
	  "MiB in one file" },
	{ { "died of signal 24\n", NULL, NULL }, RLIMIT_CPU,
	  offsetof(struct git_bounds, work), 1, "wants to work longer than", "s" },
};
enum { STRIKES = sizeof strikes / sizeof *strikes, SIGNS = 3 };

static int64_t
most_of(const struct git_bounds *bounds, const struct strike *strike)
{
	return *(const int64_t *)(const void *)((const char *)bounds + strike->field);
}

/* The bound is ours, not one that was set around us and is tighter. */
static bool
is_ours(const struct git_bounds *bounds, const struct strike *strike)
{
	struct rlimit limit;

	return getrlimit(strike->resource, &limit) == 0
		&& limit.rlim_cur > (rlim_t)most_of(bounds, strike);
}

/* Where its sign stands in what was said; NULL: it did not strike. */
static const char *
sign_of(const struct strike *strike, const struct buf *said)
{
	for (size_t i = 0; i < SIGNS && strike->signs[i] != NULL && said->len != 0; i++) {
		const char *at = strstr(said->data, strike->signs[i]);

		if (at != NULL)
			return at;
	}
	return NULL;
}

/* Of these no bundle is the cause. */
static const char *const troubles[] = {
	"No space left on device", "Disk quota exceeded", "Input/output error",
	"Read-only file system", "Permission denied", "Too many open files",
	"died of signal 9\n", "died of signal 15\n",
};

static struct span
line_at(const struct buf *said, const char *at)
{
	while (at > said->data && at[-1] != '\n')
		at--;
	return (struct span){ at, strcspn(at, "\n") };
}

/* The line with such a trouble, which is rarely the last; empty: there is none. */
static struct span
trouble_line(const struct buf *said)
{
	const char *at = NULL;

	for (size_t i = 0; i < sizeof troubles / sizeof *troubles && said->len != 0; i++)
		if ((at = strstr(said->data, troubles[i])) != NULL)
			return line_at(said, at);
	for (size_t i = 0; i < STRIKES; i++)
		if ((at = sign_of(&strikes[i], said)) != NULL)
			return line_at(said, at);
	return (struct span){ "", 0 };
}

static int
bound(int resource, int64_t most)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) != 0)
		return -1;
	if (limit.rlim_cur > (rlim_t)most)
		limit.rlim_cur = (rlim_t)most;
	if (resource == RLIMIT_CPU)
		most++;			/* it is to be told before it is killed */
	if (limit.rlim_max > (rlim_t)most)
		limit.rlim_max = (rlim_t)most;
	return setrlimit(resource, &limit);
}

static int
enter_bounds(void *with)
{
	for (size_t i = 0; i < STRIKES; i++)
		if (bound(strikes[i].resource, most_of(with, &strikes[i])) != 0)
			return -1;
	return bound(RLIMIT_CORE, 0);
}

/* One of ours: what it read is to blame. */
static const struct strike *
find_strike(const struct git_bounds *bounds, const struct buf *said)
{
	for (size_t i = 0; i < STRIKES; i++)
		if (sign_of(&strikes[i], said) != NULL && is_ours(bounds, &strikes[i]))
			return &strikes[i];
	return NULL;
}

/* ---- running it ---- */

/* It said no within bounds: in which words, and who is to blame? */
static int
fail_within(const char *word, const struct buf *said, const struct git_bounds *bounds,
	    struct err *err)
{
	const struct strike *strike = find_strike(bounds, said);
	struct span line = trouble_line(said);
	enum err_code code = line.len == 0 ? ERR_INVALID : ERR_IO;

	if (strike != NULL)
		return err_set(err, ERR_INVALID, "git %s %s %lld %s: a good one never does",
			       word, strike->words,
			       (long long)(most_of(bounds, strike) / strike->unit),
			       strike->of);
	if (line.len == 0)
		line = last_line(buf_span(said));
	return err_set(err, code, "git %s: %.*s", word, line.len > 300 ? 300 : (int)line.len,
		       line.data);
}

static int
fail(const char *word, int status, struct buf *said, const struct git_bounds *bounds,
     struct err *err)
{
	struct span line;

	if (status == 127)
		return err_set(err, ERR_MISSING_PROGRAM, "there is no git here: install "
			       "the package git");
	if (status > 128)
		buf_printf(said, "%sdied of signal %d\n", said->len == 0
			   || said->data[said->len - 1] == '\n' ? "" : "\n", status - 128);
	if (bounds != NULL)
		return fail_within(word, said, bounds, err);
	line = last_line(buf_span(said));
	return err_set(err, ERR_IO, "git %s: %.*s", word, line.len > 300 ? 300 : (int)line.len,
		       line.data);
}

/* By the clock alone: nothing is said against what it read. */
static int
fail_late(const char *word, const struct git_bounds *bounds, struct err *err)
{
	return err_set(err, ERR_IO, "git %s was not done after %lld s: something here is "
		       "slow, the disk or what else runs; try again when it is not", word,
		       (long long)bounds->clock_ms / 1000);
}

static int
run(struct buf *out, const char *dir, const char *const *args,
    const struct git_bounds *bounds, const struct progress *progress, struct err *err)
{
	const char *argv[FRONT + 1 + GIT_PROGRAM_WORDS + 1];
	struct process process = { .argv = argv, .env = env,
				   .output_limit = GIT_PROGRAM_OUTPUT,
				   .progress = progress };
	struct arena arena = { 0 };
	struct buf said = { 0 };
	size_t count = FRONT;
	int status, failed;

	if (bounds != NULL) {
		process.confine = enter_bounds;
		process.confine_with = (void *)bounds;
		process.timeout_ms = (int)bounds->clock_ms;
	}
	memcpy(argv, front, sizeof front);
	argv[count++] = arena_printf(&arena, "--git-dir=%s", dir);
	for (size_t i = 0; i < GIT_PROGRAM_WORDS && args[i] != NULL; i++)
		argv[count++] = args[i];
	argv[count] = NULL;
	failed = process_run(&status, out, &said, &process, err);
	if (failed == 0 && status != 0)
		failed = fail(args[0], status, &said, bounds, err);
	else if (failed != 0 && bounds != NULL && err->code == ERR_LATE)
		failed = fail_late(args[0], bounds, err);
	buf_close(&said);
	arena_close(&arena);
	return failed;
}

int
git_program(struct buf *out, const char *dir, const char *const *args,
	    const struct progress *progress, struct err *err)
{
	return run(out, dir, args, NULL, progress, err);
}

int
git_program_bounded(const char *dir, const char *const *args,
		    const struct git_bounds *bounds, const struct progress *progress,
		    struct err *err)
{
	return run(NULL, dir, args, bounds, progress, err);
}
