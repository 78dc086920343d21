/* A decision rule in plain words: for learners and whoever reads a rubric. */
#include "core/model/rule_tree.h"

#include "core/base/text.h"

enum { PROMPT_COLUMNS = 60 };

static void tell(struct buf *out, const struct rubric *rubric,
		 const struct rule_node *node);

static const char *
label_of_name(const struct rubric *rubric, struct span name)
{
	int criterion = rubric_criterion(rubric, name);

	if (criterion >= 0)
		return rubric->criteria[criterion].label;
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		if (span_is(name, part->id))
			return part->label;
		for (size_t i = 0; i < part->slot_count; i++)
			if (span_is(name, part->slots[i].id))
				return part->slots[i].label;
	}
	return NULL;
}

/* The answer to a prompt, which has no label, by how it begins. */
static void
put_name(struct buf *out, const struct rubric *rubric, struct span name)
{
	const char *label = label_of_name(rubric, name);

	if (label != NULL) {
		buf_text(out, label);
		return;
	}
	for (size_t p = 0; p < rubric->part_count; p++)
		for (size_t i = 0; i < rubric->parts[p].prompt_count; i++) {
			const struct prompt *prompt = &rubric->parts[p].prompts[i];

			if (!span_is(name, prompt->id))
				continue;
			buf_text(out, "the answer to \"");
			text_line(out, span_of(prompt->text), PROMPT_COLUMNS);
			buf_text(out, "\"");
		}
}

static void
put_set(struct buf *out, const struct rubric *rubric, const struct rule_set *set)
{
	for (size_t i = 0; i < set->name_count; i++) {
		buf_text(out, i == 0 ? "" : i + 1 == set->name_count ? " and " : ", ");
		if (span_is(set->names[i], "rubric"))
			buf_text(out, "the whole rubric");
		else
			put_name(out, rubric, set->names[i]);
	}
}

static void
put_number(struct buf *out, struct ratio value)
{
	ratio_print(out, value, 9, ROUND_DOWN);
}

static const char *
level_label(const struct rubric *rubric, const struct rule_set *set, size_t i,
	    size_t place)
{
	return rubric->criteria[set->members[i]].scale->levels[place].label;
}

/* `>= proficient`, as what a level must be. */
static void
put_wanted(struct buf *out, const struct rubric *rubric, const struct rule_node *test)
{
	static const char *const by_level[] = {
		[RULE_LESS] = "below %s", [RULE_AT_MOST] = "at %s or below",
		[RULE_MORE] = "above %s", [RULE_AT_LEAST] = "at %s or above",
		[RULE_SAME] = "at %s exactly", [RULE_OTHER] = "not at %s",
	};
	static const char *const by_points[] = {
		[RULE_LESS] = "below ", [RULE_AT_MOST] = "at most at ",
		[RULE_MORE] = "above ", [RULE_AT_LEAST] = "at least at ",
		[RULE_SAME] = "exactly at ", [RULE_OTHER] = "not at ",
	};
	const char *words = by_level[test->comparison], *at = strchr(words, '%');

	if (test->places == NULL || test->set.member_count == 0) {
		buf_text(out, by_points[test->comparison]);
		put_number(out, test->number);
		buf_text(out, " points");
		return;
	}
	buf_put(out, words, (size_t)(at - words));
	buf_text(out, level_label(rubric, &test->set, 0, test->places[0]));
	buf_text(out, at + 2);
}

static void
tell_test(struct buf *out, const struct rubric *rubric, const struct rule_node *call)
{
	bool one = call->set.member_count == 1;

	buf_text(out, strcmp(call->function->word, "any") == 0
		 ? "at least one criterion of " : one ? "" : "every criterion of ");
	put_set(out, rubric, &call->set);
	buf_text(out, " is ");
	put_wanted(out, rubric, call);
}

/* A code by its label; an effect by the labels of all codes that have it. */
static void
tell_code(struct buf *out, const struct rubric *rubric, const struct rule_node *call)
{
	const char *before = "a criterion is marked ";

	for (size_t i = 0; i < rubric->code_count; i++) {
		const struct code *code = &rubric->codes[i];

		if (!span_is(call->word, code->id)
		    && !span_is(call->word, code_effects[code->effect]))
			continue;
		buf_printf(out, "%s\"%s\"", before, code->label);
		before = " or ";
	}
	if (*before == 'a')
		buf_text(out, "a criterion is marked in a way this rubric does not have");
}

/* What a number is of: `sum(p1)`, "the points of Part 1". */
static void
tell_number_call(struct buf *out, const struct rubric *rubric,
		 const struct rule_node *call)
{
	static const struct { const char *word, *says; } words[] = {
		{ "sum", "the points of " }, { "weighted", "the weighted points of " },
		{ "mean", "the mean of " }, { "min", "the lowest of " },
		{ "max", "the highest of " }, { "max_points", "the most points of " },
		{ "percent", "the per cent reached in " },
		{ "level", "the level of " },
		{ "code", "the number of marked criteria of " },
		{ "count", "the number of criteria of " },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(call->function->word, words[i].word) == 0)
			buf_text(out, words[i].says);
	put_set(out, rubric, &call->set);
	if (call->function->argument == RULE_OF_TEST) {
		buf_text(out, " that are ");
		put_wanted(out, rubric, call);
	}
}

