/* The word of line mode that tells what changed since the attempt before. */
#include "core/base/text.h"
#include "tui/cli/line.h"

static void
print_words(struct buf *out, const struct changes *changes, size_t piece)
{
	struct arena scratch = { 0 };
	struct word_changes words;
	struct err err;

	if (changes_words(&words, &scratch, changes, piece, &err) != 0)
		buf_printf(out, "    %s\n", err.text);
	else if (words.count == 0)
		buf_text(out, "    only its spacing\n");
	else
		for (size_t i = 0; i < words.count; i++) {
			buf_printf(out, "    %zu ", words.lines[i].line);
			text_line(out, words.lines[i].text, 0);
			buf_text(out, "\n");
		}
	arena_close(&scratch);
}

static void
print_list(const struct session *session, size_t index, bool in_full)
{
	const struct changes *changes = &session->changes;
	const struct change_list *list = &changes->lists[index];
	bool rest = index == session->rubric->criterion_count;
	struct buf text = { 0 };

	if (rest && list->kind == CHANGE_UNTOUCHED)
		return;
	buf_printf(&text, "%s: %s\n",
		   rest ? "other evidence" : session->rubric->criteria[index].id,
		   change_word(list->kind));
	for (size_t i = 0; i < list->count; i++) {
		buf_text(&text, "  ");
		changes_print(&text, changes, &list->rows[i]);
		buf_text(&text, "\n");
		if (in_full && list->rows[i].kind == CHANGE_CHANGED)
			print_words(&text, changes, list->rows[i].piece);
	}
	if (list->more != 0)
		buf_printf(&text, "  and %zu more\n", list->more);
	cli_print_clean(buf_span(&text));
	buf_close(&text);
}

int
line_changes(struct line *line, struct span rest, struct err *err)
{
	const struct session *session = line->session;
	const struct changes *changes = &session->changes;
	int criterion = rubric_criterion(session->rubric, rest);

	if (changes->trouble != NULL)
		return err_set(err, ERR_REFUSED, "%s", changes->trouble);
	if (rest.len != 0 && criterion < 0)
		return err_set(err, ERR_REFUSED, "there is no criterion '%.*s'",
			       rest.len > 80 ? 80 : (int)rest.len, rest.data);
	if (rest.len != 0) {
		print_list(session, (size_t)criterion, true);
		return 0;
	}
	cli_print("since commit %.12s, which attempt %lld judged:\n",
		  changes->judged->said->evidence.commit,
		  (long long)changes->judged->said->attempt);
	for (size_t i = 0; i <= session->rubric->criterion_count; i++)
		print_list(session, i, false);
	return 0;
}
