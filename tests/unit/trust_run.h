/*
 * For the tests of core/trust: a folder of their own, and OpenSSH's programs run in it.
 */
#ifndef TESTS_UNIT_TRUST_RUN_H
#define TESTS_UNIT_TRUST_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/process.h"

struct bench {
	char dir[64];
	struct arena arena;
};

static inline char *
bench_path(struct bench *bench, const char *name)
{
	return path_join(&bench->arena, bench->dir, name);
}

/* Its stdout is appended to `out`; the exit status. */
static inline int
bench_run(struct buf *out, const char *const *argv, struct span input)
{
	struct process process = { .argv = argv, .input = input, .output_limit = 1 << 20,
				   .timeout_ms = 60000 };
	struct buf errors = { 0 };
	struct err err = { 0 };
	int status = -1;

	if (process_run(&status, out, &errors, &process, &err) < 0)
		fail_msg("%s: %s", argv[0], err.text);
	buf_close(&errors);
	return status;
}

#define BENCH_ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

static inline void
bench_open(struct bench *bench)
{
	*bench = (struct bench){ .dir = "/tmp/assay-trust-XXXXXX" };
	assert_non_null(mkdtemp(bench->dir));
}

static inline void
bench_close(struct bench *bench)
{
	struct buf out = { 0 };

	assert_int_equal(
		bench_run(&out, BENCH_ARGV("rm", "-rf", bench->dir), span_of("")), 0);
	buf_close(&out);
	arena_close(&bench->arena);
}

/* A folder for each test. */
static inline int
bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	bench_open(bench);
	*state = bench;
	return 0;
}

static inline int
bench_teardown(void **state)
{
	bench_close(*state);
	free(*state);
	return 0;
}

static inline void
check_failed(int result, const struct err *err, enum err_code code, const char *says)
{
	assert_int_equal(result, -1);
	if (err->code != code || strstr(err->text, says) == NULL)
		fail_msg("expected `%s`, code %d; got `%s`, code %d", says, code,
			 err->text, err->code);
}

/* A key made by ssh-keygen with this passphrase, its private file as bytes. */
static inline struct span
bench_keygen(struct bench *bench, const char *name, const char *type,
	     const char *passphrase)
{
	struct buf out = { 0 };
	struct span bytes;
	struct err err;

	assert_int_equal(
		bench_run(&out,
			  BENCH_ARGV("ssh-keygen", "-q", "-t", type, "-N", passphrase,
				     "-C", name, "-f", bench_path(bench, name)),
			  span_of("")),
		0);
	buf_close(&out);
	assert_int_equal(
		file_read(&bytes, &bench->arena, bench_path(bench, name), 65536, &err),
		0);
	return bytes;
}

#endif
