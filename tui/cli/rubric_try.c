/* assay rubric try: what the rule makes of a score sheet. */
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/model/sheet.h"
#include "tui/cli/rubric.h"

static void
add_texts(struct json *page, const char *key, const char *const *items, size_t count)
{
	struct json *list = json_list(page, key);

	for (size_t i = 0; i < count; i++)
		json_text(list, NULL, items[i]);
}

static char *
number(struct cli *cli, const struct rubric *rubric, struct ratio value)
{
	struct buf text = { 0 };
	char *copy;

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	copy = arena_text(&cli->arena, text.data);
	buf_close(&text);
	return copy;
}

static void
print_try_json(struct cli *cli, const struct rubric *rubric,
	       const struct decision_result *result, const char *const *unfinished)
{
	struct json *page = json_document(), *totals;
	struct buf text = { 0 };

	json_text(page, "outcome", outcome_word(result->outcome));
	totals = json_map(page, "totals");
	json_text(totals, "points", number(cli, rubric, result->points));
	json_text(totals, "max", number(cli, rubric, result->max));
	add_texts(page, "why", result->why, result->why_count);
	add_texts(page, "unfinished", unfinished, result->unfinished_count);
	json_close(&text, page);
	cli_print_raw(&text);
	buf_close(&text);
}

static void
print_try(struct cli *cli, const struct rubric *rubric,
	  const struct decision_result *result, const char *const *unfinished)
{
	cli_print("outcome: %s, points %s of %s\n", outcome_phrase(result->outcome),
		  number(cli, rubric, result->points), number(cli, rubric, result->max));
	for (size_t i = 0; i < result->why_count; i++)
		cli_print("  %s\n", result->why[i]);
	for (size_t i = 0; i < result->unfinished_count; i++)
		cli_print("  %s is not judged\n", unfinished[i]);
}

int
run_rubric_try(struct cli *cli, struct err *err)
{
	const struct rubric *rubric;
	struct faults faults = { .arena = &cli->arena };
	struct decision_result result;
	const char **unfinished;
	struct sheet sheet;
	struct span bytes;

	if (rubric_options(cli, 3, 3, "rubric try FILE SHEET [--json]", err) != 0)
		return -1;
	faults.path = cli->words[2];
	if ((rubric = rubric_file(&cli->arena, cli->words[1], err)) == NULL
	    || file_read(&bytes, &cli->arena, cli->words[2], RUBRIC_BYTES, err) != 0)
		return -1;
	if (sheet_parse(&sheet, &cli->arena, &faults, rubric, bytes) != 0)
		return fault_check(&faults, err) != 0 ? -1
			: err_set(err, ERR_SYNTAX, "%s: not a sheet", cli->words[2]);
	result = sheet_decide(&cli->arena, &sheet);
	unfinished =
		arena_array(&cli->arena, result.unfinished_count, sizeof *unfinished);
	for (size_t i = 0; i < result.unfinished_count; i++)
		unfinished[i] = rubric->criteria[result.unfinished[i]].id;
	if (cli->json)
		print_try_json(cli, rubric, &result, unfinished);
	else
		print_try(cli, rubric, &result, unfinished);
	return 0;
}
