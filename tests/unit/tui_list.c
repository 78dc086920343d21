#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/list.h"

static void
draw_row(void *who, const struct area *row, size_t index)
{
	(void)who;
	area_printf(row, 0, 0, ST_PLAIN, "%zu", index);
}

static void
assert_list(struct list *list, int rows, const char *expected)
{
	struct canvas canvas = { 0 };
	struct buf out = { 0 };
	struct area all;

	canvas_open(&canvas, rows, 5);
	all = canvas_area(&canvas);
	list_draw(list, &all, draw_row, NULL, true);
	canvas_dump(&out, &canvas, false);
	assert_string_equal(out.data, expected);
	buf_close(&out);
	canvas_close(&canvas);
}

static void
the_cursor_is_on_the_mark(void **state)
{
	struct list list = { .count = 3, .at = 1 };

	(void)state;
	assert_list(&list, 4, "  0\n> 1\n  2\n\n@1,0\n");
}

static void
moving_stops_at_the_ends(void **state)
{
	struct list list = { .count = 3 };

	(void)state;
	list_move(&list, -1);
	assert_int_equal(list.at, 0);
	list_move(&list, 7);
	assert_int_equal(list.at, 2);
	list_move(&list, -2);
	assert_int_equal(list.at, 0);
	list_resize(&list, 0);
	list_move(&list, 1);
	assert_int_equal(list.at, 0);
}

static void
it_scrolls_no_more_than_it_must(void **state)
{
	struct list list = { .count = 9, .at = 2 };

	(void)state;
	assert_list(&list, 3, "  0\n  1\n> 2\n@2,0\n");
	list_move(&list, 1);
	assert_list(&list, 3, "  1\n  2\n> 3\n@2,0\n");
	list_move(&list, -1);
	assert_list(&list, 3, "  1\n> 2\n  3\n@1,0\n");
	list_resize(&list, 2);
	assert_list(&list, 3, "  0\n> 1\n\n@1,0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_is_on_the_mark),
		cmocka_unit_test(moving_stops_at_the_ends),
		cmocka_unit_test(it_scrolls_no_more_than_it_must),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
