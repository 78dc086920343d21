/*
 * Rubrics of Canvas as its API gives them: a rubric ({title, data: […]} or criteria in place
 * of data), a list of such, {rubric: …}, {rubrics: […]}, or an assignment, whose `rubric` is
 * the list of criteria and whose `rubric_settings` hold the title. A criterion has a
 * description, a long_description, points, ratings of the same shape, and at times an
 * outcome.
 */
#include "core/base/json.h"
#include "core/import/read.h"

static const char *const rubric_known[] = {
	"id", "title", "name", "description", "data", "criteria", "rubric", "rubric_settings",
	"context_id", "context_type", "context_code", "points_possible", "reusable",
	"read_only", "public", "workflow_state", "rubric_association_id", "rating_order",
	"user_id", "created_at", "updated_at", "free_form_criterion_comments", NULL,
};
static const char *const criterion_known[] = {
	"id", "description", "title", "long_description", "points", "ratings",
	"criterion_use_range", "ignore_for_scoring", "learning_outcome_id", "outcome", "generated",
	NULL,
};
static const char *const rating_known[] = {
	"id", "criterion_id", "description", "long_description", "points", NULL,
};

static const struct place nowhere = { 0, 0 };

static bool
is_true(struct import *import, const struct node *map, const char *key)
{
	return span_is(import_scalar(import, map, key), "true");
}

static void
read_rating(struct import *import, struct import_rubric *rubric,
	    struct import_criterion *criterion, const struct node *node)
{
	struct import_level *level = import_add_level(import, criterion, nowhere);
	struct span points = import_scalar(import, node, "points");

	if (level == NULL)
		return;
	level->name = import_name(import, import_scalar(import, node, "description"));
	level->text = import_text(import, import_scalar(import, node, "long_description"));
	if (points.len != 0)
		level->points = import_number(import, rubric, nowhere, "points", points);
	import_note_others(rubric, node, "a rating", rating_known);
}

static void
read_outcome(struct import *import, struct import_criterion *criterion,
	     const struct node *node)
{
	struct span id = import_scalar(import, node, "learning_outcome_id");
	struct import_skill *skill;

	if (id.len == 0)
		return;
	skill = arena_alloc(import->arena, sizeof *skill);
	skill->id = arena_printf(import->arena, "canvas-outcome-%.100s",
				 import_name(import, id));
	skill->name = criterion->name;
	skill->framework = "Canvas outcomes";
	criterion->skill = skill;
}

static void
read_criterion(struct import *import, struct import_rubric *rubric, const struct node *node)
{
	struct import_criterion *criterion = import_add_criterion(import, rubric, nowhere);
	const struct node *ratings = import_list(node, "ratings"), *rating;
	struct span name = import_scalar(import, node, "description");

	if (criterion == NULL)
		return;
	if (name.len == 0)
		name = import_scalar(import, node, "title");
	criterion->name = import_name(import, name);
	criterion->about = import_text(import,
				       import_scalar(import, node, "long_description"));
	for (rating = ratings == NULL ? NULL : ratings->first; rating != NULL;
	     rating = rating->next) {
		if (rating->kind == NODE_MAP)
			read_rating(import, rubric, criterion, rating);
		else
			fault_add(import->faults, rating->at,
				  "'%.80s': expected maps as its ratings", criterion->name);
	}
	if (is_true(import, node, "criterion_use_range"))
		import_note(rubric, nowhere,
			    "'%.80s' has ranges of points: each level has its highest here",
			    criterion->name);
	criterion->uncounted = is_true(import, node, "ignore_for_scoring");
	read_outcome(import, criterion, node);
	import_note_others(rubric, node,
			   arena_printf(import->arena, "'%.80s'", criterion->name),
			   criterion_known);
}

static void
read_criteria(struct import *import, struct import_rubric *rubric, const struct node *list)
{
	for (const struct node *node = list->first; node != NULL; node = node->next) {
		if (node->kind == NODE_MAP)
			read_criterion(import, rubric, node);
		else
			fault_add(import->faults, node->at,
				  "expected maps as the criteria of '%.80s'", rubric->title);
	}
}

static const struct node *
criteria_of(const struct node *map)
{
	static const char *const keys[] = { "data", "criteria", "rubric" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct node *list = node_get(map, keys[i]);

		if (list != NULL && list->kind == NODE_LIST)
			return list;
	}
	return NULL;
}

/* Is there a rubric in this map, as itself? */
static bool
read_rubric(struct import *import, const struct node *map)
{
	const struct node *list = criteria_of(map);
	const struct node *settings = import_list(map, "rubric_settings");
	struct import_rubric *rubric;
	struct span title;

	if (list == NULL)
		return false;
	title = import_scalar(import, settings == NULL ? map : settings, "title");
	if (title.len == 0)
		title = import_scalar(import, map, "name");
	rubric = import_add_rubric(import, nowhere, import_name(import, title));
	if (rubric == NULL)
		return true;
	read_criteria(import, rubric, list);
	if (is_true(import, settings == NULL ? map : settings,
		    "free_form_criterion_comments"))
		import_note(rubric, nowhere,
			    "Canvas has this rubric judged by free comments; here its levels "
			    "are judged");
	if (settings == NULL)
		import_note_others(rubric, map, "the rubric", rubric_known);
	else
		import_note(rubric, nowhere,
			    "the assignment around the rubric was left out");
	return true;
}

static void
read_any(struct import *import, const struct node *node)
{
	static const char *const wraps[] = { "rubric", "rubrics" };

	if (node->kind == NODE_LIST) {
		for (node = node->first; node != NULL; node = node->next)
			read_any(import, node);
		return;
	}
	if (node->kind != NODE_MAP || read_rubric(import, node))
		return;
	for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++)
		if (import_list(node, wraps[i]) != NULL)
			read_any(import, import_list(node, wraps[i]));
}

void
import_canvas_json(struct import *import, struct span bytes)
{
	const struct node *tree = json_parse(import->arena, import->faults, bytes);

	if (tree != NULL)
		read_any(import, tree);
}
