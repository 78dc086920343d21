/* The queue: what waits for this assessor, and why. */
#include <stdio.h>
#include <strings.h>

#include "core/desk/inbox.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct queue {
	struct list list;		/* over `shown` */
	struct arena arena;		/* of the inbox */
	struct inbox inbox;
	const struct inbox_item **shown;	/* what the filter leaves */
	struct buf filter;
	char trouble[512];		/* why the inbox could not be read; "" */
};

static const struct inbox_item *
at_hand(const struct queue *queue)
{
	return queue->list.count == 0 ? NULL : queue->shown[queue->list.at];
}

static bool
holds(const char *text, const struct buf *part)
{
	return text != NULL && text_holds(span_of(text), buf_span(part));
}

static bool
passes(const struct queue *queue, const struct inbox_item *item)
{
	return queue->filter.len == 0 || holds(item->portfolio, &queue->filter)
		|| holds(item->title, &queue->filter) || holds(item->why, &queue->filter)
		|| holds(inbox_state_word(item->state), &queue->filter);
}

/* Apply the filter; the cursor stays on the portfolio it was on, if that is still shown. */
static void
sift(struct queue *queue, const char *keep)
{
	size_t count = 0, at = 0;

	queue->shown = arena_array(&queue->arena, queue->inbox.count + 1, sizeof *queue->shown);
	for (size_t i = 0; i < queue->inbox.count; i++) {
		const struct inbox_item *item = &queue->inbox.items[i];

		if (!passes(queue, item))
			continue;
		if (keep != NULL && strcmp(item->portfolio, keep) == 0)
			at = count;
		queue->shown[count++] = item;
	}
	list_resize(&queue->list, count);
	list_to(&queue->list, at);
}

/* A draft that was left open is what one comes back for. */
static const char *
first_draft(const struct queue *queue)
{
	for (size_t i = 0; i < queue->inbox.count; i++)
		if (queue->inbox.items[i].state == INBOX_DRAFTING)
			return queue->inbox.items[i].portfolio;
	return NULL;
}

static void
read_inbox(struct call *c)
{
	struct queue *queue = c->state;
	struct desk *desk = c->app->desk;
	const struct inbox_item *item = at_hand(queue);
	char keep[64] = "";

	if (item != NULL)
		snprintf(keep, sizeof keep, "%s", item->portfolio);
	arena_close(&queue->arena);
	queue->inbox = (struct inbox){ 0 };
	queue->trouble[0] = '\0';
	if (inbox_read(&queue->inbox, &queue->arena, desk->workspace, desk->ledger,
		       &c->err) != 0)
		snprintf(queue->trouble, sizeof queue->trouble, "%s", c->err.text);
	sift(queue, keep[0] != '\0' ? keep : first_draft(queue));
}

static int
open_queue(struct call *c)
{
	c->state = view_state(sizeof(struct queue));
	read_inbox(c);
	return 0;
}

static void
close_queue(struct call *c)
{
	struct queue *queue = c->state;

	arena_close(&queue->arena);
	buf_close(&queue->filter);
	view_free(c);
}

/* ---- drawing ---- */

static enum style
state_style(enum inbox_state state)
{
	return state == INBOX_DRAFTING ? ST_STRONG : ST_PLAIN;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct queue *queue = who;
	const struct inbox_item *item = queue->shown[index];
	struct area why = area_part(row, 0, 24, 1, 23);

	area_printf(row, 0, 0, ST_PLAIN, "%.8s", item->portfolio);
	area_text(row, 0, 9, state_style(item->state), inbox_state_word(item->state));
	area_printf(row, 0, 18, ST_PLAIN, "%2zu/%zu", item->scored, item->criteria);
	area_text(&why, 0, 0, ST_PLAIN, item->why);
	area_text(row, 0, 48, ST_PLAIN, item->title);
}

