/*
 * The case of a moderator: what others decided, what becomes of it and why, and what will be
 * recorded, before anything is. Everything said is kept as it is said; the levels that are to
 * stand in a decision's place are changed as one scores, on the score screen.
 */
#include <stdio.h>

#include "core/desk/moderate.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/signing.h"

struct moderate {
	struct page page;
	struct moderating moderating;
	struct ruling ruling;
	bool prepared, signed_now;
	struct moderated moderated;
	char trouble[512];		/* why it cannot be signed; "" */
};

/* ---- preparing ---- */

static void
forget(struct moderate *state)
{
	if (state->prepared)
		ruling_close(&state->ruling);
	state->prepared = false;
	state->trouble[0] = '\0';
}

static void
prepare(struct call *c)
{
	struct moderate *state = c->state;
	struct err err;

	if (state->signed_now)
		return;
	forget(state);
	app_unsee(c->app);
	if (moderate_prepare(&state->ruling, &state->moderating, &err) != 0)
		snprintf(state->trouble, sizeof state->trouble, "%s", err.text);
	else
		state->prepared = true;
}

static void
shown_moderate(struct call *c)
{
	prepare(c);
}

/* `PORTFOLIO [SHA256]`, of one decision alone; nothing: the portfolio that is open. */
static int
open_case(struct call *c, struct arena *scratch)
{
	struct moderate *state = c->state;
	const struct desk *desk = c->app->desk;
	struct span rest = span_of(c->argument), name = span_cut(&rest, ' ');
	const struct moderating_how how = { .who = desk->who,
		.only = rest.len == 0 ? NULL : arena_copy(scratch, rest.data, rest.len) };
	const char *portfolio = arena_copy(scratch, name.data, name.len);

	if (desk->look)
		return err_set(&c->err, ERR_REFUSED, "only looking: nothing can be signed");
	if (desk->moderating != NULL)
		return err_set(&c->err, ERR_REFUSED, "a case is open already: q goes back to "
			       "it");
	if (name.len == 0 && desk->session == NULL)
		return err_set(&c->err, ERR_USAGE, "which portfolio?");
	if (name.len == 0)
		portfolio = desk->session->taken.portfolio;
	return moderate_open(&state->moderating, desk->workspace, desk->ledger, portfolio, &how,
			     &c->err);
}

static void
close_moderate(struct call *c)
{
	struct moderate *state = c->state;

	forget(state);
	c->app->desk->moderating = NULL;
	moderate_close(&state->moderating);
	view_free(c);
}

/* ---- drawing ---- */

static int
section(const struct area *area, int row, enum style style, const char *heading,
	struct buf *body)
{
	if (body->len != 0) {
		row = area_wrap(area, row, 0, style, span_of(heading));
		row = area_wrap(area, row, 2, ST_PLAIN, buf_span(body)) + 1;
	}
	buf_close(body);
	return row;
}

static void
print_choices(struct buf *out, const struct app *app)
{
	static const char *const words[] = { "confirm", "adjust", "return", "escalate",
					     "resolve" };

	buf_text(out, "Not said: ");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		buf_printf(out, "%s%s %s", i == 0 ? "" : ", ",
			   app_key_name(app, "moderate", words[i]).text, words[i]);
	buf_text(out, ".");
}

static int
draw_decided(const struct area *area, int row, const struct moderate *state)
{
	struct buf text = { 0 }, rows = { 0 };

	moderate_print_decisions(&text, &state->moderating);
	row = section(area, row, ST_STRONG, "What was decided", &text);
	moderate_print_differences(&rows, &state->moderating);
	return section(area, row, ST_STRONG, "They differ on", &rows);
}

