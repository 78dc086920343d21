/* Verbs change an assessment, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/desk/scoring.h"

static const char text[] =
	"assay_rubric: 1\n"
	"id: small\n"
	"version: 1\n"
	"title: Small\n"
	"scales:\n"
	"  three: {levels: [{id: low, points: 0}, {id: mid, points: 1}, {id: high, points: 2}]}\n"
	"codes:\n"
	"  - {id: missing, label: Missing, effect: incomplete}\n"
	"  - {id: ethics, label: Ethics, effect: refer}\n"
	"parts:\n"
	"  - id: p1\n"
	"    kind: artifacts\n"
	"    label: Part one\n"
	"    evidence: [{id: a1, label: Plan, path: \"**\", min: 1}]\n"
	"    criteria:\n"
	"      - {id: c1, label: One, scale: three, evidence: [a1], cite: required}\n"
	"      - {id: c2, label: Two, scale: three, evidence: [a1],"
	" feedback: required_if_below high}\n"
	"      - {id: c3, label: Three, scale: three, evidence: [a1], feedback: disabled}\n"
	"      - {id: c9, label: Else, scale: none, feedback: required}\n"
	"decision:\n"
	"  pass: all(p1 >= mid)\n";

struct desk {
	struct arena arena;
	struct scoring scoring;
};

static int
open_desk(void **state)
{
	struct desk *desk = test_calloc(1, sizeof *desk);
	struct faults faults = { .arena = &desk->arena, .path = "small.yaml" };
	struct err err = { 0 };
	const struct rubric *rubric = rubric_parse(&desk->arena, &faults, NULL, span_of(text));

	if (fault_check(&faults, &err) != 0)
		fail_msg("%s", err.text);
	scoring_open(&desk->scoring, rubric, NULL);
	*state = desk;
	return 0;
}

static int
close_desk(void **state)
{
	struct desk *desk = *state;

	scoring_close(&desk->scoring);
	arena_close(&desk->arena);
	test_free(desk);
	return 0;
}

static void
say(struct desk *desk, const char *verb)
{
	struct err err = { 0 };

	if (scoring_say(&desk->scoring, verb, &err) != 0)
		fail_msg("%s: %s", verb, err.text);
}

static enum err_code
refused(struct desk *desk, const char *verb)
{
	struct err err = { 0 };

	assert_int_equal(scoring_say(&desk->scoring, verb, &err), -1);
	assert_true(err.text[0] != '\0');
	return err.code;
}

static bool
has_gap(struct desk *desk, enum gap_kind kind, ptrdiff_t criterion)
{
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &desk->arena, &desk->scoring);

	for (size_t i = 0; i < count; i++)
		if (gaps[i].kind == kind && gaps[i].criterion == criterion)
			return true;
	return false;
}

/* Everything a verb may change, as text. */
static char *
picture(struct desk *desk)
{
	struct buf out = { 0 };
	char *copy;

	for (size_t i = 0; i < desk->scoring.rubric->criterion_count; i++) {
		const struct judgement *j = &desk->scoring.judgements[i];

		buf_printf(&out, "%d %zu [%s]", (int)j->mark.kind, j->mark.index,
			   j->note == NULL ? "" : j->note);
		for (size_t c = 0; c < j->cite_count; c++)
			address_print(&out, &j->cites[c]);
		buf_text(&out, "\n");
	}
	buf_printf(&out, "%s %s %d %d", desk->scoring.overall == NULL ? "" : desk->scoring.overall,
		   desk->scoring.conflict == NULL ? "" : desk->scoring.conflict,
		   (int)desk->scoring.decided, (int)desk->scoring.result.outcome);
	copy = arena_text(&desk->arena, out.data);
	buf_close(&out);
	return copy;
}

static void
a_level_is_named_by_its_id_or_its_place(void **state)
{
	struct desk *desk = *state;

	say(desk, "level c1 high");
	assert_int_equal(desk->scoring.judgements[0].mark.index, 2);
	say(desk, "level c1 1");
	assert_int_equal(desk->scoring.judgements[0].mark.index, 0);
	say(desk, "code c1 2");
	assert_int_equal(desk->scoring.judgements[0].mark.kind, MARK_CODE);
	say(desk, "clear c1");
	assert_int_equal(desk->scoring.judgements[0].mark.kind, MARK_NONE);
}

