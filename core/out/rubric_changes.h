/*
 * Two versions of a rubric as a page: may results by both be compared, and what changed.
 */
#ifndef CORE_OUT_RUBRIC_CHANGES_H
#define CORE_OUT_RUBRIC_CHANGES_H

#include "core/base/buf.h"
#include "core/model/rubric_diff.h"

/* The first line of the page, without its newline: by the two digests, and never another
 * answer than the changes give. */
const char *rubric_verdict(enum rubric_likeness likeness,
			   const struct rubric_change *changes, size_t count);

/* Plain lines: the verdict, then the changes by what they matter to. Clean. */
void rubric_changes_print(struct buf *out, const struct rubric *old,
			  const struct rubric *now);

#endif
