#include "tui/app/reading.h"

#include <stdio.h>

#include "tui/app/judging.h"

static const struct dossier *
dossier_of(const struct call *c)
{
	return &c->app->desk->session->dossier;
}

void
reading_name_keys(struct app *app)
{
	static const struct { const char *command, *does; } ways[CONVERT_WAYS] = {
		[CONVERT_TEXT] = { "convert", "shows it as text" },
		[CONVERT_PICTURE] = { "picture", "shows it in letters" },
		[CONVERT_OUTSIDE] = { "outside", "opens it in a program of yours" },
	};
	struct reader_words *words = &app->desk->own_words;

	for (size_t i = 0; i < CONVERT_WAYS; i++)
		snprintf(words->ways[i], sizeof words->ways[i], "%s %s",
			 app_key_name(app, "read", ways[i].command).text, ways[i].does);
	snprintf(words->follow, sizeof words->follow, "%s goes there",
		 app_key_name(app, "read", "follow").text);
	app->desk->reader.own_words = words;
}

static int
step(struct call *c, int by)
{
	size_t count = dossier_of(c)->count, item = c->app->desk->reader.item;

	if (by < 0 ? item == 0 : item + 1 >= count)
		return err_set(&c->err, ERR_NOT_FOUND, "there is no %s piece",
			       by < 0 ? "earlier" : "later");
	desk_piece(c->app->desk, by < 0 ? item - 1 : item + 1);
	return 0;
}

int
reading_run_next_piece(struct call *c)
{
	return step(c, 1);
}

int
reading_run_previous_piece(struct call *c)
{
	return step(c, -1);
}

/* Round and round. */
int
reading_run_feeding(struct call *c)
{
	struct desk *desk = c->app->desk;
	ptrdiff_t item = desk_feeding(desk, desk->criterion);

	if (item < 0)
		return err_set(&c->err, ERR_NOT_FOUND, "nothing here feeds %s",
			       desk_criterion(desk)->id);
	desk_piece(desk, (size_t)item);
	return 0;
}

static int
convert(struct call *c, enum convert_way way)
{
	struct buf said = { 0 };
	int failed = dossier_of(c)->count == 0
		? err_set(&c->err, ERR_REFUSED, "there is nothing to show")
		: reader_convert(&said, &c->app->desk->reader, way, &c->app->progress, &c->err);

	if (failed == 0)
		app_say(c->app, ST_PLAIN, "%s", said.data);
	buf_close(&said);
	return failed;
}

int
reading_run_convert(struct call *c)
{
	return convert(c, CONVERT_TEXT);
}

int
reading_run_picture(struct call *c)
{
	return convert(c, CONVERT_PICTURE);
}

int
reading_run_page_down(struct call *c)
{
	reader_page(&c->app->desk->reader, 1);
	return 0;
}

int
reading_run_page_up(struct call *c)
{
	reader_page(&c->app->desk->reader, -1);
	return 0;
}

int
reading_run_choose(struct call *c)
{
	reader_choose(&c->app->desk->reader);
	return 0;
}

/* Directly after a judgement it is what one looked at then, for what was judged, though both
 * went on. */
int
reading_run_cite(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct criterion *about = judging_about(c, JUDGING_CITE);
	struct buf address = { 0 };
	int failed;

	if (c->argument[0] != '\0')
		buf_text(&address, c->argument);
	else if (dossier_of(c)->count == 0)
		return err_set(&c->err, ERR_REFUSED, "there is nothing to cite");
	else if (about != desk_criterion(desk))
		buf_text(&address, desk->judged_before.data);
	else
		reader_address(&address, &desk->reader);
	failed = desk_say(desk, &c->err, "cite %s %s", about->id, address.data);
	if (failed == 0)
		app_say(c->app, ST_PLAIN, "%s cites %.200s", about->id, address.data);
	desk->reader.chosen = 0;
	buf_close(&address);
	return failed;
}

int
reading_run_uncite(struct call *c)
{
	const struct criterion *about = judging_about(c, JUDGING_UNCITE);

	if (desk_say(c->app->desk, &c->err, "uncite %s%s%s", about->id,
		     c->argument[0] == '\0' ? "" : " ", c->argument) != 0)
		return -1;
	if (about != desk_criterion(c->app->desk))
		app_say(c->app, ST_PLAIN, "%s: its last citation is taken away", about->id);
	return 0;
}

int
reading_run_cites(struct call *c)
{
	return app_open(c, "cites", "");
}

/* Which answer it is; and how long, where that is not as long as was asked for. */
static void
put_answer(const struct area *row, int column, const struct prompt *prompt, int64_t words)
{
	struct buf count = { 0 };

	column = area_text(row, 0, column, ST_PLAIN, prompt->id);
	survey_print_count(&count, words, prompt);
	area_put(row, 0, column + 2, ST_PLAIN, buf_span(&count));
	buf_close(&count);
}

void
reading_heading(struct call *c, const struct area *row)
{
	const struct dossier *dossier = dossier_of(c);
	const struct dossier_item *item;
	int column;

	if (dossier->count == 0)
		return;
	item = &dossier->items[c->app->desk->reader.item];
	column = area_text(row, 0, 0, ST_WARN, c->app->desk->session->judged != NULL
			   ? "as judged " : "");
	column = area_printf(row, 0, column, ST_PLAIN, "%zu/%zu%s ", c->app->desk->reader.item + 1,
			     dossier->count, dossier->evidence.cut ? "+" : "");
	column = area_text(row, 0, column, ST_PLAIN, item->path) + 2;
	if (item->slot != NULL)
		area_text(row, 0, area_printf(row, 0, column, ST_PLAIN, "%s: ", item->slot->id),
			  ST_PLAIN, item->slot->label);
	else if (item->prompt != NULL)
		put_answer(row, column, item->prompt, c->app->desk->reader.words);
	else
		area_text(row, 0, column, ST_PLAIN, "other evidence");
}
