/*
 * The grading.xml in the backup of a Moodle activity:
 *
 *	<areas><area><definitions><definition><method>rubric</method><name/><description/>
 *	<options/><plugin_gradingform_rubric_definition><criteria><criterion><sortorder/>
 *	<description/><levels><level><score/><definition/>
 *
 * Moodle's grade is not the sum: it is the part of the way from the lowest sum to the
 * highest, (sum - min) / (max - min), unless the option `lockzeropoints` is on: then the
 * part of the highest, sum / max.
 */
#include "core/import/read.h"

#include <stdlib.h>

/* Moodle writes this where its database has NULL. */
#define MOODLE_NULL "$@NULL@$"

static struct span
text_of(const struct xml *element, const char *child)
{
	const struct xml *found = xml_child(element, child);

	return found == NULL || span_is(found->text, MOODLE_NULL) ? span_of("") : found->text;
}

static struct place
place_of(const struct xml *element, const char *child)
{
	const struct xml *found = xml_child(element, child);

	return found == NULL ? element->at : found->at;
}

static void
read_level(struct import *import, struct import_rubric *rubric,
	   struct import_criterion *criterion, const struct xml *element)
{
	struct import_level *level = import_add_level(import, criterion, element->at);
	struct span score = text_of(element, "score");

	if (level == NULL)
		return;
	level->text = import_text(import, text_of(element, "definition"));
	if (score.len == 0)
		fault_add(import->faults, element->at, "expected a <score> in this level");
	else
		level->points = import_number(import, rubric, place_of(element, "score"),
					      "the score", score);
}

static void
read_criterion(struct import *import, struct import_rubric *rubric, const struct xml *element)
{
	struct import_criterion *criterion =
		import_add_criterion(import, rubric, element->at);
	const struct xml *level = xml_child(xml_child(element, "levels"), "level");

	if (criterion == NULL)
		return;
	criterion->name = import_name(import, text_of(element, "description"));
	for (; level != NULL; level = xml_again(level))
		read_level(import, rubric, criterion, level);
}

struct ranked {
	const struct xml *element;
	long long rank;
	size_t index;
};

static int
compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static void
read_criteria(struct import *import, struct import_rubric *rubric, const struct xml *criteria)
{
	struct ranked *items = NULL;
	size_t count = 0;

	for (const struct xml *at = xml_child(criteria, "criterion"); at != NULL;
	     at = xml_again(at)) {
		items = arena_grow(import->arena, items, count, sizeof *items);
		items[count] = (struct ranked){ at, 0, count };
		if (text_of(at, "sortorder").len != 0)
			items[count].rank =
				strtoll(text_of(at, "sortorder").data, NULL, 10);
		count++;
	}
	if (count > 1)
		qsort(items, count, sizeof *items, compare_ranked);
	for (size_t i = 0; i < count; i++)
		read_criterion(import, rubric, items[i].element);
}

static void
read_options(struct import_rubric *rubric, const struct xml *definition)
{
	const char *options = text_of(definition, "options").data;

	rubric->grade = strstr(options, "\"lockzeropoints\":\"1\"") != NULL
			|| strstr(options, "\"lockzeropoints\":1") != NULL
		? IMPORT_SHARE : IMPORT_RANGE;
	if (*options != '\0')
		import_note(rubric, place_of(definition, "options"),
			    "the options of display and remarks were left out");
	if (xml_child(xml_child(definition, "instances"), "instance") != NULL)
		import_note(rubric, place_of(definition, "instances"),
			    "grades of learners are in this file; they were left out");
}

static void
read_definition(struct import *import, const struct xml *element)
{
	const struct xml *plugin =
		xml_child(element, "plugin_gradingform_rubric_definition");
	struct import_rubric *rubric;

	if (!span_is(text_of(element, "method"), "rubric")) {
		fault_add(import->faults, place_of(element, "method"),
			  "expected the method rubric, found '%.40s': only rubrics can be "
			  "brought in", text_of(element, "method").data);
		return;
	}
	rubric = import_add_rubric(import, element->at,
				   import_name(import, text_of(element, "name")));
	if (rubric == NULL)
		return;
	rubric->about = import_text(import, text_of(element, "description"));
	read_options(rubric, element);
	read_criteria(import, rubric, xml_child(plugin, "criteria"));
}

/* A definition may be the root, or stand as deep as backups put it. */
static void
find_definitions(struct import *import, const struct xml *element)
{
	if (strcmp(element->name, "definition") == 0) {
		read_definition(import, element);
		return;
	}
	for (element = element->first; element != NULL; element = element->next)
		find_definitions(import, element);
}

void
import_moodle_xml(struct import *import, struct span bytes)
{
	const struct xml *root = xml_parse(import->arena, import->faults, bytes);

	if (root != NULL)
		find_definitions(import, root);
}
