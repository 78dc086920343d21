/*
 * Any bytes at all: what comes out is valid UTF-8 without a byte that a terminal obeys,
 * cleaning it again changes nothing, and no byte of the source is lost count of.
 */
#include <assert.h>
#include <stdint.h>

#include "core/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_clean(struct span in)
{
	size_t used;

	while (in.len != 0) {
		uint32_t point = text_decode(in, &used);

		assert(point != TEXT_BAD || used == 3);
		assert(point >= 0x20 || point == '\n' || point == '\t');
		assert(point < 0x7F || point > 0x9F);
		assert(point < 0x202A || point > 0x202E);
		assert(point < 0x2066 || point > 0x2069);
		in = (struct span){ in.data + used, in.len - used };
	}
}

static void
check_glyphs(struct span in)
{
	struct glyph glyph;
	size_t source = 0, width = 0, whole = in.len, columns = text_width(in);

	while (text_glyph(&glyph, &in)) {
		assert(glyph.source > 0 && glyph.width > 0 && glyph.len < TEXT_GLYPH);
		assert(strlen(glyph.text) == glyph.len);
		source += glyph.source;
		width += glyph.width;
	}
	assert(source == whole && width == columns);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf once = { 0 }, twice = { 0 }, line = { 0 };
	size_t columns = size == 0 ? 0 : data[0] % 40u;

	text_clean(&once, in);
	text_clean(&twice, buf_span(&once));
	assert(span_equal(buf_span(&once), buf_span(&twice)));
	check_clean(buf_span(&once));
	check_glyphs(in);
	text_line(&line, in, columns);
	assert(columns == 0 || text_width(buf_span(&line)) <= columns);
	assert(text_words(in) <= size);
	buf_close(&once);
	buf_close(&twice);
	buf_close(&line);
	return 0;
}
