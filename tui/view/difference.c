/* What a record made otherwise than the one it took the place of. */
#include "core/desk/compare.h"
#include "core/desk/timeline.h"
#include "tui/app/desk.h"
#include "tui/app/folding.h"

struct difference {
	struct folds folds;
	struct arena arena;
	struct moment moment;
};

static void
close_difference(struct call *c)
{
	struct difference *state = c->state;

	folds_close(&state->folds);
	arena_close(&state->arena);
	view_free(c);
}

static int
read_difference(struct difference *state, struct desk *desk, const char *name,
		struct err *err)
{
	struct comparison comparison;
	struct buf text = { 0 };

	if (timeline_find(&state->moment, &state->arena, desk->ledger,
			  desk->workspace->actor, name, err) != 0)
		return -1;
	if (state->moment.portfolio != NULL)
		desk_veil(desk, state->moment.portfolio);
	if (compare_open_with_earlier(&comparison, desk->workspace, desk->ledger,
				      state->moment.sha256, err) != 0)
		return -1;
	compare_print_difference(&text, &comparison);
	compare_close(&comparison);
	folds_take(&state->folds, &text);
	return 0;
}

static int
open_difference(struct call *c)
{
	c->state = view_state(sizeof(struct difference));
	if (read_difference(c->state, c->app->desk, c->argument, &c->err) == 0)
		return 0;
	close_difference(c);
	return -1;
}

static void
draw_difference(struct call *c, struct area *area)
{
	struct difference *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "What record %.12s changed",
		    state->moment.commit);
	folds_draw(&state->folds, area);
}

static const struct command commands[] = {
	FOLDS_COMMANDS,
};

const struct view view_difference = {
	.name = "difference",
	.help = "A record and the one it took the place of: outcome, evidence and rubric, then "
		"each criterion that came out otherwise, from what to what, with the citations "
		"and notes that changed.",
	.open = open_difference, .draw = draw_difference, .close = close_difference,
	COMMANDS(commands),
};
