#include "tui/app/reader.h"

#include <string.h>
#include <strings.h>

#include "core/base/text.h"
#include "tui/base/pane.h"

enum {
	ROW_BYTES = 4096,	/* read for one row at most */
	CHUNK = 16 << 10,	/* a row never crosses a multiple of this in its line */
	GUTTER = 5, GUTTER_LONG = 8,	/* mark, number, choice; in files that may be long */
	LONG_BYTES = 20000, SHORT_LINES = 999,
	PEEK = 8 << 10, POINTER_BYTES = 1024,
};

void
reader_close(struct reader *reader)
{
	if (reader->lines != NULL)
		lines_close(reader->lines);
	if (reader->blob != NULL)
		blob_close(reader->blob);
	buf_close(&reader->sentence);
	buf_close(&reader->sought);
	*reader = (struct reader){ 0 };
}

/* ---- what it is ---- */

static const struct {
	const char *magic, *what;
} magics[] = {
	{ "%PDF-", "a PDF" }, { "\x89PNG", "a PNG image" }, { "\xff\xd8\xff", "a JPEG image" },
	{ "GIF8", "a GIF image" }, { "PK\x03\x04", "a zip archive or an office document" },
	{ "ID3", "an MP3 recording" }, { "OggS", "an Ogg recording" },
	{ "RIFF", "a WAV, AVI or WebP file" }, { "\x1f\x8b", "a gzip archive" },
	{ "\xd0\xcf\x11\xe0", "an old office document" },
};

static const char *
kind_of(struct span head)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (span_starts(head, magics[i].magic))
			return magics[i].what;
	if (head.len > 8 && memcmp(head.data + 4, "ftyp", 4) == 0)
		return "an MP4 or QuickTime recording";
	return "a binary file";
}

static void
say_pointer(struct buf *out, struct span head)
{
	struct span line;
	const char *size = "of a size it does not say";
	size_t len = strlen(size);

	while (head.len != 0) {
		line = span_cut(&head, '\n');
		if (span_starts(line, "size ")) {
			size = line.data;
			len = line.len;
		}
	}
	buf_printf(out, "A Git LFS pointer: the file itself (%.*s) is kept elsewhere and is not "
		   "in this repository. Ask the learner for it, or use a condition code.",
		   (int)len, size);
}

