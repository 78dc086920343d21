#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

struct range {
	uint32_t first, last;
};

/* Never shown as they are: control, bidi, invisible and non-characters (terminal.md 3). */
static const struct range forbidden[] = {
	{ 0x0000, 0x001F },	/* C0 */
	{ 0x007F, 0x009F },	/* DEL, C1 */
	{ 0x00AD, 0x00AD },	/* soft hyphen */
	{ 0x034F, 0x034F },	/* combining grapheme joiner */
	{ 0x061C, 0x061C },	/* Arabic letter mark */
	{ 0x115F, 0x1160 },	/* Hangul fillers */
	{ 0x17B4, 0x17B5 },	/* invisible Khmer vowels */
	{ 0x180B, 0x180F },	/* Mongolian selectors and separator */
	{ 0x200B, 0x200F },	/* zero width, marks of direction */
	{ 0x2028, 0x202E },	/* line separators, embeddings, overrides */
	{ 0x2060, 0x206F },	/* invisible operators, isolates */
	{ 0x3164, 0x3164 },	/* Hangul filler */
	{ 0xFDD0, 0xFDEF },	/* non-characters */
	{ 0xFE00, 0xFE0F },	/* variation selectors, but for one after a base */
	{ 0xFEFF, 0xFEFF },
	{ 0xFFA0, 0xFFA0 },	/* half width Hangul filler */
	{ 0xFFF0, 0xFFFB },	/* interlinear annotation */
	{ 0xFFFE, 0xFFFF },
	{ 0x1BCA0, 0x1BCA3 },	/* shorthand format controls */
	{ 0x1D173, 0x1D17A },	/* musical format controls */
	{ 0xE0000, 0xE0FFF },	/* tags, selectors */
};

static const struct range selectors[] = {
	{ 0x180B, 0x180D },
	{ 0x180F, 0x180F },
	{ 0xFE00, 0xFE0F },
	{ 0xE0100, 0xE01EF },
};

static const struct range spaces[] = {	/* White_Space of Unicode */
	{ 0x0009, 0x000D }, { 0x0020, 0x0020 }, { 0x0085, 0x0085 }, { 0x00A0, 0x00A0 },
	{ 0x1680, 0x1680 }, { 0x2000, 0x200A }, { 0x2028, 0x2029 }, { 0x202F, 0x202F },
	{ 0x205F, 0x205F }, { 0x3000, 0x3000 },
};

/*
 * Terminals disagree about these: symbols that are wide in East Asian fonts, emoji, private
 * use. Greek and Cyrillic, wide in a few old settings, would cost a move per letter.
 */
static const struct range disputed[] = {
	{ 0x00A1, 0x00BF }, { 0x00D7, 0x00D7 }, { 0x00F7, 0x00F7 }, { 0x02C7, 0x02DF },
	{ 0x2010, 0x2027 }, { 0x2030, 0x205E }, { 0x2070, 0x2BFF }, { 0x3248, 0x324F },
	{ 0xE000, 0xF8FF }, { 0xFFFD, 0xFFFD }, { 0x16FE0, 0x16FFF }, { 0x1F000, 0x1FBFF },
	{ 0xF0000, 0x10FFFF },
};

#define IN(table, point) in_ranges(table, sizeof(table) / sizeof *(table), point)

enum { ZWJ = 0x200D, DOTTED_CIRCLE = 0x25CC };

static bool
in_ranges(const struct range *table, size_t count, uint32_t point)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (point > table[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < count && point >= table[low].first;
}

static bool
is_forbidden(uint32_t point)
{
	return (point & 0xFFFE) == 0xFFFE || IN(forbidden, point);
}

static bool
is_emoji(uint32_t point)
{
	int boundclass = utf8proc_get_property((utf8proc_int32_t)point)->boundclass;

	return boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC
		|| (point >= 0x1F3FB && point <= 0x1F3FF);	/* skin tones join too */
}

/* Takes no place of its own: Mn, Me, Mc, and the vowels and finals of Hangul. */
static bool
is_mark(uint32_t point)
{
	utf8proc_category_t category;

	if (point < 0x300)
		return false;
	category = utf8proc_category((utf8proc_int32_t)point);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
		|| category == UTF8PROC_CATEGORY_MC || (point >= 0x1161 && point <= 0x11FF)
		|| (point >= 0xD7B0 && point <= 0xD7FF);
}

/*
 * Table 3-7 of Unicode 15: the second byte has a range of its own after E0, ED, F0 and F4,
 * which keeps out overlong forms, surrogates and what lies past U+10FFFF.
 */
uint32_t
text_decode(struct span in, size_t *used)
{
	const unsigned char *s = (const unsigned char *)in.data;
	unsigned low = 0x80, high = 0xBF;
	uint32_t point;
	size_t len;

	*used = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return TEXT_BAD;
	len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	if (in.len < len)
		return TEXT_BAD;
	if (s[0] == 0xE0)
		low = 0xA0;
	else if (s[0] == 0xED)
		high = 0x9F;
	else if (s[0] == 0xF0)
		low = 0x90;
	else if (s[0] == 0xF4)
		high = 0x8F;
	point = s[0] & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++, low = 0x80, high = 0xBF) {
		if (s[i] < low || s[i] > high)
			return TEXT_BAD;
		point = point << 6 | (s[i] & 0x3Fu);
	}
	*used = len;
	return point;
}

