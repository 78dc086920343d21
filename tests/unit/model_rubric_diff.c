#include "core/model/rubric_diff.h"

#include <ctype.h>

#include "core/base/file.h"
#include "tests/unit/model_every_key.h"
#include "tests/unit/model_fixture.h"
#include "tests/unit/rounds.h"

static const struct rubric *
parse(struct arena *arena, const char *text)
{
	struct faults faults = { .arena = arena };

	return rubric_parse(arena, &faults, NULL, span_of(text));
}

static bool
any_of_structure(const struct rubric_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].matter == MATTER_STRUCTURE)
			return true;
	return false;
}

/* A change of structure is told exactly where the structure's digest says there is one, and
 * something is told wherever a byte that means anything is another. */
static void
check(struct arena *arena, const struct rubric *old, const struct rubric *now)
{
	struct rubric_change *changes;
	size_t count = rubric_diff(&changes, arena, old, now);

	assert_int_equal(any_of_structure(changes, count),
			 rubric_likeness(old, now) == RUBRIC_OTHER);
	if (rubric_likeness(old, now) == RUBRIC_SAME)
		assert_int_equal(count, 0);
}

static void
a_difference_never_contradicts_the_digests(void **state)
{
	static const char *const files[] = { "rubrics/restorative-practice-intro.yaml",
					     "rubrics/essential-spreadsheet-skills.yaml" };
	static const char others[] = "7qe0";
	size_t parsed = 0, structural = 0, step = 1300 / (size_t)rounds(100);

	(void)state;
	for (size_t n = 0; n < 2; n++) {
		struct arena arena = { 0 };
		const struct rubric *old;
		struct span bytes;
		struct err err;
		char *text;

		assert_int_equal(file_read(&bytes, &arena, files[n], RUBRIC_BYTES, &err), 0);
		text = arena_copy(&arena, bytes.data, bytes.len);
		old = parse(&arena, bytes.data);
		for (size_t i = n; i < bytes.len; i += step) {
			struct arena scratch = { 0 };
			const struct rubric *now;
			char was = text[i];

			text[i] = others[i % 4];
			now = parse(&scratch, text);
			if (now != NULL) {
				check(&scratch, old, now);
				check(&scratch, now, old);
				parsed++;
				structural += rubric_likeness(old, now) == RUBRIC_OTHER;
			}
			text[i] = was;
			arena_close(&scratch);
		}
		arena_close(&arena);
	}
	assert_true(parsed > (size_t)rounds(500));
	assert_true(structural > (size_t)rounds(5));
}

static void
changes_are_told_by_their_place(void **state)
{
	static const struct { const char *from, *to, *what, *old, *now; enum rubric_matter matter; }
	rows[] = {
		{ "title: Demo", "title: Other", "title", "Demo", "Other",
		  MATTER_WORDING },
		{ "weight: 2", "weight: 3", "criterion p2.a",
		  "in p2, on scale four, weight 2, from a1",
		  "in p2, on scale four, weight 3, from a1", MATTER_STRUCTURE },
		{ "{id: late, effect: none}", "{id: late, effect: refer}",
		  "code late", "none", "refer", MATTER_STRUCTURE },
		{ "{id: p3.b, label: B, scale: half}", "{id: p3.c, label: B, scale: half}",
		  "criterion p3.c", NULL, "in p3, on scale half, weight 1",
		  MATTER_STRUCTURE },
		{ "optional: true", "optional: false", "part p3", "optional", "wanted",
		  MATTER_STRUCTURE },
		{ "text: Why}", "text: How}", "prompt q1", "Why", "How", MATTER_WORDING },
		{ "text: Why}", "text: Why, words: {max: 9}}", "prompt q1, words", NULL,
		  "at most 9", MATTER_CONDUCT },
		{ "path: a/**", "path: b/**", "evidence a1, path", "a/**", "b/**",
		  MATTER_CONDUCT },
		{ "{id: p3.b, label: B, scale: half}\n",
		  "{id: p3.b, label: B, scale: half}\n"
		  "      - {id: p3.c, label: C, scale: half}\n", "criterion p3.c", NULL,
		  "in p3, on scale half, weight 1", MATTER_STRUCTURE },
		{ "{id: p2.b, label: B, scale: four, weight: 0.5}\n"
		  "      - {id: p2.c, label: C, scale: half}\n",
		  "{id: p2.c, label: C, scale: half}\n"
		  "      - {id: p2.b, label: B, scale: four, weight: 0.5}\n",
		  "criterion p2.b, place", "after p2.a", "after p2.c", MATTER_STRUCTURE },
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, "sum(rubric) > 1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *text = fixture_text(&f, FIXTURE_HEAD, "sum(rubric) > 1").data;
		const char *at = strstr(text, rows[i].from);
		const struct rubric *now;
		struct rubric_change *changes;
		size_t count, found = 0;

		assert_non_null(at);
		now = parse(&f.arena, arena_printf(&f.arena, "%.*s%s%s", (int)(at - text),
						   text, rows[i].to,
						   at + strlen(rows[i].from)));
		assert_non_null(now);
		count = rubric_diff(&changes, &f.arena, f.rubric, now);
		for (size_t c = 0; c < count; c++) {
			if (strcmp(changes[c].what, rows[i].what) != 0)
				continue;
			found++;
			assert_int_equal(changes[c].matter, rows[i].matter);
			assert_true((changes[c].old == NULL) == (rows[i].old == NULL));
			if (rows[i].old != NULL)
				assert_string_equal(changes[c].old, rows[i].old);
			assert_string_equal(changes[c].now, rows[i].now);
		}
		assert_int_equal(found, 1);
	}
	fixture_close(&f);
}

