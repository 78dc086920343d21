#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/outline.h"

struct sheet_of_paper {
	struct outline outline;
	struct canvas canvas;
	struct buf dump;
};

static void
take(struct sheet_of_paper *p, const char *text, int rows, int columns)
{
	struct buf buf = { 0 };

	*p = (struct sheet_of_paper){ .dump = { 0 } };
	buf_text(&buf, text);
	outline_take(&p->outline, &buf);
	assert_null(buf.data);
	canvas_open(&p->canvas, rows, columns);
}

static const char *
seen(struct sheet_of_paper *p)
{
	struct area area = canvas_area(&p->canvas);

	canvas_blank(&p->canvas);
	outline_draw(&p->outline, &area);
	buf_clear(&p->dump);
	canvas_dump(&p->dump, &p->canvas, false);
	return p->dump.data;
}

static void
put_away(struct sheet_of_paper *p)
{
	outline_close(&p->outline);
	canvas_close(&p->canvas);
	buf_close(&p->dump);
}

#define TEXT "one\n  two\n    three\n  four\n\nfive\n  six\n"

static void
what_stands_further_in_folds_with_its_line(void **state)
{
	struct sheet_of_paper p;

	(void)state;
	take(&p, TEXT, 8, 30);
	assert_string_equal(seen(&p), "> one\n    two\n      three\n    four\n\n  five\n"
			    "    six\n\n@0,0\n");
	assert_true(outline_fold(&p.outline));
	assert_string_equal(seen(&p), "> one (+3)\n\n  five\n    six\n\n\n\n\n@0,0\n");
	assert_true(outline_fold(&p.outline));
	outline_go(&p.outline, 2);
	assert_true(outline_fold(&p.outline));
	assert_string_equal(seen(&p), "  one\n>   two (+1)\n    four\n\n  five\n    six\n\n\n"
			    "@1,0\n");
	outline_fold_all(&p.outline);
	assert_non_null(strstr(seen(&p), "three"));
	outline_fold_all(&p.outline);
	assert_string_equal(seen(&p), "> one (+3)\n\n  five (+1)\n\n\n\n\n\n@0,0\n");
	put_away(&p);
}

static void
a_search_unfolds_what_hides_the_words(void **state)
{
	struct sheet_of_paper p;

	(void)state;
	take(&p, TEXT, 8, 30);
	seen(&p);
	outline_fold_all(&p.outline);
	assert_true(outline_search(&p.outline, span_of("THREE"), false));
	assert_int_equal(outline_line(&p.outline), 2);
	assert_non_null(strstr(seen(&p), ">     three"));
	assert_non_null(strstr(seen(&p), "five (+1)"));
	assert_false(outline_search(&p.outline, span_of("three"), false));
	assert_true(outline_search(&p.outline, span_of("one"), true));
	assert_false(outline_search(&p.outline, span_of("nowhere"), true));
	assert_int_equal(outline_line(&p.outline), 0);
	put_away(&p);
}

static void
long_lines_hang_and_keep_their_place_in_another_width(void **state)
{
	struct sheet_of_paper p;

	(void)state;
	take(&p, "head\n  a line that is too long for it\ntail\n", 6, 24);
	assert_string_equal(seen(&p), "> head\n    a line that is too\n      long for it\n"
			    "  tail\n\n\n@0,0\n");
	outline_go(&p.outline, 2);
	assert_int_equal(outline_line(&p.outline), 2);
	canvas_open(&p.canvas, 6, 60);
	assert_non_null(strstr(seen(&p), "> tail"));
	assert_int_equal(outline_line(&p.outline), 2);
	put_away(&p);
}

static void
nothing_can_be_folded_in_an_empty_text(void **state)
{
	struct sheet_of_paper p;

	(void)state;
	take(&p, "", 4, 20);
	assert_string_equal(seen(&p), "\n\n\n\n@0,0\n");
	assert_false(outline_fold(&p.outline));
	assert_false(outline_search(&p.outline, span_of("x"), false));
	outline_fold_all(&p.outline);
	put_away(&p);
	take(&p, "one\n\ntwo\n", 4, 20);
	seen(&p);
	assert_false(outline_fold(&p.outline));
	put_away(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_further_in_folds_with_its_line),
		cmocka_unit_test(a_search_unfolds_what_hides_the_words),
		cmocka_unit_test(long_lines_hang_and_keep_their_place_in_another_width),
		cmocka_unit_test(nothing_can_be_folded_in_an_empty_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
