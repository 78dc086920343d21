/* One record in full, with its verdict and what is attached to it. */
#include "core/desk/timeline.h"
#include "core/store/verify.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct record_view {
	struct page page;
	struct arena arena;
	struct moment moment;
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
add_verdict(struct buf *out, const struct moment *moment)
{
	const struct reason *reason = reason_find(moment->verdict);

	buf_printf(out, "commit  %s\nsha256  %s\nchain   %s\nnumber  %lld\nactor   %s\n"
		   "time    %s\nverdict %s\n", moment->commit, moment->sha256, moment->ref,
		   (long long)moment->seq, moment->actor == NULL ? "?" : moment->actor,
		   moment->time == NULL ? "?" : moment->time, moment->verdict);
	if (reason != NULL)
		buf_printf(out, "%s %s\n", reason->sentence, reason->remedy);
	if (moment->detail != NULL)
		buf_printf(out, "%s\n", moment->detail);
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

		if (ledger_attachment(&bytes, &state->arena, ledger, entry, name, &err) == 0)
			add_file(&state->text, name, bytes);
		else
			buf_printf(&state->text, "\n-- %s: %s\n", name, err.text);
	}
}

static int
read_record(struct record_view *state, struct ledger *ledger, const char *name, struct err *err)
{
	struct entry entry;
	struct oid oid;

	if (timeline_find(&state->moment, &state->arena, ledger, name, err) != 0)
		return -1;
	if (!oid_from_hex(&oid, span_of(state->moment.commit)))
		return err_set(err, ERR_INVALID, "that is no commit id");
	if (ledger_entry(&entry, &state->arena, ledger, state->moment.ref, &oid, err) != 0)
		return -1;
	add_verdict(&state->text, &state->moment);
	add_files(state, ledger, &entry);
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
	if (read_record(c->state, c->app->desk->ledger, c->argument, &c->err) == 0)
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

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_record = {
	.name = "record",
	.help = "One record as it was signed, whether it holds, and what is attached.",
	.open = open_record, .draw = draw_record, .close = close_record, COMMANDS(commands),
};
