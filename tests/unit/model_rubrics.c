/*
 * Every rubric of rubrics/ and tests/rubrics/, on the score sheets of
 * tests/rubrics/NAME.cases.yaml: a sheet that is whole, and cases that change a few marks
 * of it or take them away, each with the outcome, the points and the trace it must have.
 */
#include "tests/unit/model_fixture.h"

#include "core/base/file.h"
#include "core/base/schema.h"
#include "core/model/names.h"

#define CASES "tests/rubrics"
#define ENDING ".cases.yaml"

static const char *const folders[] = { "rubrics", "tests/rubrics" };

struct expected {
	struct place at;
	const char *name;
	const struct node *change;	/* marks other than the sheet's */
	const char **unscored;
	size_t unscored_count;
	int outcome;			/* enum outcome */
	const char *points;		/* "9 of 12" */
	const char **why, **unfinished;
	size_t why_count, unfinished_count;
};

struct trial {
	const struct node *sheet;
	struct expected *cases;
	size_t case_count;
};

static const char *const outcomes[] = { "unfinished", "pass", "not_yet", "incomplete",
					"refer", "manual", NULL };

#define AT(member) .offset = offsetof(struct expected, member)
#define LIST(items) AT(items), .count_offset = offsetof(struct expected, items##_count)
static const struct field case_fields[] = {
	{ "change", FIELD_NODE, AT(change) },
	{ "unscored", FIELD_TEXTS, LIST(unscored) },
	{ "outcome", FIELD_CHOICE, AT(outcome), .flags = FIELD_REQUIRED,
	  .choices = outcomes },
	{ "points", FIELD_TEXT, AT(points), .flags = FIELD_REQUIRED },
	{ "why", FIELD_TEXTS, LIST(why) },
	{ "unfinished", FIELD_TEXTS, LIST(unfinished) },
};
static const struct shape case_shape = {
	"a case", sizeof(struct expected), SHAPE_FIELDS(case_fields),
	SHAPE_AT(struct expected, at), SHAPE_NAME(struct expected, name), .is_name = is_id,
};
#undef AT

#define AT(member) .offset = offsetof(struct trial, member)
static const struct field trial_fields[] = {
	{ "sheet", FIELD_NODE, AT(sheet), .flags = FIELD_REQUIRED },
	{ "cases", FIELD_NAMED, AT(cases), .count_offset = offsetof(struct trial, case_count),
	  .flags = FIELD_REQUIRED, .shape = &case_shape, .min = 2, .max = 100 },
};
static const struct shape trial_shape = {
	"a file of cases", sizeof(struct trial), SHAPE_FIELDS(trial_fields),
};

static bool
ends(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && strcmp(name + len - tail, ending) == 0;
}

static bool
is_rubric(const char *name)
{
	return ends(name, ".yaml") && !ends(name, ENDING);
}

/* `rubrics/x.yaml` or the cases of either: without folder and ending. */
static char *
stem_of(struct arena *arena, const char *name, const char *ending)
{
	return arena_copy(arena, name, strlen(name) - strlen(ending));
}

static struct span
read_text(struct arena *arena, const char *path)
{
	struct span bytes;

	if (file_read(&bytes, arena, path, RUBRIC_BYTES, NULL) != 0)
		fail_msg("%s: expected a file here", path);
	return bytes;
}

static void
tell_faults(const struct faults *faults, const char *what)
{
	for (size_t i = 0; i < faults->count; i++)
		print_message("%s:%d:%d: %s%s\n", faults->path, faults->items[i].at.line,
			      faults->items[i].at.column, what, faults->items[i].text);
}

static void
load(struct fixture *f, const char *path)
{
	*f = (struct fixture){ .rubric = NULL };
	f->faults = f->warnings = (struct faults){ .arena = &f->arena, .path = path };
	assert_int_equal(digest_init(), 0);
	f->rubric = rubric_parse(&f->arena, &f->faults, &f->warnings,
				 read_text(&f->arena, path));
	tell_faults(&f->faults, "");
	if (f->rubric == NULL)
		fail_msg("%s: has faults", path);
}

/* Calls `look` for every rubric of a folder; how many there were. */
static size_t
each_rubric(const char *folder, void (*look)(struct fixture *f, const char *path))
{
	struct arena arena = { .newest = NULL };
	char **names;
	size_t count, seen = 0;

	assert_int_equal(file_list(&names, &count, &arena, folder, 1000, NULL), 0);
	for (size_t i = 0; i < count; i++) {
		const char *path = path_join(&arena, folder, names[i]);
		struct fixture f;

		if (!is_rubric(names[i]))
			continue;
		load(&f, path);
		look(&f, path);
		fixture_close(&f);
		seen++;
	}
	arena_close(&arena);
	return seen;
}

