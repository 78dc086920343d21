/* The rubrics of the programme: in its folder, and published in its ledger. */
#include <stdio.h>

#include "core/base/file.h"
#include "core/desk/shelf.h"
#include "tui/app/desk.h"
#include "tui/app/narrowing.h"

enum { AT_STATE = 31, AT_CRITERIA = 41, AT_PORTFOLIOS = 46, AT_TITLE = 51 };

struct rubrics {
	struct narrowed narrowed;	/* over `shown` */
	struct arena arena;
	struct shelf shelf;
	const struct shelf_item **shown;	/* what the filter leaves */
	char trouble[512];		/* why they could not be read; "" */
};

static const struct shelf_item *
at_hand(const struct rubrics *rubrics)
{
	return rubrics->narrowed.list.count == 0 ? NULL : rubrics->shown[rubrics->narrowed.list.at];
}

static const char *
state_word(const struct shelf_item *item)
{
	if (item->commit == NULL)
		return "draft";
	if (item->path == NULL)
		return item->newest ? "not here" : "earlier";
	return "published";
}

static bool
passes(const struct rubrics *rubrics, const struct shelf_item *item)
{
	const char *texts[] = { item->id, item->title, state_word(item) };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (text_holds(span_of(texts[i]), buf_span(&rubrics->narrowed.filter)))
			return true;
	return false;
}

/* Apply the filter; the cursor stays on the rubric it was on, if that is still shown. */
static void
sift(struct rubrics *rubrics, const char *keep)
{
	size_t count = 0, at = 0;

	rubrics->shown = arena_array(&rubrics->arena, rubrics->shelf.count + 1,
				     sizeof *rubrics->shown);
	for (size_t i = 0; i < rubrics->shelf.count; i++) {
		const struct shelf_item *item = &rubrics->shelf.items[i];

		if (!passes(rubrics, item))
			continue;
		if (keep != NULL && strcmp(item->sha256, keep) == 0)
			at = count;
		rubrics->shown[count++] = item;
	}
	list_resize(&rubrics->narrowed.list, count);
	list_to(&rubrics->narrowed.list, at);
}

static int
sift_anew(struct call *c)
{
	sift(c->state, NULL);
	return 0;
}

static void
read_shelf(struct call *c)
{
	struct rubrics *rubrics = c->state;
	struct desk *desk = c->app->desk;
	const struct shelf_item *item = at_hand(rubrics);
	char keep[DIGEST_HEX] = "";

	if (item != NULL)
		snprintf(keep, sizeof keep, "%s", item->sha256);
	arena_close(&rubrics->arena);
	rubrics->shelf = (struct shelf){ 0 };
	rubrics->trouble[0] = '\0';
	if (shelf_read(&rubrics->shelf, &rubrics->arena, desk->workspace, desk->ledger,
		       &c->err) != 0) {
		rubrics->shelf = (struct shelf){ 0 };
		snprintf(rubrics->trouble, sizeof rubrics->trouble, "%s", c->err.text);
	}
	sift(rubrics, keep);
}

/* What lies in the folder and is no rubric is not on the list, but is not kept quiet. */
static void
tell_unread(struct call *c, const struct shelf *shelf)
{
	char more[40] = "";

	if (shelf->unread_count == 0)
		return;
	if (shelf->unread_count > 1)
		snprintf(more, sizeof more, " (and %zu more)", shelf->unread_count - 1);
	app_say(c->app, ST_WARN, "rubrics/%.100s is no rubric%s: see `assay rubric check`",
		path_name(shelf->unread[0]), more);
}

static int
open_rubrics(struct call *c)
{
	struct rubrics *rubrics = view_state(sizeof *rubrics);

	c->state = rubrics;
	rubrics->narrowed.sift = sift_anew;
	read_shelf(c);
	tell_unread(c, &rubrics->shelf);
	return 0;
}

static void
close_rubrics(struct call *c)
{
	struct rubrics *rubrics = c->state;

	arena_close(&rubrics->arena);
	narrow_close(&rubrics->narrowed);
	view_free(c);
}

