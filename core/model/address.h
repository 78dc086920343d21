/*
 * Where in the evidence: `plan.md`, `plan.md:12-18`, `data.csv:7`, `scan.pdf#4`,
 * `talk.mp4@3:10-3:40`. People see the path; records hold the item's number and the range.
 */
#ifndef CORE_MODEL_ADDRESS_H
#define CORE_MODEL_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/span.h"

enum address_kind { ADDRESS_WHOLE, ADDRESS_LINES, ADDRESS_PAGE, ADDRESS_TIME };

struct address {
	const char *path;
	enum address_kind kind;
	int64_t first, last;	/* lines and pages, from 1, first <= last; seconds for time */
};

/*
 * Split at the first `:`, `#` or `@` all of whose rest is a well-formed range (`12`,
 * `12-18`; after `@` times `3:10` or `1:03:10`; no leading zeros); otherwise the whole text
 * is a path. ERR_SYNTAX for an empty path or a range that runs backwards.
 */
MUST int address_parse(struct address *out, struct arena *arena, struct span text,
		       struct err *err);
/* The same text again; only `7-7` comes back as `7`, `75:10` as `1:15:10`. */
void address_print(struct buf *out, const struct address *address);
/* Only the range, as a record holds it: `12-18`, `7`, `3:10-3:40`; empty for the whole. */
void address_range(struct buf *out, const struct address *address);

#endif
