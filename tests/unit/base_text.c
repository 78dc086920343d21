#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "tests/unit/rounds.h"

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void
assert_clean(const char *expected, struct span in)
{
	struct buf out = { 0 };

	text_clean(&out, in);
	buf_put(&out, "", 0);
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
assert_line(const char *expected, struct span in, size_t columns)
{
	struct buf out = { 0 };

	text_line(&out, in, columns);
	buf_put(&out, "", 0);
	assert_string_equal(out.data, expected);
	buf_close(&out);
}

static void
hostile_bytes_become_visible(void **state)
{
	static const struct {
		struct span in;
		const char *out;
	} cases[] = {
		{ SPAN("plain"), "plain" },
		{ SPAN("a\x1b[31mb"), "a^[[31mb" },
		{ SPAN("a\0b"), "a^@b" },
		{ SPAN("a\x7f\r\n\tb"), "a^?^M\n\tb" },
		{ SPAN("\v\f"), "^K^L" },
		{ SPAN("\xC2\x9B""31m"), "<U+009B>31m" },
		{ SPAN("\x9B""31m"), "\xEF\xBF\xBD""31m" },
		{ SPAN("a\u202Eb"), "a<U+202E>b" },
		{ SPAN("\u2066\u2069\u200E\u061C"), "<U+2066><U+2069><U+200E><U+061C>" },
		{ SPAN("a\u200Bb\u2060\uFEFF"), "a<U+200B>b<U+2060><U+FEFF>" },
		{ SPAN("a\u200Db"), "a<U+200D>b" },
		{ SPAN("\u2028\u2029"), "<U+2028><U+2029>" },
		{ SPAN("\U000E0041"), "<U+E0041>" },
		{ SPAN("\uFFF9x\uFFFB"), "<U+FFF9>x<U+FFFB>" },
		{ SPAN("\xEF\xBF\xBE"), "<U+FFFE>" },
		{ SPAN("\xF4\x8F\xBF\xBF"), "<U+10FFFF>" },
		{ SPAN("\u00AD"), "<U+00AD>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_clean(cases[i].out, cases[i].in);
		assert_int_equal(text_is_clean(cases[i].in), i == 0);
	}
}

static void
each_bad_byte_is_one_replacement(void **state)
{
	static const struct {
		struct span in;
		size_t bad;
	} cases[] = {
		{ SPAN("\xC0\xAF"), 2 },		/* overlong */
		{ SPAN("\xE0\x80\xAF"), 3 },
		{ SPAN("\xF0\x80\x80\xAF"), 4 },
		{ SPAN("\xED\xA0\x80"), 3 },		/* a surrogate */
		{ SPAN("\xF4\x90\x80\x80"), 4 },	/* past the end */
		{ SPAN("\xF8\x88\x80\x80\x80"), 5 },
		{ SPAN("\xE2\x82"), 2 },		/* torn */
		{ SPAN("\x80\xFF"), 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = { 0 };

		text_clean(&out, cases[i].in);
		assert_int_equal(out.len, 3 * cases[i].bad);
		assert_false(text_is_utf8(cases[i].in));
		buf_close(&out);
	}
	assert_clean("a\xEF\xBF\xBD""b", SPAN("a\xE2""b"));
}

static void
every_scalar_value_decodes_to_itself(void **state)
{
	struct buf out = { 0 };
	size_t used;

	(void)state;
	for (uint32_t point = 0; point <= 0x10FFFF; point++) {
		if (point == 0xD800)
			point = 0xE000;
		buf_clear(&out);
		text_encode(&out, point);
		assert_int_equal(text_decode(buf_span(&out), &used), point);
		assert_int_equal(used, out.len);
	}
	buf_close(&out);
}

static void
no_code_point_passes_that_moves_the_cursor(void **state)
{
	struct buf in = { 0 };
	struct glyph glyph;

	(void)state;
	for (uint32_t point = 0; point <= 0x10FFFF; point++) {
		struct span rest;

		if (point == 0xD800)
			point = 0xE000;
		buf_clear(&in);
		text_encode(&in, point);
		rest = buf_span(&in);
		assert_true(text_glyph(&glyph, &rest));
		assert_int_equal(rest.len, 0);
		assert_int_equal(glyph.source, in.len);
		assert_int_equal(glyph.len, strlen(glyph.text));
		assert_true(glyph.width >= 1 && (glyph.marked || glyph.width <= 2));
		assert_true(text_is_clean((struct span){ glyph.text, glyph.len })
			    || point == TEXT_BAD);
	}
	buf_close(&in);
}

static void
marks_past_three_are_dropped_and_counted(void **state)
{
	struct buf in = { 0 };
	struct glyph glyph;
	struct span rest;

	(void)state;
	buf_char(&in, 'e');
	for (int i = 0; i < 100000; i++)
		text_encode(&in, 0x301);
	rest = buf_span(&in);
	assert_true(text_glyph(&glyph, &rest));
	assert_string_equal(glyph.text, "e\u0301\u0301\u0301");
	assert_int_equal(glyph.source, 200001);
	assert_int_equal(glyph.width, 1);
	assert_true(glyph.marked && glyph.ambiguous);
	assert_false(text_glyph(&glyph, &rest));
	buf_close(&in);
}

static void
a_mark_alone_gets_a_base(void **state)
{
	(void)state;
	assert_clean("\u25CC\u0301x", SPAN("\u0301x"));
	assert_clean("a\n\u25CC\u0301", SPAN("a\n\u0301"));
	assert_clean("^[\u25CC\u0301", SPAN("\x1b\u0301"));
	assert_clean("e\u0301", SPAN("e\u0301"));
}

static void
joiners_hold_only_between_emoji(void **state)
{
	(void)state;
	assert_clean("\U0001F469\u200D\U0001F4BB", SPAN("\U0001F469\u200D\U0001F4BB"));
	assert_clean("\U0001F469\U0001F3FD\u200D\U0001F4BB",
		     SPAN("\U0001F469\U0001F3FD\u200D\U0001F4BB"));
	assert_clean("\u2764\uFE0F\u200D\U0001F525", SPAN("\u2764\uFE0F\u200D\U0001F525"));
	assert_clean("\U0001F469<U+200D>x", SPAN("\U0001F469\u200Dx"));
	assert_clean("\U0001F469<U+200D><U+200D>", SPAN("\U0001F469\u200D\u200D"));
}

static void
a_second_variation_selector_shows(void **state)
{
	(void)state;
	assert_clean("\u2764\uFE0F<U+FE0F><U+FE0E>", SPAN("\u2764\uFE0F\uFE0F\uFE0E"));
	assert_clean("<U+FE0F>", SPAN("\uFE0F"));
	assert_clean("1\uFE0F\u20E3", SPAN("1\uFE0F\u20E3"));
}

static void
widths_are_those_of_the_cells(void **state)
{
	(void)state;
	assert_int_equal(text_width(SPAN("abc")), 3);
	assert_int_equal(text_width(SPAN("\u65E5\u672C")), 4);
	assert_int_equal(text_width(SPAN("e\u0301")), 1);
	assert_int_equal(text_width(SPAN("abce\u0301")), 4);
	assert_int_equal(text_width(SPAN("\x1b")), 2);
	assert_int_equal(text_width(SPAN("\u202E")), 8);
	assert_int_equal(text_width(SPAN("\U0001F600")), 2);
}

static void
a_line_is_cut_with_an_ellipsis(void **state)
{
	(void)state;
	assert_line("abcdef", SPAN("abcdef"), 6);
	assert_line("abcd…", SPAN("abcdef"), 5);
	assert_line("…", SPAN("abcdef"), 1);
	assert_line("a^Jb", SPAN("a\nb"), 0);
	assert_line("\u65E5…", SPAN("\u65E5\u672C\u8A9E"), 4);
	assert_line("a…", SPAN("a\u202E"), 5);
	assert_line("", SPAN(""), 3);
}

static void
words_are_counted_as_wc_does(void **state)
{
	(void)state;
	assert_int_equal(text_words(SPAN("")), 0);
	assert_int_equal(text_words(SPAN("  \n")), 0);
	assert_int_equal(text_words(SPAN("one two\tthree\nfour")), 4);
	assert_int_equal(text_words(SPAN("one\u00A0two\u3000three")), 3);
	assert_int_equal(text_words(SPAN("it's, well -- so")), 4);
}

/* Bytes that meet at every edge: pieces of sequences, marks, joiners, controls. */
static struct span
hostile(struct buf *out, uint64_t *seed)
{
	static const char *const pieces[] = {
		"a", " ", "\n", "\t", "\x1b", "\x80", "\xC2", "\xE2\x80", "\xF0\x9F", "\xED\xA0",
		"\u0301", "\u200D", "\uFE0F", "\U0001F469", "\u202E", "\u65E5", "\u1160",
		"\U0001F3FD", "\u0903", "\u1100", "\u1161", "\xFF", "\u25CC", "\U000E0101",
	};
	size_t count = next_random(seed) % 24;

	buf_clear(out);
	while (count-- > 0)
		buf_text(out, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
	return buf_span(out);
}

static void
cleaning_cleaned_text_changes_nothing(void **state)
{
	struct buf in = { 0 }, once = { 0 }, twice = { 0 };
	uint64_t seed = 20240229;

	(void)state;
	for (int i = 0; i < rounds(20000); i++) {
		struct span text = hostile(&in, &seed), rest = text;
		struct glyph glyph;
		size_t source = 0, width = 0;

		buf_clear(&once);
		buf_clear(&twice);
		text_clean(&once, text);
		text_clean(&twice, buf_span(&once));
		assert_true(span_equal(buf_span(&once), buf_span(&twice)));
		assert_true(text_is_utf8(buf_span(&once)));
		while (text_glyph(&glyph, &rest)) {
			source += glyph.source;
			width += glyph.width;
		}
		assert_int_equal(source, text.len);
		assert_int_equal(width, text_width(text));
	}
	buf_close(&in);
	buf_close(&once);
	buf_close(&twice);
}

static void
a_line_is_never_wider_than_asked(void **state)
{
	struct buf in = { 0 }, out = { 0 };
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < rounds(20000); i++) {
		size_t columns = 1 + next_random(&seed) % 20;

		buf_clear(&out);
		text_line(&out, hostile(&in, &seed), columns);
		assert_true(text_width(buf_span(&out)) <= columns);
	}
	buf_close(&in);
	buf_close(&out);
}

static void
a_slug_is_what_a_name_comes_to_in_ascii(void **state)
{
	static const struct {
		const char *text, *slug;
		size_t max;
	} cases[] = {
		{ "\xC3\x89value l\xE2\x80\x99\xC3\xA9l\xC3\xA8ve!", "evalue_l_eleve", 40 },
		{ "Stra\xC3\x9F" "e \xC3\x98st \xC5\x81\xC3\xB3" "d\xC5\xBA", "strasse_ost_lodz", 40 },
		{ "  --  ", "", 40 },
		{ "\xE6\x82\xAA\xE3\x81\x84", "", 40 },
		{ "\xEF\xBC\xA1\xEF\xBC\x91 \xE2\x91\xA1", "a1_2", 40 },
		{ "\xFF" "a\xC0" "b", "a_b", 40 },
		{ "one two three", "one_two", 9 },
		{ "onetwothree", "onetwo", 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = { 0 };

		buf_text(&out, "");
		text_slug(&out, span_of(cases[i].text), '_', cases[i].max);
		assert_string_equal(out.data, cases[i].slug);
		buf_close(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_bytes_become_visible),
		cmocka_unit_test(each_bad_byte_is_one_replacement),
		cmocka_unit_test(every_scalar_value_decodes_to_itself),
		cmocka_unit_test(no_code_point_passes_that_moves_the_cursor),
		cmocka_unit_test(marks_past_three_are_dropped_and_counted),
		cmocka_unit_test(a_mark_alone_gets_a_base),
		cmocka_unit_test(joiners_hold_only_between_emoji),
		cmocka_unit_test(a_second_variation_selector_shows),
		cmocka_unit_test(widths_are_those_of_the_cells),
		cmocka_unit_test(a_line_is_cut_with_an_ellipsis),
		cmocka_unit_test(words_are_counted_as_wc_does),
		cmocka_unit_test(cleaning_cleaned_text_changes_nothing),
		cmocka_unit_test(a_line_is_never_wider_than_asked),
		cmocka_unit_test(a_slug_is_what_a_name_comes_to_in_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
