/*
 * What would have to be otherwise for a rule to hold, found by trial. What a record says
 * is made again from this by whoever verifies it, so every step and its order is fixed:
 *
 * 1. A way through the rule keeps one operand of each `or` (below a `not`, of each `and`).
 *    The ways are tried in the order of the text. If there are more than WAYS, or their
 *    number times the rubric's criteria times the criteria that the rule's sets hold
 *    together is over WORK, the whole rule is the only way.
 * 2. Every criterion the rule looks at is raised to its last level. If the way then holds,
 * 3. they are put back to what they are, one at a time, where it still does: first those
 *    that lose least (of equals the later in the rubric), then all again from the start
 *    with the order turned round. A criterion loses the points it has not, times its
 *    weight if there is a weighted(...) or percent(...) in the rule;
 * 4. the rest is put back, the last in the rubric first, where the whole rule still holds;
 *    if any was, the whole rule takes the place of the way;
 * 5. and those left are lowered in rubric order, level by level, as far as they can be.
 *
 * Of all the results, the one with the fewest criteria; of these, with the fewest levels
 * to climb (from a code, counting the lowest level as one); of these, the first.
 */
#include "core/model/rule_tree.h"

enum { WAYS = 16, WORK = 1000000 };

struct search {
	const struct rule *rule;
	const struct rule_view *view;
	size_t criteria[RUBRIC_CRITERIA], count;	/* the greatest loss first */
	struct ratio losses[RUBRIC_CRITERIA];		/* by criterion */
};

/* Is one operand of this enough? `or`, and `and` where the answer is wanted false. */
static bool
is_choice(const struct rule_node *node, bool wanted)
{
	return node->kind == (wanted ? RULE_OR : RULE_AND);
}

/* How many ways there are through the choices of a node; no more than WAYS + 1. */
static size_t
count_ways(const struct rule_node *node, bool wanted)
{
	bool choice = is_choice(node, wanted);
	size_t ways = choice ? 0 : 1;

	if (rule_is_leaf(node))
		return 1;
	if (node->kind == RULE_NOT)
		return count_ways(node->first, !wanted);
	for (node = node->first; node != NULL; node = node->next) {
		size_t more = count_ways(node, wanted);

		ways = choice ? ways + more : ways * more;
		if (ways > WAYS)
			return WAYS + 1;
	}
	return ways;
}

/* The node with one operand left of each choice: way number `way` of count_ways. */
static struct rule_node *
take_way(struct arena *arena, const struct rule_node *node, bool wanted, size_t way)
{
	struct rule_node *out = arena_alloc(arena, sizeof *out), **tail = &out->first;
	bool choice = is_choice(node, wanted);

	*out = *node;
	out->next = NULL;
	if (rule_is_leaf(node))
		return out;
	*tail = NULL;
	if (node->kind == RULE_NOT)
		wanted = !wanted;
	for (node = node->first; node != NULL; node = node->next) {
		size_t ways = count_ways(node, wanted);

		if (choice && way < ways)
			return take_way(arena, node, wanted, way);
		if (choice) {
			way -= ways;
			continue;
		}
		*tail = take_way(arena, node, wanted, way % ways);
		tail = &(*tail)->next;
		way /= ways;
	}
	return out;
}

static size_t
last_level(const struct search *s, size_t criterion)
{
	return s->view->rubric->criteria[criterion].scale->level_count - 1;
}

/* The first level that would be better than what it has. */
static size_t
next_level(const struct search *s, size_t criterion)
{
	const struct mark *mark = &s->view->marks[criterion];

	return mark->kind == MARK_LEVEL ? mark->index + 1 : 0;
}

static bool
would_hold(const struct search *s, const struct rule_remedy *remedy)
{
	struct rule_view view = *s->view;

	view.marks = remedy->marks;
	return rule_is_true(&view, remedy->root);
}

static void
put_back(const struct search *s, struct rule_remedy *remedy, size_t criterion)
{
	struct mark mark = remedy->marks[criterion];

	remedy->marks[criterion] = s->view->marks[criterion];
	remedy->raised[criterion] = !would_hold(s, remedy);
	if (remedy->raised[criterion])
		remedy->marks[criterion] = mark;
}

