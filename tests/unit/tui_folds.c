#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/base/folds.h"

struct sheet_of_paper {
	struct folds folds;
	struct canvas canvas;
	struct buf dump;
};

static void
take(struct sheet_of_paper *p, const char *text, int rows, int columns)
{
	struct buf buf = { 0 };

	*p = (struct sheet_of_paper){ .dump = { 0 } };
	buf_text(&buf, text);
	folds_take(&p->folds, &buf);
	assert_null(buf.data);
	canvas_open(&p->canvas, rows, columns);
}

static const char *
seen(struct sheet_of_paper *p)
{
	struct area area = canvas_area(&p->canvas);

	canvas_blank(&p->canvas);
	folds_draw(&p->folds, &area);
	buf_clear(&p->dump);
	canvas_dump(&p->dump, &p->canvas, false);
	return p->dump.data;
}

static void
put_away(struct sheet_of_paper *p)
{
	folds_close(&p->folds);
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
	assert_true(folds_fold(&p.folds));
	assert_string_equal(seen(&p), "> one (+3)\n\n  five\n    six\n\n\n\n\n@0,0\n");
	assert_true(folds_fold(&p.folds));
	folds_go(&p.folds, 2);
	assert_true(folds_fold(&p.folds));
	assert_string_equal(seen(&p), "  one\n>   two (+1)\n    four\n\n  five\n    six\n\n\n"
			    "@1,0\n");
	folds_fold_all(&p.folds);
	assert_non_null(strstr(seen(&p), "three"));
	folds_fold_all(&p.folds);
	assert_string_equal(seen(&p), "> one (+3)\n\n  five (+1)\n\n\n\n\n\n@0,0\n");
	put_away(&p);
}

static void
a_search_unfolds_what_hides_the_words(void **state)
{
	struct sheet_of_paper p;
	struct err err;

	(void)state;
	take(&p, TEXT, 8, 30);
	seen(&p);
	folds_fold_all(&p.folds);
	assert_int_equal(folds_search(&p.folds, NULL, false, &err), -1);
	assert_string_equal(err.text, "nothing was searched for yet");
	assert_int_equal(folds_search(&p.folds, "thr[e]+", false, &err), 0);
	assert_int_equal(folds_at(&p.folds), 2);
	assert_non_null(strstr(seen(&p), ">     three"));
	assert_non_null(strstr(seen(&p), "five (+1)"));
	assert_int_equal(folds_search(&p.folds, NULL, false, &err), -1);
	assert_string_equal(err.text, "no later line holds 'thr[e]+'");
	assert_int_equal(folds_search(&p.folds, "one", true, &err), 0);
	assert_int_equal(folds_search(&p.folds, "nowhere", true, &err), -1);
	assert_int_equal(folds_at(&p.folds), 0);
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
	folds_go(&p.folds, 2);
	assert_int_equal(folds_at(&p.folds), 2);
	canvas_open(&p.canvas, 6, 60);
	assert_non_null(strstr(seen(&p), "> tail"));
	assert_int_equal(folds_at(&p.folds), 2);
	put_away(&p);
}

static void
nothing_can_be_folded_in_an_empty_text(void **state)
{
	struct sheet_of_paper p;
	struct err err;

	(void)state;
	take(&p, "", 4, 20);
	assert_string_equal(seen(&p), "\n\n\n\n@0,0\n");
	assert_false(folds_fold(&p.folds));
	assert_int_equal(folds_search(&p.folds, "x", false, &err), -1);
	folds_fold_all(&p.folds);
	put_away(&p);
	take(&p, "one\n\ntwo\n", 4, 20);
	seen(&p);
	assert_false(folds_fold(&p.folds));
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
