#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/model/skills.h"

#define HEAD "assay_skills: 1\nid: lib\ntitle: A library\nskills:\n"

struct fixture {
	struct arena arena;
	struct faults faults;
};

static const struct skill_library *
load(struct fixture *f, struct span bytes)
{
	f->faults = (struct faults){ .arena = &f->arena, .path = "s.yaml" };
	return skills_parse(&f->arena, &f->faults, bytes);
}

static void
a_library_keeps_all_it_says(void **state)
{
	struct fixture f = { .arena = { 0 } };
	const struct skill_library *library = load(&f, span_of(HEAD
		"  - id: a.b/c\n    name: N\n    statement: S\n    category: C\n    url: u\n"
		"    author: A\n    keywords: [k, l]\n"
		"    alignments: [{name: x, url: y, framework: z}]\n"));

	(void)state;
	assert_non_null(library);
	assert_string_equal(library->title, "A library");
	assert_int_equal(library->skill_count, 1);
	assert_string_equal(library->skills[0].id, "a.b/c");
	assert_string_equal(library->skills[0].category, "C");
	assert_int_equal(library->skills[0].keyword_count, 2);
	assert_string_equal(library->skills[0].alignments[0].framework, "z");
	arena_close(&f.arena);
}

static void
what_is_wrong_is_told_with_its_place(void **state)
{
	static const struct {
		const char *text, *why;
		int line;
	} cases[] = {
		{ HEAD "  - {id: a b, name: x, statement: y}\n", "an id without white space", 5 },
		{ HEAD "  - {id: a, name: x}\n", "'statement'", 5 },
		{ HEAD "  - {id: a, name: x, statement: \"\"}\n", "some text", 5 },
		{ HEAD "  - {id: a, name: x, statement: y}\n  - {id: a, name: x, statement: y}\n",
		  "the id 'a' is taken by a skill on line 5", 6 },
		{ HEAD "  - {id: a, name: x, statement: y, url: u}\n"
		  "  - {id: b, name: x, statement: y, url: u}\n", "the url 'u' is taken", 6 },
		{ HEAD "  - {id: a, name: x, statement: y, keyword: z}\n", "did you mean", 5 },
		{ "assay_skills: 2\nid: lib\ntitle: t\nskills: [{id: a, name: x, statement: y}]\n",
		  "expected 1", 1 },
		{ "assay_skills: 1\nid: lib\ntitle: t\nskills: []\n", "at least 1", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f = { .arena = { 0 } };

		assert_null(load(&f, span_of(cases[i].text)));
		assert_int_equal(f.faults.count, 1);
		assert_non_null(strstr(f.faults.items[0].text, cases[i].why));
		assert_int_equal(f.faults.items[0].at.line, cases[i].line);
		arena_close(&f.arena);
	}
}

static void
a_skill_is_found_by_its_url_or_its_id(void **state)
{
	struct fixture f = { .arena = { 0 } };
	const struct skill_library *library = load(&f, span_of(HEAD
		"  - {id: a, name: x, statement: y, url: \"https://e.org/1\"}\n"
		"  - {id: b, name: x, statement: y}\n"));
	const struct skill by_url = { .id = "other", .url = "https://e.org/1" };
	const struct skill by_id = { .id = "b" }, neither = { .id = "c", .url = "" };

	(void)state;
	assert_non_null(library);
	assert_ptr_equal(skills_find(library, &by_url), &library->skills[0]);
	assert_ptr_equal(skills_find(library, &by_id), &library->skills[1]);
	assert_null(skills_find(library, &neither));
	arena_close(&f.arena);
}

/* No rubric we ship names a skill of ours that is not there, and each criterion stands for
 * one. */
static void
the_libraries_we_ship_fit_the_rubrics_we_ship(void **state)
{
	static const char *const names[][2] = {
		{ "rubrics/restorative-practice-intro.yaml",
		  "rubrics/skills/restorative-practice.yaml" },
		{ "rubrics/essential-spreadsheet-skills.yaml", "rubrics/skills/spreadsheets.yaml" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct fixture f = { .arena = { 0 } };
		struct skill_library *library;
		const struct rubric *rubric;
		struct skill_use *uses;
		struct span bytes;
		size_t count;

		assert_int_equal(file_read(&bytes, &f.arena, names[i][1], SKILLS_BYTES, NULL), 0);
		library = (struct skill_library *)load(&f, bytes);
		assert_non_null(library);
		assert_int_equal(file_read(&bytes, &f.arena, names[i][0], RUBRIC_BYTES, NULL), 0);
		rubric = rubric_parse(&f.arena, &f.faults, NULL, bytes);
		assert_non_null(rubric);
		uses = skills_uses(&count, &f.arena, &rubric, 1, &library, 1);
		for (size_t u = 0; u < count; u++)
			assert_true(uses[u].criterion == NULL || uses[u].found != NULL);
		for (size_t c = 0; c < rubric->criterion_count; c++)
			assert_true(rubric->criteria[c].scale == NULL
				    || rubric->criteria[c].skill_count != 0);
		arena_close(&f.arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_library_keeps_all_it_says),
		cmocka_unit_test(what_is_wrong_is_told_with_its_place),
		cmocka_unit_test(a_skill_is_found_by_its_url_or_its_id),
		cmocka_unit_test(the_libraries_we_ship_fit_the_rubrics_we_ship),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
