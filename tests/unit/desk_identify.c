/* Whose a file is must not be read off its name: what is suspected, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/desk/identify.h"

static const struct identity nobody;
static const struct identity ines = { .words = { "ines", "calloway", "ibanez" }, .count = 3 };

static void
expect(const char *path, const struct identity *identity, const char *what,
       const char *where)
{
	struct sign_of sign = identify(path, identity);

	if (what == NULL) {
		if (sign.what != NULL)
			fail_msg("%s %s: %.*s", path, sign.what, (int)sign.where.len,
				 sign.where.data);
		return;
	}
	if (sign.what == NULL || strstr(sign.what, what) == NULL)
		fail_msg("%s: %s", path, sign.what == NULL ? "nothing" : sign.what);
	if (!span_is(sign.where, where))
		fail_msg("%s: '%.*s'", path, (int)sign.where.len, sign.where.data);
}

static void
addresses_and_numbers_are_suspected(void **state)
{
	static const struct { const char *path, *what, *where;
	} rows[] = {
		{ "a/from ann.lee@example.org.txt", "e-mail", "ann.lee@example.org.txt" },
		{ "x@y.zz", "e-mail", "x@y.zz" },
		{ "scan 1998-04-17.pdf", "day of birth", "1998-04-17" },
		{ "17.04.1998.pdf", "day of birth", "17.04.1998" },
		{ "s19980417.md", "day of birth", "19980417" },
		{ "call +44 7700 900 123.md", "telephone", "+44 7700 900 123" },
		{ "0301-555-0199.md", "telephone", "0301-555-0199" },
		{ "essay-u1234567.md", "number", "1234567" },
		{ "482913/plan.md", "number", "482913" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect(rows[i].path, &nobody, rows[i].what, rows[i].where);
}

static void
ordinary_names_are_not(void **state)
{
	static const char *const paths[] = {
		"part2/a1/circle-plan.md", "2026-02-27 circle.md", "IMG_20260227_101500.jpg",
		"27.02.2026.md", "week 3 of 12.csv", "v1.2.3.txt", "12345.md", "a@b", "@", "+",
		"x@.y", "2026-13-45.md", "", "1-2-3-4-5.md", "notes@home.", "20260227101500.jpg",
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		expect(paths[i], &nobody, NULL, NULL);
}

static void
words_of_the_learners_own_name_are_found_whole(void **state)
{
	(void)state;
	expect("part1/Calloway.md", &ines, "name", "Calloway");
	expect("plans/InesPlan.md", &ines, "name", "Ines");
	expect("de-IB\xC3\x81\xC3\x91" "EZ-2.md", &ines, "name",
	       "IB\xC3\x81\xC3\x91" "EZ");
	expect("marines.md", &ines, NULL, NULL);
	expect("lines.md", &ines, NULL, NULL);
	expect("bad\xff\xfename.md", &ines, NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_and_numbers_are_suspected),
		cmocka_unit_test(ordinary_names_are_not),
		cmocka_unit_test(words_of_the_learners_own_name_are_found_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