static void
tell_level(struct buf *out, const struct rubric *rubric, const struct rule_node *node,
	   const struct rule_node *across)
{
	if (across->kind == RULE_CALL && across->set.member_count != 0)
		buf_text(out, level_label(rubric, &across->set, 0, node->place));
	else
		buf_put(out, node->word.data, node->word.len);
}

static void tell_operand(struct buf *out, const struct rubric *rubric,
			 const struct rule_node *node, const struct rule_node *across);

static void
tell_number(struct buf *out, const struct rubric *rubric, const struct rule_node *node,
	    const struct rule_node *across)
{
	static const char *const signs[RULE_KINDS] = {
		[RULE_ADD] = " plus ", [RULE_SUBTRACT] = " minus ",
		[RULE_MULTIPLY] = " times ", [RULE_DIVIDE] = " divided by ",
	};

	if (node->kind == RULE_CALL) {
		tell_number_call(out, rubric, node);
	} else if (node->kind == RULE_LEVEL_ID) {
		tell_level(out, rubric, node, across);
	} else if (signs[node->kind] == NULL) {
		put_number(out, node->number);
		buf_text(out, node->kind == RULE_PERCENTAGE ? " per cent" : "");
	} else {
		tell_operand(out, rubric, node->first, across);
		buf_text(out, signs[node->kind]);
		tell_operand(out, rubric, node->first->next, across);
	}
}

static void
tell_operand(struct buf *out, const struct rubric *rubric, const struct rule_node *node,
	     const struct rule_node *across)
{
	bool computed = node->kind == RULE_ADD || node->kind == RULE_SUBTRACT
		|| node->kind == RULE_MULTIPLY || node->kind == RULE_DIVIDE;

	buf_text(out, computed ? "(" : "");
	tell_number(out, rubric, node, across);
	buf_text(out, computed ? ")" : "");
}

static bool
is_call(const struct rule_node *node, const char *word)
{
	return node->kind == RULE_CALL && strcmp(node->function->word, word) == 0;
}

/* `count(...) >= 2`: "at least 2 criteria of Part 1 are marked" */
static void
tell_count(struct buf *out, const struct rubric *rubric, const struct rule_node *call,
	   const char *words, const struct rule_node *number)
{
	buf_text(out, words + 1);
	put_number(out, number->number);
	buf_text(out, " criteria of ");
	put_set(out, rubric, &call->set);
	buf_text(out, " are ");
	if (call->function->argument == RULE_OF_CODED)
		buf_text(out, "marked");
	else
		put_wanted(out, rubric, call);
}

static void
tell_comparison(struct buf *out, const struct rubric *rubric,
		const struct rule_node *node)
{
	static const char *const words[] = {
		[RULE_LESS] = " less than ", [RULE_AT_MOST] = " at most ",
		[RULE_MORE] = " more than ", [RULE_AT_LEAST] = " at least ",
		[RULE_SAME] = " exactly ", [RULE_OTHER] = " other than ",
	};
	const struct rule_node *left = node->first, *right = left->next;

	if ((is_call(left, "count") || is_call(left, "code"))
	    && right->kind == RULE_CONSTANT) {
		tell_count(out, rubric, left, words[node->comparison], right);
		return;
	}
	tell_number(out, rubric, left, right);
	buf_text(out, is_call(left, "sum") || is_call(left, "weighted") ? " come to"
		 : " is");
	buf_text(out, words[node->comparison]);
	tell_number(out, rubric, right, left);
}

/* Brackets hold together what would otherwise read as a part of the words around it. */
static void
tell_inside(struct buf *out, const struct rubric *rubric, const struct rule_node *node)
{
	bool joined = node->kind == RULE_AND || node->kind == RULE_OR;

	buf_text(out, joined ? "(" : "");
	tell(out, rubric, node);
	buf_text(out, joined ? ")" : "");
}

static void
tell_joined(struct buf *out, const struct rubric *rubric, const struct rule_node *node)
{
	bool either = node->kind == RULE_OR;

	if (either)
		buf_text(out, "either ");
	for (const struct rule_node *at = node->first; at != NULL; at = at->next) {
		if (at != node->first)
			buf_text(out, either ? ", or " : at->next == NULL ? ", and " : ", ");
		tell_inside(out, rubric, at);
	}
}

static void
tell(struct buf *out, const struct rubric *rubric, const struct rule_node *node)
{
	if (node->kind == RULE_AND || node->kind == RULE_OR) {
		tell_joined(out, rubric, node);
	} else if (node->kind == RULE_NOT) {
		buf_text(out, "it is not so that ");
		tell_inside(out, rubric, node->first);
	} else if (node->kind == RULE_COMPARE) {
		tell_comparison(out, rubric, node);
	} else if (node->function->argument == RULE_OF_CODE) {
		tell_code(out, rubric, node);
	} else {
		tell_test(out, rubric, node);
	}
}

void
rule_tell(struct buf *out, const struct rule *rule)
{
	tell(out, rule->rubric, rule->root);
}
