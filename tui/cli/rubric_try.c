/* assay rubric try: what the rule makes of a score sheet, and what a change would do. */
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/model/reason.h"
#include "core/model/sheet.h"
#include "tui/cli/rubric.h"

/* A sheet, what is made of it, and by which changes it came from another. */
struct trial {
	const struct rubric *rubric;
	struct sheet sheet;
	struct decision_result result;
	bool *changed;		/* by criterion */
};

static char *
text_of(struct cli *cli, struct buf *text)
{
	char *copy = arena_text(&cli->arena, text->data == NULL ? "" : text->data);

	buf_close(text);
	return copy;
}

static char *
number(struct cli *cli, const struct rubric *rubric, struct ratio value)
{
	struct buf text = { 0 };

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	return text_of(cli, &text);
}

static char *
said(struct cli *cli, const struct rubric *rubric, const struct reason *reason)
{
	struct buf text = { 0 };

	reason_say(&text, rubric, reason);
	return text_of(cli, &text);
}

static char *
ids(struct cli *cli, const struct rubric *rubric, const struct reason *reason)
{
	struct buf text = { 0 };

	reason_ids(&text, rubric, reason);
	return text_of(cli, &text);
}

/* As json */

static void
add_result(struct json *page, struct cli *cli, const struct trial *trial)
{
	const struct decision_result *result = &trial->result;
	struct json *totals, *list;

	json_text(page, "outcome", outcome_word(result->outcome));
	totals = json_map(page, "totals");
	json_text(totals, "points", number(cli, trial->rubric, result->points));
	json_text(totals, "max", number(cli, trial->rubric, result->max));
	list = json_list(page, "why");
	for (size_t i = 0; i < result->why_count; i++)
		json_text(list, NULL, result->why[i]);
	list = json_list(page, "said");
	for (size_t i = 0; i < result->why_count; i++)
		json_text(list, NULL, said(cli, trial->rubric, &result->reasons[i]));
	list = json_list(page, "unfinished");
	for (size_t i = 0; i < result->unfinished_count; i++)
		json_text(list, NULL, trial->rubric->criteria[result->unfinished[i]].id);
}

static void
add_changes(struct json *page, const struct trial *after)
{
	const struct rubric *rubric = after->rubric;
	struct json *list = json_list(page, "changes");

	for (size_t i = 0; i < rubric->criterion_count; i++) {
		struct mark mark = after->sheet.marks[i];
		struct json *row;

		if (!after->changed[i])
			continue;
		row = json_map(list, NULL);
		json_text(row, "criterion", rubric->criteria[i].id);
		if (mark.kind == MARK_CODE)
			json_text(row, "code", rubric->codes[mark.index].id);
		else
			json_text(row, "level",
				  rubric->criteria[i].scale->levels[mark.index].id);
	}
}

static void
print_json(struct cli *cli, const struct trial *before, const struct trial *after)
{
	struct json *page = json_document(), *what_if;

	add_result(page, cli, before);
	if (after != NULL) {
		what_if = json_map(page, "what_if");
		add_changes(what_if, after);
		add_result(what_if, cli, after);
	}
	cli_print_json(page);
}

/* In words */

static void
print_result(struct cli *cli, const struct trial *trial)
{
	const struct decision_result *result = &trial->result;

	for (size_t i = 0; i < result->why_count; i++)
		cli_print("  %s [%s]\n", said(cli, trial->rubric, &result->reasons[i]),
			  ids(cli, trial->rubric, &result->reasons[i]));
	for (size_t i = 0; i < result->unfinished_count; i++) {
		const struct criterion *criterion =
			&trial->rubric->criteria[result->unfinished[i]];

		cli_print("  %s: is not judged [%s]\n", criterion->label, criterion->id);
	}
}

/* "p2.c1 at Proficient and p2.c2 coded Missing" */
static char *
changes(struct cli *cli, const struct trial *after)
{
	const struct rubric *rubric = after->rubric;
	struct buf text = { 0 };

	for (size_t i = 0; i < rubric->criterion_count; i++) {
		struct mark mark = after->sheet.marks[i];

		if (!after->changed[i])
			continue;
		buf_printf(&text, "%s%s %s", text.len == 0 ? "" : " and ",
			   rubric->criteria[i].id,
			   mark.kind == MARK_CODE ? "coded " : "at ");
		buf_text(&text, mark.kind == MARK_CODE ? rubric->codes[mark.index].label
			 : rubric->criteria[i].scale->levels[mark.index].label);
	}
	return text_of(cli, &text);
}

