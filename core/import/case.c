/*
 * Rubrics of 1EdTech CASE 1.1 in JSON: the CFRubrics of a package (at its top or in its
 * CFDefinitions), a list of rubrics, or one CFRubric. A CFRubricCriterion has a category, a
 * description, a weight, a position and may point at the item it measures; its levels have a
 * quality, a score, a description, feedback and a position.
 */
#include "core/base/json.h"
#include "core/import/read.h"

static const struct place nowhere = { 0, 0 };

static const char *const rubric_known[] = {
	"identifier", "uri", "title", "description", "lastChangeDateTime", "CFRubricCriteria",
	"CFRubricCriterion", "CFPackageURI", "CFDocumentURI", NULL,
};
static const char *const criterion_known[] = {
	"identifier", "uri", "category", "description", "weight", "position", "rubricId",
	"lastChangeDateTime", "CFItemURI", "CFRubricCriterionLevels", NULL,
};
static const char *const level_known[] = {
	"identifier", "uri", "description", "quality", "score", "feedback", "position",
	"rubricCriterionId", "lastChangeDateTime", NULL,
};

static void
read_level(struct import *import, struct import_rubric *rubric,
	   struct import_criterion *criterion, const struct node *node)
{
	struct import_level *level = import_add_level(import, criterion, nowhere);
	struct span score = import_scalar(import, node, "score");

	if (level == NULL)
		return;
	level->name = import_name(import, import_scalar(import, node, "quality"));
	level->text = import_text(import, import_scalar(import, node, "description"));
	level->feedback = import_text(import, import_scalar(import, node, "feedback"));
	if (score.len != 0)
		level->points = import_number(import, rubric, nowhere, "a score", score);
	import_note_others(rubric, node, "a level", level_known);
}

static void
read_item(struct import *import, struct import_criterion *criterion, const struct node *item)
{
	struct import_skill *skill;
	const char *id;

	if (item == NULL || item->kind != NODE_MAP)
		return;
	id = import_name(import, import_scalar(import, item, "identifier"));
	if (*id == '\0')
		return;
	skill = arena_alloc(import->arena, sizeof *skill);
	skill->id = id;
	skill->name = import_name(import, import_scalar(import, item, "title"));
	skill->url = import_name(import, import_scalar(import, item, "uri"));
	criterion->skill = skill;
}

static void
read_criterion(struct import *import, struct import_rubric *rubric, const struct node *node)
{
	struct import_criterion *criterion = import_add_criterion(import, rubric, nowhere);
	struct span weight = import_scalar(import, node, "weight");
	const struct node **levels;
	size_t count;

	if (criterion == NULL)
		return;
	criterion->name = import_name(import, import_scalar(import, node, "category"));
	if (*criterion->name == '\0')
		criterion->name =
			import_name(import, import_scalar(import, node, "description"));
	else
		criterion->about =
			import_text(import, import_scalar(import, node, "description"));
	if (weight.len != 0) {
		criterion->weight =
			import_number(import, rubric, nowhere, "a weight", weight);
		rubric->grade = IMPORT_WEIGHTED;
	}
	read_item(import, criterion, node_get(node, "CFItemURI"));
	levels = import_sorted(import, &count, import_list(node, "CFRubricCriterionLevels"),
			       "position");
	for (size_t i = 0; i < count; i++)
		read_level(import, rubric, criterion, levels[i]);
	import_note_others(rubric, node, "a criterion", criterion_known);
}

static const struct node *
criteria_of(const struct node *map)
{
	const struct node *list = import_list(map, "CFRubricCriteria");

	return list != NULL ? list : import_list(map, "CFRubricCriterion");
}

static void
read_rubric(struct import *import, const struct node *map, const char *language)
{
	struct import_rubric *rubric = import_add_rubric(import, nowhere,
		import_name(import, import_scalar(import, map, "title")));
	const struct node **criteria;
	size_t count;

	if (rubric == NULL)
		return;
	rubric->about = import_text(import, import_scalar(import, map, "description"));
	rubric->language = language;
	criteria = import_sorted(import, &count, criteria_of(map), "position");
	for (size_t i = 0; i < count; i++)
		read_criterion(import, rubric, criteria[i]);
	import_note_others(rubric, map, "the rubric", rubric_known);
}

static void
read_any(struct import *import, const struct node *node, const char *language)
{
	const struct node *inner;

	if (node->kind == NODE_LIST) {
		for (node = node->first; node != NULL; node = node->next)
			read_any(import, node, language);
		return;
	}
	if (node->kind != NODE_MAP)
		return;
	if (criteria_of(node) != NULL) {
		read_rubric(import, node, language);
		return;
	}
	if ((inner = import_list(node, "CFDocument")) != NULL
	    && import_scalar(import, inner, "language").len != 0)
		language = import_name(import, import_scalar(import, inner, "language"));
	if ((inner = import_list(node, "CFRubrics")) != NULL)
		read_any(import, inner, language);
	if ((inner = import_list(node, "CFDefinitions")) != NULL)
		read_any(import, inner, language);
}

void
import_case_json(struct import *import, struct span bytes)
{
	const struct node *tree = json_parse(import->arena, import->faults, bytes);

	if (tree != NULL)
		read_any(import, tree, NULL);
}
