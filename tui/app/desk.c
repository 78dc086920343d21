#include "tui/app/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk/judged.h"
#include "core/desk/moderate.h"
#include "core/desk/seal.h"
#include "core/desk/whereabouts.h"
#include "tui/app/app.h"
#include "tui/app/worktime.h"

enum { FIRST_FILES = 2000 };	/* looked at before the first screen */

static void
forget_lines(struct desk *desk)
{
	free(desk->left);
	desk->left = NULL;
	desk->left_count = 0;
}

static void
put_by(struct desk *desk)
{
	struct put_by *kept = calloc(1, sizeof *kept);

	if (kept == NULL)
		abort();
	*kept = (struct put_by){ .session = desk->session, .criterion = desk->criterion,
		.place = { desk->reader.item, desk->reader.at.line } };
	memcpy(kept->marks, desk->marks, sizeof kept->marks);
	memset(desk->marks, 0, sizeof desk->marks);
	forget_lines(desk);
	reader_close(&desk->reader);
	desk->session = NULL;
	desk->put_by = kept;
}

static void
take_back(struct desk *desk)
{
	struct put_by *kept = desk->put_by;

	desk->put_by = NULL;
	desk->session = kept->session;
	desk->criterion = kept->criterion;
	memcpy(desk->marks, kept->marks, sizeof desk->marks);
	reader_show(&desk->reader, desk->session, kept->place.item,
		    kept->place.line < 1 ? 1 : kept->place.line);
	free(kept);
}

void
desk_keep_place(const struct desk *desk)
{
	const struct reader *reader = &desk->reader;
	struct whereabouts place = { .criterion = desk->criterion, .item = reader->item,
		.top = reader->top.line < 1 ? 1 : reader->top.line,
		.line = reader->at.line < 1 ? 1 : reader->at.line };

	whereabouts_keep(desk->session, &place);
}

void
desk_close(struct desk *desk)
{
	if (desk->session == NULL)
		return;
	desk_keep_place(desk);
	worktime_close(desk);
	forget_lines(desk);
	reader_close(&desk->reader);
	memset(desk->marks, 0, sizeof desk->marks);
	if (!desk->lent) {
		session_close(desk->session);
		free(desk->session);
	}
	desk->session = NULL;
	desk->judged_at = 0;
	buf_close(&desk->judged_before);
	desk->begun = desk->lent = false;
	if (desk->put_by != NULL)
		take_back(desk);
}

/* The first piece one would read: a file that feeds the criterion, or else any file. */
static size_t
first_item(const struct dossier *dossier, size_t criterion)
{
	size_t found = dossier->count;

	for (size_t i = 0; i < dossier->count; i++) {
		if (dossier->items[i].kind != DOSSIER_FILE)
			continue;
		if (dossier_feeds(dossier, i, criterion))
			return i;
		found = i < found ? i : found;
	}
	return found < dossier->count ? found : 0;
}

/* The first criterion with a gap, once anything is judged. */
static size_t
first_criterion(const struct session *session)
{
	size_t count = session->rubric->criterion_count;

	for (size_t i = 0; scoring_judged(&session->scoring) != 0 && i < count; i++)
		if (scoring_has_gap(&session->scoring, i))
			return i;
	return 0;
}

/* Where one left off, or else where there is something to do. */
static void
begin_at(struct desk *desk)
{
	struct whereabouts place = { .criterion = first_criterion(desk->session), .top = 1,
		.line = 1 };
	struct err err;

	place.item = first_item(&desk->session->dossier, place.criterion);
	whereabouts_read(&place, desk->session);
	desk->criterion = place.criterion;
	reader_show(&desk->reader, desk->session, place.item, 1);
	if (reader_go(&desk->reader, place.top, NULL, &err) != 0)
		return;			/* a picture has no lines */
	desk->reader.top = desk->reader.at;
	desk_go(desk, (struct bookmark){ place.item, place.line });
}

void
desk_veil(struct desk *desk, const char *portfolio)
{
	struct arena scratch = { 0 };
	const struct rubric *rubric = NULL;
	struct taken taken;
	struct err ignored;

	if (workspace_portfolio(&taken, &scratch, desk->workspace, portfolio, &ignored) == 0
	    && strcmp(taken.portfolio, desk->veil.portfolio) != 0) {
		(void)!workspace_rubric(&rubric, NULL, &scratch, desk->workspace, taken.rubric,
					&ignored);
		veil_close(&desk->veil);
		veil_open(&desk->veil, &taken, rubric);
	}
	arena_close(&scratch);
}

