/* The audit: the ledger judged as a stranger would, its problems by their reasons, and what of
 * each chain holds. Below, the one at hand in full. */
#include <stdio.h>

#include "core/desk/inspect.h"
#include "core/desk/watch.h"
#include "tui/app/desk.h"
#include "tui/app/narrowing.h"
#include "tui/app/signing.h"

enum { WIDE_COLUMNS = 64, FEW_RECORDS = 10000, BAR_COLUMNS = 50, BELOW_ROWS = 10 };

enum row_kind { ROW_REASON, ROW_PROBLEM, ROW_CHECKED, ROW_CHAIN };

struct row {
	enum row_kind kind;
	size_t at, count;	/* of the problems or the chains; of a reason its first */
};

struct audit_view {
	struct narrowed narrowed;	/* over `rows` */
	struct page page;		/* what is below */
	bool reading;			/* the lower part has the focus */
	struct inspection inspection;
	struct arena rows_arena;
	struct row *rows;
	size_t row_count;
	bool wanted, full;		/* to be run, once the screen stands */
	bool done;
	char trouble[512];		/* why it is not done; "" */
};

/* ---- rows ---- */

static struct row *
push(struct audit_view *state, enum row_kind kind, size_t at)
{
	state->rows = arena_grow(&state->rows_arena, state->rows, state->row_count,
				 sizeof *state->rows);
	state->rows[state->row_count] = (struct row){ kind, at, 0 };
	return &state->rows[state->row_count++];
}

static void
list_problems(struct audit_view *state, const struct filter *filter)
{
	const struct inspection *inspection = &state->inspection;
	const char *code = "";
	size_t heading = 0;

	for (size_t i = 0; i < inspection->count; i++) {
		const struct inspected *item = &inspection->items[i];

		if (!inspect_passes(item, filter))
			continue;
		if (strcmp(item->problem->code, code) != 0) {
			heading = state->row_count;
			push(state, ROW_REASON, i);
		}
		code = item->problem->code;
		push(state, ROW_PROBLEM, i);
		state->rows[heading].count++;
	}
}

static void
list_chains(struct audit_view *state, const struct filter *filter)
{
	const struct audit *audit = &state->inspection.audit;
	size_t heading = state->row_count;

	if (filter->count == 0)
		push(state, ROW_CHECKED, 0);
	for (size_t i = 0; i < audit->chain_count; i++)
		if (inspect_passes_chain(&audit->chains[i], filter))
			push(state, ROW_CHAIN, i);
	if (filter->count == 0)
		state->rows[heading].count = audit->chain_count;
}

static int
sift(struct call *c)
{
	struct audit_view *state = c->state;
	struct filter filter;

	if (filter_read(&filter, inspect_columns, buf_span(&state->narrowed.filter), &c->err)
	    != 0)
		return -1;
	arena_close(&state->rows_arena);
	state->rows = NULL;
	state->row_count = 0;
	if (state->done) {
		list_problems(state, &filter);
		list_chains(state, &filter);
	}
	list_resize(&state->narrowed.list, state->row_count);
	state->page.top = 0;
	return 0;
}

/* ---- running it ---- */

static void
forget(struct audit_view *state)
{
	inspect_close(&state->inspection);
	state->done = false;
	state->trouble[0] = '\0';
}

/* What an audit alone does not tell is looked for where it is wanted or soon read. */
static int
inspect(struct audit_view *state, struct call *c)
{
	const struct workspace *workspace = c->app->desk->workspace;
	const struct progress *progress = &c->app->progress;
	struct inspection *inspection = &state->inspection;

	if (inspect_run(inspection, workspace, state->full, progress, &c->err) != 0)
		return -1;
	if (inspection->count == 0 && !state->full
	    && inspection->audit.records > FEW_RECORDS)
		return 0;
	return inspect_look(inspection, workspace->ledger_path, workspace->actor, progress,
			    &c->err);
}

static void
run_it(struct call *c)
{
	struct audit_view *state = c->state;

	forget(state);
	if (inspect(state, c) != 0)
		snprintf(state->trouble, sizeof state->trouble, "%s",
			 c->err.code == ERR_CANCELLED ? "stopped: nothing is said of the "
			 "ledger" : c->err.text);
	state->done = state->trouble[0] == '\0';
	if (!state->done)
		inspect_close(&state->inspection);
	if (sift(c) != 0)
		(void)!narrow_to(c, "");
	list_to(&state->narrowed.list, 0);
}

static bool
painted_audit(struct call *c)
{
	struct audit_view *state = c->state;
	bool wanted = state->wanted;

	state->wanted = false;
	if (wanted)
		run_it(c);
	return wanted;
}

