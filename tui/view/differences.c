/* What changed between two versions of a rubric, and whether results stay comparable. */
#include "core/desk/shelf.h"
#include "core/out/rubric_changes.h"
#include "tui/app/desk.h"
#include "tui/app/folding.h"

struct differences {
	struct folds folds;
	struct arena arena;
	const struct rubric *old, *now;
};

/* `NEW`: since what was published before it; `OLD NEW`: between the two. */
static int
choose(const struct shelf_item **old, const struct shelf_item **now,
       const struct shelf *shelf, struct arena *arena, const char *argument, struct err *err)
{
	struct span rest = span_of(argument), first = span_cut(&rest, ' ');
	const char *names[] = { arena_copy(arena, first.data, first.len),
				arena_copy(arena, rest.data, rest.len) };
	const char *newer = rest.len == 0 ? names[0] : names[1];

	*now = shelf_find(shelf, newer);
	if (*now == NULL)
		return err_set(err, ERR_NOT_FOUND, "there is no rubric '%.80s' here", newer);
	*old = rest.len == 0 ? shelf_before(shelf, *now) : shelf_find(shelf, names[0]);
	if (*old != NULL)
		return 0;
	if (rest.len != 0)
		return err_set(err, ERR_NOT_FOUND, "there is no rubric '%.80s' here",
			       names[0]);
	return err_set(err, ERR_NOT_FOUND, "nothing was published before %s@%lld", (*now)->id,
		       (long long)(*now)->version);
}

static int
read_both(struct differences *state, struct desk *desk, const char *argument,
	  struct err *err)
{
	const struct shelf_item *old, *now;
	struct shelf shelf;

	if (shelf_read(&shelf, &state->arena, desk->workspace, desk->ledger, err) != 0
	    || choose(&old, &now, &shelf, &state->arena, argument, err) != 0
	    || shelf_open(&state->old, &state->arena, desk->ledger, old, err) != 0)
		return -1;
	return shelf_open(&state->now, &state->arena, desk->ledger, now, err);
}

static void
close_differences(struct call *c)
{
	struct differences *state = c->state;

	folds_close(&state->folds);
	arena_close(&state->arena);
	view_free(c);
}

static int
open_differences(struct call *c)
{
	struct differences *state = view_state(sizeof *state);
	struct buf text = { 0 };

	c->state = state;
	if (read_both(state, c->app->desk, c->argument, &c->err) != 0) {
		close_differences(c);
		return -1;
	}
	rubric_changes_print(&text, state->old, state->now);
	folds_take(&state->folds, &text);
	return 0;
}

static void
draw_differences(struct call *c, struct area *area)
{
	struct differences *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "From %s@%lld to %s@%lld", state->old->id,
		    (long long)state->old->version, state->now->id,
		    (long long)state->now->version);
	folds_draw(&state->folds, area);
}

static const struct command commands[] = {
	FOLDS_COMMANDS,
};

const struct view view_differences = {
	.name = "differences",
	.help = "What changed in a rubric: first whether results by both versions may be "
		"compared, then each change, `-` as it was and `+` as it is. `:differences "
		"OLD NEW` compares any two, as in `welding@1 welding@3`.",
	.open = open_differences, .draw = draw_differences, .close = close_differences,
	COMMANDS(commands),
};
