#include "tui/app/reader.h"

#include <string.h>

#include "core/base/text.h"
#include "core/desk/explain.h"
#include "core/desk/sniff.h"
#include "tui/app/layout.h"
#include "tui/base/pane.h"

enum {
	GUTTER = 5, GUTTER_LONG = 7, GUTTER_HUGE = 8,	/* cursor, number of 3, 5 or 6, choice */
	GUTTER_NONE = 2,		/* cursor, choice */
	LONG_BYTES = 400000, SHORT_LINES = 999,
	PEEK = 8 << 10,
	SHIFT_MOST = 10000,		/* columns */
	SHOWN_BYTES = 256 << 10,	/* a screen of text, most of the time */
	COUNT_BYTES = 8 << 20,		/* searched for a frame at most */
};

void
reader_close(struct reader *reader)
{
	if (reader->lines != NULL)
		lines_close(reader->lines);
	if (reader->blob != NULL)
		blob_close(reader->blob);
	finds_close(reader->finds);
	laid_page_close(reader->page);
	laid_table_close(reader->table);
	converted_close(&reader->converted);
	buf_close(&reader->sentence);
	pattern_close(&reader->sought);
	*reader = (struct reader){ .own_words = reader->own_words };
}

/* ---- what it is ---- */

/* What to say instead of text; nothing when it is text. */
static void
say_kind(struct reader *reader, const struct evidence_item *item, struct span head, int64_t size)
{
	struct buf *out = &reader->sentence;

	if (item->kind == ITEM_SYMLINK) {
		explain_link(out, &reader->session->dossier,
			     (size_t)(item - reader->session->dossier.evidence.items), head,
			     reader->own_words->follow);
	} else if (size == 0) {
		buf_text(out, "An empty file.");
	} else if (sniff_is_pointer(head, size)) {
		explain_pointer(out, head);
	} else if (convert_is_other(head)) {
		reader_say_offer(reader, item->path, head, size);
	}
}

/* Will it have numbers of more than three digits? Large files are not looked through for it. */
static bool
is_long(struct reader *reader)
{
	bool all;
	struct err err;

	return blob_size(reader->blob) > LONG_BYTES
		|| lines_reach(reader->lines, SHORT_LINES + 1, NULL, &err) != 0
		|| lines_known(reader->lines, &all) > SHORT_LINES;
}

static int
open_blob(struct reader *reader, const struct evidence_item *item, struct err *err)
{
	char head[PEEK];
	size_t got;

	if (blob_open(&reader->blob, reader->session->dossier.repo, &item->oid, err) != 0
	    || blob_read(&got, head, sizeof head, reader->blob, 0, err) != 0)
		return -1;
	say_kind(reader, item, (struct span){ head, got }, blob_size(reader->blob));
	if (reader->sentence.len == 0)
		reader->lines = lines_open(reader->blob);
	return 0;
}

static void
say_no_file(struct buf *out, const struct dossier_item *item)
{
	static const char *const sentences[] = {
		[DOSSIER_LINK] = "A link, which assay does not follow: ",
		[DOSSIER_ABSENT] = "The manifest names this file, and it is not there: ",
		[DOSSIER_EMPTY] = "The learner left this slot empty on purpose: ",
	};

	buf_text(out, sentences[item->kind]);
	text_line(out, span_of(item->path), 500);
}

static void
open_item(struct reader *reader)
{
	const struct dossier *dossier = &reader->session->dossier;
	const struct dossier_item *item = &dossier->items[reader->item];
	struct err err;

	if (reader->item >= dossier->count) {
		buf_text(&reader->sentence, "This portfolio holds no evidence.");
		return;
	}
	if (item->kind == DOSSIER_SUBMODULE)
		explain_submodule(&reader->sentence, item->submodule);
	else if (item->kind != DOSSIER_FILE)
		say_no_file(&reader->sentence, item);
	else if (open_blob(reader, &dossier->evidence.items[item->item], &err) != 0)
		buf_printf(&reader->sentence, "It cannot be read: %s.", err.text);
}

static int64_t
words_of(const struct reader *reader)
{
	const struct dossier *dossier = &reader->session->dossier;
	const struct prompt *prompt = reader->lines == NULL ? NULL
		: dossier->items[reader->item].prompt;

	return prompt == NULL || (prompt->words_min == 0 && prompt->words_max == 0) ? -1
		: survey_words(dossier, reader->item);
}

