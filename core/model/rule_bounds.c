/*
 * Whether a rule can hold, and can fail, on any finished sheet: by bounds of its numbers.
 * Each operand is taken for itself, so yes may be wrong, no never is. Arithmetic may leave
 * 127 bits inside its bounds, so it may always be undefined.
 */
#include "core/model/rule_tree.h"

struct bounds {
	bool may_hold, may_fail;	/* truths */
	struct ratio low, high;		/* numbers; undefined: no bound */
	bool may_be_undefined;
};

static bool
may_be_left_out(const struct rubric *rubric, size_t criterion)
{
	return rubric->parts[rubric->criteria[criterion].part].optional;
}

/* In no sum and no test: coded, or left out. */
static bool
may_be_absent(const struct rubric *rubric, size_t criterion)
{
	return rubric->code_count != 0 || may_be_left_out(rubric, criterion);
}

/* Tests */

static size_t
levels_passing(const struct rubric *rubric, const struct rule_node *test, size_t i)
{
	size_t count = 0, levels =
		rubric->criteria[test->set.members[i]].scale->level_count;

	for (size_t level = 0; level < levels; level++)
		count += rule_test_at(rubric, test, i, level);
	return count;
}

static struct bounds
bounds_of_test(const struct rubric *rubric, const struct rule_node *test)
{
	size_t members = test->set.member_count, sure = 0, possible = 0, spared = 0;
	bool is_all = strcmp(test->function->word, "all") == 0;

	for (size_t i = 0; i < members; i++) {
		size_t member = test->set.members[i];
		size_t passing = levels_passing(rubric, test, i);
		bool all = passing == rubric->criteria[member].scale->level_count;

		sure += all && !may_be_absent(rubric, member);
		possible += passing != 0;
		spared += is_all
			? passing != 0 || may_be_left_out(rubric, member)
			: !all || may_be_absent(rubric, member);
	}
	if (test->type == RULE_NUMBER)
		return (struct bounds){ .low = ratio_of((int64_t)sure, 1),
					.high = ratio_of((int64_t)possible, 1) };
	if (is_all)
		return (struct bounds){ .may_hold = spared == members,
					.may_fail = sure != members };
	return (struct bounds){ .may_hold = possible != 0, .may_fail = spared == members };
}

static struct bounds
bounds_of_code(const struct rubric *rubric, const struct rule_node *call)
{
	struct bounds out = { .may_fail = true };

	for (size_t i = 0; i < rubric->code_count; i++)
		if (rule_is_code_for(call, rubric, (struct mark){ MARK_CODE, i }))
			out.may_hold = true;
	return out;
}

static struct bounds
bounds_of_coded(const struct rubric *rubric, const struct rule_node *call)
{
	size_t most = rubric->code_count == 0 ? 0 : call->set.member_count;

	return (struct bounds){ .low = ratio_of(0, 1),
				.high = ratio_of((int64_t)most, 1) };
}

/* Sets */

struct extent {
	struct ratio low, high;		/* of what they add up to */
	struct ratio most_low, most_high;	/* of what they could add up to */
	struct ratio least, best;	/* of any of them */
	bool may_be_none;
};

static void
extend(struct extent *out, const struct rubric *rubric, size_t member, bool weighted)
{
	const struct criterion *criterion = &rubric->criteria[member];
	struct ratio weight = weighted ? criterion->weight : ratio_of(1, 1);
	struct ratio low = criterion->scale->levels[0].points;
	struct ratio high =
		criterion->scale->levels[criterion->scale->level_count - 1].points;
	struct ratio most = ratio_multiply(high, weight);
	bool ok;

	if (ratio_compare(low, out->least, &ok) < 0 || !ok)
		out->least = low;
	if (ratio_compare(high, out->best, &ok) > 0 || !ok)
		out->best = high;
	out->high = ratio_add(out->high, most);
	out->most_high = ratio_add(out->most_high, most);
	if (!may_be_left_out(rubric, member))
		out->most_low = ratio_add(out->most_low, most);
	if (may_be_absent(rubric, member))
		return;
	out->low = ratio_add(out->low, ratio_multiply(low, weight));
	out->may_be_none = false;
}

static struct bounds
bounds_of_percent(const struct extent *extent)
{
	struct ratio hundred = ratio_of(100, 1);
	struct bounds out = { .low = ratio_of(0, 1), .high = hundred,
			      .may_be_undefined = extent->most_low.num == 0 };

	if (extent->most_high.num != 0)
		out.low = ratio_multiply(
			hundred, ratio_divide(extent->low, extent->most_high));
	return out;
}

static struct bounds
bounds_of_set(const struct rubric *rubric, const struct rule_node *call)
{
	const struct ratio zero = { 0, 1 };
	struct extent extent = { zero, zero, zero, zero, ratio_undefined(),
				 ratio_undefined(), true };
	const char *word = call->function->word;

	for (size_t i = 0; i < call->set.member_count; i++)
		extend(&extent, rubric, call->set.members[i],
		       call->function->is_weighted);
	if (call->function->is_percent)
		return bounds_of_percent(&extent);
	if (strcmp(word, "max_points") == 0)
		return (struct bounds){ .low = extent.most_low,
					.high = extent.most_high };
	if (strcmp(word, "sum") == 0 || strcmp(word, "weighted") == 0)
		return (struct bounds){ .low = extent.low, .high = extent.high };
	return (struct bounds){ .low = extent.least, .high = extent.best,
				.may_be_undefined = extent.may_be_none };
}

