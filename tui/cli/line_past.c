/* Words of line mode about what was recorded of the portfolio. */
#include "core/desk/compare.h"
#include "core/desk/timeline.h"
#include "tui/cli/line.h"

int
line_log(struct line *line, struct span rest, struct err *err)
{
	const struct session *session = line->session;
	struct arena scratch = { 0 };
	struct timeline timeline;
	struct filter filter;
	char *text = arena_printf(&scratch, "portfolio:%s %.*s", session->taken.portfolio,
				  (int)rest.len, rest.data);
	int failed = filter_read(&filter, timeline_columns, span_of(text), err);

	if (failed == 0)
		failed = timeline_read(&timeline, &scratch, line->ledger,
				       session->workspace->actor, err);
	if (failed == 0) {
		timeline_keep(&timeline, &filter);
		cli_print_moments(&timeline);
		if (timeline.count == 0)
			cli_print("nothing like that is recorded\n");
	}
	arena_close(&scratch);
	return failed;
}

int
line_compare(struct line *line, struct span rest, struct err *err)
{
	const struct session *session = line->session;
	struct comparison comparison;
	struct buf text = { 0 };

	(void)rest;
	if (compare_open(&comparison, session->workspace, line->ledger,
			 session->taken.portfolio, session->taken.attempt, err) != 0)
		return -1;
	compare_print(&text, &comparison);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	compare_close(&comparison);
	return 0;
}
