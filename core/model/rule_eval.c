/* What a rule makes of a sheet. */
#include "core/model/rule_tree.h"

#include "core/base/buf.h"

static const char *const effect_words[] = { "incomplete", "refer", "none" };

static const struct ratio undefined = { 0, 0 };

void
rule_look(struct rule_view *out, const struct sheet *sheet)
{
	*out = (struct rule_view){ .rubric = sheet->rubric, .marks = sheet->marks };
	for (size_t i = 0; i < sheet->rubric->criterion_count; i++)
		out->left_out[i] = sheet_is_left_out(sheet, i);
}

bool
rule_compares(enum rule_comparison comparison, struct ratio a, struct ratio b)
{
	bool ok;
	int order = ratio_compare(a, b, &ok);
	const bool answers[RULE_COMPARISONS] = {
		[RULE_LESS] = order < 0, [RULE_AT_MOST] = order <= 0,
		[RULE_MORE] = order > 0, [RULE_AT_LEAST] = order >= 0,
		[RULE_SAME] = order == 0, [RULE_OTHER] = order != 0,
	};

	return ok && answers[comparison];
}

bool
rule_test_at(const struct rubric *rubric, const struct rule_node *test, size_t i,
	     size_t level)
{
	const struct criterion *criterion = &rubric->criteria[test->set.members[i]];

	if (test->places != NULL)
		return rule_compares(test->comparison, ratio_of((int64_t)level, 1),
				     ratio_of((int64_t)test->places[i], 1));
	return rule_compares(test->comparison, criterion->scale->levels[level].points,
			     test->number);
}

bool
rule_test(const struct rule_view *view, const struct rule_node *test, size_t i)
{
	size_t member = test->set.members[i];

	return !view->left_out[member] && view->marks[member].kind == MARK_LEVEL
		&& rule_test_at(view->rubric, test, i, view->marks[member].index);
}

bool
rule_is_coded(const struct rule_view *view, const struct rule_node *call, size_t i)
{
	const struct mark *mark = &view->marks[call->set.members[i]];
	const struct code *code;

	if (mark->kind != MARK_CODE)
		return false;
	code = &view->rubric->codes[mark->index];
	return call->function->argument != RULE_OF_CODE || span_is(call->word, code->id)
		|| span_is(call->word, effect_words[code->effect]);
}

static size_t
count_passing(const struct rule_view *view, const struct rule_node *call)
{
	size_t count = 0;

	for (size_t i = 0; i < call->set.member_count; i++)
		count += rule_test(view, call, i);
	return count;
}

static size_t
count_here(const struct rule_view *view, const struct rule_node *call)
{
	size_t count = 0;

	for (size_t i = 0; i < call->set.member_count; i++)
		count += !view->left_out[call->set.members[i]];
	return count;
}

static size_t
count_coded(const struct rule_view *view, const struct rule_node *call)
{
	size_t count = 0;

	for (size_t i = 0; i < call->set.member_count; i++)
		count += rule_is_coded(view, call, i);
	return count;
}

static bool
all_of(const struct rule_view *view, const struct rule_node *call)
{
	return count_passing(view, call) == count_here(view, call);
}

static bool
any_of(const struct rule_view *view, const struct rule_node *call)
{
	return count_passing(view, call) != 0;
}

static bool
any_code_of(const struct rule_view *view, const struct rule_node *call)
{
	return count_coded(view, call) != 0;
}

static struct ratio
count_of(const struct rule_view *view, const struct rule_node *call)
{
	return ratio_of((int64_t)count_passing(view, call), 1);
}

static struct ratio
count_code_of(const struct rule_view *view, const struct rule_node *call)
{
	return ratio_of((int64_t)count_coded(view, call), 1);
}

/* The points of a member, undefined where it has no level. */
static struct ratio
points_of(const struct rule_view *view, size_t member)
{
	const struct mark *mark = &view->marks[member];

	if (view->left_out[member] || mark->kind != MARK_LEVEL)
		return undefined;
	return view->rubric->criteria[member].scale->levels[mark->index].points;
}

static struct ratio
total(const struct rule_view *view, const struct rule_node *call, bool weighted)
{
	struct ratio sum = ratio_of(0, 1);

	for (size_t i = 0; i < call->set.member_count; i++) {
		size_t member = call->set.members[i];
		struct ratio points = points_of(view, member);

		if (!ratio_is_defined(points))
			continue;
		if (weighted)
			points = ratio_multiply(points,
						view->rubric->criteria[member].weight);
		sum = ratio_add(sum, points);
	}
	return sum;
}

static struct ratio
best(const struct rule_view *view, const struct rule_node *call, bool weighted)
{
	struct ratio sum = ratio_of(0, 1);

	for (size_t i = 0; i < call->set.member_count; i++) {
		const struct criterion *criterion =
			&view->rubric->criteria[call->set.members[i]];
		const struct scale *scale = criterion->scale;
		struct ratio points = scale->levels[scale->level_count - 1].points;

		if (view->left_out[call->set.members[i]])
			continue;
		sum = ratio_add(sum, weighted ? ratio_multiply(points, criterion->weight)
				: points);
	}
	return sum;
}