static struct bounds
bounds_of_level(const struct rubric *rubric, const struct rule_node *call)
{
	size_t member = call->set.members[0];
	const struct scale *scale = rubric->criteria[member].scale;
	size_t last = scale->level_count - 1;
	struct bounds out = { .low = scale->levels[0].points,
			      .high = scale->levels[last].points,
			      .may_be_undefined = may_be_absent(rubric, member) };

	if (call->by_place) {
		out.low = ratio_of(0, 1);
		out.high = ratio_of((int64_t)last, 1);
	}
	return out;
}

/* Operators */

static struct ratio
further(struct ratio a, struct ratio b, int sign)
{
	bool ok;
	int order = ratio_compare(a, b, &ok);

	return !ok ? ratio_undefined() : order == sign ? a : b;
}

typedef struct ratio operation(struct ratio a, struct ratio b);
static operation *const operations[RULE_KINDS] = {
	[RULE_ADD] = ratio_add, [RULE_SUBTRACT] = ratio_subtract,
	[RULE_MULTIPLY] = ratio_multiply, [RULE_DIVIDE] = ratio_divide,
};

/* Of the four ways to take an end of each; a divisor must lie on one side of nothing. */
static struct bounds
bounds_of_arithmetic(enum rule_kind kind, struct bounds a, struct bounds b)
{
	const struct ratio as[] = { a.low, a.high, a.low, a.high };
	const struct ratio bs[] = { b.low, b.low, b.high, b.high };
	struct bounds out = { .may_be_undefined = true };

	if (kind == RULE_DIVIDE && (b.low.num > 0) == (b.high.num < 0))
		return out;
	for (int i = 0; i < 4; i++) {
		struct ratio end = operations[kind](as[i], bs[i]);

		out.low = i == 0 ? end : further(out.low, end, -1);
		out.high = i == 0 ? end : further(out.high, end, 1);
	}
	return out;
}

static struct bounds
bounds_of_comparison(enum rule_comparison comparison, struct bounds a, struct bounds b)
{
	struct bounds out = { true, true, .may_be_undefined = false };
	bool known[2], fixed;
	/* How the least of a stands to the most of b, and the most to the least. */
	int below = ratio_compare(a.low, b.high, &known[0]);
	int above = ratio_compare(a.high, b.low, &known[1]);
	const struct { bool may_hold, may_fail; } rows[RULE_COMPARISONS] = {
		[RULE_LESS] = { below < 0, above >= 0 },
		[RULE_AT_MOST] = { below <= 0, above > 0 },
		[RULE_MORE] = { above > 0, below <= 0 },
		[RULE_AT_LEAST] = { above >= 0, below < 0 },
		[RULE_SAME] = { below <= 0 && above >= 0, below < 0 || above > 0 },
		[RULE_OTHER] = { below < 0 || above > 0, below <= 0 && above >= 0 },
	};

	if (!known[0] || !known[1])
		return out;
	fixed = !a.may_be_undefined && !b.may_be_undefined;
	out.may_hold = rows[comparison].may_hold;
	out.may_fail = rows[comparison].may_fail || !fixed;
	return out;
}

static struct bounds bounds_of(const struct rubric *rubric, const struct rule_node *node);

static struct bounds
bounds_of_truths(const struct rubric *rubric, const struct rule_node *node)
{
	bool is_and = node->kind == RULE_AND;
	struct bounds out = { is_and, !is_and, .may_be_undefined = false };

	for (const struct rule_node *operand = node->first; operand != NULL;
	     operand = operand->next) {
		struct bounds one = bounds_of(rubric, operand);

		if (node->kind == RULE_NOT)
			return (struct bounds){ one.may_fail, one.may_hold,
						.may_be_undefined = false };
		out.may_hold = is_and ? out.may_hold && one.may_hold
			: out.may_hold || one.may_hold;
		out.may_fail = is_and ? out.may_fail || one.may_fail
			: out.may_fail && one.may_fail;
	}
	return out;
}

static struct bounds
bounds_of(const struct rubric *rubric, const struct rule_node *node)
{
	typedef struct bounds bounder(const struct rubric *of, const struct rule_node *call);
	static bounder *const calls[] = {
		[RULE_OF_SET] = bounds_of_set, [RULE_OF_TEST] = bounds_of_test,
		[RULE_OF_CODED] = bounds_of_coded, [RULE_OF_CODE] = bounds_of_code,
		[RULE_OF_CRITERION] = bounds_of_level,
	};
	struct ratio number = node->number;

	if (node->kind == RULE_CALL)
		return calls[node->function->argument](rubric, node);
	if (node->kind == RULE_COMPARE)
		return bounds_of_comparison(node->comparison,
					    bounds_of(rubric, node->first),
					    bounds_of(rubric, node->first->next));
	if (node->type == RULE_TRUTH)
		return bounds_of_truths(rubric, node);
	if (node->first != NULL)
		return bounds_of_arithmetic(node->kind, bounds_of(rubric, node->first),
					    bounds_of(rubric, node->first->next));
	if (node->kind == RULE_LEVEL_ID)
		number = ratio_of((int64_t)node->place, 1);
	return (struct bounds){ .low = number, .high = number };
}

bool
rule_may_hold(const struct rule *rule)
{
	return bounds_of(rule->rubric, rule->root).may_hold;
}

bool
rule_may_fail(const struct rule *rule)
{
	return bounds_of(rule->rubric, rule->root).may_fail;
}
