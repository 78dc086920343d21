/*
 * What anyone may say: the records of the ledger, as structs (ledger.md sections 4 and
 * 12).
 *
 * A record is bytes that were signed; it is read strictly, by the table of its type, and
 * never written again from the struct. Texts point into the arena it was read into.
 */
#ifndef CORE_MODEL_RECORD_H
#define CORE_MODEL_RECORD_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/model/sheet.h"

enum record_type {
	RECORD_GENESIS, RECORD_DECISION, RECORD_SEALED, RECORD_REVEAL, RECORD_MODERATION,
	RECORD_RUBRIC, RECORD_ASSIGNMENT, RECORD_CLAIM, RECORD_CHECKPOINT, RECORD_ERASURE,
	RECORD_ALARM, RECORD_RETIRE, RECORD_TRUST, RECORD_OUTCOME,
	RECORD_TYPES
};

enum { RECORD_BYTES = 256 << 10, RECORD_ATTACHMENT = 1 << 20, RECORD_TOTAL = 4 << 20 };

/* `decision`, and back; -1 when it is no type of format 1. */
const char *record_type_word(enum record_type type);
int record_type_from_word(struct span word);

/* The head of another chain, as the writer saw it. */
struct seen {
	const char *actor, *kid, *sha256;
	int64_t seq;
};

struct record_cite {
	int64_t item;			/* from 1, into the pinned evidence */
	const char *lines, *page, *row, *time;	/* NULL where not given */
};

struct record_score {
	const char *criterion;
	const char *level, *points;	/* both, or `code` alone */
	const char *code;
	struct record_cite *cites;
	size_t cite_count;
	const char *note;		/* `attach/notes.yaml`, `none`, or NULL */
};

struct record_rubric {
	const char *id, *sha256, *structure, *published;
	int64_t version;
};

struct record_evidence {
	const char *tree256, *tree, *commit, *path;
	int64_t files, bytes;
};

enum role { ROLE_PRIMARY, ROLE_SECOND, ROLE_ADJUDICATION, ROLE_BACKREAD, ROLE_PRACTICE,
	    ROLE_SEED };
enum stance { STANCE_BLIND, STANCE_INDEPENDENT, STANCE_CONSENSUS };

/* `primary` … */
const char *role_word(enum role role);

struct decision {
	const char *portfolio;
	int64_t attempt;
	const char *assignment;		/* SHA-256 or `none` */
	int role, stance;
	const char *stage;		/* `gate` when returned incomplete there; NULL. Then no
					   scores, no points, and every why begins `gate: ` */
	struct record_rubric rubric;
	struct record_evidence evidence;
	struct record_score *scores;
	size_t score_count;
	const char *points, *max;	/* totals */
	int outcome;			/* index in pass, not_yet, incomplete, refer */
	const char **why;
	size_t why_count;
	bool authentic;			/* vouched for as the learner's own; at the gate: no */
	const char *conflict;		/* `none` or `attach/NAME` */
	const char **supersedes, **basis;
	size_t supersedes_count, basis_count;
};

struct record {
	enum record_type type;
	const char *id, *tool;			/* tool: NULL where not given */
	struct seen *seen;
	size_t seen_count;
	const struct decision *decision;	/* RECORD_DECISION; otherwise NULL */
	const void *body;		/* the struct of its type (record_body.h) */
	const char **attached;		/* names under attach/ that must be there */
	size_t attached_count;
};

/*
 * Read record.yaml of a record of this type, or outcome.yaml; RECORD_TRUST is not read
 * here (core/trust/trust.h). NULL with faults; *newer tells that its `assay:` is above 1:
 * nothing else was judged.
 */
struct record *record_read(struct arena *arena, struct faults *faults, bool *newer,
			   enum record_type type, struct span bytes);

/*
 * The sheet these scores make, which must be of this rubric and in its order; else
 * ERR_INVALID, and a sentence that begins with the criterion.
 */
MUST int record_sheet(struct sheet *out, struct arena *arena, const struct rubric *rubric,
		      const struct record_score *scores, size_t count, struct err *err);

/* The portfolio (32 hex) that a record is about; NULL: none. */
const char *record_about(const struct record *record);

/* Append `<rubric id> <outcome>` of a decision or an outcome; false for any other. */
bool record_finding(struct buf *out, const struct record *record);

/*
 * Append a record in assay's own layout (ledger.md section 4), its `body` the struct of its
 * type; not of sealed, reveal, trust and outcome. What is printed reads back as the same.
 */
void record_print(struct buf *out, const struct record *record);
/* outcome.yaml: what `said` decided, resting on the decisions with these SHA-256. */
void outcome_print(struct buf *out, const char *id, const struct decision *said,
		   const char *const *decisions, size_t count);

/* notes.yaml: free text, apart from the scores so that it can be sealed or erased. */
struct record_note {
	const char *criterion, *text;
};
struct notes {
	struct record_note *items;
	size_t count;
	const char *overall;		/* NULL: none */
};
void notes_print(struct buf *out, const struct notes *notes);
MUST int notes_read(struct notes *out, struct arena *arena, struct faults *faults,
		    struct span bytes);

#endif
