/* Whose the portfolio is, once that was revealed. */
#include "core/desk/reveal.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

static int
open_learner(struct call *c)
{
	if (!c->app->desk->veil.lifted)
		return err_set(&c->err, ERR_REFUSED, "whose it is, is not revealed: `:reveal` asks "
			       "why, and logs it");
	c->state = view_state(sizeof(struct page));
	return 0;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	struct buf text = { 0 };

	reveal_print(&text, who);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static void
draw_learner(struct call *c, struct area *area)
{
	struct desk *desk = c->app->desk;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Whose %.8s is: revealed, and logged",
		    desk->veil.portfolio);
	page_draw(c->state, area, draw_text, &desk->veil);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_learner = {
	.name = "learner",
	.help = "Who made the commits of the portfolio, where it lies and where it came from. It "
		"is shown after a reveal, which is logged with your name and why.",
	.open = open_learner, .draw = draw_learner, .status = page_status,
	.close = view_free, COMMANDS(commands),
};
