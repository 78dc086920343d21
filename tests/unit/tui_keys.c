#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/keys.h"

/* Keys of these bytes, as names. */
static void
assert_keys(const char *bytes, bool last, const char *expected)
{
	struct key_decoder decoder = { 0 };
	struct buf out = { 0 };
	int key;

	keys_feed(&decoder, bytes, strlen(bytes));
	while ((key = keys_next(&decoder, last)) != KEY_NONE)
		key_print(&out, key);
	buf_text(&out, "");
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
sequences_are_keys_in_both_cursor_modes(void **state)
{
	(void)state;
	assert_keys("\033[A\033OB\033[5~\033[Z", false, "<Up><Down><PgUp><S-Tab>");
	assert_keys("a\r\n\t\x7f\b\x0c", false, "a<Enter><Enter><Tab><BS><BS><C-l>");
	assert_keys("<é漢", false, "<lt>é漢");
}

static void
esc_before_a_key_is_esc_and_the_key(void **state)
{
	(void)state;
	assert_keys("\033:q", false, "<Esc>:q");
	assert_keys("\033", false, "");
	assert_keys("\033", true, "<Esc>");
	assert_keys("\033[", true, "<Esc>[");
	assert_keys("\033\033[A", false, "<Esc><Up>");
}

static void
strange_sequences_are_one_strange_key(void **state)
{
	(void)state;
	assert_keys("\033[1;5Aa", false, "<?>a");
	assert_keys("\033[<0;10;10Ma", false, "<?>a");
	assert_keys("\xff" "a\xc3", true, "<?>a<?>");
}

/* In `ESC [ < …`; KEY_STRANGE unless it was asked for. */
static int
mouse_key(const char *bytes, bool wanted, struct mouse *mouse)
{
	struct key_decoder decoder = { .wants_mouse = wanted };
	int key;

	keys_feed(&decoder, bytes, strlen(bytes));
	key = keys_next(&decoder, false);
	*mouse = decoder.mouse;
	assert_int_equal(keys_next(&decoder, false), KEY_NONE);
	return key;
}

static void
the_mouse_is_heard_only_when_asked_for(void **state)
{
	static const char *const nowhere[] = {
		"\033[<0;10;10m", "\033[<2;10;10M", "\033[<0;10M",
		"\033[<0;1;2;3M", "\033[<99999999;1;1M", "\033[<;;M",
	};
	struct mouse mouse;

	(void)state;
	assert_int_equal(mouse_key("\033[<0;10;20M", false, &mouse), KEY_STRANGE);
	assert_int_equal(mouse_key("\033[<0;10;20M", true, &mouse), KEY_MOUSE);
	assert_true(mouse.row == 19 && mouse.column == 9 && mouse.wheel == 0);
	assert_int_equal(mouse_key("\033[<64;1;1M", true, &mouse), KEY_MOUSE);
	assert_true(mouse.wheel < 0);
	assert_int_equal(mouse_key("\033[<65;1;1M", true, &mouse), KEY_MOUSE);
	assert_true(mouse.wheel > 0);
	for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
		assert_int_equal(mouse_key(nowhere[i], true, &mouse), KEY_MOUSE);
		assert_true(mouse.row == -1);
	}
}

static void
keys_split_anywhere_are_the_same_keys(void **state)
{
	static const char bytes[] = "j\033[A\xE2\x82\xAC\033[6~x";
	static const int expected[] = { 'j', KEY_ARROW_UP, 0x20AC, KEY_PAGE_DOWN, 'x' };
	struct key_decoder decoder = { 0 };
	size_t got = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bytes - 1; i++) {
		int key;

		keys_feed(&decoder, &bytes[i], 1);
		while ((key = keys_next(&decoder, false)) != KEY_NONE)
			assert_int_equal(key, expected[got++]);
	}
	assert_int_equal(got, 5);
}

static void
names_parse_to_the_keys_that_print_them(void **state)
{
	static const char names[] = "aZ9é<lt><Space><Tab><S-Tab><Enter><Esc><BS><Up><Down><Left>"
		"<Right><Home><End><PgUp><PgDn><Ins><Del><C-a><C-z><C-l>";
	struct span rest = span_of(names);
	struct buf out = { 0 };
	int key;

	(void)state;
	while ((key = key_parse(&rest)) != KEY_NONE)
		key_print(&out, key);
	assert_string_equal(out.data, names);
	buf_close(&out);
	rest = span_of("<Nonsense>");
	assert_int_equal(key_parse(&rest), KEY_STRANGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_are_keys_in_both_cursor_modes),
		cmocka_unit_test(esc_before_a_key_is_esc_and_the_key),
		cmocka_unit_test(strange_sequences_are_one_strange_key),
		cmocka_unit_test(the_mouse_is_heard_only_when_asked_for),
		cmocka_unit_test(keys_split_anywhere_are_the_same_keys),
		cmocka_unit_test(names_parse_to_the_keys_that_print_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
