/* Who may say what, and a change of it: proposed, told in plain words, signed, published. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk/seal.h"
#include "core/desk/watch.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/people.h"
#include "tui/app/signing.h"

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

/* What stands on an old trust file, or on one of two, comes to nothing. */
static int
ready_standing(struct call *c)
{
	const struct people *people = c->state;

	if (ready_proposed(c) != 0)
		return -1;
	return people->proposal.stale == NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "%s", people->proposal.stale);
}

/* Nobody signs what was not shown. */
static int
ready_sign(struct call *c)
{
	const struct people *people = c->state;

	if (ready_standing(c) != 0)
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

	if (ready_standing(c) != 0)
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
	snprintf(warning, sizeof warning, "nothing can ever follow on the chain of %.8s",
		 key.kid);
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
	{ "freeze", "f", "end the key at hand with its last record, or raise its end",
	  run_freeze, ready_propose, true },
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
	.open = open_people, .draw = people_draw, .status = people_status,
	.close = close_people, COMMANDS(commands),
};
