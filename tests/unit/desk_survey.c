/* Looking a portfolio over: each check finds what it is for, at its very limits. */
#include "store_scratch.h"

#include <sys/resource.h>

#include "core/desk/folder.h"
#include "core/desk/identify.h"
#include "core/desk/sniff.h"
#include "core/desk/survey.h"

#define RUBRIC \
	"assay_rubric: 1\nid: small\nversion: 1\ntitle: Small\n" \
	"scales:\n  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"parts:\n" \
	"  - id: p1\n    kind: prompts\n    prompts:\n" \
	"      - {id: q1, text: Why, words: {min: 3, max: 5, mode: hard}, path: q1.md}\n" \
	"      - {id: q2, text: How, words: {min: 3, max: 5, mode: guide}, path: q2.md}\n" \
	"    criteria: [{id: c1, label: One, scale: two}]\n" \
	"  - id: p2\n    kind: artifacts\n" \
	"    evidence:\n" \
	"      - {id: a1, path: \"a1/**\", accepts: [text, image], min: 1, max: 2}\n" \
	"      - {id: a2, accepts: [link], min: 0}\n" \
	"    criteria: [{id: c2, label: Two, scale: two}]\n" \
	"  - id: p3\n    kind: reflection\n    optional: yes\n" \
	"    prompts: [{id: r1, text: What now, path: r1.md}]\n" \
	"    criteria: [{id: c3, label: Three, scale: two}]\n" \
	"decision:\n  pass: all(rubric >= high)\n"

#define MAKE IN "mkdir -p e/a1; cd e; echo 'one two three' > q1.md; " \
	"echo 'one two three' > q2.md; echo plan > a1/plan.md; "
#define KEEP "git init -q; git add -A; git commit -qm one"

struct found {
	struct scratch *s;
	struct dossier dossier;
	struct survey survey;
};

static void
look(struct found *out, struct scratch *s)
{
	struct faults faults = { .arena = &s->arena, .path = "small" };
	const struct rubric *rubric =
		rubric_parse(&s->arena, &faults, NULL, span_of(RUBRIC));

	ok(s, fault_check(&faults, &s->err));
	*out = (struct found){ .s = s };
	ok(s, dossier_open_any(&out->dossier, at(s, "e"), NULL, "", rubric, &s->err));
	ok(s, survey(&out->survey, &s->arena, &out->dossier, NULL, &s->err));
}

/* Made by this script in a folder that is there; each text must be found, or none of a kind. */
static void
made(struct found *out, struct scratch *s, const char *script)
{
	run(s, arena_printf(&s->arena, IN "%s", script));
	look(out, s);
}

static bool
holds(const struct found *found, enum finding_kind kind, const char *text)
{
	for (size_t i = 0; i < found->survey.count; i++) {
		struct buf said = { 0 };
		bool is;

		if (found->survey.items[i].kind != kind)
			continue;
		finding_print(&said, &found->survey.items[i]);
		is = strstr(said.data, text) != NULL;
		buf_close(&said);
		if (is)
			return true;
	}
	return false;
}

static void
want(const struct found *found, enum finding_kind kind, const char *text)
{
	struct buf all = { 0 };

	if (holds(found, kind, text))
		return;
	for (size_t i = 0; i < found->survey.count; i++) {
		buf_printf(&all, "%d ", (int)found->survey.items[i].kind);
		finding_print(&all, &found->survey.items[i]);
		buf_char(&all, '\n');
	}
	fail_msg("no '%s' in:\n%s", text, all.data == NULL ? "" : all.data);
}

static void
what_is_whole_has_no_fault(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE KEEP);
	look(&found, s);
	assert_int_equal(survey_faults(&found.survey), 0);
	want(&found, FINDING_FINE, "q1: q1.md has 3 words; 3 to 5 are asked for");
	want(&found, FINDING_FINE, "a1: a1/plan.md is there, 5 bytes");
	want(&found, FINDING_REMARK, "p3: is left out, as it may be");
	dossier_close(&found.dossier);
}

