/*
 * A folder for one test, made and filled by stock git, gone afterwards.
 */
#ifndef TESTS_UNIT_STORE_SCRATCH_H
#define TESTS_UNIT_STORE_SCRATCH_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/process.h"

struct scratch {
	char dir[64];
	struct arena arena;
	struct buf said;
	struct err err;
};

/* What a test writes need not outlive it: it does not wait for the disk. */
#ifndef SCRATCH_OWN_FLUSH
int
fsync(int fd)
{
	(void)fd;
	return 0;
}

int
fdatasync(int fd)
{
	return fsync(fd);
}
#endif

/* Of a repository with extensions libgit2 1.5.1 forgets a little at every opening. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libpcre2";
}

/* What the script says on stdout, without its last LF. It runs in the folder and must succeed. */
static inline const char *
run(struct scratch *s, const char *script)
{
	const char *const argv[] = { "sh", "-euc", script, "sh", s->dir, NULL };
	const char *const env[] = {
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a",
		"GIT_COMMITTER_EMAIL=a@b", "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_COUNT=3",
		"GIT_CONFIG_KEY_0=init.defaultBranch", "GIT_CONFIG_VALUE_0=main",
		"GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_CONFIG_KEY_2=core.fsync", "GIT_CONFIG_VALUE_2=none", NULL,
	};
	struct process process = { .argv = argv, .env = env };
	struct buf errors = { 0 };
	int status = -1;

	buf_clear(&s->said);
	if (process_run(&status, &s->said, &errors, &process, &s->err) != 0)
		fail_msg("%s", s->err.text);
	if (status != 0)
		fail_msg("%s: %s", script, errors.data == NULL ? "failed" : errors.data);
	buf_close(&errors);
	while (s->said.len > 0 && s->said.data[s->said.len - 1] == '\n')
		s->said.data[--s->said.len] = '\0';
	return s->said.len == 0 ? "" : s->said.data;
}

#define IN "cd \"$1\"; "

static inline int
scratch_open(void **state)
{
	struct scratch *s = calloc(1, sizeof *s);
	const char *temp = getenv("TMPDIR");

	*state = s;
	snprintf(s->dir, sizeof s->dir, "%.40s/assay-test-XXXXXX", temp == NULL ? "/tmp" : temp);
	return mkdtemp(s->dir) == NULL ? -1 : 0;
}

/* A test may have closed a folder to itself; then it could not be emptied. */
static inline int
scratch_let_in(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)at;
	if (kind == FTW_D || kind == FTW_DNR)
		chmod(path, 0700);
	return 0;
}

static inline int
scratch_drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline int
scratch_close(void **state)
{
	struct scratch *s = *state;

	nftw(s->dir, scratch_let_in, 32, FTW_PHYS);
	assert_int_equal(nftw(s->dir, scratch_drop, 32, FTW_PHYS | FTW_DEPTH), 0);
	buf_close(&s->said);
	arena_close(&s->arena);
	free(s);
	return 0;
}

static inline const char *
at(struct scratch *s, const char *name)
{
	return arena_printf(&s->arena, "%s/%s", s->dir, name);
}

#define ok(s, call) do { if ((call) != 0) fail_msg("%s", (s)->err.text); } while (0)

#define refused(s, wanted, call) do { \
	(s)->err = (struct err){ 0 }; \
	assert_int_equal((call), -1); \
	if ((s)->err.code != (wanted)) \
		fail_msg("code %d: %s", (int)(s)->err.code, (s)->err.text); \
} while (0)

#define says(s, words) do { \
	if (strstr((s)->err.text, (words)) == NULL) \
		fail_msg("it says: %s", (s)->err.text); \
} while (0)

#define SCRATCH_TEST(f) cmocka_unit_test_setup_teardown(f, scratch_open, scratch_close)

#endif
