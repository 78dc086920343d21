#include "tui/app/outside.h"

#include "core/base/file.h"
#include "core/base/mailcap.h"
#include "core/base/text.h"
#include "core/desk/links.h"
#include "tui/app/desk.h"

enum { WORDS = 40 };

static const struct places *
places_of(const struct call *c)
{
	return &c->app->desk->session->workspace->places;
}

static int
find_program(struct converter *out, struct arena *arena, struct call *c)
{
	if (reader_converter(out, arena, &c->app->desk->reader, CONVERT_OUTSIDE, &c->err) != 0)
		return -1;
	if (!places_of(c)->display)
		return err_set(&c->err, ERR_REFUSED, "there is no display here to open a window on");
	if (out->argv == NULL)
		return err_set(&c->err, ERR_REFUSED, "no mailcap names a program for it%s%s",
			       out->told == NULL ? "" : ": ",
			       out->told == NULL ? "" : out->told);
	return 0;
}

/* The copy it looked at goes when it has ended. */
static int
ended(struct call *c)
{
	struct desk *desk = c->app->desk;

	convert_tidy(desk->outside_folder, desk->outside_file);
	arena_close(&desk->outside);
	if (c->key != 0)
		return err_set(&c->err, ERR_IO, "it ended with status %d", c->key);
	return 0;
}

static int
open_outside(struct call *c)
{
	struct desk *desk = c->app->desk;
	const struct dossier *dossier = &desk->session->dossier;
	struct converter converter;
	const char *argv[WORDS + 1] = { NULL };

	if (c->argument[0] != 'y') {
		app_say(c->app, ST_PLAIN, "nothing was opened");
		return 0;
	}
	if (find_program(&converter, &desk->outside, c) != 0
	    || convert_unpack(&desk->outside_folder, &desk->outside_file, &desk->outside, dossier,
			      (size_t)dossier->items[desk->reader.item].item, converter.ending,
			      &c->app->progress, &c->err) != 0) {
		arena_close(&desk->outside);
		return -1;
	}
	for (size_t i = 0; i < WORDS && converter.argv[i] != NULL; i++)
		argv[i] = strcmp(converter.argv[i], MAILCAP_HERE) == 0 ? desk->outside_file
			: converter.argv[i];
	app_program(c, argv, ended);
	return 0;
}

int
outside_run_piece(struct call *c)
{
	struct arena arena = { 0 };
	struct converter converter;
	int failed = find_program(&converter, &arena, c);

	if (failed == 0)
		app_ask(c, &(struct ask){ .one = true, .weighs = true, .done = open_outside,
			.label = arena_printf(&arena, "open it in %.60s, without a fence? y or n: ",
					      path_name(converter.argv[0])) });
	arena_close(&arena);
	return failed;
}

/* ---- links ---- */

static int
browsed(struct call *c)
{
	arena_close(&c->app->desk->outside);
	if (c->key != 0)
		return err_set(&c->err, ERR_IO, "the browser ended with status %d", c->key);
	return 0;
}

static int
open_link(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (c->argument[0] == 'y')
		app_program(c, desk->outside_argv, browsed);
	else
		app_say(c->app, ST_PLAIN, "nothing was opened");
	if (c->argument[0] != 'y')
		arena_close(&desk->outside);
	return 0;
}

static int
drop_link(struct call *c)
{
	arena_close(&c->app->desk->outside);
	return 0;
}

int
outside_ask_link(struct call *c, struct span target)
{
	struct desk *desk = c->app->desk;
	struct buf label = { 0 };

	arena_close(&desk->outside);
	if (link_browser(desk->outside_argv, DESK_WORDS, &desk->outside, places_of(c), target,
			 &c->err) != 0) {
		arena_close(&desk->outside);
		return -1;
	}
	buf_printf(&label, "open ");
	text_line(&label, target, 50);
	buf_printf(&label, " in %.30s? y or n: ", path_name(desk->outside_argv[0]));
	app_ask(c, &(struct ask){ .one = true, .weighs = true, .done = open_link,
				  .dropped = drop_link, .label = label.data });
	buf_close(&label);
	return 0;
}
