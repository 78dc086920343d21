/*
 * A rubric as it stands in its file, before names are followed: private to
 * core/model/rubric*.c.
 */
#ifndef CORE_MODEL_RUBRIC_READ_H
#define CORE_MODEL_RUBRIC_READ_H

#include "core/base/schema.h"
#include "core/base/yaml.h"
#include "core/model/rubric.h"

struct raw_level {
	struct level level;
	const char *points;
};

struct raw_scale {
	struct scale scale;
	struct raw_level *levels;
	size_t level_count;
};

struct raw_slot {
	struct slot slot;
	const char **accepts;
	size_t accept_count;
	int shared;
};

struct raw_criterion {
	struct criterion criterion;
	const char *weight, *feedback;
	const struct node *skills;
};

struct raw_part {
	struct part part;
	int optional;
	struct raw_slot *slots;
	size_t slot_count;
	struct raw_criterion *criteria;
	size_t criterion_count;
};

struct raw_rubric {
	struct rubric rubric;
	struct raw_scale *scales;
	size_t scale_count;
	struct raw_part *parts;
	size_t part_count;
	const struct node *pass, *incomplete, *refer;
	int format, manual, rounding, rescore, banking, prior_visible;
	int64_t decimals;
	const char *tolerance, *kappa, *exact;
};

/* One loading. */
struct rubric_load {
	struct arena *arena;
	struct faults *faults, *warnings;	/* warnings may be NULL */
	const struct node *root;
	struct raw_rubric *raw;
	struct rubric *rubric;		/* &raw->rubric */
};

extern const struct shape rubric_shape, rubric_skill_shape;

/* The map at `key[i]` of a map, for saying where; NULL where there is none. */
const struct node *rubric_item(const struct node *map, const char *key, size_t i);

/* Names are unique, references lead somewhere, numbers make sense. */
void rubric_check(struct rubric_load *load);
/* The rules of `decision`; where they stand is followed into folded and quoted text. */
void rubric_read_rules(struct rubric_load *load);
/* What an author should hear although nothing is wrong. */
void rubric_doubt(const struct rubric_load *load);
void rubric_doubt_craft(const struct rubric_load *load);
struct digest rubric_structure(const struct rubric *rubric);

#endif