static size_t
encode(char out[4], uint32_t point)
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)point,
					    (utf8proc_uint8_t *)out);
}

void
text_encode(struct buf *out, uint32_t point)
{
	char bytes[4];

	buf_put(out, bytes, encode(bytes, point));
}

static void
glyph_add(struct glyph *out, uint32_t point)
{
	out->len += (uint8_t)encode(out->text + out->len, point);
	out->text[out->len] = '\0';
}

/* The visible form of what must not reach a terminal: `^[`, `^?`, `<U+202E>`. */
static void
glyph_show(struct glyph *out, uint32_t point)
{
	static const char hex[] = "0123456789ABCDEF";
	char *at = out->text;
	int digits = point > 0xFFFFF ? 6 : point > 0xFFFF ? 5 : 4;

	out->marked = true;
	if (point < 0x80) {
		*at++ = '^';
		*at++ = (char)(point ^ 0x40);
	} else {
		memcpy(at, "<U+", 3);
		at += 3;
		while (digits-- > 0)
			*at++ = hex[point >> 4 * digits & 15];
		*at++ = '>';
	}
	*at = '\0';
	out->len = out->width = (uint8_t)(at - out->text);
}

static void
glyph_base(struct glyph *out, uint32_t point)
{
	int width = utf8proc_charwidth((utf8proc_int32_t)point);

	glyph_add(out, point);
	out->width = width == 2 ? 2 : 1;
	out->ambiguous = point >= 0x80
		&& (width == 0 || IN(disputed, point) || is_emoji(point) || utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_CN);
}

/* A joiner holds only between two emoji; `rest` begins with it. */
static bool
joins(uint32_t base, struct span rest)
{
	size_t used;

	rest = (struct span){ rest.data + 3, rest.len - 3 };
	return is_emoji(base) && rest.len != 0 && is_emoji(text_decode(rest, &used));
}

/* The marks that belong to `base`; what goes over TEXT_MARKS is left out. */
static void
glyph_marks(struct glyph *out, struct span *in, uint32_t base)
{
	size_t used, marks = base == DOTTED_CIRCLE && out->marked ? 1 : 0, seen = 0;
	bool selected = false, last = false;

	for (; in->len != 0 && !last; seen++) {
		uint32_t point = text_decode(*in, &used);

		if (point < 0x300)
			return;
		if (IN(selectors, point)) {
			if (seen != 0 || selected || out->marked)
				return;
			selected = true;
		} else if (point == ZWJ) {
			if (!joins(base, *in))
				return;
			last = true;
		} else if (!is_mark(point) || is_forbidden(point)) {
			return;
		}
		*in = (struct span){ in->data + used, in->len - used };
		out->source += used;
		out->ambiguous = true;
		if (marks++ < TEXT_MARKS)
			glyph_add(out, point);
		else
			out->marked = true;
	}
}

bool
text_glyph(struct glyph *out, struct span *in)
{
	size_t used;
	uint32_t point;

	if (in->len == 0)
		return false;
	*out = (struct glyph){ 0 };
	point = text_decode(*in, &used);
	out->marked = point == TEXT_BAD && used == 1;
	if (is_forbidden(point)) {
		glyph_show(out, point);
	} else if (is_mark(point)) {
		glyph_base(out, DOTTED_CIRCLE);
		out->marked = out->ambiguous = true;
		glyph_add(out, point);
		point = DOTTED_CIRCLE;
	} else {
		glyph_base(out, point);
	}
	*in = (struct span){ in->data + used, in->len - used };
	out->source = used;
	if (point >= 0x20 && !is_forbidden(point))
		glyph_marks(out, in, point);
	return true;
}

/* The glyphs of plain ASCII, most of all text, need no tables. */
static size_t
plain_run(struct span in)
{
	size_t len = 0;

	while (len < in.len && in.data[len] >= 0x20 && in.data[len] < 0x7F)
		len++;
	return len < in.len && len > 0 ? len - 1 : len;	/* the last may carry a mark */
}

size_t
text_width(struct span in)
{
	struct glyph glyph;
	size_t width = 0;

	for (;;) {
		size_t run = plain_run(in);

		if (in.len == 0)
			return width;	/* a secret nobody began to type has no bytes at all */
		width += run;
		in = (struct span){ in.data + run, in.len - run };
		if (!text_glyph(&glyph, &in))
			return width;
		width += glyph.width;
	}
}