static int
draw_said(const struct area *area, int row, const struct call *c)
{
	const struct moderate *state = c->state;
	const struct moderating *moderating = &state->moderating;
	struct buf text = { 0 };

	if (moderating->action < 0)
		print_choices(&text, c->app);
	else
		buf_text(&text, moderation_word((enum moderation_action)moderating->action));
	row = section(area, row, ST_STRONG, "What becomes of it", &text);
	moderate_print_changes(&text, moderating);
	row = section(area, row, ST_STRONG, "Said in its place", &text);
	if (moderating->reason != NULL)
		buf_text(&text, moderating->reason);
	else
		buf_printf(&text, "Not written: %s writes it.",
			   app_key_name(c->app, "moderate", "reason").text);
	return section(area, row, ST_STRONG, "The reason, for who judged it and who looks later",
		       &text);
}

static int
draw_ruling(const struct area *area, int row, const struct moderate *state)
{
	const struct ruling *ruling = &state->ruling;
	struct buf text = { 0 };

	ruling_print(&text, ruling, &state->moderating);
	row = section(area, row, ST_STRONG, "What will be recorded", &text);
	if (ruling->trouble != NULL) {
		buf_text(&text, ruling->trouble);
		return section(area, row, ST_WARN, "It could not be released from here", &text);
	}
	if (ruling->releases)
		buf_put(&text, ruling->seal.feedback.data, ruling->seal.feedback.len);
	return section(area, row, ST_STRONG, "What the learner will read, at once", &text);
}

static void
print_released(struct buf *out, const struct moderate *state)
{
	const struct moderated *moderated = &state->moderated;

	if (moderated->outcome_oid[0] != '\0')
		buf_printf(out, "%s on assay/outcomes of the portfolio", moderated->outcome_oid);
	else if (moderated->release_trouble != NULL)
		buf_printf(out, "Not yet: %s. Mend that and sign again; it will not be recorded "
			   "twice.", moderated->release_trouble);
	else if (state->ruling.outcome < 0)
		buf_text(out, "Nothing: it is not decided by this.");
	else
		buf_text(out, "Nothing now, as this programme's policy says.");
}

static int
draw_signed(const struct area *area, int row, const struct call *c)
{
	const struct moderate *state = c->state;
	const struct appended *appended = &state->moderated.appended;
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &appended->oid);
	buf_printf(&text, "commit %s\nnumber %lld of your chain, kept %s\n", hex,
		   (long long)appended->seq, appended->was_there
		   ? "from a signing that was cut off" : "now");
	ruling_print(&text, &state->ruling, &state->moderating);
	row = section(area, row, ST_GOOD, "Recorded", &text);
	buf_text(&text, state->moderated.keys_trouble == NULL ? ""
		 : state->moderated.keys_trouble);
	row = section(area, row, ST_WARN, "Sealed", &text);
	print_released(&text, state);
	row = section(area, row, state->moderated.release_trouble != NULL ? ST_WARN : ST_STRONG,
		      "Released to the learner", &text);
	/* To be pasted: from the first column on, and the last stays free. */
	row = area_wrap(area, row, 0, ST_STRONG, span_of("Check it with stock git"));
	seal_how_to_check(&text, c->app->desk->workspace, &appended->oid,
			  (size_t)area->columns - 1);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	struct call *c = who;
	const struct moderate *state = c->state;
	struct buf text = { 0 };

	if (state->signed_now)
		return draw_signed(area, row, c);
	buf_text(&text, state->trouble);
	row = section(area, row, ST_WARN, "Still missing: it cannot be signed yet", &text);
	row = draw_decided(area, row, state);
	row = draw_said(area, row, c);
	return state->prepared ? draw_ruling(area, row, state) : row;
}

static void
draw_moderate(struct call *c, struct area *area)
{
	struct moderate *state = c->state;
	const struct moderating *moderating = &state->moderating;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "%s %.8s, attempt %lld: %zu decision%s",
		    state->signed_now ? "Moderated" : "Moderate", moderating->taken.portfolio,
		    (long long)moderating->of[0]->said->attempt, moderating->of_count,
		    moderating->of_count == 1 ? "" : "s");
	page_draw(&state->page, area, draw_text, c);
}

/* ---- saying ---- */

static int
ready_change(struct call *c)
{
	return !((struct moderate *)c->state)->signed_now ? 0
		: err_set(&c->err, ERR_REFUSED, "it is signed");
}

