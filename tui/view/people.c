/* Who may say what, and a change of it: proposed, told in plain words, signed, published. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk/proposal.h"
#include "core/desk/seal.h"
#include "core/desk/watch.h"
#include "core/store/verify.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/signing.h"

struct people {
	struct list list;		/* keys, in the order of the trust file */
	struct page page;		/* what is below: the proposal */
	bool reading;			/* the lower part has the focus */
	bool seen;			/* all of the proposal was shown */
	struct proposal proposal;
	const char *trouble;		/* why what is proposed cannot be read; NULL */
	struct err why;
};

/* ---- what there is ---- */

static void
look(struct call *c)
{
	struct people *people = c->state;
	struct desk *desk = c->app->desk;

	proposal_close(&people->proposal);
	people->trouble = NULL;
	people->seen = false;
	people->page.top = 0;
	if (proposal_open(&people->proposal, desk->workspace, desk->ledger, &people->why)
	    != 0) {
		people->trouble = people->why.text;
		people->proposal = (struct proposal){ .ledger = desk->ledger };
	}
	list_resize(&people->list, desk->ledger->trust->key_count);
}

static int
open_people(struct call *c)
{
	c->state = view_state(sizeof(struct people));
	look(c);
	return 0;
}

static void
close_people(struct call *c)
{
	struct people *people = c->state;

	proposal_close(&people->proposal);
	view_free(c);
}

static void
put_grants(struct buf *out, const struct trust *trust, const char *kid)
{
	const char *before = "";

	for (size_t i = 0; i < trust->grant_count; i++) {
		const struct trust_grant *grant = &trust->grants[i];

		if (strcmp(grant->kid, kid) != 0)
			continue;
		buf_printf(out, "%s%s", before, trust_role_word((enum trust_role)grant->role));
		for (size_t r = 0; r < grant->rubric_count; r++)
			buf_printf(out, "%s%s", r == 0 ? " for " : " ", grant->rubrics[r]);
		if (grant->until != NULL)
			buf_printf(out, " until record %s (%s)", grant->until->seq,
				   trust_end_word(grant->until));
		before = ", ";
	}
	if (trust_is_root(trust, kid))
		buf_printf(out, "%sroot", before);
	else if (*before == '\0')
		buf_text(out, "no role");
}

