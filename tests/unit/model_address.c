#include "tests/unit/model_fixture.h"

#include "core/model/address.h"
#include "core/model/portfolio.h"

static void
addresses_split_and_come_back(void **state)
{
	static const struct {
		const char *text, *path;
		enum address_kind kind;
		int64_t first, last;
		const char *range;
	} rows[] = {
		{ "plan.md", "plan.md", ADDRESS_WHOLE, 0, 0, "" },
		{ "part2/plan.md:12-18", "part2/plan.md", ADDRESS_LINES, 12, 18,
		  "12-18" },
		{ "data.csv:7", "data.csv", ADDRESS_LINES, 7, 7, "7" },
		{ "scan.pdf#4", "scan.pdf", ADDRESS_PAGE, 4, 4, "4" },
		{ "scan.pdf#4-6", "scan.pdf", ADDRESS_PAGE, 4, 6, "4-6" },
		{ "talk.mp4@3:10-3:40", "talk.mp4", ADDRESS_TIME, 190, 220, "3:10-3:40" },
		{ "talk.mp4@0:05", "talk.mp4", ADDRESS_TIME, 5, 5, "0:05" },
		{ "talk.mp4@59:59-1:00:00", "talk.mp4", ADDRESS_TIME, 3599, 3600,
		  "59:59-1:00:00" },
		{ "a:b.md", "a:b.md", ADDRESS_WHOLE, 0, 0, "" },
		{ "a:3:4", "a:3", ADDRESS_LINES, 4, 4, "4" },
		{ "me@home#1", "me@home", ADDRESS_PAGE, 1, 1, "1" },
		{ "x:0", "x:0", ADDRESS_WHOLE, 0, 0, "" },
		{ "x:07", "x:07", ADDRESS_WHOLE, 0, 0, "" },
		{ "x:1-", "x:1-", ADDRESS_WHOLE, 0, 0, "" },
		{ "x:1-2-3", "x:1-2-3", ADDRESS_WHOLE, 0, 0, "" },
		{ "x:1234567890", "x:1234567890", ADDRESS_WHOLE, 0, 0, "" },
		{ "x@1:60", "x@1", ADDRESS_LINES, 60, 60, "60" },
		{ "x:", "x:", ADDRESS_WHOLE, 0, 0, "" },
	};
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf text = { 0 }, range = { 0 };
		struct address a;

		assert_int_equal(address_parse(&a, &f.arena, span_of(rows[i].text), NULL),
				 0);
		assert_string_equal(a.path, rows[i].path);
		assert_int_equal(a.kind, rows[i].kind);
		assert_int_equal(a.first, rows[i].first);
		assert_int_equal(a.last, rows[i].last);
		address_print(&text, &a);
		address_range(&range, &a);
		assert_string_equal(text.data, rows[i].text);
		assert_true(span_is(buf_span(&range), rows[i].range));
		buf_close(&text);
		buf_close(&range);
	}
	fixture_close(&f);
}

static void
addresses_that_point_nowhere_are_refused(void **state)
{
	static const char *const bad[] = {
		"", ":3", "#1", "x:9-3", "x#2-1", "x@3:10-3:09"
	};
	struct fixture f = { .rubric = NULL };
	struct address a;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(address_parse(&a, &f.arena, span_of(bad[i]), &err), -1);
		assert_int_equal(err.code, ERR_SYNTAX);
	}
	assert_int_equal(address_parse(&a, &f.arena, (struct span){ "a\0b:1", 5 }, &err),
			 -1);
	fixture_close(&f);
}

static void
long_ranges_come_back_in_their_short_form(void **state)
{
	static const struct { const char *text, *shown; } rows[] = {
		{ "a:7-7", "a:7" },
		{ "a@75:10", "a@1:15:10" },
		{ "a@3:10-3:10", "a@3:10" },
		{ "a@59:00-61:00", "a@59:00-1:01:00" },
	};
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf text = { 0 };
		struct address a;

		assert_int_equal(address_parse(&a, &f.arena, span_of(rows[i].text), NULL),
				 0);
		address_print(&text, &a);
		assert_string_equal(text.data, rows[i].shown);
		buf_close(&text);
	}
	fixture_close(&f);
}