void
reader_show(struct reader *reader, struct session *session, size_t item, int64_t line)
{
	struct pattern sought = reader->sought;
	struct reading_ways ways = reader->ways;
	struct fence fence = reader->fence;

	reader->sought = (struct pattern){ 0 };
	reader_close(reader);
	*reader = (struct reader){ .own_words = reader->own_words, .session = session,
		.item = item, .sought = sought,
		.ways = ways, .fence = fence, .top = { line, 0 }, .at = { line, 0 }, .rows = 10,
		.columns = TEXT_COLUMNS - GUTTER };
	open_item(reader);
	if (reader->lines != NULL) {
		reader->page = laid_page_open(&session->dossier, item);
		reader->table = laid_table_open(&session->dossier, item, reader->blob);
	}
	reader->words = words_of(reader);
	reader_set(reader, ways);
}

/* ---- moving ---- */

static bool
is_before(struct spot a, struct spot b)
{
	return a.line < b.line || (a.line == b.line && a.byte < b.byte);
}

/* So many rows on, or back; how many were missing at the end there. */
bool
reader_is_at_found(const struct reader *reader)
{
	return reader->finds != NULL && reader->found_at.line == reader->at.line
		&& reader->found_at.byte == reader->at.byte;
}

static int
step(struct spot *spot, struct reader *reader, int rows)
{
	struct spot next;

	for (; rows > 0 && reader->layout->next(&next, reader, *spot); rows--)
		*spot = next;
	for (; rows < 0 && reader->layout->previous(&next, reader, *spot); rows++)
		*spot = next;
	return rows;
}

/* Whole lines are chosen, and of a table whole rows: one step each, however many rows of the
 * screen a line takes. */
static void
move_lines(struct reader *reader, int by)
{
	int towards = by < 0 ? -1 : 1;

	for (; by != 0 && reader->at.line + towards > 0
	       && layout_has_line(reader, reader->at.line + towards); by -= towards)
		reader->at = (struct spot){ reader->at.line + towards, 0 };
}

void
reader_move(struct reader *reader, int rows)
{
	if (reader->lines == NULL)
		return;
	if (reader->chosen != 0 && reader->layout != &layout_table)
		move_lines(reader, rows);
	else
		step(&reader->at, reader, rows);
}

static void
page_down(struct reader *reader, int rows)
{
	struct spot next = reader->top, end;

	step(&next, reader, rows);
	end = next;
	step(&next, reader, -step(&end, reader, rows));
	if (is_before(reader->top, next))
		reader->at = reader->top = next;
	else
		reader->at = end;
}

/* One row stays for the eye to hold on to; the last page is a full one. */
void
reader_page(struct reader *reader, int direction)
{
	int rows = reader->rows > 1 ? reader->rows - 1 : 1;

	if (reader->lines == NULL)
		return;
	if (direction > 0) {
		page_down(reader, rows);
	} else {
		step(&reader->top, reader, -rows);
		reader->at = reader->top;
	}
}

/* ---- drawing ---- */

/* The head of a table stays above; what scrolls begins behind it. */
static void
scroll_behind_head(struct reader *reader)
{
	struct spot first, next;

	if (reader->layout != &layout_table)
		return;
	first = laid_table_first(reader);
	if (!is_before(first, reader->top) && reader->layout->next(&next, reader, first))
		reader->top = next;
}

static void
scroll_to(struct reader *reader)
{
	struct spot spot = reader->top, next;
	int row = 0;

	if (is_before(reader->at, reader->top)) {
		reader->top = reader->at;
		scroll_behind_head(reader);
		return;
	}
	while (row < reader->rows && is_before(spot, reader->at)
	       && reader->layout->next(&next, reader, spot)) {
		spot = next;
		row++;
	}
	if (row < reader->rows && !is_before(spot, reader->at))
		return;
	reader->top = reader->at;
	for (row = 1; row < reader->rows
	     && reader->layout->previous(&spot, reader, reader->top); row++)
		reader->top = spot;
	scroll_behind_head(reader);
}

static bool
is_chosen(const struct reader *reader, int64_t line)
{
	int64_t a = reader->chosen, b = reader->at.line;

	return a != 0 && line >= (a < b ? a : b) && line <= (a < b ? b : a);
}

static void
draw_row(struct reader *reader, const struct area *area, int row, struct spot spot)
{
	struct area text = area_part(area, 0, reader->gutter, area->rows, reader->columns);

	if (spot.byte == 0 && reader->gutter != GUTTER_NONE)
		area_printf(area, row, 1, ST_PLAIN, "%*lld", reader->gutter - 2,
			    (long long)spot.line);
	if (is_chosen(reader, spot.line))
		area_text(area, row, reader->gutter - 1, ST_PLAIN, "*");
	reader->layout->draw(reader, &text, row, spot);
}

