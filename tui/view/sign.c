/*
 * The sign page: what will be recorded and what the learner will read, before anything is.
 * Until the last key nothing is decided; afterwards it says how anyone can check it.
 */
#include <stdio.h>

#include "core/desk/gate.h"
#include "core/desk/seal.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/opens.h"
#include "tui/app/signing.h"
#include "tui/app/worktime.h"
#include "tui/app/note.h"

struct sign {
	struct page page;
	struct seal seal;
	bool prepared, signed_now;
	off_t at;			/* how much had been said when it was prepared */
	struct sealed sealed;
	char trouble[512];		/* why it could not be prepared; "" */
};

/* ---- preparing ---- */

static void
forget(struct sign *sign)
{
	if (sign->prepared)
		seal_close(&sign->seal);
	sign->prepared = false;
	sign->trouble[0] = '\0';
}

/* Build what would be signed, if it may be; otherwise the page says what is missing. */
static void
prepare(struct call *c)
{
	struct sign *sign = c->state;
	struct desk *desk = c->app->desk;
	struct sshkey key;
	struct err err;
	bool asks;

	forget(sign);
	app_unsee(c->app);
	sign->at = desk->session->draft.len;
	if (desk->session->look)
		return;
	if (session_survey(desk->session, &c->app->progress, &err) != 0) {
		snprintf(sign->trouble, sizeof sign->trouble, "%s", err.text);
		return;
	}
	if (session_ready(desk->session, &err) != 0)
		return;
	if (seal_peek_signer(&key, &asks, desk->workspace, &err) != 0
	    || seal_prepare(&sign->seal, desk->session, desk->ledger, &key, &c->app->progress,
			    &err) != 0)
		snprintf(sign->trouble, sizeof sign->trouble, "%s", err.text);
	else
		sign->prepared = true;
}

static int
open_sign(struct call *c)
{
	if (desk_ready(c) != 0)
		return -1;
	c->state = view_state(sizeof(struct sign));
	prepare(c);
	return 0;
}

static void
close_sign(struct call *c)
{
	struct sign *sign = c->state;
	bool signed_now = sign->signed_now;

	forget(sign);
	if (signed_now)
		desk_close(c->app->desk);
	view_free(c);
}

/* ---- drawing ---- */

static int
section(const struct area *area, int row, enum style style, const char *heading,
	struct buf *body)
{
	row = area_wrap(area, row, 0, style, span_of(heading));
	row = area_wrap(area, row, 2, ST_PLAIN, buf_span(body));
	buf_close(body);
	return row + 1;
}

static int
draw_gaps(const struct area *area, int row, const struct session *session)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &scratch, &session->scoring);

	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s\n", gaps[i].text);
	if (count != 0)
		row = section(area, row, ST_WARN, "Still missing: it cannot be signed yet",
			      &text);
	arena_close(&scratch);
	return row;
}

static int
draw_unseen(const struct area *area, int row, const struct session *session)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	size_t *items, count = session_unseen(&items, &scratch, session);

	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s\n", session->dossier.items[items[i]].path);
	if (count != 0)
		row = section(area, row, ST_WARN, "Never opened, though it feeds a criterion",
			      &text);
	arena_close(&scratch);
	return row;
}

static int
draw_conflict(const struct area *area, int row, const struct call *c)
{
	const struct scoring *scoring = &c->app->desk->session->scoring;
	struct buf text = { 0 };

	if (scoring->conflict == NULL)
		buf_printf(&text, "Not declared. %s says that you have none, %s says which.",
			   app_key_name(c->app, "sign", "no-conflict").text,
			   app_key_name(c->app, "sign", "conflict").text);
	else
		buf_text(&text, scoring->conflict);
	if (!scoring->returned)
		buf_text(&text, "\nSigning also says that, as far as you can tell, the "
			 "evidence is the learner's own.");
	return section(area, row, ST_STRONG, "Declarations: conflict of interest", &text);
}

/* Returned at the gate, or what of it nobody has ticked. */
static int
draw_gate(const struct area *area, int row, const struct call *c)
{
	const struct session *session = c->app->desk->session;
	const struct scoring *scoring = &session->scoring;
	struct arena scratch = { 0 };
	struct buf text = { 0 };
	const char **why;
	char unticked[80];
	size_t count = scoring->returned ? gate_why(&why, &scratch, scoring) : 0;

	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s%s", i == 0 ? "" : "\n", why[i]);
	for (size_t i = 0; !scoring->returned && i < session->rubric->gate_count; i++)
		if (gate_state(scoring, i) == GATE_UNSAID)
			buf_printf(&text, "%s\n", session->rubric->gate[i].label);
	snprintf(unticked, sizeof unticked, "At the gate, and not ticked: %s shows it",
		 app_key_name(c->app, "sign", "gate").text);
	if (scoring->returned)
		row = section(area, row, ST_STRONG,
			      "Outcome: incomplete, returned at the gate without a score", &text);
	else if (text.len != 0)
		row = section(area, row, ST_WARN, unticked, &text);
	arena_close(&scratch);
	return row;
}

