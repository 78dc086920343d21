/*
 * The JSON that scripts rely on: `"assay": 1` at the top, keys only ever added (cli.md).
 * A document is built, printed and closed; strings are made valid UTF-8 on the way in.
 * The names keep clear of jansson's own json_object, json_integer and json_null.
 */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/fault.h"
#include "core/base/yaml.h"

struct json;

struct json *json_document(void);			/* a map that begins "assay": 1 */

/* Into a map under `key`, into a list with `key` NULL. What is returned is the document's. */
struct json *json_map(struct json *parent, const char *key);
struct json *json_list(struct json *parent, const char *key);
void json_text(struct json *parent, const char *key, const char *value);	/* NULL: null */
void json_number(struct json *parent, const char *key, int64_t value);
void json_bool(struct json *parent, const char *key, bool value);
void json_nothing(struct json *parent, const char *key);	/* null */

/* Each text of the document, keys aside, becomes what `change` appends of it. */
void json_each_text(struct json *document,
		    void (*change)(void *who, struct buf *out, struct span text), void *who);

/* Append the document and a newline, and free it with all its parts. */
void json_close(struct buf *out, struct json *document);
void json_drop(struct json *document);

/*
 * Read somebody else's JSON as the tree that YAML is read as, so that one walk serves both:
 * numbers, true and false are scalars of their text, a member that is null is not there.
 * UTF-8, BOM or not; no duplicate keys, at most 2 MiB, 32 deep, 40,000 maps and lists and
 * 150,000 values in all. NULL after a fault, which has its place; the nodes of the tree have
 * none (0:0). NUL-terminated texts, as everywhere in a tree.
 */
struct node *json_parse(struct arena *arena, struct faults *faults, struct span bytes);

/* Append the version of the library beneath. */
void json_library(struct buf *out);

#endif