/* The line and byte at hand: of what was found, when that is where we are, or the row's first. */
static struct spot
byte_at_hand(struct reader *reader)
{
	int64_t line, start, offset;
	struct err err;

	if (reader_is_at_found(reader)) {
		offset = finds_at(reader->finds, reader->found).offset;
		if (lines_at(&line, &start, reader->lines, offset, NULL, &err) == 0)
			return (struct spot){ line, offset - start };
	}
	return (struct spot){ reader->at.line, reader->layout->byte(reader, reader->at) };
}

/* Rows begin elsewhere now: the same bytes are at hand and on top. */
static void
lay_again(struct reader *reader, const struct layout *layout, int columns)
{
	bool laid = reader->lines != NULL && reader->layout != NULL;
	bool found = laid && reader_is_at_found(reader);
	int64_t top = laid ? reader->layout->byte(reader, reader->top) : 0;
	struct spot at = laid ? byte_at_hand(reader) : reader->at;

	reader->layout = layout;
	reader->columns = columns;
	if (reader->lines == NULL)
		return;
	reader->top = layout->place(reader, reader->top.line, top);
	reader->at = layout->place(reader, at.line, at.byte);
	if (found)
		reader->found_at = reader->at;
}

static void
measure(struct reader *reader, const struct area *area)
{
	int columns = area->columns - reader->gutter, shift = reader->shift;
	bool table = reader->layout == &layout_table;
	int most = reader->ways.width != 0 ? reader->ways.width : TEXT_COLUMNS;

	columns = columns > most && !table ? most : columns < 1 ? 1 : columns;
	if (columns != reader->columns)
		lay_again(reader, reader->layout, columns);
	reader->shift = shift;
	reader->rows = area->rows - table;
}

/* Not all of a large piece has been searched: enough of it for what is shown. */
static void
find_shown(struct reader *reader)
{
	int64_t start;
	struct err err;

	if (reader->finds == NULL
	    || lines_begin(&start, reader->lines, reader->top.line, NULL, &err) != 0)
		return;
	start += reader->top.byte + SHOWN_BYTES;
	if (start - finds_looked(reader->finds) < COUNT_BYTES
	    && finds_reach(reader->finds, INT64_MAX, start, NULL, &err) != 0)
		return;		/* what was not found is not marked, that is all */
}

static void
draw_pointed(struct reader *reader, const struct area *area, int row, struct spot spot,
	    bool focused)
{
	bool at_hand = !is_before(spot, reader->at) && !is_before(reader->at, spot);

	draw_row(reader, area, row, spot);
	if (at_hand && focused)		/* and no mark: it would cost nine bytes a line */
		area_cursor(area, row, 0);
}

/* Does the head of a table stand above rows it is not next to? */
static bool
has_head(struct reader *reader)
{
	return reader->layout == &layout_table
		&& is_before(laid_table_first(reader), reader->top);
}

static void
draw_rows(struct reader *reader, const struct area *area, bool focused)
{
	struct spot spot = reader->top;
	int row = 0;

	if (has_head(reader))
		draw_pointed(reader, area, row++, laid_table_first(reader), focused);
	for (; row < area->rows; row++) {
		draw_pointed(reader, area, row, spot, focused);
		if (!reader->layout->next(&spot, reader, spot))
			break;
	}
}

void
reader_draw(struct reader *reader, const struct area *area, bool focused)
{
	measure(reader, area);
	if (reader->session != NULL && reader->item < reader->session->dossier.count)
		session_saw(reader->session, reader->item);
	if (reader->lines == NULL) {
		area_wrap(area, 0, 2, ST_PLAIN, buf_span(&reader->sentence));
		if (focused)
			area_cursor(area, 0, 0);
		return;
	}
	scroll_behind_head(reader);
	scroll_to(reader);
	find_shown(reader);
	draw_rows(reader, area, focused);
}

void
reader_point(struct reader *reader, int row, int wheel)
{
	struct spot spot = reader->top, next;

	if (reader->lines == NULL || reader->layout == NULL)
		return;
	if (wheel != 0) {
		reader_move(reader, wheel);
		return;
	}
	if (has_head(reader) && row-- == 0)
		return;			/* the head of a table is no place to be */
	while (row-- > 0 && reader->layout->next(&next, reader, spot))
		spot = next;
	reader->at = spot;
}

