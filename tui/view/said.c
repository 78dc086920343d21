/* The undo stack: every verb said, the newest first, and where undo and redo stand in it. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

enum { MARK_COLUMNS = 9 };

static const struct scoring *
scoring_of(const struct call *c)
{
	return &c->app->desk->session->scoring;
}

static int
open_said(struct call *c)
{
	struct list *list;

	if (desk_ready(c) != 0)
		return -1;
	list = view_state(sizeof *list);
	list_resize(list, scoring_of(c)->count);
	list_to(list, scoring_of(c)->count - scoring_of(c)->done);
	c->state = list;
	return 0;
}

/* `undone` before what redo says again, `undo` before the one undo takes back. */
static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct scoring *scoring = who;
	size_t at = scoring->count - 1 - index;

	if (at >= scoring->done)
		area_text(row, 0, 0, ST_DIM, "undone");
	else if (at + 1 == scoring->done)
		area_text(row, 0, 0, ST_STRONG, "undo ->");
	area_text(row, 0, MARK_COLUMNS, at >= scoring->done ? ST_DIM : ST_PLAIN,
		  scoring->said[at]);
}

static void
draw_said(struct call *c, struct area *area)
{
	const struct scoring *scoring = scoring_of(c);
	struct area title = area_take(area, 1);
	struct list *list = c->state;

	list_resize(list, scoring->count);
	area_printf(&title, 0, 0, ST_TITLE, "Said of %.8s: %zu, and %zu undone",
		    c->app->desk->session->taken.portfolio, scoring->done,
		    scoring->count - scoring->done);
	if (scoring->count == 0)
		area_text(area, 0, 0, ST_PLAIN, "Nothing was said yet.");
	list_draw(list, area, draw_row, (void *)scoring, true);
}

static int
run_undo(struct call *c)
{
	return desk_say(c->app->desk, &c->err, "undo");
}

static int
run_redo(struct call *c)
{
	return desk_say(c->app->desk, &c->err, "redo");
}

/* Back to where the verb at hand was the last one said, or on to it. */
static int
run_until(struct call *c)
{
	const struct scoring *scoring = scoring_of(c);
	const struct list *list = c->state;
	int failed = 0;

	if (scoring->count == 0)
		return err_set(&c->err, ERR_REFUSED, "nothing was said yet");
	while (failed == 0 && scoring->done > scoring->count - list->at)
		failed = run_undo(c);
	while (failed == 0 && scoring->done < scoring->count - list->at)
		failed = run_redo(c);
	return failed;
}

static const struct command commands[] = {
	{ "undo", "u", "take the last verb back", run_undo, NULL, true },
	{ "redo", "U", "say again what was undone", run_redo, NULL, true },
	{ "until", "<Enter>", "undo, or redo, until the one at hand is the last said", run_until,
	  NULL, true },
	LIST_COMMANDS,
};

const struct view view_said = {
	.name = "said",
	.help = "Every verb said of this portfolio, the newest first. The arrow stands at the one "
		"undo takes back; above it is what redo says again. Nothing is ever lost by "
		"undoing until something else is said.",
	.open = open_said, .draw = draw_said, .shown = desk_shown, .close = view_free,
	COMMANDS(commands),
};
