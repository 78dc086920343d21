#include "tui/base/frame.h"

#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

enum { UNKNOWN = -1, SHIFT_OUT = 14, SHIFT_IN = 15 };

void
frame_begin(struct frame *frame, int rows, int columns)
{
	frame->rows = rows;
	frame->columns = columns;
	frame->row = frame->column = frame->saved_row = frame->saved_column = UNKNOWN;
	frame->is_split = true;
}

void
frame_close(struct frame *frame)
{
	buf_close(&frame->bytes);
}

static struct span
behind(struct span in, size_t len)
{
	return (struct span){ in.data + len, in.len - len };
}

static void
move_to(struct frame *frame, int row, int column)
{
	frame->row = row >= 0 && row < frame->rows ? row : UNKNOWN;
	frame->column = column >= 0 && column < frame->columns ? column : UNKNOWN;
}

/* Past the last column nobody knows which line it is: terminals differ. */
static void
step(struct frame *frame, int width)
{
	bool known = frame->column != UNKNOWN && frame->column + width < frame->columns;

	move_to(frame, known ? frame->row : UNKNOWN, known ? frame->column + width : UNKNOWN);
}

/* ---- glyphs ---- */

/* A glyph of disputed width: blanks under a wide one, then the cursor put where it must be. */
static void
pin(struct buf *out, const struct glyph *glyph)
{
	buf_printf(out, "\0337%s%s\0338\033[%uC", glyph->width == 2 ? "  \0338" : "",
		   glyph->text, (unsigned)glyph->width);
}

/* REP, `ESC [ n b`, would repeat what pins a glyph: how often it says, and move past it. */
static size_t
take_repeat(struct span *in)
{
	size_t count = 0, i = 2;

	if (!span_starts(*in, "\033["))
		return 0;
	for (; i < in->len && in->data[i] >= '0' && in->data[i] <= '9'; i++)
		count = count * 10 + (size_t)(in->data[i] - '0');
	if (i == 2 || i == in->len || in->data[i] != 'b')
		return 0;
	*in = behind(*in, i + 1);
	return count;
}

static void
put_glyph(struct frame *frame, struct span *in)
{
	struct glyph glyph;
	size_t count = 1;

	if (!text_glyph(&glyph, in))
		return;
	if (glyph.ambiguous)
		for (count += take_repeat(in); count > 0; count--)
			pin(&frame->bytes, &glyph);
	else
		buf_put(&frame->bytes, in->data - glyph.source, glyph.source);
	if (glyph.ambiguous)
		move_to(frame, UNKNOWN, UNKNOWN);
	else
		step(frame, glyph.width);
}

/* ---- ASCII ---- */

static void
put_byte(struct frame *frame, char c)
{
	buf_char(&frame->bytes, c);
	if (c == '\r')
		move_to(frame, frame->row, 0);
	else if (c == '\b' && frame->column > 0)
		move_to(frame, frame->row, frame->column - 1);
	else if ((unsigned char)c < ' ' && c != SHIFT_OUT && c != SHIFT_IN)
		move_to(frame, UNKNOWN, UNKNOWN);
	else if ((unsigned char)c >= ' ')
		step(frame, 1);
}

/* ---- sequences ---- */

struct sequence {
	size_t len;
	char final;			/* of `ESC [ 1 ; 2 X`: X; 0: it is none of those */
	int first, second;		/* 1 where nothing stands */
};

static int
take_number(struct span *rest)
{
	int number = 0;

	for (; rest->len != 0 && *rest->data >= '0' && *rest->data <= '9' && number < 9999;
	     *rest = behind(*rest, 1))
		number = number * 10 + *rest->data - '0';
	return number == 0 ? 1 : number;
}

static struct sequence
read_sequence(struct span in)
{
	struct sequence sequence = { .len = 2 };
	struct span rest;

	if (in.len > 2 && (in.data[1] == '(' || in.data[1] == ')'))
		sequence.len = 3;
	if (in.len > 2 && in.data[1] == '[') {
		while (sequence.len < in.len && in.data[sequence.len] >= ' '
		       && in.data[sequence.len] < '@')
			sequence.len++;
		sequence.len++;
	}
	if (sequence.len > in.len)
		sequence.len = in.len;
	if (sequence.len < 3 || in.data[1] != '[')
		return sequence;
	rest = (struct span){ in.data + 2, sequence.len - 2 };
	sequence.first = take_number(&rest);
	if (*rest.data == ';')
		rest = behind(rest, 1);
	sequence.second = take_number(&rest);
	sequence.final = rest.len == 1 ? *rest.data : 0;
	return sequence;
}

/* Where the cursor is after `ESC [`, numbers, and one of these. */
static const struct move {
	char final;
	bool row, column;		/* said by the numbers; otherwise it stays */
	int down, right;		/* of each step, where the number is of steps */
} moves[] = {
	{ 'H', true, true, 0, 0 }, { 'd', true, false, 0, 0 }, { 'G', false, true, 0, 0 },
	{ 'A', false, false, -1, 0 }, { 'B', false, false, 1, 0 }, { 'C', false, false, 0, 1 },
	{ 'D', false, false, 0, -1 },
};
/* These leave it where it is. */
static const char still[] = "mKPX@J";

