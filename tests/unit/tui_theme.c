#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/span.h"
#include "tui/base/theme.h"

enum { YELLOW = 3, BLUE = 4 };

/* The names of THEME_NAMES, one a call; NULL at the end. */
static const struct theme *
next_theme(struct span *rest)
{
	struct span name = span_cut(rest, ',');
	char text[32];

	while (name.len > 0 && *name.data == ' ')
		name = (struct span){ name.data + 1, name.len - 1 };
	if (name.len == 0)
		return NULL;
	snprintf(text, sizeof text, "%.*s", (int)name.len, name.data);
	assert_non_null(theme_find(text));
	return theme_find(text);
}

static void
every_theme_that_is_named_is_there(void **state)
{
	static const char *const wanted[] = { "calm", "plain", "contrast", "two-hues" };
	struct span rest = span_of(THEME_NAMES);
	const struct theme *theme;
	size_t count = 0;

	(void)state;
	while ((theme = next_theme(&rest)) != NULL) {
		assert_true(theme->help[0] != '\0');
		count++;
	}
	assert_int_equal(count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_non_null(theme_find(wanted[i]));
	assert_null(theme_find("mauve"));
}

/* Meaning is words; what a theme adds may not be colour alone where it could mislead. */
static void
without_colour_no_theme_has_any(void **state)
{
	static const char *const mono[] = { "plain", "contrast" };

	(void)state;
	assert_string_equal(theme_default(1)->name, "plain");
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < ST_STYLES; k++)
			assert_int_equal(theme_find(mono[i])->looks[k].colour, -1);
}

static void
high_contrast_has_no_faint_text(void **state)
{
	const struct theme *theme = theme_find("contrast");

	(void)state;
	for (size_t k = 0; k < ST_STYLES; k++)
		assert_false(theme->looks[k].attributes & LOOK_DIM);
	assert_memory_not_equal(&theme->looks[ST_GOOD], &theme->looks[ST_BAD],
				sizeof theme->looks[0]);
}

/* Red and green are one colour to some readers: no two meanings may differ by them alone. */
static void
two_hues_are_blue_and_yellow_with_a_weight_of_their_own(void **state)
{
	const struct look *looks = theme_find("two-hues")->looks;

	(void)state;
	for (size_t i = 0; i < ST_STYLES; i++)
		assert_true(looks[i].colour == -1 || looks[i].colour == BLUE
			    || looks[i].colour == YELLOW);
	for (size_t i = 0; i < ST_STYLES; i++)
		for (size_t k = i + 1; k < ST_STYLES; k++)
			if (looks[i].colour == looks[k].colour && looks[i].colour != -1)
				assert_true(looks[i].attributes != looks[k].attributes);
}

/* In a theme with colours, what they tell apart is good, bad, to look at, made safe: never
 * two of these in one look. */
static void
no_two_verdicts_look_alike_in_a_theme_with_colours(void **state)
{
	static const enum style verdicts[] = { ST_GOOD, ST_BAD, ST_WARN };
	struct span rest = span_of(THEME_NAMES);
	const struct theme *theme;

	(void)state;
	while ((theme = next_theme(&rest)) != NULL)
		for (size_t i = 0; i < 3; i++)
			for (size_t k = i + 1; k < 3 && strcmp(theme->name, "plain") != 0; k++)
				assert_true(memcmp(&theme->looks[verdicts[i]],
						   &theme->looks[verdicts[k]],
						   sizeof theme->looks[0]) != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_theme_that_is_named_is_there),
		cmocka_unit_test(without_colour_no_theme_has_any),
		cmocka_unit_test(high_contrast_has_no_faint_text),
		cmocka_unit_test(two_hues_are_blue_and_yellow_with_a_weight_of_their_own),
		cmocka_unit_test(no_two_verdicts_look_alike_in_a_theme_with_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
