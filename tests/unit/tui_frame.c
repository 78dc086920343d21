/* Frames: fewer bytes, and the same cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vterm.h>

#include "tui/base/frame.h"

enum { ROWS = 8, COLUMNS = 20 };

/* What is sent for `composed`, when the cursor stands where `before` leaves it. */
static void
assert_sent(const char *before, const char *composed, const char *wanted)
{
	struct frame frame = { 0 };

	frame_begin(&frame, ROWS, COLUMNS);
	frame_fit(&frame, span_of("\033[1;8r"));
	frame_fit(&frame, span_of(before));
	frame_fit(&frame, span_of(composed));
	buf_text(&frame.bytes, "");
	assert_string_equal(frame.bytes.data, wanted);
	frame_close(&frame);
}

static void
the_line_below_is_one_lf_away(void **state)
{
	(void)state;
	assert_sent("\033[2;1H", "\r\033[3d>\b", "\r\n>\b");
	assert_sent("\033[2;1H", "abc\033[3;4Hd", "abc\nd");
	assert_sent("\033[2;1H", "abc\033[3;1Hd", "abc\n\rd");
	assert_sent("\033[2;1H", "abc\033[4;1Hd", "abc\033[4Hd");
	assert_sent("\033[2;1H", "abc\033[3;9Hd", "abc\n\033[5Cd");
	assert_sent("\033[2;1H", "abc\033[2;9Hd", "abc\033[5Cd");
	assert_sent("\033[2;1H", "abc\033[12Gd", "abc\033[8Cd");
	assert_sent("\033[2;1H", "abc\033[2;2Hd", "abc\b\bd");
	assert_sent("\033[2;1H", "abc\033[2;4Hd", "abcd");
	assert_sent("\033[2;1H", "ab\033[1Bc\033[B", "ab\nc\n");
	assert_sent("", "\r\033[3d>", "\r\033[3d>");
	assert_sent("\033[8;1H", "\033[9d", "\033[9d");
}

static void
where_the_cursor_is_may_be_forgotten(void **state)
{
	(void)state;
	/* past the last column, behind a tab, a glyph of many bytes, an unknown sequence */
	assert_sent("\033[2;1H", "12345678901234567890\033[3;1Hd",
		    "12345678901234567890\033[3Hd");
	assert_sent("\033[2;1H", "\t\033[3;1Hd", "\t\033[3Hd");
	assert_sent("\033[2;1H", "\342\200\246\033[3;1Hd", "\0337\342\200\246\0338\033[1C\033[3Hd");
	assert_sent("\033[2;1H", "\033[5S\033[3;1Hd", "\033[5S\033[3Hd");
	assert_sent("\033[2;1H", "\n\033[3;1Hd", "\n\033[3Hd");
	/* and comes back */
	assert_sent("\033[2;1H\0337", "\033[5S\0338\033[3;1Hd", "\033[5S\0338\nd");
}

static void
what_need_not_be_said_is_not(void **state)
{
	(void)state;
	assert_sent("", "\033[2;7r\033[1;8r", "\033[2;7r\033[r");
	assert_sent("", "\033[22;0;0ta\033]104\ab", "ab");
}

/* ---- against a terminal ---- */

static void
show(char *cells, VTerm *terminal, struct span bytes)
{
	VTermScreen *screen = vterm_obtain_screen(terminal);
	VTermPos cursor;

	vterm_input_write(terminal, bytes.data, bytes.len);
	for (int i = 0; i < ROWS * COLUMNS; i++) {
		VTermPos at = { i / COLUMNS, i % COLUMNS };
		VTermScreenCell cell;

		vterm_screen_get_cell(screen, at, &cell);
		cells[i] = cell.chars[0] == 0 ? ' ' : (char)cell.chars[0];
	}
	vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor);
	cells[ROWS * COLUMNS] = (char)cursor.row;
	cells[ROWS * COLUMNS + 1] = (char)cursor.col;
}

static VTerm *
switched_on(void)
{
	VTerm *terminal = vterm_new(ROWS, COLUMNS);

	vterm_set_utf8(terminal, 1);
	vterm_screen_reset(vterm_obtain_screen(terminal), 1);
	return terminal;
}

/* Of what curses composes, a random heap. */
static void
compose(struct buf *out, uint64_t *seed)
{
	static const char *const parts[] = {
		"a", "bc", " ", "   ", "    \033[1K\r", "\r", "\b", "\033[K", "\033[2;7r", "\033[1;8r",
		"\0337", "\0338", "\n", "\303\274", "\033[1m", "\033[m", "\033[3P",
		"\033[2@", "\033[4X", "\033[L", "\033[M", "x\033[5b", "\033M", "0123456789", "\t",
	};

	for (int i = 0; i < 40; i++) {
		unsigned random;

		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		random = (unsigned)(*seed >> 33);
		if (random % 3 == 0)
			buf_printf(out, "\033[%u;%uH", random / 3 % ROWS + 1,
				   random / 64 % COLUMNS + 1);
		else if (random % 3 == 1)
			buf_printf(out, "\033[%u%c", random / 3 % ROWS + 1,
				   "dGABCD"[random / 64 % 6]);
		else
			buf_text(out, parts[random / 3 % (sizeof parts / sizeof *parts)]);
	}
}

static void
the_cells_come_out_the_same(void **state)
{
	char cells[2][ROWS * COLUMNS + 2];
	struct frame frame = { 0 };
	struct buf composed = { 0 };
	uint64_t seed = 20;
	size_t before = 0, after = 0;

	(void)state;
	for (int run = 0; run < 300; run++) {
		VTerm *terminals[2] = { switched_on(), switched_on() };

		frame_begin(&frame, ROWS, COLUMNS);
		for (int i = 0; i < 4; i++) {
			buf_clear(&composed);
			compose(&composed, &seed);
			frame_fit(&frame, buf_span(&composed));
			before += composed.len;
			after += frame.bytes.len;
			show(cells[0], terminals[0], buf_span(&composed));
			show(cells[1], terminals[1], buf_span(&frame.bytes));
			assert_memory_equal(cells[0], cells[1], sizeof cells[0]);
		}
		vterm_free(terminals[0]);
		vterm_free(terminals[1]);
	}
	assert_true(after < before);
	buf_close(&composed);
	frame_close(&frame);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_line_below_is_one_lf_away),
		cmocka_unit_test(where_the_cursor_is_may_be_forgotten),
		cmocka_unit_test(what_need_not_be_said_is_not),
		cmocka_unit_test(the_cells_come_out_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
