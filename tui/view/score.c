/*
 * The score screen: evidence above, the criteria below, one key a judgement. What changes an
 * assessment here is always a verb.
 */
#include "core/model/reason.h"
#include "tui/app/judging.h"
#include "tui/app/moving.h"
#include "tui/app/note.h"
#include "tui/app/opens.h"
#include "tui/app/picks.h"
#include "tui/app/reading.h"
#include "tui/app/strip.h"
#include "tui/app/title.h"
#include "tui/base/keys.h"
#include "tui/base/pane.h"

enum { OPEN_ROWS = 30 };	/* from this height on the criterion at hand is open */

struct score {
	struct strip strip;
	struct panes panes;
	bool reading;			/* the evidence has the focus, not the criteria */
	int opened;			/* what levels mean: 1 shown, -1 not, 0 as there is room */
	int digit;			/* the first of two, on a scale of many levels; or 0 */
};

static struct session *
session_of(const struct call *c)
{
	return c->app->desk->session;
}

static const char *
criterion_id(const struct call *c)
{
	return desk_criterion(c->app->desk)->id;
}

/* ---- opening ---- */

static void
shown(struct call *c)
{
	struct score *score = c->state;

	if (session_of(c) == NULL) {
		app_back(c);
		return;
	}
	list_resize(&score->strip.criteria, session_of(c)->rubric->criterion_count);
	list_to(&score->strip.criteria, c->app->desk->criterion);
}

static int
open_score(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (c->argument[0] != '\0' && desk_open(desk, c->argument, false, &c->err) != 0)
		return -1;
	if (desk->session == NULL)
		return err_set(&c->err, ERR_USAGE, "which portfolio?");
	c->state = view_state(sizeof(struct score));
	shown(c);
	desk_greet(c);
	note_resume(c);
	return 0;
}

static void
close_score(struct call *c)
{
	desk_close(c->app->desk);
	view_free(c);
}

/* ---- drawing: the whole ---- */

/* The mouse in either pane: the focus goes there, the cursor to the row. */
static void
point_criteria(void *who, int row, int wheel)
{
	struct app *app = who;
	struct score *score = app->stack[app->depth - 1].state;
	struct list *criteria = &score->strip.criteria;
	size_t there = strip_at(&score->strip, &score->panes.second, app->desk->session->rubric,
				row);

	score->reading = false;
	score->digit = 0;
	if (wheel != 0)
		list_move(criteria, wheel);
	else if (there < criteria->count)
		list_to(criteria, there);
	app->desk->criterion = criteria->at;
}

static void
point_evidence(void *who, int row, int wheel)
{
	struct app *app = who;
	struct score *score = app->stack[app->depth - 1].state;

	score->reading = true;
	reader_point(&app->desk->reader, row, wheel);
}

static void
draw_score(struct call *c, struct area *area)
{
	struct score *score = c->state;
	const struct session *session = session_of(c);
	struct area title = area_take(area, 1), heading;

	score->strip.opened = score->opened > 0 || (score->opened == 0 && !c->app->slow
						    && area->rows >= OPEN_ROWS);
	title_draw(&title, session);
	panes_lay(&score->panes, area, strip_rows(&score->strip, area, session->rubric));
	heading = area_take(&score->panes.first, 1);
	reading_heading(c, &heading);
	reader_draw(&c->app->desk->reader, &score->panes.first, score->reading);
	if (score->panes.rule.columns == 1)
		score->panes.rule = area_take(&score->panes.second, 1);
	picks_draw(&score->panes.rule, c->app, score->digit == 0 ? -1 : score->digit - '0');
	strip_draw(&score->strip, &score->panes.second, session, !score->reading);
	area_hot(&score->panes.first, point_evidence, c->app);
	area_hot(&score->panes.second, point_criteria, c->app);
}

