#include "core/store/git_program.h"

#include <signal.h>
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

/* Of these no bundle is the cause. */
static const char *const troubles[] = {
	"No space left on device", "Disk quota exceeded", "File too large",
	"Input/output error", "Read-only file system", "Permission denied",
	"Too many open files",
	"died of signal 25\n", "died of signal 9\n", "died of signal 15\n",
};

/* The line with such a trouble, which is rarely the last; empty: there is none. */
static struct span
trouble_line(const struct buf *said)
{
	struct span line = { "", 0 };

	for (size_t i = 0; i < sizeof troubles / sizeof *troubles && said->len != 0; i++) {
		const char *at = strstr(said->data, troubles[i]);

		if (at == NULL)
			continue;
		while (at > said->data && at[-1] != '\n')
			at--;
		return (struct span){ at, strcspn(at, "\n") };
	}
	return line;
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
	const struct git_bounds *bounds = with;

	return bound(RLIMIT_AS, bounds->memory) != 0 || bound(RLIMIT_FSIZE, bounds->file) != 0
		|| bound(RLIMIT_CPU, bounds->seconds) != 0 || bound(RLIMIT_CORE, 0) != 0
		? -1 : 0;
}

/* It said no: in which words, and who is to blame? */
static int
fail(const char *word, int status, const struct buf *said, bool bounded, struct err *err)
{
	struct span line = bounded ? trouble_line(said) : (struct span){ "", 0 };
	bool ended = status > 128 && status != 128 + SIGXCPU;
	enum err_code code = bounded && line.len == 0 && !ended ? ERR_INVALID : ERR_IO;

	if (status == 127)
		return err_set(err, ERR_MISSING_PROGRAM, "there is no git here: install "
			       "the package git");
	if (line.len == 0)
		line = last_line(buf_span(said));
	if (line.len == 0 && status > 128)
		return err_set(err, code, "git %s was ended by signal %d", word, status - 128);
	return err_set(err, code, "git %s: %.*s", word,
		       line.len > 300 ? 300 : (int)line.len, line.data);
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
		process.timeout_ms = bounds->seconds * 2000;
	}
	memcpy(argv, front, sizeof front);
	argv[count++] = arena_printf(&arena, "--git-dir=%s", dir);
	for (size_t i = 0; i < GIT_PROGRAM_WORDS && args[i] != NULL; i++)
		argv[count++] = args[i];
	argv[count] = NULL;
	failed = process_run(&status, out, &said, &process, err);
	if (failed == 0 && status != 0)
		failed = fail(args[0], status, &said, bounds != NULL, err);
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
