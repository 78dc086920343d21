/* What a rule looks at at all. */
#include "core/model/rule_tree.h"

/* Does a call tell a level from the one below? Of numbers: are the points others? */
static bool
call_separates(const struct rubric *rubric, const struct rule_node *call,
	       size_t criterion, size_t level)
{
	const struct criterion *c = &rubric->criteria[criterion];
	const struct rule_function *function = call->function;
	size_t i;

	if (!rule_looks_at(call, criterion) || function->argument == RULE_OF_CODE
	    || function->argument == RULE_OF_CODED)
		return false;
	i = rule_member(call, criterion);
	if (function->argument == RULE_OF_TEST)
		return rule_test_at(rubric, call, i, level)
			!= rule_test_at(rubric, call, i, level - 1);
	if (function->argument == RULE_OF_CRITERION)
		return true;
	if (strcmp(function->word, "max_points") == 0
	    || (function->is_weighted && c->weight.num == 0))
		return false;
	return rule_compares(RULE_OTHER, c->scale->levels[level].points,
			     c->scale->levels[level - 1].points);
}

/* level(c) against a level or a number, whichever side it stands on. */
static bool
comparison_separates(const struct rubric *rubric, const struct rule_node *node,
		     size_t criterion, size_t level)
{
	const struct level *levels = rubric->criteria[criterion].scale->levels;
	const struct rule_node *call = node->first, *across = call->next;
	bool swapped = call->type != RULE_LEVEL || call->kind != RULE_CALL, answers[2];
	struct ratio other;

	if (swapped) {
		across = node->first;
		call = across->next;
	}
	if (call->type != RULE_LEVEL || call->set.members[0] != criterion
	    || (across->kind != RULE_LEVEL_ID && across->kind != RULE_CONSTANT))
		return rule_looks_at(node, criterion);
	other = across->kind == RULE_CONSTANT ? across->number
		: ratio_of((int64_t)across->place, 1);
	for (size_t i = 0; i < 2; i++) {
		struct ratio own = call->by_place ? ratio_of((int64_t)(level - i), 1)
			: levels[level - i].points;

		answers[i] = rule_compares(node->comparison, swapped ? other : own,
					   swapped ? own : other);
	}
	return answers[0] != answers[1];
}

static bool
node_separates(const struct rubric *rubric, const struct rule_node *node,
	       size_t criterion, size_t level)
{
	if (!rule_looks_at(node, criterion))
		return false;
	if (node->kind == RULE_CALL)
		return call_separates(rubric, node, criterion, level);
	if (node->kind == RULE_COMPARE && (node->first->type == RULE_LEVEL
					   || node->first->next->type == RULE_LEVEL))
		return comparison_separates(rubric, node, criterion, level);
	for (node = node->first; node != NULL; node = node->next)
		if (node_separates(rubric, node, criterion, level))
			return true;
	return false;
}

bool
rule_separates(const struct rule *rule, size_t criterion, size_t level)
{
	return node_separates(rule->rubric, rule->root, criterion, level);
}

bool
rule_depends_on(const struct rule *rule, size_t criterion)
{
	const struct scale *scale = rule->rubric->criteria[criterion].scale;

	for (size_t level = 1; scale != NULL && level < scale->level_count; level++)
		if (rule_separates(rule, criterion, level))
			return true;
	return false;
}
