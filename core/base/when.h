/*
 * Times as assay writes them: UTC seconds, `YYYY-MM-DDThh:mm:ssZ` (RFC 3339, no fraction).
 * Nothing in core asks the clock: the time is always given by the caller.
 */
#ifndef CORE_BASE_WHEN_H
#define CORE_BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/span.h"

enum { WHEN_TEXT = 21 };
#define WHEN_MAX INT64_C(253402300799)	/* 9999-12-31T23:59:59Z */

/* `seconds` must be 0 … WHEN_MAX. */
void when_print(char out[WHEN_TEXT], int64_t seconds);
/* Exactly the form above, a real date; false otherwise. */
bool when_parse(int64_t *seconds, struct span text);

#endif
