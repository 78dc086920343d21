/*
 * Any bytes as XML: a fault, or a tree whose elements have names and places, texts in
 * UTF-8, and hang together.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/text.h"
#include "core/base/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
check_element(const struct xml *element, int depth)
{
	size_t count = 1;

	assert(depth < 64 && element->name[0] != '\0');
	assert(element->at.line >= 1 && element->at.column >= 1);
	assert(element->text.data[element->text.len] == '\0');
	assert(text_is_utf8(element->text));
	for (size_t i = 0; i < element->attribute_count; i++)
		assert(xml_attribute(element, element->attributes[i].name) != NULL);
	for (const struct xml *at = element->first; at != NULL; at = at->next) {
		const struct xml *first = xml_child(element, at->name);

		assert(first != NULL && (at->next != NULL || at == element->last));
		count += check_element(at, depth + 1);
	}
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	const struct xml *root = xml_parse(&arena, &faults,
					   (struct span){ (const char *)data, size });

	assert((root == NULL) == (faults.count != 0));
	if (root != NULL)
		assert(check_element(root, 0) <= size);
	arena_close(&arena);
	return 0;
}
