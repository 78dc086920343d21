#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/app/app.h"
#include "tui/app/palette.h"
#include "tui/base/keys.h"
#include "tui/views.h"

struct toy {
	int ran;
	char said[80];
};

static struct toy toy;

static int
open_toy(struct call *c)
{
	c->state = &toy;
	return 0;
}

static void
draw_toy(struct call *c, struct area *area)
{
	struct toy *state = c->state;

	area_printf(area, 0, 0, ST_PLAIN, "ran %d times", state->ran);
}

static void
close_toy(struct call *c)
{
	toy.ran = -1;
	c->state = NULL;
}

static int
run_once(struct call *c)
{
	struct toy *state = c->state;

	state->ran++;
	snprintf(state->said, sizeof state->said, "%s", c->argument);
	return 0;
}

static int
run_ask(struct call *c)
{
	app_ask(c, &(struct ask){ .label = "say: ", .done = run_once });
	return 0;
}

static int
ready_never(struct call *c)
{
	return err_set(&c->err, ERR_REFUSED, "the moon is full");
}

static const struct command commands[] = {
	{ "once", "x<Down>", "run once", run_once, NULL, true },
	{ "ask", "a", "ask for something", run_ask, NULL, false },
	{ "level", "123456789", "a level", run_once, NULL, true },
	{ "never", "n", "what may not be", run_once, ready_never, true },
};

static const struct view view_toy = {
	.name = "toy", .help = "a toy", .open = open_toy, .draw = draw_toy,
	.close = close_toy, COMMANDS(commands),
};

static const struct view *const toys[] = { &view_toy };

static void
start(struct app *app)
{
	struct err err;

	toy = (struct toy){ 0 };
	app_begin(app, toys, 1, NULL);
	assert_int_equal(app_start(app, "toy", "", &err), 0);
}

static void
assert_screen_has(struct app *app, const char *text)
{
	struct buf out = { 0 };

	app_draw(app);
	canvas_dump(&out, &app->canvas, false);
	if (strstr(out.data, text) == NULL)
		fail_msg("no '%s' in:\n%s", text, out.data);
	buf_close(&out);
}

static void
a_key_runs_its_command(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	app_keys(&app, "x<Down>5");
	assert_int_equal(toy.ran, 3);
	assert_screen_has(&app, "ran 3 times");
	app_keys(&app, "z");
	assert_screen_has(&app, "z does nothing here");
	app_end(&app);
}

static void
a_guard_refuses_and_says_why(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	assert_screen_has(&app, "(n never)");
	app_keys(&app, "n");
	assert_int_equal(toy.ran, 0);
	assert_screen_has(&app, "no: the moon is full");
	app_end(&app);
}

static void
typing_owns_letters_that_are_commands(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	assert_screen_has(&app, "COMMAND");
	app_keys(&app, "axq");
	assert_screen_has(&app, "TEXT");
	assert_screen_has(&app, "say: xq");
	app_keys(&app, "<Enter>");
	assert_string_equal(toy.said, "xq");
	app_keys(&app, "azz<Esc>");
	assert_int_equal(toy.ran, 1);
	app_end(&app);
}

static void
the_palette_finds_by_part_of_a_name(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	app_keys(&app, ":");
	assert_screen_has(&app, "PALETTE");
	app_keys(&app, "onc<Tab>more words<Enter>");
	assert_int_equal(toy.ran, 1);
	assert_string_equal(toy.said, "more words");
	assert_int_equal(palette_fit(&commands[0], span_of("once")), 6);
	assert_int_equal(palette_fit(&commands[0], span_of("oe")), 1);
	assert_int_equal(palette_fit(&commands[0], span_of("zz")), 0);
	app_keys(&app, ":quit<Enter>");
	assert_true(app.left);
	app_end(&app);
}

static void
back_from_the_last_view_leaves(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	app_keys(&app, "q");
	assert_true(app.left);
	assert_int_equal(toy.ran, -1);
	app_end(&app);
}

static void
a_screen_too_small_says_so_and_loses_nothing(void **state)
{
	struct app app;

	(void)state;
	start(&app);
	app_keys(&app, "ahalf a wo");
	app_size(&app, 5, 20);
	app_keys(&app, "zzz");
	assert_screen_has(&app, "40x12");
	app_size(&app, 24, 80);
	app_keys(&app, "rd<Enter>");
	assert_string_equal(toy.said, "half a word");
	app_end(&app);
}

static void
digits_print_as_a_range(void **state)
{
	struct buf out = { 0 };

	(void)state;
	command_print_keys(&out, NULL, &commands[2], false);
	buf_char(&out, ',');
	command_print_keys(&out, NULL, &commands[0], false);
	buf_char(&out, ',');
	command_print_keys(&out, NULL, &commands[0], true);
	assert_string_equal(out.data, "1-9,x Down,x");
	buf_close(&out);
}

/* ---- every table of the workstation ---- */

static void
check_row(const char *where, const struct command *command)
{
	struct span names = span_of(command->keys);
	int key;

	if (command->name[0] == '\0' || strchr(command->name, ' ') != NULL)
		fail_msg("%s: '%s' is no name for `:`", where, command->name);
	if (command->help[0] == '\0' || strlen(command->help) > 70)
		fail_msg("%s: %s wants one line of help", where, command->name);
	assert_non_null(command->run);
	while ((key = key_parse(&names)) != KEY_NONE)
		if (key == KEY_STRANGE)
			fail_msg("%s: %s has a key there is not", where, command->name);
}

static void
check_keys_unique(const char *where, const struct command *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span names = span_of(table[i].keys);
		int key;

		while ((key = key_parse(&names)) != KEY_NONE)
			if (command_for_key(NULL, table, count, key) != &table[i])
				fail_msg("%s: a key of %s means something else", where,
					 table[i].name);
		if (command_named(table, count, table[i].name) != &table[i])
			fail_msg("%s: two commands are called %s", where, table[i].name);
	}
}

static void
every_command_has_help_and_its_own_keys(void **state)
{
	(void)state;
	check_keys_unique("everywhere", app_commands, app_command_count);
	for (size_t i = 0; i < view_count; i++) {
		check_keys_unique(views[i]->name, views[i]->commands,
				  views[i]->command_count);
		for (size_t k = 0; k < views[i]->command_count; k++)
			check_row(views[i]->name, &views[i]->commands[k]);
		assert_true(views[i]->help[0] != '\0');
	}
}

static void
no_view_hides_what_works_everywhere(void **state)
{
	static const int everywhere[] = { '?', ':', 'q', KEY_CTRL('l'), KEY_CTRL('z') };

	(void)state;
	for (size_t i = 0; i < view_count; i++)
		for (size_t k = 0; k < sizeof everywhere / sizeof *everywhere; k++)
			assert_null(command_for_key(NULL, views[i]->commands,
						    views[i]->command_count, everywhere[k]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_runs_its_command),
		cmocka_unit_test(a_guard_refuses_and_says_why),
		cmocka_unit_test(typing_owns_letters_that_are_commands),
		cmocka_unit_test(the_palette_finds_by_part_of_a_name),
		cmocka_unit_test(back_from_the_last_view_leaves),
		cmocka_unit_test(a_screen_too_small_says_so_and_loses_nothing),
		cmocka_unit_test(digits_print_as_a_range),
		cmocka_unit_test(every_command_has_help_and_its_own_keys),
		cmocka_unit_test(no_view_hides_what_works_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
