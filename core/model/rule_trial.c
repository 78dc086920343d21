/* A rule on trial: what each of its nodes answers, kept as marks change. */
#include "core/model/rule_tree.h"

/* An operator on numbers is dearer than a call or a comparison: see rule_remedy.c. */
enum { WORK_ONE = 1, WORK_ARITHMETIC = 8 };

static bool
is_arithmetic(const struct rule_node *node)
{
	return node->first != NULL && node->type == RULE_NUMBER;
}

static size_t
bits(const uint64_t *words)
{
	size_t count = 0;

	for (size_t i = 0; i < RULE_WORDS; i++)
		count += (size_t)__builtin_popcountll(words[i]);
	return count;
}

static void
finish_node(struct rule *rule, struct rule_node *node)
{
	node->work = 0;
	memset(node->looks, 0, sizeof node->looks);
	for (size_t i = 0; i < node->set.member_count; i++)
		node->looks[node->set.members[i] / 64] |=
			UINT64_C(1) << node->set.members[i] % 64;
	for (struct rule_node *operand = node->first; operand != NULL;
	     operand = operand->next) {
		finish_node(rule, operand);
		operand->parent = node;
		for (size_t i = 0; i < RULE_WORDS; i++)
			node->looks[i] |= operand->looks[i];
		node->work += operand->work;
	}
	if (rule_is_leaf(node) || is_arithmetic(node))
		node->work += bits(node->looks)
			* (is_arithmetic(node) ? WORK_ARITHMETIC : WORK_ONE);
	node->index = rule->node_count;
	rule->nodes[rule->node_count++] = node;
}

static size_t
count_nodes(const struct rule_node *node)
{
	size_t count = 1;

	for (node = node->first; node != NULL; node = node->next)
		count += count_nodes(node);
	return count;
}

void
rule_finish(struct rule *rule, struct arena *arena)
{
	rule->nodes = arena_array(arena, count_nodes(rule->root), sizeof *rule->nodes);
	rule->root->parent = NULL;
	finish_node(rule, rule->root);
}

bool
rule_is_leaf(const struct rule_node *node)
{
	return node->kind == RULE_COMPARE || node->kind == RULE_CALL;
}

bool
rule_looks_at(const struct rule_node *node, size_t criterion)
{
	return (node->looks[criterion / 64] >> criterion % 64 & 1) != 0;
}

size_t
rule_member(const struct rule_node *call, size_t criterion)
{
	uint64_t below[RULE_WORDS] = { 0 };

	memcpy(below, call->looks, criterion / 64 * sizeof *below);
	below[criterion / 64] = call->looks[criterion / 64]
		& ((UINT64_C(1) << criterion % 64) - 1);
	return bits(below);
}

void
rule_look(struct rule_view *out, const struct sheet *sheet)
{
	*out = (struct rule_view){ .rubric = sheet->rubric, .marks = sheet->marks };
	sheet_leave_out(out->left_out, sheet);
}

bool
rule_is_true(const struct rule_trial *trial, const struct rule_node *node)
{
	return trial->cells[node->index].truth;
}

struct ratio
rule_number(const struct rule_trial *trial, const struct rule_node *node)
{
	return ratio_reduced(trial->cells[node->index].value);
}

/* Of a node whose operands have been answered. */
static void
answer_operator(const struct rule_trial *trial, const struct rule_node *node)
{
	typedef struct ratio operation(struct ratio a, struct ratio b);
	static operation *const operations[RULE_KINDS] = {
		[RULE_ADD] = ratio_add, [RULE_SUBTRACT] = ratio_subtract,
		[RULE_MULTIPLY] = ratio_multiply, [RULE_DIVIDE] = ratio_divide,
	};
	struct rule_cell *cell = &trial->cells[node->index];

	if (node->kind == RULE_COMPARE)
		cell->truth = rule_compares(
			node->comparison, trial->cells[node->first->index].value,
			trial->cells[node->first->next->index].value);
	else
		cell->value = operations[node->kind](
			rule_number(trial, node->first),
			rule_number(trial, node->first->next));
}

static void
answer_truths(const struct rule_node *node, struct rule_cell *cell)
{
	if (node->kind == RULE_NOT)
		cell->truth = cell->count == 0;
	else
		cell->truth = node->kind == RULE_AND ? cell->count == node->operands
			: cell->count != 0;
}

/* Everything from the start, operands first. */
static void
answer(struct rule_trial *trial, struct arena *arena, const struct rule_node *node)
{
	struct rule_cell *cell = &trial->cells[node->index];

	if (node->kind == RULE_CALL)
		rule_count(cell, arena, &trial->view, node);
	else if (node->kind == RULE_LEVEL_ID)
		cell->value = ratio_of((int64_t)node->place, 1);
	else if (node->first == NULL)
		cell->value = node->number;
	else if (node->kind == RULE_COMPARE || is_arithmetic(node))
		answer_operator(trial, node);
	else
		answer_truths(node, cell);
	if (node->type == RULE_TRUTH && node->parent != NULL)
		trial->cells[node->parent->index].count += cell->truth;
}

