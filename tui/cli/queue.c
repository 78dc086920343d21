/* assay queue: what waits, and why. */
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/desk/inbox.h"
#include "tui/cli/cli.h"

static void
print_json(const struct inbox *inbox)
{
	struct json *page = json_document(), *items = json_list(page, "items");
	struct buf text = { 0 };

	for (size_t i = 0; i < inbox->count; i++) {
		const struct inbox_item *item = &inbox->items[i];
		struct json *row = json_map(items, NULL);

		json_text(row, "portfolio", item->portfolio);
		json_text(row, "rubric", item->rubric);
		json_number(row, "attempt", item->attempt);
		json_text(row, "state", inbox_state_word(item->state));
		json_text(row, "why", item->why);
		json_number(row, "scored", (int64_t)item->scored);
		json_number(row, "criteria", (int64_t)item->criteria);
	}
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
print_rows(const struct inbox *inbox)
{
	for (size_t i = 0; i < inbox->count; i++) {
		const struct inbox_item *item = &inbox->items[i];

		struct buf text = { 0 };

		buf_printf(&text, "%.8s  %-8s %2zu/%-2zu  ", item->portfolio,
			   inbox_state_word(item->state), item->scored, item->criteria);
		text_line(&text, span_of(item->title), 0);
		buf_text(&text, ": ");
		text_line(&text, span_of(item->why), 0);
		buf_text(&text, "\n");
		cli_print_clean(buf_span(&text));
		buf_close(&text);
	}
	if (inbox->count == 0)
		cli_print("nothing waits for you; take a portfolio in with `assay "
			  "portfolio add "
			  "REPO --rubric ID`\n");
}

int
run_queue(struct cli *cli, struct err *err)
{
	const struct option options[] = { { .name = "--json", .flag = &cli->json } };
	struct workspace workspace;
	struct ledger ledger;
	struct inbox inbox;
	int failed;

	if (cli_options(cli, options, 1, 0, 0, "queue [--json]", err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = inbox_read(&inbox, &cli->arena, &workspace, &ledger, err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	if (cli->json)
		print_json(&inbox);
	else
		print_rows(&inbox);
	return 0;
}
