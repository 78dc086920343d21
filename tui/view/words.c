/*
 * What changed in one piece since the attempt before, word by word; or, of a criterion, what
 * may be seen of that attempt.
 */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct words_view {
	struct page page;
	struct arena arena;
	const char *title;
	struct buf text;		/* said before the words */
	struct word_changes words;
};

static const struct session *
session_of(const struct call *c)
{
	return c->app->desk->session;
}

static ptrdiff_t
find_piece(const struct changes *changes, const char *path)
{
	for (size_t i = 0; i < changes->count; i++)
		if (strcmp(changes->pieces[i].path, path) == 0)
			return (ptrdiff_t)i;
	return -1;
}

static void
show_piece(struct words_view *view, const struct changes *changes, size_t piece)
{
	struct change_row row = { piece, changes->pieces[piece].kind };
	struct err err;

	changes_print(&view->text, changes, &row);
	buf_text(&view->text, "\n\n");
	if (row.kind != CHANGE_CHANGED)
		return;
	if (changes_words(&view->words, &view->arena, changes, piece, &err) != 0)
		buf_printf(&view->text, "%s\n", err.text);
	else if (view->words.count == 0)
		buf_text(&view->text, "Only its spacing changed.\n");
	else
		buf_printf(&view->text, "%zu words came, %zu are gone:\n\n",
			   view->words.added, view->words.removed);
}

static void
show_criterion(struct words_view *view, const struct session *session, size_t criterion)
{
	const struct change_list *list = &session->changes.lists[criterion];

	buf_printf(&view->text, "Its evidence is %s.\n\n", change_word(list->kind));
	session_print_prior(&view->text, session, criterion);
	if (!session->rubric->prior_visible)
		buf_text(&view->text,
			 "This rubric does not show what was said of it before.\n");
}

static int
open_words(struct call *c)
{
	const struct changes *changes;
	struct words_view *view;
	ptrdiff_t piece;
	int criterion;

	if (desk_ready(c) != 0)
		return -1;
	changes = &session_of(c)->changes;
	if (changes->trouble != NULL)
		return err_set(&c->err, ERR_REFUSED, "%s", changes->trouble);
	piece = find_piece(changes, c->argument);
	criterion = rubric_criterion(session_of(c)->rubric, span_of(c->argument));
	if (piece < 0 && criterion < 0)
		return err_set(&c->err, ERR_NOT_FOUND,
			       "there is no such piece or criterion");
	c->state = view = view_state(sizeof *view);
	view->title = arena_text(&view->arena, c->argument);
	if (piece >= 0)
		show_piece(view, changes, (size_t)piece);
	else
		show_criterion(view, session_of(c), (size_t)criterion);
	return 0;
}

static void
close_words(struct call *c)
{
	struct words_view *view = c->state;

	buf_close(&view->text);
	arena_close(&view->arena);
	view_free(c);
}

/* One row, in the style of each of its parts; the brackets say the same without. */
static void
draw_styled(const struct area *area, int row, const struct words_line *line,
	    struct span part)
{
	size_t at = (size_t)(part.data - line->text.data), end = at + part.len;
	int column = 6;

	for (size_t i = 0; at < end; i++) {
		const struct words_mark *mark = i < line->mark_count ? &line->marks[i] : NULL;
		size_t from = mark == NULL || mark->from > end ? end : mark->from;
		size_t to = mark == NULL || mark->to > end ? end : mark->to;

		if (from > at)
			column = area_put(area, row, column, ST_PLAIN,
					  (struct span){ line->text.data + at, from - at });
		at = from > at ? from : at;
		if (to > at)
			column = area_put(area, row, column, mark->added ? ST_GOOD : ST_BAD,
					  (struct span){ line->text.data + at, to - at });
		at = to > at ? to : at;
	}
}

static int
draw_line(const struct area *area, int row, const struct words_line *line)
{
	struct span rest = line->text;

	if (row >= 0 && row < area->rows)
		area_printf(area, row, 0, ST_DIM, "%5zu", line->line);
	while (rest.len != 0) {
		struct span part = text_break(rest, area->columns - 6);

		if (row >= 0 && row < area->rows)
			draw_styled(area, row, line, part);
		row++;
		text_skip(&rest, part);
	}
	return row;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	const struct words_view *view = who;

	row = area_wrap(area, row, 0, ST_PLAIN, buf_span(&view->text));
	for (size_t i = 0; i < view->words.count; i++)
		row = draw_line(area, row, &view->words.lines[i]);
	return row;
}

static void
draw_words(struct call *c, struct area *area)
{
	struct words_view *view = c->state;
	struct area title = area_take(area, 1);
	int column = area_printf(&title, 0, 0, ST_TITLE, "Since attempt %lld",
		(long long)session_of(c)->changes.judged->said->attempt);

	area_text(&title, 0, column + 2, ST_PLAIN, view->title);
	page_draw(&view->page, area, draw_text, view);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_words = {
	.name = "words",
	.help = "One piece of evidence against what it was in the attempt before: the lines "
		"that changed, by their numbers now, [-what is gone-] and {+what came+} "
		"marked in them. Spacing does not count.",
	.open = open_words, .draw = draw_words, .status = page_status,
	.shown = desk_shown, .close = close_words,
	COMMANDS(commands),
};