static void
any_bytes_come_back_as_they_went(void **state)
{
	static const char letters[] = "ab/.:#@-0159";
	struct fixture f = { .rubric = NULL };
	uint64_t seed = 3;

	(void)state;
	for (int n = 0; n < 50000; n++) {
		char text[16] = "";
		struct buf out = { 0 };
		struct address a, b;

		for (size_t i = 0, len = 1 + pick(&seed, 12); i < len; i++)
			text[i] = letters[pick(&seed, sizeof letters - 1)];
		if (address_parse(&a, &f.arena, span_of(text), NULL) != 0)
			continue;
		address_print(&out, &a);
		if (a.kind != ADDRESS_TIME
		    && (a.kind == ADDRESS_WHOLE || a.first != a.last))
			assert_string_equal(out.data, text);
		assert_int_equal(address_parse(&b, &f.arena, buf_span(&out), NULL), 0);
		assert_string_equal(a.path, b.path);
		assert_true(a.kind == b.kind && a.first == b.first && a.last == b.last);
		buf_close(&out);
	}
	fixture_close(&f);
}

static void
globs_match_names_and_trees(void **state)
{
	static const struct { const char *glob, *yes, *no; } rows[] = {
		{ "a.md", "a.md", "a.mdx" }, { "a.md", "a.md", "b/a.md" },
		{ "*.md", "x.md", "d/x.md" }, { "*.md", ".md", "md" },
		{ "a*b*c", "abc", "acb" }, { "a*b*c", "axxbybzc", "ab/c" },
		{ "?.md", "a.md", "ab.md" }, { "?.md", "\xC3\xA4.md", "/.md" },
		{ "a/?/b", "a/x/b", "a//b" },
		{ "part2/a1/**", "part2/a1/x", "part2/a1" },
		{ "part2/a1/**", "part2/a1/x/y.md", "part2/a10/x" },
		{ "**", "a/b/c", "" }, { "**/x", "x", "ax" }, { "**/x", "a/b/x", "a/bx" },
		{ "a/**/b", "a/b", "ab" }, { "a/**/b", "a/x/y/b", "a/xb" },
		{ "a**b", "a/x/b", "a/x/c" }, { "**/*.csv", "d/e/f.csv", "d/e/f.txt" },
		{ "a***", "ab/c", "b" }, { "[a]", "[a]", "a" }, { "\\*", "\\x", "x" },
		{ "a/**/**/b", "a/b", "a/c" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(glob_match(rows[i].glob, rows[i].yes));
		if (*rows[i].no != '\0')
			assert_false(glob_match(rows[i].glob, rows[i].no));
	}
}

static void
the_worst_glob_takes_no_time(void **state)
{
	char glob[GLOB_BYTES + 2], path[4097];

	(void)state;
	for (size_t i = 0; i < GLOB_BYTES; i++)
		glob[i] = "*a*?**/"[i % 7];
	glob[GLOB_BYTES] = '\0';
	memset(path, 'a', 4096);
	path[4096] = '\0';
	assert_false(glob_match(glob, path));
	memset(glob, '?', GLOB_BYTES + 1);
	glob[GLOB_BYTES + 1] = '\0';
	assert_false(glob_match(glob, path + 4096 - GLOB_BYTES - 1));
	assert_true(glob_match(glob + 1, path + 4096 - GLOB_BYTES));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_split_and_come_back),
		cmocka_unit_test(addresses_that_point_nowhere_are_refused),
		cmocka_unit_test(long_ranges_come_back_in_their_short_form),
		cmocka_unit_test(any_bytes_come_back_as_they_went),
		cmocka_unit_test(globs_match_names_and_trees),
		cmocka_unit_test(the_worst_glob_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
