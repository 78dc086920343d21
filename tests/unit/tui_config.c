#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "tests/unit/store_scratch.h"
#include "tui/app/config.h"
#include "tui/base/keys.h"
#include "tui/views.h"

static struct config config;

static void
read_text(struct scratch *s, const char *text)
{
	ok(s, file_write(at(s, "config.yaml"), span_of(text), 0600, &s->err));
	config_read(&config, at(s, "config.yaml"), views, view_count);
}

static void
has_fault(const char *place, const char *text)
{
	for (size_t i = 0; i < config.faults.count; i++) {
		char where[40];

		snprintf(where, sizeof where, "%d:%d", config.faults.items[i].at.line,
			 config.faults.items[i].at.column);
		if (strcmp(where, place) == 0 && strstr(config.faults.items[i].text, text) != NULL)
			return;
	}
	for (size_t i = 0; i < config.faults.count; i++)
		print_message("%d:%d: %s\n", config.faults.items[i].at.line,
			      config.faults.items[i].at.column, config.faults.items[i].text);
	fail_msg("no fault at %s: %s", place, text);
}

static const struct command *
command_of(const char *view, const char *name)
{
	for (size_t i = 0; i < view_count; i++)
		if (strcmp(views[i]->name, view) == 0)
			return command_named(views[i]->commands, views[i]->command_count, name);
	return command_named(app_commands, app_command_count, name);
}

static void
has_keys(const char *view, const char *name, const char *keys)
{
	assert_string_equal(command_keys(&config.keymap, command_of(view, name)), keys);
}

static void
without_a_file_all_is_as_usual(void **state)
{
	struct scratch *s = *state;

	config_read(&config, at(s, "nothing.yaml"), views, view_count);
	assert_false(config.there);
	assert_int_equal(config.faults.count, 0);
	assert_true(config.advance && !config.mouse && !config.slow && !config.timer);
	assert_int_equal(config.width, CONFIG_WIDTH);
	has_keys("score", "undo", "u");
}

static void
the_example_that_help_gives_has_no_faults(void **state)
{
	read_text(*state, config_example);
	assert_int_equal(config.faults.count, 0);
	assert_non_null(config.theme);
	has_keys("score", "note", "i");
	has_keys("score", "undo", "z");
	has_keys("everywhere", "help", "<C-g>");
}

static void
what_is_set_holds(void **state)
{
	read_text(*state, "theme: two-hues\neditor: vim -f\nmouse: yes\nslow: yes\ntimer: yes\n"
		  "advance: no\nwidth: 100\nkeys:\n  everywhere: {help: \"<C-g>\"}\n"
		  "  score: {level: asdfghj, undo: z, choose: \"\"}\n");
	assert_int_equal(config.faults.count, 1);	/* s is taken */
	assert_string_equal(config.theme->name, "two-hues");
	assert_string_equal(config.editor, "vim -f");
	assert_true(config.mouse && config.slow && config.timer && !config.advance);
	assert_int_equal(config.width, 100);
	has_keys("everywhere", "help", "<C-g>");
	has_keys("score", "level", "123456789");
	has_keys("score", "choose", "");
}

static void
a_fault_has_its_place_and_the_rest_holds(void **state)
{
	read_text(*state, "theme: mauve\nmouse: perhaps\nwidth: 20\ntimer: yes\ncolour: red\n"
		  "keys:\n  scores: {undo: z}\n  score: {undoo: z, undo: <Nothing>, redo: zz}\n"
		  "  everywhere: {palette: \"\"}\n");
	has_fault("1:8", "one of calm");
	has_fault("2:8", "yes or no");
	has_fault("3:8", "from 40 to 200");
	has_fault("5:1", "colour");
	has_fault("7:3", "no screen 'scores'");
	has_fault("8:11", "no command 'undoo'");
	has_fault("8:27", "no key called '<Nothing>'");
	has_fault("8:44", "twice");
	has_fault("9:25", "the way out");
	assert_int_equal(config.width, CONFIG_WIDTH);
	assert_true(config.timer && config.theme == NULL);
	has_keys("score", "undo", "u");
}

static void
a_key_for_two_commands_names_both_and_their_places(void **state)
{
	read_text(*state, "keys:\n  score:\n    undo: z\n    redo: z\n    note: u\n    edit: \"]\"\n");
	has_fault("4:11", "z for redo of score: it is the key of undo of score since line 3");
	has_fault("6:11", "] for edit of score: it is the key of gap of score already");
	assert_int_equal(config.faults.count, 2);
	has_keys("score", "undo", "z");
	has_keys("score", "redo", "U");
	has_keys("score", "note", "u");
}

static void
two_may_change_places(void **state)
{
	read_text(*state, "keys:\n  score: {next: \"k<Down>\", previous: \"j<Up>\"}\n");
	assert_int_equal(config.faults.count, 0);
	has_keys("score", "next", "k<Down>");
}

/* The first is left out; so its own key is not free for the second. */
static void
what_is_left_out_has_its_own_keys_again(void **state)
{
	read_text(*state, "keys:\n  score:\n    undo: c\n    note: u\n");
	assert_int_equal(config.faults.count, 2);
	has_keys("score", "undo", "u");
	has_keys("score", "note", "n");
}

static void
no_screen_hides_what_works_everywhere(void **state)
{
	read_text(*state, "keys:\n  score: {undo: q}\n  everywhere: {help: n}\n");
	has_fault("2:17", "q for undo of score: it is the key of back of everywhere");
	has_fault("3:22", "n for help of everywhere: it is the key of");
	has_keys("everywhere", "help", "?");
}

static void
letters_in_order_stand_for_the_digits(void **state)
{
	const struct command *level = command_of("score", "level");

	read_text(*state, "keys:\n  score:\n    level: a!@#%\n");
	assert_int_equal(config.faults.count, 0);
	assert_int_equal(command_means(&config.keymap, level, 'a'), '1');
	assert_int_equal(command_means(&config.keymap, level, '%'), '5');
	assert_int_equal(command_means(NULL, level, '7'), '7');
}

static void
what_is_no_yaml_is_one_fault(void **state)
{
	read_text(*state, "keys: [a\n");
	assert_int_equal(config.faults.count, 1);
	assert_true(config.there && config.advance);
	has_keys("score", "undo", "u");
}

static int
begin(void **state)
{
	return scratch_open(state);
}

static int
end(void **state)
{
	config_close(&config);
	return scratch_close(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_a_file_all_is_as_usual),
		TEST(the_example_that_help_gives_has_no_faults), TEST(what_is_set_holds),
		TEST(a_fault_has_its_place_and_the_rest_holds),
		TEST(a_key_for_two_commands_names_both_and_their_places),
		TEST(two_may_change_places),
		TEST(what_is_left_out_has_its_own_keys_again),
		TEST(no_screen_hides_what_works_everywhere),
		TEST(letters_in_order_stand_for_the_digits),
		TEST(what_is_no_yaml_is_one_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
