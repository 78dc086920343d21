/*
 * The gate of a rubric: what must hold before anything is judged. Some of it assay finds for
 * itself, by the checks of a survey; the rest a person ticks with
 *
 *	gate CHECK met|unmet		return gate|no
 *
 * Nothing follows by itself: a portfolio that fails goes back incomplete when its assessor
 * says `return gate` and signs that, with no score and the failed checks for its reasons.
 */
#ifndef CORE_DESK_GATE_H
#define CORE_DESK_GATE_H

#include "core/desk/scoring.h"
#include "core/desk/survey.h"

/* What a survey makes of one check. GATE_UNSAID: it is a person's to say, or `survey` is
 * NULL: the evidence was not looked over yet. */
enum gate_state gate_found(const struct gate_check *check, const struct survey *survey);
/* The same, with what the person said. */
enum gate_state gate_state(const struct scoring *scoring, size_t check);
/* Has a person the word on it? Always, but where assay is sure of what it finds; with `survey`
 * NULL, where it may be. */
bool gate_is_said(const struct gate_check *check, const struct survey *survey);
/* `met`, `unmet` and `open`. */
const char *gate_state_word(enum gate_state state);

/* Checks in this state, of one effect. */
size_t gate_count(const struct scoring *scoring, enum gate_effect effect,
		  enum gate_state state);
/* Checks nobody has said a word on, of both. */
size_t gate_unsaid(const struct scoring *scoring);
/* Is there any that waits for a survey? */
bool gate_wants_survey(const struct rubric *rubric);

/* Why it is returned: `gate: opens: a1: item 3 is empty`, ASCII and without names; one line
 * or more for each unmet check that returns. */
size_t gate_why(const char ***out, struct arena *arena, const struct scoring *scoring);
/* The same for the learner, who may read names: what to mend, in foreign text. */
size_t gate_mend(const char ***out, struct arena *arena, const struct scoring *scoring);
/* Findings of one check that are more than fine: all of them, the worst first. */
size_t gate_findings(const struct finding ***out, struct arena *arena,
		     const struct gate_check *check, const struct survey *survey);

/* What the two verbs do. */
int gate_apply(struct scoring *scoring, struct span rest, struct err *err);
int gate_apply_return(struct scoring *scoring, struct span rest, struct err *err);

#endif
