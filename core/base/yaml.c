#include "core/base/yaml.h"

#include <stdlib.h>
#include <yaml.h>

#include "core/base/text.h"
#include "core/base/yaml_problem.h"

const struct yaml_limits yaml_document = {
	.bytes = 1048576, .depth = 16, .events = 200000, .pairs = 10000,
};
const struct yaml_limits yaml_record = {
	.bytes = 262144, .depth = 8, .events = 20000, .pairs = 10000, .inert = true,
};

/* A list or map that is open, and the one it stands in. */
struct level {
	struct node *node, **tail;
	const char *key;	/* of a map: read, its value still to come */
	struct place key_at;
	bool has_key;
	struct level *up;
};

/*
 * One reading. `seen` is how far the bytes have been looked at for what is outside the
 * subset but leaves no event: tabs, explicit keys, directives.
 */
struct reading {
	struct arena *arena;
	struct faults *faults;
	const struct yaml_limits *limits;
	struct span bytes;
	size_t seen, seen_index;	/* in bytes; in characters, as libyaml counts */
	struct place seen_at;
	yaml_parser_t parser;
	struct level *level;
	struct node *root;
	size_t depth, events;
};

typedef int taker(struct reading *r, const yaml_event_t *event);

static struct place
place_of(yaml_mark_t mark)
{
	return (struct place){ .line = (int)mark.line + 1, .column = (int)mark.column + 1 };
}

/* What no reading of YAML agrees about, wherever it stands: say so before libyaml does. */
static const char *
bad_character(uint32_t point, size_t used, struct span rest)
{
	if (point == TEXT_BAD && used == 1)
		return "expected UTF-8, found a byte that is none";
	if (point == '\r')
		return rest.len > 1 && rest.data[1] == '\n' ? NULL
			: "expected a line feed after this carriage return";
	if (point == '\n' || point == '\t')
		return NULL;
	if (point == 0x85 || point == 0x2028 || point == 0x2029)
		return "this character ends a line for some readers and not for others; "
			"escape it in double quotes, or break the line plainly";
	if (point < 0x20 || (point >= 0x7F && point < 0xA0))
		return "control characters are not allowed; escape them in double quotes";
	return point == 0xFFFE || point == 0xFFFF ? "this is not a character" : NULL;
}

static int
check_bytes(struct reading *r)
{
	struct place at = { 1, 1 };
	size_t used;

	if (span_starts(r->bytes, "\xEF\xBB\xBF"))
		return fault_add(r->faults, at, "expected no byte order mark");
	for (struct span in = r->bytes; in.len != 0; ) {
		uint32_t point = text_decode(in, &used);
		const char *bad = bad_character(point, used, in);

		if (bad != NULL)
			return fault_add(r->faults, at, "%s", bad);
		at = point == '\n' ? (struct place){ at.line + 1, 1 }
			: (struct place){ at.line, at.column + 1 };
		in = (struct span){ in.data + used, in.len - used };
	}
	return 0;
}

/* The byte at `seen`, or NUL at the end; step moves over one character. */
static char
look(const struct reading *r)
{
	return r->seen < r->bytes.len ? r->bytes.data[r->seen] : '\0';
}

static void
step(struct reading *r)
{
	bool newline = look(r) == '\n';

	do
		r->seen++;
	while (((unsigned char)look(r) & 0xC0) == 0x80);
	r->seen_index++;
	r->seen_at.column++;
	if (newline)
		r->seen_at = (struct place){ r->seen_at.line + 1, 1 };
}

/* Between scalars there are only indicators, white space and comments. */
static void
look_between(struct reading *r, size_t index)
{
	bool comment = false;

	for (; r->seen_index < index && r->seen < r->bytes.len; step(r)) {
		char c = look(r);

		comment = c != '\n' && (comment || c == '#');
		if (comment)
			continue;
		if (c == '\t')
			fault_add(r->faults, r->seen_at, "expected spaces, found a tab");
		else if (c == '?')
			fault_add(r->faults, r->seen_at, "expected a plain key, found '?'");
		else if (c == '%')
			fault_add(r->faults, r->seen_at, "directives are not allowed");
	}
}

static void
look_inside(struct reading *r, size_t index, bool tabs)
{
	for (; r->seen_index < index && r->seen < r->bytes.len; step(r))
		if (!tabs && look(r) == '\t')
			fault_add(r->faults, r->seen_at, "expected spaces, found a tab");
}

