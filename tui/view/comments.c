/* The comment bank for a criterion, `comments` or `comments ID`: choose one, and it joins the
 * note. */
#include "core/desk/bank.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/base/pane.h"

struct comments {
	struct list list;		/* over `shown` */
	struct arena arena;
	struct bank_comment *items;
	size_t count;
	const struct bank_comment **shown;	/* what the letters typed leave */
	struct buf letters;
	size_t criterion;		/* they are for */
};

static const struct criterion *
criterion_of(const struct call *c)
{
	const struct comments *comments = c->state;

	return &c->app->desk->session->rubric->criteria[comments->criterion];
}

static const struct judgement *
judgement_of(const struct call *c)
{
	const struct comments *comments = c->state;

	return &c->app->desk->session->scoring.judgements[comments->criterion];
}

/* The label of the level given; NULL: none was. */
static const char *
level_of(const struct call *c)
{
	struct mark mark = judgement_of(c)->mark;

	return mark.kind == MARK_LEVEL ? criterion_of(c)->scale->levels[mark.index].label
		: NULL;
}

static void
sift(struct comments *comments)
{
	size_t count = 0;

	comments->shown = arena_array(&comments->arena, comments->count + 1,
				      sizeof *comments->shown);
	for (size_t i = 0; i < comments->count; i++)
		if (text_scattered(comments->items[i].text, buf_span(&comments->letters)))
			comments->shown[count++] = &comments->items[i];
	list_resize(&comments->list, count);
}

static int
gather(struct call *c)
{
	struct comments *comments = c->state;
	struct desk *desk = c->app->desk;

	arena_close(&comments->arena);
	if (bank_read(&comments->items, &comments->count, &comments->arena,
		      &desk->workspace->places, desk->session->rubric, criterion_of(c),
		      level_of(c), &c->err) != 0) {
		comments->count = 0;
		sift(comments);
		return -1;
	}
	sift(comments);
	return 0;
}

static void
close_comments(struct call *c)
{
	struct comments *comments = c->state;

	arena_close(&comments->arena);
	buf_close(&comments->letters);
	view_free(c);
}

static int
open_comments(struct call *c)
{
	struct comments *comments;
	const char *id;
	int failed, at;

	if (desk_ready(c) != 0)
		return -1;
	at = rubric_criterion(c->app->desk->session->rubric, span_of(c->argument));
	if (at < 0 && c->argument[0] != '\0')
		return err_set(&c->err, ERR_NOT_FOUND, "there is no criterion '%.80s'",
			       c->argument);
	c->state = comments = view_state(sizeof *comments);
	comments->criterion = at < 0 ? c->app->desk->criterion : (size_t)at;
	id = criterion_of(c)->id;
	failed = gather(c);
	if (failed == 0 && comments->count != 0)
		return 0;
	close_comments(c);
	return failed != 0 ? -1 : err_set(&c->err, ERR_NOT_FOUND, "no comments are ready for %s; "
		"`:bank` keeps the note at hand as one", id);
}

static const struct bank_comment *
at_hand(const struct comments *comments)
{
	return comments->list.count == 0 ? NULL : comments->shown[comments->list.at];
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct comments *comments = who;

	area_text(row, 0, 0, ST_PLAIN, comments->shown[index]->level);
	area_text(row, 0, 13, ST_PLAIN, comments->shown[index]->text);
}

/* The one at hand in full below the list: rows are short, comments are not. */
static void
draw_comments(struct call *c, struct area *area)
{
	struct comments *comments = c->state;
	struct area title = area_take(area, 1);
	struct panes panes = { 0 };
	int column = area_printf(&title, 0, 0, ST_TITLE, "Comments ready for %s",
				 criterion_of(c)->id);

	if (comments->letters.len != 0)
		area_printf(&title, 0, column, ST_PLAIN, ", only '%s'", comments->letters.data);
	panes_lay(&panes, area, area->rows / 3);
	area_rule(&panes.rule, 0, 0, ST_PLAIN, '-');
	if (at_hand(comments) != NULL)
		area_wrap(&panes.second, 0, LIST_MARK, ST_PLAIN,
			  span_of(at_hand(comments)->text));
	else
		area_text(&panes.first, 0, LIST_MARK, ST_PLAIN, "None has these letters.");
	list_draw(&comments->list, &panes.first, draw_row, comments, true);
}

static int
ready_item(struct call *c)
{
	return at_hand(c->state) != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "no comment is at hand");
}

static int
run_choose(struct call *c)
{
	struct comments *comments = c->state;
	const struct bank_comment *comment = at_hand(comments);
	struct desk *desk = c->app->desk;

	if (desk_say(desk, &c->err, "note %s %s", criterion_of(c)->id,
		     bank_join(&comments->arena, judgement_of(c)->note, comment->text)) != 0)
		return -1;
	app_back(c);
	return bank_use(&desk->workspace->places, desk->session->rubric, criterion_of(c),
			comment->level, comment->text, &c->err);
}

static int
run_drop(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (bank_drop(&desk->workspace->places, desk->session->rubric, criterion_of(c),
		      at_hand(c->state)->text, &c->err) != 0)
		return -1;
	return gather(c);
}

static int
set_letters(struct call *c)
{
	struct comments *comments = c->state;

	buf_clear(&comments->letters);
	buf_text(&comments->letters, c->argument);
	sift(comments);
	return 0;
}

static int
drop_letters(struct call *c)
{
	c->argument = "";
	return set_letters(c);
}

static int
run_filter(struct call *c)
{
	if (c->argument[0] != '\0')
		return set_letters(c);
	app_ask(c, &(struct ask){ .label = "letters of it: ", .done = set_letters,
				  .changed = set_letters, .dropped = drop_letters });
	return 0;
}

static const struct command commands[] = {
	{ "choose", "<Enter>", "add this comment to the note", run_choose, ready_item, true },
	{ "filter", "/", "only those with these letters, in this order", run_filter, NULL, true },
	{ "drop", "x", "take a comment of yours out of the bank", run_drop, ready_item, false },
	LIST_COMMANDS,
};

const struct view view_comments = {
	.name = "comments",
	.help = "Your comments on this criterion, the last used first, then what the rubric's "
		"author has ready, for the level given first. What you choose joins the note. "
		"No decision ever changes with the bank.",
	.open = open_comments, .draw = draw_comments, .close = close_comments,
	COMMANDS(commands),
};