static void
draw_key(void *who, const struct area *row, size_t index)
{
	const struct people *people = who;
	const struct trust *trust = people->proposal.ledger->trust;
	const struct trust_key *key = &trust->keys[index];
	const char *name = trust_name(trust, key->actor);
	struct buf text = { 0 };

	buf_printf(&text, "%.8s %s", key->kid, key->actor);
	if (name != key->actor)
		buf_printf(&text, " (%s)", name);
	buf_text(&text, ": ");
	put_grants(&text, trust, key->kid);
	for (size_t i = 0; i < trust->box_count; i++)
		if (strcmp(trust->boxes[i].actor, key->actor) == 0)
			buf_printf(&text, ", box %.8s", trust->boxes[i].box_kid);
	area_put(row, 0, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static int
draw_state(const struct area *area, int row, const struct proposal *p, const struct app *app)
{
	int64_t wants = proposal_wants(p);

	for (size_t i = 0; i < p->count; i++)
		area_printf(area, row++, 2, ST_GOOD, "signed with the key %s",
			    p->signatures[i].kid);
	if (wants == 0)
		area_printf(area, row++, 0, ST_GOOD, "Signed by enough root persons: %s puts "
			    "it in force.", app_key_name(app, "people", "publish-trust").text);
	else
		area_printf(area, row++, 0, ST_WARN, "Wants %" PRId64 " more root person%s: "
			    "%s signs.", wants, wants == 1 ? "" : "s",
			    app_key_name(app, "people", "sign-trust").text);
	return row;
}

/* A version that came and does not hold: those below it are in force. */
static int
draw_fault(const struct area *area, int row, const struct ledger *ledger)
{
	const struct reason *reason = reason_find(ledger->trust_code);
	struct buf text = { 0 };

	if (ledger->trust_code == NULL)
		return row;
	buf_printf(&text, "A later version came and is not in force: %s: %s.",
		   ledger->trust_code, ledger->trust_detail);
	if (reason != NULL)
		buf_printf(&text, " %s", reason->remedy);
	row = area_wrap(area, row, 0, ST_BAD, buf_span(&text));
	buf_close(&text);
	return row;
}

static int
draw_proposal(void *who, const struct area *area, int row)
{
	const struct call *c = who;
	struct people *people = c->state;
	struct proposal *p = &people->proposal;
	const char **lines;
	size_t count;

	row = draw_fault(area, row, p->ledger);
	if (people->trouble != NULL)
		return area_wrap(area, row, 0, ST_BAD, span_of(people->trouble));
	if (p->next == NULL) {
		area_text(area, row++, 0, ST_PLAIN, "No change is proposed.");
		return row;
	}
	area_printf(area, row++, 0, ST_TITLE, "Proposed, version %" PRId64 ":",
		    p->next->version);
	count = trust_diff(&lines, &p->arena, p->ledger->trust, p->next);
	for (size_t i = 0; i < count; i++)
		row = area_wrap(area, row, 2, ST_PLAIN, span_of(lines[i]));
	return draw_state(area, row, p, c->app);
}

/* The keys, and below them the proposal; where both do not fit, it keeps half. */
static void
draw_people(struct call *c, struct area *area)
{
	struct people *people = c->state;
	const struct trust *trust = c->app->desk->ledger->trust;
	struct area title = area_take(area, 1);
	struct area nowhere = area_part(area, 0, 0, 0, area->columns), keys;
	int wanted = draw_proposal(c, &nowhere, 0) + 1, rows = (int)trust->key_count;

	area_printf(&title, 0, 0, ST_TITLE, "Who may say what: trust version %" PRId64
		    ", %" PRId64 " of %zu root persons sign a change", trust->version,
		    trust->threshold, trust->root_count);
	if (wanted > area->rows / 2)
		wanted = area->rows / 2;
	if (rows > area->rows - wanted)
		rows = area->rows - wanted;
	keys = area_take(area, rows);
	list_draw(&people->list, &keys, draw_key, people, !people->reading);
	area_take(area, 1);
	page_draw(&people->page, area, draw_proposal, c);
	people->seen |= people->page.top + people->page.rows >= people->page.length;
	if (!people->reading)
		area_cursor(&keys, (int)(people->list.at - people->list.top), 0);
}

static void
status_people(struct call *c, struct buf *out)
{
	const struct people *people = c->state;

	if (people->page.top + people->page.rows < people->page.length)
		buf_printf(out, "more of it is below: %s, then %s",
			   app_key_name(c->app, "people", "swap").text,
			   app_key_name(c->app, "people", "next").text);
}

/* ---- moving ---- */

static int
move(struct call *c, int by)
{
	struct people *people = c->state;

	if (people->reading)
		page_move(&people->page, by);
	else
		list_move(&people->list, by);
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
run_page_down(struct call *c)
{
	const struct people *people = c->state;

	return people->reading ? move(c, people->page.rows - 1) : list_run_page_down(c);
}

static int
run_page_up(struct call *c)
{
	const struct people *people = c->state;

	return people->reading ? move(c, 1 - people->page.rows) : list_run_page_up(c);
}

static int
run_swap(struct call *c)
{
	struct people *people = c->state;

	people->reading = !people->reading;
	return 0;
}

/* ---- commands ---- */

static const struct trust_key *
key_at_hand(struct call *c)
{
	const struct people *people = c->state;

	return &c->app->desk->ledger->trust->keys[people->list.at];
}

/* What could not be proposed leaves the proposal as it was in its folder. */
static int
keep(struct call *c, int failed)
{
	struct people *people = c->state;

	if (failed == 0)
		failed = proposal_keep(&people->proposal, &c->err);
	look(c);
	return failed;
}

static int
ready_propose(struct call *c)
{
	const struct people *people = c->state;

	if (c->app->desk->workspace->visiting)
		return err_set(&c->err, ERR_REFUSED, "this ledger is looked at only: its root "
			       "persons propose changes");
	return people->trouble == NULL ? 0 : err_set(&c->err, ERR_REFUSED,
		"what is proposed cannot be read: %s drops it",
		app_key_name(c->app, "people", "drop-trust").text);
}

static int
ready_proposed(struct call *c)
{
	const struct people *people = c->state;

	if (ready_propose(c) != 0)
		return -1;
	return people->proposal.next != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "no change is proposed");
}

static int
take_add(struct call *c)
{
	struct people *people = c->state;

	return keep(c, proposal_say_admit(&people->proposal, c->argument, &c->err));
}

static int
run_add(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_add(c);
	app_ask(c, &(struct ask){ .label = "actor, public key file, roles, for rubrics: ",
				  .done = take_add });
	return 0;
}

static int
take_freeze(struct call *c)
{
	struct people *people = c->state;

	return keep(c, proposal_say_end(&people->proposal, key_at_hand(c)->kid, c->argument,
					&c->err));
}

static int
run_freeze(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_freeze(c);
	app_ask(c, &(struct ask){ .label = "rotated, lost, compromised or left (and record): ",
				  .done = take_freeze });
	return 0;
}

static int
take_rotate(struct call *c)
{
	struct people *people = c->state;

	return keep(c, proposal_rotate(&people->proposal, key_at_hand(c)->actor, c->argument,
				       &c->err));
}

static int
run_rotate(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_rotate(c);
	app_ask(c, &(struct ask){ .label = "public key file of their new key: ",
				  .done = take_rotate });
	return 0;
}

static int
take_box(struct call *c)
{
	struct people *people = c->state;

	return keep(c, proposal_say_box(&people->proposal, key_at_hand(c)->actor, c->argument,
					&c->err));
}

static int
run_box(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_box(c);
	app_ask(c, &(struct ask){ .label = "file of their box, or none: ", .done = take_box });
	return 0;
}

static int
take_policy(struct call *c)
{
	struct people *people = c->state;

	return keep(c, proposal_say_policy(&people->proposal, c->argument, &c->err));
}

static int
run_policy(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_policy(c);
	app_ask(c, &(struct ask){ .label = "policy and value, as in release manual: ",
				  .done = take_policy });
	return 0;
}

/* Read, and all of it found good, before any of it is kept. */
static int
take_in(struct call *c)
{
	struct people *people = c->state;
	int failed = proposal_take(&people->proposal, c->argument, &c->err);

	look(c);
	return failed;
}

static int
run_take(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_in(c);
	app_ask(c, &(struct ask){ .label = "folder trust/ of another root person: ",
				  .done = take_in });
	return 0;
}

static int
run_root(struct call *c)
{
	struct people *people = c->state;
	struct proposal *p = &people->proposal;
	const struct trust_key *key = key_at_hand(c);
	struct trust *next = proposal_edit(p);

	if (!trust_is_root(next, key->kid))
		return keep(c, trust_add_root(next, &p->arena, key->kid, &c->err));
	return keep(c, trust_root_keys(next, key->actor) > 1
		    ? trust_drop_root_key(next, &p->arena, key->kid, &c->err)
		    : trust_drop_root(next, key->actor, &c->err));
}

static int
take_threshold(struct call *c)
{
	struct people *people = c->state;
	char *end;
	long persons = strtol(c->argument, &end, 10);

	if (*end != '\0')
		return err_set(&c->err, ERR_USAGE, "expected a number");
	return keep(c, trust_set_threshold(proposal_edit(&people->proposal), persons,
					   &c->err));
}

static int
run_threshold(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_threshold(c);
	app_ask(c, &(struct ask){ .label = "how many root persons sign a change: ",
				  .done = take_threshold });
	return 0;
}

static int
sign(struct call *c, struct signer *signer)
{
	struct people *people = c->state;

	return proposal_sign(&people->proposal, signer, &c->err);
}

static int
publish(struct call *c, struct signer *signer)
{
	struct people *people = c->state;
	struct desk *desk = c->app->desk;
	struct oid oid;

	if (proposal_publish(&oid, &people->proposal, signer, desk->workspace->actor,
			     desk->now(), &c->err) != 0)
		return -1;
	app_say(c->app, ST_GOOD, "version %" PRId64 " is in force",
		desk->ledger->trust->version);
	look(c);
	return 0;
}

/* Nobody signs what was not shown. */
static int
ready_sign(struct call *c)
{
	const struct people *people = c->state;

	if (ready_proposed(c) != 0)
		return -1;
	return people->seen ? 0 : err_set(&c->err, ERR_REFUSED, "more of it is below: %s, then "
		"%s shows it; then sign", app_key_name(c->app, "people", "swap").text,
		app_key_name(c->app, "people", "next").text);
}

static int
run_sign(struct call *c)
{
	return signing_begin(c, NULL, sign);
}

static int
ready_publish(struct call *c)
{
	const struct people *people = c->state;

	if (ready_proposed(c) != 0)
		return -1;
	return proposal_wants(&people->proposal) == 0 ? 0
		: err_set(&c->err, ERR_REFUSED, "not enough root persons have signed it");
}

static int
run_publish(struct call *c)
{
	return signing_begin(c, NULL, publish);
}

static int
run_drop(struct call *c)
{
	int failed = proposal_drop(c->app->desk->workspace, &c->err);

	look(c);
	return failed;
}

static int
retire(struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;
	const struct speaker by = { .ledger = desk->ledger, .signer = signer,
		.actor = desk->workspace->actor, .now = desk->now() };
	struct appended appended;

	if (watch_retire(&appended, &by, desk->saying, &c->err) != 0)
		return -1;
	app_say(c->app, ST_GOOD, "retired: nothing more can be signed with this key; %s closes "
		"its grants", app_key_name(c->app, "people", "freeze").text);
	return 0;
}

static int
take_why(struct call *c)
{
	struct sshkey key;
	char warning[80];
	bool asks;

	if (seal_peek_signer(&key, &asks, c->app->desk->workspace, &c->err) != 0)
		return -1;
	snprintf(c->app->desk->saying, sizeof c->app->desk->saying, "%s", c->argument);
	snprintf(warning, sizeof warning, "nothing can ever follow on the chain of %.8s", key.kid);
	return signing_begin(c, warning, retire);
}

static int
run_retire(struct call *c)
{
	if (c->argument[0] != '\0')
		return take_why(c);
	app_ask(c, &(struct ask){ .label = "why (it stands in the record): ",
				  .done = take_why });
	return 0;
}

static const struct command commands[] = {
	{ "add-person", "a", "let someone in, or give a key more roles", run_add,
	  ready_propose, true },
	{ "rotate", "r", "another key for this key's person, who may as much", run_rotate,
	  ready_propose, false },
	{ "freeze", "f", "end the key at hand with its last record, or raise its end", run_freeze,
	  ready_propose, true },
	{ "root", "t", "this key signs changes of trust, or no more", run_root,
	  ready_propose, false },
	{ "threshold", "T", "how many root persons sign a change", run_threshold,
	  ready_propose, false },
	{ "box", "x", "what is sealed is closed for this person too, or no more", run_box,
	  ready_propose, false },
	{ "policy", "p", "release, seal_default, required_witnesses and the others", run_policy,
	  ready_propose, false },
	{ "sign-trust", "S", "sign what is proposed", run_sign, ready_sign, true },
	{ "publish-trust", "P", "put it in force", run_publish, ready_publish, true },
	{ "take", "i", "take in what another root person proposed and signed", run_take,
	  ready_propose, false },
	{ "swap", "<Tab>", "between the keys and what is below", run_swap, NULL, false },
	{ "retire", "", "end the chain of the key you sign with, for good", run_retire,
	  NULL, false },
	{ "drop-trust", "D", "take what is proposed away", run_drop, NULL, false },
	{ "next", "j<Down>", "the next one, or line below", run_next, NULL, true },
	{ "previous", "k<Up>", "the one before", run_previous, NULL, false },
	{ "page-down", "<PgDn><Space>", "one screen on", run_page_down, NULL, false },
	{ "page-up", "<PgUp>b", "one screen back", run_page_up, NULL, false },
	{ "first", "g<Home>", "the first one", list_run_first, NULL, false },
	{ "last", "G<End>", "the last one", list_run_last, NULL, false },
};

const struct view view_people = {
	.name = "people",
	.help = "Whose keys may say what, and the change that is proposed, in plain words. "
		"Root persons sign it; what they pass on is the folder trust/ of the "
		"programme. Somebody is let in as `a-ben ben.pub assessor moderator for "
		"welding-* called Ben Ny`; without `for`, for every rubric. A key ends as "
		"`lost 41`, where 41 is the last of its records that is good.",
	.open = open_people, .draw = draw_people, .status = status_people, .close = close_people, COMMANDS(commands),
};
