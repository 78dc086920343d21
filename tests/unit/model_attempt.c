/* What earlier attempts leave standing, and what comes of the last one. */
#include "core/model/attempt.h"
#include "core/model/reason.h"
#include "tests/unit/model_invent.h"

#define BANKING "\nattempts: {max: 3, then: refer, banking: best_of}"
#define FAILED "\nattempts: {max: 3, then: close, rescore: failed_only}"
#define BOTH "\nattempts: {rescore: failed_only, banking: best_of}"
#define PASS "all(p1 >= passing) and all(p2 >= 2)"

#define PORTFOLIO "00112233445566778899aabbccddeeff"

/* The sheet of the fixture, said as attempt `number`. */
static const struct decision *
said_of(struct fixture *f, int64_t number)
{
	struct decision *said = arena_alloc(&f->arena, sizeof *said);
	const struct rubric *rubric = f->rubric;
	char *structure = arena_alloc(&f->arena, DIGEST_HEX);

	digest_hex(structure, &rubric->structure);
	*said = (struct decision){ .portfolio = PORTFOLIO, .attempt = number,
				   .rubric = { .structure = structure } };
	said->scores = arena_array(&f->arena, rubric->criterion_count,
				   sizeof *said->scores);
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		struct mark mark = f->sheet.marks[i];
		struct record_score score = { .criterion = rubric->criteria[i].id };

		if (mark.kind == MARK_NONE)
			continue;
		if (mark.kind == MARK_CODE)
			score.code = rubric->codes[mark.index].id;
		else
			score.level = rubric->criteria[i].scale->levels[mark.index].id;
		said->scores[said->score_count++] = score;
	}
	return said;
}

static const struct decision *
said(struct fixture *f, int64_t number, const char *words)
{
	fixture_mark(f, words);
	return said_of(f, number);
}

static struct attempt
after(struct fixture *f, int64_t number, const struct decision *const *basis, size_t count)
{
	struct attempt attempt;
	struct err err;

	if (attempt_follow(&attempt, &f->arena, f->rubric, number, basis, count, &err) != 0)
		fail_msg("%s", err.text);
	return attempt;
}

/* The sheet in words, as fixture_mark reads them. */
static const char *
words_of(struct fixture *f, const struct sheet *sheet)
{
	const char *out = "";

	for (size_t i = 0; i < f->rubric->criterion_count; i++) {
		const struct criterion *criterion = &f->rubric->criteria[i];
		struct mark mark = sheet->marks[i];

		if (criterion->scale != NULL)
			out = arena_printf(&f->arena, "%s%s%s", out, *out == '\0' ? "" : " ",
				mark.kind == MARK_NONE ? "-"
				: mark.kind == MARK_CODE ? f->rubric->codes[mark.index].id
				: criterion->scale->levels[mark.index].id);
	}
	return out;
}

static const char *
counted(struct fixture *f, const struct attempt *attempt, const char *now)
{
	struct sheet sheet;

	fixture_mark(f, now);
	sheet = attempt_counted(&f->arena, attempt, &f->sheet);
	return words_of(f, &sheet);
}

static void
banking_keeps_the_better_mark(void **state)
{
	const struct decision *basis[1];
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, PASS BANKING);
	basis[0] = said(&f, 1, "passing no_pass three missing mid - -");
	attempt = after(&f, 2, basis, 1);
	assert_string_equal(counted(&f, &attempt, "no_pass passing four one missing - -"),
			    "passing passing four one mid - -");
	assert_true(attempt_is_banked(&attempt, &f.sheet, 0));
	assert_false(attempt_is_banked(&attempt, &f.sheet, 1));
	assert_int_equal(attempt.from[0], 1);
	/* a code now where there was one: what is said now */
	assert_string_equal(counted(&f, &attempt, "late passing four ethics low - -"),
			    "passing passing four ethics mid - -");
	/* what is not judged yet is not judged */
	assert_string_equal(counted(&f, &attempt, "- - four - - - -"), "- - four - - - -");
	fixture_close(&f);
}

