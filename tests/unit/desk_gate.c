/* The gate: what assay finds and nobody says, what a person ticks, and what follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/desk/gate.h"

#define FRONT \
	"assay_rubric: 1\nid: small\nversion: 1\ntitle: Small\n" \
	"scales:\n  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n"
#define BACK \
	"parts:\n  - id: p1\n    kind: artifacts\n" \
	"    evidence: [{id: a1, path: \"**\", min: 1}]\n" \
	"    criteria: [{id: c1, label: One, scale: two}]\n" \
	"decision:\n  pass: all(p1 >= high)\n"
#define GATE \
	"gate:\n" \
	"  - {id: opens, label: It opens, auto: files_open, effect: return_incomplete}\n" \
	"  - {id: own, label: It is their own, effect: return_incomplete}\n" \
	"  - {id: nice, label: It is nice, effect: warn}\n" \
	"  - {id: unnamed, label: Names nobody, auto: names, effect: return_incomplete}\n"

struct bench {
	struct arena arena;
	struct scoring scoring;
	struct survey survey;
};

static const struct rubric *
parse(struct bench *b, const char *text, struct faults *faults)
{
	*faults = (struct faults){ .arena = &b->arena, .path = "small" };
	return rubric_parse(&b->arena, faults, NULL, span_of(text));
}

static int
begin(void **state)
{
	struct bench *b = test_calloc(1, sizeof *b);
	struct faults faults;

	scoring_open(&b->scoring, parse(b, FRONT GATE BACK, &faults), NULL);
	b->scoring.survey = &b->survey;
	*state = b;
	return 0;
}

static int
end(void **state)
{
	struct bench *b = *state;

	scoring_close(&b->scoring);
	arena_close(&b->arena);
	test_free(b);
	return 0;
}

static void
say(struct bench *b, const char *verb)
{
	struct err err = { 0 };

	if (scoring_say(&b->scoring, verb, &err) != 0)
		fail_msg("%s: %s", verb, err.text);
}

static void
refuse(struct bench *b, const char *verb, const char *why)
{
	struct err err = { 0 };

	assert_int_equal(scoring_say(&b->scoring, verb, &err), -1);
	if (strstr(err.text, why) == NULL)
		fail_msg("%s: %s", verb, err.text);
}

static void
find(struct bench *b, enum check_id check, enum finding_kind kind)
{
	b->survey.items = arena_grow(&b->arena, b->survey.items, b->survey.count,
				     sizeof *b->survey.items);
	b->survey.items[b->survey.count++] = (struct finding){
		.check = check, .kind = kind, .id = "a1", .path = "mari\xC3\xA1.md", .item = 2,
		.what = "is empty", .detail = "\x1b[31m", .remedy = "mend it" };
	b->survey.counts[check][kind]++;
}

static bool
has_gap(struct bench *b, const char *text)
{
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &b->arena, &b->scoring);

	for (size_t i = 0; i < count; i++)
		if (strstr(gaps[i].text, text) != NULL)
			return true;
	return false;
}

static void
a_person_ticks_what_is_theirs_alone(void **state)
{
	struct bench *b = *state;

	assert_int_equal(gate_state(&b->scoring, 0), GATE_MET);
	assert_int_equal(gate_state(&b->scoring, 1), GATE_UNSAID);
	say(b, "gate own met");
	assert_int_equal(gate_state(&b->scoring, 1), GATE_MET);
	say(b, "gate own unmet");
	assert_int_equal(gate_state(&b->scoring, 1), GATE_UNMET);
	say(b, "undo");
	assert_int_equal(gate_state(&b->scoring, 1), GATE_MET);
	refuse(b, "gate opens met", "is found by assay");
	refuse(b, "gate own maybe", "say 'gate own met'");
	refuse(b, "gate own", "say 'gate own met'");
	refuse(b, "gate other met", "there is opens, own, nice, unnamed");
	refuse(b, "return", "say 'return gate'");
}

static void
a_file_named_and_absent_is_no_gate_met_but_a_persons_to_settle(void **state)
{
	struct bench *b = *state;

	b->survey.absent = 1;
	assert_int_equal(gate_state(&b->scoring, 0), GATE_UNSAID);
	say(b, "gate opens met");
	assert_int_equal(gate_state(&b->scoring, 0), GATE_MET);
	say(b, "gate opens unmet");
	assert_int_equal(gate_state(&b->scoring, 0), GATE_UNMET);
	/* An empty file is beyond argument. */
	say(b, "gate opens met");
	find(b, CHECK_FILES_OPEN, FINDING_FAULT);
	assert_int_equal(gate_state(&b->scoring, 0), GATE_UNMET);
	refuse(b, "gate opens met", "is found by assay");
}