static void
close_audit(struct call *c)
{
	struct audit_view *state = c->state;

	inspect_close(&state->inspection);
	arena_close(&state->rows_arena);
	narrow_close(&state->narrowed);
	view_free(c);
}

/* `audit`, and `audit FILTER`. */
static int
open_audit(struct call *c)
{
	struct audit_view *state = view_state(sizeof *state);

	c->state = state;
	state->narrowed.sift = sift;
	state->wanted = true;
	if (narrow_to(c, c->argument) == 0)
		return 0;
	close_audit(c);
	return -1;
}

/* ---- drawing ---- */

static void
draw_reason(const struct area *row, const struct inspected *item, size_t count)
{
	int column = area_printf(row, 0, 0, ST_BAD, "%s %zu", item->problem->code, count);

	if (item->reason != NULL)
		area_text(row, 0, column + 2, ST_PLAIN, item->reason->sentence);
}

static void
draw_problem(const struct area *row, const struct inspected *item)
{
	const struct problem *problem = item->problem;
	bool narrow = row->columns < WIDE_COLUMNS;
	struct buf text = { 0 };
	char hex[OID_HEX];

	oid_hex(hex, &problem->commit);
	inspect_print_chain(&text, item->chain);
	if (problem->seq >= 0)
		buf_printf(&text, " %lld", (long long)problem->seq);
	if (problem->has_commit && !narrow)
		buf_printf(&text, "  %.12s", hex);
	if (item->portfolio != NULL)
		buf_printf(&text, "  %.8s", item->portfolio);
	buf_text(&text, "  ");
	inspect_print_detail(&text, item);
	area_put(row, 0, 2, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static void
draw_chain(const struct area *row, const struct chain_report *chain)
{
	struct buf text = { 0 };

	inspect_print_chain(&text, chain->ref);
	buf_printf(&text, "  %lld of %lld valid", (long long)chain->valid,
		   (long long)chain->records);
	if (chain->certified != 0)
		buf_printf(&text, ", %lld certified", (long long)chain->certified);
	area_put(row, 0, 2, chain->valid == chain->records ? ST_PLAIN : ST_BAD,
		 buf_span(&text));
	buf_close(&text);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct audit_view *state = who;
	const struct row *what = &state->rows[index];
	const struct inspection *inspection = &state->inspection;

	if (what->kind == ROW_REASON)
		draw_reason(row, &inspection->items[what->at], what->count);
	else if (what->kind == ROW_PROBLEM)
		draw_problem(row, &inspection->items[what->at]);
	else if (what->kind == ROW_CHECKED)
		area_printf(row, 0, 0, ST_STRONG, "what was checked: %zu chains", what->count);
	else
		draw_chain(row, &inspection->audit.chains[what->at]);
}

/* The one at hand, in full. */
static void
print_row(struct buf *out, const struct call *c)
{
	const struct audit_view *state = c->state;
	const struct inspection *inspection = &state->inspection;
	const struct row *row = &state->rows[state->narrowed.list.at];

	if (row->kind == ROW_REASON)
		inspect_print_reason(out, &inspection->items[row->at]);
	else if (row->kind == ROW_PROBLEM)
		inspect_print_whole(out, &inspection->items[row->at]);
	else if (row->kind == ROW_CHECKED)
		inspect_print_checked(out, inspection, c->app->desk->now());
	else
		buf_printf(out, "%s\n", inspection->audit.chains[row->at].ref);
}

static int
draw_below(void *who, const struct area *area, int row)
{
	struct buf text = { 0 };

	print_row(&text, who);
	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	return row;
}

static void
draw_title(const struct audit_view *state, const struct workspace *workspace,
	   const struct area *title)
{
	const struct inspection *inspection = &state->inspection;
	size_t kinds = inspect_reasons(inspection);
	int column = area_text(title, 0, 0, ST_TITLE, "Audit");

	if (workspace->visiting)
		column = area_printf(title, 0, column, ST_TITLE, " of %s", workspace->name);
	if (!state->done && !workspace->visiting)
		column = area_text(title, 0, column, ST_TITLE, " of the ledger");
	else if (state->done && inspection->audit.ok)
		column = area_text(title, 0, column, ST_TITLE, ": all is well");
	else if (state->done)
		column = area_printf(title, 0, column, ST_TITLE, ": %zu problem%s of %zu kind%s",
				     inspection->count, inspection->count == 1 ? "" : "s",
				     kinds, kinds == 1 ? "" : "s");
	if (state->done && state->inspection.full)
		column = area_text(title, 0, column, ST_PLAIN, ", in full");
	narrow_draw(&state->narrowed, title, column);
}

/* How far it is; nothing before it is known to take long. */
static void
draw_bar(const struct area *area, int row, int working)
{
	int columns = area->columns - 8 < BAR_COLUMNS ? area->columns - 8 : BAR_COLUMNS;
	struct buf bar = { 0 };

	if (working <= 0)
		return;
	for (int i = 0; i < columns; i++)
		buf_char(&bar, i * 100 < working * columns ? '#' : '.');
	area_printf(area, row, 0, ST_PLAIN, "[%s] %d%%", bar.data, working);
	buf_close(&bar);
}

static void
draw_undone(const struct call *c, const struct area *area)
{
	const struct audit_view *state = c->state;
	struct buf text = { 0 };
	int row;

	if (state->trouble[0] == '\0')
		buf_text(&text, "Every record is judged, as a stranger would.");
	else
		buf_printf(&text, "%s. %s begins again.", state->trouble,
			   app_key_name(c->app, "audit", "read-again").text);
	row = area_wrap(area, 1, 0, state->trouble[0] == '\0' ? ST_PLAIN : ST_BAD,
			buf_span(&text));
	buf_close(&text);
	draw_bar(area, row + 1, c->app->working);
	area_cursor(area, 1, 0);
}

static void
draw_none(const struct call *c, const struct area *area)
{
	struct buf text = { 0 };

	narrow_print_none(&text, c);
	area_wrap(area, 1, LIST_MARK, ST_PLAIN, buf_span(&text));
	buf_close(&text);
	area_cursor(area, 0, 0);
}

static void
draw_audit(struct call *c, struct area *area)
{
	struct audit_view *state = c->state;
	struct list *list = &state->narrowed.list;
	struct area title = area_take(area, 1), upper, rule;
	int rows = area->rows / 2 > BELOW_ROWS ? area->rows - BELOW_ROWS : area->rows / 2;

	draw_title(state, c->app->desk->workspace, &title);
	if (!state->done) {
		draw_undone(c, area);
		return;
	}
	if (list->count == 0) {
		draw_none(c, area);
		return;
	}
	if ((size_t)rows > list->count)
		rows = (int)list->count;
	upper = area_take(area, rows);
	list_draw(list, &upper, draw_row, state, !state->reading);
	rule = area_take(area, 1);
	area_rule(&rule, 0, 0, ST_PLAIN, '-');
	page_draw(&state->page, area, draw_below, c);
	if (!state->reading)
		area_cursor(&upper, (int)(list->at - list->top), 0);
}

static void
status_audit(struct call *c, struct buf *out)
{
	const struct audit_view *state = c->state;
	const struct audit *audit = &state->inspection.audit;

	if (state->done)
		buf_printf(out, "%lld records, %lld valid", (long long)audit->records,
			   (long long)audit->valid);
}

/* ---- commands ---- */

static int
move(struct call *c, int by)
{
	struct audit_view *state = c->state;

	if (state->reading) {
		page_move(&state->page, by);
		return 0;
	}
	list_move(&state->narrowed.list, by);
	state->page.top = 0;
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
run_swap(struct call *c)
{
	struct audit_view *state = c->state;

	state->reading = !state->reading;
	return 0;
}

static const struct row *
at_hand(const struct call *c)
{
	const struct audit_view *state = c->state;

	return state->narrowed.list.count == 0 ? NULL : &state->rows[state->narrowed.list.at];
}

/* The problem at hand, of a reason its first; NULL: none is. */
static const struct inspected *
problem_at_hand(const struct call *c)
{
	const struct row *row = at_hand(c);

	return row == NULL || row->kind > ROW_PROBLEM ? NULL
		: &((const struct audit_view *)c->state)->inspection.items[row->at];
}

/* Where none of the problems is. */
static const struct chain_report *
chain_at_hand(const struct call *c)
{
	return &((const struct audit_view *)c->state)->inspection.audit.chains[at_hand(c)->at];
}

/* All that was recorded on a chain, whether it can be read or not. */
static int
open_chain(struct call *c, const char *chain)
{
	struct buf filter = { 0 };
	int failed;

	buf_printf(&filter, "chain:%s", chain);
	failed = app_open(c, "log", filter.data);
	buf_close(&filter);
	return failed;
}

static int
ready_row(struct call *c)
{
	return at_hand(c) != NULL && at_hand(c)->kind != ROW_CHECKED ? 0
		: err_set(&c->err, ERR_REFUSED, "choose a record, or a chain");
}

static int
run_chain(struct call *c)
{
	const struct inspected *item = problem_at_hand(c);

	if (item == NULL)
		return open_chain(c, chain_at_hand(c)->ref + strlen(LEDGER_LOG));
	if (item->actor == NULL && strcmp(item->chain, "trust") != 0)
		return err_set(&c->err, ERR_REFUSED, "that is no chain of the ledger: below "
			       "stands what to do");
	return open_chain(c, item->chain);
}

/* Of a fork, the other record may be kept beside the chain. */
static int
run_open(struct call *c)
{
	const struct inspected *item = problem_at_hand(c);
	char hex[OID_HEX];

	if (item == NULL || (!item->readable && (!item->problem->has_commit
						 || strcmp(item->problem->code, "fork") != 0)))
		return run_chain(c);
	oid_hex(hex, &item->problem->commit);
	return app_open(c, "record", hex) == 0 ? 0 : item->readable ? -1 : run_chain(c);
}

/* Of a chain, the last of its records. */
static int
run_check(struct call *c)
{
	const struct inspected *item = problem_at_hand(c);
	char hex[OID_HEX];

	if (item != NULL && !item->readable)
		return err_set(&c->err, ERR_REFUSED, "no record stands there to be checked");
	oid_hex(hex, item == NULL ? &chain_at_hand(c)->head : &item->problem->commit);
	return app_open(c, "check", hex);
}

static int
again(struct call *c, bool full)
{
	struct audit_view *state = c->state;

	forget(state);
	state->full = full;
	state->wanted = true;
	return sift(c);
}

static int
run_again(struct call *c)
{
	return again(c, false);
}

static int
run_full(struct call *c)
{
	return again(c, true);
}

static int
ready_checkpoint(struct call *c)
{
	const struct audit_view *state = c->state;

	return state->done ? 0
		: err_set(&c->err, ERR_REFUSED, "a checkpoint wants an audit that came to its end");
}

static int
checkpoint(struct call *c, struct signer *signer)
{
	const struct desk *desk = c->app->desk;
	const struct speaker by = { .ledger = desk->ledger, .signer = signer,
		.actor = desk->workspace->actor, .now = desk->now() };
	struct watched watched;

	if (watch_checkpoint(&watched, &by, &c->err) != 0)
		return -1;
	app_say(c->app, watched.alarms == 0 ? ST_GOOD : ST_WARN, "signed where %zu other "
		"chain%s; alarms raised: %zu", watched.heads,
		watched.heads == 1 ? " stands" : "s stand", watched.alarms);
	return again(c, false);
}

/* Over what an audit found worse than it was, only `assay checkpoint --anyway` makes one. */
static int
run_checkpoint(struct call *c)
{
	const struct audit_view *state = c->state;

	return watch_ready(&state->inspection.audit, &c->err) != 0 ? -1
		: signing_begin(c, NULL, checkpoint);
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "the record in full, or its chain in the history", run_open,
	  ready_row, true },
	{ "next", "j<Down>", "the next one, or line below", run_next, NULL, false },
	{ "previous", "k<Up>", "the one before", run_previous, NULL, false },
	{ "page-down", "<PgDn><Space>", "one screen on", list_run_page_down, NULL, false },
	{ "page-up", "<PgUp>b", "one screen back", list_run_page_up, NULL, false },
	{ "first", "g<Home>", "the first one", list_run_first, NULL, false },
	{ "last", "G<End>", "the last one", list_run_last, NULL, false },
	NARROW_COMMAND("only some: code:fork actor:m-k, or words"),
	{ "swap", "<Tab>", "between the problems and what is below", run_swap, NULL, true },
	{ "chain", "L", "all that was recorded on its chain", run_chain, ready_row, false },
	{ "check", "y", "how to verify it with stock git", run_check, ready_row, true },
	{ "read-again", "R", "audit again: what came since is judged", run_again, NULL, false },
	{ "full", "F", "audit again, and judge every record", run_full, NULL, true },
	{ "checkpoint", "C", "sign where every chain stands, so that nothing is taken back",
	  run_checkpoint, ready_checkpoint, false },
};

const struct view view_audit = {
	.name = "audit",
	.help = "The whole ledger judged as a stranger would judge it: form, links, signatures, "
		"digests, and who may say what. Problems stand under their reason, each with "
		"its chain, number, commit and portfolio; below, what the one at hand means "
		"and what to do. Last comes what was checked, and each chain. `/` keeps some: "
		"code, chain, actor, portfolio, seq, commit, detail. What an audit found good "
		"is remembered on this machine, and only built on the next time; a full one "
		"judges all of it again. Of a ledger that does not open there is only this "
		"to see, with why it does not.",
	.alone = true, .open = open_audit, .draw = draw_audit, .status = status_audit,
	.painted = painted_audit, .close = close_audit, COMMANDS(commands),
};
