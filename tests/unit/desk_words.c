/* Word by word: what is marked, what is left alone, what is refused. */
#include "core/desk/words.h"
#include "tests/unit/model_fixture.h"

/* The changed lines, each `number text`, joined by ` | `. */
static const char *
compared(struct arena *arena, const char *old, const char *new)
{
	struct word_changes words;
	const char *out = "";
	struct err err;

	if (words_compare(&words, arena, span_of(old), span_of(new), &err) != 0)
		return arena_text(arena, err.text);
	for (size_t i = 0; i < words.count; i++)
		out = arena_printf(arena, "%s%s%zu %.*s", out, i == 0 ? "" : " | ",
				   words.lines[i].line, (int)words.lines[i].text.len,
				   words.lines[i].text.data);
	return out;
}

static void
words_are_marked_in_their_lines(void **state)
{
	static const struct {
		const char *old, *new, *shows;
	} rows[] = {
		{ "one two three\n", "one two three\n", "" },
		{ "", "", "" },
		{ "one two three\n", "one 2 three\n", "1 one [-two-]{+2+} three" },
		{ "one two three\n", "one three\n", "1 one [-two-] three" },
		{ "one three\n", "one two three\n", "1 one {+two+} three" },
		{ "two three\n", "three\n", "1 [-two-] three" },
		{ "one two\n", "one\n", "1 one [-two-]" },
		{ "one\n", "", "1 [-one-] " },
		{ "", "one\ntwo\n", "1 {+one+} | 2 {+two+}" },
		{ "a\nb\nc\nd\n", "a\nb\nC\nd\n", "3 [-c-]{+C+}" },
		{ "a\nb\n", "a\nx y\n\nz\nb\n", "2 {+x y+} | 4 {+z+}" },
		{ "a gone\nfor ever\nb\n", "a\nb\n", "1 a [-gone for ever-]" },
		{ "1,2,3\n4,5,6\n", "1,2,3\n4,7,6\n", "2 4,[-5,-]{+7,+}6" },
		{ "no end", "no end here", "1 no end {+here+}" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(compared(&arena, rows[i].old, rows[i].new),
				    rows[i].shows);
	arena_close(&arena);
}

static void
spacing_does_not_count(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(compared(&arena, "a long paragraph\nbroken here\n",
				     "a long\nparagraph  broken\r\n\there"), "");
	arena_close(&arena);
}

static void
what_is_no_text_or_too_long_is_refused(void **state)
{
	struct arena arena = { 0 };
	struct span nul = { "a\0b", 3 }, long_one, many;
	struct buf text = { 0 };
	struct word_changes words;
	struct err err;

	(void)state;
	assert_int_equal(words_compare(&words, &arena, span_of("a"), nul, &err), -1);
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(words_compare(&words, &arena, span_of("\xff"), span_of("a"), &err),
			 -1);
	assert_int_equal(err.code, ERR_REFUSED);
	for (int i = 0; i <= WORDS_MOST; i++)
		buf_text(&text, "a ");
	many = arena_span(&arena, buf_span(&text));
	assert_int_equal(words_compare(&words, &arena, many, span_of("a"), &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	buf_clear(&text);
	memset(buf_room(&text, WORDS_BYTES + 1), 'a', WORDS_BYTES + 1);
	text.len += WORDS_BYTES + 1;
	long_one = buf_span(&text);
	assert_int_equal(words_compare(&words, &arena, span_of("a"), long_one, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	buf_close(&text);
	arena_close(&arena);
}

static void
put_words(struct buf *out, uint64_t *seed, size_t words)
{
	static const char *const some[] = { "a", "b", "c,", "dd", "\n", "e;f", "\303\251" };

	for (size_t i = 0; i < words; i++) {
		buf_text(out, some[pick(seed, sizeof some / sizeof *some)]);
		buf_char(out, pick(seed, 5) == 0 ? '\n' : ' ');
	}
}

/* Spaces apart, what is marked as come and what is not marked is the new text. */
static void
taking_the_removed_away_leaves_the_new_text(void **state)
{
	uint64_t seed = 29;

	(void)state;
	for (int round = 0; round < 500; round++) {
		struct arena arena = { 0 };
		struct buf old = { 0 }, new = { 0 };
		struct word_changes words;
		struct span rest;
		struct err err;
		size_t number = 1, next = 0;

		put_words(&old, &seed, pick(&seed, 60));
		put_words(&new, &seed, pick(&seed, 60));
		assert_int_equal(words_compare(&words, &arena, buf_span(&old), buf_span(&new),
					       &err), 0);
		rest = buf_span(&new);
		while (rest.len != 0) {
			struct span line = span_cut(&rest, '\n');
			const struct words_line *changed = &words.lines[next];
			size_t at = 0, k = 0;

			if (next == words.count || changed->line != number++)
				continue;
			next++;
			for (size_t i = 0; i < changed->text.len; i++) {
				const struct words_mark *mark = k < changed->mark_count
					? &changed->marks[k] : NULL;
				char c = changed->text.data[i];

				if (mark != NULL && i == mark->from && !mark->added)
					i = mark->to - 1;
				else if (mark != NULL && i == mark->from)
					i++;
				else if (mark != NULL && i == mark->to - 2)
					i++;
				else if (c != ' ') {
					while (at < line.len && line.data[at] == ' ')
						at++;
					assert_true(at < line.len && line.data[at] == c);
					at++;
				}
				if (mark != NULL && i + 1 == mark->to)
					k++;
			}
			while (at < line.len)
				assert_int_equal(line.data[at++], ' ');
		}
		buf_close(&old);
		buf_close(&new);
		arena_close(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_marked_in_their_lines),
		cmocka_unit_test(spacing_does_not_count),
		cmocka_unit_test(what_is_no_text_or_too_long_is_refused),
		cmocka_unit_test(taking_the_removed_away_leaves_the_new_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
