/*
 * The rubric of an open response assessment of Open edX, as the course holds it (XML) and as
 * its editor sends it (JSON). A criterion has a name, a label that people see, a prompt, and
 * options with whole points, as unevenly spaced as the author likes; one without options is
 * there for its feedback. `feedback` is disabled, optional or required.
 */
#include "core/base/json.h"
#include "core/import/read.h"

static const struct place nowhere = { 0, 0 };

static void
add_prompt(struct import *import, struct import_rubric *rubric, struct span raw)
{
	const char *text = import_text(import, raw);

	if (*text == '\0')
		return;
	rubric->prompts = arena_grow(import->arena, rubric->prompts, rubric->prompt_count,
				     sizeof *rubric->prompts);
	rubric->prompts[rubric->prompt_count++] = text;
}

static const char *
either(struct import *import, struct span label, struct span name)
{
	const char *out = import_name(import, label);

	return *out != '\0' ? out : import_name(import, name);
}

static struct span
text_of(const struct xml *element, const char *child)
{
	const struct xml *found = xml_child(element, child);

	return found == NULL ? span_of("") : found->text;
}

static void
read_option_xml(struct import *import, struct import_rubric *rubric,
		struct import_criterion *criterion, const struct xml *element)
{
	const char *points = xml_attribute(element, "points");
	struct import_level *level = import_add_level(import, criterion, element->at);

	if (level == NULL)
		return;
	level->name = either(import, text_of(element, "label"), text_of(element, "name"));
	level->text = import_text(import, text_of(element, "explanation"));
	if (points == NULL)
		fault_add(import->faults, element->at, "expected points=\"…\" on this option");
	else
		level->points = import_number(import, rubric, element->at, "points",
					      span_of(points));
}

static void
read_criterion_xml(struct import *import, struct import_rubric *rubric,
		   const struct xml *element)
{
	const char *feedback = xml_attribute(element, "feedback");
	struct import_criterion *criterion =
		import_add_criterion(import, rubric, element->at);
	const struct xml *option = xml_child(element, "option");

	if (criterion == NULL)
		return;
	criterion->name = either(import, text_of(element, "label"), text_of(element, "name"));
	criterion->about = import_text(import, text_of(element, "prompt"));
	criterion->feedback_required = feedback != NULL && strcmp(feedback, "required") == 0;
	for (; option != NULL; option = xml_again(option))
		read_option_xml(import, rubric, criterion, option);
}

static void
note_outside(struct import_rubric *rubric, const struct xml *root)
{
	static const char *const known[] = { "title", "prompts", "rubric", "prompt", "criterion" };

	for (const struct xml *at = root->first; at != NULL; at = at->next) {
		size_t i = 0;

		while (i < sizeof known / sizeof *known && strcmp(known[i], at->name) != 0)
			i++;
		if (i == sizeof known / sizeof *known)
			import_note(rubric, at->at, "<%.80s> was left out", at->name);
	}
	if (root->attribute_count != 0)
		import_note(rubric, root->at,
			    "dates and settings of the assessment were left out");
}

static void
read_xml(struct import *import, const struct xml *root, const struct xml *element)
{
	struct import_rubric *rubric = import_add_rubric(import, element->at,
		import_name(import, text_of(root, "title")));
	const struct xml *at = xml_child(xml_child(root, "prompts"), "prompt");

	if (rubric == NULL)
		return;
	for (; at != NULL; at = xml_again(at))
		add_prompt(import, rubric, text_of(at, "description"));
	add_prompt(import, rubric, text_of(element, "prompt"));
	for (at = xml_child(element, "criterion"); at != NULL; at = xml_again(at))
		read_criterion_xml(import, rubric, at);
	note_outside(rubric, element);
	if (root != element)
		note_outside(rubric, root);
}

