/* How a stranger checks a record, without assay. */
#include "core/desk/timeline.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct check {
	struct page page;
	struct arena arena;
	struct moment moment;
	const struct workspace *workspace;
};

static void
close_check(struct call *c)
{
	struct check *state = c->state;

	arena_close(&state->arena);
	view_free(c);
}

static int
open_check(struct call *c)
{
	const struct desk *desk = c->app->desk;
	struct check *state = view_state(sizeof *state);

	c->state = state;
	if (desk->workspace->visiting) {
		close_check(c);
		return err_set(&c->err, ERR_REFUSED, "this ledger lies here only while it is "
			       "looked at: CHECK.md of an audit pack has the commands of stock "
			       "git");
	}
	state->workspace = desk->workspace;
	if (timeline_find_any(&state->moment, &state->arena, desk->ledger,
			  desk->workspace->actor, c->argument, &c->err) != 0) {
		close_check(c);
		return -1;
	}
	return 0;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct check *state = who;
	struct buf text = { 0 };

	/* The last column stays free: some terminals would join what they copy there. */
	moment_print_check(&text, &state->moment, state->workspace,
			   (size_t)area->columns - 1);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static void
draw_check(struct call *c, struct area *area)
{
	struct check *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "How to check record %.12s",
		    state->moment.commit);
	page_draw(&state->page, area, draw_text, state);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_check = {
	.name = "check",
	.help = "The commands of stock git that check this record, to be typed in any shell; "
		"`assay show --how COMMIT` prints them to be copied.",
	.open = open_check, .draw = draw_check, .status = page_status,
	.close = close_check, COMMANDS(commands),
};