static void
words_are_held_to_their_limits_and_not_one_sooner(void **state)
{
	static const struct { const char *text; int64_t words; bool fits;
	} rows[] = {
		{ "one two", 2, false }, { "one two three", 3, true },
		{ "1 2 3 4 5", 5, true }, { "1 2 3 4 5 6", 6, false },
		{ "<!-- a question of many words --> one two three", 3, true },
		{ "1<!-- x -->2 3", 3, true }, { "<!-- one two three", 4, true },
		{ "1 <!-- a -- > b --> 2 <!----> 3", 3, true },
	};
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		made(&found, s, arena_printf(&s->arena, "cd e; echo '%s' > q1.md; cp q1.md q2.md",
					     rows[i].text));
		for (size_t k = 0; k < found.dossier.count; k++)
			if (strcmp(found.dossier.items[k].path, "q1.md") == 0)
				assert_int_equal(survey_words(&found.dossier, k),
						 rows[i].words);
		assert_int_equal(survey_faults(&found.survey), rows[i].fits ? 0 : 1);
		assert_true(rows[i].fits
			    || holds(&found, FINDING_REMARK, "are asked for, as a guide"));
		dossier_close(&found.dossier);
	}
}

static void
an_answer_that_cannot_be_counted_is_told(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e; yes word | head -c 1100000 > q1.md; : > q2.md");
	want(&found, FINDING_FAULT, "q1: q1.md is over 1 MiB");
	want(&found, FINDING_FAULT, "q2: q2.md is empty");
	dossier_close(&found.dossier);
	made(&found, s, "cd e; printf '%%PDF-1.4 x' > q1.md; rm q2.md");
	want(&found, FINDING_FAULT, "q1: q1.md is a PDF; text is asked for");
	want(&found, FINDING_FAULT, "q2: nothing answers it; expected: q2.md");
	dossier_close(&found.dossier);
}

static void
what_does_not_open_is_no_evidence(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e/a1; : > plan.md; ln -s /etc/passwd who.md; chmod +x ../q1.md");
	want(&found, FINDING_FAULT, "a1: a1/plan.md is empty");
	want(&found, FINDING_FAULT, "a1: a1/who.md is a symbolic link");
	want(&found, FINDING_REMARK, "q1: q1.md is marked as a program");
	dossier_close(&found.dossier);
	made(&found, s, "cd e/a1; rm who.md; printf 'version https://git-lfs.github.com/spec/v1"
	     "\\noid sha256:0\\nsize 99\\n' > plan.md; cd ..; " KEEP);
	want(&found, FINDING_FAULT, "a1: a1/plan.md is a Git LFS pointer");
	assert_int_equal(survey_faults(&found.survey), 1);
	dossier_close(&found.dossier);
}

static void
kinds_are_told_by_content_and_by_name(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e/a1; printf '%%PDF-1.7' > plan.md; printf 'GIF89a' > b.pdf");
	want(&found, FINDING_FAULT, "a1: a1/plan.md is a PDF; text or image is asked for");
	want(&found, FINDING_REMARK, "a1: a1/b.pdf is a GIF image, and its name says");
	dossier_close(&found.dossier);
	made(&found, s, "cd e/a1; printf 'a\\000b' > plan.md; printf 'a\\000b' > b.pdf; "
	     "mv b.pdf b.png");
	want(&found, FINDING_REMARK, "a1: a1/b.png is of a kind that is told by its name");
	dossier_close(&found.dossier);
	made(&found, s, "cd e/a1; mv plan.md plan.bin");
	want(&found, FINDING_FAULT, "a1: a1/plan.bin is a binary file; text or image");
	dossier_close(&found.dossier);
}