/* The `|` or `>` of a block scalar and what follows on its line. */
static void
look_header(struct reading *r, size_t index)
{
	size_t end = r->seen, newline = r->seen_index;

	while (end < r->bytes.len && r->bytes.data[end] != '\n')
		newline += ((unsigned char)r->bytes.data[end++] & 0xC0) != 0x80;
	look_between(r, newline < index ? newline : index);
}

/* Tags and anchors are the first thing of their node. */
static void
look_properties(struct reading *r)
{
	if (look(r) == '!')
		fault_add(r->faults, r->seen_at, "tags are not allowed");
	else if (look(r) == '&')
		fault_add(r->faults, r->seen_at, "anchors are not allowed");
}

static bool
is_plain_style(const yaml_event_t *event)
{
	return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static bool
is_block(const yaml_event_t *event)
{
	return event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE
		|| event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
}

static void
look_scalar(struct reading *r, const yaml_event_t *event)
{
	if (event->end_mark.index == event->start_mark.index)
		return;
	look_between(r, event->start_mark.index);
	look_properties(r);
	if (is_block(event))
		look_header(r, event->end_mark.index);
	look_inside(r, event->end_mark.index, !is_plain_style(event));
}

static void
look_collection(struct reading *r, const yaml_event_t *event)
{
	look_between(r, event->start_mark.index);
	if (event->end_mark.index != event->start_mark.index)
		look_properties(r);
}

/* C0 but LF and TAB in block scalars, DEL, C1, bidi (ledger.md, section 12). */
static bool
is_active(uint32_t point, bool block)
{
	if (point == '\n' || point == '\t')
		return !block;
	return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C
		|| point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E)
		|| (point >= 0x2066 && point <= 0x2069);
}

static void
check_scalar(struct reading *r, struct place at, struct span text, bool block)
{
	size_t used;

	if (text.len != 0 && memchr(text.data, '\0', text.len) != NULL) {
		fault_add(r->faults, at, "expected text without NUL characters");
		return;
	}
	for (; r->limits->inert && text.len != 0;
	     text = (struct span){ text.data + used, text.len - used }) {
		uint32_t point = text_decode(text, &used);

		if (!is_active(point, block))
			continue;
		fault_add(r->faults, at, "expected text without control characters, "
			  "found U+%04X", (unsigned)point);
		return;
	}
}

static struct node *
node_open(struct reading *r, enum node_kind kind, yaml_mark_t mark)
{
	struct node *node = arena_alloc(r->arena, sizeof *node);

	*node = (struct node){ .kind = kind, .at = place_of(mark) };
	return node;
}

/* Put a node where it belongs: root, item, or value of the key before it. */
static int
place_node(struct reading *r, struct node *node)
{
	struct level *level = r->level;

	if (level == NULL) {
		r->root = node;
		return 0;
	}
	node->key = level->key;
	node->key_at = level->key_at;
	level->key = NULL;
	level->has_key = false;
	*level->tail = node;
	level->tail = &node->next;
	if (++level->node->count > r->limits->pairs && level->node->kind == NODE_MAP)
		return fault_add(r->faults, node->key_at, "more than %zu keys in a mapping",
				 r->limits->pairs);
	return 0;
}

static bool
expects_key(const struct reading *r)
{
	return r->level != NULL && r->level->node->kind == NODE_MAP && !r->level->has_key;
}

static void
take_key(struct reading *r, const yaml_event_t *event, struct span text)
{
	struct place at = place_of(event->start_mark);

	if (is_plain_style(event) && span_is(text, "<<"))
		fault_add(r->faults, at, "merge keys are not allowed");
	r->level->key = text.data;
	r->level->key_at = at;
	r->level->has_key = true;
}

static int
take_scalar(struct reading *r, const yaml_event_t *event)
{
	struct span text = { (const char *)event->data.scalar.value,
			     event->data.scalar.length };
	struct node *node;

	look_scalar(r, event);
	text = arena_span(r->arena, text);
	check_scalar(r, place_of(event->start_mark), text, is_block(event));
	if (expects_key(r)) {
		take_key(r, event, text);
		return 0;
	}
	node = node_open(r, NODE_SCALAR, event->start_mark);
	node->text = text;
	return place_node(r, node);
}

