#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/canvas.h"

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

static void
assert_shows(const struct canvas *canvas, bool styles, const char *expected)
{
	struct buf out = { 0 };

	canvas_dump(&out, canvas, styles);
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
text_is_cut_at_the_edge_of_its_area(void **state)
{
	struct canvas canvas = { 0 };
	struct area all, part;

	(void)state;
	canvas_open(&canvas, 2, 8);
	all = canvas_area(&canvas);
	part = area_part(&all, 1, 2, 1, 3);
	assert_int_equal(area_text(&part, 0, 0, ST_GOOD, "abcdef"), 3);
	area_text(&part, 1, 0, ST_GOOD, "below");
	area_text(&part, 0, 9, ST_GOOD, "beside");
	assert_shows(&canvas, true, "\n  ab\u2026\n~  ggg\n@0,0\n");
	canvas_close(&canvas);
}

static void
hostile_bytes_are_marks(void **state)
{
	struct canvas canvas = { 0 };
	struct area all;

	(void)state;
	canvas_open(&canvas, 1, 20);
	all = canvas_area(&canvas);
	area_put(&all, 0, 0, ST_PLAIN, SPAN("a\033[2J\xE2\x80\xAE" "b"));
	assert_shows(&canvas, true, "a^[[2J<U+202E>b\n~ mm   mmmmmmmm\n@0,0\n");
	canvas_close(&canvas);
}

static void
a_wide_glyph_takes_two_cells_or_none(void **state)
{
	struct canvas canvas = { 0 };
	struct area all;

	(void)state;
	canvas_open(&canvas, 1, 5);
	all = canvas_area(&canvas);
	area_text(&all, 0, 0, ST_PLAIN, "漢字漢");
	assert_shows(&canvas, false, "漢字…\n@0,0\n");
	area_text(&all, 0, 1, ST_PLAIN, "x");
	assert_shows(&canvas, false, " x字…\n@0,0\n");
	area_text(&all, 0, 2, ST_PLAIN, "y");
	assert_shows(&canvas, false, " xy …\n@0,0\n");
	canvas_close(&canvas);
}

static void
tabs_reach_the_next_multiple_of_eight(void **state)
{
	struct canvas canvas = { 0 };
	struct area all;

	(void)state;
	canvas_open(&canvas, 1, 20);
	all = canvas_area(&canvas);
	assert_int_equal(area_text(&all, 0, 0, ST_PLAIN, "a\tb\t"), 16);
	assert_shows(&canvas, false, "a       b\n@0,0\n");
	canvas_close(&canvas);
}

static void
text_wraps_at_spaces_and_newlines(void **state)
{
	struct canvas canvas = { 0 };
	struct area all;

	(void)state;
	canvas_open(&canvas, 4, 10);
	all = canvas_area(&canvas);
	assert_int_equal(area_wrap(&all, -1, 0, ST_PLAIN,
				   SPAN("one two three\nabcdefghijklm n")), 3);
	assert_shows(&canvas, false, "three\nabcdefghij\nklm n\n\n@0,0\n");
	canvas_close(&canvas);
}

static void
the_cursor_stays_on_the_canvas(void **state)
{
	struct canvas canvas = { 0 };
	struct area all, part;

	(void)state;
	canvas_open(&canvas, 3, 10);
	all = canvas_area(&canvas);
	part = area_part(&all, 1, 1, 2, 5);
	area_cursor(&part, 7, 70);
	assert_int_equal(canvas.cursor_row, 2);
	assert_int_equal(canvas.cursor_column, 5);
	canvas_close(&canvas);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_at_the_edge_of_its_area),
		cmocka_unit_test(hostile_bytes_are_marks),
		cmocka_unit_test(a_wide_glyph_takes_two_cells_or_none),
		cmocka_unit_test(tabs_reach_the_next_multiple_of_eight),
		cmocka_unit_test(text_wraps_at_spaces_and_newlines),
		cmocka_unit_test(the_cursor_stays_on_the_canvas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
