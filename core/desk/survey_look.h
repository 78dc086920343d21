/*
 * What the checks of a survey work on: every piece that answers something, read once.
 * Private to core/desk/survey*.c.
 */
#ifndef CORE_DESK_SURVEY_LOOK_H
#define CORE_DESK_SURVEY_LOOK_H

#include "core/desk/sniff.h"
#include "core/desk/survey.h"

struct look {			/* at one item of the dossier */
	int64_t size, words;		/* words: -1 where they are not counted */
	struct sniffed kind;
	bool opens, is_pointer;
	const char *trouble;		/* why it does not open: foreign; NULL */
};

struct surveying {
	struct arena *arena;
	const struct dossier *dossier;
	const struct progress *progress;
	struct survey *out;
	struct look *looks;		/* by dossier item */
};

/* Add a finding of this check; `item` is of the dossier, -1 for none. */
void survey_tell(struct surveying *at, enum check_id check, enum finding_kind kind,
		 const char *id, ptrdiff_t item, const char *what, const char *remedy);
void survey_add(struct surveying *at, const struct finding *finding);
/* A slot's or prompt's id. */
const char *piece_id(const struct dossier_item *piece);

void look_complete(struct surveying *at);
void look_files_open(struct surveying *at);
void look_types(struct surveying *at);
void look_word_limits(struct surveying *at);
void look_links(struct surveying *at);
void look_lfs(struct surveying *at);
void look_names(struct surveying *at);
void look_attestations(struct surveying *at);

#endif
