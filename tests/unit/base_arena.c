#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/fault.h"
#include "core/base/span.h"

static void
memory_of_an_arena_is_zeroed_aligned_and_apart(void **state)
{
	struct arena arena = { 0 };
	char *last = NULL;
	size_t last_size = 0;

	(void)state;
	for (size_t size = 0; size < 40000; size = size * 2 + 1) {
		char *at = arena_alloc(&arena, size);

		assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 'x', size);
		assert_true(size == 0 || at >= last + last_size || at + size <= last);
		last = at;
		last_size = size;
	}
	assert_true(arena.used >= 65000);
	arena_close(&arena);
	assert_int_equal(arena.used, 0);
	arena_close(&arena);
}

static void
an_array_grows_by_pushing(void **state)
{
	struct arena arena = { 0 };
	int *items = NULL;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		items = arena_grow(&arena, items, (size_t)i, sizeof *items);
		items[i] = i;
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(items[i], i);
	assert_true(arena.used < 10000 * sizeof *items * 4);
	arena_close(&arena);
}

static void
copies_end_in_nul(void **state)
{
	struct arena arena = { 0 };
	struct span copy;

	(void)state;
	assert_string_equal(arena_text(&arena, "abc"), "abc");
	assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(&arena, NULL, 0), "");
	copy = arena_span(&arena, (struct span){ "abcdef", 2 });
	assert_int_equal(copy.len, 2);
	assert_string_equal(copy.data, "ab");
	assert_string_equal(arena_printf(&arena, "%s-%03d", "x", 7), "x-007");
	arena_close(&arena);
}

static void
a_buf_grows_and_always_ends_in_nul(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	assert_int_equal(buf_span(&buf).len, 0);
	assert_non_null(buf_span(&buf).data);
	buf_clear(&buf);
	for (int i = 0; i < 1000; i++) {
		buf_char(&buf, 'a');
		assert_int_equal(strlen(buf.data), (size_t)i + 1);
	}
	buf_clear(&buf);
	assert_string_equal(buf.data, "");
	buf_text(&buf, "x");
	buf_put(&buf, "yz", 1);
	buf_printf(&buf, "%0200d", 5);
	assert_int_equal(buf.len, 202);
	assert_int_equal(buf.data[201], '5');
	buf_close(&buf);
	assert_null(buf.data);
}

static void
a_span_is_cut_at_each_stop(void **state)
{
	struct span rest = span_of("a,,bc");

	(void)state;
	assert_true(span_is(span_cut(&rest, ','), "a"));
	assert_true(span_is(span_cut(&rest, ','), ""));
	assert_true(span_starts(rest, "b"));
	assert_true(span_is(span_cut(&rest, ','), "bc"));
	assert_int_equal(rest.len, 0);
	assert_true(span_is(span_cut(&rest, ','), ""));
	assert_true(span_equal((struct span){ NULL, 0 }, span_of("")));
	assert_false(span_equal(span_of("a"), span_of("b")));
	assert_false(span_starts(span_of("a"), "ab"));
}

static void
an_error_is_told_once_and_within(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(err_set(&err, ERR_CONFLICT, "%s moved", "it"), -1);
	assert_int_equal(err_within(&err, "ledger %d", 1), -1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_string_equal(err.text, "ledger 1: it moved");
	errno = ENOENT;
	assert_int_equal(err_errno(&err, "x"), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(err.text, "x: No such file or directory");
	errno = EACCES;
	err_errno(&err, "x");
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(err_set(NULL, ERR_IO, "x"), -1);
	assert_int_equal(err_within(NULL, "x"), -1);
}

static void
the_exit_status_follows_the_code(void **state)
{
	static const int status[][2] = {
		{ ERR_NONE, 0 }, { ERR_SYNTAX, 1 }, { ERR_REFUSED, 1 }, { ERR_CONFLICT, 1 },
		{ ERR_USAGE, 2 }, { ERR_IO, 3 }, { ERR_UNSAFE, 3 }, { ERR_MISSING_PROGRAM, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof status / sizeof *status; i++)
		assert_int_equal(err_status(&(struct err){ .code = (enum err_code)status[i][0] }),
				 status[i][1]);
}

static void
faults_are_sorted_counted_and_told(void **state)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "f.yaml" };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(fault_check(&faults, &err), 0);
	fault_add(&faults, (struct place){ 3, 1 }, "third");
	assert_int_equal(fault_check(&faults, &err), -1);
	assert_string_equal(err.text, "f.yaml:3:1: third");
	for (int i = 0; i < 120; i++)
		assert_int_equal(fault_add(&faults, (struct place){ 2, 9 }, "n%d", i), -1);
	fault_sort(&faults);
	assert_string_equal(faults.items[0].text, "n0");
	assert_string_equal(faults.items[98].text, "n98");
	assert_string_equal(faults.items[99].text, "third");
	assert_int_equal(fault_check(&faults, &err), -1);
	assert_int_equal(err.code, ERR_SYNTAX);
	assert_string_equal(err.text, "f.yaml:2:9: n0 (and 120 more)");
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_of_an_arena_is_zeroed_aligned_and_apart),
		cmocka_unit_test(an_array_grows_by_pushing),
		cmocka_unit_test(copies_end_in_nul),
		cmocka_unit_test(a_buf_grows_and_always_ends_in_nul),
		cmocka_unit_test(a_span_is_cut_at_each_stop),
		cmocka_unit_test(an_error_is_told_once_and_within),
		cmocka_unit_test(the_exit_status_follows_the_code),
		cmocka_unit_test(faults_are_sorted_counted_and_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