static void
a_refused_verb_changes_nothing(void **state)
{
	static const char *const bad[] = {
		"", "levels c1 high", "level", "level c1", "level c1 4", "level c1 0",
		"level c1 9999999999", "level c7 high", "level c9 high", "code c9 missing",
		"code c1 nothing", "note c7 x", "note c3 not wanted", "cite c1 ", "cite c1 a:9-3",
		"cite c1 a.md:1-2", "uncite c2", "uncite c1 b.md", "conflict", "conflict ",
		"decide pass", "redo", "clear", "clear c7", "note c1 \xff\xfe",
		"conflict  \t ", "cite c9 a.md",
	};
	struct desk *desk = *state;
	char *before;

	say(desk, "level c1 mid");
	say(desk, "note c1 good");
	say(desk, "cite c1 a.md:1-2");
	before = picture(desk);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		refused(desk, bad[i]);
		assert_string_equal(picture(desk), before);
		assert_int_equal(desk->scoring.done, 3);
	}
}

static void
undo_and_redo_go_both_ways(void **state)
{
	struct desk *desk = *state;
	char *empty = picture(desk), *full;

	say(desk, "level c1 mid");
	say(desk, "note overall well done");
	full = picture(desk);
	say(desk, "undo");
	say(desk, "undo");
	assert_string_equal(picture(desk), empty);
	assert_int_equal(refused(desk, "undo"), ERR_REFUSED);
	say(desk, "redo");
	say(desk, "redo");
	assert_string_equal(picture(desk), full);
	say(desk, "undo");
	say(desk, "level c2 low");
	assert_int_equal(refused(desk, "redo"), ERR_REFUSED);
}

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
undo_after_any_verb_is_as_if_it_had_not_been_said(void **state)
{
	static const char *const verbs_said[] = {
		"level c1 low", "level c2 mid", "level c3 high", "code c1 missing", "clear c2",
		"note c1 one", "note c2 two", "note c1", "note overall all", "cite c1 a.md",
		"cite c1 a.md:3", "cite c2 b.csv:7-9", "uncite c1", "uncite c2 b.csv:7-9",
		"conflict none", "conflict I taught them", "undo", "redo", "note c9 else",
	};
	struct desk *desk = *state;
	uint32_t seed = 7;
	struct err err;

	for (int i = 0; i < 2000; i++) {
		const char *verb = verbs_said[next(&seed) % (sizeof verbs_said / sizeof *verbs_said)];
		char *before = picture(desk);
		struct scoring_mark mark = scoring_mark(&desk->scoring);

		if (scoring_say(&desk->scoring, verb, &err) != 0) {
			assert_string_equal(picture(desk), before);
			continue;
		}
		if (next(&seed) % 3 != 0)
			continue;
		scoring_return(&desk->scoring, mark);
		assert_string_equal(picture(desk), before);
		assert_int_equal(desk->scoring.count, mark.count);
	}
}

static void
gaps_say_what_stands_between_this_and_signing(void **state)
{
	struct desk *desk = *state;
	struct gap *gaps;

	assert_true(has_gap(desk, GAP_JUDGE, 0));
	assert_true(has_gap(desk, GAP_CONFLICT, -1));
	assert_true(has_gap(desk, GAP_FEEDBACK, 3));
	say(desk, "level c1 mid");
	assert_true(has_gap(desk, GAP_CITE, 0));
	say(desk, "cite c1 a.md:1-2");
	assert_false(has_gap(desk, GAP_CITE, 0));
	say(desk, "level c2 mid");
	assert_true(has_gap(desk, GAP_FEEDBACK, 1));
	say(desk, "level c2 high");
	assert_false(has_gap(desk, GAP_FEEDBACK, 1));
	say(desk, "code c2 missing");
	assert_true(has_gap(desk, GAP_FEEDBACK, 1));
	say(desk, "note c2 nothing was there");
	say(desk, "level c3 low");
	say(desk, "note c9 thank you");
	say(desk, "conflict none");
	assert_int_equal(scoring_gaps(&gaps, &desk->arena, &desk->scoring), 0);
}

static void
nothing_but_blanks_is_no_note(void **state)
{
	struct desk *desk = *state;

	say(desk, "note c9 thank you");
	say(desk, "note c9  \n\t ");
	assert_null(desk->scoring.judgements[3].note);
	assert_true(has_gap(desk, GAP_FEEDBACK, 3));
}

static void
the_outcome_is_true_after_every_verb(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(scoring_outcome(&desk->scoring), OUTCOME_UNFINISHED);
	say(desk, "level c1 mid");
	say(desk, "level c2 mid");
	say(desk, "level c3 mid");
	assert_int_equal(scoring_outcome(&desk->scoring), OUTCOME_PASS);
	say(desk, "level c3 low");
	assert_int_equal(scoring_outcome(&desk->scoring), OUTCOME_NOT_YET);
	say(desk, "code c3 missing");
	assert_int_equal(scoring_outcome(&desk->scoring), OUTCOME_INCOMPLETE);
	say(desk, "undo");
	say(desk, "undo");
	assert_int_equal(scoring_outcome(&desk->scoring), OUTCOME_PASS);
	assert_int_equal(scoring_judged(&desk->scoring), 3);
	assert_int_equal(scoring_judgeable(&desk->scoring), 3);
}