static void
status_score(struct call *c, struct buf *out)
{
	const struct score *score = c->state;
	const struct scoring *scoring = &session_of(c)->scoring;

	if (score->digit != 0) {
		buf_printf(out, "level %c_ of %s", score->digit, criterion_id(c));
		return;
	}
	buf_printf(out, "%zu/%zu judged, %s", scoring_judged(scoring),
		   scoring_judgeable(scoring), outcome_phrase(scoring_outcome(scoring)));
	if (scoring->result.outcome != OUTCOME_UNFINISHED && scoring->result.why_count != 0) {
		buf_text(out, ": ");
		reason_say(out, scoring->rubric, &scoring->result.reasons[0]);
	}
}

/* ---- moving ---- */

static void
go_to(struct call *c, size_t criterion)
{
	struct score *score = c->state;

	list_to(&score->strip.criteria, criterion);
	c->app->desk->criterion = score->strip.criteria.at;
	score->digit = 0;
}

/* The same, and the evidence goes with it; not over a poor link, where that is asked for. */
static void
go_on(struct call *c, size_t criterion)
{
	if (!c->app->slow)
		desk_go_on(c->app->desk, criterion);
	go_to(c, criterion);
}

/* In the pane that has the focus. */
static int
move(struct call *c, int by)
{
	struct score *score = c->state;

	if (score->reading) {
		reader_move(&c->app->desk->reader, by);
		return 0;
	}
	list_move(&score->strip.criteria, by);
	go_to(c, score->strip.criteria.at);
	return 0;
}

static int
run_next(struct call *c)
{
	return move(c, 1);
}

static int
run_previous(struct call *c)
{
	return move(c, -1);
}

static int
run_swap(struct call *c)
{
	struct score *score = c->state;

	score->reading = !score->reading;
	return 0;
}

static bool
is_gap(const struct session *session, size_t criterion)
{
	return scoring_has_gap(&session->scoring, criterion);
}

/* What is wanted of the criterion at hand, or else of the whole. */
static void
say_rest(struct call *c)
{
	struct arena scratch = { 0 };
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &scratch, &session_of(c)->scoring), at = 0;

	while (at < count && gaps[at].criterion != (ptrdiff_t)c->app->desk->criterion)
		at++;
	if (count == 0)
		app_say(c->app, ST_GOOD, "no gaps: %s signs",
			app_key_name(c->app, "score", "sign").text);
	else
		app_say(c->app, ST_WARN, "%s", gaps[at < count ? at : 0].text);
	arena_close(&scratch);
}

static int
go_gap(struct call *c, int step)
{
	struct desk *desk = c->app->desk;
	bool here = step > 0 && judging_went_on(c) && is_gap(desk->session, desk->criterion);
	size_t there = here ? desk->criterion : judging_seek(desk, step, is_gap);

	if (there == c->app->desk->criterion)
		say_rest(c);
	go_on(c, there);
	return 0;
}

static int
run_next_gap(struct call *c)
{
	return go_gap(c, 1);
}

static int
run_previous_gap(struct call *c)
{
	return go_gap(c, -1);
}

/* ---- judging ---- */

static int
judge(struct call *c, const char *level)
{
	struct score *score = c->state;

	score->digit = 0;
	if (judging_say(c, "level", level) != 0)
		return -1;
	go_to(c, c->app->desk->criterion);
	return 0;
}

/* A scale of more than nine levels is picked from by two digits; 00 opens the codes. */
static int
two_digits(struct call *c)
{
	struct score *score = c->state;
	char text[3] = { (char)score->digit, (char)c->key, '\0' };

	if (score->digit == 0) {
		score->digit = c->key;
		return 0;
	}
	score->digit = 0;
	if (strcmp(text, "00") == 0)
		return app_open(c, "codes", "");
	return judge(c, text[0] == '0' ? text + 1 : text);
}

static bool
wants_two_digits(const struct call *c)
{
	const struct scale *scale = desk_criterion(c->app->desk)->scale;

	return c->key != KEY_NONE && scale != NULL && scale->level_count > PICK_DIGITS;
}

static int
run_level(struct call *c)
{
	char text[2] = { (char)c->key, '\0' };

	if (wants_two_digits(c))
		return two_digits(c);
	return judge(c, c->key == KEY_NONE ? c->argument : text);
}

