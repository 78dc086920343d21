/*
 * The shapes of names: what an id, an actor, a pseudonym may look like (ledger.md section 2,
 * rubric.md section 2). Predicates over spans, for schema tables and verbs alike.
 */
#ifndef CORE_MODEL_NAMES_H
#define CORE_MODEL_NAMES_H

#include <stdbool.h>

#include "core/base/span.h"

enum { KID_HEX = 33, OID_HEX = 41 };

bool is_rubric_id(struct span text);	/* [a-z0-9][a-z0-9.-]{0,63} */
bool is_id(struct span text);		/* [a-z][a-z0-9._]{0,63}: parts, criteria, levels, codes, slots */
bool is_actor(struct span text);	/* [a-z][a-z0-9-]{1,30} */
bool is_hex32(struct span text);	/* a record id, a pseudonym, a kid */
bool is_hex40(struct span text);	/* a git object id */
bool is_hex64(struct span text);	/* a SHA-256 */
bool is_hex64_or_none(struct span text);
bool is_attachment(struct span text);	/* [a-z0-9][a-z0-9._-]{0,63} */

/* A path inside a tree: relative, at most 4,096 bytes, no part empty, `.` or `..`. */
bool is_path(struct span text);

#endif
