/* What was said in the status line, the newest first. */
#include <stdlib.h>

#include "tui/app/app.h"

static int
open_messages(struct call *c)
{
	struct list *list = calloc(1, sizeof *list);

	if (list == NULL)
		abort();
	c->state = list;
	return 0;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct app *app = who;
	const struct message *message = &app->messages[app->message_count - 1 - index];

	area_text(row, 0, 0, message->style, message->text);
}

static void
draw_messages(struct call *c, struct area *area)
{
	struct list *list = c->state;
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "Messages");
	list_resize(list, c->app->message_count);
	if (list->count == 0)
		area_text(area, 0, 0, ST_PLAIN, "Nothing was said yet.");
	list_draw(list, area, draw_row, c->app, true);
}

static void
close_messages(struct call *c)
{
	free(c->state);
}

static int
run_next(struct call *c)
{
	list_move(c->state, 1);
	return 0;
}

static int
run_previous(struct call *c)
{
	list_move(c->state, -1);
	return 0;
}

static const struct command commands[] = {
	{ "next", "j<Down>", "the message before", run_next, NULL, true },
	{ "previous", "k<Up>", "the message after", run_previous, NULL, true },
};

const struct view view_messages = {
	.name = "messages", .help = "what was said in the status line, the newest first",
	.open = open_messages, .draw = draw_messages, .close = close_messages,
	COMMANDS(commands),
};
