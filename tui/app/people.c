/* The keys of the trust file, and below them the change that is proposed. */
#include "tui/app/people.h"

#include <inttypes.h>

#include "core/store/verify.h"
#include "tui/app/desk.h"

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
draw_stale(const struct area *area, int row, const char *why)
{
	struct buf text = { 0 };

	buf_printf(&text, "Nobody can sign it, or put it in force: %s.", why);
	row = area_wrap(area, row, 0, ST_BAD, buf_span(&text));
	buf_close(&text);
	return row;
}

static int
draw_state(const struct area *area, int row, const struct proposal *p,
	   const struct app *app)
{
	int64_t wants = proposal_wants(p);

	for (size_t i = 0; i < p->count; i++)
		area_printf(area, row++, 2, ST_GOOD, "signed with the key %s",
			    p->signatures[i].kid);
	if (p->stale != NULL)
		row = draw_stale(area, row, p->stale);
	else if (wants == 0)
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
void
people_draw(struct call *c, struct area *area)
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

void
people_status(struct call *c, struct buf *out)
{
	const struct people *people = c->state;

	if (people->page.top + people->page.rows < people->page.length)
		buf_printf(out, "more of it is below: %s, then %s",
			   app_key_name(c->app, "people", "swap").text,
			   app_key_name(c->app, "people", "next").text);
}
