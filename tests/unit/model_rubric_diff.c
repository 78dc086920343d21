#include "core/model/rubric_diff.h"

#include "core/base/file.h"
#include "tests/unit/model_fixture.h"

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
		if (changes[i].structure)
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
	size_t parsed = 0, structural = 0;

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
		for (size_t i = n; i < bytes.len; i += 13) {
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
	assert_true(parsed > 500);
	assert_true(structural > 5);
}

static void
changes_are_told_by_their_place(void **state)
{
	static const struct { const char *from, *to, *what, *old, *now; bool structure; }
	rows[] = {
		{ "title: Demo", "title: Other", "title", "Demo", "Other", false },
		{ "weight: 2", "weight: 3", "criterion p2.a",
		  "in p2, on scale four, weight 2, from a1",
		  "in p2, on scale four, weight 3, from a1", true },
		{ "{id: late, effect: none}", "{id: late, effect: refer}",
		  "code late, effect", "none", "refer", true },
		{ "{id: p3.b, label: B, scale: half}", "{id: p3.c, label: B, scale: half}",
		  "criterion p3.c", NULL, "in p3, on scale half, weight 1", true },
		{ "optional: true", "optional: false", "part p3", "optional", "wanted",
		  true },
		{ "text: Why}", "text: How}", "prompt q1, text", "Why", "How", false },
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
			assert_int_equal(changes[c].structure, rows[i].structure);
			assert_true((changes[c].old == NULL) == (rows[i].old == NULL));
			if (rows[i].old != NULL)
				assert_string_equal(changes[c].old, rows[i].old);
			assert_string_equal(changes[c].now, rows[i].now);
		}
		assert_int_equal(found, 1);
	}
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_told_by_their_place),
		cmocka_unit_test(a_difference_never_contradicts_the_digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