static int
take_start(struct reading *r, const yaml_event_t *event)
{
	enum node_kind kind = event->type == YAML_MAPPING_START_EVENT ? NODE_MAP : NODE_LIST;
	struct node *node = node_open(r, kind, event->start_mark);
	struct level *level = arena_alloc(r->arena, sizeof *level);

	look_collection(r, event);
	if (expects_key(r))
		return fault_add(r->faults, node->at, "expected a word as key, found a %s",
				 kind == NODE_LIST ? "list" : "mapping");
	if (++r->depth > r->limits->depth)
		return fault_add(r->faults, node->at, "nested deeper than %zu",
				 r->limits->depth);
	if (place_node(r, node) != 0)
		return -1;
	*level = (struct level){ .node = node, .tail = &node->first, .up = r->level };
	r->level = level;
	return 0;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	int order = strcmp(x->key, y->key);

	if (order != 0)
		return order;
	if (x->key_at.line != y->key_at.line)
		return x->key_at.line < y->key_at.line ? -1 : 1;
	return x->key_at.column < y->key_at.column ? -1 : 1;
}

static void
check_keys(struct reading *r, const struct node *map)
{
	struct node **members = arena_array(r->arena, map->count, sizeof *members);
	size_t n = 0, first = 0;

	for (struct node *node = map->first; node != NULL; node = node->next)
		members[n++] = node;
	if (n > 1)
		qsort(members, n, sizeof *members, compare_keys);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(members[first]->key, members[i]->key) != 0)
			first = i;
		else
			fault_add(r->faults, members[i]->key_at,
				  "the key '%s' stands here a second time, first on line %d",
				  members[i]->key, members[first]->key_at.line);
	}
}

static int
take_end(struct reading *r, const yaml_event_t *event)
{
	(void)event;
	if (r->level->node->kind == NODE_MAP)
		check_keys(r, r->level->node);
	r->level = r->level->up;
	r->depth--;
	return 0;
}

static int
take_document(struct reading *r, const yaml_event_t *event)
{
	if (r->root != NULL)
		return fault_add(r->faults, place_of(event->start_mark),
				 "expected one document, found a second");
	look_between(r, event->end_mark.index);
	return 0;
}

static int
take_alias(struct reading *r, const yaml_event_t *event)
{
	return fault_add(r->faults, place_of(event->start_mark), "aliases are not allowed");
}

static int
take_nothing(struct reading *r, const yaml_event_t *event)
{
	(void)r;
	(void)event;
	return 0;
}

static taker *const takers[] = {
	[YAML_NO_EVENT] = take_nothing,
	[YAML_STREAM_START_EVENT] = take_nothing,
	[YAML_STREAM_END_EVENT] = take_nothing,
	[YAML_DOCUMENT_START_EVENT] = take_document,
	[YAML_DOCUMENT_END_EVENT] = take_nothing,
	[YAML_ALIAS_EVENT] = take_alias,
	[YAML_SCALAR_EVENT] = take_scalar,
	[YAML_SEQUENCE_START_EVENT] = take_start,
	[YAML_SEQUENCE_END_EVENT] = take_end,
	[YAML_MAPPING_START_EVENT] = take_start,
	[YAML_MAPPING_END_EVENT] = take_end,
};

/* Does a quote end right before this character? Only sought as far as the reading is. */
static bool
ends_quote(const struct reading *r, size_t index)
{
	return r->seen_index == index && r->seen > 0
		&& (r->bytes.data[r->seen - 1] == '"' || r->bytes.data[r->seen - 1] == '\'');
}

static int
syntax_fault(struct reading *r)
{
	const yaml_parser_t *parser = &r->parser;
	const char *problem = parser->problem;
	struct place at = place_of(parser->problem_mark);
	bool at_start;

	if (parser->error == YAML_MEMORY_ERROR)
		abort();	/* as an arena does */
	if (problem == NULL)
		problem = "this is not YAML";
	look_inside(r, parser->problem_mark.index, true);
	if (r->seen_index == parser->problem_mark.index && look(r) == '\t')
		problem = "tab character";
	problem = yaml_problem(&at_start, problem, ends_quote(r, parser->problem_mark.index));
	return fault_add(r->faults, at_start ? place_of(parser->context_mark) : at, "%s",
			 problem);
}