int
desk_open(struct desk *desk, const char *portfolio, bool look, struct err *err)
{
	struct session_options options = { .look = look || desk->look,
		.who = desk->who, .ledger = desk->ledger, .most = FIRST_FILES };
	struct session *session;

	while (desk->session != NULL)
		desk_close(desk);
	desk_veil(desk, portfolio);
	session = calloc(1, sizeof *session);
	if (session == NULL)
		abort();
	if (session_open(session, desk->workspace, portfolio, &options, err) != 0) {
		free(session);
		return -1;
	}
	desk->session = session;
	desk->begun = session->dossier.evidence.cut;
	worktime_open(desk);
	begin_at(desk);
	return 0;
}

int
desk_ledger(const struct desk *desk, struct err *err)
{
	return desk->ledger == NULL || desk->ledger->repo != NULL ? 0
		: workspace_ledger(desk->ledger, desk->workspace, err);
}

bool
desk_read_on(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (desk->workspace->closed == NULL && desk_ledger(desk, &c->app->trouble) != 0)
		c->app->left = true;
	if (!desk->begun || c->app->left)
		return false;
	desk->begun = false;
	reader_close(&desk->reader);
	if (session_read_on(desk->session, &c->app->progress, &c->err) != 0)
		app_say(c->app, ST_BAD, "only looking: the rest of the evidence was not read: "
			"%s", c->err.text);
	begin_at(desk);
	return true;
}

void
desk_touch(const struct desk *desk)
{
	if (desk->session != NULL)
		draft_touch(&desk->session->draft);
	if (desk->moderating != NULL)
		draft_touch(moderate_draft(desk->moderating));
}

bool
desk_is_wanted(const struct desk *desk)
{
	return (desk->session != NULL && draft_is_wanted(&desk->session->draft))
		|| (desk->moderating != NULL
		    && draft_is_wanted(moderate_draft(desk->moderating)))
		|| (desk->put_by != NULL && draft_is_wanted(&desk->put_by->session->draft));
}

static void
begin_anew(struct desk *desk)
{
	desk->criterion = 0;
	reader_show(&desk->reader, desk->session, first_item(&desk->session->dossier, 0), 1);
}

static int
may_put_by(const struct desk *desk, struct err *err)
{
	if (desk->put_by != NULL || (desk->session != NULL && desk->session->judged != NULL))
		return err_set(err, ERR_REFUSED,
			       "evidence is open as it was judged already; close it first");
	return 0;
}

int
desk_open_case(struct desk *desk, struct session *session, struct err *err)
{
	if (may_put_by(desk, err) != 0)
		return -1;
	if (desk->session != NULL)
		put_by(desk);
	desk->session = session;
	desk->lent = true;
	worktime_open(desk);
	if (session->scoring.done != session->given)
		begin_at(desk);
	else
		begin_anew(desk);
	return 0;
}

int
desk_open_judged(struct desk *desk, const char *sha256, struct err *err)
{
	struct session *session;

	if (may_put_by(desk, err) != 0)
		return -1;
	session = calloc(1, sizeof *session);
	if (session == NULL)
		abort();
	if (judged_open(session, desk->workspace, desk->ledger, sha256, err) != 0) {
		free(session);
		return -1;
	}
	if (desk->session != NULL)
		put_by(desk);
	desk->session = session;
	begin_anew(desk);
	return 0;
}

int
desk_show(struct call *c)
{
	if (app_open(c, "score", "") == 0)
		return 0;
	desk_close(c->app->desk);
	return -1;
}

int
desk_ready(struct call *c)
{
	return c->app->desk->session != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "no portfolio is open");
}

int
desk_ready_change(struct call *c)
{
	return !c->app->desk->session->look ? 0
		: err_set(&c->err, ERR_REFUSED, "this portfolio is open to look at only");
}

void
desk_shown(struct call *c)
{
	if (c->app->desk->session == NULL)
		app_back(c);
}

const struct criterion *
desk_criterion(const struct desk *desk)
{
	return &desk->session->rubric->criteria[desk->criterion];
}

void
desk_go(struct desk *desk, struct bookmark place)
{
	struct err err;

	if (desk->reader.item != place.item || desk->reader.lines == NULL)
		reader_show(&desk->reader, desk->session, place.item, place.line);
	else if (reader_go(&desk->reader, place.line, NULL, &err) == 0)
		desk->reader.chosen = 0;
}

