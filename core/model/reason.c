/* A reason as a person would say it. */
#include "core/model/reason.h"

#include "core/model/attempt.h"
#include "core/model/rule_tree.h"

enum { NAMES = 3 };	/* of a set that are named before "and n more" */

/* What a comparison asks for, as each of them is said. */
static const struct phrasing {
	enum rule_comparison opposite, swapped;
	const char *needed, *after;	/* "18 are needed" */
	const char *stands;		/* "which is at least 18"; "at least 2 points" */
	const char *before, *behind;	/* "at Basic or better" */
} phrasings[RULE_COMPARISONS] = {
	[RULE_LESS] = { RULE_AT_LEAST, RULE_MORE, "less than ", "allowed", "less than ",
			"below ", "" },
	[RULE_AT_MOST] = { RULE_MORE, RULE_AT_LEAST, "at most ", "allowed", "at most ",
			   "at ", " or below" },
	[RULE_MORE] = { RULE_AT_MOST, RULE_LESS, "more than ", "needed", "more than ",
			"above ", "" },
	[RULE_AT_LEAST] = { RULE_LESS, RULE_AT_MOST, "", "needed", "at least ", "at ",
			    " or better" },
	[RULE_SAME] = { RULE_OTHER, RULE_SAME, "exactly ", "needed", "exactly ", "at ",
			"" },
	[RULE_OTHER] = { RULE_SAME, RULE_OTHER, "anything but ", "needed", "other than ",
			 "not at ", "" },
};

/* How a call is said: before and behind its set, and the verb of a sentence about it. */
static const struct wording {
	const char *function, *noun, *behind, *verb, *be, *unit;
} wordings[] = {
	{ "sum", "the points", "", "come to", "are", "" },
	{ "weighted", "the weighted points", "", "come to", "are", "" },
	{ "mean", "the average of the points", "", "is", "is", "" },
	{ "min", "the lowest points", "", "are", "are", "" },
	{ "max", "the highest points", "", "are", "are", "" },
	{ "max_points", "the most points there can be", "", "are", "are", "" },
	{ "percent", "the share of the points", "", "is", "is", "%" },
	{ "count", "the number of criteria", "", "is", "are", "" },
	{ "code", "the number of criteria", " that are coded", "is", "are", "" },
	{ "level", "the level of", "", "is", "is", "" },
};
/* Of what is worked out from several. */
static const struct wording plain = { NULL, "", "", "comes to", "is", "" };

static const struct wording *
wording_of(const struct rule_node *node)
{
	for (size_t i = 0; node->kind == RULE_CALL
	     && i < sizeof wordings / sizeof *wordings; i++)
		if (strcmp(wordings[i].function, node->function->word) == 0)
			return &wordings[i];
	return &plain;
}

/* Names */

static const char *
label_or(const char *label, const char *id)
{
	return label == NULL || *label == '\0' ? id : label;
}

static const char *
label_named(const struct rubric *rubric, struct span name)
{
	int criterion = rubric_criterion(rubric, name);

	if (criterion >= 0)
		return rubric->criteria[criterion].label;
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		if (span_is(name, part->id))
			return label_or(part->label, part->id);
		for (size_t i = 0; i < part->slot_count; i++)
			if (span_is(name, part->slots[i].id))
				return label_or(part->slots[i].label, part->slots[i].id);
	}
	return NULL;
}

static void
say_name(struct buf *out, const struct rubric *rubric, struct span name)
{
	const char *label = label_named(rubric, name);

	if (label == NULL)
		buf_put(out, name.data, name.len);
	else
		buf_text(out, label);
}

/* "Overview, Plan and 3 more"; nothing for the whole rubric. */
static void
say_set(struct buf *out, const struct rubric *rubric, const struct rule_set *set,
	const char *before)
{
	size_t shown = set->name_count > NAMES ? NAMES - 1 : set->name_count;

	if (span_is(set->names[0], "rubric"))
		return;
	buf_text(out, before);
	for (size_t i = 0; i < shown; i++) {
		buf_text(out, i == 0 ? "" : i + 1 == set->name_count ? " and " : ", ");
		say_name(out, rubric, set->names[i]);
	}
	if (shown < set->name_count)
		buf_printf(out, " and %zu more", set->name_count - shown);
}

static void
say_number(struct buf *out, const struct rubric *rubric, struct ratio value)
{
	rule_print_number(out, rubric, value, value);
}

