/* The outcome so far, the trace that made it so, and what is still missing. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/opens.h"

struct outcome_view {
	struct page page;
};

static int
open_outcome(struct call *c)
{
	if (desk_ready(c) != 0)
		return -1;
	c->state = view_state(sizeof(struct outcome_view));
	return 0;
}

static void
print_outcome(struct buf *out, const struct session *session)
{
	const struct scoring *scoring = &session->scoring;

	if (scoring->returned) {
		buf_text(out, "incomplete, returned at the gate without a score\n");
		return;
	}
	scoring_print_outcome(out, scoring);
	for (size_t i = 0; i < scoring->result.why_count; i++)
		buf_printf(out, "%s  %s\n", i == 0 ? "\nIn the words of the rule, as it is "
			   "recorded:\n" : "", scoring->result.why[i]);
}

static void
print_earlier(struct buf *out, const struct session *session)
{
	struct buf line = { 0 };

	for (size_t i = 0; i < session->rubric->criterion_count; i++) {
		buf_clear(&line);
		session_print_earlier(&line, session, i, "");
		if (line.len != 0)
			buf_printf(out, "  %s %s\n", session->rubric->criteria[i].id,
				   line.data);
	}
	buf_close(&line);
}

static void
print_gaps(struct buf *out, const struct app *app, const struct scoring *scoring)
{
	struct arena scratch = { 0 };
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &scratch, scoring);

	if (count == 0)
		buf_printf(out, "\nNo gaps: %s signs.\n",
			   app_key_name(app, "score", "sign").text);
	else
		buf_text(out, "\nStill missing:\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "  %s\n", gaps[i].text);
	arena_close(&scratch);
}

static void
print_said(struct buf *out, const struct app *app, const struct scoring *scoring)
{
	buf_printf(out, "\nSaid so far, the last first; %s takes it back:\n",
		   app_key_name(app, "score", "undo").text);
	for (size_t i = scoring->done; i-- > 0;)
		buf_printf(out, "  %.200s\n", scoring->said[i]);
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct app *app = who;
	const struct session *session = app->desk->session;
	struct buf text = { 0 };

	print_outcome(&text, session);
	print_earlier(&text, session);
	if (session->judged == NULL)
		print_gaps(&text, app, &session->scoring);
	if (session->judged == NULL && session->scoring.done != 0)
		print_said(&text, app, &session->scoring);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static void
draw_outcome(struct call *c, struct area *area)
{
	struct outcome_view *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Outcome of %.8s so far",
		    c->app->desk->session->taken.portfolio);
	page_draw(&state->page, area, draw_text, c->app);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
	{ "sign", "S", "see what will be recorded, then sign", opens_run_sign, NULL, true },
};

const struct view view_outcome = {
	.name = "outcome",
	.help = "What the rubric's rule makes of the sheet, the smallest set of criteria that made "
		"it so, what is still missing, and everything said so far.",
	.open = open_outcome, .draw = draw_outcome, .status = page_status,
	.shown = desk_shown, .close = view_free,
	COMMANDS(commands),
};