static void
print_words(struct cli *cli, const struct trial *before, const struct trial *after)
{
	const struct trial *shown[] = { before, after };

	for (size_t i = 0; i < 2 && shown[i] != NULL; i++) {
		const struct decision_result *result = &shown[i]->result;
		bool still = i == 1 && result->outcome == before->result.outcome;

		if (i == 0)
			cli_print("outcome: ");
		else
			cli_print("with %s: %s", changes(cli, after),
				  still ? "still " : "");
		cli_print("%s, points %s of %s\n", outcome_phrase(result->outcome),
			  number(cli, before->rubric, result->points),
			  number(cli, before->rubric, result->max));
		print_result(cli, shown[i]);
	}
}

/* Read what is asked for */

/* CRITERION=LEVEL or CRITERION=CODE. */
static int
read_change(struct trial *out, const char *word, struct err *err)
{
	const struct rubric *rubric = out->rubric;
	struct span rest = span_of(word), id = span_cut(&rest, '=');
	int index = rubric_criterion(rubric, id), level, code;
	const struct criterion *criterion;

	if (index < 0)
		return err_set(err, ERR_USAGE,
			       "%s: expected CRITERION=LEVEL or CRITERION=CODE; this "
			       "rubric has no criterion '%.*s'", word,
			       (int)(id.len > 64 ? 64 : id.len), id.data);
	criterion = &rubric->criteria[index];
	if (criterion->scale == NULL)
		return err_set(err, ERR_USAGE, "%s: %s takes a comment only", word,
			       criterion->id);
	level = criterion_level(criterion, rest);
	code = rubric_code(rubric, rest);
	if (level < 0 && code < 0)
		return err_set(err, ERR_USAGE,
			       "%s: scale %s has no such level, the rubric no such code",
			       word, criterion->scale_id);
	out->sheet.marks[index] = level >= 0 ? (struct mark){ MARK_LEVEL, (size_t)level }
		: (struct mark){ MARK_CODE, (size_t)code };
	out->changed[index] = true;
	return 0;
}

static int
read_changes(struct trial *out, struct cli *cli, const struct trial *before,
	     struct err *err)
{
	size_t count = before->rubric->criterion_count;

	*out = *before;
	out->sheet = sheet_new(&cli->arena, before->rubric);
	memcpy(out->sheet.marks, before->sheet.marks, count * sizeof *out->sheet.marks);
	out->changed = arena_array(&cli->arena, count, sizeof *out->changed);
	for (size_t i = 3; i < cli->count; i++)
		if (read_change(out, cli->words[i], err) != 0)
			return -1;
	out->result = sheet_decide(&cli->arena, &out->sheet);
	return 0;
}

static int
read_sheet(struct trial *out, struct cli *cli, struct err *err)
{
	struct faults faults = { .arena = &cli->arena, .path = cli->words[2] };
	struct span bytes;

	*out = (struct trial){ .rubric = rubric_named(cli, cli->words[1], err) };
	if (out->rubric == NULL
	    || file_read(&bytes, &cli->arena, cli->words[2], RUBRIC_BYTES, err) != 0)
		return -1;
	if (sheet_parse(&out->sheet, &cli->arena, &faults, out->rubric, bytes) != 0)
		return fault_check(&faults, err) != 0 ? -1
			: err_set(err, ERR_SYNTAX, "%s: not a sheet", cli->words[2]);
	out->result = sheet_decide(&cli->arena, &out->sheet);
	return 0;
}

int
run_rubric_try(struct cli *cli, struct err *err)
{
	struct trial before, after;
	bool what_if;

	if (rubric_options(cli, 3, SIZE_MAX, "rubric try FILE SHEET "
			   "[CRITERION=LEVEL|CODE ...] [--json]", err) != 0)
		return -1;
	what_if = cli->count > 3;
	if (read_sheet(&before, cli, err) != 0
	    || (what_if && read_changes(&after, cli, &before, err) != 0))
		return -1;
	if (cli->json)
		print_json(cli, &before, what_if ? &after : NULL);
	else
		print_words(cli, &before, what_if ? &after : NULL);
	return 0;
}
