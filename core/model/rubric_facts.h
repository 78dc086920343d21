/*
 * What a rubric says, fact by fact: private to core/model/rubric_facts.c and rubric_diff.c.
 */
#ifndef CORE_MODEL_RUBRIC_FACTS_H
#define CORE_MODEL_RUBRIC_FACTS_H

#include "core/model/rubric_diff.h"

struct fact {
	const char *what;		/* its place; no two facts of a rubric have the same */
	const char *value;
	enum rubric_matter matter;
	size_t order;			/* in the file */
	bool is_order;			/* `what` is a noun, `value` ids joined by `, ` */
};

struct facts {
	struct arena *arena;
	struct fact *items;
	size_t count;
};

struct facts rubric_facts(struct arena *arena, const struct rubric *rubric);

#endif
