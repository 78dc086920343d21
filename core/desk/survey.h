/*
 * Looking a portfolio over before anybody judges it: what is there, what is missing, what
 * does not open, how long the answers are. What a learner runs before submitting and what
 * stands at a rubric's gate are the same checks: one table of them.
 */
#ifndef CORE_DESK_SURVEY_H
#define CORE_DESK_SURVEY_H

#include "core/base/progress.h"
#include "core/desk/dossier.h"

/* The rows of `survey_checks`, as the engine names them. */
enum check_id { CHECK_COMPLETE, CHECK_FILES_OPEN, CHECK_TYPES, CHECK_WORD_LIMITS, CHECK_LINKS,
		CHECK_LFS, CHECK_NAMES, CHECK_ATTESTATIONS, CHECKS };

enum finding_kind { FINDING_FINE, FINDING_REMARK, FINDING_FAULT };

struct finding {
	enum check_id check;
	enum finding_kind kind;
	const char *id;			/* of the slot or prompt; NULL */
	const char *path;		/* file or link, foreign; NULL */
	ptrdiff_t item;			/* of the evidence, from 0; -1 */
	const char *what;		/* "is empty": ASCII, and nobody's name in it */
	const char *detail;		/* foreign, for people only; NULL */
	const char *remedy;		/* what to do; NULL */
};

enum { SURVEY_FINDINGS = 100 };		/* kept of one check and kind; more are counted */

struct survey {
	struct finding *items;		/* in the rubric's order, by check */
	size_t count;
	size_t absent;			/* pieces that are named and not there */
	size_t counts[CHECKS][FINDING_FAULT + 1];	/* all of them, kept or not */
};

struct surveying;

struct survey_check {
	const char *name;		/* as a rubric's `auto` says it */
	const char *says;		/* what holds when nothing is wrong */
	void (*look)(struct surveying *at);
	bool suspects;			/* it guesses: a person has the last word */
};
extern const struct survey_check survey_checks[CHECKS];
/* The row of this name; -1: none. */
int check_find(const char *name);

/*
 * Run them all. Reads every piece that answers something to its end, streaming; findings
 * live in `arena`. ERR_CANCELLED.
 */
MUST int survey(struct survey *out, struct arena *arena, const struct dossier *dossier,
		const struct progress *progress, struct err *err);
size_t survey_faults(const struct survey *survey);

/* "q1: part1/q1.md is empty", for people: one line, may hold foreign text. */
void finding_print(struct buf *out, const struct finding *finding);
/* "q1: item 3 is empty", for records: ASCII, by number and not by name. */
void finding_record(struct buf *out, const struct finding *finding);

/* The rubric id the manifest of this portfolio names; ERR_NOT_FOUND when it names none. */
MUST int survey_rubric(const char **out, struct arena *arena, const struct dossier *dossier,
		       struct err *err);

/*
 * Words of a text piece of at most 1 MiB, as `wc -w` counts with Unicode spaces; comments in
 * Markdown, `<!-- ... -->`, do not count. -1: no such text, or a table (.csv, .tsv).
 */
int64_t survey_words(const struct dossier *dossier, size_t item);
/* Append "312 words (asked for: 250 to 500)"; without what was asked where `prompt` is NULL
 * or does not say. */
void survey_print_words(struct buf *out, int64_t words, const struct prompt *prompt);

/* Append "612 of 250-500 words", in few columns, for an answer that is not as long as was
 * asked for; nothing where it is, or nothing was asked for. */
void survey_print_count(struct buf *out, int64_t words, const struct prompt *prompt);

#endif
