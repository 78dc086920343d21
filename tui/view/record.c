/* One record in full, with its verdict and what is attached to it. */
#include "core/desk/timeline.h"
#include "core/store/verify.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"
#include "tui/app/opens.h"

struct record_view {
	struct page page;
	struct arena arena;
	struct moment moment;
	const char **proof;		/* of an alarm: SHA-256 of the records in it */
	size_t proof_count, shown;	/* how many of them one went to */
	struct buf text;
};

static void
add_file(struct buf *out, const char *name, struct span bytes)
{
	buf_printf(out, "\n-- %s\n", name);
	buf_put(out, bytes.data, bytes.len);
	if (bytes.len != 0 && bytes.data[bytes.len - 1] != '\n')
		buf_text(out, "\n");
}

static void
add_verdict(struct buf *out, struct arena *arena, const struct moment *moment)
{
	const struct reason *reason = reason_find(moment->verdict);

	buf_printf(out, "commit  %s\nsha256  %s\nchain   %s\nnumber  %lld\nactor   %s\n"
		   "time    %s\nverdict %s\n", moment->commit, moment->sha256, moment->ref,
		   (long long)moment->seq, moment->actor == NULL ? "?" : moment->actor,
		   moment->time == NULL ? "?" : moment->time,
		   moment_standing(arena, moment));
	if (moment->portfolio != NULL)
		buf_printf(out, "about   %s", moment->portfolio);
	if (moment->attempt != 0)
		buf_printf(out, ", attempt %lld", (long long)moment->attempt);
	buf_text(out, moment->portfolio != NULL ? "\n" : "");
	if (moment->outcome != NULL || moment->said != NULL || moment->superseded) {
		buf_text(out, "says    ");
		moment_print(out, moment);
		buf_text(out, "\n");
	}
	if (moment->erased != NULL)
		buf_printf(out, "erased  %s\n", moment->erased);
	if (moment->witnesses != 0 || moment->certified) {
		moment_print_standing(out, moment);
		buf_char(out, '\n');
	}
	if (reason != NULL)
		buf_printf(out, "%s %s\n", reason->sentence, reason->remedy);
	if (moment->detail != NULL)
		buf_printf(out, "%s\n", moment->detail);
	moment_print_unread(out, moment);
}

static void
add_files(struct record_view *state, struct ledger *ledger, const struct entry *entry)
{
	struct span bytes;
	struct err err;

	if (entry->commit == NULL)
		return;
	if (ledger_file(&bytes, &state->arena, ledger, entry, &err) == 0)
		add_file(&state->text, entry->commit->type == RECORD_TRUST ? "trust.yaml"
			 : "record.yaml", bytes);
	for (size_t i = 0; i < entry->commit->attachment_count; i++) {
		const char *name = entry->commit->attachments[i].name;

		if (moment_attachment(&bytes, &state->arena, ledger, &state->moment, entry,
				      name, &err) == 0)
			add_file(&state->text, name, bytes);
		else
			buf_printf(&state->text, "\n-- %s: %s\n", name, err.text);
	}
}

/* Each as its digest names it: the record it is, wherever that stands. */
static void
note_proof(struct record_view *state, const struct commit *commit)
{
	char hex[DIGEST_HEX];

	if (commit == NULL || commit->type != RECORD_ALARM)
		return;
	state->proof = arena_array(&state->arena, commit->attachment_count,
				   sizeof *state->proof);
	for (size_t i = 0; i < commit->attachment_count; i++) {
		digest_hex(hex, &commit->attachments[i].sha256);
		if (strstr(commit->attachments[i].name, ".commit") != NULL)
			state->proof[state->proof_count++] = arena_text(&state->arena, hex);
	}
}

static int
read_record(struct record_view *state, struct desk *desk, const char *name, struct err *err)
{
	struct ledger *ledger = desk->ledger;
	struct entry entry;
	struct oid oid;

	if (timeline_find_any(&state->moment, &state->arena, ledger,
			      desk->workspace->actor, name, err) != 0
	    || moment_may_be_seen(&state->moment, err) != 0)
		return -1;
	if (!oid_from_hex(&oid, span_of(state->moment.commit)))
		return err_set(err, ERR_INVALID, "that is no commit id");
	if (ledger_entry(&entry, &state->arena, ledger, state->moment.ref, &oid, err) != 0)
		return -1;
	if (state->moment.portfolio != NULL)
		desk_veil(desk, state->moment.portfolio);
	add_verdict(&state->text, &state->arena, &state->moment);
	add_files(state, ledger, &entry);
	note_proof(state, entry.commit);
	return 0;
}

static void
close_record(struct call *c)
{
	struct record_view *state = c->state;

	buf_close(&state->text);
	arena_close(&state->arena);
	view_free(c);
}

