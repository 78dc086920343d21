/* A repository by the system git: argv, no shell, no hooks, its own folder only. */
#include "core/base/file.h"
#include "core/base/process.h"
#include "core/desk/scaffold.h"

enum { SAID = 64 << 10, ARGUMENTS = 16 };

/* `git -C DIR` and these words up to NULL; *status is git's. */
static int
git(int *status, struct buf *said, const char *dir, const char *const *words,
    struct err *err)
{
	static const char *const front[] = { "--git-dir=.git", "--work-tree=.", "-c",
					     "core.hooksPath=/dev/null", "-c",
					     "commit.gpgSign=false" };
	static const char *const env[] = { "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", NULL };
	const char *argv[ARGUMENTS + 10] = { "git", "-C", dir };
	struct process process = { .argv = argv, .env = env, .output_limit = SAID };
	struct buf out = { 0 };
	size_t count = 3;
	int failed;

	for (size_t i = 0; i < sizeof front / sizeof *front; i++)
		argv[count++] = front[i];
	for (size_t i = 0; i < ARGUMENTS && words[i] != NULL; i++)
		argv[count++] = words[i];
	failed = process_run(status, &out, said, &process, err);
	buf_close(&out);
	return failed;
}

static int
must_git(const char *dir, const char *const *words, struct err *err)
{
	struct buf said = { 0 };
	struct span rest, line;
	int status, failed = git(&status, &said, dir, words, err);

	if (failed == 0 && status != 0) {
		rest = buf_span(&said);
		line = span_cut(&rest, '\n');
		failed = err_set(err, ERR_IO, "git %s in %s: %.*s", words[0], dir,
				 line.len > 200 ? 200 : (int)line.len, line.data);
	}
	buf_close(&said);
	return failed;
}

/* Whoever git does not know commits as nobody, and needs no machine's name for that. */
static int
name_somebody(const char *dir, struct err *err)
{
	static const char *const known[] = { "config", "--get", "user.email", NULL };
	static const char *const name[] = { "config", "user.name", "learner", NULL };
	static const char *const email[] = { "config", "user.email", "learner@localhost",
					     NULL };
	struct buf said = { 0 };
	int status, failed = git(&status, &said, dir, known, err);

	buf_close(&said);
	if (failed != 0 || status == 0)
		return failed;
	return must_git(dir, name, err) != 0 ? -1 : must_git(dir, email, err);
}

int
scaffold_commit(const char *dir, const char *message, struct err *err)
{
	static const char *const init[] = { "init", "-q", NULL };
	static const char *const add[] = { "add", "-A", NULL };
	const char *const commit[] = { "commit", "-q", "-m", message, NULL };
	struct arena scratch = { 0 };
	bool there = file_exists(path_join(&scratch, dir, ".git"));

	arena_close(&scratch);
	if (there)
		return err_set(err, ERR_EXISTS, "%s is a git repository already", dir);
	return must_git(dir, init, err) != 0 || name_somebody(dir, err) != 0
			|| must_git(dir, add, err) != 0 || must_git(dir, commit, err) != 0
		? -1 : 0;
}
