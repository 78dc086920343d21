/* The history: who recorded what, the newest first, and whether it holds. */
#include "core/desk/timeline.h"
#include "tui/app/desk.h"
#include "tui/app/narrowing.h"

enum { WIDE_COLUMNS = 64 };

struct log {
	struct narrowed narrowed;	/* over `shown` */
	struct arena arena, shown_arena;
	struct timeline timeline, shown;	/* all, and what the filter leaves */
};

static void
close_log(struct call *c)
{
	struct log *log = c->state;

	arena_close(&log->arena);
	arena_close(&log->shown_arena);
	narrow_close(&log->narrowed);
	view_free(c);
}

static int
sift(struct call *c)
{
	struct log *log = c->state;
	struct filter filter;

	if (filter_read(&filter, timeline_columns, buf_span(&log->narrowed.filter), &c->err)
	    != 0)
		return -1;
	arena_close(&log->shown_arena);
	log->shown = log->timeline;
	log->shown.moments = arena_array(&log->shown_arena, log->timeline.count,
					 sizeof *log->shown.moments);
	for (size_t i = 0; i < log->timeline.count; i++)
		log->shown.moments[i] = log->timeline.moments[i];
	timeline_keep(&log->shown, &filter);
	list_resize(&log->narrowed.list, log->shown.count);
	return 0;
}

/* `log`: everything; `log PORTFOLIO` and `log FILTER`: what speaks of it. */
static int
choose(struct call *c)
{
	struct log *log = c->state;
	size_t len = strlen(c->argument);
	struct taken taken;

	if (len == 0 || len > 32 || !hex_is(span_of(c->argument), len))
		return narrow_to(c, c->argument);
	if (workspace_portfolio(&taken, &log->arena, c->app->desk->workspace, c->argument,
				&c->err) != 0)
		return -1;
	return narrow_to(c, arena_printf(&log->arena, "portfolio:%s", taken.portfolio));
}

static int
open_log(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct log *log = view_state(sizeof *log);

	c->state = log;
	log->narrowed.sift = sift;
	if (timeline_read(&log->timeline, &log->arena, desk->ledger,
			  desk->workspace->actor, &c->err) == 0
	    && choose(c) == 0)
		return 0;
	close_log(c);
	return -1;
}

static const char *
or_dash(const char *text)
{
	return text == NULL ? "-" : text;
}

static bool
holds(const struct moment *moment)
{
	return strcmp(moment->verdict, "valid") == 0;
}

static void
draw_mark(const struct area *row, int column, const struct moment *moment)
{
	char digit[2] = { (char)('0' + (moment->witnesses > 9 ? 9 : moment->witnesses)), 0 };

	area_text(row, 0, column,
		  !holds(moment) ? ST_BAD : moment->certified ? ST_GOOD : ST_PLAIN,
		  !holds(moment) ? "!" : moment->certified ? "*"
		  : moment->witnesses == 0 ? "+" : digit);
}

/* The reason why it does not hold, then what it says. */
static void
draw_said(const struct area *area, int column, const struct moment *moment)
{
	struct buf said = { 0 };

	if (!holds(moment))
		column = area_printf(area, 0, column, ST_BAD, "%s ", moment->verdict);
	moment_print(&said, moment);
	area_put(area, 0, column, moment->superseded ? ST_DIM : ST_PLAIN,
		 buf_span(&said));
	buf_close(&said);
}

static void
draw_narrow(const struct area *row, const struct moment *moment)
{
	int column;

	area_printf(row, 0, 0, ST_PLAIN, "%.8s", or_dash(moment->portfolio));
	area_printf(row, 0, 9, ST_PLAIN, "%.8s", or_dash(moment->actor));
	draw_mark(row, 18, moment);
	column = area_printf(row, 0, 19, ST_PLAIN, "%.10s ", moment_type(moment));
	draw_said(row, column, moment);
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct log *log = who;
	const struct moment *moment = &log->shown.moments[index];

	if (row->columns < WIDE_COLUMNS) {
		draw_narrow(row, moment);
		return;
	}
	area_printf(row, 0, 0, ST_PLAIN, "%.16s", or_dash(moment->time));
	area_printf(row, 0, 17, ST_PLAIN, "%.12s", or_dash(moment->actor));
	draw_mark(row, 30, moment);
	area_printf(row, 0, 32, ST_PLAIN, "%.11s", moment_type(moment));
	if (moment->portfolio != NULL)
		area_printf(row, 0, 44, ST_PLAIN, "%.8s", moment->portfolio);
	draw_said(row, moment->portfolio != NULL ? 53 : 44, moment);
}

