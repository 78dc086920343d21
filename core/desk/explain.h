/*
 * Entries of a portfolio that hold no work themselves and lead elsewhere: what they are, told
 * to a person. Nothing is followed.
 */
#ifndef CORE_DESK_EXPLAIN_H
#define CORE_DESK_EXPLAIN_H

#include "core/desk/dossier.h"

/*
 * The item of the evidence a symbolic link among it leads to, by its text alone; -1: it leads
 * out of the evidence, or to nothing in it.
 */
ptrdiff_t explain_target(const struct dossier *dossier, size_t item, struct span text);
/* Append where a symbolic link leads. `how` to go there, where that is a piece: "Enter". */
void explain_link(struct buf *out, const struct dossier *dossier, size_t item, struct span text,
		  const char *how);
/* Append what a Git LFS pointer stands for, and what to ask for. */
void explain_pointer(struct buf *out, struct span text);
/* Append what a submodule is, and why nothing is signed over it. */
void explain_submodule(struct buf *out, const struct evidence_submodule *submodule);

#endif
