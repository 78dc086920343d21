/* What people write to keep some of a list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/filter.h"

static const char *const columns[] = { "actor", "why", "state", NULL };
static const char *const row[] = { "m-okoro", "2 gaps; lease ending", NULL };

static bool
passes(const char *text)
{
	struct filter filter;
	struct err err;

	assert_int_equal(filter_read(&filter, columns, span_of(text), &err), 0);
	return filter_passes(&filter, row);
}

static void
words_may_stand_in_any_column(void **state)
{
	(void)state;
	assert_true(passes(""));
	assert_true(passes("   "));
	assert_true(passes("OKORO gaps"));
	assert_false(passes("okoro lind"));
	assert_true(passes("\"lease ending\""));
	assert_false(passes("\"ending lease\""));
	assert_true(passes("\"lease end"));	/* as far as it is typed */
	assert_false(passes("2:"));		/* no column has digits: words */
}

static void
a_column_is_named_before_a_colon(void **state)
{
	(void)state;
	assert_true(passes("actor:m-o"));
	assert_false(passes("why:m-o"));
	assert_true(passes("why:\"lease ending\" actor:okoro"));
	assert_true(passes("why:moved,gap"));
	assert_false(passes("why:moved,back"));
	assert_false(passes("state:signed"));	/* nothing there holds nothing */
	assert_true(passes("why:"));		/* not typed yet */
	assert_true(passes("why:\"\""));
}

static void
what_is_without_is_left_out(void **state)
{
	(void)state;
	assert_false(passes("-actor:okoro"));
	assert_true(passes("-actor:lind -lind gaps"));
	assert_true(passes("-state:signed"));
	assert_true(passes("-"));		/* a dash: m-okoro has one */
}

static void
what_cannot_be_read_is_said(void **state)
{
	struct filter filter;
	struct err err;
	char many[4 * FILTER_TERMS + 8] = "";

	(void)state;
	assert_int_equal(filter_read(&filter, columns, span_of("actr:x"), &err), -1);
	assert_int_equal(err.code, ERR_USAGE);
	assert_non_null(strstr(err.text, "actor, why, state"));
	for (size_t i = 0; i <= FILTER_TERMS; i++)
		strcat(many, "a ");
	assert_int_equal(filter_read(&filter, columns, span_of(many), &err), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_may_stand_in_any_column),
		cmocka_unit_test(a_column_is_named_before_a_colon),
		cmocka_unit_test(what_is_without_is_left_out),
		cmocka_unit_test(what_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
