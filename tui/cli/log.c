/* assay log [PORTFOLIO]: the history, newest first. */
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/desk/timeline.h"
#include "tui/cli/line.h"
#include "tui/cli/only.h"

#define USAGE "log [PORTFOLIO] [--actor A] [--rubric R] [--outcome O] [--type T] " \
	"[--only FILTER] [--json]"

static void
print_json(const struct timeline *timeline)
{
	struct json *page = json_document(), *records = json_list(page, "records");

	for (size_t i = 0; i < timeline->count; i++) {
		const struct moment *moment = &timeline->moments[i];
		struct json *row = json_map(records, NULL);

		json_text(row, "commit", moment->commit);
		json_text(row, "ref", moment->ref);
		if (moment->seq >= 0)
			json_number(row, "seq", moment->seq);
		else
			json_nothing(row, "seq");
		json_text(row, "type", moment->type < 0 ? NULL : moment_type(moment));
		json_text(row, "actor", moment->actor);
		json_text(row, "kid", moment->kid);
		json_text(row, "time", moment->time);
		json_text(row, "portfolio", moment->portfolio);
		json_text(row, "outcome", moment->outcome);
		json_text(row, "verdict", moment->verdict);
		json_number(row, "witnesses", (int64_t)moment->witnesses);
		json_bool(row, "certified", moment->certified);
		json_text(row, "rubric", moment->rubric);
		if (moment->attempt != 0)
			json_number(row, "attempt", moment->attempt);
		else
			json_nothing(row, "attempt");
		json_text(row, "said", moment->said);
		json_bool(row, "superseded", moment->superseded);
		json_bool(row, "blind", moment->blind);
	}
	cli_print_json(page);
}

void
cli_print_moments(const struct timeline *timeline)
{
	struct arena scratch = { 0 };
	struct buf text = { 0 };

	for (size_t i = 0; i < timeline->count; i++) {
		const struct moment *moment = &timeline->moments[i];
		struct buf said = { 0 };

		moment_print(&said, moment);
		buf_printf(&text, "%.12s  %s  %-8s %s", moment->commit,
			   moment->time == NULL ? "?" : moment->time,
			   moment->actor == NULL ? "?" : moment->actor,
			   moment_type(moment));
		if (moment->portfolio != NULL)
			buf_printf(&text, " %.8s", moment->portfolio);
		if (said.len != 0)
			buf_char(&text, ' ');
		text_line(&text, buf_span(&said), 0);
		buf_printf(&text, "  [%s]\n", moment_standing(&scratch, moment));
		buf_close(&said);
	}
	cli_print_clean(buf_span(&text));
	buf_close(&text);
	arena_close(&scratch);
}

static int
read_log(struct timeline *out, struct cli *cli, const struct workspace *workspace,
	 struct ledger *ledger, struct only *only, size_t count, const char *text,
	 struct err *err)
{
	struct taken taken;
	struct filter filter;

	if (cli->count != 0) {
		if (workspace_portfolio(&taken, &cli->arena, workspace, cli->words[0],
					err) != 0)
			return -1;
		only[0].value = taken.portfolio;
		cli_veil(workspace, taken.portfolio);
	}
	if (cli_filter(&filter, cli, timeline_columns, only, count, text, err) != 0
	    || timeline_read(out, &cli->arena, ledger, workspace->actor, err) != 0)
		return -1;
	timeline_keep(out, &filter);
	return 0;
}

int
run_log(struct cli *cli, struct err *err)
{
	struct only only[] = { { "portfolio", NULL }, { "actor", NULL }, { "rubric", NULL },
			       { "outcome", NULL }, { "type", NULL } };
	const char *text = NULL;
	const struct option options[] = {
		{ .name = "--json", .flag = &cli->json },
		{ .name = "--actor", .value = "ACTOR", .text = &only[1].value },
		{ .name = "--rubric", .value = "ID", .text = &only[2].value },
		{ .name = "--outcome", .value = "OUTCOME", .text = &only[3].value },
		{ .name = "--type", .value = "TYPE", .text = &only[4].value },
		{ .name = "--only", .value = "a filter", .text = &text },
	};
	struct workspace workspace;
	struct ledger ledger;
	struct timeline timeline;
	bool narrow;
	int failed;

	if (cli_options(cli, options, 6, 0, 1, USAGE, err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = read_log(&timeline, cli, &workspace, &ledger, only, 5, text, err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	narrow = text != NULL;
	for (size_t i = 0; i < 5; i++)
		narrow |= only[i].value != NULL;
	if (cli->json)
		print_json(&timeline);
	else if (timeline.count == 0)
		cli_print(narrow ? "nothing like that is recorded\n"
			  : "nothing is recorded yet\n");
	else
		cli_print_moments(&timeline);
	return 0;
}