/* What to say instead of text; nothing when it is text. */
static void
say_kind(struct reader *reader, const struct evidence_item *item, struct span head, int64_t size)
{
	struct buf *out = &reader->sentence;

	if (item->kind == ITEM_SYMLINK) {
		buf_text(out, "A symbolic link to ");
		text_line(out, head, 200);
		buf_text(out, ". Links are shown and never followed.");
	} else if (size == 0) {
		buf_text(out, "An empty file.");
	} else if (size < POINTER_BYTES
		   && span_starts(head, "version https://git-lfs.github.com/spec/")) {
		say_pointer(out, head);
	} else if (head.len != 0 && memchr(head.data, '\0', head.len) != NULL) {
		buf_printf(out, "This is %s of %lld bytes, and no text. Look at it in the "
			   "repository with a program of your own; the whole of it can be cited "
			   "here.", kind_of(head), (long long)size);
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
	if (reader->lines != NULL && is_long(reader))
		reader->gutter = GUTTER_LONG;
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

void
reader_show(struct reader *reader, struct session *session, size_t item, int64_t line)
{
	const struct dossier *dossier = &session->dossier;
	struct buf sought = reader->sought;
	struct err err;

	reader->sought = (struct buf){ 0 };
	reader_close(reader);
	*reader = (struct reader){ .session = session, .item = item, .sought = sought,
		.top = { line, 0 }, .at = { line, 0 }, .rows = 10,
		.columns = TEXT_COLUMNS - GUTTER, .gutter = GUTTER };
	if (item >= dossier->count) {
		buf_text(&reader->sentence, "This portfolio holds no evidence.");
		return;
	}
	session_saw(session, item);
	if (dossier->items[item].kind != DOSSIER_FILE)
		say_no_file(&reader->sentence, &dossier->items[item]);
	else if (open_blob(reader, &dossier->evidence.items[dossier->items[item].item],
			   &err) != 0)
		buf_printf(&reader->sentence, "It cannot be read: %s.", err.text);
}

/* ---- rows ---- */

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

static bool
has_line(struct reader *reader, int64_t line)
{
	struct err err;
	size_t got;
	char byte;

	return lines_read(&got, &byte, 1, reader->lines, line, 0, &err) == 0;
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
next_spot(struct spot *out, struct reader *reader, struct spot spot)
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
	return !last || has_line(reader, spot.line + 1);
}

static bool
is_before(struct spot a, struct spot b)
{
	return a.line < b.line || (a.line == b.line && a.byte < b.byte);
}

static bool
previous_spot(struct spot *out, struct reader *reader, struct spot spot)
{
	struct spot at = { spot.line, 0 }, next;
	int64_t offset, len;
	struct err err;

	if (spot.byte == 0) {
		if (spot.line <= 1 || lines_find(&offset, &len, reader->lines, spot.line - 1,
						 NULL, &err) != 0)
			return false;
		at = (struct spot){ spot.line - 1, 0 };
		at.byte = len == 0 ? 0 : chunk_start(reader, at.line, len - 1);
	} else {
		at.byte = chunk_start(reader, spot.line, spot.byte - 1);
	}
	while (next_spot(&next, reader, at) && is_before(next, spot))
		at = next;
	*out = at;
	return true;
}

/* So many rows on, or back; how many were missing at the end there. */
static int
step(struct spot *spot, struct reader *reader, int rows)
{
	struct spot next;

	for (; rows > 0 && next_spot(&next, reader, *spot); rows--)
		*spot = next;
	for (; rows < 0 && previous_spot(&next, reader, *spot); rows++)
		*spot = next;
	return rows;
}

void
reader_move(struct reader *reader, int rows)
{
	if (reader->lines != NULL)
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

static void
scroll_to(struct reader *reader)
{
	struct spot spot = reader->top, next;
	int row = 0;

	if (is_before(reader->at, reader->top)) {
		reader->top = reader->at;
		return;
	}
	while (row < reader->rows && is_before(spot, reader->at)
	       && next_spot(&next, reader, spot)) {
		spot = next;
		row++;
	}
	if (row < reader->rows && !is_before(spot, reader->at))
		return;
	reader->top = reader->at;
	for (row = 1; row < reader->rows && previous_spot(&spot, reader, reader->top); row++)
		reader->top = spot;
}

static bool
is_chosen(const struct reader *reader, int64_t line)
{
	int64_t a = reader->chosen, b = reader->at.line;

	return a != 0 && line >= (a < b ? a : b) && line <= (a < b ? b : a);
}

static void
draw_found(const struct reader *reader, const struct area *text, int row, struct span line)
{
	size_t len = reader->sought.len;

	for (size_t i = 0; len != 0 && i + len <= line.len; i++)
		if (strncasecmp(line.data + i, reader->sought.data, len) == 0)
			area_style(text, row, (int)text_width((struct span){ line.data, i }),
				   (int)text_width((struct span){ line.data + i, len }),
				   ST_FOUND);
}

static void
draw_row(struct reader *reader, const struct area *area, int row, struct spot spot,
	 struct span line)
{
	struct area text = area_part(area, 0, reader->gutter, area->rows, reader->columns);

	if (line.len != 0 && line.data[line.len - 1] == '\r')
		line.len--;
	if (spot.byte == 0)
		area_printf(area, row, 1, ST_PLAIN, "%*lld", reader->gutter - 2,
			    (long long)spot.line);
	if (spot.byte == 0 && is_chosen(reader, spot.line))
		area_text(area, row, reader->gutter - 1, ST_PLAIN, "*");
	area_put(&text, row, 0, ST_PLAIN, line);
	draw_found(reader, &text, row, line);
}

static void
measure(struct reader *reader, const struct area *area)
{
	int columns = area->columns - reader->gutter;

	columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns < 1 ? 1 : columns;
	if (columns != reader->columns)
		reader->top.byte = reader->at.byte = 0;
	reader->columns = columns;
	reader->rows = area->rows;
}

void
reader_draw(struct reader *reader, const struct area *area, bool focused)
{
	char bytes[ROW_BYTES + 1];
	struct spot spot;
	struct span line;
	bool last;

	measure(reader, area);
	if (reader->lines == NULL) {
		area_wrap(area, 0, 2, ST_PLAIN, buf_span(&reader->sentence));
		if (focused)
			area_cursor(area, 0, 0);
		return;
	}
	scroll_to(reader);
	spot = reader->top;
	for (int row = 0; row < area->rows && read_row(&line, bytes, reader, spot, &last); row++) {
		bool at_hand = !is_before(spot, reader->at) && !is_before(reader->at, spot);

		draw_row(reader, area, row, spot, line);
		if (at_hand && focused)
			area_text(area, row, 0, ST_PLAIN, ">");
		if (at_hand && focused)
			area_cursor(area, row, 0);
		if (!next_spot(&spot, reader, spot))
			break;
	}
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
	if (line > known)
		line = known;
	reader->at = (struct spot){ line < 1 ? 1 : line, 0 };
	return 0;
}

int
reader_search(struct reader *reader, const char *text, bool backward,
	      const struct progress *progress, struct err *err)
{
	int64_t found, from = reader->at.line + (backward ? -1 : 1);

	if (text != NULL) {
		buf_clear(&reader->sought);
		buf_text(&reader->sought, text);
	}
	if (reader->sought.len == 0)
		return err_set(err, ERR_USAGE, "nothing was searched for yet");
	if (reader->lines == NULL || from < 1)
		return err_set(err, ERR_NOT_FOUND, "not found");
	if (lines_search(&found, reader->lines, from, buf_span(&reader->sought), backward,
			 progress, err) != 0)
		return err->code == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND,
			"no %s line holds '%s'", backward ? "earlier" : "later",
			reader->sought.data) : -1;
	reader->at = (struct spot){ found, 0 };
	return 0;
}

void
reader_choose(struct reader *reader)
{
	reader->chosen = reader->chosen == 0 && reader->lines != NULL ? reader->at.line : 0;
}

void
reader_address(struct buf *out, const struct reader *reader)
{
	const struct dossier_item *item = &reader->session->dossier.items[reader->item];
	int64_t a = reader->chosen != 0 ? reader->chosen : reader->at.line;
	int64_t b = reader->at.line;
	struct address address = { .path = item->path,
		.kind = reader->lines == NULL ? ADDRESS_WHOLE : ADDRESS_LINES,
		.first = a < b ? a : b, .last = a < b ? b : a };

	address_print(out, &address);
}
