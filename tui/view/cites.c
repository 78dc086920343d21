/* What the criterion at hand cites: each place, with its first line, to go back to one. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

static const struct judgement *
judgement_of(const struct call *c)
{
	const struct desk *desk = c->app->desk;

	return &desk->session->scoring.judgements[desk->criterion];
}

static int
open_cites(struct call *c)
{
	struct list *list;

	if (desk_ready(c) != 0)
		return -1;
	list = view_state(sizeof *list);
	list_resize(list, judgement_of(c)->cite_count);
	c->state = list;
	return 0;
}

/* It may have been signed, or a citation taken away, meanwhile. */
static void
shown(struct call *c)
{
	desk_shown(c);
	if (c->app->desk->session != NULL)
		list_resize(c->state, judgement_of(c)->cite_count);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct call *c = who;
	const struct address *address = &judgement_of(c)->cites[index];
	const struct dossier *dossier = &c->app->desk->session->dossier;
	struct buf text = { 0 }, line = { 0 };
	struct err err;
	int column;

	address_print(&text, address);
	column = area_put(row, 0, 0, ST_PLAIN, buf_span(&text));
	if (dossier_first_line(&line, dossier, address, &err) != 0)
		area_printf(row, 0, column + 2, ST_WARN, "(%s)", err.text);
	else
		area_put(row, 0, column + 2, ST_PLAIN, buf_span(&line));
	buf_close(&text);
	buf_close(&line);
}

static void
draw_cites(struct call *c, struct area *area)
{
	struct area title = area_take(area, 1);
	const struct criterion *criterion = desk_criterion(c->app->desk);
	struct list *list = c->state;

	area_text(&title, 0, area_printf(&title, 0, 0, ST_TITLE, "%s cites", criterion->id) + 2,
		  ST_PLAIN, criterion->label);
	if (list->count == 0)
		area_printf(area, 1, LIST_MARK, ST_PLAIN, "Nothing yet: %s cites the line at hand.",
			    app_key_name(c->app, c->app->stack[c->frame - 1].view->name,
					 "cite").text);
	list_draw(list, area, draw_row, c, true);
}

static int
address_at_hand(struct buf *out, struct call *c)
{
	const struct list *list = c->state;

	if (list->count == 0)
		return err_set(&c->err, ERR_REFUSED, "it cites nothing");
	address_print(out, &judgement_of(c)->cites[list->at]);
	return 0;
}

/* The evidence lies open at that place where one came from. */
static int
run_go(struct call *c)
{
	struct buf address = { 0 };
	int failed = address_at_hand(&address, c);

	if (failed == 0)
		failed = desk_turn(c->app->desk, address.data, &c->err);
	if (failed == 0)
		app_back(c);
	buf_close(&address);
	return failed;
}

static int
run_uncite(struct call *c)
{
	struct buf address = { 0 };
	int failed = address_at_hand(&address, c);

	if (failed == 0)
		failed = desk_say(c->app->desk, &c->err, "uncite %s %s",
				  desk_criterion(c->app->desk)->id, address.data);
	if (failed == 0)
		list_resize(c->state, judgement_of(c)->cite_count);
	buf_close(&address);
	return failed;
}

static const struct command commands[] = {
	{ "go", "<Enter>l<Right>", "lay the evidence open at that place", run_go, NULL, true },
	{ "uncite", "X", "take this citation away", run_uncite, NULL, true },
	LIST_COMMANDS,
};

const struct view view_cites = {
	.name = "cites",
	.help = "Every place the criterion at hand cites, and the first line that stands there.",
	.open = open_cites, .draw = draw_cites, .shown = shown, .close = view_free,
	COMMANDS(commands),
};
