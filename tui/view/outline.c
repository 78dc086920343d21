/* The headings of the piece at hand, to go to one. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct outline {
	struct list list;
	struct arena arena;
	struct markdown markdown;
	int64_t *lines;			/* of the headings */
};

static void
close_outline(struct call *c)
{
	struct outline *outline = c->state;

	arena_close(&outline->arena);
	view_free(c);
}

/* The heading one stands under is at hand. */
static void
find_headings(struct outline *outline, int64_t at)
{
	for (size_t i = 0; i < outline->markdown.count; i++) {
		if (outline->markdown.lines[i].kind != MARKDOWN_HEADING)
			continue;
		outline->lines = arena_grow(&outline->arena, outline->lines,
					    outline->list.count, sizeof *outline->lines);
		if ((int64_t)i < at)
			outline->list.at = outline->list.count;
		outline->lines[outline->list.count++] = (int64_t)i + 1;
	}
}

static int
open_outline(struct call *c)
{
	struct outline *outline;
	struct desk *desk = c->app->desk;

	if (desk_ready(c) != 0)
		return -1;
	outline = c->state = view_state(sizeof *outline);
	if (desk->session->dossier.count != 0
	    && dossier_markdown(&outline->markdown, &outline->arena, &desk->session->dossier,
				desk->reader.item, &c->err) != 0) {
		close_outline(c);
		return -1;
	}
	find_headings(outline, desk->reader.at.line);
	return 0;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct outline *outline = who;
	int64_t line = outline->lines[index];
	struct buf text = { 0 };
	int indent = 2 * (outline->markdown.lines[line - 1].level - 1);

	markdown_heading(&text, &outline->markdown, line);
	area_printf(row, 0, 0, ST_PLAIN, "%6lld", (long long)line);
	area_put(row, 0, 8 + indent, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static void
draw_outline(struct call *c, struct area *area)
{
	struct outline *outline = c->state;
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "Headings, and the lines they stand on");
	if (outline->list.count == 0)
		area_text(area, 1, LIST_MARK, ST_PLAIN, "There is none.");
	list_draw(&outline->list, area, draw_row, outline, true);
}

static int
run_go(struct call *c)
{
	const struct outline *outline = c->state;
	struct desk *desk = c->app->desk;

	if (outline->list.count == 0)
		return err_set(&c->err, ERR_REFUSED, "there is no heading to go to");
	desk_go(desk, (struct bookmark){ desk->reader.item, outline->lines[outline->list.at] });
	app_back(c);
	return 0;
}

static const struct command commands[] = {
	{ "go", "<Enter>l<Right>", "to this heading", run_go, NULL, true },
	LIST_COMMANDS,
};

const struct view view_outline = {
	.name = "outline",
	.help = "The headings of the piece at hand, with their lines; a heading under another is "
		"indented.",
	.open = open_outline, .draw = draw_outline, .shown = desk_shown,
	.close = close_outline, COMMANDS(commands),
};
