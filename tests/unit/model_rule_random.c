/* What must be so of every rubric, rule and sheet: tried on ones made up by chance. */
#include "tests/unit/model_invent.h"

#include "core/model/rule_tree.h"
#include "tests/unit/rounds.h"

enum { RUBRICS = 400, SHEETS = 20 };

static size_t
raise_one(struct fixture *f, uint64_t *seed)
{
	size_t i = pick(seed, f->rubric->criterion_count);
	struct mark *mark = &f->sheet.marks[i];

	if (mark->kind != MARK_LEVEL
	    || mark->index + 1 == f->rubric->criteria[i].scale->level_count)
		return SIZE_MAX;
	mark->index++;
	return i;
}

static void
a_better_level_never_hurts_where_the_rule_rises(void **state)
{
	struct author a = { .seed = 31, .rising = true };
	int raised = 0, turned = 0;

	(void)state;
	for (int r = 0; r < rounds(RUBRICS); r++) {
		struct fixture f;

		fixture_invent(&f, &a);
		fixture_shuffle(&f, &a.seed);
		for (int n = 0; n < SHEETS; n++) {
			bool before = rule_holds(f.rubric->pass, &f.sheet), after;

			raised += raise_one(&f, &a.seed) != SIZE_MAX;
			after = rule_holds(f.rubric->pass, &f.sheet);
			assert_true(after >= before);
			turned += after != before;
		}
		fixture_close(&f);
	}
	assert_true(raised > rounds(1000) && turned > rounds(20));
	buf_close(&a.text);
}

static void
every_finished_sheet_has_an_outcome_and_a_reason(void **state)
{
	struct author a = { .seed = 37 };
	int seen[OUTCOME_MANUAL + 1] = { 0 };

	(void)state;
	for (int r = 0; r < rounds(RUBRICS); r++) {
		struct fixture f;

		fixture_invent(&f, &a);
		for (int n = 0; n < SHEETS; n++) {
			struct decision_result result;

			fixture_shuffle(&f, &a.seed);
			result = sheet_decide(&f.arena, &f.sheet);
			seen[result.outcome]++;
			for (size_t i = 0; i < result.why_count; i++)
				assert_string_equal(result.why[i],
						    result.reasons[i].text);
		}
		fixture_close(&f);
	}
	assert_true(seen[OUTCOME_PASS] && seen[OUTCOME_NOT_YET] && seen[OUTCOME_REFER]
		    && seen[OUTCOME_INCOMPLETE]);
	assert_true(!seen[OUTCOME_UNFINISHED] && !seen[OUTCOME_MANUAL]);
	buf_close(&a.text);
}

/* Kept answers are the answers from the start, of every node, through any changes. */
static void
what_a_trial_keeps_is_what_it_would_count(void **state)
{
	struct author a = { .seed = 41 };
	int kept = 0, refused = 0;

	(void)state;
	for (int r = 0; r < rounds(RUBRICS); r++) {
		struct fixture f;
		struct rule_trial trial, again;
		struct rule_view view;

		fixture_invent(&f, &a);
		fixture_shuffle(&f, &a.seed);
		rule_look(&view, &f.sheet);
		rule_try(&trial, &f.arena, f.rubric->pass, &view);
		trial.steps = rule_steps(&f.arena, f.rubric->pass);
		for (int n = 0; n < SHEETS && rule_is_true(&trial, f.rubric->pass->root);
		     n++) {
			size_t i = pick(&a.seed, f.rubric->criterion_count);
			struct mark mark = f.sheet.marks[i];

			if (view.left_out[i] || mark.kind == MARK_NONE)
				continue;
			mark = (struct mark){ MARK_LEVEL, pick(&a.seed, 2) };
			if (rule_change(&trial, i, mark)) {
				f.sheet.marks[i] = mark;
				kept++;
			} else {
				refused++;
			}
			rule_try(&again, &f.arena, f.rubric->pass, &view);
			for (size_t k = 0; k < f.rubric->pass->node_count; k++) {
				const struct rule_node *node = f.rubric->pass->nodes[k];

				assert_int_equal(rule_is_true(&trial, node),
						 rule_is_true(&again, node));
				assert_true(rule_number(&trial, node).num
					    == rule_number(&again, node).num);
				assert_true(rule_number(&trial, node).den
					    == rule_number(&again, node).den);
			}
		}
		fixture_close(&f);
	}
	assert_true(kept > rounds(500) && refused > rounds(50));
	buf_close(&a.text);
}