static void
a_fault_is_unmet_and_a_suspicion_a_persons_to_settle(void **state)
{
	struct bench *b = *state;

	find(b, CHECK_FILES_OPEN, FINDING_REMARK);
	assert_int_equal(gate_state(&b->scoring, 0), GATE_MET);
	find(b, CHECK_LFS, FINDING_FAULT);
	assert_int_equal(gate_state(&b->scoring, 0), GATE_UNMET);
	assert_int_equal(gate_state(&b->scoring, 3), GATE_MET);
	find(b, CHECK_NAMES, FINDING_REMARK);
	assert_int_equal(gate_state(&b->scoring, 3), GATE_UNSAID);
	say(b, "gate unnamed met");
	assert_int_equal(gate_state(&b->scoring, 3), GATE_MET);
	b->scoring.survey = NULL;
	assert_int_equal(gate_state(&b->scoring, 0), GATE_UNSAID);
}

static void
what_is_unmet_stands_in_the_way_until_it_goes_back(void **state)
{
	struct bench *b = *state;

	say(b, "level c1 high");
	say(b, "conflict none");
	assert_false(has_gap(b, ""));
	say(b, "gate nice unmet");
	assert_false(has_gap(b, ""));
	say(b, "gate own unmet");
	assert_true(has_gap(b, "own is not met at the gate"));
	assert_int_equal(scoring_outcome(&b->scoring), OUTCOME_PASS);
	say(b, "return gate");
	assert_false(has_gap(b, ""));
	assert_int_equal(scoring_outcome(&b->scoring), OUTCOME_INCOMPLETE);
	say(b, "gate own met");
	assert_true(has_gap(b, "nothing at the gate is unmet"));
	say(b, "return no");
	assert_false(has_gap(b, ""));
	assert_int_equal(scoring_outcome(&b->scoring), OUTCOME_PASS);
}

static void
nothing_but_the_conflict_is_asked_of_what_goes_back(void **state)
{
	struct bench *b = *state;

	assert_true(has_gap(b, "c1 is not judged"));
	say(b, "gate own unmet");
	say(b, "return gate");
	assert_false(has_gap(b, "c1"));
	assert_true(has_gap(b, "conflict"));
}

static void
why_is_ascii_and_names_nobody_but_the_learner_is_told(void **state)
{
	struct bench *b = *state;
	const char **lines;

	find(b, CHECK_FILES_OPEN, FINDING_FAULT);
	say(b, "gate own unmet");
	assert_int_equal(gate_why(&lines, &b->arena, &b->scoring), 2);
	assert_string_equal(lines[0], "gate: opens: a1: item 3 is empty");
	assert_string_equal(lines[1], "gate: own: the assessor finds that it is not met");
	assert_int_equal(gate_mend(&lines, &b->arena, &b->scoring), 2);
	assert_string_equal(lines[0],
			    "It opens: a1: mari\xC3\xA1.md is empty: ^[[31m; mend it");
	for (int i = 0; i < 40; i++)
		find(b, CHECK_FILES_OPEN, FINDING_FAULT);
	assert_int_equal(gate_why(&lines, &b->arena, &b->scoring), 22);
	assert_string_equal(lines[20], "gate: opens: and 21 more");
}

static void
a_rubric_without_a_gate_has_none_to_return_at(void **state)
{
	struct bench *b = *state;
	struct scoring scoring;
	struct faults faults;
	struct err err = { 0 };

	scoring_open(&scoring, parse(b, FRONT BACK, &faults), NULL);
	assert_int_equal(scoring_say(&scoring, "return gate", &err), -1);
	assert_int_equal(scoring_say(&scoring, "gate own met", &err), -1);
	scoring_close(&scoring);
}

static void
every_check_can_be_named_by_a_rubric_and_no_other(void **state)
{
	struct bench *b = *state;
	struct faults faults;
	struct err err;

	for (int i = 0; i < CHECKS; i++) {
		const char *text = arena_printf(&b->arena, FRONT "gate: [{id: x, label: X, "
						"auto: %s}]\n" BACK, survey_checks[i].name);

		assert_non_null(parse(b, text, &faults));
		assert_int_equal(check_find(survey_checks[i].name), i);
		assert_true(survey_checks[i].says[0] != '\0');
	}
	assert_null(parse(b, FRONT "gate: [{id: x, label: X, auto: opened}]\n" BACK, &faults));
	assert_int_equal(fault_check(&faults, &err), -1);
	assert_non_null(strstr(err.text, "expected files_open, types, word_limits, links, lfs, "
			       "names, attestations or complete"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_ticks_what_is_theirs_alone),
		TEST(a_file_named_and_absent_is_no_gate_met_but_a_persons_to_settle),
		TEST(a_fault_is_unmet_and_a_suspicion_a_persons_to_settle),
		TEST(what_is_unmet_stands_in_the_way_until_it_goes_back),
		TEST(nothing_but_the_conflict_is_asked_of_what_goes_back),
		TEST(why_is_ascii_and_names_nobody_but_the_learner_is_told),
		TEST(a_rubric_without_a_gate_has_none_to_return_at),
		TEST(every_check_can_be_named_by_a_rubric_and_no_other),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
