#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/when.h"

static void
known_moments_print_and_parse(void **state)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 951782399, "2000-02-28T23:59:59Z" },
		{ 951782400, "2000-02-29T00:00:00Z" },
		{ 1709164800, "2024-02-29T00:00:00Z" },
		{ INT64_C(4107542399), "2100-02-28T23:59:59Z" },
		{ INT64_C(4107542400), "2100-03-01T00:00:00Z" },
		{ WHEN_MAX, "9999-12-31T23:59:59Z" },
	};
	char text[WHEN_TEXT];
	int64_t seconds;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		when_print(text, cases[i].seconds);
		assert_string_equal(text, cases[i].text);
		assert_true(when_parse(&seconds, span_of(text)));
		assert_true(seconds == cases[i].seconds);
	}
}

static void
every_moment_reads_back_and_agrees_with_the_system(void **state)
{
	uint64_t seed = 42;
	char text[WHEN_TEXT], theirs[WHEN_TEXT + 8];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t seconds, again;
		struct tm tm;
		time_t t;

		seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		seconds = (int64_t)((seed >> 16) % (uint64_t)(WHEN_MAX + 1));
		t = (time_t)seconds;
		assert_non_null(gmtime_r(&t, &tm));
		assert_true(strftime(theirs, sizeof theirs, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0);
		when_print(text, seconds);
		assert_string_equal(text, theirs);
		assert_true(when_parse(&again, span_of(text)));
		assert_true(seconds == again);
	}
}

static void
what_is_no_such_moment_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "2024-02-29", "2023-02-29T00:00:00Z", "2024-02-30T00:00:00Z",
		"2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z",
		"2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
		"2024-01-01T00:00:60Z", "2024-01-01T00:00:00z", "2024-01-01 00:00:00Z",
		"2024-01-01t00:00:00Z", "2024/01/01T00:00:00Z", "1969-12-31T23:59:59Z",
		"2024-01-01T00:00:00+", "2024-01-01T00:00:0-Z", "+024-01-01T00:00:00Z",
		"2024-01-01T00:00:00Z ", "2100-02-29T00:00:00Z",
	};
	int64_t seconds;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(when_parse(&seconds, span_of(bad[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_moments_print_and_parse),
		cmocka_unit_test(every_moment_reads_back_and_agrees_with_the_system),
		cmocka_unit_test(what_is_no_such_moment_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