static int
draw_outcome(const struct area *area, int row, const struct session *session)
{
	struct buf text = { 0 };

	scoring_print_outcome(&text, &session->scoring);
	return section(area, row, ST_STRONG, "Outcome", &text);
}

static void
print_judgement(struct buf *out, const struct session *session, size_t index)
{
	const struct criterion *criterion = &session->rubric->criteria[index];
	const struct judgement *judgement = &session->scoring.judgements[index];
	struct mark mark = judgement->mark;

	buf_printf(out, "%s ", criterion->id);
	if (mark.kind == MARK_LEVEL)
		buf_text(out, criterion->scale->levels[mark.index].label);
	else if (mark.kind == MARK_CODE)
		buf_printf(out, "coded %s", session->rubric->codes[mark.index].id);
	else
		buf_text(out, "not judged");
	for (size_t i = 0; i < judgement->cite_count; i++) {
		buf_text(out, i == 0 ? ", cites " : ", ");
		address_print(out, &judgement->cites[i]);
	}
	session_print_earlier(out, session, index, ", ");
	buf_text(out, "\n");
}

static int
draw_sheet(const struct area *area, int row, const struct session *session,
	   const struct sign *sign)
{
	struct buf text = { 0 };

	for (size_t i = 0; !session->scoring.returned && i < session->rubric->criterion_count;
	     i++)
		print_judgement(&text, session, i);
	if (session->scoring.returned)
		buf_text(&text, "no score\n");
	buf_printf(&text, "by %s version %lld; evidence at commit %.12s",
		   session->rubric->id, (long long)session->rubric->version,
		   session->draft.evidence);
	if (sign->prepared && sign->seal.readers != NULL)
		buf_printf(&text, "\nnotes sealed; to be opened by %s, and you",
			   sign->seal.readers);
	return section(area, row, ST_STRONG, "What will be recorded", &text);
}

static int
draw_feedback(const struct area *area, int row, const struct sign *sign)
{
	struct buf text = { 0 };

	buf_put(&text, sign->seal.feedback.data, sign->seal.feedback.len);
	return section(area, row, ST_STRONG, sign->seal.releases
		       ? "What the learner will read, at once"
		       : "What the learner will read, after moderation", &text);
}

static int
draw_signed(const struct area *area, int row, const struct call *c)
{
	const struct sign *sign = c->state;
	const struct workspace *workspace = c->app->desk->workspace;
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &sign->sealed.appended.oid);
	buf_printf(&text, "record %s\ncommit %s\nnumber %lld of your chain, kept %s", sign->seal.id, hex,
		   (long long)sign->sealed.appended.seq,
		   sign->sealed.appended.was_there ? "from a signing that was cut off" : "now");
	row = section(area, row, ST_GOOD, "Recorded", &text);
	if (sign->sealed.keys_trouble != NULL) {
		buf_text(&text, sign->sealed.keys_trouble);
		row = section(area, row, ST_WARN, "Sealed", &text);
	}
	if (sign->sealed.outcome_oid[0] != '\0')
		buf_printf(&text, "%s on assay/outcomes of the portfolio",
			   sign->sealed.outcome_oid);
	else if (sign->sealed.release_trouble != NULL)
		buf_printf(&text, "Not yet: %s. Mend that and sign again; it will not be "
			   "recorded twice.", sign->sealed.release_trouble);
	else
		buf_text(&text, "After moderation, as this programme's policy says.");
	row = section(area, row, sign->sealed.release_trouble != NULL ? ST_WARN : ST_STRONG,
		      "Released to the learner", &text);
	/* To be pasted: from the first column on, and the last stays free. */
	row = area_wrap(area, row, 0, ST_STRONG, span_of("Check it with stock git"));
	seal_how_to_check(&text, workspace, &sign->sealed.appended.oid,
			  (size_t)area->columns - 1);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static int
draw_worked(const struct area *area, int row, const struct desk *desk)
{
	struct buf text = { 0 };

	worktime_print(&text, desk);
	return text.len == 0 ? row : section(area, row, ST_STRONG,
		"You worked on it, for you alone and in no record", &text);
}

static int
draw_text(void *who, const struct area *area, int row)
{
	struct call *c = who;
	const struct sign *sign = c->state;
	const struct session *session = c->app->desk->session;
	struct buf text = { 0 };

	if (sign->signed_now)
		return draw_signed(area, row, c);
	if (sign->trouble[0] != '\0') {
		buf_text(&text, sign->trouble);
		row = section(area, row, ST_BAD, "It cannot be signed", &text);
	}
	row = draw_gaps(area, row, session);
	if (!session->scoring.returned)
		row = draw_unseen(area, row, session);
	row = draw_conflict(area, row, c);
	row = draw_gate(area, row, c);
	if (!session->scoring.returned)
		row = draw_outcome(area, row, session);
	row = draw_sheet(area, row, session, sign);
	row = draw_worked(area, row, c->app->desk);
	return sign->prepared ? draw_feedback(area, row, sign) : row;
}

