/* Web addresses in plain text, and when one may be opened. */
#include "core/desk/links.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static void
addresses_end_before_the_sentence_does(void **state)
{
	static const struct { const char *line, *found; } cases[] = {
		{ "see https://a.example/x.", "https://a.example/x" },
		{ "(http://a.example/b_(c)), and", "http://a.example/b_(c)" },
		{ "<https://a.example/?q=1&r=2>", "https://a.example/?q=1&r=2" },
		{ "\"https://a.example\" he said", "https://a.example" },
		{ "xhttps://a.example", NULL }, { "https://", NULL }, { "ftp://a.example", NULL },
		{ "https://a.example/\033]0;x", "https://a.example/" },
		{ "https://a.example/\xE2\x80\xAEgpj", "https://a.example/" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct markdown_link *links = NULL;
		size_t count = 0;

		links_in_line(&links, &count, &arena, span_of(cases[i].line), 7);
		assert_int_equal(count, cases[i].found != NULL);
		if (count != 0) {
			assert_true(span_is(links[0].target, cases[i].found));
			assert_int_equal(links[0].line, 7);
		}
		arena_close(&arena);
	}
}

static enum err_code
asked(struct places places, const char *target)
{
	struct arena arena = { 0 };
	const char *argv[3];
	struct err err = { 0 };
	int failed = link_browser(argv, 3, &arena, &places, span_of(target), &err);

	if (failed == 0) {
		assert_string_equal(argv[0], "sh");
		assert_string_equal(argv[1], target);
	}
	arena_close(&arena);
	return failed == 0 ? ERR_NONE : err.code;
}

static void
only_a_plain_web_address_is_opened_where_it_can_be(void **state)
{
	struct places here = { .path = "/usr/bin:/bin", .browser = "sh %s:other", .display = true };
	struct places far = { .path = "/usr/bin:/bin", .browser = "sh", .distant = true };
	struct places bare = { .path = "/usr/bin:/bin", .browser = "no-such-browser" };

	(void)state;
	assert_int_equal(asked(here, "https://a.example/x"), ERR_NONE);
	assert_int_equal(asked(here, "file:///etc/passwd"), ERR_REFUSED);
	assert_int_equal(asked(here, "javascript:alert(1)"), ERR_REFUSED);
	assert_int_equal(asked(here, "https://a.example/ x"), ERR_REFUSED);
	assert_int_equal(asked(here, "--help"), ERR_REFUSED);
	assert_int_equal(asked(far, "https://a.example/x"), ERR_REFUSED);
	assert_int_equal(asked(bare, "https://a.example/x"), ERR_MISSING_PROGRAM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_end_before_the_sentence_does),
		cmocka_unit_test(only_a_plain_web_address_is_opened_where_it_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
