#include "tui/app/sharing.h"

#include <stdio.h>
#include <string.h>

#include "core/base/when.h"
#include "core/desk/assign.h"
#include "tui/app/desk.h"
#include "tui/app/signing.h"

enum { MARKERS = 16 };

static struct speaker
speaker_of(const struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;

	return (struct speaker){ .ledger = desk->ledger, .signer = signer,
		.actor = desk->workspace->actor, .now = desk->now() };
}

/* Until the key is there: of which portfolio it is said, and what. */
static int
begin(struct call *c, int (*act)(struct call *c, struct signer *signer))
{
	struct desk *desk = c->app->desk;

	if (strlen(c->argument) >= sizeof desk->saying)
		return err_set(&c->err, ERR_LIMIT, "at most %zu bytes: say it shorter; nothing is "
			       "recorded", sizeof desk->saying - 1);
	snprintf(desk->saying, sizeof desk->saying, "%s", c->argument);
	return signing_begin(c, NULL, act);
}

static int
ask(struct call *c, const char *label, int (*done)(struct call *c))
{
	if (c->argument[0] != '\0')
		return done(c);
	app_ask(c, &(struct ask){ .label = label, .done = done });
	return 0;
}

static void
set_about(struct call *c, const char *portfolio)
{
	snprintf(c->app->desk->about, sizeof c->app->desk->about, "%s", portfolio);
}

/* The list that lies below looks at the programme anew. */
static void
look_again(struct call *c)
{
	const struct view *view = app_top(c->app);

	if (view->shown != NULL)
		view->shown(c);
}

/* ---- claims ---- */

static int
claim(struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;
	const struct speaker by = speaker_of(c, signer);
	struct arena scratch = { 0 };
	struct claimed claimed;
	char when[WHEN_TEXT];
	int failed = claim_portfolio(&claimed, &scratch, &by, desk->workspace, desk->about,
				     CLAIM_HOURS, desk->saying, &c->err);

	if (failed == 0) {
		when_print(when, claimed.ends);
		app_say(c->app, ST_GOOD, "yours until %s%s%s%s%s", when,
			claimed.also == NULL ? "" : "; claimed too by ",
			claimed.also == NULL ? "" : claimed.also,
			claimed.keys_trouble == NULL ? "" : "; ",
			claimed.keys_trouble == NULL ? "" : claimed.keys_trouble);
		look_again(c);
	}
	arena_close(&scratch);
	return failed;
}

static int
take_conflict(struct call *c)
{
	return begin(c, claim);
}

int
sharing_claim(struct call *c, const char *portfolio)
{
	set_about(c, portfolio);
	return ask(c, "conflict of interest, or none: ", take_conflict);
}

static int
give_back(struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;
	const struct speaker by = speaker_of(c, signer);
	struct arena scratch = { 0 };
	struct claimed claimed;
	int failed = claim_release(&claimed, &scratch, &by, desk->workspace, desk->about,
				   &c->err);

	if (failed == 0) {
		app_say(c->app, ST_GOOD, "given back");
		look_again(c);
	}
	arena_close(&scratch);
	return failed;
}

int
sharing_give_back(struct call *c, const char *portfolio)
{
	set_about(c, portfolio);
	return begin(c, give_back);
}

/* ---- assignments ---- */

/* `a-ben a-dan sealed`: actors, and whether they judge blind; else as the policy has it. */
static int
read_markers(struct assigning *out, const char *markers[MARKERS], struct arena *arena,
	     const struct desk *desk, struct err *err)
{
	struct span rest = span_of(desk->saying);

	*out = (struct assigning){ .markers = markers, .mode = desk->ledger->trust->seal_default
		? ASSIGNMENT_SEALED : ASSIGNMENT_OPEN };
	while (rest.len != 0) {
		struct span word = span_cut(&rest, ' ');

		if (span_is(word, "sealed"))
			out->mode = ASSIGNMENT_SEALED;
		else if (span_is(word, "open"))
			out->mode = ASSIGNMENT_OPEN;
		else if (word.len != 0 && out->marker_count == MARKERS)
			return err_set(err, ERR_LIMIT, "at most %d assessors", MARKERS);
		else if (word.len != 0)
			markers[out->marker_count++] = arena_copy(arena, word.data, word.len);
	}
	return out->marker_count != 0 ? 0 : err_set(err, ERR_USAGE, "say to whom, as in "
		"a-ben a-dan sealed");
}

static int
assign(struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;
	const struct speaker by = speaker_of(c, signer);
	const char *markers[MARKERS];
	struct arena scratch = { 0 };
	struct assigning how;
	struct appended appended;
	int failed = read_markers(&how, markers, &scratch, desk, &c->err);

	if (failed == 0)
		failed = assign_portfolio(&appended, &by, desk->workspace, desk->about, &how,
					  &c->app->progress, &c->err);
	if (failed == 0) {
		app_say(c->app, ST_GOOD, "assigned%s", how.mode == ASSIGNMENT_SEALED
			? ", to be judged blind" : "");
		look_again(c);
	}
	arena_close(&scratch);
	return failed;
}

static int
take_markers(struct call *c)
{
	return begin(c, assign);
}

int
sharing_assign(struct call *c, const char *portfolio)
{
	set_about(c, portfolio);
	return ask(c, "to whom, and sealed or open: ", take_markers);
}
