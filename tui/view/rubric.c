/* A rubric in full: what is asked, what each level means, what to look for. */
#include "core/desk/shelf.h"
#include "core/out/rubric_page.h"
#include "tui/app/desk.h"
#include "tui/app/folding.h"

struct rubric_view {
	struct folds folds;
	struct arena arena;		/* of a rubric read for this view alone */
	const struct rubric *rubric;
};

static bool
is_heading_of(struct span line, const char *id)
{
	return span_starts(line, id) && span_starts((struct span){
		line.data + strlen(id), line.len - strlen(id) }, ": ");
}

static void
go_to_criterion(struct folds *folds, const char *id)
{
	for (size_t i = 0; i < folds->line_count; i++)
		if (folds->lines[i].indent == 0
		    && is_heading_of(folds->lines[i].text, id)) {
			folds_go(folds, i);
			return;
		}
}

static int
open_rubric(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct rubric_view *state = view_state(sizeof *state);
	bool own = c->argument[0] == '\0' && desk->session != NULL;
	struct buf text = { 0 };

	c->state = state;
	if (own) {
		state->rubric = desk->session->rubric;
	} else if (shelf_named(&state->rubric, &state->arena, desk->workspace, desk->ledger,
			       c->argument, &c->err) != 0) {
		arena_close(&state->arena);
		view_free(c);
		return -1;
	}
	rubric_page_print(&text, state->rubric);
	folds_take(&state->folds, &text);
	if (own)
		go_to_criterion(&state->folds, desk_criterion(desk)->id);
	return 0;
}

static void
close_rubric(struct call *c)
{
	struct rubric_view *state = c->state;

	folds_close(&state->folds);
	arena_close(&state->arena);
	view_free(c);
}

static void
draw_rubric(struct call *c, struct area *area)
{
	struct rubric_view *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Rubric %s@%lld", state->rubric->id,
		    (long long)state->rubric->version);
	folds_draw(&state->folds, area);
}

static int
run_differences(struct call *c)
{
	const struct rubric_view *state = c->state;
	char sha256[DIGEST_HEX];

	digest_hex(sha256, &state->rubric->sha256);
	return app_open(c, "differences", sha256);
}

static const struct command commands[] = {
	FOLDS_COMMANDS,
	{ "differences", "d", "what changed since it was published before", run_differences,
	  NULL, true },
};

const struct view view_rubric = {
	.name = "rubric",
	.help = "The rubric in full: what is asked, what each level of each criterion means, "
		"what to look for, comments ready to use, what passes. `:rubric ID` and "
		"`:rubric ID@VERSION` show another.",
	.open = open_rubric, .draw = draw_rubric, .close = close_rubric, COMMANDS(commands),
};