/* Again by the whole rule: it may hold by another way with fewer. */
static void
put_back_more(const struct search *s, struct rule_remedy *remedy)
{
	const struct rule_node *way = remedy->root;
	bool fewer = false;

	remedy->root = s->rule->root;
	for (size_t i = s->view->rubric->criterion_count; i-- > 0; )
		if (remedy->raised[i]) {
			put_back(s, remedy, i);
			fewer = fewer || !remedy->raised[i];
		}
	if (!fewer)
		remedy->root = way;
}

static void
lower(const struct search *s, struct rule_remedy *remedy, size_t criterion)
{
	size_t *level = &remedy->marks[criterion].index, first = next_level(s, criterion);

	while (*level > first) {
		--*level;
		if (would_hold(s, remedy))
			continue;
		++*level;
		break;
	}
	remedy->count++;
	remedy->steps += *level + 1 - first;
}

static struct rule_remedy
try_remedy(const struct search *s, const struct rule_node *root, bool most_first)
{
	struct rule_remedy out = { .root = root };
	size_t total = s->view->rubric->criterion_count;

	memcpy(out.marks, s->view->marks, total * sizeof *out.marks);
	for (size_t i = 0; i < s->count; i++)
		out.marks[s->criteria[i]] = (struct mark){
			MARK_LEVEL, last_level(s, s->criteria[i]) };
	out.found = would_hold(s, &out);
	if (!out.found)
		return out;
	for (size_t i = 0; i < s->count; i++)
		put_back(s, &out, s->criteria[most_first ? i : s->count - 1 - i]);
	put_back_more(s, &out);
	for (size_t i = 0; i < total; i++)
		if (out.raised[i])
			lower(s, &out, i);
	return out;
}

static bool
is_better(const struct rule_remedy *a, const struct rule_remedy *b)
{
	if (!a->found || !b->found)
		return a->found;
	return a->count != b->count ? a->count < b->count : a->steps < b->steps;
}

static bool
has_weights(const struct rule_node *node)
{
	bool found = node->kind == RULE_CALL && node->function->is_weighted;

	for (node = node->first; node != NULL && !found; node = node->next)
		found = has_weights(node);
	return found;
}

static struct ratio
loss_of(const struct search *s, size_t index, bool weighted)
{
	const struct criterion *criterion = &s->view->rubric->criteria[index];
	const struct level *levels = criterion->scale->levels;
	struct ratio loss = levels[last_level(s, index)].points;

	if (s->view->marks[index].kind == MARK_LEVEL)
		loss = ratio_subtract(loss, levels[s->view->marks[index].index].points);
	return weighted ? ratio_multiply(loss, criterion->weight) : loss;
}

/* Those that could be raised: the greatest loss first, then in rubric order. */
static void
find_criteria(struct search *s)
{
	bool weighted = has_weights(s->rule->root), ok;

	for (size_t i = 0; i < s->view->rubric->criterion_count; i++) {
		size_t at = s->count;
		struct ratio loss;

		if (s->view->left_out[i] || !rule_looks_at(s->rule->root, i)
		    || next_level(s, i) > last_level(s, i))
			continue;
		loss = s->losses[i] = loss_of(s, i, weighted);
		for (; at > 0; at--) {
			if (ratio_compare(s->losses[s->criteria[at - 1]], loss, &ok) >= 0)
				break;
			s->criteria[at] = s->criteria[at - 1];
		}
		s->criteria[at] = i;
		s->count++;
	}
}

void
rule_remedy(struct rule_remedy *out, struct arena *arena, const struct rule *rule,
	    const struct rule_view *view)
{
	struct search s = { .rule = rule, .view = view };
	size_t ways = count_ways(rule->root, true);
	size_t work = ways * rule->rubric->criterion_count * rule->members;
	bool whole = ways > WAYS || work > WORK;

	*out = (struct rule_remedy){ .root = rule->root };
	find_criteria(&s);
	for (size_t way = 0; way < (whole ? 1 : ways); way++) {
		const struct rule_node *root = whole ? rule->root
			: take_way(arena, rule->root, true, way);

		for (int most_first = 0; most_first <= 1; most_first++) {
			struct rule_remedy other = try_remedy(&s, root, most_first != 0);

			if (is_better(&other, out))
				*out = other;
		}
	}
}
