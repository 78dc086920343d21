/*
 * YAML as assay reads it: a strict subset, as a tree that knows where every node stood.
 *
 * UTF-8 without BOM, one document that is a mapping, no anchors, aliases, tags, directives
 * or merge keys, no explicit keys, no duplicate keys, bounded in bytes, depth and events;
 * raw control characters, a lone CR, and U+0085, U+2028, U+2029, which end a line only for
 * some readers, stand nowhere. Scalars are text; what they mean is the schema's to say
 * (core/base/schema.h), never YAML's.
 */
#ifndef CORE_BASE_YAML_H
#define CORE_BASE_YAML_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/base/span.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	struct place at;
	struct span text;	/* scalar: its text, NUL-terminated in the arena */
	const char *key;	/* member of a map: its key, NUL-terminated, no NUL inside */
	struct place key_at;
	struct node *first;	/* list and map: members in file order, linked by next */
	struct node *next;
	size_t count;
};

struct yaml_limits {
	size_t bytes, depth, events, pairs;	/* pairs: in one map */
	bool inert;		/* no C0 (but LF, TAB in block scalars), DEL, C1, bidi in scalars */
};

extern const struct yaml_limits yaml_document;	/* rubrics, manifests: 1 MiB, depth 16 */
extern const struct yaml_limits yaml_record;	/* ledger.md section 12: 256 KiB, depth 8 */

/*
 * Parse one document into `arena`. NULL after the first fault of syntax (YAML cannot be
 * read on past it), which is added to `faults`; duplicate keys and other faults that leave
 * the tree readable are all added, and the tree returned.
 */
struct node *yaml_parse(struct arena *arena, struct faults *faults, struct span bytes,
			const struct yaml_limits *limits);

/* The same, of bytes in the layout that assay writes, and without fault; NULL: ask the other.
 * yaml_parse asks it first; yaml_events is the other. */
struct node *yaml_plain(struct arena *arena, struct span bytes,
			const struct yaml_limits *limits);
struct node *yaml_events(struct arena *arena, struct faults *faults, struct span bytes,
			 const struct yaml_limits *limits);

/* The member of a map with this key, or NULL. */
struct node *node_get(const struct node *map, const char *key);

/* Append `text` as a scalar that reads back as itself: plain where that is safe, otherwise
 * double-quoted with escapes; always one line. */
void yaml_scalar(struct buf *out, struct span text);

/* Append the version of the library beneath. */
void yaml_library(struct buf *out);

#endif
