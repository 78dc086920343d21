/*
 * Rubrics that come from elsewhere: what other programs export, made into a rubric of ours.
 *
 * A format reads its file into the struct between, which every exporter's shape fits into;
 * one writer makes YAML of it. Nothing is guessed silently: whatever was left out, and
 * whatever had to be assumed, is a note, with its place in the file where there is one.
 * Where the source has no rule of passing, the decision is left to a person (`manual`)
 * until the author says a rule.
 */
#ifndef CORE_IMPORT_IMPORT_H
#define CORE_IMPORT_IMPORT_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/model/rubric.h"

enum { IMPORT_BYTES = 2 << 20, IMPORT_RUBRICS = 1000, IMPORT_CRITERIA = 20000,
       IMPORT_LEVELS = 100000 };

struct import_note {
	struct place at;		/* 0:0 where the format gives none */
	const char *text;
};

struct import_level {
	struct place at;
	const char *name, *text, *feedback;	/* "" where there is none */
	struct ratio points;		/* undefined: the source gives none */
};

/* What the criterion measures, where the source says: a standard, an outcome. */
struct import_skill {
	const char *id, *name, *url, *framework;
};

struct import_criterion {
	struct place at;
	const char *name, *about;
	struct import_level *levels;	/* in the source's order; none: only a comment */
	size_t level_count;
	struct ratio weight;		/* undefined: none given */
	bool feedback_required;
	bool uncounted;			/* its levels are chosen, and have no points */
	struct import_skill *skill;	/* or NULL */
};

/* How the source makes a grade: of the sum, of its way from lowest to highest, of its share
 * of the highest, of points by weight. */
enum import_grade { IMPORT_SUM, IMPORT_RANGE, IMPORT_SHARE, IMPORT_WEIGHTED };

struct import_rubric {
	struct arena *arena;
	struct place at;
	const char *title, *about, *language;	/* language: NULL where it is not said */
	const char **prompts;		/* what learners are asked to write */
	size_t prompt_count;
	struct import_criterion *criteria;
	size_t criterion_count;
	enum import_grade grade;
	struct import_note *notes;
	size_t note_count;
};

/* One file read. */
struct import {
	struct arena *arena;
	struct faults *faults;
	struct import_rubric *rubrics;
	size_t rubric_count;
	size_t criteria, levels;	/* in all, for the limits */
};

struct import_format {
	const char *name, *help;
	void (*read)(struct import *import, struct span bytes);
};

extern const struct import_format import_formats[];
extern const size_t import_format_count;
const struct import_format *import_format(const char *name);

/* Read all rubrics of a file. -1 after any fault, and where there is no rubric in it. */
MUST int import_read(struct import *out, const struct import_format *format,
		     struct arena *arena, struct faults *faults, struct span bytes);

/* The id a rubric would get from its title. */
const char *import_id(const struct import_rubric *rubric);

struct import_wishes {
	const char *id;			/* NULL: from the title */
	const char *pass;		/* the rule of passing; NULL: decided by a person */
};

/*
 * Append the rubric as YAML that rubric_parse accepts; what it then says an author should
 * look at comes into `warnings`. More notes may be added. -1 with faults of the source in
 * `faults` (too many criteria or levels), or ERR_INVALID about wishes->pass in `err`.
 */
MUST int import_write(struct buf *out, struct import_rubric *rubric,
		      const struct import_wishes *wishes, struct faults *faults,
		      struct faults *warnings, struct err *err);

#endif
