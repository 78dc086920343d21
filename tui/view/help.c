/* Every key and command of the screen below, made from the tables that run them. */
#include "tui/app/moving.h"

/* Columns: of the names after the keys, and of the help after the names. */
enum { KEYS = 15, NAMES = 35 };

struct help {
	struct page page;
	size_t below;		/* the frame it is about */
};

static int
open_help(struct call *c)
{
	struct help *help = view_state(sizeof *help);

	help->below = c->frame - 1;
	c->state = help;
	return 0;
}

static void
draw_keys(const struct area *area, int row, const struct command *command,
	  const struct keymap *keymap)
{
	struct buf keys = { 0 };
	int end;

	command_print_keys(&keys, keymap, command, false);
	end = area_put(area, row, 0, ST_PLAIN, buf_span(&keys)) + 1;
	area_text(area, row, end > KEYS ? end : KEYS, ST_PLAIN, command->name);
	buf_close(&keys);
}

/* One command, and why not now where its guard says no; on a narrow screen its help stands
 * below its name. */
static int
draw_command(const struct area *area, int row, const struct command *command, struct call *c)
{
	bool narrow = area->columns < 2 * NAMES;
	int column = narrow ? 2 : NAMES;

	draw_keys(area, row, command, c->app->keymap);
	row = area_wrap(area, row + narrow, column, ST_PLAIN, span_of(command->help));
	if (command->ready != NULL && command->ready(c) != 0) {
		area_text(area, row, column, ST_WARN, "not now:");
		row = area_wrap(area, row, column + 9, ST_WARN, span_of(c->err.text));
	}
	return row;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	struct call *c = who;
	struct help *help = c->state;
	struct call below = app_call(c->app, help->below);
	const struct view *view = c->app->stack[help->below].view;

	row = area_wrap(area, row, 0, ST_PLAIN, span_of(view->help)) + 1;
	for (size_t i = 0; i < view->command_count; i++)
		row = draw_command(area, row, &view->commands[i], &below);
	row++;
	area_text(area, row++, 0, ST_TITLE, "everywhere");
	for (size_t i = 0; i < app_command_count; i++)
		row = draw_command(area, row, &app_commands[i], &below);
	return row;
}

static void
draw_help(struct call *c, struct area *area)
{
	struct help *help = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Keys and commands: %s",
		    c->app->stack[help->below].view->name);
	page_draw(&help->page, area, draw_text, c);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_help = {
	.name = "help", .help = "The keys and commands of the screen it was opened on.",
	.alone = true, .open = open_help, .draw = draw_help, .status = page_status,
	.close = view_free, COMMANDS(commands),
};
