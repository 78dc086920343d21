#include "core/base/schema.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/text.h"

enum { TEXT_LIMIT = 65536, QUOTE_COLUMNS = 40, WORD_MAX = 32, CLOSE = 2 };

/* One walk: where the parts go, and where the faults do. */
struct walk {
	struct arena *arena;
	struct faults *faults;
};

typedef void reader(struct walk *w, void *slot, const struct field *field,
		    const struct node *node, size_t *count);

static void read_shape(struct walk *w, void *out, const struct shape *shape,
		       const struct node *node);

static char *
quote(struct walk *w, struct span text)
{
	struct buf line = { 0 };
	char *out;

	text_line(&line, text, QUOTE_COLUMNS);
	out = arena_printf(w->arena, "'%s'", line.data == NULL ? "" : line.data);
	buf_close(&line);
	return out;
}

/* What stands there, in words. */
static const char *
found(struct walk *w, const struct node *node)
{
	if (node->kind == NODE_LIST)
		return "a list";
	if (node->kind == NODE_MAP)
		return "a mapping";
	return node->text.len == 0 ? "nothing" : quote(w, node->text);
}

static bool
is_kind(struct walk *w, const struct node *node, enum node_kind kind, const char *expected)
{
	if (node->kind != kind)
		fault_add(w->faults, node->at, "expected %s, found %s", expected,
			  found(w, node));
	return node->kind == kind;
}

/* `a, b or c`, with the last two joined by `last`. */
static const char *
list_of(struct walk *w, const char *const *words, const char *last)
{
	const char *out = "";

	for (size_t i = 0; words[i] != NULL; i++) {
		const char *join = i == 0 ? "" : words[i + 1] == NULL ? last : ", ";

		out = arena_printf(w->arena, "%s%s%s", out, join, words[i]);
	}
	return out;
}

