/*
 * Any bytes as a document and as a record: no crash, a tree or a fault, every place inside
 * the file, and every scalar read back from what yaml_scalar makes of it.
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

static void
check(struct span in, int lines, const struct yaml_limits *limits)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena, .path = "fuzz" };
	struct node *root = yaml_parse(&arena, &faults, in, limits);

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