void
desk_piece(struct desk *desk, size_t item)
{
	size_t count = desk->session->dossier.count, from = desk->reader.item;

	if (desk->left_count != count) {
		forget_lines(desk);
		desk->left = calloc(count + 1, sizeof *desk->left);
		if (desk->left == NULL)
			abort();
		desk->left_count = count;
	}
	if (from < count && desk->reader.lines != NULL && !desk->reader.is_converted)
		desk->left[from] = desk->reader.at.line;
	reader_show(&desk->reader, desk->session, item,
		    desk->left[item] < 1 ? 1 : desk->left[item]);
}

ptrdiff_t
desk_feeding(const struct desk *desk, size_t criterion)
{
	const struct dossier *dossier = &desk->session->dossier;

	for (size_t i = 1; i <= dossier->count; i++) {
		size_t item = (desk->reader.item + i) % dossier->count;

		if (dossier_feeds(dossier, item, criterion))
			return (ptrdiff_t)item;
	}
	return -1;
}

/* The first in the order of the evidence, as one reads. */
static ptrdiff_t
first_feeding(const struct desk *desk, size_t criterion)
{
	const struct dossier *dossier = &desk->session->dossier;

	for (size_t i = 0; i < dossier->count; i++)
		if (dossier_feeds(dossier, i, criterion))
			return (ptrdiff_t)i;
	return -1;
}

void
desk_go_on(struct desk *desk, size_t criterion)
{
	const struct dossier *dossier = &desk->session->dossier;
	size_t item = desk->reader.item;
	ptrdiff_t other = first_feeding(desk, criterion);
	bool followed = item < dossier->count && dossier_feeds(dossier, item, desk->criterion);

	desk->criterion = criterion;
	if (other >= 0 && followed && !dossier_feeds(dossier, item, criterion))
		desk_piece(desk, (size_t)other);
}

int
desk_turn(struct desk *desk, const char *text, struct err *err)
{
	struct arena scratch = { 0 };
	struct address address;
	ptrdiff_t item = -1;

	if (address_parse(&address, &scratch, span_of(text), err) != 0) {
		arena_close(&scratch);
		return -1;
	}
	item = dossier_find(&desk->session->dossier, address.path);
	if (item < 0)
		err_set(err, ERR_NOT_FOUND, "there is no '%.200s' in the evidence",
			address.path);
	else
		desk_go(desk, (struct bookmark){ (size_t)item,
			address.kind == ADDRESS_LINES ? address.first : 1 });
	arena_close(&scratch);
	return item < 0 ? -1 : 0;
}

/* A signing that was cut off, by a dropped link perhaps: did it go through? */
static void
greet_signed(struct call *c)
{
	char oid[OID_HEX];
	struct err err;

	if (seal_recorded(oid, c->app->desk->session, c->app->desk->ledger, &err) != 0)
		app_say(c->app, ST_WARN, "whether the last signing went through cannot be "
			"told: %s", err.text);
	else if (oid[0] != '\0')
		app_say(c->app, ST_GOOD, "the last signing went through: recorded %.12s; %s "
			"finishes it", oid, app_key_name(c->app, "score", "sign").text);
	else
		app_say(c->app, ST_WARN, "the last signing did not go through; %s signs again",
			app_key_name(c->app, "score", "sign").text);
}

void
desk_greet(struct call *c)
{
	const struct session *session = c->app->desk->session;
	struct buf doubt = { 0 };

	if (session->dossier.manifest_fault != NULL)
		app_say(c->app, ST_WARN, "its manifest cannot be used: %s",
			session->dossier.manifest_fault);
	if (session_doubt(&doubt, session))
		app_say(c->app, ST_WARN, "%s", doubt.data);
	buf_close(&doubt);
	if (session->draft.torn)
		app_say(c->app, ST_WARN, "the last line of the draft was torn and is cut; it "
			"was never acknowledged");
	if (session->signed_id != NULL && session->judged == NULL)
		greet_signed(c);
	if (session->look && session->judged == NULL)
		app_say(c->app, ST_WARN, "only looking: nothing can be judged");
	if (session->moved_on || session->gone)
		app_say(c->app, ST_WARN, "the portfolio moved on since you began: `:newest`%s",
			session->gone ? "" : " or `:keep`");
}

int
desk_say(struct desk *desk, struct err *err, const char *fmt, ...)
{
	struct buf verb = { 0 };
	va_list args;
	int len, failed;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	va_start(args, fmt);
	vsnprintf(buf_room(&verb, (size_t)len), (size_t)len + 1, fmt, args);
	va_end(args);
	failed = session_say(desk->session, verb.data, err);
	if (failed == 0)
		desk_keep_place(desk);
	buf_close(&verb);
	return failed;
}
