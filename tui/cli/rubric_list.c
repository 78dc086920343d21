/* assay rubric list: the rubrics of the programme, in its folder and its ledger. */
#include "core/base/json.h"
#include "core/desk/shelf.h"
#include "tui/cli/rubric.h"

static void
print_json(const struct shelf *shelf)
{
	struct json *page = json_document(), *list = json_list(page, "rubrics");

	for (size_t i = 0; i < shelf->count; i++) {
		const struct shelf_item *item = &shelf->items[i];
		struct json *row = json_map(list, NULL);

		json_text(row, "id", item->id);
		json_number(row, "version", item->version);
		json_text(row, "title", item->title);
		json_number(row, "criteria", (int64_t)item->criteria);
		json_text(row, "sha256", item->sha256);
		json_text(row, "published", item->commit);
		json_text(row, "path", item->path);
		json_bool(row, "newest", item->newest);
		json_number(row, "portfolios", (int64_t)item->portfolios);
		json_text(row, "structure", item->structure);
	}
	list = json_list(page, "unread");
	for (size_t i = 0; i < shelf->unread_count; i++)
		json_text(list, NULL, shelf->unread[i]);
	cli_print_json(page);
}

static void
print_item(const struct shelf_item *item)
{
	cli_print("%s@%lld %s: %zu criteria, %s%s", item->id, (long long)item->version,
		  item->title, item->criteria,
		  item->commit != NULL ? "published" : "not published yet",
		  item->path == NULL ? ", not in the folder" : "");
	if (!item->newest)
		cli_print(", followed by a newer version");
	else if (item->portfolios != 0)
		cli_print(", %zu portfolio%s", item->portfolios,
			  item->portfolios == 1 ? "" : "s");
	cli_print("\n");
}

int
run_rubric_list(struct cli *cli, struct err *err)
{
	struct workspace workspace;
	struct ledger ledger;
	struct shelf shelf;
	int failed;

	if (rubric_options(cli, 1, 1, "rubric list [--json]", err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = shelf_read(&shelf, &cli->arena, &workspace, &ledger, err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	if (cli->json) {
		print_json(&shelf);
		return 0;
	}
	if (shelf.count == 0)
		cli_print("no rubrics yet: `assay rubric publish FILE` brings one in\n");
	for (size_t i = 0; i < shelf.count; i++)
		print_item(&shelf.items[i]);
	for (size_t i = 0; i < shelf.unread_count; i++)
		cli_warn("%s is no rubric: `assay rubric check` says why\n",
			 shelf.unread[i]);
	return 0;
}
