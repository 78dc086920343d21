/* Comments the rubric's author wrote for a criterion: choose one, and it joins the note. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/base/pane.h"

struct comments {
	struct list list;
	struct arena arena;
	struct comment {
		const char *level, *text;
	} *items;
};

static void
add(struct comments *comments, const char *level, const struct descriptor *means)
{
	for (size_t i = 0; means != NULL && i < means->statement_count; i++) {
		comments->items = arena_grow(&comments->arena, comments->items,
					     comments->list.count, sizeof *comments->items);
		comments->items[comments->list.count++] = (struct comment){
			level, means->statements[i] };
	}
}

/* Those of the level it was judged at come first. */
static void
gather(struct comments *comments, const struct criterion *criterion, struct mark mark)
{
	size_t levels = criterion->scale == NULL ? 0 : criterion->scale->level_count;

	if (mark.kind == MARK_LEVEL)
		add(comments, criterion->scale->levels[mark.index].label,
		    criterion_descriptor(criterion, mark.index));
	for (size_t i = 0; i < levels; i++)
		if (mark.kind != MARK_LEVEL || i != mark.index)
			add(comments, criterion->scale->levels[i].label,
			    criterion_descriptor(criterion, i));
}

static const struct judgement *
judgement_of(const struct desk *desk)
{
	return &desk->session->scoring.judgements[desk->criterion];
}

static void
close_comments(struct call *c)
{
	struct comments *comments = c->state;

	arena_close(&comments->arena);
	view_free(c);
}

static int
open_comments(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct comments *comments;

	if (desk_ready(c) != 0)
		return -1;
	comments = view_state(sizeof *comments);
	c->state = comments;
	gather(comments, desk_criterion(desk), judgement_of(desk)->mark);
	if (comments->list.count != 0)
		return 0;
	close_comments(c);
	return err_set(&c->err, ERR_NOT_FOUND, "the rubric has no comments ready for %s",
		       desk_criterion(desk)->id);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct comments *comments = who;

	area_text(row, 0, 0, ST_PLAIN, comments->items[index].level);
	area_text(row, 0, 13, ST_PLAIN, comments->items[index].text);
}

/* The one at hand in full below the list: rows are short, comments are not. */
static void
draw_comments(struct call *c, struct area *area)
{
	struct comments *comments = c->state;
	struct area title = area_take(area, 1);
	struct panes panes = { 0 };

	area_printf(&title, 0, 0, ST_TITLE, "Comments ready for %s",
		    desk_criterion(c->app->desk)->id);
	panes_lay(&panes, area, area->rows / 3);
	area_rule(&panes.rule, 0, 0, ST_PLAIN, '-');
	area_wrap(&panes.second, 0, LIST_MARK, ST_PLAIN,
		  span_of(comments->items[comments->list.at].text));
	list_draw(&comments->list, &panes.first, draw_row, comments, true);
}

static int
run_choose(struct call *c)
{
	struct comments *comments = c->state;
	struct desk *desk = c->app->desk;
	const char *note = judgement_of(desk)->note;

	if (desk_say(desk, &c->err, "note %s %s%s%s", desk_criterion(desk)->id,
		     note == NULL ? "" : note, note == NULL ? "" : "\n",
		     comments->items[comments->list.at].text) != 0)
		return -1;
	app_back(c);
	return 0;
}

static const struct command commands[] = {
	{ "choose", "<Enter>", "add this comment to the note", run_choose, NULL, true },
	LIST_COMMANDS,
};

const struct view view_comments = {
	.name = "comments",
	.help = "Comments the rubric's author wrote for this criterion, those for the level "
		"given first. What you choose joins the note, where you can go on writing.",
	.open = open_comments, .draw = draw_comments, .close = close_comments,
	COMMANDS(commands),
};
