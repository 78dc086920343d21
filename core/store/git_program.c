#include "core/store/git_program.h"

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

int
git_program(struct buf *out, const char *dir, const char *const *args,
	    const struct progress *progress, struct err *err)
{
	const char *argv[FRONT + 1 + GIT_PROGRAM_WORDS + 1];
	struct process process = { .argv = argv, .env = env,
				   .output_limit = GIT_PROGRAM_OUTPUT,
				   .progress = progress };
	struct arena arena = { 0 };
	struct buf said = { 0 };
	struct span last;
	size_t count = FRONT;
	int status, failed;

	memcpy(argv, front, sizeof front);
	argv[count++] = arena_printf(&arena, "--git-dir=%s", dir);
	for (size_t i = 0; i < GIT_PROGRAM_WORDS && args[i] != NULL; i++)
		argv[count++] = args[i];
	argv[count] = NULL;
	failed = process_run(&status, out, &said, &process, err);
	last = last_line(buf_span(&said));
	if (failed == 0 && status == 127)
		failed = err_set(err, ERR_MISSING_PROGRAM, "there is no git here: install "
				 "the package git");
	else if (failed == 0 && status != 0)
		failed = err_set(err, ERR_IO, "git %s: %.*s", args[0],
				 last.len > 300 ? 300 : (int)last.len, last.data);
	buf_close(&said);
	arena_close(&arena);
	return failed;
}