/* A score sheet's text again, without the marks that the case changes or takes away. */
static void
put_marks(struct buf *out, const struct node *marks, const struct expected *with)
{
	for (const struct node *mark = marks == NULL ? NULL : marks->first; mark != NULL;
	     mark = mark->next) {
		bool kept = with == NULL || node_get(with->change, mark->key) == NULL;
		const struct node *code = node_get(mark, "code");

		for (size_t i = 0; with != NULL && i < with->unscored_count; i++)
			kept = kept && strcmp(with->unscored[i], mark->key) != 0;
		if (kept && code != NULL)
			buf_printf(out, "%s: {code: %s}\n", mark->key, code->text.data);
		else if (kept)
			buf_printf(out, "%s: %s\n", mark->key, mark->text.data);
	}
}

static void
put_points(struct buf *out, struct ratio points)
{
	ratio_print(out, points, 9, ROUND_DOWN);
}

static const char *
told(struct fixture *f, const struct decision_result *result)
{
	struct buf text = { 0 };
	const char *out;

	buf_printf(&text, "%s\n", outcome_word(result->outcome));
	put_points(&text, result->points);
	buf_text(&text, " of ");
	put_points(&text, result->max);
	buf_char(&text, '\n');
	for (size_t i = 0; i < result->why_count; i++)
		buf_printf(&text, "%s\n", result->why[i]);
	for (size_t i = 0; i < result->unfinished_count; i++)
		buf_printf(&text, "unfinished %s\n",
			   f->rubric->criteria[result->unfinished[i]].id);
	out = arena_copy(&f->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

static const char *
asked(struct fixture *f, const struct expected *expected)
{
	const char *out = arena_printf(&f->arena, "%s\n%s\n", outcomes[expected->outcome],
				       expected->points);

	for (size_t i = 0; i < expected->why_count; i++)
		out = arena_printf(&f->arena, "%s%s\n", out, expected->why[i]);
	for (size_t i = 0; i < expected->unfinished_count; i++)
		out = arena_printf(&f->arena, "%sunfinished %s\n", out,
				   expected->unfinished[i]);
	return out;
}

/* The sheet with the changes of a case, decided. */
static const char *
decide(struct fixture *f, const struct trial *trial, const struct expected *expected)
{
	struct decision_result result;
	struct buf text = { 0 };

	put_marks(&text, trial->sheet, expected);
	put_marks(&text, expected->change, NULL);
	if (sheet_parse(&f->sheet, &f->arena, &f->faults, f->rubric,
			span_of(arena_copy(&f->arena, text.data, text.len))) != 0)
		tell_faults(&f->faults, expected->name);
	buf_close(&text);
	assert_int_equal(f->faults.count, 0);
	result = sheet_decide(&f->arena, &f->sheet);
	return told(f, &result);
}

static void
read_trial(struct fixture *f, struct trial *out, const char *path)
{
	struct faults faults = { .arena = &f->arena, .path = path };
	const struct node *root = yaml_parse(&f->arena, &faults,
					     read_text(&f->arena, path), &yaml_document);
	int status = root == NULL ? -1 : schema_read(out, &trial_shape, root, &f->arena,
						     &faults);

	tell_faults(&faults, "");
	if (status != 0)
		fail_msg("%s: cannot be read", path);
}

static const char *
cases_of(struct arena *arena, const char *path)
{
	return arena_printf(arena, CASES "/%s" ENDING,
			    stem_of(arena, path_name(path), ".yaml"));
}

static void
decides_its_cases(struct fixture *f, const char *path)
{
	const char *from = cases_of(&f->arena, path);
	struct trial trial = { .sheet = NULL };
	size_t wrong = 0;

	read_trial(f, &trial, from);
	for (size_t i = 0; i < trial.case_count; i++) {
		const struct expected *expected = &trial.cases[i];
		const char *is = decide(f, &trial, expected);
		const char *should = asked(f, expected);

		if (strcmp(is, should) == 0)
			continue;
		print_message("%s:%d: %s\nshould be\n%sis\n%s", from, expected->at.line,
			      expected->name, should, is);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
every_rubric_decides_its_sheets_for_the_reasons_written_there(void **state)
{
	(void)state;
	assert_true(each_rubric(folders[0], decides_its_cases) >= 10);
	assert_true(each_rubric(folders[1], decides_its_cases) >= 5);
}

/* The sheet is whole, and of what the rubric can answer every side is asked for. */
static void
is_asked_all_it_can_answer(struct fixture *f, const char *path)
{
	static const char *const always[] = { "pass", "not_yet", "incomplete", NULL };
	struct trial trial = { .sheet = NULL };
	bool seen[OUTCOME_MANUAL + 1] = { false };

	read_trial(f, &trial, cases_of(&f->arena, path));
	for (size_t i = 0; i < trial.case_count; i++)
		seen[trial.cases[i].outcome] = true;
	for (size_t i = 0; always[i] != NULL && !f->rubric->manual; i++) {
		enum outcome outcome;

		assert_true(outcome_from_word(&outcome, span_of(always[i])));
		if (!seen[outcome])
			fail_msg("%s: expected a case that is %s", path, always[i]);
	}
	for (size_t i = 0; i < f->rubric->code_count; i++)
		if (f->rubric->codes[i].effect == EFFECT_REFER && !f->rubric->manual
		    && !seen[OUTCOME_REFER])
			fail_msg("%s: expected a case that is refer", path);
	if (!seen[f->rubric->manual ? OUTCOME_MANUAL : OUTCOME_UNFINISHED])
		fail_msg("%s: expected a case that is unfinished, or manual", path);
}

static void
the_cases_ask_for_every_outcome(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		each_rubric(folders[i], is_asked_all_it_can_answer);
}

static void
no_cases_are_without_their_rubric(void **state)
{
	struct arena arena = { .newest = NULL };
	char **names;
	size_t count;

	(void)state;
	assert_int_equal(file_list(&names, &count, &arena, CASES, 1000, NULL), 0);
	for (size_t i = 0; i < count; i++) {
		size_t found = 0;

		if (!ends(names[i], ENDING))
			continue;
		for (size_t n = 0; n < sizeof folders / sizeof *folders; n++)
			found += file_exists(arena_printf(&arena, "%s/%s.yaml", folders[n],
							  stem_of(&arena, names[i], ENDING)));
		if (found != 1)
			fail_msg("%s: expected one rubric of this name", names[i]);
	}
	arena_close(&arena);
}

static void
is_named_and_explained(struct fixture *f, const char *path)
{
	if (strcmp(f->rubric->id, stem_of(&f->arena, path_name(path), ".yaml")) != 0)
		fail_msg("%s: its id is %s", path, f->rubric->id);
	if (!span_starts(f->rubric->bytes, "# Structure: "))
		fail_msg("%s: expected a comment at its top that tells the structure",
			 path);
}

static void
every_rubric_bears_its_id_and_tells_its_structure(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		each_rubric(folders[i], is_named_and_explained);
}

static void
has_no_warnings(struct fixture *f, const char *path)
{
	tell_faults(&f->warnings, "warning: ");
	if (f->warnings.count != 0)
		fail_msg("%s: has warnings", path);
}

static void
the_rubrics_we_ship_have_no_faults_and_no_warnings(void **state)
{
	(void)state;
	assert_true(each_rubric(folders[0], has_no_warnings) >= 10);
}

static void
is_described(const struct criterion *criterion, const char *path)
{
	for (size_t l = 0; criterion->scale != NULL && l < criterion->scale->level_count;
	     l++) {
		const struct descriptor *d = criterion_descriptor(criterion, l);

		if (d == NULL || d->look_for_count == 0 || d->statement_count == 0)
			fail_msg("%s: %s: expected what %s means, what to look for and "
				 "what to say", path, criterion->id,
				 criterion->scale->levels[l].id);
	}
	assert_int_not_equal(criterion->evidence_count == 0
			     && criterion->scale != NULL, 1);
}

static void
is_whole(struct fixture *f, const char *path)
{
	const struct rubric *r = f->rubric;
	const char *const texts[] = {
		r->issuer_name, r->competency, r->method_summary, r->type,
		r->design.barriers, r->design.difference, r->design.inclusion,
		r->design.goals,
	};
	const size_t counts[] = { r->method_component_count, r->research_count,
				  r->resource_count, r->skill_count, r->code_count,
				  r->gate_count, (size_t)r->business_days };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i] == NULL || *texts[i] == '\0')
			fail_msg("%s: text %zu is missing", path, i);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (counts[i] == 0)
			fail_msg("%s: list %zu is empty", path, i);
	for (size_t i = 0; i < r->criterion_count; i++)
		is_described(&r->criteria[i], path);
}

static void
the_rubrics_we_ship_are_whole_micro_credentials(void **state)
{
	(void)state;
	each_rubric(folders[0], is_whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rubric_decides_its_sheets_for_the_reasons_written_there),
		cmocka_unit_test(the_cases_ask_for_every_outcome),
		cmocka_unit_test(no_cases_are_without_their_rubric),
		cmocka_unit_test(every_rubric_bears_its_id_and_tells_its_structure),
		cmocka_unit_test(the_rubrics_we_ship_have_no_faults_and_no_warnings),
		cmocka_unit_test(the_rubrics_we_ship_are_whole_micro_credentials),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