void
text_clean(struct buf *out, struct span in)
{
	struct glyph glyph;

	for (;;) {
		size_t run = plain_run(in);

		buf_put(out, in.data, run);
		in = (struct span){ in.data + run, in.len - run };
		if (in.len == 0)
			return;
		if (*in.data == '\n' || *in.data == '\t') {
			buf_char(out, *in.data);
			in = (struct span){ in.data + 1, in.len - 1 };
		} else if (text_glyph(&glyph, &in)) {
			buf_put(out, glyph.text, glyph.len);
		}
	}
}

/* The joiner at its end goes with what it would have joined. */
static size_t
joiner_len(const struct glyph *glyph)
{
	const char *end = glyph->text + glyph->len;

	return glyph->len > 3 && memcmp(end - 3, "\u200D", 3) == 0 ? 3 : 0;
}

void
text_line(struct buf *out, struct span in, size_t columns)
{
	struct glyph glyph;
	size_t width = 0;
	size_t keep = out->len;		/* what still leaves room for the ellipsis */

	while (text_glyph(&glyph, &in)) {
		width += glyph.width;
		if (columns != 0 && width > columns) {
			out->len = keep;
			buf_text(out, "…");
			return;
		}
		buf_put(out, glyph.text, glyph.len);
		if (width < columns)
			keep = out->len - joiner_len(&glyph);
	}
}

bool
text_is_clean(struct span in)
{
	struct glyph glyph;

	while (text_glyph(&glyph, &in))
		if (glyph.marked)
			return false;
	return true;
}

bool
text_is_utf8(struct span in)
{
	size_t used;

	while (in.len != 0) {
		if (text_decode(in, &used) == TEXT_BAD && used == 1)
			return false;
		in = (struct span){ in.data + used, in.len - used };
	}
	return true;
}

bool
text_holds(struct span in, struct span part)
{
	for (size_t i = 0; i + part.len <= in.len; i++)
		if (strncasecmp(in.data + i, part.data, part.len) == 0)
			return true;
	return false;
}

size_t
text_words(struct span in)
{
	size_t words = 0, used;
	bool inside = false;

	while (in.len != 0) {
		bool space = IN(spaces, text_decode(in, &used));

		words += !space && !inside;
		inside = !space;
		in = (struct span){ in.data + used, in.len - used };
	}
	return words;
}

void
text_fold(struct buf *out, struct span in)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)in.data,
		(utf8proc_ssize_t)in.len, &folded,
		UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);

	if (len >= 0)
		buf_put(out, folded, (size_t)len);
	else
		buf_put(out, in.data, in.len);
	free(folded);
}

/* Letters that no decomposition takes apart. */
static const struct {
	uint32_t point;
	const char *letters;
} spelled[] = {
	{ 0xDF, "ss" }, { 0xE6, "ae" }, { 0xF0, "d" }, { 0xF8, "o" }, { 0xFE, "th" },
	{ 0x111, "d" }, { 0x127, "h" }, { 0x131, "i" }, { 0x142, "l" }, { 0x153, "oe" },
};

static void
slug_point(struct buf *out, uint32_t point, size_t start, char join, bool *gap)
{
	char one[2] = { (char)point, '\0' };
	const char *letters = NULL;

	if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'))
		letters = one;
	for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
		if (point == spelled[i].point)
			letters = spelled[i].letters;
	if (letters == NULL) {
		*gap = *gap || !is_mark(point);
		return;
	}
	if (*gap && out->len > start)
		buf_char(out, join);
	*gap = false;
	buf_text(out, letters);
}

void
text_slug(struct buf *out, struct span in, char join, size_t max)
{
	size_t start = out->len, used, end;
	utf8proc_int32_t parts[32];
	bool gap = false;
	int class = 0;

	while (in.len != 0 && out->len - start <= max) {
		utf8proc_int32_t point = (utf8proc_int32_t)text_decode(in, &used);
		utf8proc_ssize_t count = utf8proc_decompose_char(
			point, parts, 32,
			UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &class);

		for (utf8proc_ssize_t i = 0; i < count && i < 32; i++)
			slug_point(out, (uint32_t)parts[i], start, join, &gap);
		in = (struct span){ in.data + used, in.len - used };
	}
	if (out->len - start > max) {
		out->len = start + max;
		for (end = out->len; end > start + max / 2 && out->data[end] != join; end--)
			;
		if (end > start + max / 2)
			out->len = end;
		out->data[out->len] = '\0';
	}
}

bool
text_scattered(const char *text, struct span letters)
{
	size_t found = 0;

	for (; *text != '\0' && found < letters.len; text++)
		found += strncasecmp(text, letters.data + found, 1) == 0;
	return found == letters.len;
}

void
text_library(struct buf *out)
{
	buf_text(out, utf8proc_version());
}