/* Every word of a rubric with every key, made another one: some change is told of it, and
 * one of structure exactly where the digest of structure is another. */
static void
nothing_that_a_rubric_says_changes_untold(void **state)
{
	static const char *const suffixes[] = { "x", "1" };
	struct arena arena = { 0 };
	const struct rubric *old = parse(&arena, rubric_with_every_key);
	size_t told = 0;

	(void)state;
	assert_non_null(old);
	for (const char *at = rubric_with_every_key; *at != '\0'; at++) {
		bool ends = isalnum((unsigned char)at[0]) && !isalnum((unsigned char)at[1]);

		for (size_t i = 0; i < 2 && ends; i++) {
			struct arena scratch = { 0 };
			const struct rubric *now = parse(&scratch, arena_printf(&scratch,
				"%.*s%s%s", (int)(at + 1 - rubric_with_every_key),
				rubric_with_every_key, suffixes[i], at + 1));
			struct rubric_change *changes;

			if (now != NULL) {
				check(&scratch, old, now);
				check(&scratch, now, old);
				if (rubric_diff(&changes, &scratch, old, now) == 0)
					fail_msg("untold: %.20s%s", at, suffixes[i]);
				told++;
			}
			arena_close(&scratch);
		}
	}
	assert_true(told > 60);
	arena_close(&arena);
}

/* Parts, criteria, scales and codes in any order: what moved is told, and little of it. */
static void
what_moved_is_told_and_no_more(void **state)
{
	static const char *const lines[] = {
		"      - {id: c1, label: A, scale: s}\n", "      - {id: c2, label: A, scale: s}\n",
		"      - {id: c3, label: A, scale: s}\n", "      - {id: c4, label: A, scale: s}\n",
		"      - {id: c5, label: A, scale: s}\n", "      - {id: c6, label: A, scale: s}\n",
	};
	struct arena arena = { 0 };
	uint64_t seed = 5;
	const struct rubric *versions[40];

	(void)state;
	for (size_t v = 0; v < 40; v++) {
		struct buf text = { 0 };
		size_t order[] = { 0, 1, 2, 3, 4, 5 }, count = v == 0 ? 6 : 3 + pick(&seed, 4);

		for (size_t i = 0; i < 6 && v != 0; i++) {
			size_t k = pick(&seed, 6), was = order[i];

			order[i] = order[k];
			order[k] = was;
		}
		buf_text(&text, "assay_rubric: 1\nid: x\nversion: 1\ntitle: t\nscales:\n"
			 "  s: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n"
			 "parts:\n  - id: p\n    kind: artifacts\n    criteria:\n");
		for (size_t i = 0; i < count; i++)
			buf_text(&text, lines[order[i]]);
		buf_text(&text, "decision: {pass: all(p >= high)}\n");
		versions[v] = parse(&arena, arena_text(&arena, text.data));
		assert_non_null(versions[v]);
		buf_close(&text);
	}
	for (size_t a = 0; a < 40; a++)
		for (size_t b = 0; b < 40; b++) {
			struct rubric_change *changes;

			check(&arena, versions[a], versions[b]);
			assert_true(rubric_diff(&changes, &arena, versions[a], versions[b])
				    < 18);
		}
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_told_by_their_place),
		cmocka_unit_test(nothing_that_a_rubric_says_changes_untold),
		cmocka_unit_test(what_moved_is_told_and_no_more),
		cmocka_unit_test(a_difference_never_contradicts_the_digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