static void
draw_sign(struct call *c, struct area *area)
{
	struct sign *sign = c->state;
	const struct session *session = c->app->desk->session;
	struct area title = area_take(area, 1);
	struct buf attempt = { 0 };

	if (!sign->signed_now && sign->at != session->draft.len)
		prepare(c);	/* a note or a tick since: what is signed is what is shown */
	attempt_print(&attempt, session->rubric, session->taken.attempt);
	area_printf(&title, 0, 0, ST_TITLE, "%s %.8s, %s",
		    sign->signed_now ? "Signed" : "Sign", session->taken.portfolio,
		    attempt.data);
	buf_close(&attempt);
	page_draw(&sign->page, area, draw_text, c);
}

/* ---- commands ---- */

static int
ready_change(struct call *c)
{
	return !((struct sign *)c->state)->signed_now ? 0
		: err_set(&c->err, ERR_REFUSED, "it is signed");
}

static int
ready_sign(struct call *c)
{
	const struct sign *sign = c->state;

	if (ready_change(c) != 0)
		return -1;
	if (c->app->desk->session->look)
		return err_set(&c->err, ERR_REFUSED, "only looking: nothing can be signed");
	if (session_ready(c->app->desk->session, &c->err) != 0)
		return -1;
	return sign->prepared ? 0 : err_set(&c->err, ERR_REFUSED, "%s", sign->trouble);
}

static int
say(struct call *c, const char *verb, const char *rest)
{
	if (desk_say(c->app->desk, &c->err, "%s %s", verb, rest) != 0)
		return -1;
	prepare(c);
	return 0;
}

/* Said in words too: the page may be scrolled to where it does not show. */
static int
declare(struct call *c, const char *what)
{
	if (say(c, "conflict", what) != 0)
		return -1;
	app_say(c->app, ST_PLAIN, strcmp(what, "none") == 0 ? "no conflict declared"
		: "declared: %s", what);
	return 0;
}

static int
run_no_conflict(struct call *c)
{
	return declare(c, "none");
}

static int
take_conflict(struct call *c)
{
	return declare(c, c->argument);
}

static int
run_conflict(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_conflict(c);
	app_ask(c, &(struct ask){ .label = "conflict of interest: ", .done = take_conflict });
	return 0;
}

static int
ready_decide(struct call *c)
{
	if (!c->app->desk->session->rubric->manual)
		return err_set(&c->err, ERR_REFUSED, "this rubric decides by its own rule");
	return ready_change(c);
}

static int
take_decide(struct call *c)
{
	return say(c, "decide", c->argument);
}

static int
run_decide(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_decide(c);
	app_ask(c, &(struct ask){ .label = "pass, not_yet, incomplete or refer: ",
				  .done = take_decide });
	return 0;
}

static int
run_overall(struct call *c)
{
	return note_write(c, "overall");
}

static int
sign(struct call *c, struct signer *signer)
{
	struct sign *state = c->state;

	if (seal_sign(&state->sealed, &state->seal, signer, c->app->desk->now(), &c->err) != 0) {
		if (c->err.code == ERR_CONFLICT)
			prepare(c);
		return err_within(&c->err, "nothing is lost, and a retry records it once");
	}
	state->signed_now = true;
	state->page.top = 0;
	return 0;
}

/* Asked once more only where it leaves this machine, as what the learner has read no undo
 * takes back, and where the gate was not looked at. */
static int
run_sign(struct call *c)
{
	const struct sign *state = c->state;
	const struct scoring *scoring = &c->app->desk->session->scoring;
	size_t unticked = scoring->returned ? 0 : gate_unsaid(scoring);
	bool releases = state->seal.releases;
	char warning[80] = "";

	if (unticked != 0)
		snprintf(warning, sizeof warning, "%zu unticked at the gate", unticked);
	if (releases)
		snprintf(warning + strlen(warning), sizeof warning - strlen(warning), "%s%s",
			 unticked == 0 ? "" : "; ", "it goes to the learner at once");
	return signing_begin(c, warning[0] == '\0' ? NULL : warning, sign);
}

/* A note on the whole may have been written meanwhile. */
static int
run_again(struct call *c)
{
	prepare(c);
	return 0;
}

static const struct command commands[] = {
	{ "sign", "S", "sign and record it", run_sign, ready_sign, true },
	{ "no-conflict", "f", "declare that you have no conflict of interest", run_no_conflict,
	  ready_change, true },
	{ "conflict", "F", "declare a conflict of interest", run_conflict, ready_change, false },
	{ "overall", "O", "a note on the whole", run_overall, ready_change, true },
	{ "decide", "D", "decide, where the rubric leaves it to you", run_decide, ready_decide,
	  false },
	{ "prepare", "R", "look at all of it anew", run_again, ready_change, false },
	{ "gate", "t", "the gate: tick it, or return it there", opens_run_gate, ready_change, false },
	PAGE_COMMANDS,
};

const struct view view_sign = {
	.name = "sign",
	.help = "Everything that will be recorded, and what the learner will read. Nothing is "
		"decided until it is signed; what stands in the way is listed first.",
	.open = open_sign, .draw = draw_sign, .status = page_status,
	.close = close_sign, COMMANDS(commands),
};
