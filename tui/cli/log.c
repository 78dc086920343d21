/* assay log [PORTFOLIO]: the history, newest first. */
#include <stdlib.h>

#include "core/base/json.h"
#include "core/base/when.h"
#include "core/desk/timeline.h"
#include "tui/cli/cli.h"

static const char *
type_of(const struct moment *moment)
{
	return moment->type < 0 ? "unreadable"
		: record_type_word((enum record_type)moment->type);
}

static void
print_json(const struct timeline *timeline)
{
	struct json *page = json_document(), *records = json_list(page, "records");
	struct buf text = { 0 };

	for (size_t i = 0; i < timeline->count; i++) {
		const struct moment *moment = &timeline->moments[i];
		struct json *row = json_map(records, NULL);

		json_text(row, "commit", moment->commit);
		json_text(row, "ref", moment->ref);
		if (moment->seq >= 0)
			json_number(row, "seq", moment->seq);
		else
			json_nothing(row, "seq");
		json_text(row, "type", moment->type < 0 ? NULL : type_of(moment));
		json_text(row, "actor", moment->actor);
		json_text(row, "kid", moment->kid);
		json_text(row, "time", moment->time);
		json_text(row, "portfolio", moment->portfolio);
		json_text(row, "outcome", moment->outcome);
		json_text(row, "verdict", moment->verdict);
	}
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
print_rows(const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct moment *moment = &timeline->moments[i];

		cli_print("%.12s  %s  %-8s %s", moment->commit,
			  moment->time == NULL ? "?" : moment->time,
			  moment->actor == NULL ? "?" : moment->actor, type_of(moment));
		if (moment->portfolio != NULL)
			cli_print(" %.8s %s", moment->portfolio,
				  moment->outcome == NULL ? "" : moment->outcome);
		cli_print("  [%s]\n", moment->verdict);
	}
	if (timeline->count == 0)
		cli_print("nothing is recorded yet\n");
}

int
run_log(struct cli *cli, struct err *err)
{
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };
	struct workspace workspace;
	struct ledger ledger;
	struct taken taken = { 0 };
	struct timeline timeline;
	int failed;

	if (cli_options(cli, options, 1, 0, 1, "log [PORTFOLIO] [--json]", err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = cli->count == 0 ? 0
				 : workspace_portfolio(&taken, &cli->arena, &workspace,
						       cli->words[0], err);
	if (failed == 0)
		failed = timeline_read(&timeline, &cli->arena, &ledger, taken.portfolio,
				       err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	if (cli->json)
		print_json(&timeline);
	else
		print_rows(&timeline);
	return 0;
}
