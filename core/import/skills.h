/*
 * Libraries of skills that come from elsewhere: the exports of an Open Skills Management Tool
 * (CSV and JSON), and the items of a CASE 1.1 package. As with rubrics, what is left out or
 * assumed is noted.
 */
#ifndef CORE_IMPORT_SKILLS_H
#define CORE_IMPORT_SKILLS_H

#include "core/import/import.h"
#include "core/model/skills.h"

struct skills_import {
	struct arena *arena;
	struct faults *faults;
	struct skill_library library;	/* texts "" or NULL where there is nothing */
	struct import_rubric notes;	/* only its notes */
};

struct skills_format {
	const char *name, *help;
	void (*read)(struct skills_import *import, struct span bytes);
};

extern const struct skills_format skills_formats[];
extern const size_t skills_format_count;
const struct skills_format *skills_format(const char *name);

/* Read a file and append it as YAML that skills_parse accepts, under this id (NULL: from the
 * title). -1 after faults. */
MUST int skills_import(struct buf *out, struct skills_import *import,
		       const struct skills_format *format, const char *id, struct span bytes);

#endif
