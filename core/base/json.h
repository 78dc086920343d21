/*
 * The JSON that scripts rely on: `"assay": 1` at the top, keys only ever added (cli.md).
 * A document is built, printed and closed; strings are made valid UTF-8 on the way in.
 */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"

struct json;

struct json *json_document(void);			/* an object that begins "assay": 1 */
struct json *json_object(struct json *parent, const char *key);	/* key NULL: into a list */
struct json *json_list(struct json *parent, const char *key);
void json_text(struct json *parent, const char *key, const char *value);	/* NULL: null */
void json_integer(struct json *parent, const char *key, int64_t value);
void json_bool(struct json *parent, const char *key, bool value);
void json_null(struct json *parent, const char *key);

/* Append the document and a newline, and free it with all its parts. */
void json_close(struct buf *out, struct json *document);

#endif