/* `being` "at Basic or better", `having` "at least 2 points". */
static void
say_test(struct buf *out, const struct rubric *rubric, const struct rule_node *test,
	 const char *being, const char *having)
{
	const struct phrasing *phrasing = &phrasings[test->comparison];
	const struct scale *scale = rubric->criteria[test->set.members[0]].scale;
	size_t end = test->comparison == RULE_AT_LEAST ? scale->level_count - 1 : 0;

	if (test->places == NULL) {
		buf_printf(out, "%s%s", having, phrasing->stands);
		say_number(out, rubric, test->number);
		buf_text(out, " points");
		return;
	}
	buf_printf(out, "%s%s%s%s", being, phrasing->before,
		   scale->levels[test->places[0]].label,
		   test->places[0] == end ? "" : phrasing->behind);
}

/* A share by weight is another number than the points on the same page would make it. */
static bool
has_weights(const struct rubric *rubric, const struct rule_set *set)
{
	for (size_t i = 0; i < set->member_count; i++) {
		struct ratio weight = rubric->criteria[set->members[i]].weight;

		if (weight.num != weight.den)
			return true;
	}
	return false;
}

static void
say_call(struct buf *out, const struct rubric *rubric, const struct rule_node *call)
{
	const struct wording *wording = wording_of(call);

	buf_text(out, call->function->is_percent && has_weights(rubric, &call->set)
		 ? "the share of the weighted points" : wording->noun);
	say_set(out, rubric, &call->set,
		call->function->argument == RULE_OF_CRITERION ? " " : " in ");
	buf_text(out, wording->behind);
	if (call->function->argument == RULE_OF_TEST)
		say_test(out, rubric, call, " ", " with ");
}

/* "the points in Overview divided by 3"; sums that stand inside products are bracketed. */
static void
say_noun(struct buf *out, const struct rubric *rubric, const struct rule_node *node)
{
	static const char *const between[RULE_KINDS] = {
		[RULE_ADD] = " plus ", [RULE_SUBTRACT] = " minus ",
		[RULE_MULTIPLY] = " times ", [RULE_DIVIDE] = " divided by ",
	};

	if (node->kind == RULE_CALL) {
		say_call(out, rubric, node);
	} else if (between[node->kind] == NULL) {
		say_number(out, rubric, node->number);
		buf_text(out, node->kind == RULE_PERCENTAGE ? "%" : "");
	} else {
		for (int i = 0; i < 2; i++) {
			const struct rule_node *side =
				i == 0 ? node->first : node->first->next;
			bool brackets = side->operands != 0;

			buf_text(out, i == 0 ? "" : between[node->kind]);
			buf_text(out, brackets ? "(" : "");
			say_noun(out, rubric, side);
			buf_text(out, brackets ? ")" : "");
		}
	}
}

/* Reasons */

static void
say_mark(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	const struct criterion *criterion = &rubric->criteria[reason->criterion];
	const struct level *levels = criterion->scale->levels;

	buf_text(out, criterion->label);
	if (reason->left_out)
		buf_text(out, ": is left out");
	else if (reason->mark.kind == MARK_NONE)
		buf_text(out, ": is not judged");
	else if (reason->mark.kind == MARK_CODE)
		buf_printf(out, ": is coded %s", rubric->codes[reason->mark.index].label);
	else
		buf_printf(out, ": is %s", levels[reason->mark.index].label);
	if (reason->needs >= 0)
		buf_printf(out, ", needs %s", levels[reason->needs].label);
}

static void
say_tally(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	buf_printf(out, "%zu of %zu criteria", reason->passing, reason->here);
	say_set(out, rubric, &reason->leaf->set, " in ");
	say_test(out, rubric, reason->leaf, " are ", " have ");
}

static void
say_no_code(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	int code = rubric_code(rubric, reason->leaf->word);

	buf_text(out, "no criterion is coded ");
	if (code >= 0)
		buf_text(out, rubric->codes[code].label);
	else
		buf_printf(out, "with the effect %.*s", (int)reason->leaf->word.len,
			   reason->leaf->word.data);
}

static bool
is_plain_number(const struct rule_node *node)
{
	return node->kind == RULE_CONSTANT || node->kind == RULE_PERCENTAGE;
}

/* "2 criteria in Overview are coded", "1 criterion is at Basic or better". */
static void
say_count(struct buf *out, const struct rubric *rubric, const struct rule_node *call,
	  struct ratio value)
{
	bool one = value.num == 1 || value.num == 0;

