/* A scaffold stays in its folder, overwrites nothing, and is only as empty as it says. */
#include "store_scratch.h"

#include "core/desk/scaffold.h"
#include "core/desk/survey.h"

#define FRONT \
	"assay_rubric: 1\nid: small\nversion: 1\ntitle: \"Small # x: y {\"\n" \
	"scales:\n  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"parts:\n  - id: p0\n    kind: artifacts\n" \
	"    evidence: [{id: a0, label: \"L - {slot: x}\", path: \"**\", min: 1}]\n" \
	"    criteria: [{id: c0, label: Zero, scale: two}]\n" \
	"  - id: p1\n    kind: prompts\n    criteria: [{id: c1, label: One, scale: two}]\n" \
	"    prompts:\n"
#define BACK "decision:\n  pass: all(rubric >= high)\n"

static const struct rubric *
rubric_with(struct scratch *s, const char *prompts)
{
	struct faults faults = { .arena = &s->arena, .path = "small" };
	const char *text = arena_printf(&s->arena, FRONT "%s" BACK, prompts);
	const struct rubric *rubric = rubric_parse(&s->arena, &faults, NULL, span_of(text));

	ok(s, fault_check(&faults, &s->err));
	return rubric;
}

static void
refuse_plan(struct scratch *s, const char *prompts, const char *why)
{
	struct scaffold plan;

	refused(s, ERR_REFUSED,
		scaffold_plan(&plan, &s->arena, rubric_with(s, prompts), &s->err));
	says(s, why);
}

static void
no_path_of_a_rubric_reaches_where_it_may_not(void **state)
{
	static const char *const paths[] = {
		".git/hooks/pre-commit.md", "a/.GIT/x.md", ".gitattributes.md", "GIT~1/x.md",
		"a\\\\b.md", "a\\u202e.md",
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		refuse_plan(s, arena_printf(&s->arena,
					    "      - {id: q1, text: Why, path: \"%s\"}\n",
					    paths[i]), "where no file may be made");
	refuse_plan(s, "      - {id: q1, text: Why, path: a.md}\n"
		    "      - {id: q2, text: Why, path: a.md/b.md}\n", "cannot stand side by side");
	refuse_plan(s, "      - {id: q1, text: Why, path: a.md}\n"
		    "      - {id: q2, text: Why, path: A.md}\n", "cannot stand side by side");
	refuse_plan(s, "      - {id: q1, text: Why, path: portfolio.yaml/x.md}\n",
		    "cannot stand side by side");
}

static size_t
faults_in(struct scratch *s, const struct rubric *rubric, const char *dir, struct survey *out)
{
	struct dossier dossier;

	ok(s, dossier_open_any(&dossier, dir, NULL, "", rubric, &s->err));
	assert_null(dossier.manifest_fault);
	ok(s, survey(out, &s->arena, &dossier, NULL, &s->err));
	for (size_t i = 0; i < dossier.count; i++)
		assert_null(dossier.items[i].slot);
	dossier_close(&dossier);
	return survey_faults(out);
}

/* Nothing the scaffold made fills the slot that takes everything, nor counts as a word. */
static void
what_is_made_is_whole_but_for_what_is_to_be_written(void **state)
{
	struct scratch *s = *state;
	const struct rubric *rubric = rubric_with(s,
		"      - {id: q1, text: \"Why \\e[31m --> now <!-- and --> then?\", words: {min: 2}, "
		"path: p/q1.md}\n"
		"      - {id: q2, text: No limit, path: p/q1.md}\n"
		"      - {id: q3, text: A glob, path: \"p/*/x.md\", words: {min: 2}}\n"
		"      - {id: q4, text: Anywhere, words: {min: 2}}\n"
		"      - {id: q5, text: No Markdown, path: p/q5.txt}\n");
	struct scaffold plan;
	struct survey found;

	ok(s, scaffold_plan(&plan, &s->arena, rubric, &s->err));
	ok(s, scaffold_write(&plan, at(s, "new"), &s->err));
	assert_string_equal(run(s, IN "cd new; find . -type f | sort"),
			    "./README.md\n./p/q1.md\n./p/q3.md\n./p1/q4.md\n./portfolio.yaml");
	run(s, IN "! grep -q \"$(printf '\\033')\" -r new");
	assert_int_equal(faults_in(s, rubric, at(s, "new"), &found), 6);
	assert_int_equal(found.counts[CHECK_WORD_LIMITS][FINDING_FAULT], 3);
	assert_int_equal(found.counts[CHECK_COMPLETE][FINDING_FAULT], 3);
	ok(s, scaffold_commit(at(s, "new"), "made", &s->err));
	refused(s, ERR_EXISTS, scaffold_commit(at(s, "new"), "made", &s->err));
	assert_int_equal(faults_in(s, rubric, at(s, "new"), &found), 6);
	run(s, IN "cd new; git status --porcelain | { ! grep .; }; git fsck --strict");
}

static void
nothing_that_stands_there_is_overwritten(void **state)
{
	struct scratch *s = *state;
	struct scaffold plan;

	run(s, IN "mkdir full; echo mine > full/README.md; echo mine > full/b; : > file");
	ok(s, scaffold_plan(&plan, &s->arena,
			    rubric_with(s, "      - {id: q1, text: Why}\n"), &s->err));
	refused(s, ERR_REFUSED, scaffold_write(&plan, at(s, "full"), &s->err));
	says(s, "it holds README.md, b;");
	assert_int_equal(scaffold_write(&plan, at(s, "file"), &s->err), -1);
	assert_string_equal(run(s, IN "cat full/*; ls full"), "mine\nmine\nREADME.md\nb");
}

/* File names are the learner's, and may be anything; the manifest still reads. */
static void
a_folder_that_is_there_gets_a_manifest_that_reads(void **state)
{
	struct scratch *s = *state;
	struct faults faults = { .arena = &s->arena, .path = "small" };
	const char *text =
		"assay_rubric: 1\nid: small\nversion: 1\ntitle: Small\n"
		"scales:\n  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n"
		"parts:\n  - id: p0\n    kind: artifacts\n"
		"    evidence: [{id: a0, path: \"a/**\", min: 1}]\n"
		"    criteria: [{id: c0, label: Zero, scale: two}]\n" BACK;
	const struct rubric *rubric = rubric_parse(&s->arena, &faults, NULL, span_of(text));
	struct span manifest;

	assert_non_null(rubric);
	run(s, IN "mkdir -p was/a; cd was; echo x > a/plan.md; echo x > \"$(printf 'x\\n]: \\033[1m')\"; "
	    "echo x > \"$(printf 'b\\377d')\"; echo x > notes.txt");
	ok(s, scaffold_adopt(&manifest, &s->arena, rubric, at(s, "was"), &s->err));
	assert_non_null(strstr(manifest.data, "#  - {slot: WHERE, file: notes.txt}\n"));
	assert_non_null(strstr(manifest.data, "\"x\\n]: \\x1B[1m\"}"));
	assert_null(strstr(manifest.data, "plan.md"));
	assert_null(strchr(manifest.data, '\033'));
	assert_non_null(portfolio_parse(&s->arena, &faults, manifest));
	run(s, arena_printf(&s->arena, IN "cd was; echo kept > portfolio.yaml"));
	ok(s, scaffold_adopt(&manifest, &s->arena, rubric, at(s, "was"), &s->err));
	assert_int_equal(manifest.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(no_path_of_a_rubric_reaches_where_it_may_not),
		SCRATCH_TEST(what_is_made_is_whole_but_for_what_is_to_be_written),
		SCRATCH_TEST(nothing_that_stands_there_is_overwritten),
		SCRATCH_TEST(a_folder_that_is_there_gets_a_manifest_that_reads),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
