/*
 * What to keep of a list, as people write it on every face:
 *
 *	actor:m-k outcome:pass		the column holds these letters; all must
 *	circle "not yet"		words, in any column; quoted ones may hold spaces
 *	-state:signed			what holds it is left out
 *	type:claim,moderation		one of several
 *
 * Upper and lower case of ASCII are one. Nothing written keeps everything.
 */
#ifndef CORE_BASE_FILTER_H
#define CORE_BASE_FILTER_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/span.h"

enum { FILTER_COLUMNS = 16, FILTER_TERMS = 32 };

struct filter_term {
	int column;			/* -1: any */
	bool without;			/* it must not hold */
	struct span words;		/* alternatives, between commas where quoted was false */
	bool quoted;
};

struct filter {
	struct filter_term terms[FILTER_TERMS];
	size_t count;
	size_t columns;
};

/*
 * Read `text`, which must outlive it. `columns` ends in NULL. ERR_USAGE for a column there is
 * not, and more than FILTER_TERMS terms.
 */
MUST int filter_read(struct filter *out, const char *const *columns, struct span text,
		     struct err *err);
/* `values`: one a column; NULL holds nothing. */
bool filter_passes(const struct filter *filter, const char *const *values);

/* Where a column stands; -1: there is none of that name. */
int filter_column(const char *const *columns, struct span name);

#endif