static void
beginnings_of_files_are_known(void **state)
{
	static const struct { const char *path; struct span head; unsigned kind;
	} rows[] = {
		{ "x", { "\x89PNG\r\n\x1a\n", 8 }, ACCEPT_IMAGE },
		{ "x", { "RIFF\0\0\0\0WEBP", 12 }, ACCEPT_IMAGE },
		{ "x", { "RIFF\0\0\0\0WAVE", 12 }, ACCEPT_AUDIO },
		{ "x", { "\0\0\0 ftypmp42", 12 }, ACCEPT_VIDEO },
		{ "x", { "\0\0\0 ftypM4A ", 12 }, ACCEPT_AUDIO },
		{ "x.ogv", { "OggS\0", 5 }, ACCEPT_VIDEO },
		{ "x.ogg", { "OggS\0", 5 }, ACCEPT_AUDIO },
		{ "x.svg", { "<?xml?><svg>", 12 }, ACCEPT_IMAGE },
		{ "x.txt", { "<?xml?><svg>", 12 }, ACCEPT_TEXT },
		{ "x", { "caf\xe9\n", 5 }, ACCEPT_TEXT },
		{ "x", { "PK\3\4", 4 }, 0 }, { "x", { "\0", 1 }, 0 }, { "x", { "\1", 1 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sniff(rows[i].path, rows[i].head).kind != rows[i].kind)
			fail_msg("row %zu: %s", i, sniff(rows[i].path, rows[i].head).what);
	assert_int_equal(sniff_ending("a.JPEG"), ACCEPT_IMAGE);
	assert_int_equal(sniff_ending(".md"), 0);
}

static void
the_manifest_is_held_against_the_rubric_and_the_files(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e; cat > portfolio.yaml <<'Y'\n"
	     "assay_portfolio: 1\nrubric: other\nempty: [a1, a9]\nevidence:\n"
	     "  - {slot: q1, file: nowhere.md}\n"
	     "  - {slot: q2, link: \"https://example.org\"}\n"
	     "  - {slot: a2, link: \"https://me:pw@example.org/\"}\n"
	     "  - {slot: a2, link: \"https:///x\"}\n"
	     "  - {slot: a2, link: \"https://[::1]:8080/x?y\"}\n"
	     "  - {slot: zz, file: q1.md}\n"
	     "attestations: {original: yes}\nY\n");
	want(&found, FINDING_FAULT, "q1: nowhere.md is named and not there");
	want(&found, FINDING_REMARK, "q1: nowhere.md is named and not there, so it does not open");
	assert_int_equal(found.survey.absent, 1);
	want(&found, FINDING_FAULT, "q2: https://example.org is a link; text is asked for");
	want(&found, FINDING_FAULT, "holds a user name or password");
	want(&found, FINDING_FAULT, "a2: https:///x names no computer");
	want(&found, FINDING_FINE, "[::1]:8080/x?y is a link, well formed");
	want(&found, FINDING_FAULT, "zz: is named in portfolio.yaml");
	want(&found, FINDING_FAULT, "a9: is named in portfolio.yaml");
	want(&found, FINDING_REMARK, "a1: left empty on purpose");
	want(&found, FINDING_REMARK, "portfolio.yaml is for another rubric: other");
	want(&found, FINDING_REMARK, "q1.md answers nothing that is asked for");
	want(&found, FINDING_REMARK, "release is not attested");
	assert_false(holds(&found, FINDING_REMARK, "original is not"));
	dossier_close(&found.dossier);
	made(&found, s, "cd e; echo 'x: [' > portfolio.yaml");
	want(&found, FINDING_FAULT, "the manifest cannot be used: portfolio.yaml:");
	dossier_close(&found.dossier);
}

static void
pieces_are_counted(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e/a1; cp plan.md 2.md; cp plan.md 3.md; echo x > ../r1.md");
	want(&found, FINDING_FAULT, "a1: 3 pieces; 1 to 2 are asked for");
	want(&found, FINDING_FINE, "r1: r1.md is there");
	dossier_close(&found.dossier);
	made(&found, s, "cd e/a1; rm 3.md");
	assert_int_equal(survey_faults(&found.survey), 0);
	dossier_close(&found.dossier);
	made(&found, s, "cd e/a1; rm *");
	want(&found, FINDING_FAULT, "a1: 0 pieces; 1 to 2 are asked for");
	dossier_close(&found.dossier);
}

/* Who committed is known, and looked for; what is written down of it names nobody. */
static void
a_file_named_after_its_learner_is_a_remark(void **state)
{
	struct scratch *s = *state;
	struct found found;
	struct identity identity;
	struct buf said = { 0 };

	run(s, MAKE "git init -q; git add -A; git -c user.name=x commit -qm one "
	    "--author='Ines Calloway <i.calloway@example.org>'; echo x > a1/calloway.md; "
	    "git add -A; git commit -qm two");
	look(&found, s);
	want(&found, FINDING_REMARK, "a1/calloway.md holds what may be somebody's name: "
	     "calloway");
	assert_int_equal(survey_faults(&found.survey), 0);
	identity_read(&identity, &s->arena, &found.dossier);
	assert_int_equal(identity.count, 2);
	for (size_t i = 0; i < found.survey.count; i++)
		finding_record(&said, &found.survey.items[i]);
	assert_null(strstr(said.data, "calloway"));
	assert_null(strstr(said.data, "plan.md"));
	buf_close(&said);
	dossier_close(&found.dossier);
}

static void
findings_are_kept_up_to_a_number_and_counted_beyond(void **state)
{
	struct scratch *s = *state;
	struct found found;

	run(s, MAKE "true");
	made(&found, s, "cd e; for i in $(seq 1 300); do : > other$i.txt; done");
	assert_int_equal(found.survey.counts[CHECK_COMPLETE][FINDING_REMARK], 301);
	assert_true(found.survey.count <= 2 * SURVEY_FINDINGS + 10);
	dossier_close(&found.dossier);
}

static void
a_gigabyte_is_read_and_not_held(void **state)
{
	struct scratch *s = *state;
	struct found found;
	struct rusage before, after;

	run(s, MAKE "truncate -s 1G a1/film.mp4");
	assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
	look(&found, s);
	assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
	assert_true(after.ru_maxrss - before.ru_maxrss < 32 << 10);
	want(&found, FINDING_FINE, "a1/film.mp4 is there, 1073741824 bytes");
	want(&found, FINDING_FAULT, "a1/film.mp4 is a binary file");
	dossier_close(&found.dossier);
}

static void
what_is_not_committed_is_listed(void **state)
{
	struct scratch *s = *state;
	struct found found;
	struct pending_list pending;

	run(s, MAKE "ln -s q1.md link; echo '*.o' > .gitignore; " KEEP
	    "; touch x.o; echo y > new.md; rm q2.md; echo 'one two fore' > q1.md");
	look(&found, s);
	assert_null(found.dossier.folder);
	ok(s, folder_pending(&pending, &s->arena, &found.dossier, at(s, "e"), &s->err));
	assert_int_equal(pending.count, 3);
	assert_string_equal(pending.items[0].path, "new.md");
	assert_int_equal(pending.items[0].kind, PENDING_NEW);
	assert_string_equal(pending.items[1].path, "q1.md");
	assert_int_equal(pending.items[1].kind, PENDING_CHANGED);
	assert_string_equal(pending.items[2].path, "q2.md");
	assert_int_equal(pending.items[2].kind, PENDING_GONE);
	dossier_close(&found.dossier);
}

static void
a_repository_inside_a_folder_is_refused(void **state)
{
	struct scratch *s = *state;
	struct dossier dossier;
	static const struct rubric none;

	run(s, MAKE "git init -q a1");
	refused(s, ERR_REFUSED,
		dossier_open_any(&dossier, at(s, "e"), NULL, "", &none, &s->err));
	says(s, "a git repository inside");
}

static void
expect_count(int64_t words, int64_t least, int64_t most, const char *wanted)
{
	struct prompt prompt = { .words_min = least, .words_max = most };
	struct buf out = { 0 };

	survey_print_count(&out, words, &prompt);
	assert_string_equal(out.data == NULL ? "" : out.data, wanted);
	buf_close(&out);
}

static void
a_length_that_was_not_asked_for_is_told_in_few_columns(void **state)
{
	(void)state;
	expect_count(250, 250, 400, "");
	expect_count(400, 250, 400, "");
	expect_count(401, 250, 400, "401 of 250-400 words");
	expect_count(249, 250, 0, "249 of 250 or more words");
	expect_count(401, 0, 400, "401 of at most 400 words");
	expect_count(7, 0, 0, "");
	expect_count(-1, 250, 400, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_length_that_was_not_asked_for_is_told_in_few_columns),
		SCRATCH_TEST(what_is_whole_has_no_fault),
		SCRATCH_TEST(words_are_held_to_their_limits_and_not_one_sooner),
		SCRATCH_TEST(an_answer_that_cannot_be_counted_is_told),
		SCRATCH_TEST(what_does_not_open_is_no_evidence),
		SCRATCH_TEST(kinds_are_told_by_content_and_by_name),
		cmocka_unit_test(beginnings_of_files_are_known),
		SCRATCH_TEST(the_manifest_is_held_against_the_rubric_and_the_files),
		SCRATCH_TEST(pieces_are_counted),
		SCRATCH_TEST(a_file_named_after_its_learner_is_a_remark),
		SCRATCH_TEST(findings_are_kept_up_to_a_number_and_counted_beyond),
		SCRATCH_TEST(a_gigabyte_is_read_and_not_held),
		SCRATCH_TEST(what_is_not_committed_is_listed),
		SCRATCH_TEST(a_repository_inside_a_folder_is_refused),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