static void
draw_empty(const struct call *c, const struct area *area)
{
	struct buf text = { 0 };

	if (((const struct log *)c->state)->narrowed.filter.len == 0)
		buf_text(&text, "Nothing is recorded yet.");
	else
		narrow_print_none(&text, c);
	area_wrap(area, 1, LIST_MARK, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static void
draw_log(struct call *c, struct area *area)
{
	struct log *log = c->state;
	struct area title = area_take(area, 1);
	int column;

	column = area_text(&title, 0, 0, ST_TITLE, "Records, the newest first");
	narrow_draw(&log->narrowed, &title, column);
	if (log->narrowed.list.count == 0)
		draw_empty(c, area);
	list_draw(&log->narrowed.list, area, draw_row, log, true);
}

static void
status_log(struct call *c, struct buf *out)
{
	struct log *log = c->state;
	const struct moment *moment = log->narrowed.list.count == 0 ? NULL
		: &log->shown.moments[log->narrowed.list.at];
	size_t bad = 0;

	for (size_t i = 0; i < log->shown.count; i++)
		bad += !holds(&log->shown.moments[i]);
	if (moment == NULL)
		return;
	buf_printf(out, "%zu/%zu", log->narrowed.list.at + 1, log->narrowed.list.count);
	if (bad != 0)
		buf_printf(out, ", %zu do not hold", bad);
	buf_printf(out, "; %.12s %s", moment->commit,
		   moment_standing(&log->shown_arena, moment));
	if (moment->rubric != NULL)
		buf_printf(out, ", %s", moment->rubric);
	if (moment->attempt != 0)
		buf_printf(out, ", attempt %lld", (long long)moment->attempt);
}

/* ---- commands ---- */

static int
ready_item(struct call *c)
{
	const struct log *log = c->state;

	return log->narrowed.list.count != 0 ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing is on this list");
}

static const struct moment *
at_hand(const struct call *c)
{
	const struct log *log = c->state;

	return &log->shown.moments[log->narrowed.list.at];
}

static int
run_open(struct call *c)
{
	return app_open(c, "record", at_hand(c)->commit);
}

static int
run_portfolio(struct call *c)
{
	const char *portfolio = at_hand(c)->portfolio;
	struct buf filter = { 0 };
	int failed;

	if (portfolio == NULL)
		return err_set(&c->err, ERR_REFUSED, "it speaks of no portfolio");
	buf_printf(&filter, "portfolio:%.8s", portfolio);
	failed = narrow_to(c, filter.data);
	buf_close(&filter);
	return failed;
}

static int
run_compare(struct call *c)
{
	const struct moment *moment = at_hand(c);
	struct buf argument = { 0 };
	int failed;

	if (moment->portfolio == NULL)
		return err_set(&c->err, ERR_REFUSED, "it speaks of no portfolio");
	buf_printf(&argument, "%s %lld", moment->portfolio, (long long)moment->attempt);
	failed = app_open(c, "compare", argument.data);
	buf_close(&argument);
	return failed;
}

static int
run_audit(struct call *c)
{
	return app_open(c, "audit", "");
}

/* A decision alone, or all that stand on what another record speaks of. */
static int
run_moderate(struct call *c)
{
	const struct moment *moment = at_hand(c);
	struct buf argument = { 0 };
	int failed;

	if (moment->portfolio == NULL)
		return err_set(&c->err, ERR_REFUSED, "it speaks of no portfolio");
	buf_printf(&argument, "%s%s%s", moment->portfolio,
		   moment->type == RECORD_DECISION ? " " : "",
		   moment->type == RECORD_DECISION ? moment->sha256 : "");
	failed = app_open(c, "moderate", argument.data);
	buf_close(&argument);
	return failed;
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "the record in full", run_open, ready_item, true },
	LIST_COMMANDS,
	NARROW_COMMAND("only some: actor:m-k outcome:pass, or words"),
	{ "portfolio", "p", "only what speaks of this portfolio", run_portfolio, ready_item,
	  true },
	{ "compare", "=", "the decisions on this portfolio, side by side", run_compare,
	  ready_item, true },
	{ "audit", "A", "the whole ledger judged, and what is wrong with it", run_audit, NULL,
	  false },
	{ "moderate", "M", "say what stands of this decision, or of all on its portfolio",
	  run_moderate, ready_item, false },
};

const struct view view_log = {
	.name = "log",
	.help = "Every record of the ledger: when, by whom, what it is, which portfolio it "
		"speaks of, and what it says. The mark before it: `+` it holds, a digit so many "
		"others have seen it, `*` it stands under their checkpoints, `!` it does not "
		"hold, and why. `filter` "
		"keeps what holds some words, or says which column is to hold them: time, "
		"actor, type, portfolio, outcome, rubric, attempt, said, verdict, commit, chain. "
		"`-type:claim` leaves out, `type:claim,moderation` takes either, quotes hold "
		"words together. `:log PORTFOLIO` keeps one.",
	.open = open_log, .draw = draw_log, .status = status_log, .close = close_log,
	COMMANDS(commands),
};