static int
open_record(struct call *c)
{
	c->state = view_state(sizeof(struct record_view));
	if (read_record(c->state, c->app->desk, c->argument, &c->err) == 0)
		return 0;
	close_record(c);
	return -1;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct record_view *state = who;

	return area_wrap(area, row, 0, ST_PLAIN, buf_span(&state->text));
}

static void
draw_record(struct call *c, struct area *area)
{
	struct record_view *state = c->state;
	struct area title = area_take(area, 1);

	area_printf(&title, 0, 0, ST_TITLE, "Record %.12s", state->moment.commit);
	page_draw(&state->page, area, draw_text, state);
}

/* ---- commands ---- */

static const struct moment *
moment_of(const struct call *c)
{
	return &((const struct record_view *)c->state)->moment;
}

/* What judged the evidence: the decision, or the one a moderation is about. */
static const char *
judgement_of(const struct moment *moment)
{
	if (moment->type == RECORD_DECISION)
		return moment->sha256;
	return moment->type == RECORD_MODERATION && moment->of_count != 0
		? moment->of[0] : NULL;
}

static int
ready_evidence(struct call *c)
{
	const struct record_view *state = c->state;

	return state->proof_count != 0 || judgement_of(moment_of(c)) != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "this record judges no evidence");
}

/* One after another, round and round. */
static int
open_proof(struct call *c)
{
	struct record_view *state = c->state;
	const char *sha256 = state->proof[state->shown++ % state->proof_count];

	if (app_open(c, "record", sha256) == 0)
		return 0;
	return c->err.code != ERR_NOT_FOUND ? -1
		: err_set(&c->err, ERR_NOT_FOUND, "the record %.12s is not here: below stands all "
			  "that is known of it", sha256);
}

static int
run_evidence(struct call *c)
{
	if (((const struct record_view *)c->state)->proof_count != 0)
		return open_proof(c);
	return desk_open_judged(c->app->desk, judgement_of(moment_of(c)), &c->err) != 0 ? -1
		: desk_show(c);
}

static int
ready_difference(struct call *c)
{
	return moment_of(c)->of_count != 0 ? 0
		: err_set(&c->err, ERR_REFUSED,
			  "this record supersedes no other and moderates none");
}

static int
run_difference(struct call *c)
{
	return app_open(c, "difference", moment_of(c)->commit);
}

static int
run_check(struct call *c)
{
	return app_open(c, "check", moment_of(c)->commit);
}

static int
ready_portfolio(struct call *c)
{
	return moment_of(c)->portfolio != NULL ? 0
		: err_set(&c->err, ERR_REFUSED, "this record speaks of no portfolio");
}

static int
run_compare(struct call *c)
{
	const char *argument = arena_printf(&((struct record_view *)c->state)->arena,
		"%s %lld", moment_of(c)->portfolio, (long long)moment_of(c)->attempt);

	return app_open(c, "compare", argument);
}

static int
run_log(struct call *c)
{
	return app_open(c, "log", moment_of(c)->portfolio);
}

/* A decision alone, or all that stand on what another record speaks of. */
static int
run_moderate(struct call *c)
{
	const struct moment *moment = moment_of(c);
	const char *argument = arena_printf(&((struct record_view *)c->state)->arena, "%s%s%s",
		moment->portfolio, moment->type == RECORD_DECISION ? " " : "",
		moment->type == RECORD_DECISION ? moment->sha256 : "");

	return app_open(c, "moderate", argument);
}

static const struct command commands[] = {
	{ "evidence", "e<Enter>", "the evidence as it was judged; of an alarm, each record in it",
	  run_evidence, ready_evidence, true },
	{ "reveal", "", "whose it is: logged with your name, and why", opens_run_reveal,
	  ready_portfolio, false },
	PAGE_COMMANDS,
	{ "difference", "d", "what it changed in what it took the place of", run_difference,
	  ready_difference, true },
	{ "check", "y", "how to verify it with stock git", run_check, NULL, true },
	{ "compare", "=", "the decisions on its portfolio, side by side", run_compare,
	  ready_portfolio, true },
	{ "moderate", "M", "say what stands of it", run_moderate, ready_portfolio, false },
	{ "log", "L", "all that was recorded of its portfolio", run_log, ready_portfolio,
	  false },
};

const struct view view_record = {
	.name = "record",
	.help = "One record as it was signed, whether it holds, and what is attached. From a "
		"decision or its moderation one goes to the evidence as it was judged: the "
		"commit and the rubric that the record pins, to be looked at alone; from an alarm "
		"to the records that prove it, as far as they are here.",
	.open = open_record, .draw = draw_record, .status = page_status,
	.close = close_record, COMMANDS(commands),
};
