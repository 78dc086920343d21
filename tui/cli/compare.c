/* assay compare PORTFOLIO: what several made of it, criterion by criterion. */
#include <stdlib.h>

#include "core/base/json.h"
#include "core/desk/compare.h"
#include "tui/cli/cli.h"

#define USAGE "compare PORTFOLIO [--attempt N] [--json]"

static void
add_opinion(struct json *list, const struct opinion *opinion)
{
	struct json *row = json_map(list, NULL);

	json_text(row, "commit", opinion->commit);
	json_text(row, "actor", opinion->actor);
	json_text(row, "time", opinion->time);
	json_text(row, "outcome",
		  outcome_word((enum outcome)(opinion->said->outcome + OUTCOME_PASS)));
	json_text(row, "points", opinion->said->points);
	json_text(row, "max", opinion->said->max);
	json_bool(row, "superseded", opinion->superseded);
	json_text(row, "evidence", opinion->said->evidence.commit);
}

static void
add_mark(struct json *list, const struct comparison *comparison,
	 const struct compared *compared, size_t opinion)
{
	const struct record_score *score = compared->scores[opinion];
	struct json *mark = json_map(list, NULL), *cites = json_list(mark, "cites");

	json_text(mark, "level", score == NULL ? NULL : score->level);
	json_text(mark, "code", score == NULL ? NULL : score->code);
	json_text(mark, "note", compared->notes[opinion]);
	for (size_t i = 0; score != NULL && i < score->cite_count; i++) {
		struct record_score one = { .cites = &score->cites[i], .cite_count = 1 };
		struct compared alone = { .scores = { [0] = NULL } };
		struct buf text = { 0 };

		alone.scores[opinion] = &one;
		compare_print_cites(&text, comparison, &alone, opinion, "");
		json_text(cites, NULL, text.data);
		buf_close(&text);
	}
}

static void
print_json(const struct comparison *comparison)
{
	struct json *page = json_document(), *list;

	json_text(page, "portfolio", comparison->portfolio);
	json_number(page, "attempt", comparison->attempt);
	list = json_list(page, "decisions");
	for (size_t i = 0; i < comparison->count; i++)
		add_opinion(list, &comparison->opinions[i]);
	list = json_list(page, "criteria");
	for (size_t i = 0; i < comparison->row_count; i++) {
		const struct compared *compared = &comparison->rows[i];
		struct json *row = json_map(list, NULL), *marks;

		json_text(row, "criterion", compared->id);
		json_bool(row, "differs", compared->differs);
		marks = json_list(row, "marks");
		for (size_t k = 0; k < comparison->count; k++)
			add_mark(marks, comparison, compared, k);
	}
	cli_print_json(page);
}

static int
read_attempt(int64_t *out, const char *text, struct err *err)
{
	char *end;

	*out = text == NULL ? 0 : strtol(text, &end, 10);
	if (text != NULL && (*out < 1 || *end != '\0'))
		return err_set(err, ERR_USAGE, "'%.40s' is no attempt; usage: assay " USAGE,
			       text);
	return 0;
}

int
run_compare(struct cli *cli, struct err *err)
{
	const char *attempt = NULL;
	const struct option options[] = {
		{ .name = "--json", .flag = &cli->json },
		{ .name = "--attempt", .value = "N", .text = &attempt },
	};
	struct workspace workspace;
	struct comparison comparison;
	struct ledger ledger;
	struct taken taken;
	int64_t number;
	int failed;

	if (cli_options(cli, options, 2, 1, 1, USAGE, err) != 0
	    || read_attempt(&number, attempt, err) != 0
	    || cli_ledger(&ledger, &workspace, cli, err) != 0)
		return -1;
	cli_veil(&workspace, cli->words[0]);
	failed = workspace_portfolio(&taken, &cli->arena, &workspace, cli->words[0], err);
	if (failed == 0)
		failed = compare_open(&comparison, &workspace, &ledger, taken.portfolio,
				      number, err);
	if (failed == 0 && cli->json)
		print_json(&comparison);
	if (failed == 0 && !cli->json) {
		struct buf text = { 0 };

		compare_print(&text, &comparison);
		cli_print_clean(buf_span(&text));
		buf_close(&text);
	}
	if (failed == 0)
		compare_close(&comparison);
	ledger_close(&ledger);
	return failed;
}