static bool
is_warned_at(const struct fixture *f, struct place at, const char *words)
{
	for (size_t i = 0; i < f->warnings.count; i++)
		if (f->warnings.items[i].at.line == at.line
		    && f->warnings.items[i].at.column == at.column
		    && strstr(f->warnings.items[i].text, words) != NULL)
			return true;
	return false;
}

static enum outcome
outcome(struct fixture *f)
{
	return sheet_decide(&f->arena, &f->sheet).outcome;
}

/* On this sheet the criterion's level may be any that is not told apart from its own. */
static int
move(struct fixture *f, size_t i)
{
	const struct criterion *criterion = &f->rubric->criteria[i];
	struct mark *mark = &f->sheet.marks[i];
	enum outcome before;
	int moves = 0;

	if (mark->kind != MARK_LEVEL)
		return 0;
	for (size_t l = 1; l < criterion->scale->level_count; l++) {
		if (!is_warned_at(f, criterion->scale->levels[l].at, "decides as")
		    && !is_warned_at(f, criterion->at, "never matters"))
			continue;
		mark->index = l - 1;
		before = outcome(f);
		mark->index = l;
		assert_int_equal(outcome(f), before);
		moves++;
	}
	return moves;
}

static void
a_level_said_not_to_matter_does_not(void **state)
{
	struct author a = { .seed = 43 };
	int moves = 0;

	(void)state;
	for (int r = 0; r < rounds(RUBRICS); r++) {
		struct fixture f;

		fixture_invent(&f, &a);
		for (int n = 0; n < 4; n++) {
			fixture_shuffle(&f, &a.seed);
			for (size_t i = 0; i < f.rubric->criterion_count; i++)
				moves += move(&f, i);
		}
		fixture_close(&f);
	}
	assert_true(moves > rounds(1000));
	buf_close(&a.text);
}

static void
a_rule_said_never_or_always_to_hold_does_so(void **state)
{
	struct author a = { .seed = 47 };
	struct fixture f;
	int never = 0, always = 0, both = 0;

	(void)state;
	fixture_invent(&f, &a);
	for (int r = 0; r < rounds(5000); r++) {
		struct rule *rule;
		bool may_hold, may_fail;

		if (r % 20 == 0) {
			fixture_close(&f);
			fixture_invent(&f, &a);
		}
		rule = invent(&f, &a);
		may_hold = rule_may_hold(rule);
		may_fail = rule_may_fail(rule);
		assert_true(may_hold || may_fail);
		never += !may_hold;
		always += !may_fail;
		both += may_hold && may_fail;
		for (int n = 0; n < SHEETS; n++) {
			bool holds;

			fixture_shuffle(&f, &a.seed);
			holds = rule_holds(rule, &f.sheet);
			if (holds ? !may_hold : !may_fail)
				fail_msg("%s", a.text.data);
		}
	}
	assert_true(never > rounds(200) && always > rounds(200) && both > rounds(1000));
	fixture_close(&f);
	buf_close(&a.text);
}

/* The numbers again, in hundredths and hundredths of hundredths, by hand. */

struct tally {
	long long points, most, weighted, most_weighted, count;
};

static long long
hundredths(struct ratio value)
{
	return (long long)(value.num * 100 / value.den);
}

