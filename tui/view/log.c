/* The history: who recorded what, the newest first, and whether it holds. */
#include "core/desk/timeline.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct log {
	struct list list;
	struct arena arena;
	struct timeline timeline;
};

static int
open_log(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct log *log = view_state(sizeof *log);
	struct taken taken = { .portfolio = NULL };
	int failed = 0;

	c->state = log;
	if (c->argument[0] != '\0')
		failed = workspace_portfolio(&taken, &log->arena, desk->workspace, c->argument,
					     &c->err);
	if (failed == 0)
		failed = timeline_read(&log->timeline, &log->arena, desk->ledger,
				       taken.portfolio, &c->err);
	if (failed == 0) {
		log->list.count = log->timeline.count;
		return 0;
	}
	arena_close(&log->arena);
	view_free(c);
	return -1;
}

static void
close_log(struct call *c)
{
	struct log *log = c->state;

	arena_close(&log->arena);
	view_free(c);
}

static const char *
or_dash(const char *text)
{
	return text == NULL ? "-" : text;
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct log *log = who;
	const struct moment *moment = &log->timeline.moments[index];
	bool valid = strcmp(moment->verdict, "valid") == 0;

	area_printf(row, 0, 0, ST_PLAIN, "%.16s", or_dash(moment->time));
	area_printf(row, 0, 17, ST_PLAIN, "%.12s", or_dash(moment->actor));
	area_text(row, 0, 30, ST_PLAIN, moment->type < 0 ? "unreadable"
		  : record_type_word((enum record_type)moment->type));
	if (moment->portfolio != NULL)
		area_printf(row, 0, 42, ST_PLAIN, "%.8s %s", moment->portfolio,
			    or_dash(moment->outcome));
	area_text(row, 0, 63, valid ? ST_PLAIN : ST_BAD, moment->verdict);
}

static void
draw_log(struct call *c, struct area *area)
{
	struct log *log = c->state;
	struct area title = area_take(area, 1);

	area_text(&title, 0, 0, ST_TITLE, "Records, the newest first");
	if (log->list.count == 0)
		area_text(area, 1, LIST_MARK, ST_PLAIN, "Nothing is recorded yet.");
	list_draw(&log->list, area, draw_row, log, true);
}

static int
run_open(struct call *c)
{
	const struct log *log = c->state;

	if (log->list.count == 0)
		return err_set(&c->err, ERR_REFUSED, "nothing is recorded yet");
	return app_open(c, "record", log->timeline.moments[log->list.at].commit);
}

static const struct command commands[] = {
	{ "open", "<Enter>l<Right>", "the record in full", run_open, NULL, true },
	LIST_COMMANDS,
};

const struct view view_log = {
	.name = "log",
	.help = "Every record of the ledger: when, by whom, what it is, which portfolio, and "
		"whether it holds. `:log PORTFOLIO` keeps only one.",
	.open = open_log, .draw = draw_log, .close = close_log, COMMANDS(commands),
};
