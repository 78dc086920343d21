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
	const char *text;
};

struct inquiry {
	struct arena *arena;
	const struct rule *rule;
	struct rule_view view;
	bool named[RUBRIC_CRITERIA];
	struct sentence *sentences;
	size_t sentence_count;
};

static const char *
label_of(const struct inquiry *q, const struct rule_node *node)
{
	struct buf text = { 0 };
	const char *out;

	rule_print_node(&text, node);
	if (text.len > RULE_LABEL) {
		text.len = RULE_LABEL - 3;
		buf_text(&text, "...");
	}
	out = arena_copy(q->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

static void
add(struct inquiry *q, size_t criterion, const struct rule_node *leaf, const char *what)
{
	const char *text = arena_printf(q->arena, "%s: %s", label_of(q, leaf), what);

	q->sentences = arena_grow(q->arena, q->sentences, q->sentence_count,
				  sizeof *q->sentences);
	q->sentences[q->sentence_count] =
		(struct sentence){ criterion, q->sentence_count, text };
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
name(struct inquiry *q, size_t criterion, const struct rule_node *leaf, const char *needs)
{
	const char *what = state_of(q, criterion);

	if (q->named[criterion])
		return;
	q->named[criterion] = true;
	if (needs != NULL && q->view.marks[criterion].kind == MARK_LEVEL)
		what = arena_printf(q->arena, "%s, needs %s", what, needs);
	add(q, criterion, leaf, what);
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

/* As the rubric rounds, unless that would stand otherwise to `across`. */
static void
put_value(struct buf *out, const struct rubric *rubric, struct ratio value,
	  struct ratio across)
{
	struct buf text = { 0 };
	struct ratio shown;
	bool ok, shown_ok;

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	if (ratio_parse(&shown, buf_span(&text), false)
	    && ratio_compare(shown, across, &shown_ok)
		       != ratio_compare(value, across, &ok)) {
		struct ratio num = { value.num, 1 }, den = { value.den, 1 };

		buf_clear(&text);
		ratio_print(&text, num, 0, ROUND_DOWN);
		buf_char(&text, '/');
		ratio_print(&text, den, 0, ROUND_DOWN);
	}
	buf_put(out, text.data, text.len);
	buf_close(&text);
}

/* "sum(p1) is 3, max_points(p1) / 2 is 4": both sides that are not plain. */
static void
tell_numbers(struct inquiry *q, const struct rule_node *leaf)
{
	const struct rule_node *sides[] = { leaf->first, leaf->first->next };
	struct ratio values[2];
	struct buf what = { 0 };

	for (int i = 0; i < 2; i++)
		values[i] = rule_number(&q->view, sides[i]);
	for (int i = 0; i < 2; i++) {
		if (sides[i]->type == RULE_LEVEL || sides[i]->kind == RULE_CONSTANT
		    || sides[i]->kind == RULE_PERCENTAGE)
			continue;
		buf_printf(&what, "%s%s is ", what.len == 0 ? "" : ", ",
			   label_of(q, sides[i]));
		put_value(&what, q->view.rubric, values[i], values[1 - i]);
	}
	if (what.len != 0)
		add(q, first_of(q, leaf), leaf, what.data);
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
	add(q, first_of(q, test), test,
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
		name(q, member, test, NULL);
		if (truth)
			return;
	}
}

static void
tell_coded(struct inquiry *q, const struct rule_node *leaf, const struct rule_node *call)
{
	for (size_t i = 0; i < call->set.member_count; i++)
		if (rule_is_coded(&q->view, call, i))
			name(q, call->set.members[i], leaf, NULL);
}

/* The sides of a comparison that name criteria of themselves. */
static void
tell_sides(struct inquiry *q, const struct rule_node *leaf, const struct rule_node *node)
{
	if (node->kind == RULE_CALL && node->function->argument == RULE_OF_CRITERION)
		name(q, node->set.members[0], leaf, NULL);
	else if (node->kind == RULE_CALL && node->function->argument == RULE_OF_CODED)
		tell_coded(q, leaf, node);
	for (node = node->first; node != NULL; node = node->next)
		tell_sides(q, leaf, node);
}

static void
tell_leaf(struct inquiry *q, const struct rule_node *leaf)
{
	bool truth = rule_is_true(&q->view, leaf);

	if (leaf->kind == RULE_COMPARE) {
		tell_numbers(q, leaf);
		tell_sides(q, leaf, leaf);
	} else if (leaf->function->argument == RULE_OF_TEST) {
		tell_test(q, leaf, truth);
	} else if (truth) {
		tell_coded(q, leaf, leaf);
	} else {
		add(q, 0, leaf, "no criterion is coded so");
	}
}

/* Every leaf that made the answer so: of an `and` or `or`, the operands that agree with
 * it. */
static void
tell(struct inquiry *q, const struct rule_node *node)
{
	bool truth = rule_is_true(&q->view, node);

	if (rule_is_leaf(node)) {
		tell_leaf(q, node);
		return;
	}
	for (const struct rule_node *operand = node->first; operand != NULL;
	     operand = operand->next)
		if (node->kind == RULE_NOT || rule_is_true(&q->view, operand) == truth)
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

	for (size_t i = 0; i < leaf->set.member_count; i++)
		if (leaf->set.members[i] == criterion)
			return is_test ? rule_test(&q->view, leaf, i) != wanted
				: !is_code || rule_is_coded(&q->view, leaf, i);
	return leaf->kind == RULE_COMPARE && rule_looks_at(leaf, criterion);
}

static void
name_raised(struct inquiry *q, const struct rule_node *leaf, bool wanted,
	    const struct rule_remedy *remedy)
{
	for (size_t i = 0; i < q->view.rubric->criterion_count; i++)
		if (remedy->raised[i]
		    && (leaf == remedy->root || concerns(q, leaf, wanted, i)))
			name(q, i, leaf, level_word(q, i, remedy->marks[i].index));
}

/* The leaves that are not as wanted: comparisons of `numbers`, or the others. */
static void
tell_remedy(struct inquiry *q, const struct rule_node *node, bool wanted, bool numbers,
	    const struct rule_remedy *remedy)
{
	if (rule_is_true(&q->view, node) == wanted)
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
		tell_numbers(q, node);
	name_raised(q, node, wanted, remedy);
}

static void
tell_what_is_needed(struct inquiry *q)
{
	struct rule_remedy remedy;

	rule_remedy(&remedy, q->arena, q->rule, &q->view);
	if (!remedy.found) {
		tell(q, q->rule->root);
		return;
	}
	/* First who fails by itself, then sums, then any that no leaf accounts for. */
	tell_remedy(q, remedy.root, true, false, &remedy);
	tell_remedy(q, remedy.root, true, true, &remedy);
	name_raised(q, remedy.root, true, &remedy);
}

static int
compare_sentences(const void *a, const void *b)
{
	const struct sentence *x = a, *y = b;

	if (x->criterion != y->criterion)
		return x->criterion < y->criterion ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

size_t
rule_explain(const char ***why, struct arena *arena, const struct rule *rule,
	     const struct sheet *sheet)
{
	struct inquiry q = { .arena = arena, .rule = rule };

	rule_look(&q.view, sheet);
	if (rule_is_true(&q.view, rule->root))
		tell(&q, rule->root);
	else
		tell_what_is_needed(&q);
	if (q.sentence_count > 1)
		qsort(q.sentences, q.sentence_count, sizeof *q.sentences,
		      compare_sentences);
	*why = arena_array(arena, q.sentence_count, sizeof **why);
	for (size_t i = 0; i < q.sentence_count; i++)
		(*why)[i] = q.sentences[i].text;
	return q.sentence_count;
}