static void
a_part_left_out_stands_whole_or_not_at_all(void **state)
{
	const struct decision *basis[1];
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, PASS BANKING);
	basis[0] = said(&f, 1, "passing passing two two mid four low");
	attempt = after(&f, 2, basis, 1);
	assert_string_equal(counted(&f, &attempt, "passing passing two two mid - -"),
			    "passing passing two two mid four low");
	assert_string_equal(counted(&f, &attempt, "passing passing two two mid one -"),
			    "passing passing two two mid four -");
	basis[0] = said(&f, 1, "passing passing two two mid four missing");
	attempt = after(&f, 2, basis, 1);
	assert_string_equal(counted(&f, &attempt, "passing passing two two mid - -"),
			    "passing passing two two mid - -");
	fixture_close(&f);
}

static void
what_did_not_fail_is_carried(void **state)
{
	const struct decision *basis[1];
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, PASS FAILED);
	basis[0] = said(&f, 1, "passing no_pass one three missing - -");
	attempt = after(&f, 2, basis, 1);
	assert_true(attempt_is_carried(&attempt, 0));
	assert_false(attempt_is_carried(&attempt, 1));	/* failed */
	assert_false(attempt_is_carried(&attempt, 2));
	assert_true(attempt_is_carried(&attempt, 3));
	assert_false(attempt_is_carried(&attempt, 4));	/* coded */
	assert_false(attempt_is_carried(&attempt, 5));	/* takes a comment only */
	assert_false(attempt_is_carried(&attempt, 6));	/* left out */
	fixture_mark(&f, "passing passing two three mid - -");
	assert_int_equal(attempt_broken(&attempt, &f.sheet), -1);
	assert_string_equal(counted(&f, &attempt, "passing no_pass one three low - -"),
			    "passing no_pass one three low - -");
	fixture_mark(&f, "passing passing two four mid - -");
	assert_int_equal(attempt_broken(&attempt, &f.sheet), 3);
	fixture_mark(&f, "missing passing two three mid - -");
	assert_int_equal(attempt_broken(&attempt, &f.sheet), 0);
	fixture_close(&f);
}

static void
where_nothing_failed_all_is_judged_again(void **state)
{
	const struct decision *basis[1];
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, "all(p1 >= passing) and sum(p2) >= 3" FAILED);
	basis[0] = said(&f, 1, "passing passing four four high - -");
	attempt = after(&f, 2, basis, 1);
	for (size_t i = 0; i < f.rubric->criterion_count; i++)
		assert_false(attempt_is_carried(&attempt, i));
	fixture_close(&f);
	fixture_open(&f, "sum(p2) >= 1000" FAILED);
	basis[0] = said(&f, 1, "passing passing four four high - -");
	attempt = after(&f, 2, basis, 1);
	for (size_t i = 0; i < f.rubric->criterion_count; i++)
		assert_false(attempt_is_carried(&attempt, i));
	fixture_close(&f);
}

/* Carried is the mark that counted, though the attempt before scored a lower one. */
static void
what_is_banked_is_carried_as_it_counted(void **state)
{
	const struct decision *basis[2];
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, "sum(p2) >= 8" BOTH);
	basis[0] = said(&f, 1, "passing passing one three low - -");
	basis[1] = said(&f, 2, "passing passing two two mid - -");
	attempt = after(&f, 3, basis, 2);
	assert_string_equal(words_of(&f, &attempt.before), "passing passing two three mid - -");
	assert_int_equal(attempt.from[2], 2);
	assert_int_equal(attempt.from[3], 1);
	assert_true(attempt_is_carried(&attempt, 3));
	fixture_mark(&f, "passing passing two two mid - -");
	assert_int_equal(attempt_broken(&attempt, &f.sheet), 3);
	fixture_close(&f);
}

