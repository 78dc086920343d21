/* All pieces of evidence: what was opened, how large it is, what it answers. */
#include <stdlib.h>

#include "core/desk/sniff.h"
#include "core/desk/survey.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

enum { NARROW = 60 };	/* columns below which only the names are shown */

struct pieces {
	struct list list;
	size_t count;			/* of `words` */
	int64_t *words;			/* counted when first shown; 0: not yet, otherwise one more */
};

static const struct dossier *
dossier_of(const struct call *c)
{
	return &c->app->desk->session->dossier;
}

static void
lay_pieces(struct call *c)
{
	struct pieces *pieces = c->state;

	free(pieces->words);
	pieces->count = dossier_of(c)->count;
	pieces->words = view_state((pieces->count + 1) * sizeof *pieces->words);
	list_resize(&pieces->list, pieces->count);
	list_to(&pieces->list, c->app->desk->reader.item);
}

/* With an address: straight to that place. */
static int
open_evidence(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (desk_ready(c) != 0)
		return -1;
	if (c->argument[0] != '\0' && desk_turn(desk, c->argument, &c->err) != 0)
		return -1;
	c->state = view_state(sizeof(struct pieces));
	lay_pieces(c);
	return 0;
}

static void
close_evidence(struct call *c)
{
	struct pieces *pieces = c->state;

	free(pieces->words);
	view_free(c);
}

/* The reader may have turned to another piece meanwhile. */
static void
shown(struct call *c)
{
	if (c->app->desk->session == NULL) {
		app_back(c);
		return;
	}
	lay_pieces(c);
}

static void
draw_size(const struct call *c, const struct area *row, const struct dossier_item *item)
{
	static const char *const kinds[] = {
		[DOSSIER_LINK] = "link", [DOSSIER_ABSENT] = "absent", [DOSSIER_EMPTY] = "empty",
		[DOSSIER_SUBMODULE] = "submodule",
	};
	struct buf text = { 0 };
	struct err err;
	int64_t bytes;

	if (item->kind != DOSSIER_FILE)
		buf_text(&text, kinds[item->kind]);
	else if (dossier_of(c)->evidence.items[item->item].kind == ITEM_SYMLINK)
		buf_text(&text, "symlink");
	else if (evidence_size(&bytes, &dossier_of(c)->evidence, (size_t)item->item, &err) == 0)
		size_print(&text, bytes);
	else
		buf_text(&text, "?");
	area_put(row, 0, 15 - (int)text.len, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

/* Of a piece that answers a prompt; -1 where there are none to count. */
static int64_t
words_of(const struct call *c, size_t index)
{
	struct pieces *pieces = c->state;

	if (dossier_of(c)->items[index].prompt == NULL || index >= pieces->count)
		return -1;
	if (pieces->words[index] == 0)
		pieces->words[index] = survey_words(dossier_of(c), index) + 1;
	return pieces->words[index] - 1;
}

/* What its learner says of it, or what it was asked for. */
static const char *
said_of(const struct dossier_item *item)
{
	if (item->note != NULL)
		return item->note;
	if (item->title != NULL)
		return item->title;
	if (item->slot != NULL)
		return item->slot->label;
	return item->prompt != NULL ? item->prompt->text : "";
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct call *c = who;
	const struct dossier_item *item = &dossier_of(c)->items[index];
	bool feeds = dossier_feeds(dossier_of(c), index, c->app->desk->criterion);
	bool narrow = row->columns < NARROW;
	int column = narrow ? 5 : 24;
	struct buf words = { 0 };

	area_text(row, 0, 0, ST_PLAIN, c->app->desk->session->seen[index] ? "seen" : "new");
	if (!narrow) {
		draw_size(c, row, item);
		area_text(row, 0, 17, ST_PLAIN, item->slot != NULL ? item->slot->id
			  : item->prompt != NULL ? item->prompt->id : "-");
	}
	area_text(row, 0, column, ST_PLAIN, feeds ? "*" : "");
	column = area_text(row, 0, column + 2, ST_PLAIN, item->path);
	if (!text_is_clean(span_of(item->path)))
		column = area_text(row, 0, column + 1, ST_WARN, "(name shown cleaned)");
	if (words_of(c, index) >= 0)
		survey_print_words(&words, words_of(c, index), item->prompt);
	if (words.len != 0)
		column = area_put(row, 0, column + 2, ST_PLAIN, buf_span(&words));
	area_text(row, 0, column + 2, ST_PLAIN, said_of(item));
	buf_close(&words);
}

static void
draw_evidence(struct call *c, struct area *area)
{
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Evidence of %.8s",
		    c->app->desk->session->taken.portfolio);
	area_printf(&title, 0, 24, ST_PLAIN, "* feeds %s", desk_criterion(c->app->desk)->id);
	if (dossier_of(c)->count == 0)
		area_text(area, 1, LIST_MARK, ST_PLAIN, "There is none.");
	list_draw(c->state, area, draw_row, c, true);
}

static int
run_read(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct list *list = c->state;

	if (list->count == 0)
		return err_set(&c->err, ERR_REFUSED, "there is nothing to read");
	if (list->at != desk->reader.item)
		desk_piece(desk, list->at);
	return app_open(c, "read", "");
}

/* Back to where one came from, with this piece laid open. */
static int
run_lay_open(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct list *list = c->state;

	if (list->count != 0)
		desk_piece(desk, list->at);
	app_back(c);
	return 0;
}

static const struct command commands[] = {
	{ "read", "<Enter>l<Right>", "read this piece", run_read, NULL, true },
	{ "lay-open", "o", "lay it open on the score screen", run_lay_open, NULL, true },
	LIST_COMMANDS,
};

const struct view view_evidence = {
	.name = "evidence",
	.help = "Every piece of the portfolio as it was when you began: whether you opened it, "
		"its size, the slot or prompt it answers, a star if it feeds the criterion at "
		"hand, and its name.",
	.open = open_evidence, .draw = draw_evidence, .shown = shown, .close = close_evidence,
	COMMANDS(commands),
};
