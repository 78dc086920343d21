/* What was said in the status line, the newest first. */
#include "tui/app/moving.h"

static int
open_messages(struct call *c)
{
	c->state = view_state(sizeof(struct list));
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

static const struct command commands[] = {
	LIST_COMMANDS,
};

const struct view view_messages = {
	.name = "messages", .help = "What was said in the status line, the newest first.",
	.open = open_messages, .draw = draw_messages, .close = view_free,
	COMMANDS(commands),
};