void
import_ora_xml(struct import *import, struct span bytes)
{
	const struct xml *root = xml_parse(import->arena, import->faults, bytes);
	const struct xml *rubric;

	if (root == NULL)
		return;
	rubric = strcmp(root->name, "rubric") == 0 ? root : xml_child(root, "rubric");
	if (rubric == NULL)
		fault_add(import->faults, root->at,
			  "expected <openassessment> with a <rubric>, found <%.80s>",
			  root->name);
	else
		read_xml(import, root, rubric);
}

static const char *const rubric_known[] = {
	"title", "display_name", "prompts", "prompt", "criteria", "rubric", NULL,
};
static const char *const criterion_known[] = {
	"order_num", "name", "label", "prompt", "feedback", "options", NULL,
};
static const char *const option_known[] = {
	"order_num", "points", "name", "label", "explanation", NULL,
};

static void
read_option(struct import *import, struct import_rubric *rubric,
	    struct import_criterion *criterion, const struct node *node)
{
	struct import_level *level = import_add_level(import, criterion, nowhere);
	struct span points = import_scalar(import, node, "points");

	if (level == NULL)
		return;
	level->name = either(import, import_scalar(import, node, "label"),
			     import_scalar(import, node, "name"));
	level->text = import_text(import, import_scalar(import, node, "explanation"));
	if (points.len == 0)
		fault_add(import->faults, nowhere, "option '%.80s' of '%.80s' has no points",
			  level->name, criterion->name);
	else
		level->points = import_number(import, rubric, nowhere, "points", points);
	import_note_others(rubric, node, "an option", option_known);
}

static void
read_criterion(struct import *import, struct import_rubric *rubric, const struct node *node)
{
	struct import_criterion *criterion = import_add_criterion(import, rubric, nowhere);
	const struct node **options;
	size_t count;

	if (criterion == NULL)
		return;
	criterion->name = either(import, import_scalar(import, node, "label"),
				 import_scalar(import, node, "name"));
	criterion->about = import_text(import, import_scalar(import, node, "prompt"));
	criterion->feedback_required =
		span_is(import_scalar(import, node, "feedback"), "required");
	options = import_sorted(import, &count, import_list(node, "options"), "order_num");
	for (size_t i = 0; i < count; i++)
		read_option(import, rubric, criterion, options[i]);
	import_note_others(rubric, node, "a criterion", criterion_known);
}

static void
read_prompts(struct import *import, struct import_rubric *rubric, const struct node *map)
{
	const struct node *list = import_list(map, "prompts");

	for (const struct node *at = list == NULL ? NULL : list->first; at != NULL;
	     at = at->next)
		add_prompt(import, rubric, at->kind == NODE_SCALAR ? at->text
			   : import_scalar(import, at, "description"));
	if (list == NULL)
		add_prompt(import, rubric, import_scalar(import, map, "prompt"));
}

static void
read_json(struct import *import, const struct node *outer, const struct node *map)
{
	struct import_rubric *rubric = import_add_rubric(import, nowhere,
		either(import, import_scalar(import, outer, "title"),
		       import_scalar(import, outer, "display_name")));
	const struct node **criteria;
	size_t count;

	if (rubric == NULL)
		return;
	read_prompts(import, rubric, outer);
	if (map != outer)
		read_prompts(import, rubric, map);
	criteria = import_sorted(import, &count, import_list(map, "criteria"), "order_num");
	for (size_t i = 0; i < count; i++)
		read_criterion(import, rubric, criteria[i]);
	import_note_others(rubric, map, "the rubric", rubric_known);
	if (map != outer)
		import_note_others(rubric, outer, "the assessment", rubric_known);
}

void
import_ora_json(struct import *import, struct span bytes)
{
	const struct node *tree = json_parse(import->arena, import->faults, bytes);
	const struct node *inner;

	if (tree == NULL)
		return;
	inner = import_list(tree, "rubric");
	if (import_list(inner == NULL ? tree : inner, "criteria") == NULL)
		fault_add(import->faults, nowhere,
			  "expected a map with a list 'criteria', or one in 'rubric'");
	else
		read_json(import, tree, inner == NULL ? tree : inner);
}
