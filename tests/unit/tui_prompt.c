#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/keys.h"
#include "tui/base/textarea.h"

static enum entry_state
type(struct input *prompt, const char *names)
{
	struct span rest = span_of(names);
	enum entry_state state = ENTRY_OPEN;
	int key;

	while ((key = key_parse(&rest)) != KEY_NONE)
		state = prompt_key(prompt, key);
	return state;
}

static void
write_note(struct textarea *textarea, const char *names)
{
	struct span rest = span_of(names);
	int key;

	while ((key = key_parse(&rest)) != KEY_NONE)
		textarea_key(textarea, key);
}

static void
what_is_typed_stands_there(void **state)
{
	static const struct {
		const char *keys, *text;
		size_t at;
	} cases[] = {
		{ "abc", "abc", 3 },		{ "abc<Left>x", "abxc", 3 },
		{ "ab<BS>c", "ac", 2 },		{ "one two<C-w>x", "one x", 5 },
		{ "abc<C-u>", "", 0 },		{ "bc<C-a>a<C-e>d", "abcd", 4 },
		{ "abc<Home><Del>", "bc", 0 },	{ "é漢<BS>", "é", 2 },
		{ "<BS><Left><Right><C-w>", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input prompt;

		prompt_open(&prompt, NULL, false, NULL);
		assert_int_equal(type(&prompt, cases[i].keys), ENTRY_OPEN);
		assert_string_equal(prompt.text.data, cases[i].text);
		assert_int_equal(prompt.at, cases[i].at);
		prompt_close(&prompt);
	}
}

static void
a_prompt_leaves_keys_it_has_no_use_for(void **state)
{
	struct input prompt;

	(void)state;
	prompt_open(&prompt, "x", false, NULL);
	assert_int_equal(type(&prompt, "<C-l>"), ENTRY_OTHER);
	assert_int_equal(type(&prompt, "<Enter>"), ENTRY_DONE);
	assert_int_equal(type(&prompt, "<Esc>"), ENTRY_DROPPED);
	assert_string_equal(prompt.text.data, "x");
	prompt_close(&prompt);
}

static void
history_comes_back_and_repeats_nothing(void **state)
{
	struct history history = { 0 };
	struct input prompt;

	(void)state;
	history_add(&history, span_of("one"));
	history_add(&history, span_of("one"));
	history_add(&history, span_of("two"));
	prompt_open(&prompt, "", false, &history);
	type(&prompt, "<Up>");
	assert_string_equal(prompt.text.data, "two");
	type(&prompt, "<Up><Up>");
	assert_string_equal(prompt.text.data, "one");
	type(&prompt, "<Down><Down>");
	assert_string_equal(prompt.text.data, "");
	prompt_close(&prompt);
	history_close(&history);
}

static void
a_secret_is_stars(void **state)
{
	struct canvas canvas = { 0 };
	struct buf out = { 0 };
	struct input prompt;
	struct area all;

	(void)state;
	canvas_open(&canvas, 1, 20);
	all = canvas_area(&canvas);
	prompt_open(&prompt, "", true, NULL);
	type(&prompt, "pä漢");
	prompt_draw(&prompt, &all, 0, "word: ");
	canvas_dump(&out, &canvas, false);
	assert_string_equal(out.data, "word: ***\n@0,9\n");
	prompt_close(&prompt);
	buf_close(&out);
	canvas_close(&canvas);
}

static void
of_a_label_too_long_the_question_is_shown(void **state)
{
	struct canvas canvas = { 0 };
	struct buf out = { 0 };
	struct input prompt;
	struct area all;

	(void)state;
	canvas_open(&canvas, 1, 24);
	all = canvas_area(&canvas);
	prompt_open(&prompt, "", false, NULL);
	type(&prompt, "y");
	prompt_draw(&prompt, &all, 0, "it goes to the learner at once; y signs: ");
	canvas_dump(&out, &canvas, false);
	assert_string_equal(out.data, "\u2026once; y signs: y\n@0,17\n");
	prompt_close(&prompt);
	buf_close(&out);
	canvas_close(&canvas);
}

static void
a_note_keeps_its_lines(void **state)
{
	struct textarea textarea;

	(void)state;
	textarea_open(&textarea, "");
	write_note(&textarea, "one<Enter>three<Up>X<Down><C-e>!<Enter>");
	assert_string_equal(textarea.text.data, "oneX\nthree!\n");
	write_note(&textarea, "last<Up><Up><Home>0");
	assert_string_equal(textarea.text.data, "0oneX\nthree!\nlast");
	textarea_close(&textarea);
}

static void
a_note_wraps_and_follows_its_cursor(void **state)
{
	struct canvas canvas = { 0 };
	struct buf out = { 0 };
	struct textarea textarea;
	struct area all;

	(void)state;
	canvas_open(&canvas, 2, 10);
	all = canvas_area(&canvas);
	textarea_open(&textarea, "one two three four");
	textarea_draw(&textarea, &all);
	canvas_dump(&out, &canvas, false);
	assert_string_equal(out.data, "three\nfour\n@1,4\n");
	textarea_close(&textarea);
	buf_close(&out);
	canvas_close(&canvas);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_stands_there),
		cmocka_unit_test(a_prompt_leaves_keys_it_has_no_use_for),
		cmocka_unit_test(history_comes_back_and_repeats_nothing),
		cmocka_unit_test(a_secret_is_stars),
		cmocka_unit_test(of_a_label_too_long_the_question_is_shown),
		cmocka_unit_test(a_note_keeps_its_lines),
		cmocka_unit_test(a_note_wraps_and_follows_its_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
