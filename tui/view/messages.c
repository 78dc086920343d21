/* What was said in the status line, the newest first. */
#include "tui/app/moving.h"

enum { INDENT = 2 };

static int
open_messages(struct call *c)
{
	c->state = view_state(sizeof(struct page));
	return 0;
}

/* Whole, however long it is: what follows its first line stands further in. */
static int
draw_message(const struct area *area, int row, const struct message *message)
{
	struct span rest = span_of(message->text);
	struct span line = text_break(rest, area->columns);

	area_put(area, row, 0, message->style, line);
	text_skip(&rest, line);
	return area_wrap(area, row + 1, INDENT, message->style, rest);
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct app *app = who;

	for (size_t i = app->message_count; i-- > 0;)
		row = draw_message(area, row, &app->messages[i]);
	return app->message_count != 0 ? row
		: area_wrap(area, row, 0, ST_PLAIN, span_of("Nothing was said yet."));
}

static void
draw_messages(struct call *c, struct area *area)
{
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "Messages");
	page_draw(c->state, area, draw_text, c->app);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_messages = {
	.name = "messages", .help = "What was said in the status line, the newest first.",
	.alone = true, .open = open_messages, .draw = draw_messages, .status = page_status,
	.close = view_free,
	COMMANDS(commands),
};