static struct ratio
sum_of(const struct rule_view *view, const struct rule_node *call)
{
	return total(view, call, false);
}

static struct ratio
weighted_of(const struct rule_view *view, const struct rule_node *call)
{
	return total(view, call, true);
}

static struct ratio
max_points_of(const struct rule_view *view, const struct rule_node *call)
{
	return best(view, call, false);
}

static struct ratio
percent_of(const struct rule_view *view, const struct rule_node *call)
{
	struct ratio share =
		ratio_divide(total(view, call, true), best(view, call, true));

	return ratio_multiply(ratio_of(100, 1), share);
}

static struct ratio
mean_of(const struct rule_view *view, const struct rule_node *call)
{
	int64_t count = 0;

	for (size_t i = 0; i < call->set.member_count; i++)
		count += ratio_is_defined(points_of(view, call->set.members[i]));
	return ratio_divide(total(view, call, false), ratio_of(count, 1));
}

/* The least (`sign` -1) or the greatest (1) points of a set. */
static struct ratio
extreme(const struct rule_view *view, const struct rule_node *call, int sign)
{
	struct ratio out = undefined;

	for (size_t i = 0; i < call->set.member_count; i++) {
		struct ratio points = points_of(view, call->set.members[i]);
		bool ok;
		int order = ratio_compare(points, out, &ok);

		if (ok ? order == sign : ratio_is_defined(points))
			out = points;
	}
	return out;
}

static struct ratio
min_of(const struct rule_view *view, const struct rule_node *call)
{
	return extreme(view, call, -1);
}

static struct ratio
max_of(const struct rule_view *view, const struct rule_node *call)
{
	return extreme(view, call, 1);
}

/* By its points, or by its place when it is compared with a level. */
static struct ratio
level_of(const struct rule_view *view, const struct rule_node *call)
{
	struct ratio points = points_of(view, call->set.members[0]);

	if (!call->by_place || !ratio_is_defined(points))
		return points;
	return ratio_of((int64_t)view->marks[call->set.members[0]].index, 1);
}

const struct rule_function rule_functions[] = {
	{ "all", RULE_OF_TEST, RULE_TRUTH, .truth = all_of },
	{ "any", RULE_OF_TEST, RULE_TRUTH, .truth = any_of },
	{ "count", RULE_OF_TEST, RULE_NUMBER, .number = count_of },
	{ "code", RULE_OF_CODED, RULE_NUMBER, .number = count_code_of },	/* in count */
	{ "any_code", RULE_OF_CODE, RULE_TRUTH, .truth = any_code_of },
	{ "sum", RULE_OF_SET, RULE_NUMBER, .number = sum_of },
	{ "weighted", RULE_OF_SET, RULE_NUMBER, .number = weighted_of,
	  .is_weighted = true },
	{ "mean", RULE_OF_SET, RULE_NUMBER, .number = mean_of },
	{ "min", RULE_OF_SET, RULE_NUMBER, .number = min_of },
	{ "max", RULE_OF_SET, RULE_NUMBER, .number = max_of },
	{ "max_points", RULE_OF_SET, RULE_NUMBER, .number = max_points_of },
	{ "percent", RULE_OF_SET, RULE_NUMBER, .number = percent_of, .is_weighted = true,
	  .is_percent = true },
	{ "level", RULE_OF_CRITERION, RULE_LEVEL, .number = level_of },
};
const size_t rule_function_count = sizeof rule_functions / sizeof *rule_functions;

struct ratio
rule_number(const struct rule_view *view, const struct rule_node *node)
{
	typedef struct ratio operation(struct ratio a, struct ratio b);
	static operation *const operations[RULE_KINDS] = {
		[RULE_ADD] = ratio_add, [RULE_SUBTRACT] = ratio_subtract,
		[RULE_MULTIPLY] = ratio_multiply, [RULE_DIVIDE] = ratio_divide,
	};

	if (node->kind == RULE_CALL)
		return node->function->number(view, node);
	if (node->kind == RULE_LEVEL_ID)
		return ratio_of((int64_t)node->place, 1);
	if (operations[node->kind] == NULL)
		return node->number;
	return operations[node->kind](rule_number(view, node->first),
				      rule_number(view, node->first->next));
}

bool
rule_is_true(const struct rule_view *view, const struct rule_node *node)
{
	const struct rule_node *operand = node->first;

	if (node->kind == RULE_CALL)
		return node->function->truth(view, node);
	if (node->kind == RULE_NOT)
		return !rule_is_true(view, operand);
	if (node->kind == RULE_COMPARE)
		return rule_compares(node->comparison, rule_number(view, operand),
				     rule_number(view, operand->next));
	while (operand != NULL && rule_is_true(view, operand) == (node->kind == RULE_AND))
		operand = operand->next;
	return (operand == NULL) == (node->kind == RULE_AND);
}

bool
rule_holds(const struct rule *rule, const struct sheet *sheet)
{
	struct rule_view view;

	rule_look(&view, sheet);
	return rule_is_true(&view, rule->root);
}
