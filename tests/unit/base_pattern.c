#include "core/base/pattern.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Where `what` first stands in `line`, and what stands there; "-" when nowhere. */
static void
finds(const char *what, const char *line, const char *wanted)
{
	struct buf out = { 0 };
	struct pattern pattern;
	size_t at = 0, len = 0;
	struct err err;

	if (pattern_open(&pattern, span_of(what), &err) != 0)
		fail_msg("%s: %s", what, err.text);
	if (pattern_find(&at, &len, &pattern, span_of(line), true, true))
		buf_printf(&out, "%zu %.*s", at, (int)len, line + at);
	else
		buf_text(&out, "-");
	assert_string_equal(out.data, wanted);
	buf_close(&out);
	pattern_close(&pattern);
}

static void
words_are_found_in_any_case_until_a_capital_is_typed(void **state)
{
	(void)state;
	finds("circle", "The CIRCLE circle", "4 CIRCLE");
	finds("Circle", "the circle CIRCLE Circle", "18 Circle");
	finds("cIrcle", "the circle", "-");
	finds("t", "T", "0 T");
	finds("1-2", "a1-2", "1 1-2");
	finds("longer than the line", "short", "-");
}

static void
expressions_are_those_of_posix(void **state)
{
	(void)state;
	finds("^the (talking|circle) piece$", "The Talking piece", "0 The Talking piece");
	finds("[0-9]{4}-[0-9]{2}", "on 2026-11", "3 2026-11");
	finds("x*", "aaxx", "2 xx");
	finds("x*", "aa", "-");
	finds("a\\.b", "axb a.b", "4 a.b");
	finds("\\Wend", "the end", "3  end");
	finds("T.e", "the The", "4 The");
}

static void
what_is_no_expression_is_sought_as_it_stands(void **state)
{
	struct pattern pattern;
	struct err err;

	(void)state;
	finds("(see", "it is (SEE page 3)", "6 (SEE");
	finds("[a", "x[a", "1 [a");
	assert_int_equal(pattern_open(&pattern, span_of("(see"), &err), 0);
	assert_true(pattern.unformed);
	pattern_close(&pattern);
	assert_int_equal(pattern_open(&pattern, span_of("see"), &err), 0);
	assert_false(pattern.unformed);
	pattern_close(&pattern);
}

static void
letters_beyond_ascii_are_folded_as_the_locale_knows_them(void **state)
{
	(void)state;
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		skip();
	finds("\u00e9cole", "L'\u00c9COLE", "2 \u00c9COLE");
	finds("\u00e9(", "\u00c9(", "0 \u00c9(");
	finds("caf.", "caf\u00e9", "0 caf\u00e9");
	finds("a.b", "a\xff" "b a+b", "4 a+b");
	setlocale(LC_ALL, "C");
}

static void
a_piece_of_a_line_has_no_beginning_and_no_end(void **state)
{
	struct pattern pattern;
	size_t at = 0, len;
	struct err err;

	(void)state;
	assert_int_equal(pattern_open(&pattern, span_of("^ab|ab$"), &err), 0);
	assert_false(pattern_find(&at, &len, &pattern, span_of("abab"), false, false));
	assert_true(pattern_find(&at, &len, &pattern, span_of("abab"), false, true));
	assert_int_equal(at, 2);
	pattern_close(&pattern);
}

static void
refuses(const char *what, enum err_code code)
{
	struct pattern pattern;
	struct err err;

	assert_int_equal(pattern_open(&pattern, span_of(what), &err), -1);
	assert_int_equal(err.code, code);
	pattern_close(&pattern);
}

static void
what_could_take_for_ever_is_refused(void **state)
{
	char long_one[PATTERN_BYTES + 2];

	(void)state;
	memset(long_one, 'a', sizeof long_one - 1);
	long_one[sizeof long_one - 1] = '\0';
	refuses("", ERR_USAGE);
	refuses("a\nb", ERR_REFUSED);
	refuses(long_one, ERR_LIMIT);
	refuses("(a)\\1", ERR_REFUSED);
	refuses("a{101}", ERR_LIMIT);
	refuses("((a{10}){10}){2}", ERR_LIMIT);
	refuses("a{99999999999999999999}", ERR_LIMIT);
	finds("a{2,5}", "baaa", "1 aaa");
}

static void
bytes_that_are_no_text_are_held_against_it_too(void **state)
{
	struct pattern pattern;
	size_t at = 0, len;
	struct err err;
	struct span line = { "a\0b\xff needle", 11 };

	(void)state;
	assert_int_equal(pattern_open(&pattern, span_of("need.e"), &err), 0);
	assert_true(pattern_find(&at, &len, &pattern, line, true, true));
	assert_int_equal(at, 5);
	pattern_close(&pattern);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_in_any_case_until_a_capital_is_typed),
		cmocka_unit_test(expressions_are_those_of_posix),
		cmocka_unit_test(what_is_no_expression_is_sought_as_it_stands),
		cmocka_unit_test(letters_beyond_ascii_are_folded_as_the_locale_knows_them),
		cmocka_unit_test(a_piece_of_a_line_has_no_beginning_and_no_end),
		cmocka_unit_test(what_could_take_for_ever_is_refused),
		cmocka_unit_test(bytes_that_are_no_text_are_held_against_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
