#include "core/base/json.h"

#include <jansson.h>
#include <stdlib.h>

#include "core/base/text.h"

/* `struct json` is jansson's json_t, whose name stays in this file. */
static json_t *
theirs(struct json *json)
{
	return (json_t *)(void *)json;
}

/* Every byte that is no UTF-8 becomes U+FFFD; jansson would refuse the text. */
static void
make_valid(struct buf *out, struct span in)
{
	size_t used;

	buf_put(out, "", 0);
	while (in.len != 0) {
		text_encode(out, text_decode(in, &used));
		in = (struct span){ in.data + used, in.len - used };
	}
}

/* Takes `value` over. Out of memory ends the program, as in an arena. */
static struct json *
put(struct json *parent, const char *key, json_t *value)
{
	struct buf name = { 0 };
	int status;

	if (value == NULL)
		abort();
	if (key == NULL) {
		status = json_array_append_new(theirs(parent), value);
	} else {
		make_valid(&name, span_of(key));
		status = json_object_set_new_nocheck(theirs(parent), name.data, value);
		buf_close(&name);
	}
	if (status != 0)
		abort();
	return (struct json *)(void *)value;
}

struct json *
json_document(void)
{
	struct json *document = (struct json *)(void *)json_object();

	if (document == NULL)
		abort();
	json_number(document, "assay", 1);
	return document;
}

struct json *
json_map(struct json *parent, const char *key)
{
	return put(parent, key, json_object());
}

struct json *
json_list(struct json *parent, const char *key)
{
	return put(parent, key, json_array());
}

void
json_text(struct json *parent, const char *key, const char *value)
{
	struct buf valid = { 0 };

	if (value == NULL) {
		json_nothing(parent, key);
		return;
	}
	make_valid(&valid, span_of(value));
	put(parent, key, json_stringn_nocheck(valid.data, valid.len));
	buf_close(&valid);
}

void
json_number(struct json *parent, const char *key, int64_t value)
{
	put(parent, key, json_integer(value));
}

void
json_bool(struct json *parent, const char *key, bool value)
{
	put(parent, key, json_boolean(value));
}

void
json_nothing(struct json *parent, const char *key)
{
	put(parent, key, json_null());
}

static int
append(const char *data, size_t len, void *out)
{
	buf_put(out, data, len);
	return 0;
}

void
json_close(struct buf *out, struct json *document)
{
	if (json_dump_callback(theirs(document), append, out,
			       JSON_INDENT(2) | JSON_PRESERVE_ORDER) != 0)
		abort();
	buf_char(out, '\n');
	json_decref(theirs(document));
}
