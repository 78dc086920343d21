/* How a stranger checks a record, without assay. */
#include "core/desk/timeline.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct check {
	struct page page;
	struct arena arena;
	struct moment moment;
	struct buf text;
};

static void
close_check(struct call *c)
{
	struct check *state = c->state;

	buf_close(&state->text);
	arena_close(&state->arena);
	view_free(c);
}

static int
open_check(struct call *c)
{
	const struct desk *desk = c->app->desk;
	struct check *state = view_state(sizeof *state);

	c->state = state;
	if (timeline_find(&state->moment, &state->arena, desk->ledger,
			  desk->workspace->actor, c->argument, &c->err) != 0) {
		close_check(c);
		return -1;
	}
	moment_print_check(&state->text, &state->moment, desk->workspace->dir,
			   desk->workspace->ledger_path);
	return 0;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct check *state = who;

	return area_wrap(area, row, 0, ST_PLAIN, buf_span(&state->text));
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
	.open = open_check, .draw = draw_check, .close = close_check, COMMANDS(commands),
};
