/*
 * The layout that assay itself writes, read directly: one mapping, a line a key, lists of one
 * item a line, everything else between braces and brackets on its line, ASCII throughout.
 *
 * It is a second way to the same tree and never another opinion: whatever is not of this
 * layout, or could be at fault, is left to the reader by events. What it does read, that one
 * reads alike, to the place of every node; tests/fuzz/yaml.c holds the two together.
 */
#include "core/base/yaml.h"

enum {
	DIGIT_OR_LETTER = 1,
	FIRST = 2,	/* may begin a plain scalar, */
	INNER = 4,	/* may stand in one: see is_plain in yaml.c */
	NAME = 8,	/* may stand in a key */
	KEYS = 32,	/* of a mapping: more are sorted and compared there */
	KEY_BYTES = 128,
	EVENTS = 4,	/* stream and document begin and end */
	BYTES = 64 << 10,	/* that are worth a copy */
};

#define A (DIGIT_OR_LETTER | FIRST | INNER | NAME)
#define I INNER
/* From space to tilde; nothing else is read here. */
static const unsigned char kinds[256] = {
	[' '] = I,         0, 0, 0, 0, 0, 0, 0, FIRST | I, I, 0, I, 0, I | NAME, I | NAME,
	FIRST | I,
	['0'] = A, A, A, A, A, A, A, A, A, A, 0, I, I, I, I, 0,
	['@'] = I, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
	['P'] = A, A, A, A, A, A, A, A, A, A, A, 0, 0, 0, 0, FIRST | I | NAME,
	['a'] = A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
	['p'] = A, A, A, A, A, A, A, A, A, A, A,
};
#undef A
#undef I

struct plain {
	struct arena *arena;
	const struct yaml_limits *limits;
	char *at;			/* in a copy, where texts are ended by NUL; ends in NUL */
	char *open;			/* where a text ends, once what stands there is read */
	const char *line_start;
	int line;
	size_t events, depth;
};

static bool value(struct node **out, struct plain *p);

static bool
is(char c, unsigned kind)
{
	return (kinds[(unsigned char)c] & kind) != 0;
}

static struct place
here(const struct plain *p)
{
	return (struct place){ p->line, (int)(p->at - p->line_start) + 1 };
}

/* Past what separates. */
static void
skip(struct plain *p, size_t count)
{
	if (p->open != NULL)
		*p->open = '\0';
	p->open = NULL;
	p->at += count;
}

static struct node *
node_open(struct plain *p, enum node_kind kind)
{
	struct node *node = arena_alloc(p->arena, sizeof *node);

	*node = (struct node){ .kind = kind, .at = here(p) };
	p->events += kind == NODE_SCALAR ? 1 : 2;
	return node;
}

static bool
plain_scalar(struct node **out, struct plain *p)
{
	struct node *node = node_open(p, NODE_SCALAR);
	char *start = p->at;

	if (!is(*start, FIRST))
		return false;
	while (is(*p->at, INNER) || (*p->at == ':' && is(p->at[1], DIGIT_OR_LETTER)))
		p->at++;
	if (p->at[-1] == ' ')
		return false;
	node->text = (struct span){ start, (size_t)(p->at - start) };
	p->open = p->at;
	*out = node;
	return true;
}

static bool
quoted(struct node **out, struct plain *p)
{
	struct node *node = node_open(p, NODE_SCALAR);
	char quote = *p->at++, *start = p->at;

	while (*p->at >= ' ' && *p->at <= '~' && *p->at != quote && *p->at != '\\')
		p->at++;
	if (*p->at != quote || p->at[1] == '\'')
		return false;
	node->text = (struct span){ start, (size_t)(p->at - start) };
	*p->at++ = '\0';
	*out = node;
	return true;
}

/* A key and its colon, not in this mapping yet. */
static bool
key(const char **out, struct place *at, const struct node *map, struct plain *p)
{
	char *start = p->at;

	*at = here(p);
	*out = start;
	p->events++;
	if (!is(*start, DIGIT_OR_LETTER))
		return false;
	while (is(*p->at, NAME))
		p->at++;
	if (*p->at != ':' || p->at - start > KEY_BYTES)
		return false;
	*p->at++ = '\0';
	return map->count < KEYS && node_get(map, start) == NULL;
}

static bool
is_down(struct plain *p)
{
	return ++p->depth <= p->limits->depth;
}

/* Members with `, ` between them. */
static bool
flow(struct node **out, struct plain *p)
{
	bool is_map = *p->at == '{';
	struct node *node = node_open(p, is_map ? NODE_MAP : NODE_LIST), **tail = &node->first;
	char end = is_map ? '}' : ']';

	if (!is_down(p))
		return false;
	for (skip(p, 1); *p->at != end || node->count != 0; skip(p, 2)) {
		struct place at = { 0, 0 };
		const char *name = NULL;

		if ((is_map && (!key(&name, &at, node, p) || *p->at++ != ' '))
		    || !value(tail, p))
			return false;
		(*tail)->key = name;
		(*tail)->key_at = at;
		tail = &(*tail)->next;
		node->count++;
		if (*p->at == end)
			break;
		if (*p->at != ',' || p->at[1] != ' ')
			return false;
	}
	skip(p, 1);
	p->depth--;
	*out = node;
	return true;
}

/* What stands on one line. */
static bool
value(struct node **out, struct plain *p)
{
	if (*p->at == '{' || *p->at == '[')
		return flow(out, p);
	return *p->at == '"' || *p->at == '\'' ? quoted(out, p) : plain_scalar(out, p);
}

static bool
line_end(struct plain *p)
{
	if (*p->at != '\n')
		return false;
	skip(p, 1);
	p->line++;
	p->line_start = p->at;
	return true;
}

/* Lines of `  - value`. */
static bool
block_list(struct node **out, struct plain *p)
{
	struct node *node, **tail;

	p->at += 2;
	if (!is_down(p))
		return false;
	node = *out = node_open(p, NODE_LIST);
	for (tail = &node->first;; tail = &(*tail)->next) {
		p->at += 2;
		if (!value(tail, p) || !line_end(p))
			return false;
		node->count++;
		if (strncmp(p->at, "  - ", 4) != 0)
			break;
		p->at += 2;
	}
	p->depth--;
	return true;
}

static struct node *
document(struct plain *p)
{
	struct node *root = node_open(p, NODE_MAP), **tail = &root->first;

	if (!is_down(p))
		return NULL;
	do {
		struct place at;
		const char *name;
		bool good = key(&name, &at, root, p);

		if (good && *p->at == ' ') {
			p->at++;
			good = value(tail, p) && line_end(p);
		} else if (good) {
			good = line_end(p) && strncmp(p->at, "  - ", 4) == 0
				&& block_list(tail, p);
		}
		if (!good)
			return NULL;
		(*tail)->key = name;
		(*tail)->key_at = at;
		tail = &(*tail)->next;
		root->count++;
	} while (*p->at != '\0');
	return root;
}

struct node *
yaml_plain(struct arena *arena, struct span bytes, const struct yaml_limits *limits)
{
	struct plain p = { .arena = arena, .limits = limits, .line = 1, .events = EVENTS };
	struct node *root;
	const char *end;

	if (bytes.len == 0 || bytes.len > limits->bytes || bytes.len > BYTES)
		return NULL;
	p.at = arena_copy(arena, bytes.data, bytes.len);
	p.line_start = p.at;
	end = p.at + bytes.len;
	root = document(&p);
	/* a NUL of theirs ended it before its end */
	return root != NULL && p.at == end && p.events <= limits->events ? root : NULL;
}
