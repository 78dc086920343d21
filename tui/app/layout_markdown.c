/* Markdown laid out: each line for itself, so that its number stays what is cited. */
#include <stdlib.h>

#include "tui/app/layout.h"

#include "core/desk/veil.h"

struct laid_row {
	size_t from, to;		/* bytes of the laid text */
};

/* The line laid out last is kept: drawing asks for each several times. */
struct laid_page {
	struct arena arena;
	struct markdown markdown;
	int64_t line;			/* 0: none yet */
	int columns;
	struct laid laid;
	struct buf rows;		/* of struct laid_row */
	size_t count;
};

struct laid_page *
laid_page_open(const struct dossier *dossier, size_t item)
{
	struct laid_page *page;
	struct err err;

	if (!dossier_is_markdown(dossier, item))
		return NULL;
	page = calloc(1, sizeof *page);
	if (page == NULL)
		abort();
	if (dossier_markdown(&page->markdown, &page->arena, dossier, item, &err) == 0)
		return page;
	laid_page_close(page);		/* it stands as it was written */
	return NULL;
}

void
laid_page_close(struct laid_page *page)
{
	if (page == NULL)
		return;
	laid_close(&page->laid);
	buf_close(&page->rows);
	arena_close(&page->arena);
	free(page);
}

static struct span
text_of(const struct laid_page *page, size_t from, size_t to)
{
	return (struct span){ buf_span(&page->laid.text).data + from, to - from };
}

/* Columns that rows after the first are indented by: half of them at most. */
static int
hang_of(const struct laid_page *page, int columns)
{
	int hang = text_columns(0, text_of(page, 0, page->laid.hang));

	return hang < columns / 2 ? hang : columns / 2;
}

static void
break_rows(struct laid_page *page, int columns)
{
	struct span rest = buf_span(&page->laid.text);
	struct laid_row row = { 0 };

	buf_clear(&page->rows);
	page->count = 0;
	do {
		int room = columns - (page->count == 0 ? 0 : hang_of(page, columns));
		struct span line = text_break(rest, room);

		row.to = row.from + line.len;
		buf_put(&page->rows, &row, sizeof row);
		page->count++;
		if (line.len < rest.len && rest.data[line.len] == ' ')
			line.len++;	/* the space it was broken at */
		rest = (struct span){ rest.data + line.len, rest.len - line.len };
		row.from += line.len;
	} while (rest.len != 0);
}

static bool
lay(struct reader *reader, int64_t line)
{
	struct laid_page *page = reader->page;

	if (line < 1 || line > (int64_t)page->markdown.count)
		return false;
	if (page->line == line && page->columns == reader->columns)
		return true;
	markdown_lay(&page->laid, &page->markdown, line);
	break_rows(page, reader->columns);
	page->line = line;
	page->columns = reader->columns;
	return true;
}

static struct laid_row
row_of(const struct laid_page *page, int64_t index)
{
	struct laid_row row;

	if (index >= (int64_t)page->count)
		index = (int64_t)page->count - 1;
	memcpy(&row, page->rows.data + (size_t)index * sizeof row, sizeof row);
	return row;
}

static bool
next_laid(struct spot *out, struct reader *reader, struct spot spot)
{
	*out = (struct spot){ spot.line, spot.byte + 1 };
	if (!lay(reader, spot.line))
		return false;
	if (out->byte < (int64_t)reader->page->count)
		return true;
	*out = (struct spot){ spot.line + 1, 0 };
	return out->line <= (int64_t)reader->page->markdown.count;
}

static bool
previous_laid(struct spot *out, struct reader *reader, struct spot spot)
{
	*out = (struct spot){ spot.line, spot.byte - 1 };
	if (spot.byte > 0)
		return true;
	out->line--;
	if (!lay(reader, out->line))
		return false;
	out->byte = (int64_t)reader->page->count - 1;
	return true;
}

static int64_t
byte_laid(struct reader *reader, struct spot spot)
{
	return !lay(reader, spot.line) || spot.byte == 0 ? 0
		: (int64_t)laid_from(&reader->page->laid, row_of(reader->page, spot.byte).from);
}

static struct spot
place_laid(struct reader *reader, int64_t line, int64_t byte)
{
	struct spot spot = { line, 0 };

	if (!lay(reader, line))
		return spot;
	while (spot.byte + 1 < (int64_t)reader->page->count
	       && (int64_t)laid_from(&reader->page->laid,
				     row_of(reader->page, spot.byte + 1).from) <= byte)
		spot.byte++;
	return spot;
}

/* Is the byte of the text a search found shown here? */
static bool
is_found(const struct reader *reader, int64_t offset)
{
	size_t index = finds_from(reader->finds, offset + 1);
	struct find find;

	if (index == 0)
		return false;
	find = finds_at(reader->finds, index - 1);
	return find.offset + find.len > offset;
}

static void
put_hang(const struct reader *reader, const struct area *area, int row, int hang)
{
	const struct laid *laid = &reader->page->laid;

	for (size_t i = 0; i < laid->bars && (int)(2 * i) < hang; i++)
		area_text(area, row, (int)(2 * i), ST_PLAIN, "| ");
}

/* Glyph by glyph: each has its own place in the source, and its own strength. */
static void
draw_laid(struct reader *reader, const struct area *area, int row, struct spot spot)
{
	struct laid_page *page = reader->page;
	int64_t start = 0;
	struct laid_row part;
	struct err err;
	bool marks;
	struct veil_walk walk = { .veil = area->canvas->veil };
	int column = 0;

	if (!lay(reader, spot.line))
		return;
	marks = reader->finds != NULL
		&& lines_begin(&start, reader->lines, spot.line, NULL, &err) == 0;
	part = row_of(page, spot.byte);
	if (spot.byte > 0) {
		column = hang_of(page, area->columns);
		put_hang(reader, area, row, column);
	}
	for (size_t at = part.from; at < part.to;) {
		bool covered = veil_covers(&walk, text_of(page, at, part.to));
		struct span rest = text_of(page, at, part.to);
		enum style style = page->laid.strong.data[at] != 0 ? ST_STRONG : ST_PLAIN;
		struct glyph glyph;

		text_glyph(&glyph, &rest);
		if (marks && is_found(reader, start + (int64_t)laid_from(&page->laid, at)))
			style = ST_FOUND;
		column = area_put_part(area, row, column, style,
				       text_of(page, at, at + glyph.source), covered);
		at += glyph.source;
	}
}

const struct layout layout_markdown = {
	next_laid, previous_laid, place_laid, byte_laid, draw_laid, NULL,
};