static int
run_codes(struct call *c)
{
	return wants_two_digits(c) ? two_digits(c) : app_open(c, "codes", "");
}

static int
run_clear(struct call *c)
{
	return desk_say(c->app->desk, &c->err, "clear %s", criterion_id(c));
}

/* To the criterion a verb was about, so that one sees what became of it. */
static void
go_to_said(struct call *c, const char *verb)
{
	struct span rest = span_of(verb);
	int criterion;

	span_cut(&rest, ' ');
	criterion = rubric_criterion(session_of(c)->rubric, span_cut(&rest, ' '));
	if (criterion >= 0)
		go_to(c, (size_t)criterion);
}

static int
run_undo(struct call *c)
{
	struct scoring *scoring = &session_of(c)->scoring;
	const char *last = scoring->done == 0 ? "" : scoring->said[scoring->done - 1];

	if (desk_say(c->app->desk, &c->err, "undo") != 0)
		return -1;
	go_to_said(c, last);
	app_say(c->app, ST_PLAIN, "undone: %.100s", last);
	return 0;
}

static int
run_redo(struct call *c)
{
	struct scoring *scoring = &session_of(c)->scoring;

	if (desk_say(c->app->desk, &c->err, "redo") != 0)
		return -1;
	go_to_said(c, scoring->said[scoring->done - 1]);
	app_say(c->app, ST_PLAIN, "again: %.100s", scoring->said[scoring->done - 1]);
	return 0;
}

/* Directly after a judgement a note is on what was judged, though the cursor went on. */
static const char *
noted_id(struct call *c)
{
	return judging_about(c, JUDGING_NOTE)->id;
}

static int
run_note(struct call *c)
{
	return note_write(c, noted_id(c));
}

static int
run_edit(struct call *c)
{
	return note_edit(c, noted_id(c));
}

static int
run_overall(struct call *c)
{
	return note_write(c, "overall");
}

/* ---- evidence ---- */

/* Choosing is done with the evidence in focus: that is where lines are moved through. */
static int
run_choose(struct call *c)
{
	struct score *score = c->state;

	score->reading = true;
	return reading_run_choose(c);
}

/* The portfolio moved on: judge the newest commit, or go on with the old one. */
static int
ready_moved(struct call *c)
{
	return session_of(c)->moved_on || session_of(c)->gone ? 0
		: err_set(&c->err, ERR_REFUSED, "the portfolio did not move on");
}

static int
choose_evidence(struct call *c, const char *which)
{
	struct desk *desk = c->app->desk;
	int failed;

	reader_close(&desk->reader);
	failed = desk_say(desk, &c->err, "evidence %s", which);
	reader_show(&desk->reader, desk->session, 0, 1);
	return failed;
}

static int
run_newest(struct call *c)
{
	return choose_evidence(c, "newest");
}

static int
run_keep(struct call *c)
{
	return choose_evidence(c, "keep");
}

/* ---- going elsewhere ---- */

/* To the portfolio after it in the queue or before it, at the same criterion. */
static int
step_portfolio(struct call *c, int by, bool unsigned_only)
{
	int failed = desk_step(c->app->desk, by, unsigned_only, &c->err);

	shown(c);
	if (failed == 0)
		note_resume(c);
	return failed;
}

static int
run_next_portfolio(struct call *c)
{
	return step_portfolio(c, 1, false);
}

static int
run_next_unsigned(struct call *c)
{
	return step_portfolio(c, 1, true);
}

static int
run_previous_portfolio(struct call *c)
{
	return step_portfolio(c, -1, false);
}

static int
run_open(struct call *c)
{
	struct score *score = c->state;

	score->opened = score->strip.opened ? -1 : 1;
	return 0;
}

static int
run_beside(struct call *c)
{
	struct score *score = c->state;

	if (c->app->slow)
		return err_set(&c->err, ERR_REFUSED, "panes stay stacked on a slow link: lines "
			       "scroll there in a tenth of the bytes");
	if (c->app->canvas.columns < PANE_SIDE_COLUMNS)
		return err_set(&c->err, ERR_REFUSED, "side by side wants %d columns",
			       PANE_SIDE_COLUMNS);
	score->panes.beside = !score->panes.beside;
	return 0;
}