static void
draw_empty(const struct queue *queue, const struct area *area)
{
	if (queue->trouble[0] != '\0')
		area_wrap(area, 1, 2, ST_BAD, span_of(queue->trouble));
	else if (queue->filter.len != 0)
		area_wrap(area, 1, 2, ST_PLAIN, span_of("Nothing here matches. Press / and Enter "
							"to see everything again."));
	else
		area_wrap(area, 1, 2, ST_PLAIN, span_of("Nothing waits for you.\n\nTake a "
			"portfolio in, from a shell:\n  assay portfolio add REPO --rubric ID\n\n"
			"Press L for what was decided so far."));
}

static void
draw_queue(struct call *c, struct area *area)
{
	struct queue *queue = c->state;
	struct area title = area_take(area, 1);
	int column;

	column = area_printf(&title, 0, 0, ST_TITLE, "Queue of %s: %.200s",
			     c->app->desk->workspace->actor, c->app->desk->workspace->name);
	if (queue->filter.len != 0)
		area_printf(&title, 0, column, ST_PLAIN, ", only '%s'", queue->filter.data);
	if (queue->list.count == 0)
		draw_empty(queue, area);
	list_draw(&queue->list, area, draw_row, queue, true);
}

/* ---- commands ---- */

static int
ready_item(struct call *c)
{
	return at_hand(c->state) != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing is on this list");
}

static int
open_score(struct call *c, bool look)
{
	const struct inbox_item *item = at_hand(c->state);
	struct err err = { 0 };

	if (desk_open(c->app->desk, item->portfolio, look, &err) != 0)
		return err_set(&c->err, err.code, "%.300s%s", err.text,
			       err.code == ERR_CONFLICT && !look
			       ? "; press T to take it over, v to look" : "");
	if (item->state == INBOX_SIGNED && !look)
		app_say(c->app, ST_WARN, "signed already (%s): judging again makes a new "
			"record that supersedes it", item->why);
	return app_open(c, "score", "");
}

static int
run_open(struct call *c)
{
	return open_score(c, false);
}

static int
run_look(struct call *c)
{
	return open_score(c, true);
}

static int
run_take_over(struct call *c)
{
	if (session_evict(c->app->desk->workspace, at_hand(c->state)->portfolio, &c->err) != 0)
		return -1;
	return open_score(c, false);
}

static int
set_filter(struct call *c)
{
	struct queue *queue = c->state;

	buf_clear(&queue->filter);
	buf_text(&queue->filter, c->argument);
	sift(queue, NULL);
	return 0;
}

static int
drop_filter(struct call *c)
{
	c->argument = "";
	return set_filter(c);
}

static int
run_filter(struct call *c)
{
	if (c->argument[0] != '\0')
		return set_filter(c);
	app_ask(c, &(struct ask){ .label = "only: ", .done = set_filter,
				  .changed = set_filter, .dropped = drop_filter });
	return 0;
}

static int
run_rubric(struct call *c)
{
	return app_open(c, "rubric", at_hand(c->state)->rubric);
}

static int
run_rubrics(struct call *c)
{
	return app_open(c, "rubrics", "");
}

static int
run_log(struct call *c)
{
	return app_open(c, "log", "");
}

static int
run_again(struct call *c)
{
	read_inbox(c);
	return 0;
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "judge this portfolio", run_open, ready_item, true },
	LIST_COMMANDS,
	{ "filter", "/", "show only what holds some words", run_filter, NULL, true },
	{ "look", "v", "look at this portfolio without judging", run_look, ready_item, false },
	{ "take-over", "T", "take it over from another session of yours", run_take_over,
	  ready_item, false },
	{ "rubric", "r", "read its rubric", run_rubric, ready_item, true },
	{ "browse-rubrics", "B", "all rubrics of the programme", run_rubrics, NULL, false },
	{ "log", "L", "what was recorded, the newest first", run_log, NULL, true },
	{ "read-again", "R", "look at the programme anew", run_again, NULL, false },
};

const struct view view_queue = {
	.name = "queue",
	.help = "What waits for you, in an order of your own that is the same every day. Each "
		"line: the portfolio's pseudonym, its state, how many criteria are judged, what "
		"it waits for, and its rubric.",
	.open = open_queue, .draw = draw_queue, .shown = read_inbox, .close = close_queue,
	COMMANDS(commands),
};
