/* Every key and command of the screen below, made from the tables that run them. */
#include <stdlib.h>

#include "tui/app/app.h"

struct help {
	struct page page;
	size_t below;		/* the frame it is about */
};

static int
open_help(struct call *c)
{
	struct help *help = calloc(1, sizeof *help);

	if (help == NULL)
		abort();
	help->below = c->frame - 1;
	c->state = help;
	return 0;
}

static void
draw_keys(const struct area *area, int row, const struct command *command)
{
	struct buf keys = { 0 };

	command_print_keys(&keys, command, false);
	area_put(area, row, 0, ST_PLAIN, buf_span(&keys));
	area_text(area, row, 13, ST_PLAIN, command->name);
	buf_close(&keys);
}

/* One command, and why not now where its guard says no. */
static int
draw_command(const struct area *area, int row, const struct command *command, struct call *c)
{
	draw_keys(area, row, command);
	row = area_wrap(area, row, 25, ST_PLAIN, span_of(command->help));
	if (command->ready != NULL && command->ready(c) != 0) {
		area_text(area, row, 25, ST_WARN, "not now:");
		row = area_wrap(area, row, 34, ST_WARN, span_of(c->err.text));
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

static void
close_help(struct call *c)
{
	free(c->state);
}

static int
scroll(struct call *c, int by)
{
	struct help *help = c->state;

	page_move(&help->page, by);
	return 0;
}

static int
run_down(struct call *c)
{
	return scroll(c, 1);
}

static int
run_up(struct call *c)
{
	return scroll(c, -1);
}

static int
run_page_down(struct call *c)
{
	return scroll(c, ((struct help *)c->state)->page.rows - 1);
}

static int
run_page_up(struct call *c)
{
	return scroll(c, 1 - ((struct help *)c->state)->page.rows);
}

static const struct command commands[] = {
	{ "down", "j<Down>", "one line on", run_down, NULL, true },
	{ "up", "k<Up>", "one line back", run_up, NULL, true },
	{ "page-down", "<Space><PgDn>", "one page on", run_page_down, NULL, true },
	{ "page-up", "b<PgUp>", "one page back", run_page_up, NULL, true },
};

const struct view view_help = {
	.name = "help", .help = "the keys and commands of the screen it was opened on",
	.open = open_help, .draw = draw_help, .close = close_help, COMMANDS(commands),
};
