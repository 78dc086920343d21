#include "tests/unit/model_fixture.h"

#include "core/model/names.h"
#include "core/model/ratio.h"

static const char *
shown(struct fixture *f, struct ratio r, int decimals, enum rounding rounding)
{
	struct buf text = { 0 };
	const char *out;

	ratio_print(&text, r, decimals, rounding);
	out = arena_copy(&f->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

static void
numbers_are_read_exactly_or_not_at_all(void **state)
{
	static const char *const good[] = { "0", "-1", "12.5", "0.000000001", "3.10",
					    "999999999999", "-999999999999.999999999" };
	static const char *const bad[] = { "", "-", "01", "1.", ".5", "1e3", "+1", " 1", "1 ",
					   "1000000000000", "1.0000000000", "--1", "0x1",
					   "1.5.2" };
	static const char *const only_loose[] = { "3.10", "-0", "1.0", "-0.0" };
	struct ratio r;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(ratio_parse(&r, span_of(good[i]), false));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(ratio_parse(&r, span_of(bad[i]), false));
	for (size_t i = 0; i < sizeof only_loose / sizeof *only_loose; i++) {
		assert_true(ratio_parse(&r, span_of(only_loose[i]), false));
		assert_false(ratio_parse(&r, span_of(only_loose[i]), true));
	}
}

static void
numbers_are_rounded_by_the_rule(void **state)
{
	static const struct {
		int64_t num, den;
		int decimals;
		const char *up, *even, *down;
	} rows[] = {
		{ 1, 2, 0, "1", "0", "0" },
		{ 3, 2, 0, "2", "2", "1" },
		{ -1, 2, 0, "-1", "0", "0" },
		{ -3, 2, 0, "-2", "-2", "-1" },
		{ 1, 3, 2, "0.33", "0.33", "0.33" },
		{ 2, 3, 2, "0.67", "0.67", "0.66" },
		{ 5, 1000, 2, "0.01", "0", "0" },
		{ 15, 1000, 2, "0.02", "0.02", "0.01" },
		{ 999, 1000, 2, "1", "1", "0.99" },
		{ 99999, 1000, 2, "100", "100", "99.99" },
		{ 12, 1, 9, "12", "12", "12" },
		{ 125, 100, 9, "1.25", "1.25", "1.25" },
		{ 0, 5, 9, "0", "0", "0" },
		{ -1, 1000, 2, "0", "0", "0" },
		{ INT64_MIN, 1, 0, "-9223372036854775808", "-9223372036854775808",
		  "-9223372036854775808" },
	};
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ratio r = ratio_of(rows[i].num, rows[i].den);

		assert_string_equal(shown(&f, r, rows[i].decimals, ROUND_HALF_UP),
				    rows[i].up);
		assert_string_equal(shown(&f, r, rows[i].decimals, ROUND_HALF_EVEN),
				    rows[i].even);
		assert_string_equal(shown(&f, r, rows[i].decimals, ROUND_DOWN),
				    rows[i].down);
	}
	assert_string_equal(shown(&f, ratio_undefined(), 2, ROUND_DOWN), "undefined");
	fixture_close(&f);
}

static int64_t
small(uint64_t *seed)
{
	return (int64_t)pick(seed, 2001) - 1000;
}

static void
arithmetic_keeps_its_laws(void **state)
{
	uint64_t seed = 7;
	bool ok;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct ratio a = ratio_of(small(&seed), 1 + (int64_t)pick(&seed, 50));
		struct ratio b = ratio_of(small(&seed), 1 + (int64_t)pick(&seed, 50));
		struct ratio sum = ratio_add(a, b), product = ratio_multiply(a, b);
		__int128 left = a.num * b.den, right = b.num * a.den;

		assert_int_equal(ratio_compare(a, b, &ok),
				 (left > right) - (left < right));
		assert_true(ok);
		assert_int_equal(ratio_compare(ratio_subtract(sum, b), a, &ok), 0);
		assert_int_equal(ratio_compare(sum, ratio_add(b, a), &ok), 0);
		if (b.num == 0)
			assert_false(ratio_is_defined(ratio_divide(product, b)));
		else
			assert_int_equal(ratio_compare(ratio_divide(product, b), a, &ok),
					 0);
		assert_true(sum.den > 0 && product.den > 0);
	}
}

