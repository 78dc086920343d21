/*
 * A library of skills: what rubrics say they show, said once in a form that others can point
 * to. Each is a Rich Skill Descriptor (Open Skills Network): a name and a statement of what a
 * person can do, with the words people search for and what it stands for elsewhere.
 *
 *	assay_skills: 1
 *	id: spreadsheets
 *	title: Working with spreadsheets
 *	author: Riverbend Learning Cooperative
 *	skills:
 *	  - id: sheets.formulas			# any word without white space
 *	    name: Writing formulas
 *	    statement: Writes formulas that …
 *	    category: Spreadsheets
 *	    keywords: [ formulas, … ]
 *	    url: "https://…"			# its canonical address, where it has one
 *	    author: …				# where it is another's
 *	    alignments: [{name: …, url: …, framework: …}]
 *
 * Ids and urls are each there once in a library. A rubric's skill is the library's if they
 * have the same url, or the same id.
 */
#ifndef CORE_MODEL_SKILLS_H
#define CORE_MODEL_SKILLS_H

#include "core/base/arena.h"
#include "core/base/fault.h"
#include "core/base/yaml.h"
#include "core/model/rubric.h"

enum { SKILLS_BYTES = 4 << 20, SKILLS_MAX = 5000 };

struct skill_alignment {
	const char *name, *url, *framework;	/* NULL where not given */
};

struct rich_skill {
	struct place at;
	const char *id, *name, *statement;
	const char *category, *url, *author;	/* NULL where not given */
	const char **keywords;
	size_t keyword_count;
	struct skill_alignment *alignments;
	size_t alignment_count;
};

struct skill_library {
	const char *id, *title;
	const char *author, *url;		/* NULL where not given */
	struct rich_skill *skills;
	size_t skill_count;
};

/* Read one strictly; NULL after faults. What it returns lives in `arena`. */
struct skill_library *skills_parse(struct arena *arena, struct faults *faults,
				   struct span bytes);

/* May this be the id of a skill in a library? */
bool is_skill_id(struct span text);

/* The skill of the library that a rubric means, or NULL. */
const struct rich_skill *skills_find(const struct skill_library *library,
				     const struct skill *skill);

/* A skill where a rubric names it. */
struct skill_use {
	const struct rubric *rubric;
	const struct criterion *criterion;	/* NULL: the rubric as a whole */
	const struct skill *skill;
	const struct rich_skill *found;		/* in the first library that has it, or NULL */
};

/* Every use of a skill in these rubrics, in their order, looked up in these libraries. */
struct skill_use *skills_uses(size_t *count, struct arena *arena,
			      const struct rubric *const *rubrics, size_t rubric_count,
			      struct skill_library *const *libraries, size_t library_count);

#endif
