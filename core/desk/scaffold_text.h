/*
 * The words of a scaffold: manifest, questions, guide. Private to core/desk/scaffold*.c.
 */
#ifndef CORE_DESK_SCAFFOLD_TEXT_H
#define CORE_DESK_SCAFFOLD_TEXT_H

#include "core/base/buf.h"
#include "core/desk/dossier.h"

/* Where the answer to a prompt stands; it may be no safe path. */
const char *scaffold_answer(struct arena *arena, const struct part *part,
			    const struct prompt *prompt);
/* Is a file made for it? Only Markdown can ask a question that does not count as words. */
bool scaffold_writes(const char *path);

void scaffold_manifest(struct buf *out, struct arena *arena, const struct rubric *rubric);
void scaffold_question(struct buf *out, const struct prompt *prompt);
void scaffold_guide(struct buf *out, struct arena *arena, const struct rubric *rubric);
/* The manifest of a folder that was there. */
void scaffold_found(struct buf *out, struct arena *arena, const struct dossier *dossier);

#endif