static int
say(struct call *c, const char *word, const char *rest)
{
	struct moderate *state = c->state;
	struct buf verb = { 0 };
	int failed;

	forget(state);
	buf_printf(&verb, "%s %s", word, rest);
	failed = moderate_say(&state->moderating, verb.data, &c->err);
	buf_close(&verb);
	prepare(c);
	return failed;
}

/* Said in words too: the page may be scrolled to where it does not show. */
static int
choose(struct call *c, enum moderation_action action)
{
	if (say(c, "action", moderation_word(action)) != 0)
		return -1;
	app_say(c->app, ST_PLAIN, "to %s", moderation_word(action));
	return 0;
}

/* Levels on the score screen: what is said there is a verb of this case. */
static int
run_levels(struct call *c)
{
	struct moderate *state = c->state;

	forget(state);
	if (moderate_lay(&state->moderating, &c->err) != 0
	    || desk_open_case(c->app->desk, state->moderating.session, &c->err) != 0) {
		prepare(c);
		return -1;
	}
	return desk_show(c);
}

static int
run_confirm(struct call *c)
{
	return choose(c, MODERATION_CONFIRM);
}

static int
run_return(struct call *c)
{
	return choose(c, MODERATION_RETURN);
}

static int
run_escalate(struct call *c)
{
	return choose(c, MODERATION_ESCALATE);
}

/* The levels are what one then goes on to, where none is said yet. */
static int
choose_other(struct call *c, enum moderation_action action)
{
	const struct moderate *state = c->state;

	if (moderate_said(&state->moderating) != 0)
		return choose(c, action);
	return say(c, "action", moderation_word(action)) != 0 ? -1 : run_levels(c);
}

static int
run_adjust(struct call *c)
{
	return choose_other(c, MODERATION_ADJUST);
}

static int
run_resolve(struct call *c)
{
	return choose_other(c, MODERATION_RESOLVE);
}

static int
take_reason(struct call *c)
{
	return say(c, "reason", c->argument);
}

static int
keep_reason(struct call *c)
{
	const struct moderate *state = c->state;

	return moderate_jot(&state->moderating, c->argument, c->app->textarea.at, &c->err);
}

static int
drop_reason(struct call *c)
{
	struct moderate *state = c->state;

	moderate_drop_jotting(&state->moderating);
	prepare(c);
	return 0;
}

static int
run_reason(struct call *c)
{
	const struct moderating *moderating = &((struct moderate *)c->state)->moderating;
	const struct jotting *begun = &moderating->begun;

	if (c->argument[0] != '\0')
		return take_reason(c);
	app_ask(c, &(struct ask){ .label = "the reason, for who judged it and who looks later",
				  .text = begun->on != NULL ? begun->text : moderating->reason,
				  .many_lines = true, .done = take_reason, .keep = keep_reason,
				  .dropped = drop_reason });
	return 0;
}

/* What was being written when the sitting ended is in the editor again. */
static void
resume_reason(struct call *c)
{
	const struct jotting begun = ((struct moderate *)c->state)->moderating.begun;
	struct call asking = *c;

	if (begun.on == NULL)
		return;
	asking.argument = "";
	(void)!run_reason(&asking);
	c->app->textarea.at = begun.at;
	app_say(c->app, ST_GOOD, "begun and not said; " TEXTAREA_HINT);
}

static int
take_drop(struct call *c)
{
	struct moderate *state = c->state;

	if (strcmp(c->argument, "y") != 0)
		return err_set(&c->err, ERR_CANCELLED, "it is as it was");
	forget(state);
	if (moderate_drop(&state->moderating, &c->err) != 0)
		return -1;
	app_say(c->app, ST_PLAIN, "set aside: nothing of it was signed");
	app_back(c);
	return 0;
}

static int
ready_drop(struct call *c)
{
	const struct moderate *state = c->state;

	if (ready_change(c) != 0)
		return -1;
	return moderate_begun(&state->moderating) ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing is said of it yet");
}