static struct tally
tally_of(struct fixture *f, size_t part)
{
	struct tally out = { .points = 0 };

	for (size_t i = 0; i < f->rubric->criterion_count; i++) {
		const struct criterion *criterion = &f->rubric->criteria[i];
		const struct scale *scale = criterion->scale;
		const struct mark *mark = &f->sheet.marks[i];
		long long top, weight = hundredths(criterion->weight);

		if (scale == NULL || sheet_is_left_out(&f->sheet, i)
		    || (part < f->rubric->part_count && criterion->part != part))
			continue;
		top = hundredths(scale->levels[scale->level_count - 1].points);
		out.most += top;
		out.most_weighted += top * weight;
		if (mark->kind != MARK_LEVEL)
			continue;
		out.count++;
		out.points += hundredths(scale->levels[mark->index].points);
		out.weighted += hundredths(scale->levels[mark->index].points) * weight;
	}
	return out;
}

/* a/b against k, all whole; false where b is nothing. */
static bool
stands(const char *sign_text, long long a, long long b, long long k)
{
	int order = (a > k * b) - (a < k * b);

	if (b == 0)
		return false;
	return strcmp(sign_text, ">=") == 0 ? order >= 0 : strcmp(sign_text, ">") == 0
		? order > 0 : strcmp(sign_text, "<") == 0 ? order < 0
		: strcmp(sign_text, "<=") == 0 ? order <= 0
		: strcmp(sign_text, "=") == 0 ? order == 0 : order != 0;
}

static void
check_number(struct fixture *f, uint64_t *seed, const char *function, size_t part,
	     long long a, long long b, long long unit)
{
	const char *set = part < f->rubric->part_count ? f->rubric->parts[part].id : "rubric";
	/* Near what it is, so that every comparison has something to tell apart. */
	long long k = b == 0 ? 100 : a / b + (long long)pick(seed, 3) - 1;
	const char *sign_text = signs[pick(seed, 6)];
	const char *text;

	k = k < 0 ? 0 : k;
	text = arena_printf(&f->arena, "%s(%s) %s %lld.%0*lld", function, set, sign_text,
			    k / unit, unit == 100 ? 2 : 4, k % unit);
	if (rule_holds(rule_of(f, text), &f->sheet) != stands(sign_text, a, b, k))
		fail_msg("%s: %lld / %lld", text, a, b);
}

static void
numbers_are_those_worked_out_by_hand(void **state)
{
	struct author a = { .seed = 53 };

	(void)state;
	for (int r = 0; r < rounds(RUBRICS); r++) {
		struct fixture f;

		fixture_invent(&f, &a);
		for (int n = 0; n < SHEETS; n++) {
			size_t part = pick(&a.seed, f.rubric->part_count + 1);
			struct tally t;

			if (part < f.rubric->part_count
			    && f.rubric->parts[part].criteria[0].scale == NULL)
				continue;
			fixture_shuffle(&f, &a.seed);
			t = tally_of(&f, part);
			check_number(&f, &a.seed, "sum", part, t.points, 1, 100);
			check_number(&f, &a.seed, "max_points", part, t.most, 1, 100);
			check_number(&f, &a.seed, "weighted", part, t.weighted, 1, 10000);
			check_number(&f, &a.seed, "mean", part, t.points, t.count, 100);
			check_number(&f, &a.seed, "percent", part,
				     100 * 100 * t.weighted, t.most_weighted, 100);
		}
		fixture_close(&f);
	}
	buf_close(&a.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_better_level_never_hurts_where_the_rule_rises),
		cmocka_unit_test(every_finished_sheet_has_an_outcome_and_a_reason),
		cmocka_unit_test(what_a_trial_keeps_is_what_it_would_count),
		cmocka_unit_test(a_level_said_not_to_matter_does_not),
		cmocka_unit_test(a_rule_said_never_or_always_to_hold_does_so),
		cmocka_unit_test(numbers_are_those_worked_out_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
