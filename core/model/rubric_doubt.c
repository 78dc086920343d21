/* What an author should hear although nothing is wrong. */
#include "core/model/rubric_read.h"

#include "core/base/buf.h"
#include "core/model/rule.h"

static bool
is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

/* Which of its four questions are not answered; of an empty one, that it is empty. */
static void
doubt_design(const struct rubric_load *load)
{
	const struct design *design = &load->rubric->design;
	const struct { const char *key, *text; } rows[] = {
		{ "barriers", design->barriers }, { "difference", design->difference },
		{ "inclusion", design->inclusion }, { "goals", design->goals },
	};
	const struct node *node = node_get(load->root, "design");
	struct place at = node == NULL ? (struct place){ 1, 1 } : node->key_at;
	struct buf missing = { 0 };
	size_t empty = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is_empty(rows[i].text)) {
			buf_printf(&missing, "%s%s", empty == 0 ? "" : ", ", rows[i].key);
			empty++;
		}
	if (empty == sizeof rows / sizeof *rows)
		fault_add(load->warnings, at,
			  "the design is empty: who is this opened to, and how? "
			  "say it under barriers, difference, inclusion and goals");
	else if (empty != 0)
		fault_add(load->warnings, at, "the design does not say: %s; a sentence on each "
			  "tells who is kept out now and how this lets them in",
			  missing.data);
	buf_close(&missing);
}

static bool
is_scale_used(const struct rubric *rubric, const struct scale *scale)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (rubric->criteria[i].scale == scale)
			return true;
	return false;
}

static bool
is_decisive(const struct rubric *rubric, size_t criterion)
{
	const struct rule *rules[] = { rubric->pass, rubric->incomplete, rubric->refer };

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i] != NULL && rule_depends_on(rules[i], criterion))
			return true;
	return false;
}

/* Does any rule tell this level from the one below, for any criterion on the scale? */
static bool
is_told_apart(const struct rubric *rubric, const struct scale *scale, size_t level)
{
	const struct rule *rules[] = { rubric->pass, rubric->incomplete, rubric->refer };

	for (size_t c = 0; c < rubric->criterion_count; c++)
		for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
			if (rubric->criteria[c].scale == scale && rules[i] != NULL
			    && rule_separates(rules[i], c, level))
				return true;
	return false;
}

/* Such a level is still for the learner, if every criterion on the scale says what it and
 * the one below mean. */
static bool
is_for_the_learner(const struct rubric *rubric, const struct scale *scale, size_t level)
{
	for (size_t c = 0; c < rubric->criterion_count; c++)
		if (rubric->criteria[c].scale == scale
		    && (criterion_descriptor(&rubric->criteria[c], level) == NULL
			|| criterion_descriptor(&rubric->criteria[c], level - 1) == NULL))
			return false;
	return true;
}

static void
doubt_scale(const struct rubric_load *load, const struct scale *scale)
{
	if (!is_scale_used(load->rubric, scale)) {
		fault_add(load->warnings, scale->at, "no criterion is on scale %s",
			  scale->id);
		return;
	}
	for (size_t l = 1; l < scale->level_count && !load->rubric->manual; l++)
		if (!is_told_apart(load->rubric, scale, l)
		    && !is_for_the_learner(load->rubric, scale, l))
			fault_add(load->warnings, scale->levels[l].at,
				  "%s decides as %s does: no rule tells them apart, and "
				  "not every criterion says what each means",
				  scale->levels[l].id, scale->levels[l - 1].id);
}

/* A rule that answers every sheet alike. */
static void
doubt_rule(const struct rubric_load *load, const struct rule *rule,
	   const struct node *node, const char *never, const char *always)
{
	if (rule == NULL)
		return;
	if (!rule_may_hold(rule))
		fault_add(load->warnings, node->at, "%s: this rule never holds", never);
	else if (!rule_may_fail(rule))
		fault_add(load->warnings, node->at, "%s: this rule always holds", always);
}

void
rubric_doubt(const struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;

	if (load->warnings == NULL)
		return;
	doubt_design(load);
	rubric_doubt_craft(load);
	for (size_t i = 0; i < rubric->scale_count; i++)
		doubt_scale(load, &rubric->scales[i]);
	for (size_t i = 0; i < rubric->criterion_count && !rubric->manual; i++)
		if (rubric->criteria[i].scale != NULL && !is_decisive(rubric, i))
			fault_add(load->warnings, rubric->criteria[i].at,
				  "the level of %s never matters to the decision",
				  rubric->criteria[i].id);
	doubt_rule(load, rubric->pass, load->raw->pass, "no sheet can pass",
		   "no sheet can fail to pass");
	doubt_rule(load, rubric->incomplete, load->raw->incomplete,
		   "no sheet can be incomplete", "every sheet is incomplete");
	doubt_rule(load, rubric->refer, load->raw->refer, "no sheet can be referred",
		   "every sheet is referred");
	fault_sort(load->warnings);
}