static const char *
decided(struct fixture *f, int64_t number, const char *now)
{
	struct attempt attempt = attempt_alone(f->rubric, number);
	struct decision_result result;

	fixture_mark(f, now);
	result = attempt_decide(&f->arena, &attempt, &f->sheet);
	return arena_printf(&f->arena, "%s: %s", outcome_word(result.outcome),
			    fixture_join(f, result.why, result.why_count));
}

static void
the_last_attempt_is_referred(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "all(p1 >= passing)" BANKING);
	assert_string_equal(decided(&f, 2, "passing no_pass one one low - -"),
		"not_yet: all(p1 >= passing): p1.b is no_pass, needs passing");
	assert_string_equal(decided(&f, 3, "passing no_pass one one low - -"),
		"refer: all(p1 >= passing): p1.b is no_pass, needs passing"
		" | attempt 3 of 3: not yet");
	assert_string_equal(decided(&f, 3, "passing passing one one low - -"),
			    "pass: all(p1 >= passing): 2 of 2");
	assert_string_equal(decided(&f, 3, "passing missing one one low - -"),
			    "incomplete: any_code(incomplete): p1.b is coded missing");
	assert_string_equal(decided(&f, 3, "passing - one one low - -"), "unfinished: ");
	fixture_close(&f);
	fixture_open(&f, "all(p1 >= passing)" FAILED);
	assert_string_equal(decided(&f, 3, "passing no_pass one one low - -"),
		"not_yet: all(p1 >= passing): p1.b is no_pass, needs passing");
	assert_false(attempt_is_last(f.rubric, 2));
	assert_true(attempt_is_last(f.rubric, 3));
	fixture_close(&f);
	fixture_open(&f, "all(p1 >= passing)");
	assert_false(attempt_is_last(f.rubric, 1000));
	fixture_close(&f);
}

/* Each reason in words stands for the one that is signed; it is about no criterion. */
static void
the_last_attempt_is_said_in_words(void **state)
{
	struct decision_result result;
	struct buf words = { 0 }, ids = { 0 };
	struct attempt attempt;
	struct fixture f;

	(void)state;
	fixture_open(&f, "all(p1 >= passing)" BANKING);
	attempt = attempt_alone(f.rubric, 3);
	fixture_mark(&f, "passing no_pass one one low - -");
	result = attempt_decide(&f.arena, &attempt, &f.sheet);
	assert_int_equal(result.why_count, 2);
	for (size_t i = 0; i < result.why_count; i++)
		assert_ptr_equal(result.reasons[i].text, result.why[i]);
	reason_say(&words, f.rubric, &result.reasons[1]);
	assert_string_equal(words.data, "this is attempt 3 of 3, and none follows: "
			    "another person looks at it");
	reason_ids(&ids, f.rubric, &result.reasons[1]);
	assert_int_equal(ids.len, 0);
	buf_close(&words);
	buf_close(&ids);
	fixture_close(&f);
}

static void
a_basis_is_of_the_rubric_s_kind_and_in_order(void **state)
{
	const struct decision *basis[ATTEMPT_BASIS + 1];
	struct attempt attempt;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_open(&f, PASS FAILED);
	basis[0] = said(&f, 1, "passing passing one one low - -");
	basis[1] = said(&f, 2, "passing passing one one low - -");
	assert_int_equal(attempt_follow(&attempt, &f.arena, f.rubric, 3, basis, 2, &err), -1);
	fixture_close(&f);
	fixture_open(&f, PASS BANKING);
	for (int64_t i = 0; i <= ATTEMPT_BASIS; i++)
		basis[i] = said(&f, i + 1, "passing passing one one low - -");
	after(&f, 30, basis, ATTEMPT_BASIS);
	assert_int_equal(attempt_follow(&attempt, &f.arena, f.rubric, 30, basis,
					ATTEMPT_BASIS + 1, &err), -1);
	basis[1] = basis[0];
	assert_int_equal(attempt_follow(&attempt, &f.arena, f.rubric, 30, basis, 2, &err), -1);
	fixture_close(&f);
	fixture_open(&f, PASS);
	basis[0] = said(&f, 1, "passing passing four four high - -");
	attempt = after(&f, 2, basis, 1);
	assert_string_equal(counted(&f, &attempt, "passing no_pass one one low - -"),
			    "passing no_pass one one low - -");
	fixture_close(&f);
}

