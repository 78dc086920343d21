/*
 * What the learner reads: the outcome, what was seen, what is still missing and where it
 * was found, in Markdown that is as good read raw.
 */
#ifndef CORE_OUT_FEEDBACK_H
#define CORE_OUT_FEEDBACK_H

#include "core/base/buf.h"
#include "core/model/attempt.h"

struct feedback_page {
	const struct rubric *rubric;
	const struct sheet *sheet;
	const struct attempt *attempt;
	const struct decision_result *result;
	enum outcome outcome;
	const struct notes *notes;
	const char **mend;		/* returned unjudged at the gate, for these; NULL */
	size_t mend_count;
	const char **cited;		/* by criterion: addresses joined by `, `, or NULL */
	const char *portfolio, *commit;	/* which evidence was judged */
};

void feedback_print(struct buf *out, const struct feedback_page *page);

#endif
