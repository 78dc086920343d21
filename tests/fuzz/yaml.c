/*
 * Any bytes as a document and as a record: no crash, a tree or a fault, every place inside
 * the file, and every scalar read back from what yaml_scalar makes of it. What is read
 * directly is read alike by events.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_scalar(struct span text)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "again" };
	struct buf again = { 0 };
	struct node *root;

	buf_text(&again, "a: [");
	yaml_scalar(&again, text);
	buf_text(&again, "]");
	root = yaml_parse(&arena, &faults, buf_span(&again), &yaml_document);
	assert(root != NULL && faults.count == 0);
	assert(span_equal(root->first->first->text, text));
	buf_close(&again);
	arena_close(&arena);
}

static void
check_tree(const struct node *node, int lines, size_t depth)
{
	size_t count = 0;

	assert(node->at.line >= 1 && node->at.line <= lines && node->at.column >= 1);
	if (node->kind == NODE_SCALAR && node->text.len < 10000)
		check_scalar(node->text);
	assert(node->kind == NODE_SCALAR || depth > 0);
	for (const struct node *child = node->first; child != NULL; child = child->next) {
		assert((child->key != NULL) == (node->kind == NODE_MAP));
		check_tree(child, lines, depth - 1);
		count++;
	}
	assert(count == node->count);
}

static bool
same_place(struct place a, struct place b)
{
	return a.line == b.line && a.column == b.column;
}

static void
check_same(const struct node *a, const struct node *b)
{
	assert(a->kind == b->kind && a->count == b->count && same_place(a->at, b->at));
	assert(span_equal(a->text, b->text));
	assert(a->kind != NODE_SCALAR || a->text.data[a->text.len] == '\0');
	assert((a->key == NULL) == (b->key == NULL) && same_place(a->key_at, b->key_at));
	assert(a->key == NULL || strcmp(a->key, b->key) == 0);
	a = a->first;
	for (b = b->first; a != NULL && b != NULL; a = a->next, b = b->next)
		check_same(a, b);
	assert(a == NULL && b == NULL);
}

static void
check_plain(struct span in, const struct yaml_limits *limits)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "plain" };
	const struct node *plain = yaml_plain(&arena, in, limits), *other;

	if (plain != NULL) {
		other = yaml_events(&arena, &faults, in, limits);
		assert(other != NULL && faults.count == 0);
		check_same(plain, other);
	}
	arena_close(&arena);
}

static void
check(struct span in, int lines, const struct yaml_limits *limits)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "fuzz" };
	struct node *root = yaml_parse(&arena, &faults, in, limits);

	check_plain(in, limits);
	assert(root != NULL || faults.count != 0);
	fault_sort(&faults);
	for (size_t i = 0; i < faults.count; i++) {
		assert(faults.items[i].at.line >= 0 && faults.items[i].at.line <= lines);
		assert(text_is_utf8(span_of(faults.items[i].text))
		       || strlen(faults.items[i].text) >= 399);
	}
	if (root != NULL && faults.count == 0)
		check_tree(root, lines, limits->depth);
	arena_close(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int lines = 2;	/* the end may stand on a line of its own */

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	check((struct span){ (const char *)data, size }, lines, &yaml_document);
	check((struct span){ (const char *)data, size }, lines, &yaml_record);
	return 0;
}
