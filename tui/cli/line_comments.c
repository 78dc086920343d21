/* Line mode at the comment bank: list it, add one to a note, keep a note, take one out. */
#include "core/base/text.h"
#include "core/desk/bank.h"
#include "tui/cli/line.h"

struct bank {
	const struct criterion *criterion;
	const struct judgement *judgement;
	const char *level;
	struct bank_comment *items;
	size_t count;
	struct arena arena;
};

static int
open_bank(struct bank *out, struct line *line, struct span *rest, struct err *err)
{
	const struct session *session = line->session;
	struct span name = span_cut(rest, ' ');
	int index = rubric_criterion(session->rubric, name);

	*out = (struct bank){ .level = NULL };
	if (index < 0)
		return err_set(err, ERR_REFUSED, "there is no criterion '%.*s'",
			       name.len > 80 ? 80 : (int)name.len, name.data);
	out->criterion = &session->rubric->criteria[index];
	out->judgement = &session->scoring.judgements[index];
	if (out->judgement->mark.kind == MARK_LEVEL)
		out->level = out->criterion->scale->levels[out->judgement->mark.index].label;
	return bank_read(&out->items, &out->count, &out->arena, &session->workspace->places,
			 session->rubric, out->criterion, out->level, err);
}

int
line_comments(struct line *line, struct span rest, struct err *err)
{
	struct bank bank;
	size_t shown = 0;

	if (open_bank(&bank, line, &rest, err) != 0)
		return -1;
	for (size_t i = 0; i < bank.count; i++)
		if (text_scattered(bank.items[i].text, rest)) {
			cli_print("%zu %s%s%s\n", i + 1, bank.items[i].level,
				  bank.items[i].level[0] == '\0' ? "" : ": ",
				  bank.items[i].text);
			shown++;
		}
	if (shown == 0)
		cli_print("no comments are ready for %s\n", bank.criterion->id);
	arena_close(&bank.arena);
	return 0;
}

/* The comment with the number that is all of `rest`; NULL with err. */
static const struct bank_comment *
numbered(const struct bank *bank, struct span rest, struct err *err)
{
	size_t number = 0;

	for (size_t i = 0; i < rest.len && number <= bank->count; i++)
		number = rest.data[i] < '0' || rest.data[i] > '9' ? bank->count + 1
			: number * 10 + (size_t)(rest.data[i] - '0');
	if (number != 0 && number <= bank->count)
		return &bank->items[number - 1];
	err_set(err, ERR_REFUSED, "which comment? comments %s numbers them", bank->criterion->id);
	return NULL;
}

/* The bank of the criterion that `rest` begins with, and the comment whose number follows. The
 * bank's arena is the caller's to close, on failure too. */
static int
pick(struct bank *bank, const struct bank_comment **out, struct line *line, struct span rest,
     struct err *err)
{
	if (open_bank(bank, line, &rest, err) != 0)
		return -1;
	*out = numbered(bank, rest, err);
	return *out == NULL ? -1 : 0;
}

int
line_comment(struct line *line, struct span rest, struct err *err)
{
	const struct bank_comment *comment;
	struct bank bank;
	int failed = pick(&bank, &comment, line, rest, err);

	if (failed == 0)
		failed = session_say(line->session, arena_printf(&bank.arena, "note %s %s",
			bank.criterion->id,
			bank_join(&bank.arena, bank.judgement->note, comment->text)), err);
	if (failed == 0)
		failed = bank_use(&line->session->workspace->places, line->session->rubric,
				  bank.criterion, comment->level, comment->text, err);
	if (failed == 0)
		cli_print("kept, the note of %s ends with it\n", bank.criterion->id);
	arena_close(&bank.arena);
	return failed;
}

int
line_bank(struct line *line, struct span rest, struct err *err)
{
	struct bank bank;
	int failed = open_bank(&bank, line, &rest, err);

	if (failed != 0)
		return -1;
	if (bank.judgement->note == NULL)
		failed = err_set(err, ERR_REFUSED, "%s has no note to keep", bank.criterion->id);
	else
		failed = bank_use(&line->session->workspace->places, line->session->rubric,
				  bank.criterion, bank.level, bank.judgement->note, err);
	if (failed == 0)
		cli_print("kept in the bank for %s\n", bank.criterion->id);
	arena_close(&bank.arena);
	return failed;
}

int
line_unbank(struct line *line, struct span rest, struct err *err)
{
	const struct bank_comment *comment;
	struct bank bank;
	int failed = pick(&bank, &comment, line, rest, err);

	if (failed == 0)
		failed = bank_drop(&line->session->workspace->places, line->session->rubric,
				   bank.criterion, comment->text, err);
	if (failed == 0)
		cli_print("taken out\n");
	arena_close(&bank.arena);
	return failed;
}
