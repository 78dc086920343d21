/* The links of the piece at hand: shown whole, cited, opened only when somebody says so. */
#include "core/desk/links.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/outside.h"
#include "tui/app/reading.h"

struct links {
	struct list list;
	struct arena arena;
	struct markdown_link *found;
	size_t count;
};

static void
close_links(struct call *c)
{
	struct links *links = c->state;

	arena_close(&links->arena);
	view_free(c);
}

static int
open_links(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct links *links;

	if (desk_ready(c) != 0)
		return -1;
	links = c->state = view_state(sizeof *links);
	if (desk->session->dossier.count != 0
	    && links_find(&links->found, &links->count, &links->arena, &desk->session->dossier,
			  desk->reader.item, &c->err) != 0) {
		close_links(c);
		return -1;
	}
	list_resize(&links->list, links->count);
	return 0;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct links *links = who;
	const struct markdown_link *link = &links->found[index];
	int column = area_printf(row, 0, 0, ST_PLAIN, "[%zu] line %lld  ", index + 1,
				 (long long)link->line);

	if (!span_equal(link->text, link->target))
		column = area_text(row, 0, area_put(row, 0, column, ST_PLAIN, link->text),
				   ST_PLAIN, ": ");
	area_put(row, 0, column, ST_PLAIN, link->target);
}

static void
draw_links(struct call *c, struct area *area)
{
	struct links *links = c->state;
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "Links: none is opened unless you say so");
	if (links->list.count == 0)
		area_text(area, 1, LIST_MARK, ST_PLAIN, "There is none.");
	list_draw(&links->list, area, draw_row, links, true);
}

static int
go(struct call *c)
{
	const struct links *links = c->state;
	struct desk *desk = c->app->desk;

	if (links->list.count == 0)
		return err_set(&c->err, ERR_REFUSED, "there is no link");
	desk_go(desk, (struct bookmark){ desk->reader.item,
		links->found[links->list.at].line });
	return 0;
}

static int
run_go(struct call *c)
{
	if (go(c) != 0)
		return -1;
	app_back(c);
	return 0;
}

static int
run_cite(struct call *c)
{
	return go(c) != 0 ? -1 : reading_run_cite(c);
}

static int
run_browse(struct call *c)
{
	const struct links *links = c->state;

	if (links->list.count == 0)
		return err_set(&c->err, ERR_REFUSED, "there is no link");
	return outside_ask_link(c, links->found[links->list.at].target);
}

static const struct command commands[] = {
	{ "go", "<Enter>l<Right>", "to the line it stands on", run_go, NULL, true },
	{ "cite", "c", "cite the line it stands on", run_cite, NULL, true },
	{ "browse", "B", "open it in your browser: asks first", run_browse, NULL, false },
	LIST_COMMANDS,
};

const struct view view_links = {
	.name = "links",
	.help = "The links of the piece at hand by the numbers they have in the text, what they "
		"are called and where they lead. `browse` asks before it opens one, and opens "
		"only http and https.",
	.open = open_links, .draw = draw_links, .shown = desk_shown, .close = close_links,
	COMMANDS(commands),
};
