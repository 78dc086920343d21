#include "core/base/json.h"

#include <inttypes.h>
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

void
json_each_text(struct json *document,
	       void (*change)(void *who, struct buf *out, struct span text), void *who)
{
	json_t *at = theirs(document), *item;
	const char *key;
	size_t i;

	if (json_is_string(at)) {
		struct buf changed = { 0 };

		buf_put(&changed, "", 0);
		change(who, &changed, (struct span){ json_string_value(at),
						     json_string_length(at) });
		if (json_string_setn_nocheck(at, changed.data, changed.len) != 0)
			abort();
		buf_close(&changed);
	}
	json_array_foreach(at, i, item)
		json_each_text((struct json *)(void *)item, change, who);
	json_object_foreach(at, key, item)
		json_each_text((struct json *)(void *)item, change, who);
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

void
json_drop(struct json *document)
{
	json_decref(theirs(document));
}

enum { BYTES_MAX = 2 << 20, DEPTH_MAX = 32, BRANCHES_MAX = 40000, VALUES_MAX = 150000 };

/* What the text would cost as a tree, counted before there is one; strings aside. */
static const char *
too_large(struct span bytes)
{
	size_t depth = 0, branches = 0, values = 1;
	bool quoted = false;

	if (bytes.len > BYTES_MAX)
		return "larger than 2 MiB";
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.data[i];

		if (c == '"')
			quoted = !quoted;
		else if (quoted)
			i += c == '\\';
		else if (c == '[' || c == '{') {
			branches++;
			values++;
			depth++;
		} else if (c == ',') {
			values++;
		} else if ((c == ']' || c == '}') && depth > 0) {
			depth--;
		}
		if (depth > DEPTH_MAX)
			return "deeper than 32 maps and lists";
	}
	return branches > BRANCHES_MAX ? "more than 40,000 maps and lists"
		: values > VALUES_MAX ? "more than 150,000 values" : NULL;
}

static struct node *node_from(struct arena *arena, json_t *value);

static void
add(struct node *parent, struct node ***end, struct node *node)
{
	**end = node;
	*end = &node->next;
	parent->count++;
}

static void
add_members(struct arena *arena, struct node *map, json_t *value)
{
	struct node **end = &map->first;
	const char *key;
	json_t *member;

	json_object_foreach(value, key, member) {
		struct node *node;

		if (json_is_null(member))
			continue;
		node = node_from(arena, member);
		node->key = arena_text(arena, key);
		add(map, &end, node);
	}
}

static struct node *
node_from(struct arena *arena, json_t *value)
{
	struct node *node = arena_alloc(arena, sizeof *node);
	struct node **end = &node->first;

	if (json_is_object(value)) {
		node->kind = NODE_MAP;
		add_members(arena, node, value);
	} else if (json_is_array(value)) {
		node->kind = NODE_LIST;
		for (size_t i = 0; i < json_array_size(value); i++)
			add(node, &end, node_from(arena, json_array_get(value, i)));
	} else if (json_is_string(value)) {
		node->text = arena_span(arena, (struct span){
			json_string_value(value), json_string_length(value) });
	} else if (json_is_integer(value)) {
		node->text = span_of(arena_printf(arena, "%" PRId64,
						  (int64_t)json_integer_value(value)));
	} else if (json_is_real(value)) {
		node->text = span_of(arena_printf(arena, "%.9f", json_real_value(value)));
	} else {
		node->text = span_of(json_is_true(value) ? "true"
				     : json_is_false(value) ? "false" : "");
	}
	return node;
}

struct node *
json_parse(struct arena *arena, struct faults *faults, struct span bytes)
{
	const char *large;
	json_error_t error;
	struct node *tree;
	json_t *value;

	if (span_starts(bytes, "\xEF\xBB\xBF"))
		bytes = (struct span){ bytes.data + 3, bytes.len - 3 };
	if ((large = too_large(bytes)) != NULL) {
		fault_add(faults, (struct place){ 0, 0 }, "%s", large);
		return NULL;
	}
	value = json_loadb(bytes.data, bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
			   &error);
	if (value == NULL) {
		fault_add(faults, (struct place){ error.line, error.column },
			  "expected JSON: %s", error.text);
		return NULL;
	}
	tree = node_from(arena, value);
	json_decref(value);
	return tree;
}

void
json_library(struct buf *out)
{
	buf_text(out, jansson_version_str());
}