static void
what_counts_is_scored_earlier_and_decides(void **state)
{
	struct fixture f;
	struct decision one;

	(void)state;
	fixture_open(&f, PASS BANKING);
	one = *said(&f, 1, "passing passing one one low - -");
	assert_true(attempt_counts(&one, PORTFOLIO, 2, one.rubric.structure));
	assert_false(attempt_counts(&one, PORTFOLIO, 1, one.rubric.structure));
	assert_false(attempt_counts(&one, "ff", 2, one.rubric.structure));
	assert_false(attempt_counts(&one, PORTFOLIO, 2, "another"));
	one.role = ROLE_PRACTICE;
	assert_false(attempt_counts(&one, PORTFOLIO, 2, one.rubric.structure));
	one.role = ROLE_ADJUDICATION;
	assert_true(attempt_counts(&one, PORTFOLIO, 2, one.rubric.structure));
	one.stage = "gate";
	assert_false(attempt_counts(&one, PORTFOLIO, 2, one.rubric.structure));
	fixture_close(&f);
}

/* ---- properties ---- */

static bool
is_level(struct mark mark)
{
	return mark.kind == MARK_LEVEL;
}

static void
banking_never_lowers(void **state)
{
	uint64_t seed = 7;
	struct fixture f;

	(void)state;
	fixture_open(&f, PASS BANKING);
	for (int round = 0; round < 2000; round++) {
		const struct decision *basis[1];
		struct attempt attempt;
		struct sheet all;

		fixture_shuffle(&f, &seed);
		basis[0] = said_of(&f, 1);
		attempt = after(&f, 2, basis, 1);
		fixture_shuffle(&f, &seed);
		all = attempt_counted(&f.arena, &attempt, &f.sheet);
		for (size_t i = 0; i < f.rubric->criterion_count; i++) {
			struct mark now = f.sheet.marks[i], was = attempt.before.marks[i];

			if (is_level(now))
				assert_true(is_level(all.marks[i])
					    && all.marks[i].index >= now.index);
			if (is_level(was) && now.kind != MARK_NONE)
				assert_true(is_level(all.marks[i])
					    && all.marks[i].index >= was.index);
			if (now.kind == MARK_NONE && !is_level(all.marks[i]))
				assert_int_equal(all.marks[i].kind, MARK_NONE);
		}
		assert_int_equal(sheet_decide(&f.arena, &all).outcome == OUTCOME_UNFINISHED,
				 false);
	}
	fixture_close(&f);
}

/* Whatever order the attempts came in, the same levels count in the end. */
static void
levels_count_in_any_order(void **state)
{
	static const int orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
					 { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	uint64_t seed = 11;
	struct fixture f;

	(void)state;
	fixture_open(&f, PASS BANKING);
	for (int round = 0; round < 500; round++) {
		struct sheet sheets[3], first = { .marks = NULL };

		for (int i = 0; i < 3; i++) {
			/* the optional part begun: left out, whole parts count, not marks */
			do
				fixture_shuffle(&f, &seed);
			while (f.sheet.marks[f.rubric->criterion_count - 1].kind == MARK_NONE);
			sheets[i] = f.sheet;
			f.sheet = sheet_new(&f.arena, f.rubric);
		}
		for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
			const struct decision *basis[3];
			struct attempt attempt;

			for (int i = 0; i < 3; i++) {
				f.sheet = sheets[orders[o][i]];
				basis[i] = said_of(&f, i + 1);
			}
			attempt = after(&f, 4, basis, 3);
			if (first.marks == NULL)
				first = attempt.before;
			for (size_t i = 0; i < f.rubric->criterion_count; i++) {
				struct mark a = first.marks[i];
				struct mark b = attempt.before.marks[i];

				assert_int_equal(a.kind, b.kind);
				if (is_level(a))
					assert_int_equal(a.index, b.index);
			}
		}
	}
	fixture_close(&f);
}

