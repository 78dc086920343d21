/*
 * What the calls of a rule make of a sheet: each keeps a tally of its members, so that one
 * that changes is counted out and in again.
 *
 * Points have nine decimals and are at most a million, so have weights, and there are at
 * most 200 criteria: in billionths, and in billionths of billionths where they are
 * weighted, every total is a whole number that 128 bits hold.
 */
#include "core/model/rule_tree.h"

typedef unsigned __int128 wide;

#define BILLION 1000000000
#define BILLIONTHS ((__int128)BILLION * BILLION)

static const char *const effect_words[] = { "incomplete", "refer", "none" };

/* Of a number with at most nine decimals. */
static int64_t
billionths(struct ratio r)
{
	return (int64_t)r.num * (r.den == 1 ? BILLION : BILLION / (int64_t)r.den);
}

/* Is it so of what stands in this order: -1, 0, 1? */
static bool
answers(enum rule_comparison comparison, int order)
{
	enum { BELOW = 1, EQUAL = 2, ABOVE = 4 };
	static const unsigned char accepted[RULE_COMPARISONS] = {
		[RULE_LESS] = BELOW, [RULE_AT_MOST] = BELOW | EQUAL, [RULE_MORE] = ABOVE,
		[RULE_AT_LEAST] = ABOVE | EQUAL, [RULE_SAME] = EQUAL,
		[RULE_OTHER] = BELOW | ABOVE,
	};

	return (accepted[comparison] >> (order + 1) & 1) != 0;
}

bool
rule_compares(enum rule_comparison comparison, struct ratio a, struct ratio b)
{
	bool ok;
	int order = ratio_compare(a, b, &ok);

	return ok && answers(comparison, order);
}

bool
rule_test_at(const struct rubric *rubric, const struct rule_node *test, size_t i,
	     size_t level)
{
	const struct scale *scale = rubric->criteria[test->set.members[i]].scale;
	size_t place;

	if (test->places == NULL)
		return rule_compares(test->comparison, scale->levels[level].points,
				     test->number);
	place = test->places[i];
	return answers(test->comparison, (level > place) - (level < place));
}

bool
rule_test(const struct rule_view *view, const struct rule_node *test, size_t i)
{
	size_t member = test->set.members[i];

	return !view->left_out[member] && view->marks[member].kind == MARK_LEVEL
		&& rule_test_at(view->rubric, test, i, view->marks[member].index);
}

bool
rule_is_code_for(const struct rule_node *call, const struct rubric *rubric,
		 struct mark mark)
{
	const struct code *code;

	if (mark.kind != MARK_CODE)
		return false;
	code = &rubric->codes[mark.index];
	return call->function->argument != RULE_OF_CODE || span_is(call->word, code->id)
		|| span_is(call->word, effect_words[code->effect]);
}

bool
rule_is_coded(const struct rule_view *view, const struct rule_node *call, size_t i)
{
	return rule_is_code_for(call, view->rubric, view->marks[call->set.members[i]]);
}

/* Counting a member in, or out again */

#define COUNTER(name) \
	static void name(struct rule_cell *cell, const struct rubric *rubric, \
			 const struct rule_node *call, size_t i, struct mark mark, \
			 bool out)

COUNTER(count_passing)
{
	if (mark.kind == MARK_LEVEL && rule_test_at(rubric, call, i, mark.index))
		cell->count += out ? -(size_t)1 : 1;
}

COUNTER(count_coded)
{
	(void)i;
	if (rule_is_code_for(call, rubric, mark))
		cell->count += out ? -(size_t)1 : 1;
}

static void
add_level(struct rule_cell *cell, wide points, bool out)
{
	cell->count += out ? -(size_t)1 : 1;
	cell->total += out ? -points : points;
}

COUNTER(count_points)
{
	const struct scale *scale = rubric->criteria[call->set.members[i]].scale;

	if (mark.kind == MARK_LEVEL)
		add_level(cell, (wide)billionths(scale->levels[mark.index].points), out);
}

static wide
weighted(const struct criterion *criterion, size_t level)
{
	return (wide)billionths(criterion->scale->levels[level].points)
		* (wide)billionths(criterion->weight);
}

COUNTER(count_weighted)
{
	const struct criterion *criterion = &rubric->criteria[call->set.members[i]];

	if (mark.kind == MARK_LEVEL)
		add_level(cell, weighted(criterion, mark.index), out);
}

/* Of a heap whose leaves are the members: each node is the greater of its two. */
static void
put_best(struct rule_cell *cell, size_t members, size_t i, int64_t value)
{
	int64_t *best = cell->best, greater;

	for (best[i += members] = value; i > 1; i /= 2) {
		greater = best[i] > best[i ^ 1] ? best[i] : best[i ^ 1];
		if (best[i / 2] == greater)
			return;
		best[i / 2] = greater;
	}
}

static void
count_best(struct rule_cell *cell, const struct rubric *rubric,
	   const struct rule_node *call, size_t i, struct mark mark, int64_t sign)
{
	const struct scale *scale = rubric->criteria[call->set.members[i]].scale;
	int64_t value = INT64_MIN;

	if (mark.kind == MARK_LEVEL)
		value = sign * billionths(scale->levels[mark.index].points);
	put_best(cell, call->set.member_count, i, value);
}