static const struct move *
move_of(const struct sequence *sequence)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].final == sequence->final)
			return &moves[i];
	return NULL;
}

/* A coordinate, when it is said, or so many steps off; not known where it was not. */
static int
coordinate(bool said, int number, int was, int steps)
{
	return said ? number - 1 : was == UNKNOWN ? UNKNOWN : was + steps;
}

/* Within a row: back a little, to the right, or from the left. */
static void
say_column(char *out, size_t size, int from, int to)
{
	if (to == 0 && from != 0)
		snprintf(out, size, "\r");
	else if (to < from && from - to <= 3)
		snprintf(out, size, "%.*s", from - to, "\b\b\b");
	else if (to > from)
		snprintf(out, size, "\033[%dC", to - from);
	else if (to < from)
		snprintf(out, size, "\r\033[%dC", to);
}

/* In this row, or the one below, which is one LF away. */
static bool
go_near(struct frame *frame, int row, int column, size_t len)
{
	char steps[16] = "";
	bool down = row == frame->row + 1;

	if (frame->row == UNKNOWN || frame->column == UNKNOWN || row >= frame->rows
	    || column < 0 || column >= frame->columns || (down && frame->is_split)
	    || (row != frame->row && !down))
		return false;
	say_column(steps, sizeof steps, frame->column, column);
	if (strlen(steps) + down >= len)
		return false;
	buf_printf(&frame->bytes, "%s%s", down ? "\n" : "", steps);
	return true;
}

/* Numbers that need not be said: the first column, and all lines as the ones that scroll. */
static bool
say_less(struct frame *frame, const struct sequence *sequence)
{
	if (sequence->final == 'H' && sequence->second == 1 && sequence->len > 4)
		buf_printf(&frame->bytes, "\033[%dH", sequence->first);
	else if (sequence->final == 'r' && sequence->first == 1
		 && sequence->second == frame->rows)
		buf_text(&frame->bytes, "\033[r");
	else
		return false;
	return true;
}

static void
keep_cursor(struct frame *frame, char which)
{
	if (which == '7') {
		frame->saved_row = frame->row;
		frame->saved_column = frame->column;
	} else if (which == '8') {
		move_to(frame, frame->saved_row, frame->saved_column);
	} else {
		move_to(frame, UNKNOWN, UNKNOWN);
	}
}

static void
put_move(struct frame *frame, const struct sequence *sequence, const struct move *move,
	 struct span all)
{
	int row = coordinate(move->row, sequence->first, frame->row,
			     move->down * sequence->first);
	int column = coordinate(move->column, move->row ? sequence->second : sequence->first,
				frame->column, move->right * sequence->first);

	if (!go_near(frame, row, column, all.len) && !say_less(frame, sequence))
		buf_put(&frame->bytes, all.data, all.len);
	move_to(frame, row, column);
}

/* Behind one of no known kind, the cursor may be anywhere. */
static void
put_other(struct frame *frame, const struct sequence *sequence, struct span all)
{
	if (!say_less(frame, sequence))
		buf_put(&frame->bytes, all.data, all.len);
	if (sequence->final == 'r') {
		frame->is_split = sequence->len > 3
			&& (sequence->first != 1 || sequence->second != frame->rows);
		move_to(frame, 0, 0);
	} else if (all.len == 2) {
		keep_cursor(frame, all.data[1]);
	} else if (all.data[1] == '['
		   && (sequence->final == 0 || strchr(still, sequence->final) == NULL)) {
		move_to(frame, UNKNOWN, UNKNOWN);
	}
}

static void
put_sequence(struct frame *frame, struct span *in)
{
	const struct sequence sequence = read_sequence(*in);
	const struct span all = { in->data, sequence.len };
	const struct move *move = move_of(&sequence);

	*in = behind(*in, sequence.len);
	if (move != NULL)
		put_move(frame, &sequence, move, all);
	else
		put_other(frame, &sequence, all);
}

/* Colours restored and titles kept that nobody changed. */
static size_t
needless(struct span in)
{
	static const char *const strings[] = {
		"\033]104\a", "\033]R", "\033[22;0;0t", "\033[23;0;0t",
	};

	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		if (span_starts(in, strings[i]))
			return strlen(strings[i]);
	return 0;
}

/* A letter and what combines with it are one glyph. */
static bool
is_ascii(struct span in)
{
	return (signed char)in.data[0] >= 0
		&& (in.len == 1 || (signed char)in.data[1] >= 0 || in.data[0] < ' ');
}

void
frame_fit(struct frame *frame, struct span in)
{
	buf_clear(&frame->bytes);
	while (in.len != 0) {
		size_t gone = needless(in);

		if (gone != 0) {
			in = behind(in, gone);
		} else if (*in.data == '\033') {
			put_sequence(frame, &in);
		} else if (is_ascii(in)) {
			put_byte(frame, *in.data);
			in = behind(in, 1);
		} else {
			put_glyph(frame, &in);
		}
	}
}
