/*
 * Why a rule answers as it does: where it holds, the reasons that stand, leaf by leaf;
 * where it does not, what rule_remedy finds.
 */
#include "core/model/rule_tree.h"

#include <stdlib.h>

#include "core/base/buf.h"

struct sentence {
	size_t criterion;	/* it stands before the next criterion's */
	size_t order;		/* of finding */
	struct reason reason;
};

struct inquiry {
	struct arena *arena;
	const struct rule *rule;
	const struct rule_trial *trial;	/* of the rule, or of the way that is told */
	struct rule_view view;
	bool named[RUBRIC_CRITERIA];
	struct sentence *sentences;
	size_t sentence_count;
	const struct rule_node *labelled;	/* whose label this is */
	const char *label;
};

static const char *
label_of(struct inquiry *q, const struct rule_node *node)
{
	struct buf text = { 0 };
	const char *out;

	if (node == q->labelled)
		return q->label;
	rule_print_label(&text, node);
	out = arena_copy(q->arena, text.data, text.len);
	buf_close(&text);
	q->labelled = node;
	q->label = out;
	return out;
}

static void
add(struct inquiry *q, size_t criterion, struct reason reason, const char *what)
{
	reason.text = arena_printf(q->arena, "%s: %s", label_of(q, reason.leaf), what);
	q->sentences = arena_grow(q->arena, q->sentences, q->sentence_count,
				  sizeof *q->sentences);
	q->sentences[q->sentence_count] =
		(struct sentence){ criterion, q->sentence_count, reason };
	q->sentence_count++;
}

static const char *
level_word(const struct inquiry *q, size_t criterion, size_t level)
{
	return q->view.rubric->criteria[criterion].scale->levels[level].id;
}

static const char *
state_of(const struct inquiry *q, size_t criterion)
{
	const struct mark *mark = &q->view.marks[criterion];
	const char *id = q->view.rubric->criteria[criterion].id;

	if (q->view.left_out[criterion])
		return arena_printf(q->arena, "%s is left out", id);
	if (mark->kind == MARK_NONE)
		return arena_printf(q->arena, "%s is not scored", id);
	if (mark->kind == MARK_CODE)
		return arena_printf(q->arena, "%s is coded %s", id,
				    q->view.rubric->codes[mark->index].id);
	return arena_printf(q->arena, "%s is %s", id,
			    level_word(q, criterion, mark->index));
}

/* Each criterion is named once, under the first leaf that has to do with it. */
static void
name(struct inquiry *q, size_t criterion, const struct rule_node *leaf, int needs)
{
	struct reason reason = {
		.kind = REASON_MARK, .leaf = leaf, .criterion = criterion,
		.mark = q->view.marks[criterion], .left_out = q->view.left_out[criterion],
		.needs = q->view.marks[criterion].kind == MARK_LEVEL ? needs : -1,
	};
	const char *what = state_of(q, criterion);

	if (q->named[criterion])
		return;
	q->named[criterion] = true;
	if (reason.needs >= 0)
		what = arena_printf(q->arena, "%s, needs %s", what,
				    level_word(q, criterion, (size_t)reason.needs));
	add(q, criterion, reason, what);
}

/* The first criterion that a leaf looks at. */
static size_t
first_of(const struct inquiry *q, const struct rule_node *leaf)
{
	size_t first = q->view.rubric->criterion_count;

	for (size_t i = 0; i < leaf->set.member_count && first > leaf->set.members[i];
	     i++)
		if (!q->view.left_out[leaf->set.members[i]])
			first = leaf->set.members[i];
	for (leaf = leaf->first; leaf != NULL; leaf = leaf->next) {
		size_t other = first_of(q, leaf);

		first = other < first ? other : first;
	}
	return first;
}

/* "sum(p1) is 3, max_points(p1) / 2 is 4": both sides that are not plain. `needed`: it is
 * not as it would have to be. */
