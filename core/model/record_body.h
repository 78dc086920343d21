/*
 * What each type of record says beyond the common keys: the structs `record->body` points
 * to, and the tables that read them (ledger.md section 12). A decision is in record.h;
 * the body of a rubric record is its struct record_rubric, with `published` NULL.
 */
#ifndef CORE_MODEL_RECORD_BODY_H
#define CORE_MODEL_RECORD_BODY_H

#include "core/base/schema.h"
#include "core/model/names.h"
#include "core/model/record.h"

struct genesis {
	const char *actor, *kid;
};

/* A decision put away unread: the digest of its record.yaml, and where it is, if here. */
struct sealed_record {
	const char *decision;		/* SHA-256 */
	const char *box;		/* `attach/NAME`, or `none` */
};

struct reveal {
	const char *of;			/* SHA-256 of the sealed commit */
	const char *decision;		/* `attach/NAME`: what was sealed */
};

/* What a moderator puts in a decision's place. */
struct moderation_result {
	struct record_score *scores;
	size_t score_count;
	const char *points, *max;
	int outcome;
	const char **why;
	size_t why_count;
};

enum moderation_action { MODERATION_CONFIRM, MODERATION_ADJUST, MODERATION_RETURN,
			 MODERATION_ESCALATE, MODERATION_RESOLVE };

struct moderation {
	const char **of;
	size_t of_count;
	int action;			/* enum moderation_action */
	const struct node *result_node;
	const struct moderation_result *result;	/* NULL: `none` */
	const char *reason;		/* `attach/reason.txt` */
};

enum assignment_mode { ASSIGNMENT_OPEN, ASSIGNMENT_SEALED };

struct assignment {
	const char *portfolio;
	int64_t attempt;
	struct record_rubric rubric;
	struct record_evidence evidence;
	const char **markers, **seal_to;
	size_t marker_count, seal_to_count;
	int mode;			/* enum assignment_mode */
};

struct claim {
	const char *portfolio;
	int64_t attempt;
	struct record_rubric rubric;
	const char *expires;
	const char *conflict;		/* `none` or `attach/conflict.txt` */
	const char *releases;		/* SHA-256 of the claim given back, or `none` */
};

struct checkpoint {
	int64_t trust_version;
	const char *trust_sha256;
	struct seen *heads;
	size_t head_count;
};

struct erasure {
	const char *portfolio;
	const char **keys_destroyed_by;
	size_t destroyer_count;
	bool evidence_deleted;
	const char *ground;
};

struct alarm {
	const char *kind;		/* further keys are free */
	const char **of;		/* SHA-256 of what it is about: written, never read */
	size_t of_count;
};

struct retire {
	const char *why;
};

struct outcome_record {
	const char *portfolio;
	int64_t attempt;
	struct record_rubric rubric;
	struct record_evidence evidence;
	struct record_score *scores;
	size_t score_count;
	const char *points, *max;
	int outcome;
	const char **why, **decisions, **supersedes;
	size_t why_count, decision_count, supersedes_count;
};

/* Private to core/model: one row a type. */
struct record_kind {
	const char *word;
	const struct shape *shape;	/* of common keys and body; NULL: not read here */
	/* What a table cannot say; faults are added. May be NULL. */
	void (*check)(struct record *record, struct arena *arena, struct faults *faults);
	bool open;			/* keys beyond the table are left alone */
};
extern const struct record_kind record_kinds[RECORD_TYPES];

/* The common keys, read into the front of a struct whose rest is the body. */
struct record_front {
	int64_t assay;
	const char *type, *id, *tool;
	struct seen *seen;
	size_t seen_count, spare[2];
};
_Static_assert(sizeof(struct record_front) % 16 == 0,
	       "the body stands aligned behind it");

extern const struct shape record_seen_shape, record_score_shape, record_totals_shape;
extern const struct shape record_rubric_shape, record_evidence_shape,
			  record_decision_shape;
extern const char *const record_outcomes[], *const record_actions[],
			 *const record_stances[], *const record_modes[];

struct record_totals {
	const char *points, *max;
};

bool is_decimal(struct span text);
bool is_attached(struct span text);		/* attach/NAME */
bool is_attached_or_none(struct span text);

/* `seen` or `heads`: sorted by actor then kid, each chain once. */
void record_check_seen(const struct seen *seen, size_t count, struct faults *faults);
/* Each criterion once, with a level or a code. */
void record_check_scores(const struct record_score *scores, size_t count,
			 struct arena *arena, struct faults *faults);
void record_attach_notes(struct record *record, struct arena *arena,
			 const struct record_score *scores, size_t count);
void record_check_decision(struct record *record, struct arena *arena,
			   struct faults *faults);
/* `value` is none, NULL or attach/NAME: then the record names that attachment. */
void record_attach(struct record *record, struct arena *arena, const char *value);

#endif
