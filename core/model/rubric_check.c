/* What the tables cannot say: unique names, references that lead somewhere, fit numbers. */
#include "core/model/rubric_read.h"

#include <stdlib.h>

#include "core/model/rule.h"

/* A name that must not stand twice among its like. */
struct name {
	const char *id, *what;
	struct place at;
};

struct names {
	struct name *items;
	size_t count;
};

static void
push(struct rubric_load *load, struct names *names, const char *id, const char *what,
     struct place at)
{
	if (id == NULL)
		return;
	names->items = arena_grow(load->arena, names->items, names->count,
				  sizeof *names->items);
	names->items[names->count++] = (struct name){ id, what, at };
}

static int
compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (order != 0)
		return order;
	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

/* `worded`: the rule speaks of them, so they may not be words of its language either. */
static void
check_names(struct rubric_load *load, struct names *names, bool worded)
{
	size_t first = 0;

	if (names->count > 1)
		qsort(names->items, names->count, sizeof *names->items, compare_names);
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->items[i], *other = &names->items[first];

		if (worded && rule_is_word(span_of(name->id)))
			fault_add(load->faults, name->at,
				  "'%s' is a word of the decision rule; %s needs another id",
				  name->id, name->what);
		if (strcmp(name->id, other->id) != 0)
			first = i;
		else if (i != first)
			fault_add(load->faults, name->at,
				  "the id '%.100s' is taken by %s on line %d",
				  name->id, other->what, other->at.line);
	}
}

static void
push_evidence(struct rubric_load *load, struct names *names, const struct part *part)
{
	for (size_t i = 0; i < part->prompt_count; i++)
		push(load, names, part->prompts[i].id, "a prompt", part->prompts[i].at);
	for (size_t i = 0; i < part->slot_count; i++)
		push(load, names, part->slots[i].id, "evidence", part->slots[i].at);
}

static void
check_set_names(struct rubric_load *load)
{
	struct names names = { .count = 0 };

	for (size_t p = 0; p < load->rubric->part_count; p++) {
		const struct part *part = &load->rubric->parts[p];

		push(load, &names, part->id, "a part", part->at);
		push_evidence(load, &names, part);
		for (size_t i = 0; i < part->criterion_count; i++)
			push(load, &names, part->criteria[i].id, "a criterion",
			     part->criteria[i].at);
	}
	check_names(load, &names, true);
}

static void
check_lists(struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;
	struct names codes = { .count = 0 }, gate = { .count = 0 },
		     skills = { .count = 0 };

	for (size_t i = 0; i < rubric->code_count; i++)
		push(load, &codes, rubric->codes[i].id, "a code", rubric->codes[i].at);
	for (size_t i = 0; i < rubric->gate_count; i++)
		push(load, &gate, rubric->gate[i].id, "a check", rubric->gate[i].at);
	for (size_t i = 0; i < rubric->skill_count; i++)
		push(load, &skills, rubric->skills[i].id, "a skill",
		     rubric->skills[i].at);
	check_names(load, &codes, true);
	check_names(load, &gate, false);
	check_names(load, &skills, false);
}

static void
check_scale(struct rubric_load *load, const struct scale *scale)
{
	struct names names = { .count = 0 };

	if (strcmp(scale->id, "none") == 0)
		fault_add(load->faults, scale->at,
			  "'none' stands for no scale; this one needs "
			  "another id");
	for (size_t i = 0; i < scale->level_count; i++) {
		const struct level *level = &scale->levels[i];
		bool ok;

		push(load, &names, level->id, "a level", level->at);
		if (i > 0 && ratio_compare(level->points, level[-1].points, &ok) < 0)
			fault_add(load->faults, level->at,
				  "expected levels from low to high: "
				  "this one has fewer points than the one before it");
	}
	check_names(load, &names, true);
}

/* Where `min` of a map stands, which is more than its `max`. */
static struct place
place_of_min(const struct node *map, struct place otherwise)
{
	const struct node *min = map == NULL || map->kind != NODE_MAP ? NULL
		: node_get(map, "min");

	return min == NULL ? otherwise : min->at;
}

static void
check_prompt(struct rubric_load *load, const struct prompt *prompt, const struct node *node)
{
	const struct node *words = node == NULL || node->kind != NODE_MAP ? NULL
		: node_get(node, "words");

	if (prompt->words_max != 0 && prompt->words_min > prompt->words_max)
		fault_add(load->faults, place_of_min(words, prompt->at),
			  "this prompt wants at least %lld words and at most %lld",
			  (long long)prompt->words_min, (long long)prompt->words_max);
}

static void
check_slot(struct rubric_load *load, const struct slot *slot, const struct node *node)
{
	if (slot->max != 0 && slot->min > slot->max)
		fault_add(load->faults, place_of_min(node, slot->at),
			  "this evidence wants at least %lld items and at most %lld",
			  (long long)slot->min, (long long)slot->max);
}

