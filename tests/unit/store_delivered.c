/*
 * What a stranger's bundle may use of this machine: each bound is met here by something that
 * goes past it. Where no bundle is quick at that, a git that is none stands first in PATH.
 */
#include <poll.h>
#include <sys/resource.h>
#include <zlib.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/store/delivered.h"
#include "core/store/git.h"
#include "core/store/git_program.h"
#include "tests/unit/store_scratch.h"

enum { MIB = 1 << 20 };

/* Nothing that is done here comes near it. */
static const struct git_bounds ample = { .memory = INT64_C(4096) * MIB, .file = 256 * MIB,
	.work = 60, .clock_ms = 60000 };

/* All of a bundle into to.git, by the git that PATH finds. */
static int
take(struct scratch *s, const char *bundle, const struct git_bounds *bounds)
{
	static const char *const rows[][2] = { { "fetch.unpackLimit", "1" }, { NULL, NULL } };
	const char *const args[] = { "fetch", "--quiet", "--", at(s, bundle),
		"+refs/*:refs/*", NULL };
	struct repo *made;

	ok(s, repo_create(&made, at(s, "to.git"), "refs/heads/x", rows, &s->err));
	repo_close(made);
	return git_program_bounded(at(s, "to.git"), args, bounds, NULL,
				   &s->err);
}

/* As git, into the folder it was told of. */
#define OF_DIR "for w; do case $w in --git-dir=*) cd \"${w#*=}\";; esac; done; "

/* This script is git, for `with_git`. */
static void
be_git(struct scratch *s, const char *script)
{
	const char *folder = at(s, "bin");

	ok(s, file_make_dirs(folder, 0700, &s->err));
	ok(s, file_write(path_join(&s->arena, folder, "git"),
			 span_of(arena_printf(&s->arena, "#!/bin/sh\n%s\n", script)), 0700,
			 &s->err));
}

static int
with_git(struct scratch *s, const struct git_bounds *bounds)
{
	const char *path = arena_text(&s->arena, getenv("PATH"));
	const char *const args[] = { "fetch", NULL };
	int status;

	setenv("PATH", arena_printf(&s->arena, "%s/bin:%s", s->dir, path), 1);
	status = git_program_bounded(s->dir, args, bounds, NULL, &s->err);
	setenv("PATH", path, 1);
	return status;
}

/* ---- bundles ---- */

/* Of any kind: its size, what names another, and its bytes as they are. */
static void
put_object(struct buf *pack, unsigned type, struct span before, struct span bytes)
{
	unsigned byte = type << 4 | (bytes.len & 15);
	uLongf len = compressBound(bytes.len);

	for (size_t left = bytes.len >> 4; left != 0; left >>= 7) {
		buf_char(pack, (char)(byte | 128));
		byte = left & 127;
	}
	buf_char(pack, (char)byte);
	buf_put(pack, before.data, before.len);
	assert_int_equal(compress2((Bytef *)buf_room(pack, len), &len, (const Bytef *)bytes.data,
				   bytes.len, 0), Z_OK);
	pack->len += len;
}

/* The pack gets its end; one ref names its first object. */
static void
write_bundle(struct scratch *s, const char *name, const struct oid *first, struct buf *pack)
{
	struct buf out = { 0 };
	uint8_t sum[DIGEST_SHA1];
	char hex[OID_HEX];

	oid_hex(hex, first);
	digest_sha1(sum, buf_span(pack), (struct span){ "", 0 });
	buf_put(pack, sum, sizeof sum);
	buf_printf(&out, "# v2 git bundle\n%s refs/tags/x\n\n", hex);
	buf_put(&out, pack->data, pack->len);
	ok(s, file_write(at(s, name), buf_span(&out), 0600, &s->err));
	buf_close(pack);
	buf_close(&out);
}

/* One letter, and 2 GiB that are made of it: a hundred bytes. */
static void
make_bomb(struct scratch *s, const char *name)
{
	static const char delta[] = { 1, '\200', '\200', '\200', '\200', 8, '\220', 1 };
	struct oid letter = object_hash(OBJECT_BLOB, span_of("x"));
	struct buf pack = { 0 };

	buf_put(&pack, "PACK\0\0\0\2\0\0\0\2", 12);
	put_object(&pack, 3, span_of(""), span_of("x"));
	put_object(&pack, 7, (struct span){ (const char *)letter.bytes, OID_SIZE },
		   (struct span){ delta, sizeof delta });
	write_bundle(s, name, &letter, &pack);
}

/* Of 3 MiB, which are written as they are. */
static void
make_bundle(struct scratch *s, const char *name)
{
	char *zeros = arena_array(&s->arena, 3 * MIB, 1);
	struct span bytes = { zeros, 3 * MIB };
	struct oid blob = object_hash(OBJECT_BLOB, bytes);
	struct buf pack = { 0 };

	buf_put(&pack, "PACK\0\0\0\2\0\0\0\1", 12);
	put_object(&pack, 3, span_of(""), bytes);
	write_bundle(s, name, &blob, &pack);
}

/* ---- each bound ---- */

static void
what_stays_within_is_taken(void **state)
{
	struct scratch *s = *state;

	make_bundle(s, "good.bundle");
	ok(s, take(s, "good.bundle", &ample));
	run(s, IN "git -C to.git cat-file -e refs/tags/x");
}