static void
tell_numbers(struct inquiry *q, const struct rule_node *leaf, bool needed)
{
	const struct rule_node *sides[] = { leaf->first, leaf->first->next };
	struct reason reason = { .kind = REASON_NUMBERS, .leaf = leaf, .needed = needed,
				 .truth = rule_is_true(q->trial, leaf) };
	struct buf what = { 0 };

	for (int i = 0; i < 2; i++)
		reason.sides[i] = rule_number(q->trial, sides[i]);
	for (int i = 0; i < 2; i++) {
		struct buf own = { 0 };

		if (sides[i]->type == RULE_LEVEL || sides[i]->kind == RULE_CONSTANT
		    || sides[i]->kind == RULE_PERCENTAGE)
			continue;
		rule_print_label(&own, sides[i]);
		buf_printf(&what, "%s%s is ", what.len == 0 ? "" : ", ", own.data);
		buf_close(&own);
		rule_print_number(&what, q->view.rubric, reason.sides[i],
				  reason.sides[1 - i]);
	}
	if (what.len != 0)
		add(q, first_of(q, leaf), reason, what.data);
	buf_close(&what);
}

static void
tell_tally(struct inquiry *q, const struct rule_node *test)
{
	size_t passing = 0, here = 0;

	for (size_t i = 0; i < test->set.member_count; i++) {
		passing += rule_test(&q->view, test, i);
		here += !q->view.left_out[test->set.members[i]];
	}
	add(q, first_of(q, test),
	    (struct reason){ .kind = REASON_TALLY, .leaf = test, .passing = passing,
			     .here = here },
	    arena_printf(q->arena, "%zu of %zu", passing, here));
}

/* A false `all` names who fails it, a true `any` the first who passes it. */
static void
tell_test(struct inquiry *q, const struct rule_node *test, bool truth)
{
	bool is_all = strcmp(test->function->word, "all") == 0;

	if (is_all == truth) {
		tell_tally(q, test);
		return;
	}
	for (size_t i = 0; i < test->set.member_count; i++) {
		size_t member = test->set.members[i];

		if (q->view.left_out[member] || rule_test(&q->view, test, i) != truth)
			continue;
		name(q, member, test, -1);
		if (truth)
			return;
	}
}

static void
tell_coded(struct inquiry *q, const struct rule_node *leaf, const struct rule_node *call)
{
	for (size_t i = 0; i < call->set.member_count; i++)
		if (rule_is_coded(&q->view, call, i))
			name(q, call->set.members[i], leaf, -1);
}

/* The sides of a comparison that name criteria of themselves. */
static void
tell_sides(struct inquiry *q, const struct rule_node *leaf, const struct rule_node *node)
{
	if (node->kind == RULE_CALL && node->function->argument == RULE_OF_CRITERION)
		name(q, node->set.members[0], leaf, -1);
	else if (node->kind == RULE_CALL && node->function->argument == RULE_OF_CODED)
		tell_coded(q, leaf, node);
	for (node = node->first; node != NULL; node = node->next)
		tell_sides(q, leaf, node);
}

static void
tell_leaf(struct inquiry *q, const struct rule_node *leaf)
{
	bool truth = rule_is_true(q->trial, leaf);

	if (leaf->kind == RULE_COMPARE) {
		tell_numbers(q, leaf, false);
		tell_sides(q, leaf, leaf);
	} else if (leaf->function->argument == RULE_OF_TEST) {
		tell_test(q, leaf, truth);
	} else if (truth) {
		tell_coded(q, leaf, leaf);
	} else {
		add(q, 0, (struct reason){ .kind = REASON_NO_CODE, .leaf = leaf },
		    "no criterion is coded so");
	}
}

/* Every leaf that made the answer so: of an `and` or `or`, the operands that agree with
 * it. */
