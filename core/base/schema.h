/*
 * From a YAML tree to a struct, by table: which keys there are, what each may hold, where it
 * goes. One walk finds every fault: an unknown key, a missing one, a list where a map was
 * expected, a word where a number was. Types come from the table alone: `yes` is a truth
 * only where FIELD_YESNO stands, and `1e3` is never a number.
 */
#ifndef CORE_BASE_SCHEMA_H
#define CORE_BASE_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/fault.h"
#include "core/base/yaml.h"

enum field_kind {
	FIELD_TEXT,		/* const char *: any text without NUL; `max` bytes at most (0: 64 KiB) */
	FIELD_WORD,		/* const char *: accepted by `is_word` */
	FIELD_YESNO,		/* bool: the words yes and no */
	FIELD_INTEGER,		/* int64_t: 0|[1-9][0-9]{0,15}, min … max when max > 0 */
	FIELD_CHOICE,		/* int: index into `choices` (NULL-terminated) */
	FIELD_MAP,		/* struct, in place, by `shape` */
	FIELD_MAP_PTR,		/* pointer to such a struct; NULL when absent */
	FIELD_LIST,		/* array of structs by `shape`; count at `count_offset` */
	FIELD_NAMED,		/* map from id to struct, as an array: the id goes to the
				   shape's `name_offset` */
	FIELD_TEXTS,		/* array of const char *; count at `count_offset` */
	FIELD_WORDS,		/* the same, each accepted by `is_word` */
	FIELD_NODE,		/* const struct node *: read later by the caller */
};

enum { FIELD_REQUIRED = 1, FIELD_NONEMPTY = 2 };

struct field {
	const char *key;
	enum field_kind kind;
	size_t offset;
	size_t count_offset;	/* of a size_t; 0: the count is not kept */
	unsigned flags;
	const struct shape *shape;
	const char *const *choices;
	bool (*is_word)(struct span text);
	const char *expected;	/* what `is_word` wants, in words: "an id like p2.c1" */
	int64_t min, max;	/* integer range; list length; text bytes */
};

struct shape {
	const char *what;	/* "a criterion": for faults */
	size_t size;		/* of the struct */
	const struct field *fields;
	size_t count;
	size_t at_offset;	/* a struct place in the struct, plus 1; 0: keeps none */
	size_t name_offset;	/* FIELD_NAMED: const char *, plus 1 */
	bool (*is_name)(struct span text);	/* FIELD_NAMED: what the ids may be */
};

#define SHAPE_FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof *(table)
#define SHAPE_AT(type, member) .at_offset = offsetof(type, member) + 1
#define SHAPE_NAME(type, member) .name_offset = offsetof(type, member) + 1

/*
 * Fill `out` (of shape->size bytes, zeroed; defaults may be set before) from `node`. Texts
 * point into the tree. Faults are added; returns -1 if this call added any, else 0. The
 * struct is then filled as far as it could be.
 */
MUST int schema_read(void *out, const struct shape *shape, const struct node *node,
		     struct arena *arena, struct faults *faults);

#endif
