/*
 * A rubric as people read it: whole, with its ids, for whoever judges or writes one; and as
 * a page for a learner, who wants to know what is asked and how it will be judged.
 */
#ifndef CORE_OUT_RUBRIC_PAGE_H
#define CORE_OUT_RUBRIC_PAGE_H

#include "core/base/buf.h"
#include "core/model/rubric.h"

/* Plain lines; foreign text in them is cleaned, other than by its newlines. */
void rubric_page_print(struct buf *out, const struct rubric *rubric);
/* One criterion of it. */
void rubric_page_criterion(struct buf *out, const struct rubric *rubric, size_t criterion);

/* Markdown for a learner: no ids, no rule, whatever the rubric holds is text and no mark. */
void rubric_learner_print(struct buf *out, const struct rubric *rubric);
/* Append foreign text so that Markdown shows it as it is; on one line. */
void markdown_text(struct buf *out, const char *text);

#endif