/* The same rubric with this policy, as attempt 2 after a sheet of `mid low -`. */
static void
resubmit(struct desk *desk, const char *policy)
{
	struct faults faults = { .arena = &desk->arena, .path = "small.yaml" };
	const char *more = arena_printf(&desk->arena, "%sattempts: %s\n", text, policy);
	struct record_score scores[] = { { .criterion = "c1", .level = "mid" },
					 { .criterion = "c2", .level = "low" },
					 { .criterion = "c3", .level = "low" } };
	const struct decision said = { .attempt = 1, .scores = scores, .score_count = 3 };
	const struct decision *basis[] = { &said };
	const struct rubric *rubric = rubric_parse(&desk->arena, &faults, NULL, span_of(more));
	struct attempt attempt;
	struct err err = { 0 };

	if (fault_check(&faults, &err) != 0
	    || attempt_follow(&attempt, &desk->arena, rubric, 2, basis, 1, &err) != 0)
		fail_msg("%s", err.text);
	scoring_close(&desk->scoring);
	scoring_open(&desk->scoring, rubric, NULL);
	scoring_follow(&desk->scoring, &attempt);
}

static void
what_is_carried_stands_from_the_start(void **state)
{
	static const char *const verbs_refused[] = {
		"level c1 high", "code c1 missing", "clear c1", "cite c1 plan.md:1",
		"uncite c1", "undo",
	};
	struct desk *desk = *state;
	struct scoring *scoring = &desk->scoring;
	struct err err;

	resubmit(desk, "{max: 2, rescore: failed_only}");
	assert_int_equal(scoring_judged(scoring), 1);
	assert_false(scoring_has_gap(scoring, 0));	/* nor does it want its citation again */
	for (size_t i = 0; i < sizeof verbs_refused / sizeof *verbs_refused; i++) {
		assert_int_equal(scoring_say(scoring, verbs_refused[i], &err), -1);
		assert_int_equal(err.code, ERR_REFUSED);
		assert_int_equal(scoring->judgements[0].mark.index, 1);
	}
	say(desk, "note c1 Still good.");
	say(desk, "level c2 high");
	say(desk, "level c3 low");
	assert_int_equal(scoring_outcome(scoring), OUTCOME_REFER);	/* the last attempt */
	for (int i = 0; i < 3; i++)
		say(desk, "undo");
	assert_int_equal(scoring_judged(scoring), 1);
	assert_int_equal(scoring->judgements[0].mark.index, 1);
}

static void
what_is_banked_counts_and_is_not_what_was_given(void **state)
{
	struct desk *desk = *state;
	struct scoring *scoring = &desk->scoring;

	resubmit(desk, "{banking: best_of}");
	assert_int_equal(scoring_judged(scoring), 0);
	assert_int_equal(scoring_banked(scoring, 0), -1);
	say(desk, "level c1 low");
	say(desk, "level c2 mid");
	say(desk, "code c3 ethics");
	assert_int_equal(scoring->judgements[0].mark.index, 0);
	assert_int_equal(scoring_banked(scoring, 0), 1);
	assert_int_equal(scoring_banked(scoring, 1), -1);
	assert_int_equal(scoring_banked(scoring, 2), 0);
	assert_int_equal(scoring_outcome(scoring), OUTCOME_NOT_YET);	/* not referred */
	say(desk, "level c3 mid");
	assert_int_equal(scoring_outcome(scoring), OUTCOME_PASS);
}

static void
every_verb_has_words_of_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < verb_count; i++) {
		assert_true(verbs[i].help[0] != '\0');
		for (size_t k = i + 1; k < verb_count; k++)
			assert_string_not_equal(verbs[i].word, verbs[k].word);
	}
}

int
main(void)
{
#define DESK_TEST(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_level_is_named_by_its_id_or_its_place),
		DESK_TEST(a_refused_verb_changes_nothing),
		DESK_TEST(undo_and_redo_go_both_ways),
		DESK_TEST(undo_after_any_verb_is_as_if_it_had_not_been_said),
		DESK_TEST(gaps_say_what_stands_between_this_and_signing),
		DESK_TEST(nothing_but_blanks_is_no_note),
		DESK_TEST(the_outcome_is_true_after_every_verb),
		DESK_TEST(what_is_carried_stands_from_the_start),
		DESK_TEST(what_is_banked_counts_and_is_not_what_was_given),
		cmocka_unit_test(every_verb_has_words_of_help),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
