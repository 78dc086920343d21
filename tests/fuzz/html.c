/*
 * Any bytes as HTML: text without white space at its ends, no longer than a tag may make it,
 * and the same again where nothing was markup.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/html.h"
#include "core/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf once = { 0 }, twice = { 0 };
	bool markup = html_text(&once, in);

	assert(once.len <= 4 * size + 16);
	assert(text_is_utf8(buf_span(&once)));
	if (once.len != 0)
		assert(!is_space(once.data[0]) && !is_space(once.data[once.len - 1]));
	if (!markup) {
		assert(!html_text(&twice, buf_span(&once)));
		assert(span_equal(buf_span(&once), buf_span(&twice)));
	}
	buf_close(&once);
	buf_close(&twice);
	return 0;
}