/* ---- drawing ---- */

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct rubrics *rubrics = who;
	const struct shelf_item *item = rubrics->shown[index];
	struct area name = area_part(row, 0, 0, 1, AT_STATE - 1);

	area_printf(&name, 0, 0, ST_PLAIN, "%s@%lld", item->id, (long long)item->version);
	area_text(row, 0, AT_STATE, item->commit == NULL ? ST_WARN : ST_PLAIN,
		  state_word(item));
	area_printf(row, 0, AT_CRITERIA, ST_PLAIN, "%3zu", item->criteria);
	if (item->newest)
		area_printf(row, 0, AT_PORTFOLIOS, ST_PLAIN, "%3zu", item->portfolios);
	area_text(row, 0, AT_TITLE, ST_PLAIN, item->title);
}

static void
draw_empty(const struct call *c, const struct area *area)
{
	const struct rubrics *rubrics = c->state;
	struct buf none = { 0 };

	if (rubrics->trouble[0] != '\0')
		area_wrap(area, 1, LIST_MARK, ST_BAD, span_of(rubrics->trouble));
	else if (rubrics->narrowed.filter.len != 0)
		narrow_print_none(&none, c);
	else
		area_wrap(area, 1, LIST_MARK, ST_PLAIN, span_of("No rubrics yet.\n\nBring one "
			  "in, from a shell:\n  assay rubric check FILE\n  assay rubric publish "
			  "FILE\n\nassay comes with some to begin from."));
	area_wrap(area, 1, LIST_MARK, ST_PLAIN, buf_span(&none));
	buf_close(&none);
}

static void
draw_rubrics(struct call *c, struct area *area)
{
	struct rubrics *rubrics = c->state;
	struct area title = area_take(area, 1), heads;
	int column = area_printf(&title, 0, 0, ST_TITLE, "Rubrics of %.200s",
				 c->app->desk->workspace->name);

	narrow_draw(&rubrics->narrowed, &title, column);
	if (rubrics->narrowed.list.count == 0) {
		draw_empty(c, area);
		return;
	}
	heads = area_take(area, 1);
	heads = area_part(&heads, 0, LIST_MARK, 1, heads.columns);
	area_text(&heads, 0, 0, ST_STRONG, "id and version");
	area_text(&heads, 0, AT_STATE, ST_STRONG, "state");
	area_text(&heads, 0, AT_CRITERIA - 1, ST_STRONG, "crit  for");
	area_text(&heads, 0, AT_TITLE, ST_STRONG, "title");
	list_draw(&rubrics->narrowed.list, area, draw_row, rubrics, true);
}

/* ---- commands ---- */

static int
ready_item(struct call *c)
{
	return at_hand(c->state) != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing is on this list");
}

static int
ready_differences(struct call *c)
{
	const struct rubrics *rubrics = c->state;
	const struct shelf_item *item;

	if (ready_item(c) != 0)
		return -1;
	item = at_hand(rubrics);
	return shelf_before(&rubrics->shelf, item) != NULL ? 0
		: err_set(&c->err, ERR_NOT_FOUND, "nothing was published before %s@%lld",
			  item->id, (long long)item->version);
}

static int
run_open(struct call *c)
{
	return app_open(c, "rubric", at_hand(c->state)->sha256);
}

static int
run_differences(struct call *c)
{
	return app_open(c, "differences", at_hand(c->state)->sha256);
}

static int
run_again(struct call *c)
{
	struct rubrics *rubrics = c->state;

	read_shelf(c);
	tell_unread(c, &rubrics->shelf);
	return 0;
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "read this rubric", run_open, ready_item, true },
	LIST_COMMANDS,
	NARROW_COMMAND("show only what holds some words"),
	{ "differences", "d", "what changed since it was published before", run_differences,
	  ready_differences, true },
	{ "read-again", "R", "look at the programme anew", run_again, NULL, false },
};

const struct view view_rubrics = {
	.name = "rubrics",
	.help = "The rubrics of the programme, each version by itself: `published` and in its "
		"folder, `earlier` ones, a `draft` that is not published yet, and what was "
		"published but is `not here` in the folder. Then how many criteria it has, how "
		"many portfolios are to be judged by it, and its title.",
	.open = open_rubrics, .draw = draw_rubrics, .close = close_rubrics, COMMANDS(commands),
};