/* ---- ways of reading ---- */

static int
gutter_of(struct reader *reader)
{
	if (reader->ways.unnumbered || reader->is_converted)
		return GUTTER_NONE;
	if (reader->lines == NULL || !is_long(reader))
		return GUTTER;
	return blob_size(reader->blob) > LONG_BYTES ? GUTTER_HUGE : GUTTER_LONG;
}

static const struct layout *
layout_for(const struct reader *reader)
{
	if (reader->page != NULL && !reader->ways.source && !reader->ways.panned)
		return &layout_markdown;
	if (reader->table != NULL && !reader->ways.source)
		return &layout_table;
	return reader->ways.panned || reader->is_picture ? &layout_panned : &layout_wrapped;
}

void
reader_set(struct reader *reader, struct reading_ways ways)
{
	reader->ways = ways;
	reader->gutter = gutter_of(reader);
	reader->shift = 0;
	lay_again(reader, layout_for(reader), reader->columns);
}

int
reader_pan(struct reader *reader, int direction, struct err *err)
{
	int by = reader->columns > 1 ? reader->columns / 2 : 1;

	if (reader->layout == &layout_table)
		return laid_table_pan(reader, direction, err);
	if (reader->layout != &layout_panned)
		return err_set(err, ERR_REFUSED, "long lines are wrapped");
	if (direction < 0 ? reader->shift == 0 : reader->shift >= SHIFT_MOST)
		return err_set(err, ERR_REFUSED, "that is as far as it goes");
	reader->shift += direction * by;
	reader->shift = reader->shift < 0 ? 0 : reader->shift;
	return 0;
}

/* ---- going about ---- */

int
reader_go(struct reader *reader, int64_t line, const struct progress *progress, struct err *err)
{
	int64_t known;
	bool all;

	if (reader->lines == NULL)
		return err_set(err, ERR_REFUSED, "there are no lines here");
	if (lines_reach(reader->lines, line, progress, err) != 0)
		return -1;
	known = lines_known(reader->lines, &all);
	line = line > known ? known : line < 1 ? 1 : line;
	if (reader->layout == &layout_table
	    && laid_table_reach(reader, line, progress, err) != 0)
		return -1;
	reader->at = reader->layout == &layout_table
		? reader->layout->place(reader, line, 0) : (struct spot){ line, 0 };
	return 0;
}

int
reader_follow(struct reader *reader, struct err *err)
{
	const struct dossier *dossier = &reader->session->dossier;
	const struct dossier_item *item = &dossier->items[reader->item];
	char text[PEEK];
	ptrdiff_t target, number = -1;
	size_t got;

	if (reader->item >= dossier->count || item->kind != DOSSIER_FILE || reader->blob == NULL
	    || dossier->evidence.items[item->item].kind != ITEM_SYMLINK)
		return err_set(err, ERR_REFUSED, "this is no link");
	if (blob_read(&got, text, sizeof text, reader->blob, 0, err) != 0)
		return -1;
	target = explain_target(dossier, (size_t)item->item, (struct span){ text, got });
	if (target >= 0)
		number = dossier_find(dossier, dossier->evidence.items[target].path);
	if (number < 0)
		return err_set(err, ERR_REFUSED, "it names no piece of this evidence");
	reader_show(reader, reader->session, (size_t)number, 1);
	return 0;
}

void
reader_choose(struct reader *reader)
{
	reader->chosen = reader->chosen == 0 && reader->lines != NULL ? reader->at.line : 0;
	if (reader->chosen != 0 && reader->layout != &layout_table)
		reader->at.byte = 0;
}

void
reader_address(struct buf *out, struct reader *reader)
{
	const struct dossier_item *item = &reader->session->dossier.items[reader->item];
	int64_t a = reader->chosen != 0 ? reader->chosen : reader->at.line;
	int64_t b = reader->at.line;
	struct address address = { .path = item->path,
		.kind = reader->lines == NULL ? ADDRESS_WHOLE : ADDRESS_LINES,
		.first = a < b ? a : b, .last = a < b ? b : a };

	if (reader->is_converted) {
		address.kind = reader->converted.page_count == 0 ? ADDRESS_WHOLE : ADDRESS_PAGE;
		address.first = converted_page(&reader->converted, address.first);
		address.last = converted_page(&reader->converted, address.last);
	}
	if (reader->lines != NULL && reader->layout->last != NULL)
		address.last = reader->layout->last(reader, a > b ? (struct spot){ a, 0 }
						    : reader->at);

	address_print(out, &address);
}
