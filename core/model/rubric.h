/*
 * A rubric: what is judged, on which scales, from which evidence, and the rule by which the
 * levels become a decision. Read strictly from YAML (rubric.md section 2); immutable; every
 * part of it lives in the arena it was parsed into.
 *
 * Ids are stable; labels may change. Criteria are numbered from 0 in file order through the
 * whole rubric: that number is how the rest of assay speaks of them.
 */
#ifndef CORE_MODEL_RUBRIC_H
#define CORE_MODEL_RUBRIC_H

#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/base/fault.h"
#include "core/model/ratio.h"

enum { RUBRIC_BYTES = 1 << 20, RUBRIC_CRITERIA = 200, RUBRIC_LEVELS = 20, GLOB_BYTES = 1024 };

enum part_kind { PART_PROMPTS, PART_ARTIFACTS, PART_REFLECTION, PART_ATTESTATION };
enum code_effect { EFFECT_INCOMPLETE, EFFECT_REFER, EFFECT_NONE };
enum feedback { FEEDBACK_OPTIONAL, FEEDBACK_DISABLED, FEEDBACK_REQUIRED, FEEDBACK_BELOW };
enum citing { CITE_OPTIONAL, CITE_REQUIRED };
enum word_mode { WORDS_HARD, WORDS_GUIDE };
enum gate_effect { GATE_RETURN, GATE_WARN };
enum attempts_then { THEN_REFER, THEN_CLOSE };

/* What evidence may be, as bits of `accepts`. */
enum { ACCEPT_TEXT = 1, ACCEPT_PDF = 2, ACCEPT_IMAGE = 4, ACCEPT_AUDIO = 8, ACCEPT_VIDEO = 16,
       ACCEPT_LINK = 32, ACCEPT_ANY = 63 };

/* Their words in a rubric, NULL-terminated: of enum code_effect, of the bits of `accepts`. */
extern const char *const code_effects[], *const accept_kinds[];

struct level {
	struct place at;
	const char *id, *label;		/* label falls back to the id in words */
	struct ratio points;
};

struct scale {
	struct place at;
	const char *id;
	struct level *levels;		/* low to high, at least 2 */
	size_t level_count;
};

struct code {
	struct place at;
	const char *id, *label;
	enum code_effect effect;
};

struct skill {
	struct place at;
	const char *id, *name, *url, *framework;
};

struct gate_check {
	struct place at;
	const char *id, *label;
	const char *automatic;		/* files_open, … ; NULL: a person checks it */
	enum gate_effect effect;
};

struct prompt {
	struct place at;
	const char *id, *text, *path;	/* path: the file that answers it */
	int64_t words_min, words_max;	/* 0: no limit */
	enum word_mode words_mode;
};

struct slot {
	struct place at;
	const char *id, *label, *glob;	/* glob: which paths fill it, unless a manifest says */
	unsigned accepts;
	int64_t min, max;		/* items; max 0: no limit */
	bool shared;
};

/* What one level of one criterion means. */
struct descriptor {
	struct place at;
	const char *level;		/* level id */
	const char *text;
	const char **look_for;
	size_t look_for_count;
	const char **statements;	/* comments ready to use */
	size_t statement_count;
};

struct criterion {
	struct place at;
	const char *id, *label;
	const char *about;		/* what it asks for, in a few sentences; or NULL */
	const char *scale_id;
	const struct scale *scale;	/* NULL: comment-only */
	size_t part;			/* index of the part it stands in */
	struct ratio weight;
	const char **evidence;		/* ids of the slots and prompts that feed it */
	size_t evidence_count;
	enum feedback feedback;
	size_t feedback_below;		/* FEEDBACK_BELOW: required under this level's index */
	enum citing cite;
	struct descriptor *descriptors;	/* in the file's order; see rubric_descriptor */
	size_t descriptor_count;
	struct skill *skills;
	size_t skill_count;
};

struct part {
	struct place at;
	const char *id, *label;
	enum part_kind kind;
	bool optional;
	struct prompt *prompts;
	size_t prompt_count;
	struct slot *slots;
	size_t slot_count;
	struct criterion *criteria;	/* &rubric->criteria[first] */
	size_t first, criterion_count;
};

struct rule;

struct rubric {
	const char *id, *title, *language, *type, *competency;
	int64_t version;
	const char *issuer_id, *issuer_name, *issuer_url;
	const char *method_summary;
	const char **method_components;
	size_t method_component_count;
	struct source { const char *citation, *url; } *research;
	size_t research_count;
	const char **resources;
	size_t resource_count;
	struct skill *skills;
	size_t skill_count;
	struct design { const char *barriers, *difference, *inclusion, *goals; } design;
	int64_t business_days;		/* 0: no promise */
	struct scale *scales;
	size_t scale_count;
	struct code *codes;
	size_t code_count;
	struct gate_check *gate;
	size_t gate_count;
	struct part *parts;
	size_t part_count;
	struct criterion *criteria;	/* all of them, in order */
	size_t criterion_count;

	bool manual;			/* the decision is a free judgement */
	const struct rule *pass, *incomplete, *refer;	/* NULL where not given */
	enum rounding rounding;		/* of what is shown and recorded; rules are exact */
	int decimals;

	int64_t attempts_max;		/* 0: no limit */
	enum attempts_then attempts_then;
	bool rescore_failed_only, banking_best_of, prior_visible;

	int64_t independent;		/* assessments wanted, 1 by default */
	const char *second_when;	/* the sampling rule, as written, or NULL */
	struct ratio tolerance_points;
	int64_t tolerance_decision;
	const char *resolve;
	struct ratio target_kappa, target_exact;	/* undefined where not given */

	struct digest sha256;		/* of every byte */
	struct digest structure;	/* of ids, order, levels, points, rule: not of wording */
	struct span bytes;		/* as parsed; lent by the caller of rubric_parse */
};

/*
 * Parse and check a rubric. All faults of the file are added to `faults`, all doubts an
 * author should hear (a level that neither decides nor is described, an unused scale, an
 * empty design) to `warnings`, which may be NULL. NULL when there was any fault. `bytes` must outlive it.
 */
struct rubric *rubric_parse(struct arena *arena, struct faults *faults,
			    struct faults *warnings, struct span bytes);

/* Index of a criterion, code (in its rubric) or level (in the criterion's scale); -1: none,
 * as in a criterion without a scale. */
int rubric_criterion(const struct rubric *rubric, struct span id);
int rubric_code(const struct rubric *rubric, struct span id);
int criterion_level(const struct criterion *criterion, struct span id);
const struct slot *rubric_slot(const struct rubric *rubric, const char *id);
const struct prompt *rubric_prompt(const struct rubric *rubric, const char *id);

/* What a level means for a criterion, or NULL where the author said nothing. */
const struct descriptor *criterion_descriptor(const struct criterion *criterion,
					      size_t level);

#endif