COUNTER(count_least)
{
	if (!out)
		count_best(cell, rubric, call, i, mark, -1);
}

COUNTER(count_greatest)
{
	if (!out)
		count_best(cell, rubric, call, i, mark, 1);
}

COUNTER(count_nothing)
{
	(void)cell;
	(void)rubric;
	(void)call;
	(void)i;
	(void)mark;
	(void)out;
}

COUNTER(count_place)
{
	const struct scale *scale = rubric->criteria[call->set.members[i]].scale;

	cell->value = ratio_undefined();
	if (!out && mark.kind == MARK_LEVEL)
		cell->value = call->by_place ? (struct ratio){ (int64_t)mark.index, 1 }
			: scale->levels[mark.index].points;
}

/* And what they come to */

static void
all_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->truth = cell->count == cell->here;
}

static void
any_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->truth = cell->count != 0;
}

static void
count_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = (struct ratio){ (int64_t)cell->count, 1 };
}

static void
sum_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = (struct ratio){ (__int128)cell->total, BILLION };
}

static void
weighted_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = (struct ratio){ (__int128)cell->total, BILLIONTHS };
}

static void
mean_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = cell->count == 0 ? ratio_undefined()
		: (struct ratio){ (__int128)cell->total, (int64_t)cell->count * BILLION };
}

static void
least_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = cell->best[1] == INT64_MIN ? ratio_undefined()
		: (struct ratio){ -cell->best[1], BILLION };
}

static void
greatest_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = cell->best[1] == INT64_MIN ? ratio_undefined()
		: (struct ratio){ cell->best[1], BILLION };
}

static void
max_points_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = (struct ratio){ (__int128)cell->most, BILLION };
}

static void
percent_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)call;
	cell->value = cell->most == 0 ? ratio_undefined()
		: (struct ratio){ (__int128)(100 * cell->total), (__int128)cell->most };
}

static void
level_of(struct rule_cell *cell, const struct rule_node *call)
{
	(void)cell;
	(void)call;
}

const struct rule_function rule_functions[] = {
	{ "all", RULE_OF_TEST, RULE_TRUTH, .count = count_passing,
	  .answer = all_of },
	{ "any", RULE_OF_TEST, RULE_TRUTH, .count = count_passing,
	  .answer = any_of },
	{ "count", RULE_OF_TEST, RULE_NUMBER, .count = count_passing,
	  .answer = count_of },
	{ "code", RULE_OF_CODED, RULE_NUMBER, .count = count_coded,
	  .answer = count_of },	/* in count */
	{ "any_code", RULE_OF_CODE, RULE_TRUTH, .count = count_coded,
	  .answer = any_of },
	{ "sum", RULE_OF_SET, RULE_NUMBER, .count = count_points,
	  .answer = sum_of },
	{ "weighted", RULE_OF_SET, RULE_NUMBER, .count = count_weighted,
	  .answer = weighted_of, .is_weighted = true },
	{ "mean", RULE_OF_SET, RULE_NUMBER, .count = count_points,
	  .answer = mean_of },
	{ "min", RULE_OF_SET, RULE_NUMBER, .count = count_least,
	  .answer = least_of },
	{ "max", RULE_OF_SET, RULE_NUMBER, .count = count_greatest,
	  .answer = greatest_of },
	{ "max_points", RULE_OF_SET, RULE_NUMBER, .count = count_nothing,
	  .answer = max_points_of },
	{ "percent", RULE_OF_SET, RULE_NUMBER, .count = count_weighted,
	  .answer = percent_of, .is_weighted = true, .is_percent = true },
	{ "level", RULE_OF_CRITERION, RULE_LEVEL, .count = count_place,
	  .answer = level_of },
};
const size_t rule_function_count = sizeof rule_functions / sizeof *rule_functions;

/* What no mark changes: who is here, and the most that they could have. */
static void
open_call(struct rule_cell *cell, const struct rule_view *view,
	  const struct rule_node *call)
{
	for (size_t i = 0; i < call->set.member_count; i++) {
		size_t member = call->set.members[i];
		const struct criterion *criterion = &view->rubric->criteria[member];
		size_t last = criterion->scale->level_count - 1;

		if (view->left_out[member])
			continue;
		cell->here++;
		cell->most += call->function->is_weighted ? weighted(criterion, last)
			: (wide)billionths(criterion->scale->levels[last].points);
	}
}

void
rule_count(struct rule_cell *cell, struct arena *arena, const struct rule_view *view,
	   const struct rule_node *call)
{
	size_t members = call->set.member_count;

	open_call(cell, view, call);
	if (call->function->count == count_least
	    || call->function->count == count_greatest) {
		cell->best = arena_array(arena, 2 * members, sizeof *cell->best);
		for (size_t i = 0; i < 2 * members; i++)
			cell->best[i] = INT64_MIN;
	}
	for (size_t i = 0; i < members; i++)
		if (!view->left_out[call->set.members[i]])
			call->function->count(cell, view->rubric, call, i,
					      view->marks[call->set.members[i]], false);
	call->function->answer(cell, call);
}
