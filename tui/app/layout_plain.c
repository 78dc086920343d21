/* Lines as they are: wrapped, or cut and panned. */
#include "tui/app/layout.h"

#include "core/desk/veil.h"

enum {
	ROW_BYTES = 4096,	/* read for one row at most */
	CHUNK = 16 << 10,	/* a row never crosses a multiple of this in its line */
	PANNED_BYTES = 64 << 10,	/* of a line that is not wrapped, no more is shown */
};

bool
layout_has_line(struct reader *reader, int64_t line)
{
	struct err err;
	size_t got;
	char byte;

	return lines_read(&got, &byte, 1, reader->lines, line, 0, &err) == 0;
}

static struct span
part_of(struct span text, int64_t from, int64_t to)
{
	int64_t len = (int64_t)text.len;

	from = from < 0 ? 0 : from > len ? len : from;
	to = to < from ? from : to > len ? len : to;
	return (struct span){ text.data + from, (size_t)(to - from) };
}

void
layout_mark_found(struct reader *reader, const struct area *area, int row, int shift,
		  struct span text, struct spot spot)
{
	int64_t start;
	struct err err;
	bool all;

	if (reader->finds == NULL
	    || lines_begin(&start, reader->lines, spot.line, NULL, &err) != 0)
		return;
	start += spot.byte;
	for (size_t i = finds_from(reader->finds, start - FINDS_PIECE);
	     i < finds_known(reader->finds, &all); i++) {
		struct find find = finds_at(reader->finds, i);
		int64_t from = find.offset - start, to = from + find.len;
		int first, last;

		if (from >= (int64_t)text.len)
			return;
		if (to <= 0)
			continue;
		first = text_columns(0, part_of(text, 0, from));
		last = text_columns(first, part_of(text, from, to)) - shift;
		first = first < shift ? 0 : first - shift;
		area_style(area, row, first, last - first, ST_FOUND);
	}
}

static int64_t
byte_of(struct reader *reader, struct spot spot)
{
	(void)reader;
	return spot.byte;
}

/* ---- wrapped ---- */

/* The chunk a byte is in begins here: never inside a UTF-8 sequence. */
static int64_t
chunk_start(struct reader *reader, int64_t line, int64_t byte)
{
	int64_t start = byte / CHUNK * CHUNK;
	char next[4];
	size_t got = 0;
	struct err err;

	if (start == 0 || lines_read(&got, next, sizeof next, reader->lines, line, start,
				     &err) != 0)
		return 0;
	for (size_t i = 0; i < got && ((unsigned char)next[i] & 0xC0) == 0x80; i++)
		start++;
	return start <= byte ? start : chunk_start(reader, line, byte - sizeof next);
}

/* The bytes of the row at a spot, in `bytes`. *last: the line ends with it. False past the
 * end of the file, or when it cannot be read. */
static bool
read_row(struct span *row, char bytes[ROW_BYTES + 1], struct reader *reader, struct spot spot,
	 bool *last)
{
	int64_t chunk = chunk_start(reader, spot.line, spot.byte) / CHUNK;
	int64_t want = chunk_start(reader, spot.line, (chunk + 1) * CHUNK + 4) - spot.byte;
	bool ends;
	struct err err;
	size_t got;

	if (want <= 0 || want > ROW_BYTES)
		want = ROW_BYTES;
	if (lines_read(&got, bytes, (size_t)want + 1, reader->lines, spot.line, spot.byte,
		       &err) != 0)
		return false;
	ends = got <= (size_t)want;
	*row = text_break((struct span){ bytes, ends ? got : (size_t)want }, reader->columns);
	*last = ends && row->len == got;
	return true;
}

static bool
next_wrapped(struct spot *out, struct reader *reader, struct spot spot)
{
	char bytes[ROW_BYTES + 1];
	struct span row;
	bool last;

	if (!read_row(&row, bytes, reader, spot, &last))
		return false;
	*out = (struct spot){ spot.line, spot.byte + (int64_t)row.len };
	if (!last && bytes[row.len] == ' ')
		out->byte++;		/* the space it was broken at */
	if (last)
		*out = (struct spot){ spot.line + 1, 0 };
	return !last || layout_has_line(reader, spot.line + 1);
}

