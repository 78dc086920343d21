/* The queue: what waits for this assessor, and why. */
#include <stdio.h>
#include <string.h>

#include "core/desk/inbox_cache.h"
#include "tui/app/desk.h"
#include "tui/app/narrowing.h"
#include "tui/app/sharing.h"

struct queue {
	struct narrowed narrowed;	/* over `shown` */
	struct arena arena;		/* of the inbox */
	struct arena shown_arena;
	struct inbox inbox;
	const struct inbox_item **shown;	/* what the filter leaves */
	int order;			/* a column; -1: the neutral one */
	bool is_large;			/* read behind, and kept for the next time */
	bool is_put_off;		/* reading it, until the screen stands */
	bool is_reading, is_unchecked;	/* rows are as of last time, until it was read anew */
	char trouble[512];		/* why the inbox could not be read; "" */
};

static const struct inbox_item *
at_hand(const struct queue *queue)
{
	const struct list *list = &queue->narrowed.list;

	return list->count == 0 ? NULL : queue->shown[list->at];
}

/* The cursor stays on the portfolio it was on, if that is still shown. */
static void
show(struct queue *queue, const struct filter *filter, const char *keep)
{
	size_t count = 0, at = 0;

	arena_close(&queue->shown_arena);
	queue->shown = arena_array(&queue->shown_arena, queue->inbox.count + 1,
				   sizeof *queue->shown);
	for (size_t i = 0; i < queue->inbox.count; i++)
		if (inbox_passes(&queue->inbox.items[i], filter))
			queue->shown[count++] = &queue->inbox.items[i];
	if (queue->order >= 0)
		inbox_sort(queue->shown, count, queue->order);
	for (size_t i = 0; keep != NULL && i < count; i++)
		if (strcmp(queue->shown[i]->portfolio, keep) == 0)
			at = i;
	list_resize(&queue->narrowed.list, count);
	list_to(&queue->narrowed.list, at);
}

static int
sift_to(struct queue *queue, const char *keep, struct err *err)
{
	struct filter filter;

	if (filter_read(&filter, inbox_columns, buf_span(&queue->narrowed.filter), err) != 0)
		return -1;
	show(queue, &filter, keep);
	return 0;
}

