/* What changed since the attempt before: every criterion, and under it the pieces. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct changes_item {
	size_t list;			/* the criterion, or what feeds none */
	ptrdiff_t row;			/* of it; -1: the criterion itself */
};

struct changes_view {
	struct list list;
	struct arena arena;
	struct changes_item *items;
};

static const struct session *
session_of(const struct call *c)
{
	return c->app->desk->session;
}

static void
add_item(struct changes_view *view, size_t list, ptrdiff_t row)
{
	view->items = arena_grow(&view->arena, view->items, view->list.count,
				 sizeof *view->items);
	view->items[view->list.count++] = (struct changes_item){ list, row };
}

static void
list_items(struct changes_view *view, const struct session *session)
{
	size_t criteria = session->rubric->criterion_count;

	for (size_t i = 0; i <= criteria; i++) {
		const struct change_list *list = &session->changes.lists[i];

		if (i < criteria || list->count != 0)
			add_item(view, i, -1);
		for (size_t k = 0; k < list->count; k++)
			add_item(view, i, (ptrdiff_t)k);
	}
}

/* It begins at the criterion at hand. */
static int
open_changes(struct call *c)
{
	struct changes_view *view;

	if (desk_ready(c) != 0)
		return -1;
	if (session_of(c)->changes.trouble != NULL)
		return err_set(&c->err, ERR_REFUSED, "%s", session_of(c)->changes.trouble);
	c->state = view = view_state(sizeof *view);
	list_items(view, session_of(c));
	for (size_t i = 0; i < view->list.count; i++)
		if (view->items[i].row < 0 && view->items[i].list == c->app->desk->criterion)
			list_to(&view->list, i);
	return 0;
}

static void
close_changes(struct call *c)
{
	struct changes_view *view = c->state;

	arena_close(&view->arena);
	view_free(c);
}

static void
draw_heading(const struct area *row, const struct session *session, size_t index)
{
	const struct change_list *list = &session->changes.lists[index];
	const struct criterion *criterion;
	int column;

	column = area_printf(row, 0, 0, list->kind == CHANGE_UNTOUCHED ? ST_DIM : ST_STRONG,
			     "%-10s", change_word(list->kind));
	if (index == session->rubric->criterion_count) {
		area_text(row, 0, column, ST_PLAIN, "other evidence");
		return;
	}
	criterion = &session->rubric->criteria[index];
	column = area_printf(row, 0, column, ST_PLAIN, "%s ", criterion->id);
	area_text(row, 0, column, ST_PLAIN, criterion->label);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct call *c = who;
	const struct changes_view *view = c->state;
	const struct changes_item *item = &view->items[index];
	const struct changes *changes = &session_of(c)->changes;
	struct buf text = { 0 };

	if (item->row < 0) {
		draw_heading(row, session_of(c), item->list);
		return;
	}
	changes_print(&text, changes, &changes->lists[item->list].rows[item->row]);
	area_put(row, 0, 2, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static void
draw_changes(struct call *c, struct area *area)
{
	struct changes_view *view = c->state;
	const struct past_decision *judged = session_of(c)->changes.judged;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Changes of %.8s",
		    session_of(c)->taken.portfolio);
	area_printf(&title, 0, 22, ST_PLAIN, "since %.12s, judged in attempt %lld",
		    judged->said->evidence.commit, (long long)judged->said->attempt);
	list_draw(&view->list, area, draw_row, c, true);
}

/* The words of a piece; of a criterion, what may be seen of the attempt before. */
static int
run_open(struct call *c)
{
	const struct changes_view *view = c->state;
	const struct changes_item *item = &view->items[view->list.at];
	const struct session *session = session_of(c);

	if (item->row >= 0)
		return app_open(c, "words", session->changes.pieces[session->changes
			.lists[item->list].rows[item->row].piece].path);
	if (item->list == session->rubric->criterion_count)
		return err_set(&c->err, ERR_REFUSED, "go on to one of its pieces");
	return app_open(c, "words", session->rubric->criteria[item->list].id);
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "what changed in it, word by word", run_open, NULL,
	  true },
	LIST_COMMANDS,
};

const struct view view_changes = {
	.name = "changes",
	.help = "What changed since the commit that the attempt before was judged by: for "
		"each criterion whether its evidence is untouched, changed, new or removed, "
		"and the pieces that make it so.",
	.open = open_changes, .draw = draw_changes, .shown = desk_shown,
	.close = close_changes, COMMANDS(commands),
};