static struct spot
place_wrapped(struct reader *reader, int64_t line, int64_t byte)
{
	struct spot at = { line, chunk_start(reader, line, byte) }, next;

	while (next_wrapped(&next, reader, at) && next.line == line && next.byte <= byte)
		at = next;
	return at;
}

static bool
previous_wrapped(struct spot *out, struct reader *reader, struct spot spot)
{
	int64_t offset, len;
	struct err err;

	if (spot.byte != 0) {
		*out = place_wrapped(reader, spot.line, spot.byte - 1);
		return true;
	}
	if (spot.line <= 1 || lines_find(&offset, &len, reader->lines, spot.line - 1, NULL,
					 &err) != 0)
		return false;
	*out = place_wrapped(reader, spot.line - 1, len == 0 ? 0 : len - 1);
	return true;
}

static void
draw_wrapped(struct reader *reader, const struct area *area, int row, struct spot spot)
{
	char bytes[ROW_BYTES + 1];
	struct span text;
	bool last;

	if (!read_row(&text, bytes, reader, spot, &last))
		return;
	if (last && text.len != 0 && text.data[text.len - 1] == '\r')
		text.len--;
	area_put(area, row, 0, ST_PLAIN, text);
	layout_mark_found(reader, area, row, 0, text, spot);
}

const struct layout layout_wrapped = {
	next_wrapped, previous_wrapped, place_wrapped, byte_of, draw_wrapped, NULL,
};

/* ---- cut and panned ---- */

static bool
next_panned(struct spot *out, struct reader *reader, struct spot spot)
{
	*out = (struct spot){ spot.line + 1, 0 };
	return layout_has_line(reader, spot.line + 1);
}

static bool
previous_panned(struct spot *out, struct reader *reader, struct spot spot)
{
	(void)reader;
	*out = (struct spot){ spot.line - 1, 0 };
	return spot.line > 1;
}

/* The beginning of a line, at most `want` of it, without its CR. */
static struct span
read_line(struct buf *bytes, struct reader *reader, int64_t line, size_t want)
{
	struct err err;
	size_t got = 0;

	if (lines_read(&got, buf_room(bytes, want), want, reader->lines, line, 0, &err) != 0)
		got = 0;
	if (got != 0 && bytes->data[got - 1] == '\r')
		got--;
	bytes->len = got;
	return (struct span){ bytes->data, got };
}

static struct spot
place_panned(struct reader *reader, int64_t line, int64_t byte)
{
	struct buf bytes = { 0 };
	struct span text = read_line(&bytes, reader, line, PANNED_BYTES);
	int column = text_columns(0, part_of(text, 0, byte));

	if (column < reader->shift || column >= reader->shift + reader->columns)
		reader->shift = column < reader->columns ? 0 : column - reader->columns / 2;
	buf_close(&bytes);
	return (struct spot){ line, 0 };
}

/* Glyph by glyph: tabs go by the column in the line, not on the screen. */
static void
put_shifted(const struct area *area, int row, int shift, struct span text)
{
	struct veil_walk walk = { .veil = area->canvas->veil };
	int column = -shift;

	while (text.len != 0 && column < area->columns) {
		struct span rest = text, one;
		bool covered = veil_covers(&walk, text);
		struct glyph glyph;
		int after;

		text_glyph(&glyph, &rest);
		one = (struct span){ text.data, glyph.source };
		after = text_columns(column + shift, one) - shift;
		if (column >= 0 && *one.data != '\t')
			area_put_part(area, row, column, ST_PLAIN, one, covered);
		column = after;
		text = rest;
	}
	if (text.len != 0)
		area_cut(area, row, ST_PLAIN);
}

static void
draw_panned(struct reader *reader, const struct area *area, int row, struct spot spot)
{
	struct buf bytes = { 0 };
	struct span text = read_line(&bytes, reader, spot.line, PANNED_BYTES);

	put_shifted(area, row, reader->shift, text);
	layout_mark_found(reader, area, row, reader->shift, text, spot);
	buf_close(&bytes);
}

const struct layout layout_panned = {
	next_panned, previous_panned, place_panned, byte_of, draw_panned, NULL,
};