/* Carrying only fixes marks: what comes of them is what comes of any sheet that has them. */
static void
carrying_then_deciding_is_deciding(void **state)
{
	struct author author = { .seed = 13, .rising = true };
	uint64_t seed = 17;
	size_t carried = 0;

	(void)state;
	for (int round = 0; round < 300; round++) {
		const struct decision *basis[1];
		struct decision_result a, b;
		struct attempt attempt;
		struct fixture plain, f;

		fixture_open(&plain, PASS);
		invent(&plain, &author);
		fixture_open(&f, arena_printf(&plain.arena, "%s" FAILED, author.text.data));
		fixture_shuffle(&f, &seed);
		basis[0] = said_of(&f, 1);
		attempt = after(&f, 2, basis, 1);
		fixture_shuffle(&f, &seed);
		for (size_t i = 0; i < f.rubric->criterion_count; i++)
			if (attempt_is_carried(&attempt, i)) {
				f.sheet.marks[i] = attempt.before.marks[i];
				carried++;
			}
		assert_int_equal(attempt_broken(&attempt, &f.sheet), -1);
		a = attempt_decide(&f.arena, &attempt, &f.sheet);
		b = sheet_decide(&f.arena, &f.sheet);
		assert_int_equal(a.outcome, b.outcome);
		assert_string_equal(fixture_join(&f, a.why, a.why_count),
				    fixture_join(&f, b.why, b.why_count));
		fixture_close(&f);
		fixture_close(&plain);
	}
	assert_true(carried > 100);
	buf_close(&author.text);
}

/* With what failed at its best and the rest carried, a rising rule is satisfied. */
static void
mending_what_failed_is_enough(void **state)
{
	struct author author = { .seed = 19, .rising = true };
	uint64_t seed = 23;
	size_t mended = 0;

	(void)state;
	for (int round = 0; round < 300; round++) {
		const struct decision *basis[1];
		struct attempt attempt;
		struct fixture plain, f;
		bool any = false;

		fixture_open(&plain, PASS);
		invent(&plain, &author);
		fixture_open(&f, arena_printf(&plain.arena, "%s" FAILED, author.text.data));
		fixture_shuffle(&f, &seed);
		basis[0] = said_of(&f, 1);
		attempt = after(&f, 2, basis, 1);
		for (size_t i = 0; i < f.rubric->criterion_count; i++) {
			const struct scale *scale = f.rubric->criteria[i].scale;

			any |= attempt_is_carried(&attempt, i);
			if (scale != NULL && !attempt_is_carried(&attempt, i)
			    && f.sheet.marks[i].kind != MARK_NONE)
				f.sheet.marks[i] = (struct mark){ MARK_LEVEL,
								  scale->level_count - 1 };
		}
		if (any) {
			assert_true(rule_holds(f.rubric->pass, &f.sheet));
			mended++;
		}
		fixture_close(&f);
		fixture_close(&plain);
	}
	assert_true(mended > 50);
	buf_close(&author.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(banking_keeps_the_better_mark),
		cmocka_unit_test(a_part_left_out_stands_whole_or_not_at_all),
		cmocka_unit_test(what_did_not_fail_is_carried),
		cmocka_unit_test(where_nothing_failed_all_is_judged_again),
		cmocka_unit_test(what_is_banked_is_carried_as_it_counted),
		cmocka_unit_test(the_last_attempt_is_referred),
		cmocka_unit_test(the_last_attempt_is_said_in_words),
		cmocka_unit_test(a_basis_is_of_the_rubric_s_kind_and_in_order),
		cmocka_unit_test(what_counts_is_scored_earlier_and_decides),
		cmocka_unit_test(banking_never_lowers),
		cmocka_unit_test(levels_count_in_any_order),
		cmocka_unit_test(carrying_then_deciding_is_deciding),
		cmocka_unit_test(mending_what_failed_is_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
