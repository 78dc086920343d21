/*
 * A rubric of somewhere else on its way to YAML: private to core/import/write*.c.
 */
#ifndef CORE_IMPORT_WRITE_H
#define CORE_IMPORT_WRITE_H

#include "core/import/read.h"

enum { LABEL_MAX = 1000, ABOUT_MAX = 20000, ID_MAX = 40, SKILL_MAX = 500,
       PROMPTS = 100, SCALES = 100, POINTS = 1000000 };

/* Ids given already, in one space of names. */
struct taken {
	const char **ids;
	size_t count;
};

struct writing {
	struct buf *out;
	struct import_rubric *rubric;
	struct arena *arena;
	struct faults *faults;
	struct taken sets;		/* parts, prompts, evidence, criteria */
	const char *scales[SCALES];	/* each as it is written */
	size_t scale_count;
	struct ratio min, max;		/* of the sum */
	bool weighted, unnamed;
};

/* What a criterion becomes. */
struct made {
	const struct import_criterion *from;
	const char *id, *name;
	const struct import_level **levels;	/* low to high */
	const char **names, **ids;
	struct ratio *points;
	size_t count;
	size_t scale;
};

/* An id is taken in this space of names. */
void import_take(struct writing *w, struct taken *taken, const char *id);

/* A criterion's id, name, levels and scale, with all that had to be done to them noted. */
void import_make(struct writing *w, struct made *made, const struct import_criterion *from,
		 size_t index);

/* At most `max` bytes, whole characters. What is cut off is noted. */
const char *import_fit(struct import_rubric *notes, struct place at, const char *what,
		       const char *text, size_t max);

/* `key: text` on a line of its own, or below it line by line where it has several. */
void import_put_text(struct buf *out, int indent, const char *key, const char *text);
/* `before`, then `key: text`, and no line end. */
void import_put_pair(struct buf *out, const char *before, const char *key, const char *text);

#endif
