#include "tui/base/outline.h"

#include <string.h>

enum { LEAST_COLUMNS = 16, HANGING = 2 };

struct outline_row {
	size_t line;
	struct span text;
	bool first;		/* of its line */
};

static void
push_line(struct outline *outline, struct span line)
{
	struct outline_line item = { .indent = 0 };

	while ((size_t)item.indent < line.len && line.data[item.indent] == ' ')
		item.indent++;
	item.text = (struct span){ line.data + item.indent,
				   line.len - (size_t)item.indent };
	outline->lines = arena_grow(&outline->lines_arena, outline->lines,
				    outline->line_count, sizeof *outline->lines);
	outline->lines[outline->line_count++] = item;
}

void
outline_take(struct outline *outline, struct buf *text)
{
	struct span rest;

	outline_close(outline);
	*outline = (struct outline){ .text = *text };
	*text = (struct buf){ 0 };
	rest = buf_span(&outline->text);
	while (rest.len != 0)
		push_line(outline, span_cut(&rest, '\n'));
}

void
outline_close(struct outline *outline)
{
	buf_close(&outline->text);
	buf_close(&outline->sought);
	arena_close(&outline->lines_arena);
	arena_close(&outline->rows_arena);
}

/* How many lines belong to this one. */
static size_t
inside(const struct outline *outline, size_t line)
{
	size_t end = line + 1;

	while (end < outline->line_count && outline->lines[end].text.len != 0
	       && outline->lines[end].indent > outline->lines[line].indent)
		end++;
	return end - line - 1;
}

static void
push_rows(struct outline *outline, size_t line)
{
	struct span rest = outline->lines[line].text;
	int room = outline->columns - outline->lines[line].indent;
	bool first = true;

	do {
		int columns = room - (first ? 0 : HANGING);
		struct span part = text_break(rest, columns < LEAST_COLUMNS ? LEAST_COLUMNS
					      : columns);

		outline->rows = arena_grow(&outline->rows_arena, outline->rows,
					   outline->list.count, sizeof *outline->rows);
		outline->rows[outline->list.count++] =
			(struct outline_row){ line, part, first };
		text_skip(&rest, part);
		first = false;
	} while (rest.len != 0);
}

/* The rows there are to see; the line at hand, or what it is folded into, stays so. */
static void
make_rows(struct outline *outline, int columns)
{
	size_t keep = outline_line(outline), at = 0;

	arena_close(&outline->rows_arena);
	outline->rows = NULL;
	outline->list.count = 0;
	outline->columns = columns;
	for (size_t line = 0; line < outline->line_count; line++) {
		if (line <= keep)
			at = outline->list.count;
		push_rows(outline, line);
		if (outline->lines[line].folded)
			line += inside(outline, line);
	}
	list_to(&outline->list, at);
}

static void
remake(struct outline *outline)
{
	if (outline->columns != 0)
		make_rows(outline, outline->columns);
}

size_t
outline_line(const struct outline *outline)
{
	return outline->rows == NULL ? 0 : outline->rows[outline->list.at].line;
}

/* The line that this one belongs to; itself where there is none. */
static size_t
above(const struct outline *outline, size_t line)
{
	for (size_t at = line; at-- > 0; )
		if (inside(outline, at) >= line - at)
			return at;
	return line;
}

void
outline_go(struct outline *outline, size_t line)
{
	size_t at = 0;

	for (size_t in = line, up; (up = above(outline, in)) != in; in = up)
		outline->lines[up].folded = false;
	make_rows(outline, outline->columns == 0 ? LEAST_COLUMNS : outline->columns);
	while (at + 1 < outline->list.count && outline->rows[at].line < line)
		at++;
	list_to(&outline->list, at);
	outline->list.top = at;
}

bool
outline_fold(struct outline *outline)
{
	size_t line = outline_line(outline);

	if (outline->line_count == 0)
		return false;
	if (inside(outline, line) == 0)
		line = above(outline, line);
	if (inside(outline, line) == 0)
		return false;
	outline->lines[line].folded = !outline->lines[line].folded;
	remake(outline);
	for (size_t at = 0; at < outline->list.count; at++)
		if (outline->rows[at].line == line && outline->rows[at].first)
			list_to(&outline->list, at);
	return true;
}

void
outline_fold_all(struct outline *outline)
{
	bool any = false;

	for (size_t i = 0; i < outline->line_count; i++)
		any = any || outline->lines[i].folded;
	for (size_t i = 0; i < outline->line_count; i++)
		outline->lines[i].folded = !any && outline->lines[i].indent == 0
			&& inside(outline, i) != 0;
	remake(outline);
}

bool
outline_search(struct outline *outline, struct span text, bool backward)
{
	size_t at = outline_line(outline);

	while (backward ? at-- > 0 : ++at < outline->line_count)
		if (text_holds(outline->lines[at].text, text)) {
			outline_go(outline, at);
			return true;
		}
	return false;
}

static void
draw_row(void *who, const struct area *area, size_t index)
{
	const struct outline *outline = who;
	const struct outline_row *row = &outline->rows[index];
	const struct outline_line *line = &outline->lines[row->line];
	size_t within = inside(outline, row->line);
	enum style style = line->indent == 0 && within != 0 ? ST_STRONG : ST_PLAIN;
	int column = area_put(area, 0, line->indent + (row->first ? 0 : HANGING), style,
			      row->text);
	bool last = index + 1 == outline->list.count
		|| outline->rows[index + 1].line != row->line;

	if (line->folded && last)
		area_printf(area, 0, column, ST_PLAIN, " (+%zu)", within);
}

void
outline_draw(struct outline *outline, const struct area *area)
{
	int columns = area->columns - LIST_MARK;

	if (columns != outline->columns) {
		size_t above_it = outline->list.at - outline->list.top;

		make_rows(outline, columns);
		outline->list.top = outline->list.at > above_it
			? outline->list.at - above_it : 0;
	}
	list_draw(&outline->list, area, draw_row, outline, true);
}
