#include "tui/base/folds.h"

#include <string.h>

enum { LEAST_COLUMNS = 16, HANGING = 2 };

struct folds_row {
	size_t line;
	struct span text;
	bool first;		/* of its line */
};

static void
push_line(struct folds *folds, struct span line)
{
	struct folds_line item = { .indent = 0 };

	while ((size_t)item.indent < line.len && line.data[item.indent] == ' ')
		item.indent++;
	item.text = (struct span){ line.data + item.indent,
				   line.len - (size_t)item.indent };
	folds->lines = arena_grow(&folds->lines_arena, folds->lines,
				    folds->line_count, sizeof *folds->lines);
	folds->lines[folds->line_count++] = item;
}

void
folds_take(struct folds *folds, struct buf *text)
{
	struct span rest;

	folds_close(folds);
	*folds = (struct folds){ .text = *text };
	*text = (struct buf){ 0 };
	rest = buf_span(&folds->text);
	while (rest.len != 0)
		push_line(folds, span_cut(&rest, '\n'));
}

void
folds_close(struct folds *folds)
{
	buf_close(&folds->text);
	if (folds->is_sought)
		pattern_close(&folds->sought);
	folds->is_sought = false;
	arena_close(&folds->lines_arena);
	arena_close(&folds->rows_arena);
}

/* How many lines belong to this one. */
static size_t
inside(const struct folds *folds, size_t line)
{
	size_t end = line + 1;

	while (end < folds->line_count && folds->lines[end].text.len != 0
	       && folds->lines[end].indent > folds->lines[line].indent)
		end++;
	return end - line - 1;
}

static void
push_rows(struct folds *folds, size_t line)
{
	struct span rest = folds->lines[line].text;
	int room = folds->columns - folds->lines[line].indent;
	bool first = true;

	do {
		int columns = room - (first ? 0 : HANGING);
		struct span part = text_break(rest, columns < LEAST_COLUMNS ? LEAST_COLUMNS
					      : columns);

		folds->rows = arena_grow(&folds->rows_arena, folds->rows,
					   folds->list.count, sizeof *folds->rows);
		folds->rows[folds->list.count++] =
			(struct folds_row){ line, part, first };
		text_skip(&rest, part);
		first = false;
	} while (rest.len != 0);
}

/* The rows there are to see; the line at hand, or what it is folded into, stays so. */
static void
make_rows(struct folds *folds, int columns)
{
	size_t keep = folds_at(folds), at = 0;

	arena_close(&folds->rows_arena);
	folds->rows = NULL;
	folds->list.count = 0;
	folds->columns = columns;
	for (size_t line = 0; line < folds->line_count; line++) {
		if (line <= keep)
			at = folds->list.count;
		push_rows(folds, line);
		if (folds->lines[line].folded)
			line += inside(folds, line);
	}
	list_to(&folds->list, at);
}

static void
remake(struct folds *folds)
{
	if (folds->columns != 0)
		make_rows(folds, folds->columns);
}

size_t
folds_at(const struct folds *folds)
{
	return folds->rows == NULL ? 0 : folds->rows[folds->list.at].line;
}

/* The line that this one belongs to; itself where there is none. */
static size_t
above(const struct folds *folds, size_t line)
{
	for (size_t at = line; at-- > 0; )
		if (inside(folds, at) >= line - at)
			return at;
	return line;
}

void
folds_go(struct folds *folds, size_t line)
{
	size_t at = 0;

	for (size_t in = line, up; (up = above(folds, in)) != in; in = up)
		folds->lines[up].folded = false;
	make_rows(folds, folds->columns == 0 ? LEAST_COLUMNS : folds->columns);
	while (at + 1 < folds->list.count && folds->rows[at].line < line)
		at++;
	list_to(&folds->list, at);
	folds->list.top = at;
}

bool
folds_fold(struct folds *folds)
{
	size_t line = folds_at(folds);

	if (folds->line_count == 0)
		return false;
	if (inside(folds, line) == 0)
		line = above(folds, line);
	if (inside(folds, line) == 0)
		return false;
	folds->lines[line].folded = !folds->lines[line].folded;
	remake(folds);
	for (size_t at = 0; at < folds->list.count; at++)
		if (folds->rows[at].line == line && folds->rows[at].first)
			list_to(&folds->list, at);
	return true;
}

void
folds_fold_all(struct folds *folds)
{
	bool any = false;

	for (size_t i = 0; i < folds->line_count; i++)
		any = any || folds->lines[i].folded;
	for (size_t i = 0; i < folds->line_count; i++)
		folds->lines[i].folded = !any && folds->lines[i].indent == 0
			&& inside(folds, i) != 0;
	remake(folds);
}

static int
seek(struct folds *folds, const char *text, struct err *err)
{
	struct pattern pattern;

	if (text == NULL || *text == '\0')
		return folds->is_sought ? 0
			: err_set(err, ERR_REFUSED, "nothing was searched for yet");
	if (pattern_open(&pattern, span_of(text), err) != 0)
		return -1;
	if (folds->is_sought)
		pattern_close(&folds->sought);
	folds->sought = pattern;
	folds->is_sought = true;
	return 0;
}

int
folds_search(struct folds *folds, const char *text, bool backward, struct err *err)
{
	size_t at = folds_at(folds), where, len;

	if (seek(folds, text, err) != 0)
		return -1;
	while (backward ? at-- > 0 : ++at < folds->line_count) {
		where = 0;
		if (pattern_find(&where, &len, &folds->sought, folds->lines[at].text, true,
				 true)) {
			folds_go(folds, at);
			return 0;
		}
	}
	return err_set(err, ERR_NOT_FOUND, "no %s line holds '%.80s'",
		       backward ? "earlier" : "later", folds->sought.text.data);
}

static void
draw_row(void *who, const struct area *area, size_t index)
{
	const struct folds *folds = who;
	const struct folds_row *row = &folds->rows[index];
	const struct folds_line *line = &folds->lines[row->line];
	size_t within = inside(folds, row->line);
	enum style style = line->indent == 0 && within != 0 ? ST_STRONG : ST_PLAIN;
	int column = area_put(area, 0, line->indent + (row->first ? 0 : HANGING), style,
			      row->text);
	bool last = index + 1 == folds->list.count
		|| folds->rows[index + 1].line != row->line;

	if (line->folded && last)
		area_printf(area, 0, column, ST_PLAIN, " (+%zu)", within);
}

void
folds_draw(struct folds *folds, const struct area *area)
{
	int columns = area->columns - LIST_MARK;

	if (columns != folds->columns) {
		size_t above_it = folds->list.at - folds->list.top;

		make_rows(folds, columns);
		folds->list.top = folds->list.at > above_it
			? folds->list.at - above_it : 0;
	}
	list_draw(&folds->list, area, draw_row, folds, true);
}
