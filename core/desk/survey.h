/*
 * Looking a portfolio over before anybody judges it: what is there, what is missing, how
 * long the answers are. What a learner runs before submitting.
 */
#ifndef CORE_DESK_SURVEY_H
#define CORE_DESK_SURVEY_H

#include "core/desk/dossier.h"

struct finding {
	const char *text;		/* a sentence; may hold foreign text */
	bool wrong;
};

struct finding_list {
	struct finding *items;
	size_t count;
};

/* In the rubric's order; sentences live in `arena`. */
void survey(struct finding_list *out, struct arena *arena, const struct dossier *dossier);

/* The rubric id the manifest of this portfolio names. ERR_NOT_FOUND when it names none. */
MUST int survey_rubric(const char **out, struct arena *arena, const char *repo,
		       const char *commit, const char *path, struct err *err);

/* Words of a text piece of at most 1 MiB, as `wc -w` counts; -1 when it is no such text. */
int64_t survey_words(const struct dossier *dossier, size_t item);
/* Append "312 words (asked for: 250 to 500)"; without what was asked where `prompt` is NULL
 * or does not say. */
void survey_print_words(struct buf *out, int64_t words, const struct prompt *prompt);

#endif