/* Where the value of a criterion's key stands, or an item of it. */
static struct place
place_in(const struct rubric_load *load, const struct criterion *criterion,
	 const char *key, size_t item)
{
	const struct part *part = &load->rubric->parts[criterion->part];
	size_t index = (size_t)(criterion - part->criteria);
	const struct node *node = rubric_item(
		rubric_item(load->root, "parts", criterion->part), "criteria", index);
	const struct node *value = node_get(node, key);

	if (value != NULL && value->kind != NODE_SCALAR)
		value = rubric_item(node, key, item);
	if (value == NULL)
		return criterion->at;
	return value->kind == NODE_SCALAR || value->key == NULL ? value->at
								: value->key_at;
}

/* What evidence and prompts there are, sorted: a rubric may have 20000 of them. */
static struct names
all_evidence(struct rubric_load *load)
{
	struct names names = { .count = 0 };

	for (size_t p = 0; p < load->rubric->part_count; p++)
		push_evidence(load, &names, &load->rubric->parts[p]);
	if (names.count > 1)
		qsort(names.items, names.count, sizeof *names.items, compare_names);
	return names;
}

static int
compare_id(const void *id, const void *name)
{
	return strcmp(id, ((const struct name *)name)->id);
}

static bool
is_among(const struct names *names, const char *id)
{
	return names->count != 0
		&& bsearch(id, names->items, names->count, sizeof *names->items,
			   compare_id) != NULL;
}

static void
check_evidence(struct rubric_load *load, const struct criterion *criterion,
	       const struct names *evidence)
{
	for (size_t i = 0; i < criterion->evidence_count; i++) {
		const char *id = criterion->evidence[i];

		if (*id != '\0' && !is_among(evidence, id))
			fault_add(load->faults, place_in(load, criterion, "evidence", i),
				  "there is no evidence and no prompt '%s'", id);
		for (size_t k = 0; k < i; k++)
			if (*id != '\0' && strcmp(id, criterion->evidence[k]) == 0)
				fault_add(load->faults,
					  place_in(load, criterion, "evidence", i),
					  "'%s' stands here a second time", id);
	}
}

static void
check_levels(struct rubric_load *load, const struct criterion *criterion,
	     const char *feedback)
{
	struct span rest = span_of(feedback == NULL ? "" : feedback), id;

	for (size_t i = 0; i < criterion->descriptor_count; i++) {
		id = span_of(criterion->descriptors[i].level);
		if (criterion->scale != NULL && criterion_level(criterion, id) < 0)
			fault_add(load->faults, place_in(load, criterion, "levels", i),
				  "scale '%s' has no level '%.100s'", criterion->scale_id,
				  id.data);
	}
	span_cut(&rest, ' ');
	if (rest.len != 0 && criterion->scale != NULL
	    && criterion_level(criterion, rest) < 0)
		fault_add(load->faults, place_in(load, criterion, "feedback", 0),
			  "scale '%s' has no level '%s'", criterion->scale_id, rest.data);
}

static void
check_criterion(struct rubric_load *load, const struct criterion *criterion,
		const struct raw_criterion *raw, const struct names *evidence)
{
	check_evidence(load, criterion, evidence);
	check_levels(load, criterion, raw->feedback);
	if (criterion->scale != NULL || criterion->scale_id == NULL)
		return;
	if (strcmp(criterion->scale_id, "none") != 0) {
		fault_add(load->faults, place_in(load, criterion, "scale", 0),
			  "there is no scale '%s'", criterion->scale_id);
		return;
	}
	if (criterion->feedback != FEEDBACK_REQUIRED)
		fault_add(load->faults, criterion->at,
			  "a criterion without a scale is there for "
			  "its comment: expected feedback: required");
	if (criterion->descriptor_count != 0)
		fault_add(load->faults, place_in(load, criterion, "levels", 0),
			  "a criterion without a scale has no levels");
}

static void
check_count(struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;
	const struct node *parts = node_get(load->root, "parts");
	bool scored = false;

	for (size_t i = 0; i < rubric->criterion_count; i++)
		scored = scored || rubric->criteria[i].scale_id == NULL
			|| strcmp(rubric->criteria[i].scale_id, "none") != 0;
	if (parts != NULL && parts->kind == NODE_LIST && rubric->part_count != 0
	    && !scored)
		fault_add(load->faults, parts->at,
			  "expected at least one criterion with a scale");
}

void
rubric_check(struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;
	struct names evidence = all_evidence(load);

	check_set_names(load);
	check_lists(load);
	check_count(load);
	for (size_t i = 0; i < rubric->scale_count; i++)
		check_scale(load, &rubric->scales[i]);
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];
		const struct node *node = rubric_item(load->root, "parts", p);

		for (size_t i = 0; i < part->prompt_count; i++)
			check_prompt(load, &part->prompts[i],
				     rubric_item(node, "prompts", i));
		for (size_t i = 0; i < part->slot_count; i++)
			check_slot(load, &part->slots[i],
				   rubric_item(node, "evidence", i));
		for (size_t i = 0; i < part->criterion_count; i++)
			check_criterion(load, &part->criteria[i],
					&load->raw->parts[p].criteria[i], &evidence);
	}
}