	if (value.num == 0)
		buf_text(out, "no criterion");
	else
		buf_printf(out, "%d criteri%s", (int)value.num, one ? "on" : "a");
	say_set(out, rubric, &call->set, " in ");
	if (call->function->argument == RULE_OF_TEST)
		say_test(out, rubric, call, one ? " is " : " are ",
			 one ? " has " : " have ");
	else
		buf_text(out, one ? " is coded" : " are coded");
}

/* What the side that is worked out comes to. */
static void
say_side(struct buf *out, const struct rubric *rubric, const struct rule_node *side,
	 struct ratio value, struct ratio across)
{
	const struct wording *wording = wording_of(side);

	if (side->kind == RULE_CALL
	    && (side->function->argument == RULE_OF_CODED
		|| side->function->argument == RULE_OF_TEST)) {
		say_count(out, rubric, side, value);
		return;
	}
	say_noun(out, rubric, side);
	if (!ratio_is_defined(value)) {
		buf_text(out, " cannot be worked out");
		return;
	}
	buf_printf(out, " %s ", wording->verb);
	rule_print_number(out, rubric, value, across);
	buf_text(out, wording->unit);
}

/* What it is compared with: a number, or a noun and in brackets what that comes to. */
static void
say_across(struct buf *out, const struct rubric *rubric, const struct rule_node *node,
	   struct ratio value, struct ratio across, const char *unit)
{
	if (is_plain_number(node)) {
		rule_print_number(out, rubric, value, value);
		buf_text(out, unit);
		return;
	}
	say_noun(out, rubric, node);
	if (!ratio_is_defined(value)) {
		buf_text(out, ", which cannot be worked out,");
		return;
	}
	buf_text(out, " (");
	rule_print_number(out, rubric, value, across);
	buf_text(out, ")");
}

static bool
is_one(struct ratio value)
{
	return value.num == 1 && value.den == 1;
}

/* Where the first side is a plain number, it is said the other way round. */
static void
say_numbers(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	const struct rule_node *sides[] = { reason->leaf->first,
					    reason->leaf->first->next };
	int own = is_plain_number(sides[0]) ? 1 : 0, other = 1 - own;
	const struct wording *wording = wording_of(sides[own]);
	enum rule_comparison sign = reason->leaf->comparison;
	const struct phrasing *phrasing;

	if (own == 1)
		sign = phrasings[sign].swapped;
	/* Needed is what it is not; what stands is what it is. */
	if (reason->needed == reason->truth)
		sign = phrasings[sign].opposite;
	phrasing = &phrasings[sign];
	say_side(out, rubric, sides[own], reason->sides[own], reason->sides[other]);
	if (!reason->needed && (!ratio_is_defined(reason->sides[own])
				|| !ratio_is_defined(reason->sides[other])))
		return;
	buf_text(out, ", ");
	buf_text(out, reason->needed ? phrasing->needed : "which is ");
	buf_text(out, reason->needed ? "" : phrasing->stands);
	say_across(out, rubric, sides[other], reason->sides[other], reason->sides[own],
		   wording->unit);
	if (reason->needed)
		buf_printf(out, " %s %s", is_one(reason->sides[other]) ? "is" : wording->be,
			   phrasing->after);
}

static void
say_last(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	buf_text(out, "this is ");
	attempt_print(out, rubric, reason->attempt);
	buf_text(out, ", and none follows: another person looks at it");
}

void
reason_say(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	typedef void sayer(struct buf *to, const struct rubric *of,
			   const struct reason *what);
	static sayer *const sayers[] = {
		[REASON_MARK] = say_mark, [REASON_TALLY] = say_tally,
		[REASON_NUMBERS] = say_numbers, [REASON_NO_CODE] = say_no_code,
		[REASON_LAST] = say_last,
	};

	sayers[reason->kind](out, rubric, reason);
}

/* Ids */

static void
put_ids(struct buf *out, const struct rule_node *node, size_t start)
{
	for (size_t i = 0; i < node->set.name_count; i++) {
		struct span name = node->set.names[i];

		if (out->len != start)
			buf_text(out, ", ");
		buf_put(out, name.data, name.len);
	}
	for (node = node->first; node != NULL; node = node->next)
		put_ids(out, node, start);
}

void
reason_ids(struct buf *out, const struct rubric *rubric, const struct reason *reason)
{
	if (reason->kind == REASON_MARK)
		buf_text(out, rubric->criteria[reason->criterion].id);
	else if (reason->kind != REASON_LAST)
		put_ids(out, reason->leaf, out->len);
}
