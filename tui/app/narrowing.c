#include "tui/app/narrowing.h"

static void
put(struct buf *out, const char *text)
{
	buf_clear(out);
	buf_text(out, text);
}

int
narrow_to(struct call *c, const char *text)
{
	struct narrowed *narrowed = c->state;
	struct buf old = narrowed->filter;

	narrowed->filter = (struct buf){ 0 };
	buf_text(&narrowed->filter, text);
	if (narrowed->sift(c) == 0) {
		buf_close(&old);
		return 0;
	}
	buf_close(&narrowed->filter);
	narrowed->filter = old;
	return -1;
}

static const char *
before(const struct narrowed *narrowed)
{
	return narrowed->before.len == 0 ? "" : narrowed->before.data;
}

/* A column half typed is no fault yet. */
static int
follow(struct call *c)
{
	(void)!narrow_to(c, c->argument);
	return 0;
}

/* As it was before the first key. */
static int
drop(struct call *c)
{
	return narrow_to(c, before(c->state));
}

static int take(struct call *c);

static void
ask(struct call *c, const char *text)
{
	app_ask(c, &(struct ask){ .label = "only: ", .text = text, .done = take,
				  .changed = follow, .dropped = drop });
}

/* What cannot be read is said and stays to be mended; the list is as it was. */
static int
take(struct call *c)
{
	struct call again = *c;

	if (narrow_to(c, c->argument) == 0)
		return 0;
	(void)!drop(&again);
	ask(c, c->argument);
	return -1;
}

int
narrow_run_filter(struct call *c)
{
	struct narrowed *narrowed = c->state;

	if (c->argument[0] != '\0')
		return narrow_to(c, c->argument);
	put(&narrowed->before, narrowed->filter.len == 0 ? "" : narrowed->filter.data);
	ask(c, before(narrowed));
	return 0;
}

void
narrow_print_none(struct buf *out, const struct call *c)
{
	buf_printf(out, "Nothing here is like that. %s ^U Enter shows everything again.",
		   app_key_name(c->app, app_top(c->app)->name, "filter").text);
}

int
narrow_draw(const struct narrowed *narrowed, const struct area *row, int column)
{
	return narrowed->filter.len == 0 ? column
		: area_printf(row, 0, column, ST_PLAIN, ", only '%s'",
			      narrowed->filter.data);
}

void
narrow_close(struct narrowed *narrowed)
{
	buf_close(&narrowed->filter);
	buf_close(&narrowed->before);
}