void
rule_try(struct rule_trial *out, struct arena *arena, const struct rule *rule,
	 const struct rule_view *view)
{
	*out = (struct rule_trial){ .rule = rule, .view = *view };
	memcpy(out->marks, view->marks,
	       view->rubric->criterion_count * sizeof *view->marks);
	out->view.marks = out->marks;
	out->cells = arena_array(arena, rule->node_count, sizeof *out->cells);
	for (size_t i = 0; i < rule->node_count; i++)
		answer(out, arena, rule->nodes[i]);
}

/* Calls, arithmetic and comparisons are what a change of a criterion has to go through. */
static bool
is_step(const struct rule_node *node)
{
	return rule_is_leaf(node) || is_arithmetic(node);
}

/* The next criterion from `criterion` on that a node looks at; RUBRIC_CRITERIA: none. */
static size_t
next_looked_at(const struct rule_node *node, size_t criterion)
{
	while (criterion < RUBRIC_CRITERIA) {
		uint64_t rest = node->looks[criterion / 64] >> criterion % 64;

		if (rest != 0)
			return criterion + (size_t)__builtin_ctzll(rest);
		criterion = (criterion / 64 + 1) * 64;
	}
	return RUBRIC_CRITERIA;
}

struct rule_steps *
rule_steps(struct arena *arena, const struct rule *rule)
{
	struct rule_steps *out = arena_alloc(arena, sizeof *out);
	size_t end[RUBRIC_CRITERIA];

	out->items = arena_array(arena, rule->root->work, sizeof *out->items);
	for (size_t i = 0; i < rule->node_count; i++)
		for (size_t c = 0; is_step(rule->nodes[i])
		     && (c = next_looked_at(rule->nodes[i], c)) < RUBRIC_CRITERIA; c++)
			out->first[c + 1]++;
	for (size_t c = 0; c < RUBRIC_CRITERIA; c++) {
		end[c] = out->first[c];
		out->first[c + 1] += out->first[c];
	}
	for (size_t i = 0; i < rule->node_count; i++)
		for (size_t c = 0, member = 0; is_step(rule->nodes[i])
		     && (c = next_looked_at(rule->nodes[i], c)) < RUBRIC_CRITERIA; c++)
			out->items[end[c]++] =
				(struct rule_step){ rule->nodes[i], member++ };
	return out;
}

/* A leaf has turned, and with it what hangs on it. */
static void
turn(struct rule_trial *trial, const struct rule_node *node)
{
	bool truth = rule_is_true(trial, node);

	for (node = node->parent; node != NULL; node = node->parent) {
		struct rule_cell *cell = &trial->cells[node->index];
		bool before = cell->truth;

		cell->count += truth ? 1 : -(size_t)1;
		answer_truths(node, cell);
		if (cell->truth == before)
			return;
		truth = cell->truth;
	}
}

static void
change_call(struct rule_trial *trial, const struct rule_step *step, struct mark before,
	    struct mark after)
{
	const struct rule_node *call = step->node;
	const struct rule_function *function = call->function;
	struct rule_cell *cell = &trial->cells[call->index];

	function->count(cell, trial->view.rubric, call, step->member, before, true);
	function->count(cell, trial->view.rubric, call, step->member, after, false);
	function->answer(cell, call);
}

static void
take_step(struct rule_trial *trial, const struct rule_step *step, struct mark before,
	  struct mark after)
{
	bool truth = rule_is_true(trial, step->node);

	if (step->node->kind == RULE_CALL)
		change_call(trial, step, before, after);
	else
		answer_operator(trial, step->node);
	if (rule_is_true(trial, step->node) != truth)
		turn(trial, step->node);
}

bool
rule_change(struct rule_trial *trial, size_t criterion, struct mark mark)
{
	const struct rule_step *first =
		&trial->steps->items[trial->steps->first[criterion]];
	const struct rule_step *end =
		&trial->steps->items[trial->steps->first[criterion + 1]], *step = first;
	struct mark before = trial->marks[criterion];
	bool holds = true;

	while (step != end && (holds || !trial->needs_all)) {
		take_step(trial, step++, before, mark);
		holds = rule_is_true(trial, trial->rule->root);
	}
	if (holds)
		trial->marks[criterion] = mark;
	else
		for (end = step, step = first; step != end; step++)
			take_step(trial, step, mark, before);
	return holds;
}

bool
rule_holds(const struct rule *rule, const struct sheet *sheet)
{
	struct arena arena = { 0 };
	struct rule_trial trial;
	struct rule_view view;
	bool truth;

	rule_look(&view, sheet);
	rule_try(&trial, &arena, rule, &view);
	truth = rule_is_true(&trial, rule->root);
	arena_close(&arena);
	return truth;
}