static int
run_drop(struct call *c)
{
	app_ask(c, &(struct ask){ .label = "y sets aside what is said here: ", .one = true,
				  .done = take_drop });
	return 0;
}

/* ---- signing ---- */

static int
sign(struct call *c, struct signer *signer)
{
	struct moderate *state = c->state;

	if (moderate_sign(&state->moderated, &state->moderating, &state->ruling, signer,
			  c->app->desk->now(), &c->err) != 0) {
		if (c->err.code == ERR_CONFLICT)
			prepare(c);
		return err_within(&c->err, "nothing is lost, and a retry records it once");
	}
	state->signed_now = state->moderated.release_trouble == NULL;
	state->page.top = 0;
	if (!state->signed_now)
		app_say(c->app, ST_WARN, "recorded, but not released: %s; sign again, and it will "
			"not be recorded twice", state->moderated.release_trouble);
	return 0;
}

static int
ready_sign(struct call *c)
{
	const struct moderate *state = c->state;

	if (ready_change(c) != 0)
		return -1;
	return state->prepared ? 0 : err_set(&c->err, ERR_REFUSED, "%s", state->trouble);
}

static int
run_sign(struct call *c)
{
	const struct moderate *state = c->state;

	return signing_begin(c, state->ruling.releases && state->ruling.trouble == NULL
			     ? "it goes to the learner at once" : NULL, sign);
}

/* ---- elsewhere ---- */

static int
run_compare(struct call *c)
{
	const struct moderate *state = c->state;
	struct buf argument = { 0 };
	int failed;

	buf_printf(&argument, "%s %lld", state->moderating.taken.portfolio,
		   (long long)state->moderating.of[0]->said->attempt);
	failed = app_open(c, "compare", argument.data);
	buf_close(&argument);
	return failed;
}

static int
run_log(struct call *c)
{
	return app_open(c, "log", ((struct moderate *)c->state)->moderating.taken.portfolio);
}

static int
open_moderate(struct call *c)
{
	struct arena scratch = { 0 };
	struct moderate *state = view_state(sizeof *state);
	int failed;

	c->state = state;
	failed = open_case(c, &scratch);
	arena_close(&scratch);
	if (failed != 0) {
		view_free(c);
		return -1;
	}
	desk_veil(c->app->desk, state->moderating.taken.portfolio);
	c->app->desk->moderating = &state->moderating;
	if (moderate_begun(&state->moderating))
		app_say(c->app, ST_PLAIN, "as you left it: nothing of it is signed");
	prepare(c);
	resume_reason(c);
	return 0;
}

static const struct command commands[] = {
	{ "sign", "S", "sign and record it", run_sign, ready_sign, true },
	{ "reason", "n", "write the reason", run_reason, ready_change, true },
	{ "confirm", "c", "it stands as it was decided", run_confirm, ready_change, true },
	{ "adjust", "a", "something else stands in its place", run_adjust, ready_change, true },
	{ "return", "B", "it goes back to who judged it", run_return, ready_change, true },
	{ "escalate", "E", "it goes up to somebody else", run_escalate, ready_change, false },
	{ "resolve", "R", "their disagreement ends so", run_resolve, ready_change, false },
	{ "levels", "<Enter>", "the evidence and its levels, to say others", run_levels,
	  ready_change, true },
	{ "compare", "=", "the decisions side by side", run_compare, NULL, true },
	{ "log", "L", "all that was recorded of the portfolio", run_log, NULL, false },
	{ "drop", "X", "set aside what is said here", run_drop, ready_drop, false },
	PAGE_COMMANDS,
};

const struct view view_moderate = {
	.name = "moderate",
	.help = "What others decided, what becomes of it, and everything that will be recorded; "
		"what stands in the way is listed first. All said here is on disk before it "
		"shows, and nothing is decided until it is signed. To adjust a decision, or to "
		"resolve a disagreement, one says other levels and notes on the score screen, "
		"beginning from the first decision; `S` there comes back here.",
	.open = open_moderate, .draw = draw_moderate, .shown = shown_moderate,
	.close = close_moderate, COMMANDS(commands),
};
