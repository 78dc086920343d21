/* A draft keeps what was acknowledged, whatever happens to the rest. */
#include "tests/unit/store_scratch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/draft.h"

#define RUBRIC "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define COMMIT "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEADING "assay-draft 1\nrubric " RUBRIC "\nevidence " COMMIT "\n"

static const char *
path_in(struct scratch *s)
{
	return arena_printf(&s->arena, "%s/deep/er/p.1.a", s->dir);
}

static int
try_open(struct draft *draft, struct scratch *s, bool look)
{
	return draft_open(draft, &s->arena, path_in(s), RUBRIC, COMMIT, look, "pid 1", &s->err);
}

static void
must_open(struct draft *draft, struct scratch *s)
{
	if (try_open(draft, s, false) != 0)
		fail_msg("%s", s->err.text);
}

static void
must_add(struct draft *draft, struct scratch *s, const char *verb)
{
	if (draft_add(draft, verb, &s->err) != 0)
		fail_msg("%s", s->err.text);
}

static void
put(struct scratch *s, const char *bytes, size_t len)
{
	assert_int_equal(file_make_dirs(arena_printf(&s->arena, "%s/deep/er", s->dir), 0700,
					&s->err), 0);
	assert_int_equal(file_write(path_in(s), (struct span){ bytes, len }, 0600, &s->err), 0);
}

static void
nothing_is_written_until_something_is_said(void **state)
{
	struct scratch *s = *state;
	struct draft draft;

	must_open(&draft, s);
	assert_false(file_exists(path_in(s)));
	must_add(&draft, s, "level c1 high");
	assert_true(file_exists(path_in(s)));
	draft_close(&draft);
}

static void
verbs_come_back_as_they_were_said(void **state)
{
	static const char *const said[] = {
		"level c1 high", "note c1 two\nlines", "note c1 a \\n that is no newline",
		"note c1 \r\n\\", "note c1 caf\xc3\xa9",
	};
	struct scratch *s = *state;
	struct draft draft;

	must_open(&draft, s);
	for (size_t i = 0; i < 5; i++)
		must_add(&draft, s, said[i]);
	draft_close(&draft);
	must_open(&draft, s);
	assert_int_equal(draft.count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(draft.verbs[i], said[i]);
	assert_string_equal(draft.rubric, RUBRIC);
	assert_string_equal(draft.evidence, COMMIT);
	draft_close(&draft);
}

static void
a_torn_last_line_is_cut_at_every_byte(void **state)
{
	static const char whole[] = HEADING "level c1 high\nnote c2 second\n";
	struct scratch *s = *state;
	size_t first = sizeof HEADING - 1, second = first + 14;

	for (size_t len = 0; len < sizeof whole; len++) {
		struct draft draft;

		put(s, whole, len);
		must_open(&draft, s);
		assert_int_equal(draft.count, (len >= second) + (len == sizeof whole - 1));
		must_add(&draft, s, "level c3 low");
		draft_close(&draft);
		must_open(&draft, s);
		assert_string_equal(draft.verbs[draft.count - 1], "level c3 low");
		assert_false(draft.torn);
		draft_close(&draft);
	}
}

static void
zeros_after_a_power_cut_are_cut_too(void **state)
{
	static const char bytes[] = HEADING "level c1 high\n\0\0\0\0\0\0";
	struct scratch *s = *state;
	struct draft draft;

	put(s, bytes, sizeof bytes - 1);
	must_open(&draft, s);
	assert_true(draft.torn);
	assert_int_equal(draft.count, 1);
	draft_close(&draft);
}

static void
a_file_that_is_no_draft_is_a_fault_with_its_place(void **state)
{
	static const struct {
		const char *bytes;
		enum err_code code;
		const char *place;
	} cases[] = {
		{ "hello\nthere\nyou\n", ERR_SYNTAX, ":1:1:" },
		{ "assay-draft 2\nx\ny\n", ERR_NEWER, ":1:1:" },
		{ "assay-draft 1\nrubric x\nevidence " COMMIT "\n", ERR_SYNTAX, ":2:1:" },
		{ "assay-draft 1\nrubric " RUBRIC "\nevidence zz\n", ERR_SYNTAX, ":3:1:" },
		{ HEADING "level c1 high\nnote c1 bad \\x escape\n", ERR_SYNTAX, ":5:1:" },
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct draft draft;

		put(s, cases[i].bytes, strlen(cases[i].bytes));
		assert_int_equal(try_open(&draft, s, false), -1);
		assert_int_equal(s->err.code, cases[i].code);
		assert_non_null(strstr(s->err.text, cases[i].place));
	}
}

static void
a_second_session_is_told_who_has_it(void **state)
{
	struct scratch *s = *state;
	struct draft first, second;

	must_open(&first, s);
	assert_int_equal(try_open(&second, s, false), -1);
	assert_int_equal(s->err.code, ERR_CONFLICT);
	assert_non_null(strstr(s->err.text, "pid 1"));
	assert_int_equal(try_open(&second, s, true), 0);
	assert_int_equal(draft_add(&second, "level c1 high", &s->err), -1);
	assert_int_equal(s->err.code, ERR_REFUSED);
	draft_close(&second);
	draft_close(&first);
	must_open(&second, s);
	draft_close(&second);
}

static void
what_cannot_be_kept_leaves_the_file_as_it_was(void **state)
{
	struct scratch *s = *state;
	struct draft draft;
	struct stat before, after;
	int full = open("/dev/full", O_RDWR | O_CLOEXEC), real;

	must_open(&draft, s);
	must_add(&draft, s, "level c1 high");
	assert_int_equal(stat(path_in(s), &before), 0);
	real = draft.fd;
	draft.fd = full;
	assert_int_equal(draft_add(&draft, "level c2 high", &s->err), -1);
	assert_int_equal(s->err.code, ERR_IO);
	draft.fd = real;
	assert_int_equal(stat(path_in(s), &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	must_add(&draft, s, "level c2 mid");
	draft_close(&draft);
	close(full);
	must_open(&draft, s);
	assert_string_equal(draft.verbs[1], "level c2 mid");
	draft_close(&draft);
}

static void
a_retired_draft_is_moved_aside_and_never_unlinked(void **state)
{
	struct scratch *s = *state;
	struct draft draft;

	must_open(&draft, s);
	must_add(&draft, s, "level c1 high");
	assert_int_equal(draft_retire(&draft, "dropped", &s->err), 0);
	must_add(&draft, s, "level c1 low");
	draft_close(&draft);
	must_open(&draft, s);
	assert_int_equal(draft.count, 1);
	assert_string_equal(draft.verbs[0], "level c1 low");
	draft_close(&draft);
	assert_string_equal(run(s, IN "cat deep/er/*.dropped | tail -n 1"), "level c1 high");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(nothing_is_written_until_something_is_said),
		SCRATCH_TEST(verbs_come_back_as_they_were_said),
		SCRATCH_TEST(a_torn_last_line_is_cut_at_every_byte),
		SCRATCH_TEST(zeros_after_a_power_cut_are_cut_too),
		SCRATCH_TEST(a_file_that_is_no_draft_is_a_fault_with_its_place),
		SCRATCH_TEST(a_second_session_is_told_who_has_it),
		SCRATCH_TEST(what_cannot_be_kept_leaves_the_file_as_it_was),
		SCRATCH_TEST(a_retired_draft_is_moved_aside_and_never_unlinked),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