static void
tell(struct inquiry *q, const struct rule_node *node)
{
	bool truth = rule_is_true(q->trial, node);

	if (rule_is_leaf(node)) {
		tell_leaf(q, node);
		return;
	}
	for (const struct rule_node *operand = node->first; operand != NULL;
	     operand = operand->next)
		if (node->kind == RULE_NOT || rule_is_true(q->trial, operand) == truth)
			tell(q, operand);
}

/* Does raising this criterion do anything for a leaf that is now not as wanted? */
static bool
concerns(const struct inquiry *q, const struct rule_node *leaf, bool wanted,
	 size_t criterion)
{
	bool is_test =
		leaf->kind == RULE_CALL && leaf->function->argument == RULE_OF_TEST;
	bool is_code =
		leaf->kind == RULE_CALL && leaf->function->argument == RULE_OF_CODE;

	if (!rule_looks_at(leaf, criterion) || leaf->kind == RULE_COMPARE)
		return rule_looks_at(leaf, criterion);
	return is_test
		? rule_test(&q->view, leaf, rule_member(leaf, criterion)) != wanted
		: !is_code || rule_is_coded(&q->view, leaf, rule_member(leaf, criterion));
}

static void
name_raised(struct inquiry *q, const struct rule_node *leaf, bool wanted,
	    const struct rule_remedy *remedy)
{
	for (size_t i = 0; i < q->view.rubric->criterion_count; i++)
		if (remedy->raised[i]
		    && (leaf == remedy->way->root || concerns(q, leaf, wanted, i)))
			name(q, i, leaf, (int)remedy->marks[i].index);
}

/* The leaves that are not as wanted: comparisons of `numbers`, or the others. */
static void
tell_remedy(struct inquiry *q, const struct rule_node *node, bool wanted, bool numbers,
	    const struct rule_remedy *remedy)
{
	if (rule_is_true(q->trial, node) == wanted)
		return;
	if (!rule_is_leaf(node)) {
		if (node->kind == RULE_NOT)
			wanted = !wanted;
		for (node = node->first; node != NULL; node = node->next)
			tell_remedy(q, node, wanted, numbers, remedy);
		return;
	}
	if (numbers != (node->kind == RULE_COMPARE))
		return;
	if (numbers)
		tell_numbers(q, node, true);
	name_raised(q, node, wanted, remedy);
}

static void
tell_what_is_needed(struct inquiry *q)
{
	struct rule_trial *way = arena_alloc(q->arena, sizeof *way);
	struct rule_remedy remedy;

	rule_remedy(&remedy, q->arena, q->rule, &q->view);
	if (!remedy.found) {
		tell(q, q->rule->root);
		return;
	}
	if (remedy.way != q->rule) {
		rule_try(way, q->arena, remedy.way, &q->view);
		q->trial = way;
	}
	/* First who fails by itself, then sums, then any that no leaf accounts for. */
	tell_remedy(q, remedy.way->root, true, false, &remedy);
	tell_remedy(q, remedy.way->root, true, true, &remedy);
	name_raised(q, remedy.way->root, true, &remedy);
}

static int
compare_sentences(const void *a, const void *b)
{
	const struct sentence *x = a, *y = b;

	if (x->criterion != y->criterion)
		return x->criterion < y->criterion ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

struct reasons
rule_explain(struct arena *arena, const struct rule *rule, const struct sheet *sheet)
{
	struct rule_trial trial;
	struct inquiry q = { .arena = arena, .rule = rule, .trial = &trial };
	struct reasons out;

	rule_look(&q.view, sheet);
	rule_try(&trial, arena, rule, &q.view);
	out.hold = rule_is_true(&trial, rule->root);
	if (out.hold)
		tell(&q, rule->root);
	else
		tell_what_is_needed(&q);
	if (q.sentence_count > 1)
		qsort(q.sentences, q.sentence_count, sizeof *q.sentences,
		      compare_sentences);
	out.count = q.sentence_count;
	out.items = arena_array(arena, out.count, sizeof *out.items);
	for (size_t i = 0; i < out.count; i++)
		out.items[i] = q.sentences[i].reason;
	return out;
}