static int
ready_changes(struct call *c)
{
	const struct changes *changes = &session_of(c)->changes;

	return changes->trouble == NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "%s", changes->trouble);
}

static const struct command commands[] = {
	{ "level", "123456789", "judge at this level; the first time, go on to the next", run_level,
	  desk_ready_change, false },
	{ "note", "n", "write to the learner; after a judgement, on what was judged", run_note,
	  desk_ready_change, true },
	READING_COMMANDS,
	{ "gap", "]", "the next gap", run_next_gap, NULL, true },
	{ "undo", "u", "take the last verb back", run_undo, desk_ready_change, true },
	{ "swap", "<Tab>", "between criteria and evidence", run_swap, NULL, true },
	{ "sign", "S", "see what will be recorded, then sign", opens_run_sign,
	  desk_ready_change, true },
	{ "next", "j<Down>", "the next criterion, or line of the evidence", run_next, NULL,
	  false },
	{ "previous", "k<Up>", "the one before", run_previous, NULL, false },
	{ "previous-gap", "[", "the gap before", run_previous_gap, NULL, false },
	{ "codes", "0", "why it cannot be judged: condition codes", run_codes, desk_ready_change,
	  false },
	{ "clear", "x", "take the level or code away", run_clear, desk_ready_change, false },
	{ "redo", "U", "say again what was undone", run_redo, desk_ready_change, false },
	{ "said", "y", "everything said, the last first, and what undo takes back", opens_run_said,
	  NULL, false },
	{ "edit", "N", "write the note in your own editor", run_edit, desk_ready_change, false },
	{ "overall", "O", "a note on the whole", run_overall, desk_ready_change, false },
	{ "comments", "s", "comments ready to use for this criterion", opens_run_comments, NULL,
	  false },
	{ "bank", "", "keep the note of this criterion as a comment for others", note_bank, NULL,
	  false },
	{ "choose", "v", "choose lines from here on, or stop", run_choose, NULL, false },
	{ "evidence", "E", "all pieces of evidence", opens_run_evidence, NULL, false },
	{ "read", "<Enter>", "read this piece on the whole screen", opens_run_read, NULL,
	  false },
	{ "meaning", "d", "show or hide what the levels mean", run_open, NULL, false },
	{ "rubric", "r", "the criterion in full, with what to look for", opens_run_rubric, NULL,
	  false },
	{ "gate", "t", "the gate: tick it, or return it there", opens_run_gate, NULL, false },
	{ "outcome", "o", "the outcome so far, and why", opens_run_outcome, NULL, false },
	{ "changes", "D", "what changed since the attempt before", opens_run_changes, ready_changes,
	  false },
	{ "log", "L", "what was recorded of this portfolio", opens_run_log, NULL, false },
	{ "compare", "=", "decisions on it, side by side", opens_run_compare, NULL, false },
	{ "next-portfolio", "l<Right>", "the next portfolio, same criterion",
	  run_next_portfolio, NULL, false },
	{ "next-unsigned", "}", "the next portfolio not signed yet, same criterion",
	  run_next_unsigned, NULL, false },
	{ "previous-portfolio", "h<Left>", "the portfolio before", run_previous_portfolio, NULL,
	  false },
	{ "beside", "w", "panes side by side, or stacked", run_beside, NULL, false },
	{ "reveal", "", "whose it is: logged with your name, and why", opens_run_reveal, NULL,
	  false },
	{ "newest", "", "judge the newest commit from now on", run_newest, ready_moved,
	  false },
	{ "keep", "", "go on with the commit you began with", run_keep, ready_moved,
	  false },
};

const struct view view_score = {
	.name = "score",
	.help = "Evidence above, criteria below. The row between them names the levels by the "
		"keys that pick them. One key judges and moves on; everything is on disk "
		"before it shows, and `undo` takes it back.",
	.open = open_score, .draw = draw_score, .status = status_score, .shown = shown,
	.close = close_score, COMMANDS(commands),
};