static void
what_does_not_fit_is_undefined_and_compares_false(void **state)
{
	struct ratio huge = ratio_of(INT64_MAX, 1), tiny = ratio_of(1, INT64_MAX);
	bool ok;

	(void)state;
	for (int i = 0; i < 3; i++)
		huge = ratio_multiply(huge, ratio_of(INT64_MAX, 1));
	assert_false(ratio_is_defined(huge));
	for (int i = 0; i < 3; i++)
		tiny = ratio_multiply(tiny, ratio_of(1, INT64_MAX - 2));
	assert_false(ratio_is_defined(tiny));
	ratio_compare(huge, ratio_of(1, 1), &ok);
	assert_false(ok);
	assert_false(ratio_is_defined(ratio_add(huge, ratio_of(1, 1))));
	assert_false(ratio_is_defined(ratio_of(1, 0)));
	assert_false(ratio_is_defined(ratio_divide(ratio_of(1, 1), ratio_of(0, 1))));
}

static void
neighbours_at_the_edge_of_what_fits_are_told_apart(void **state)
{
	struct ratio a = ratio_multiply(ratio_of(INT64_MAX, 3), ratio_of(INT64_MAX, 7));
	struct ratio b = ratio_add(a, ratio_of(1, INT64_MAX / 2));
	bool ok;

	(void)state;
	assert_true(ratio_is_defined(a));
	if (ratio_is_defined(b))
		assert_int_equal(ratio_compare(a, b, &ok), -1);
	a = ratio_multiply(ratio_of(INT64_MAX, 1), ratio_of(INT64_MAX, INT64_MAX - 1));
	b = ratio_multiply(ratio_of(INT64_MAX, 1),
			   ratio_of(INT64_MAX - 1, INT64_MAX - 2));
	assert_int_equal(ratio_compare(a, b, &ok), -1);
	assert_int_equal(ratio_compare(b, a, &ok), 1);
	assert_int_equal(ratio_compare(a, a, &ok), 0);
}

static void
names_have_their_shapes(void **state)
{
	static const struct {
		bool (*is)(struct span);
		const char *good, *bad;
	} rows[] = {
		{ is_id, "a", "" },
		{ is_id, "p2.c_1", "P2" },
		{ is_id, "z9", "9z" },
		{ is_id, "a.", "a-b" },
		{ is_rubric_id, "9-a.b", "-a" },
		{ is_rubric_id, "a", "a_b" },
		{ is_actor, "ab", "a" },
		{ is_actor, "a-1", "1-a" },
		{ is_attachment, "a_b-c.txt", ".a" },
		{ is_hex64_or_none, "none", "nones" },
		{ is_hex32, "00112233445566778899aabbccddeeff",
		  "00112233445566778899AABBCCDDEEFF" },
		{ is_path, "a/b c/.d", "a//b" },
		{ is_path, "...", "../a" },
		{ is_path, "a", "/a" },
		{ is_path, "a.b", "a/." },
		{ is_path, "ä", "a/" },
	};
	char longest[66];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(rows[i].is(span_of(rows[i].good)));
		assert_false(rows[i].is(span_of(rows[i].bad)));
	}
	memset(longest, 'a', sizeof longest);
	assert_true(is_id((struct span){ longest, 64 }));
	assert_false(is_id((struct span){ longest, 65 }));
	assert_true(is_actor((struct span){ longest, 31 }));
	assert_false(is_actor((struct span){ longest, 32 }));
	assert_true(is_hex40((struct span){ longest, 40 })
		    && is_hex64((struct span){ longest, 64 }));
	assert_false(is_hex40((struct span){ longest, 41 })
		     || is_hex64((struct span){ longest, 63 }));
	assert_false(is_path((struct span){ "a\0b", 3 })
		     || is_id((struct span){ "a\0b", 3 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_exactly_or_not_at_all),
		cmocka_unit_test(numbers_are_rounded_by_the_rule),
		cmocka_unit_test(arithmetic_keeps_its_laws),
		cmocka_unit_test(what_does_not_fit_is_undefined_and_compares_false),
		cmocka_unit_test(neighbours_at_the_edge_of_what_fits_are_told_apart),
		cmocka_unit_test(names_have_their_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
