/*
 * How often what is tried by chance is tried: every time, or the share of it, in a hundred,
 * that ASSAY_ROUNDS says. Under the sanitisers a share does: the rest differs in its numbers.
 */
#ifndef TESTS_UNIT_ROUNDS_H
#define TESTS_UNIT_ROUNDS_H

#include <stdlib.h>

static inline int
rounds(int all)
{
	const char *said = getenv("ASSAY_ROUNDS");
	long share = said == NULL ? 100 : strtol(said, NULL, 10);

	return share < 1 || share > 100 ? all : all * share < 100 ? 1 : (int)(all * share / 100);
}

#endif
