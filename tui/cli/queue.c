/* assay queue: what waits, and why. */
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/desk/inbox_cache.h"
#include "tui/cli/only.h"

#define USAGE "queue [--rubric R] [--state S] [--why W] [--only FILTER] [--sort COLUMN] " \
	"[--counts | --picture] [--json]"

static void
add_reasons(struct json *row, const struct inbox_item *item)
{
	struct json *list = json_list(row, "reasons");

	for (size_t i = 0; i < INBOX_REASONS; i++)
		if (item->reasons & 1u << i)
			json_text(list, NULL, inbox_reason_word(i));
}

static void
print_json(const struct inbox_item *const *items, size_t count)
{
	struct json *page = json_document(), *list = json_list(page, "items");

	for (size_t i = 0; i < count; i++) {
		const struct inbox_item *item = items[i];
		struct json *row = json_map(list, NULL);

		json_text(row, "portfolio", item->portfolio);
		json_text(row, "rubric", item->rubric);
		json_number(row, "attempt", item->attempt);
		json_text(row, "state", inbox_state_word(item->state));
		json_text(row, "why", item->why);
		json_number(row, "scored", (int64_t)item->scored);
		json_number(row, "criteria", (int64_t)item->criteria);
		add_reasons(row, item);
	}
	cli_print_json(page);
}

static void
print_rows(const struct inbox_item *const *items, size_t count)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < count; i++) {
		buf_printf(&text, "%.8s  %-8s %2zu/%-2zu  ", items[i]->portfolio,
			   inbox_state_word(items[i]->state), items[i]->scored,
			   items[i]->criteria);
		text_line(&text, span_of(items[i]->title), 0);
		buf_text(&text, ": ");
		text_line(&text, span_of(items[i]->why), 0);
		buf_text(&text, "\n");
	}
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

/* Of all rubrics; a filter does not count. */
static void
print_counts(const struct inbox *inbox, struct arena *arena)
{
	struct inbox_count *tallies;
	size_t count = inbox_tally(&tallies, arena, inbox);

	for (size_t i = 0; i < count; i++) {
		struct buf text = { 0 };

		buf_printf(&text, "%s: ", tallies[i].rubric);
		inbox_print_tally(&text, &tallies[i]);
		cli_print("%s\n", text.data);
		buf_close(&text);
	}
}

/* For the screen, which reads a large programme behind; and for the next time. */
static void
print_picture(const struct inbox *inbox, const struct workspace *workspace)
{
	struct buf text = { 0 };

	inbox_encode(&text, inbox, workspace);
	cli_print_raw(&text);
	buf_close(&text);
	inbox_cache_keep(inbox, workspace);
}

struct wishes {
	const char *only, *sort;
	bool counts, picture;
	int column;			/* to sort by; -1: none */
	struct filter filter;
};

static void
print_inbox(struct cli *cli, const struct inbox *inbox, const struct wishes *wishes)
{
	const struct inbox_item **items =
		arena_array(&cli->arena, inbox->count, sizeof *items);
	size_t count = 0;

	for (size_t i = 0; i < inbox->count; i++)
		if (inbox_passes(&inbox->items[i], &wishes->filter))
			items[count++] = &inbox->items[i];
	if (wishes->column >= 0)
		inbox_sort(items, count, wishes->column);
	if (cli->json)
		print_json(items, count);
	else if (count != 0)
		print_rows(items, count);
	else
		cli_print(inbox->count != 0 ? "nothing like that waits for you\n"
			  : "nothing waits for you; take a portfolio in with `assay "
			  "portfolio add REPO --rubric ID`\n");
}

static int
read_wishes(struct wishes *wishes, struct cli *cli, const struct only *only, size_t count,
	    struct err *err)
{
	wishes->column = wishes->sort == NULL ? -1
		: filter_column(inbox_columns, span_of(wishes->sort));
	if (wishes->sort != NULL && wishes->column < 0)
		return err_set(err, ERR_USAGE, "'%.40s' is no column; usage: assay " USAGE,
			       wishes->sort);
	return cli_filter(&wishes->filter, cli, inbox_columns, only, count, wishes->only,
			  err);
}

int
run_queue(struct cli *cli, struct err *err)
{
	struct only only[] = { { "rubric", NULL }, { "state", NULL }, { "why", NULL } };
	struct wishes wishes = { 0 };
	const struct option options[] = {
		{ .name = "--json", .flag = &cli->json },
		{ .name = "--counts", .flag = &wishes.counts },
		{ .name = "--picture", .flag = &wishes.picture },
		{ .name = "--rubric", .value = "ID", .text = &only[0].value },
		{ .name = "--state", .value = "STATE", .text = &only[1].value },
		{ .name = "--why", .value = "a reason", .text = &only[2].value },
		{ .name = "--only", .value = "a filter", .text = &wishes.only },
		{ .name = "--sort", .value = "a column", .text = &wishes.sort },
	};
	struct workspace workspace;
	struct ledger ledger;
	struct inbox inbox;
	int failed;

	if (cli_options(cli, options, sizeof options / sizeof *options, 0, 0, USAGE, err)
		    != 0
	    || read_wishes(&wishes, cli, only, 3, err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	failed = inbox_read(&inbox, &cli->arena, &workspace, &ledger, cli->now(), err);
	ledger_close(&ledger);
	if (failed != 0)
		return -1;
	if (wishes.picture)
		print_picture(&inbox, &workspace);
	else if (wishes.counts && !cli->json)
		print_counts(&inbox, &cli->arena);
	else
		print_inbox(cli, &inbox, &wishes);
	return 0;
}
