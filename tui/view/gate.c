/*
 * The gate: what must hold before anything is judged. What assay found stands there; what is
 * a person's is ticked; and from here a portfolio is returned.
 */
#include "core/desk/gate.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/opens.h"
#include "tui/base/pane.h"

enum { STATE_COLUMNS = 9 };

static struct session *
session_of(const struct call *c)
{
	return c->app->desk->session;
}

static int
open_gate(struct call *c)
{
	struct list *list;

	if (desk_ready(c) != 0)
		return -1;
	if (session_of(c)->rubric->gate_count == 0)
		return err_set(&c->err, ERR_REFUSED, "this rubric has no gate");
	if (session_survey(session_of(c), &c->app->progress, &c->err) != 0)
		return -1;
	list = view_state(sizeof *list);
	list->count = session_of(c)->rubric->gate_count;
	c->state = list;
	return 0;
}

/* ---- drawing ---- */

static const char *
state_words(const struct scoring *scoring, size_t check)
{
	static const char *const words[] = { "[ ]", "[met]", "[unmet]" };
	enum gate_state state = gate_state(scoring, check);

	if (gate_is_said(&scoring->rubric->gate[check], scoring->survey))
		return words[state];
	return state == GATE_UNSAID ? "?" : gate_state_word(state);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct scoring *scoring = &((struct desk *)who)->session->scoring;
	enum gate_state state = gate_state(scoring, index);

	area_text(row, 0, 0, state == GATE_UNMET ? ST_BAD : state == GATE_MET ? ST_GOOD
		  : ST_WARN, state_words(scoring, index));
	area_text(row, 0, STATE_COLUMNS, ST_PLAIN, scoring->rubric->gate[index].label);
}

static struct key_name
key_of(const struct call *c, const char *command)
{
	return app_key_name(c->app, "gate", command);
}

static void
print_check(struct buf *out, const struct call *c, size_t index)
{
	const struct session *session = session_of(c);
	const struct gate_check *check = &session->rubric->gate[index];
	struct arena scratch = { 0 };
	const struct finding **findings;
	size_t count = gate_findings(&findings, &scratch, check, session->survey);

	buf_printf(out, "%s: %s\n", check->id, check->label);
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "- ");
		finding_print(out, findings[i]);
		buf_char(out, '\n');
	}
	if (check->automatic != NULL)
		buf_printf(out, "Assay looks whether %s. ",
			   survey_checks[check_find(check->automatic)].says);
	if (gate_is_said(check, session->survey))
		buf_printf(out, "Yours to tick: %s met, %s unmet. ", key_of(c, "met").text,
			   key_of(c, "unmet").text);
	else
		buf_text(out, "Nobody ticks it. ");
	if (check->effect == GATE_WARN)
		buf_text(out, "It only warns.\n");
	else
		buf_printf(out, "Unmet, the portfolio goes back: %s.\n",
			   key_of(c, "return").text);
	arena_close(&scratch);
}

static void
draw_gate(struct call *c, struct area *area)
{
	struct list *list = c->state;
	const struct session *session = session_of(c);
	struct area title = area_take(area, 1);
	struct panes panes = { 0 };
	struct buf text = { 0 };

	area_printf(&title, 0, 0, ST_TITLE, "The gate of %.8s%s", session->taken.portfolio,
		    session->scoring.returned ? ": to be returned incomplete" : "");
	panes_lay(&panes, area, area->rows - (int)list->count - 1 > area->rows / 2
		  ? area->rows - (int)list->count - 1 : area->rows / 2);
	area_rule(&panes.rule, 0, 0, ST_PLAIN, '-');
	print_check(&text, c, list->at);
	area_wrap(&panes.second, 0, LIST_MARK, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	list_draw(list, &panes.first, draw_row, c->app->desk, true);
}

/* ---- commands ---- */

static int
tick(struct call *c, const char *word)
{
	struct list *list = c->state;

	if (desk_say(c->app->desk, &c->err, "gate %s %s",
		     session_of(c)->rubric->gate[list->at].id, word) != 0)
		return -1;
	list_move(list, 1);
	return 0;
}

static int
run_met(struct call *c)
{
	return tick(c, "met");
}

static int
run_unmet(struct call *c)
{
	return tick(c, "unmet");
}

/* The wish alone: it is signed on the sign page, like any decision. */
static int
run_return(struct call *c)
{
	bool returned = session_of(c)->scoring.returned;

	if (!returned && gate_count(&session_of(c)->scoring, GATE_RETURN, GATE_UNMET) == 0)
		return err_set(&c->err, ERR_REFUSED,
			       "nothing that returns is unmet: %s ticks what is",
			       app_key_name(c->app, "gate", "unmet").text);
	if (desk_say(c->app->desk, &c->err, "return %s", returned ? "no" : "gate") != 0)
		return -1;
	if (returned)
		app_say(c->app, ST_PLAIN, "it stays, to be judged");
	else
		app_say(c->app, ST_PLAIN, "to be returned incomplete: %s shows what will be "
			"recorded", app_key_name(c->app, "gate", "sign").text);
	return 0;
}

static int
run_undo(struct call *c)
{
	return desk_say(c->app->desk, &c->err, "undo");
}

static const struct command commands[] = {
	{ "met", "y", "tick: it is met; on to the next", run_met, NULL, true },
	{ "unmet", "n", "tick: it is not met", run_unmet, NULL, true },
	{ "return", "B", "return it incomplete, unjudged; or do not", run_return, NULL, true },
	{ "undo", "u", "take the last verb back", run_undo, NULL, true },
	{ "sign", "S", "see what will be recorded, then sign", opens_run_sign, NULL, true },
	LIST_COMMANDS,
};

const struct view view_gate = {
	.name = "gate",
	.help = "What must hold before anything is judged. Words in brackets are ticked by "
		"you, the others are found by assay. What is unmet and returns sends the "
		"portfolio back: `return` says so, `sign` signs it, and nothing follows before that.",
	.open = open_gate, .draw = draw_gate, .shown = desk_shown, .close = view_free,
	COMMANDS(commands),
};