static void
a_file_past_its_bound_is_the_bundles_fault(void **state)
{
	struct scratch *s = *state;
	struct git_bounds bounds = ample;

	make_bundle(s, "good.bundle");
	bounds.file = 2 * MIB;
	refused(s, ERR_INVALID, take(s, "good.bundle", &bounds));
	says(s, "git fetch wants to write more than 2 MiB in one file: a good "
		    "one never does");
}

/* The same, where somebody gave us less than we would give: that is nobody's fault here. */
static void
a_tighter_bound_around_us_is_not(void **state)
{
	struct scratch *s = *state;
	struct rlimit was, tight;

	make_bundle(s, "good.bundle");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	tight = (struct rlimit){ MIB, was.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	refused(s, ERR_IO, take(s, "good.bundle", &ample));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_null(strstr(s->err.text, "wants"));
}

static void
memory_past_its_bound_is_the_bundles_fault(void **state)
{
	struct scratch *s = *state;
	struct git_bounds bounds = ample;

	make_bomb(s, "bomb.bundle");
	bounds.memory = 1024 * MIB;
	refused(s, ERR_INVALID, take(s, "bomb.bundle", &bounds));
	says(s, "git fetch wants more than 1024 MiB of memory: a good one");
}

/* An odd one: no second of a processor. It is the first that is asked for everywhere. */
static void
work_without_end_is_the_bundles_fault(void **state)
{
	struct scratch *s = *state;
	struct git_bounds bounds = ample;

	be_git(s, "while :; do :; done");
	bounds.work = 0;
	refused(s, ERR_INVALID, with_git(s, &bounds));
	says(s, "git fetch wants to work longer than 0 s");
}

/* Told by the git that started it. */
static void
so_is_that_of_a_program_it_started(void **state)
{
	struct scratch *s = *state;

	be_git(s, "echo 'error: index-pack died of signal 24' >&2; echo 'fatal: no' >&2; exit 128");
	refused(s, ERR_INVALID, with_git(s, &ample));
	says(s, "git fetch wants to work longer than 60 s");
}

/* By the clock it ends with all that it started, whose hold on a pipe ends with them; and
 * nothing is said of the bundle. */
static void
what_only_takes_long_is_ended_and_not_blamed(void **state)
{
	struct scratch *s = *state;
	struct git_bounds bounds = ample;
	struct pollfd held = { .events = POLLIN };
	int ends[2];

	be_git(s, "sleep 600 & wait");
	bounds.clock_ms = 200;
	assert_int_equal(pipe(ends), 0);
	refused(s, ERR_IO, with_git(s, &bounds));
	says(s, "git fetch was not done after 0 s: something here is slow");
	close(ends[1]);
	held.fd = ends[0];
	assert_int_equal(poll(&held, 1, 10000), 1);
	assert_true((held.revents & POLLHUP) != 0);
	close(ends[0]);
}

/* ---- a ledger that came ---- */

static const char *
left(struct scratch *s)
{
	return run(s, IN "ls -A cache");
}

/* By our own bounds: what comes of it is an answer, and nothing stays. */
static void
a_bomb_is_unsafe_and_nothing_is_left_of_it(void **state)
{
	struct scratch *s = *state;
	struct delivered delivered;

	make_bomb(s, "bomb.bundle");
	refused(s, ERR_UNSAFE, delivered_open(&delivered, at(s, "bomb.bundle"), at(s, "cache"),
					      NULL, &s->err));
	says(s, "git does not take this bundle in: git fetch wants more than "
		    "1024 MiB of memory");
	assert_string_equal(left(s), "");
}

static void
a_ledger_that_swells_is_unsafe_and_nothing_is_left_of_it(void **state)
{
	struct scratch *s = *state;
	const char *path = arena_text(&s->arena, getenv("PATH"));
	struct delivered delivered;

	make_bomb(s, "small.bundle");
	be_git(s, OF_DIR "exec dd if=/dev/zero of=objects/pack/tmp_pack bs=1 count=1 seek=1000000000");
	setenv("PATH", arena_printf(&s->arena, "%s/bin:%s", s->dir, path), 1);
	refused(s, ERR_UNSAFE, delivered_open(&delivered, at(s, "small.bundle"), at(s, "cache"),
					      NULL, &s->err));
	setenv("PATH", path, 1);
	says(s, "git fetch wants to write more than 64 MiB in one file");
	assert_string_equal(left(s), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(what_stays_within_is_taken),
		SCRATCH_TEST(a_file_past_its_bound_is_the_bundles_fault),
		SCRATCH_TEST(a_tighter_bound_around_us_is_not),
		SCRATCH_TEST(memory_past_its_bound_is_the_bundles_fault),
		SCRATCH_TEST(work_without_end_is_the_bundles_fault),
		SCRATCH_TEST(so_is_that_of_a_program_it_started),
		SCRATCH_TEST(what_only_takes_long_is_ended_and_not_blamed),
		SCRATCH_TEST(a_bomb_is_unsafe_and_nothing_is_left_of_it),
		SCRATCH_TEST(a_ledger_that_swells_is_unsafe_and_nothing_is_left_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