/* Events until the stream ends; -1 after a fault that ends the reading. */
static int
read_events(struct reading *r)
{
	yaml_event_type_t type = YAML_NO_EVENT;

	while (type != YAML_STREAM_END_EVENT) {
		yaml_event_t event;
		int status;

		if (!yaml_parser_parse(&r->parser, &event))
			return syntax_fault(r);
		type = event.type;
		if (++r->events > r->limits->events)
			status = fault_add(r->faults, place_of(event.start_mark),
					   "more than %zu parts", r->limits->events);
		else
			status = takers[type](r, &event);
		yaml_event_delete(&event);
		if (status != 0)
			return -1;
	}
	look_between(r, SIZE_MAX);
	return 0;
}

static struct node *
check_root(struct reading *r)
{
	struct place start = { 1, 1 };

	if (r->root != NULL && r->root->kind == NODE_MAP)
		return r->root;
	fault_add(r->faults, r->root == NULL ? start : r->root->at, "expected a mapping");
	return NULL;
}

struct node *
yaml_events(struct arena *arena, struct faults *faults, struct span bytes,
	    const struct yaml_limits *limits)
{
	struct reading r = { .arena = arena, .faults = faults, .limits = limits,
			     .bytes = bytes, .seen_at = { 1, 1 } };
	int status;

	if (bytes.len > limits->bytes) {
		fault_add(faults, (struct place){ 0, 0 }, "larger than %zu bytes",
			  limits->bytes);
		return NULL;
	}
	if (check_bytes(&r) != 0)
		return NULL;
	if (!yaml_parser_initialize(&r.parser))
		abort();
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.data, bytes.len);
	status = read_events(&r);
	yaml_parser_delete(&r.parser);
	return status == 0 ? check_root(&r) : NULL;
}

struct node *
yaml_parse(struct arena *arena, struct faults *faults, struct span bytes,
	   const struct yaml_limits *limits)
{
	struct node *plain = yaml_plain(arena, bytes, limits);

	return plain != NULL ? plain : yaml_events(arena, faults, bytes, limits);
}

struct node *
node_get(const struct node *map, const char *key)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (struct node *node = map->first; node != NULL; node = node->next)
		if (*node->key == *key && strcmp(node->key, key) == 0)
			return node;
	return NULL;
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Invisible, or read differently by different readers. */
static bool
needs_escape(uint32_t point)
{
	return is_active(point, false) || point == 0x200B || point == 0x2028 || point == 0x2029
		|| (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF
		|| (point >= 0xFFF9 && point <= 0xFFFB) || point == 0xFFFE || point == 0xFFFF
		|| (point >= 0xE0000 && point <= 0xE0FFF);
}

static uint32_t
point_at(struct span text, size_t i, size_t *used)
{
	return text_decode((struct span){ text.data + i, text.len - i }, used);
}

/* May `text` stand without quotes, in a block and between braces? */
static bool
is_plain(struct span text)
{
	size_t used;
	uint32_t point;

	if (text.len == 0 || text.data[text.len - 1] == ' '
	    || (!is_alnum(text.data[0]) && strchr("_/(", text.data[0]) == NULL
		&& (unsigned char)text.data[0] < 0x80))
		return false;
	for (size_t i = 0; i < text.len; i += used) {
		point = point_at(text, i, &used);
		if (point < 0x80 && !is_alnum((char)point)
		    && (point == 0 || strchr(" _-./+=()@;'<>", (int)point) == NULL)
		    && !(point == ':' && i + 1 < text.len && is_alnum(text.data[i + 1])))
			return false;
		if (needs_escape(point) || (point == TEXT_BAD && used == 1))
			return false;
	}
	return true;
}

static void
put_escape(struct buf *out, uint32_t point)
{
	static const char letters[] = "\"\"\\\\\nn\rr\tt";

	for (const char *at = letters; *at != '\0'; at += 2)
		if ((unsigned char)*at == point) {
			buf_printf(out, "\\%c", at[1]);
			return;
		}
	if (point < 0x100)
		buf_printf(out, "\\x%02X", (unsigned)point);
	else if (point < 0x10000)
		buf_printf(out, "\\u%04X", (unsigned)point);
	else
		buf_printf(out, "\\U%08X", (unsigned)point);
}

void
yaml_scalar(struct buf *out, struct span text)
{
	size_t used;

	if (is_plain(text)) {
		buf_put(out, text.data, text.len);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < text.len; i += used) {
		uint32_t point = point_at(text, i, &used);

		if (point == '"' || point == '\\' || needs_escape(point))
			put_escape(out, point);
		else
			text_encode(out, point);
	}
	buf_char(out, '"');
}

void
yaml_library(struct buf *out)
{
	buf_text(out, yaml_get_version_string());
}