static int
sift(struct call *c)
{
	return sift_to(c->state, NULL, &c->err);
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

/* Keep the cursor where it is, or put it on a draft. */
static void
show_again(struct call *c, const char *keep)
{
	struct queue *queue = c->state;

	if (sift_to(queue, keep[0] != '\0' ? keep : first_draft(queue), &c->err) != 0)
		snprintf(queue->trouble, sizeof queue->trouble, "%s", c->err.text);
	c->app->desk->inbox = queue->is_large ? &queue->inbox : NULL;
}

static void
note_place(char keep[40], const struct queue *queue)
{
	const struct inbox_item *item = at_hand(queue);

	snprintf(keep, 40, "%s", item == NULL ? "" : item->portfolio);
}

/* What was read behind is there: what stood here as of last time is checked now. */
static void
take_picture(struct call *c, bool well)
{
	struct queue *queue = c->state;
	struct arena arena = { 0 };
	struct inbox inbox;
	char keep[40];

	if (!well || inbox_decode(&inbox, &arena, buf_span(&c->app->child.said),
				  c->app->desk->workspace, &c->err) != 0) {
		app_say(c->app, ST_BAD, "no: the programme could not be read anew; `assay "
			"queue` says why, %s tries again", app_key_name(c->app, "queue",
			"read-again").text);
		arena_close(&arena);
		queue->is_reading = false;
		return;
	}
	note_place(keep, queue);
	arena_close(&queue->arena);
	queue->arena = arena;
	queue->inbox = inbox;
	queue->is_reading = queue->is_unchecked = false;
	show_again(c, keep);
}

/* A program of our own reads a large programme behind, while keys are obeyed. */
static bool
read_behind(struct call *c)
{
	struct queue *queue = c->state;
	const struct desk *desk = c->app->desk;
	const char *const argv[] = { desk->self, "-C", desk->workspace->dir, "queue",
		"--picture", NULL };

	if (desk->self == NULL || !queue->is_large
	    || app_start_child(c, argv, INBOX_CACHE_BYTES, take_picture) != 0)
		return false;
	queue->is_reading = queue->is_unchecked = true;
	return true;
}

static void
read_now(struct call *c)
{
	struct queue *queue = c->state;
	struct desk *desk = c->app->desk;
	char keep[40];

	note_place(keep, queue);
	arena_close(&queue->arena);
	queue->inbox = (struct inbox){ 0 };
	queue->trouble[0] = '\0';
	queue->is_unchecked = false;
	if (desk_ledger(desk, &c->err) != 0
	    || inbox_read(&queue->inbox, &queue->arena, desk->workspace, desk->ledger,
			  desk->now(), &c->err) != 0)
		snprintf(queue->trouble, sizeof queue->trouble, "%s", c->err.text);
	else if (inbox_is_large(&queue->inbox))
		inbox_cache_keep(&queue->inbox, desk->workspace);
	queue->is_large = inbox_is_large(&queue->inbox);
	show_again(c, keep);
}

static void
read_inbox(struct call *c)
{
	if (!read_behind(c))
		read_now(c);
}

/* A large programme is shown as it was last time, and then read behind. */
static void
read_first(struct call *c)
{
	struct queue *queue = c->state;
	const struct desk *desk = c->app->desk;

	if (desk->self != NULL && inbox_cache_read(&queue->inbox, &queue->arena,
						   desk->workspace, &c->err) == 0) {
		queue->is_large = queue->is_put_off = true;
		queue->is_reading = queue->is_unchecked = true;
	} else {
		queue->is_large = inbox_may_be_large(desk->workspace);
		read_inbox(c);
	}
	show_again(c, "");
}

static bool
painted_queue(struct call *c)
{
	struct queue *queue = c->state;
	bool put_off = queue->is_put_off;

	queue->is_put_off = false;
	if (put_off)
		read_inbox(c);
	return put_off && !queue->is_reading;
}

static void
close_queue(struct call *c)
{
	struct queue *queue = c->state;

	c->app->desk->inbox = NULL;
	arena_close(&queue->arena);
	arena_close(&queue->shown_arena);
	narrow_close(&queue->narrowed);
	view_free(c);
}

static int
open_queue(struct call *c)
{
	struct queue *queue = view_state(sizeof *queue);

	c->state = queue;
	queue->order = -1;
	queue->narrowed.sift = sift;
	read_first(c);
	if (c->argument[0] == '\0' || narrow_to(c, c->argument) == 0)
		return 0;
	close_queue(c);
	return -1;
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

	area_printf(row, 0, 0, ST_PLAIN, "%.8s%s", item->portfolio,
		    queue->is_unchecked ? "~" : "");
	area_text(row, 0, 9, state_style(item->state), inbox_state_word(item->state));
	area_printf(row, 0, 18, ST_PLAIN, "%2zu/%zu", item->scored, item->criteria);
	area_text(&why, 0, 0, ST_PLAIN, item->why);
	area_text(row, 0, 48, ST_PLAIN, item->title);
}

static struct key_name
key_of(const struct call *c, const char *command)
{
	return app_key_name(c->app, "queue", command);
}

static void
draw_empty(const struct call *c, const struct area *area)
{
	const struct queue *queue = c->state;
	struct buf text = { 0 };

	if (queue->trouble[0] != '\0')
		buf_text(&text, queue->trouble);
	else if (queue->inbox.count == 0 && queue->is_reading)
		buf_text(&text, "Reading the programme...");
	else if (queue->narrowed.filter.len != 0)
		narrow_print_none(&text, c);
	else
		buf_printf(&text, "Nothing waits for you.\n\nTake a portfolio in, from a "
			   "shell:\n  assay portfolio add REPO --rubric ID\n\n%s shows what was "
			   "decided so far.", key_of(c, "log").text);
	area_wrap(area, 1, LIST_MARK, queue->trouble[0] != '\0' ? ST_BAD : ST_PLAIN,
		  buf_span(&text));
	buf_close(&text);
}

static void
draw_queue(struct call *c, struct area *area)
{
	struct queue *queue = c->state;
	struct area title = area_take(area, 1);
	int column;

	column = area_printf(&title, 0, 0, ST_TITLE, "Queue of %s: %.200s",
			     c->app->desk->workspace->actor, c->app->desk->workspace->name);
	column = narrow_draw(&queue->narrowed, &title, column);
	if (queue->order >= 0)
		column = area_printf(&title, 0, column, ST_PLAIN, ", by %s",
				     inbox_columns[queue->order]);
	if (queue->is_unchecked)
		area_text(&title, 0, column, ST_WARN, queue->is_reading
			  ? ", ~ as of last time" : ", ~ not read anew");
	if (queue->narrowed.list.count == 0)
		draw_empty(c, area);
	list_draw(&queue->narrowed.list, area, draw_row, queue, true);
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
		return err.code != ERR_CONFLICT || look
			? err_set(&c->err, err.code, "%s", err.text)
			: err_set(&c->err, err.code, "%.300s; %s takes it over, %s looks",
				  err.text, key_of(c, "take-over").text,
				  key_of(c, "look").text);
	if (item->state == INBOX_SIGNED && !look)
		app_say(c->app, ST_WARN, "signed already (%s): judging again makes a new "
			"record that supersedes it", item->why);
	return desk_show(c);
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

/* From column to column, and back to the neutral order. */
static int
run_sort(struct call *c)
{
	struct queue *queue = c->state;
	const struct inbox_item *item = at_hand(queue);
	int order = queue->order + 1;

	if (c->argument[0] != '\0') {
		order = filter_column(inbox_columns, span_of(c->argument));
		if (order < 0 && strcmp(c->argument, "neutral") != 0)
			return err_set(&c->err, ERR_USAGE, "`:sort COLUMN`, as in why, "
				       "state, rubric, judged; or neutral");
	}
	queue->order = order < 0 || inbox_columns[order] == NULL ? -1 : order;
	return sift_to(queue, item == NULL ? NULL : item->portfolio, &c->err);
}

static int
run_counts(struct call *c)
{
	return app_open(c, "counts", "");
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

static int
run_audit(struct call *c)
{
	return app_open(c, "audit", "");
}

static int
run_moderate(struct call *c)
{
	return app_open(c, "moderate", at_hand(c->state)->portfolio);
}

static int
run_claim(struct call *c)
{
	return sharing_claim(c, at_hand(c->state)->portfolio);
}

static int
run_give_back(struct call *c)
{
	return sharing_give_back(c, at_hand(c->state)->portfolio);
}

static int
run_assign(struct call *c)
{
	return sharing_assign(c, at_hand(c->state)->portfolio);
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "judge this portfolio", run_open, ready_item, true },
	LIST_COMMANDS,
	NARROW_COMMAND("only some: rubric:circle why:gap, or words"),
	{ "sort", "o", "by another column; after the last the neutral order", run_sort, NULL,
	  false },
	{ "counts", "#", "how many wait of each rubric, and why", run_counts, NULL, false },
	{ "look", "v", "look at this portfolio without judging", run_look, ready_item, false },
	{ "take-over", "T", "take it over from another session of yours", run_take_over,
	  ready_item, false },
	{ "rubric", "r", "read its rubric", run_rubric, ready_item, true },
	{ "browse-rubrics", "B", "all rubrics of the programme", run_rubrics, NULL, false },
	{ "log", "L", "what was recorded, the newest first", run_log, NULL, true },
	{ "audit", "A", "the whole ledger judged, and what is wrong with it", run_audit, NULL,
	  false },
	{ "moderate", "M", "say what stands of what others decided on it", run_moderate,
	  ready_item, false },
	{ "claim", "c", "take this portfolio on, for eight hours", run_claim, ready_item, false },
	{ "give-back", "", "end your claim on it", run_give_back, ready_item, false },
	{ "assign", "a", "who is to judge it", run_assign, ready_item, false },
	{ "read-again", "R", "look at the programme anew", run_again, NULL, false },
};

const struct view view_queue = {
	.name = "queue",
	.help = "What waits for you, in an order of your own that is the same every day. Each "
		"line: the portfolio's pseudonym, its state, how many criteria are judged, what "
		"it waits for, and its rubric. `filter` keeps what holds some words, or says which "
		"column is to hold them: portfolio, state, why, rubric, title, attempt, judged. "
		"`why:` knows back (passed back), lease (your claim ends), gap, second "
		"(marking), again (a resubmission), moved (the evidence), case (one to "
		"moderate that is open); `-state:signed` leaves out. With `~` a row is as it was last time, until a large programme is "
		"read anew.",
	.open = open_queue, .draw = draw_queue, .shown = read_inbox,
	.painted = painted_queue, .close = close_queue,
	COMMANDS(commands),
};
