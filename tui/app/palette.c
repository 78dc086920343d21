#include "tui/app/palette.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tui/base/keys.h"

enum { PALETTE_ROWS = 8, AT_KEYS = 12, AT_HELP = 24 };	/* columns, at least */

struct choice {
	const struct command *command;
	int fit;
};

struct choices {
	const struct keymap *keymap;
	struct choice *items;
	size_t count;
};

/* Does each letter begin a word of the name, in order? `np` is next-portfolio. */
static bool
is_initials(const char *name, struct span letters)
{
	size_t found = 0;

	for (; name != NULL && found < letters.len; found++) {
		if (strncasecmp(name, letters.data + found, 1) != 0)
			return false;
		name = strchr(name, '-');
		name = name == NULL ? NULL : name + 1;
	}
	return found == letters.len;
}

int
palette_fit(const struct command *command, struct span typed)
{
	if (span_is(typed, command->name))
		return 6;
	if (strncasecmp(command->name, typed.data, typed.len) == 0)
		return 5;
	if (text_holds(span_of(command->name), typed))
		return 4;
	if (is_initials(command->name, typed))
		return 3;
	if (typed.len > 2 && text_holds(span_of(command->help), typed))
		return 2;
	return text_scattered(command->name, typed) ? 1 : 0;
}

static struct span
typed_name(const struct app *app)
{
	struct span rest = buf_span(&app->prompt.text);

	return span_cut(&rest, ' ');
}

static const char *
typed_argument(const struct app *app)
{
	struct span rest = buf_span(&app->prompt.text);

	span_cut(&rest, ' ');
	return rest.len == 0 ? "" : rest.data;
}

static void
add(struct choices *choices, const struct command *commands, size_t count, struct span typed)
{
	for (size_t i = 0; i < count; i++) {
		int fit = palette_fit(&commands[i], typed);
		size_t at = choices->count;

		if (fit == 0)
			continue;
		for (; at > 0 && choices->items[at - 1].fit < fit; at--)
			choices->items[at] = choices->items[at - 1];
		choices->items[at] = (struct choice){ &commands[i], fit };
		choices->count++;
	}
}

/* The caller frees the items. */
static struct choices
find_choices(const struct app *app)
{
	const struct view *view = app_top(app);
	struct choices choices = {
		.keymap = app->keymap,
		.items = calloc(view->command_count + app_command_count,
				sizeof *choices.items),
	};

	if (choices.items == NULL)
		abort();
	add(&choices, view->commands, view->command_count, typed_name(app));
	add(&choices, app_commands, app_command_count, typed_name(app));
	return choices;
}

void
palette_open(struct app *app)
{
	app->mode = MODE_PALETTE;
	app->choices = (struct list){ 0 };
	prompt_open(&app->prompt, "", false, &app->palette_history);
}

static void
palette_close(struct app *app)
{
	prompt_close(&app->prompt);
	app->mode = MODE_COMMAND;
}

static const struct command *
chosen(const struct app *app)
{
	struct choices choices = find_choices(app);
	const struct command *command = app->choices.at < choices.count
		? choices.items[app->choices.at].command : NULL;

	free(choices.items);
	return command;
}

/* The view whose whole name was typed; NULL: none. */
static const struct view *
named_view(const struct app *app)
{
	struct span typed = typed_name(app);

	for (size_t i = 0; i < app->view_count; i++)
		if (span_is(typed, app->views[i]->name))
			return app->views[i];
	return NULL;
}

static void
run_chosen(struct app *app)
{
	const struct command *command = chosen(app);
	struct input prompt = app->prompt;
	const char *argument = typed_argument(app);
	const struct view *view = named_view(app);

	if (app->prompt.text.len == 0 && app->choices.at == 0) {
		palette_close(app);	/* nothing was typed, and nothing was chosen */
		return;
	}
	app->prompt = (struct input){ 0 };
	app->mode = MODE_COMMAND;
	app->message_shown = false;
	history_add(&app->palette_history, buf_span(&prompt.text));
	if (view != NULL && (command == NULL || strcmp(command->name, view->name) != 0))
		app_visit(app, view->name, argument);
	else if (command != NULL)
		app_run(app, command, KEY_NONE, argument);
	else
		app_say(app, ST_BAD, "no: there is no command like '%s'", prompt.text.data);
	prompt_close(&prompt);
}

static void
complete(struct app *app)
{
	const struct command *command = chosen(app);
	struct buf text = { 0 };

	if (command == NULL)
		return;
	buf_printf(&text, "%s ", command->name);
	prompt_set(&app->prompt, buf_span(&text));
	buf_close(&text);
}

void
palette_key(struct app *app, int key)
{
	enum entry_state state = ENTRY_OPEN;

	if (key == KEY_TABULATOR)
		complete(app);
	else if (key == KEY_ARROW_DOWN || key == KEY_CTRL('n'))
		list_move(&app->choices, 1);
	else if (key == KEY_ARROW_UP || key == KEY_CTRL('p'))
		list_move(&app->choices, -1);
	else if ((state = prompt_key(&app->prompt, key)) == ENTRY_OPEN)
		list_to(&app->choices, 0);
	if (state == ENTRY_DONE)
		run_chosen(app);
	else if (state == ENTRY_DROPPED)
		palette_close(app);
}

/* A column, or what lies a blank behind what reaches into it. */
static int
column_from(int column, int after)
{
	return after < column ? column : after + 1;
}

static void
draw_choice(void *who, const struct area *row, size_t index)
{
	const struct choices *choices = who;
	const struct command *command = choices->items[index].command;
	struct buf keys = { 0 };
	int after;

	command_print_keys(&keys, choices->keymap, command, false);
	after = area_text(row, 0, 0, ST_PLAIN, command->name);
	after = area_put(row, 0, column_from(AT_KEYS, after), ST_PLAIN, buf_span(&keys));
	area_text(row, 0, column_from(AT_HELP, after), ST_PLAIN, command->help);
	buf_close(&keys);
}

void
palette_draw(struct app *app, const struct area *view, const struct area *foot)
{
	struct choices choices = find_choices(app);
	int most = app->slow ? 1 : PALETTE_ROWS;
	int rows = choices.count < (size_t)most ? (int)choices.count : most;
	struct area over, label;

	rows = rows + 1 < view->rows ? rows : view->rows - 1;
	over = area_part(view, view->rows - rows - 1, 0, rows + 1, view->columns);
	list_resize(&app->choices, choices.count);
	area_blank(&over);
	label = area_take(&over, 1);
	area_rule(&label, 0, area_text(&label, 0, 0, ST_TITLE, "commands "), ST_PLAIN, '-');
	list_draw(&app->choices, &over, draw_choice, &choices, false);
	prompt_draw(&app->prompt, foot, 0, ":");
	free(choices.items);
}