static const char *
one_of(struct walk *w, const char *const *words)
{
	return list_of(w, words, " or ");
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance, two neighbours swapped counting once (optimal string alignment). */
static size_t
distance(const char *a, const char *b)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];
	size_t m = strlen(a), n = strlen(b);

	if (m > WORD_MAX || n > WORD_MAX)
		return WORD_MAX;
	for (size_t i = 0; i <= m; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= m; i++)
		for (size_t j = 1; j <= n; j++) {
			size_t same = a[i - 1] == b[j - 1] ? 0 : 1;

			d[i][j] = least(d[i - 1][j - 1] + same,
					least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[m][n];
}

static const char *
nearest(const char *word, const char *const *words)
{
	const char *best = NULL;
	size_t near = CLOSE + 1;

	for (; *words != NULL; words++) {
		size_t d = distance(word, *words);

		if (d < near && d < strlen(*words)) {
			near = d;
			best = *words;
		}
	}
	return best;
}

static bool
is_long(struct walk *w, const struct field *field, const struct node *node)
{
	size_t max = field->max > 0 ? (size_t)field->max : TEXT_LIMIT;

	if (node->text.len > max)
		fault_add(w->faults, node->at, "expected at most %zu bytes, found %zu", max,
			  node->text.len);
	return node->text.len > max;
}

static void
read_text(struct walk *w, void *slot, const struct field *field, const struct node *node,
	  size_t *count)
{
	(void)count;
	if (!is_kind(w, node, NODE_SCALAR, "text") || is_long(w, field, node))
		return;
	if ((field->flags & FIELD_NONEMPTY) && node->text.len == 0)
		fault_add(w->faults, node->at, "expected some text for '%s'", field->key);
	*(const char **)slot = node->text.data;
}

static void
read_word(struct walk *w, void *slot, const struct field *field, const struct node *node,
	  size_t *count)
{
	const char *expected = field->expected == NULL ? "a word" : field->expected;

	(void)count;
	if (!is_kind(w, node, NODE_SCALAR, expected))
		return;
	if (field->is_word != NULL && !field->is_word(node->text))
		fault_add(w->faults, node->at, "expected %s, found %s", expected,
			  found(w, node));
	else
		*(const char **)slot = node->text.data;
}

static void
read_yesno(struct walk *w, void *slot, const struct field *field, const struct node *node,
	   size_t *count)
{
	(void)field;
	(void)count;
	if (!is_kind(w, node, NODE_SCALAR, "yes or no"))
		return;
	if (!span_is(node->text, "yes") && !span_is(node->text, "no"))
		fault_add(w->faults, node->at, "expected yes or no, found %s",
			  found(w, node));
	else
		*(bool *)slot = span_is(node->text, "yes");
}

/* 0|[1-9][0-9]{0,15} */
static bool
integer(int64_t *out, struct span text)
{
	*out = 0;
	if (text.len == 0 || text.len > 16 || (text.len > 1 && text.data[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*out = *out * 10 + (text.data[i] - '0');
	}
	return true;
}

static void
read_integer(struct walk *w, void *slot, const struct field *field, const struct node *node,
	     size_t *count)
{
	int64_t value;

	(void)count;
	if (!is_kind(w, node, NODE_SCALAR, "a whole number"))
		return;
	if (!integer(&value, node->text))
		fault_add(w->faults, node->at, "expected a whole number, found %s",
			  found(w, node));
	else if (field->max > 0 && (value < field->min || value > field->max))
		fault_add(w->faults, node->at, "expected a whole number from %" PRId64
			  " to %" PRId64 ", found %" PRId64, field->min, field->max, value);
	else
		*(int64_t *)slot = value;
}

static void
read_choice(struct walk *w, void *slot, const struct field *field, const struct node *node,
	    size_t *count)
{
	(void)count;
	for (int i = 0; node->kind == NODE_SCALAR && field->choices[i] != NULL; i++)
		if (span_is(node->text, field->choices[i])) {
			*(int *)slot = i;
			return;
		}
	fault_add(w->faults, node->at, "expected %s, found %s", one_of(w, field->choices),
		  found(w, node));
}

static void
read_map(struct walk *w, void *slot, const struct field *field, const struct node *node,
	 size_t *count)
{
	(void)count;
	read_shape(w, slot, field->shape, node);
}

static void
read_map_ptr(struct walk *w, void *slot, const struct field *field, const struct node *node,
	     size_t *count)
{
	(void)count;
	*(void **)slot = arena_alloc(w->arena, field->shape->size);
	read_shape(w, *(void **)slot, field->shape, node);
}

/* How many items are read: of a list that is too long, no more than it may have. */
static size_t
take_count(struct walk *w, const struct field *field, const struct node *node)
{
	size_t min = field->min > 0 ? (size_t)field->min
		: field->flags & FIELD_NONEMPTY ? 1 : 0;
	size_t max = field->max > 0 ? (size_t)field->max : SIZE_MAX;

	if (node->count < min)
		fault_add(w->faults, node->at, "expected at least %zu in '%s', found %zu",
			  min, field->key, node->count);
	if (node->count > max)
		fault_add(w->faults, node->at, "expected at most %zu in '%s', found %zu", max,
			  field->key, node->count);
	return least(node->count, max);
}

static void
read_list(struct walk *w, void *slot, const struct field *field, const struct node *node,
	  size_t *count)
{
	const struct shape *shape = field->shape;
	char *items;

	if (!is_kind(w, node, NODE_LIST, "a list"))
		return;
	*count = take_count(w, field, node);
	items = arena_array(w->arena, *count, shape->size);
	*(void **)slot = items;
	node = node->first;
	for (size_t i = 0; i < *count; i++, node = node->next)
		read_shape(w, items + i * shape->size, shape, node);
}

static void
read_named(struct walk *w, void *slot, const struct field *field, const struct node *node,
	   size_t *count)
{
	const struct shape *shape = field->shape;
	char *items;

	if (!is_kind(w, node, NODE_MAP, "a mapping"))
		return;
	*count = take_count(w, field, node);
	items = arena_array(w->arena, *count, shape->size);
	*(void **)slot = items;
	node = node->first;
	for (size_t i = 0; i < *count; i++, node = node->next, items += shape->size) {
		if (shape->is_name != NULL && !shape->is_name(span_of(node->key)))
			fault_add(w->faults, node->key_at, "expected %s as a name, found %s",
				  field->expected == NULL ? "an id" : field->expected,
				  quote(w, span_of(node->key)));
		if (shape->name_offset != 0)
			*(const char **)(void *)(items + shape->name_offset - 1) = node->key;
		read_shape(w, items, shape, node);
	}
}

/* `field->max` is here the length of the list: each text has the common limit. */
static void
read_each(struct walk *w, void *slot, const struct field *field, const struct node *node,
	  size_t *count, reader *read_one)
{
	struct field one = *field;
	const char **items;

	if (!is_kind(w, node, NODE_LIST, "a list"))
		return;
	one.max = 0;
	*count = take_count(w, field, node);
	items = arena_array(w->arena, *count, sizeof *items);
	*(const char ***)slot = items;
	node = node->first;
	for (size_t i = 0; i < *count; i++, node = node->next) {
		items[i] = "";
		read_one(w, &items[i], &one, node, NULL);
	}
}

static void
read_texts(struct walk *w, void *slot, const struct field *field, const struct node *node,
	   size_t *count)
{
	read_each(w, slot, field, node, count, read_text);
}

static void
read_words(struct walk *w, void *slot, const struct field *field, const struct node *node,
	   size_t *count)
{
	read_each(w, slot, field, node, count, read_word);
}

static void
read_node(struct walk *w, void *slot, const struct field *field, const struct node *node,
	  size_t *count)
{
	(void)w;
	(void)field;
	(void)count;
	*(const struct node **)slot = node;
}

static reader *const readers[] = {
	[FIELD_TEXT] = read_text,
	[FIELD_WORD] = read_word,
	[FIELD_YESNO] = read_yesno,
	[FIELD_INTEGER] = read_integer,
	[FIELD_CHOICE] = read_choice,
	[FIELD_MAP] = read_map,
	[FIELD_MAP_PTR] = read_map_ptr,
	[FIELD_LIST] = read_list,
	[FIELD_NAMED] = read_named,
	[FIELD_TEXTS] = read_texts,
	[FIELD_WORDS] = read_words,
	[FIELD_NODE] = read_node,
};

static const struct field *
field_of(const struct shape *shape, const char *key)
{
	for (size_t i = 0; i < shape->count; i++)
		if (*shape->fields[i].key == *key && strcmp(shape->fields[i].key, key) == 0)
			return &shape->fields[i];
	return NULL;
}

static void
unknown_key(struct walk *w, const struct shape *shape, const struct node *node)
{
	const char **keys = arena_array(w->arena, shape->count + 1, sizeof *keys), *near;

	for (size_t i = 0; i < shape->count; i++)
		keys[i] = shape->fields[i].key;
	near = nearest(node->key, keys);
	if (near != NULL)
		fault_add(w->faults, node->key_at, "unknown key %s (did you mean '%s'?)",
			  quote(w, span_of(node->key)), near);
	else
		fault_add(w->faults, node->key_at, "unknown key %s (expected %s)",
			  quote(w, span_of(node->key)), one_of(w, keys));
}

static void
check_required(struct walk *w, const struct shape *shape, const struct node *map)
{
	for (size_t i = 0; i < shape->count; i++)
		if ((shape->fields[i].flags & FIELD_REQUIRED)
		    && node_get(map, shape->fields[i].key) == NULL)
			fault_add(w->faults, map->at, "expected a key '%s' in %s",
				  shape->fields[i].key, shape->what);
}

/* The keys it must have, or else those it may have. */
static const char *
keys_wanted(struct walk *w, const struct shape *shape)
{
	const char **keys = arena_array(w->arena, shape->count + 1, sizeof *keys);
	size_t count = 0;

	for (size_t i = 0; i < shape->count; i++)
		if (shape->fields[i].flags & FIELD_REQUIRED)
			keys[count++] = shape->fields[i].key;
	if (count != 0)
		return list_of(w, keys, " and ");
	for (size_t i = 0; i < shape->count; i++)
		keys[i] = shape->fields[i].key;
	return one_of(w, keys);
}

static void
read_shape(struct walk *w, void *out, const struct shape *shape, const struct node *node)
{
	char *base = out;
	size_t none;

	if (shape->at_offset != 0)
		*(struct place *)(void *)(base + shape->at_offset - 1) = node->at;
	if (node->kind != NODE_MAP) {
		fault_add(w->faults, node->at, "expected %s (a mapping of %s), found %s",
			  shape->what, keys_wanted(w, shape), found(w, node));
		return;
	}
	check_required(w, shape, node);
	for (node = node->first; node != NULL; node = node->next) {
		const struct field *field = field_of(shape, node->key);

		if (field == NULL) {
			unknown_key(w, shape, node);
			continue;
		}
		readers[field->kind](w, base + field->offset, field, node,
				     field->count_offset == 0 ? &none
				     : (size_t *)(void *)(base + field->count_offset));
	}
}

int
schema_read(void *out, const struct shape *shape, const struct node *node,
	    struct arena *arena, struct faults *faults)
{
	struct walk w = { .arena = arena, .faults = faults };
	size_t before = faults->count + faults->more;

	read_shape(&w, out, shape, node);
	return faults->count + faults->more == before ? 0 : -1;
}
