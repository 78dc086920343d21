/*
 * Any bytes as Markdown: every line is laid out, each byte of it stands for a byte of its
 * line, and reading twice says the same.
 */
#include <assert.h>
#include <stdint.h>

#include "core/model/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct markdown markdown, again;
	struct laid laid = { 0 };
	struct buf heading = { 0 };

	markdown_read(&markdown, &arena, (struct span){ (const char *)data, size });
	markdown_read(&again, &arena, (struct span){ (const char *)data, size });
	assert(markdown.count == again.count && markdown.link_count == again.link_count);
	for (size_t i = 0; i < markdown.count; i++) {
		markdown_lay(&laid, &markdown, (int64_t)i + 1);
		assert(laid.strong.len == laid.text.len);
		assert(laid.from.len == laid.text.len * sizeof(uint32_t));
		assert(laid.hang <= laid.text.len);
		for (size_t at = 0; at < laid.text.len; at++)
			assert(laid_from(&laid, at) <= markdown.lines[i].text.len);
		markdown_heading(&heading, &markdown, (int64_t)i + 1);
	}
	for (size_t i = 0; i < markdown.link_count; i++)
		assert(markdown.links[i].line >= 1
		       && markdown.links[i].line <= (int64_t)markdown.count);
	buf_close(&heading);
	laid_close(&laid);
	arena_close(&arena);
	return 0;
}
