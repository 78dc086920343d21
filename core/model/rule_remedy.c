/*
 * What would have to be otherwise for a rule to hold, found by trial. What a record says
 * is made again from this by whoever verifies it, so every step and its order is fixed:
 *
 * 1. A way through the rule keeps one operand of each `or` (below a `not`, of each `and`).
 *    The ways are tried in the order of the text. If there are more than WAYS, or their
 *    number times the work of the rule is over WORK, the whole rule is the only way; if its
 *    work alone is over WORK, nothing is tried and no remedy found. The work of a rule is,
 *    for every criterion, one for each call and comparison, and eight for each + - * and /,
 *    that look at it.
 * 2. Every criterion the rule looks at is raised to its last level. If the way then holds,
 * 3. they are put back to what they are, one at a time, where it still does: first those
 *    that lose least (of equals the later in the rubric), then all again from the start
 *    with the order turned round. A criterion loses the points it has not, times its
 *    weight if there is a weighted(...) or percent(...) in the rule;
 * 4. the rest is put back, the last in the rubric first, where the whole rule still holds;
 *    if any was, the whole rule takes the place of the way;
 * 5. and those left are lowered in rubric order by halves: of the levels above what it is
 *    and below the lowest with which it is known to hold, the middle one is tried (of two,
 *    the lower), until there is none. Where better levels only help, that is the least that
 *    will do.
 *
 * Of all the results, the one with the fewest criteria; of these, with the fewest levels
 * to climb (from a code, counting the lowest level as one); of these, the first.
 */
#include "core/model/rule_tree.h"

enum { WAYS = 16, WORK = 25000 };

/* A way, and who has to be asked again when a criterion changes. */
struct path {
	const struct rule *rule;
	const struct rule_steps *steps;
	bool needs_all;
};

struct search {
	struct arena *arena;		/* for as long as it is searched */
	struct path whole;
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
	out->first = out->next = NULL;
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

/* A way on trial, with the marks of the remedy. */
static void
try_path(struct rule_trial *out, const struct search *s, const struct path *path,
	 const struct rule_remedy *remedy)
{
	struct rule_view view = *s->view;

	view.marks = remedy->marks;
	rule_try(out, s->arena, path->rule, &view);
	out->steps = path->steps;
	out->needs_all = path->needs_all;
}

static bool
put_back(const struct search *s, struct rule_trial *trial, struct rule_remedy *remedy,
	 size_t criterion)
{
	struct mark mark = s->view->marks[criterion];

	remedy->raised[criterion] = !rule_change(trial, criterion, mark);
	if (!remedy->raised[criterion])
		remedy->marks[criterion] = mark;
	return !remedy->raised[criterion];
}

/* Again by the whole rule: it may hold by another way with fewer. */
static bool
put_back_more(const struct search *s, struct rule_trial *whole,
	      struct rule_remedy *remedy)
{
	bool fewer = false;

	for (size_t i = s->view->rubric->criterion_count; i-- > 0; )
		if (remedy->raised[i])
			fewer = put_back(s, whole, remedy, i) || fewer;
	return fewer;
}

static void
lower(const struct search *s, struct rule_trial *trial, struct rule_remedy *remedy,
      size_t criterion)
{
	size_t *level = &remedy->marks[criterion].index;
	size_t first = next_level(s, criterion), low = first;

	while (low < *level) {
		size_t middle = low + (*level - low - 1) / 2;

		if (rule_change(trial, criterion, (struct mark){ MARK_LEVEL, middle }))
			*level = middle;
		else
			low = middle + 1;
	}
	remedy->steps += *level + 1 - first;
}

/* One that is no better than `best` is left as soon as that is known. */
static struct rule_remedy
try_remedy(const struct search *s, const struct path *way, bool most_first,
	   const struct rule_remedy *best)
{
	struct rule_remedy out = { .way = way->rule };
	size_t total = s->view->rubric->criterion_count;
	struct rule_trial trial, whole, *last = &trial;

	memcpy(out.marks, s->view->marks, total * sizeof *out.marks);
	for (size_t i = 0; i < s->count; i++)
		out.marks[s->criteria[i]] = (struct mark){
			MARK_LEVEL, last_level(s, s->criteria[i]) };
	try_path(&trial, s, way, &out);
	out.found = rule_is_true(&trial, way->rule->root);
	if (!out.found)
		return out;
	for (size_t i = 0; i < s->count; i++)
		put_back(s, &trial, &out, s->criteria[most_first ? i : s->count - 1 - i]);
	if (way->rule != s->whole.rule)
		try_path(last = &whole, s, &s->whole, &out);
	if (put_back_more(s, last, &out))
		out.way = s->whole.rule;
	else
		last = &trial;
	for (size_t i = 0; i < total; i++)
		out.count += out.raised[i];
	for (size_t i = 0; i < total && !(best->found && out.count > best->count); i++)
		if (out.raised[i])
			lower(s, last, &out, i);
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
	const struct rule_node *root = s->whole.rule->root;
	bool weighted = has_weights(root), ok;

	for (size_t i = 0; i < s->view->rubric->criterion_count; i++) {
		size_t at = s->count;
		struct ratio loss;

		if (s->view->left_out[i] || !rule_looks_at(root, i)
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

/* One way, as a rule of its own. */
static struct path
path_of(const struct search *s, struct arena *arena, size_t way)
{
	struct rule *rule = arena_alloc(arena, sizeof *rule);

	rule->rubric = s->view->rubric;
	rule->root = take_way(arena, s->whole.rule->root, true, way);
	rule_finish(rule, arena);
	return (struct path){ rule, rule_steps(s->arena, rule), true };
}

void
rule_remedy(struct rule_remedy *out, struct arena *arena, const struct rule *rule,
	    const struct rule_view *view)
{
	struct arena scratch = { 0 };
	struct search s = { .arena = &scratch, .view = view };
	size_t ways = count_ways(rule->root, true);
	bool whole = ways > WAYS || ways * rule->root->work > WORK;

	*out = (struct rule_remedy){ .way = rule };
	if (rule->root->work > WORK)
		return;
	s.whole = (struct path){ rule, rule_steps(&scratch, rule), ways == 1 };
	find_criteria(&s);
	for (size_t way = 0; way < (whole ? 1 : ways); way++) {
		struct path path = whole || ways == 1 ? s.whole
			: path_of(&s, arena, way);

		for (int most_first = 0; most_first <= 1; most_first++) {
			struct rule_remedy other =
				try_remedy(&s, &path, most_first != 0, out);

			if (is_better(&other, out))
				*out = other;
		}
	}
	arena_close(&scratch);
}
