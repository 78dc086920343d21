/* How many wait of each rubric, and why. */
#include "core/desk/inbox.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct counts {
	struct list list;
	struct arena arena;
	struct inbox_count *tallies;
};

static void
close_counts(struct call *c)
{
	struct counts *state = c->state;

	arena_close(&state->arena);
	view_free(c);
}

static int
open_counts(struct call *c)
{
	const struct desk *desk = c->app->desk;
	struct counts *state = view_state(sizeof *state);
	struct inbox inbox;

	c->state = state;
	if (desk_inbox(&inbox, desk, &state->arena, &c->err) != 0) {
		close_counts(c);
		return -1;
	}
	list_resize(&state->list, inbox_tally(&state->tallies, &state->arena, &inbox));
	return 0;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct counts *state = who;
	const struct inbox_count *tally = &state->tallies[index];
	int at = row->columns / 2 > 34 ? 34 : row->columns / 2;
	struct area title = area_part(row, 0, 0, 1, at - 1);
	struct buf text = { 0 };

	area_text(&title, 0, 0, ST_PLAIN, tally->title);
	inbox_print_tally(&text, tally);
	area_put(row, 0, at, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static void
draw_counts(struct call *c, struct area *area)
{
	struct counts *state = c->state;
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "What waits, by rubric");
	if (state->list.count == 0)
		area_text(area, 1, LIST_MARK, ST_PLAIN, "Nothing waits for you.");
	list_draw(&state->list, area, draw_row, state, true);
}

static int
run_open(struct call *c)
{
	const struct counts *state = c->state;

	if (state->list.count == 0)
		return err_set(&c->err, ERR_REFUSED, "nothing is on this list");
	return app_open(c, "rubric", state->tallies[state->list.at].rubric);
}

static const struct command commands[] = {
	{ "rubric", "r<Enter>", "read this rubric", run_open, NULL, true },
	LIST_COMMANDS,
};

const struct view view_counts = {
	.name = "counts",
	.help = "Each rubric: how many portfolios are ready, begun and signed, and how many "
		"wait for which reason.",
	.open = open_counts, .draw = draw_counts, .close = close_counts, COMMANDS(commands),
};
