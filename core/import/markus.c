/*
 * The criteria of an assignment in MarkUs, as it writes them in YAML: a map from the name of
 * each to its `type`, `max_mark`, for `rubric` its `levels` (a map from names to a
 * description and a mark), else a `description`. A `flexible` criterion takes any mark up to
 * the highest, a `checkbox` all or nothing. MarkUs adds the marks up.
 *
 * Ruby writes keys that are symbols with a colon before them.
 */
#include "core/import/read.h"

enum { WHOLE_MAX = 19, STEPS = 4 };

static const struct node *
member(const struct node *map, const char *key)
{
	const struct node *found = node_get(map, key);
	char symbol[32] = ":";

	if (found != NULL || strlen(key) > 30)
		return found;
	memcpy(symbol + 1, key, strlen(key) + 1);
	return node_get(map, symbol);
}

static struct span
text_of(struct import *import, const struct node *map, const char *key)
{
	const struct node *node = member(map, key);

	return node == NULL ? span_of("") : import_scalar(import, map, node->key);
}

static struct ratio
mark_of(struct import *import, struct import_rubric *rubric, const struct node *map,
	const char *key)
{
	const struct node *node = member(map, key);

	if (node == NULL || node->kind != NODE_SCALAR || node->text.len == 0)
		return ratio_undefined();
	return import_number(import, rubric, node->at, "a mark", node->text);
}

static void
note_others(struct import_rubric *rubric, const struct node *map)
{
	static const char *const known[] = { "type", "max_mark", "levels", "description", ":type",
					     ":max_mark", ":levels", ":description", NULL };

	import_note_others(rubric, map, arena_printf(rubric->arena, "'%.80s'", map->key), known);
}

static void
read_levels(struct import *import, struct import_rubric *rubric,
	    struct import_criterion *criterion, const struct node *levels)
{
	for (const struct node *at = levels->first; at != NULL; at = at->next) {
		struct import_level *level;

		if (at->kind != NODE_MAP || at->key == NULL) {
			fault_add(import->faults, at->at,
				  "expected a level: a name, then its description and mark");
			continue;
		}
		level = import_add_level(import, criterion, at->key_at);
		if (level == NULL)
			return;
		level->name = import_name(import, span_of(at->key));
		level->text = import_text(import, text_of(import, at, "description"));
		level->points = mark_of(import, rubric, at, "mark");
	}
}

static void
add_step(struct import *import, struct import_criterion *criterion, const char *name,
	 struct ratio points)
{
	struct import_level *level = import_add_level(import, criterion, criterion->at);

	if (level == NULL)
		return;
	level->name = name;
	level->points = points;
}

/* Levels in place of a free mark: each whole mark where they are few, else quarters. */
static void
make_flexible(struct import *import, struct import_rubric *rubric,
	      struct import_criterion *criterion, struct ratio max)
{
	bool whole = max.den == 1 && max.num <= WHOLE_MAX;
	int64_t steps = whole ? (int64_t)max.num : STEPS;

	for (int64_t i = 0; i <= steps; i++)
		add_step(import, criterion,
			 arena_printf(import->arena, whole ? "%lld" : "%lld quarters",
				      (long long)i),
			 ratio_divide(ratio_multiply(max, ratio_of(i, 1)), ratio_of(steps, 1)));
	import_note(rubric, criterion->at,
		    "'%.80s' takes any mark in MarkUs: here only %s", criterion->name,
		    whole ? "whole marks" : "quarters of its highest");
}

static void
make_steps(struct import *import, struct import_rubric *rubric,
	   struct import_criterion *criterion, const struct node *map, struct span type)
{
	struct ratio max = mark_of(import, rubric, map, "max_mark");

	if (!ratio_is_defined(max) || max.num <= 0) {
		fault_add(import->faults, map->at, "expected a max_mark above 0");
	} else if (span_is(type, "flexible")) {
		make_flexible(import, rubric, criterion, max);
	} else {
		add_step(import, criterion, "No", ratio_of(0, 1));
		add_step(import, criterion, "Yes", max);
	}
}

static struct ratio
highest(const struct import_criterion *criterion)
{
	struct ratio best = ratio_undefined();
	bool ok;

	for (size_t i = 0; i < criterion->level_count; i++)
		if (!ratio_is_defined(best)
		    || ratio_compare(criterion->levels[i].points, best, &ok) > 0)
			best = criterion->levels[i].points;
	return best;
}

static void
check_max(struct import *import, struct import_rubric *rubric,
	  const struct import_criterion *criterion, const struct node *map)
{
	struct ratio max = mark_of(import, rubric, map, "max_mark");
	bool ok;

	if (ratio_is_defined(max) && ratio_is_defined(highest(criterion))
	    && ratio_compare(max, highest(criterion), &ok) != 0)
		import_note(rubric, criterion->at,
			    "'%.80s': its max_mark is not the mark of its highest level, "
			    "which counts here", criterion->name);
}

static void
read_criterion(struct import *import, struct import_rubric *rubric, const struct node *map)
{
	struct import_criterion *criterion =
		import_add_criterion(import, rubric, map->key_at);
	const struct node *levels = member(map, "levels");
	struct span type = text_of(import, map, "type");

	if (criterion == NULL)
		return;
	criterion->name = import_name(import, span_of(map->key));
	criterion->about = import_text(import, text_of(import, map, "description"));
	note_others(rubric, map);
	if (levels != NULL && levels->kind == NODE_MAP && !span_is(type, "checkbox")
	    && !span_is(type, "flexible")) {
		read_levels(import, rubric, criterion, levels);
		check_max(import, rubric, criterion, map);
	} else if (span_is(type, "flexible") || span_is(type, "checkbox")) {
		make_steps(import, rubric, criterion, map, type);
	} else {
		fault_add(import->faults, map->at,
			  "expected levels, or the type flexible or checkbox");
	}
}

void
import_markus_yaml(struct import *import, struct span bytes)
{
	const struct node *tree =
		yaml_parse(import->arena, import->faults, bytes, &yaml_document);
	struct import_rubric *rubric;

	if (tree == NULL || import->faults->count != 0)
		return;
	rubric = import_add_rubric(import, (struct place){ 0, 0 }, "");
	for (tree = tree->first; tree != NULL; tree = tree->next) {
		if (tree->kind == NODE_MAP)
			read_criterion(import, rubric, tree);
		else
			fault_add(import->faults, tree->at,
				  "expected a map: the criterion '%.80s'", tree->key);
	}
}
