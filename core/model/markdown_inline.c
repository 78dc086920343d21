#include "core/model/markdown_inline.h"

#include <stdio.h>

enum { DEPTH = 8, RUN = 3, BRACKETS = 1000 };	/* bytes between two brackets at most */

/* What was looked for in vain before in the same text, so that none is searched twice. */
struct state {
	struct inline_out *out;
	const char *no_code[RUN + 1];	/* from here on no run of so many backticks */
	const char *no_end[2][RUN + 1];	/* nor an end of emphasis, by mark and length */
};

static void lay(struct inline_out *out, struct span text, int depth);

void
inline_put(struct inline_out *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		uint32_t from = (uint32_t)(text.data + i - out->line);

		buf_char(&out->laid->text, text.data[i]);
		buf_char(&out->laid->strong, out->strong ? 1 : 0);
		buf_put(&out->laid->from, &from, sizeof from);
	}
}

void
inline_add(struct inline_out *out, const char *text, const char *source)
{
	uint32_t from = (uint32_t)(source - out->line);

	for (; *text != '\0'; text++) {
		buf_char(&out->laid->text, *text);
		buf_char(&out->laid->strong, out->strong ? 1 : 0);
		buf_put(&out->laid->from, &from, sizeof from);
	}
}

uint32_t
inline_link(struct inline_out *out, struct span text, struct span target)
{
	struct markdown *to = out->collect;

	if (out->number >= MARKDOWN_LINKS)
		return MARKDOWN_LINKS;
	if (to != NULL) {
		to->links = arena_grow(out->arena, to->links, to->link_count,
				       sizeof *to->links);
		to->links[to->link_count++] =
			(struct markdown_link){ out->line_number, text, target };
	}
	return ++out->number;
}

static void
add_number(struct state *s, uint32_t number, const char *source)
{
	char text[16];

	snprintf(text, sizeof text, "[%u]", (unsigned)number);
	inline_add(s->out, text, source);
}

static struct span
part(const char *from, const char *to)
{
	return (struct span){ from, (size_t)(to - from) };
}

static struct span
rest_of(struct span text, const char *from)
{
	return part(from, text.data + text.len);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (signed char)c < 0;
}

static bool
is_punctuation(char c)
{
	return c > ' ' && c < 127 && !is_word(c);
}

static size_t
run_of(struct span text)
{
	size_t len = 0;

	while (len < text.len && text.data[len] == text.data[0])
		len++;
	return len;
}

/* ---- code ---- */

/* The end of a code span that begins with `ticks` backticks before `text`; NULL: none. */
static const char *
code_end(struct state *s, struct span text, size_t ticks)
{
	const char *end = text.data + text.len;

	if (ticks > RUN || (s->no_code[ticks] != NULL && text.data >= s->no_code[ticks]))
		return NULL;
	for (const char *at = text.data; at < end; at++) {
		size_t len;

		at = memchr(at, '`', (size_t)(end - at));
		if (at == NULL)
			break;
		len = run_of(part(at, end));
		if (len == ticks)
			return at;
		at += len - 1;
	}
	s->no_code[ticks] = text.data;
	return NULL;
}

/* With its backticks: they say that it is code. */
static size_t
lay_code(struct state *s, struct span text)
{
	size_t ticks = run_of(text);
	const char *end = code_end(s, rest_of(text, text.data + ticks), ticks);
	size_t len = end == NULL ? ticks : (size_t)(end - text.data) + ticks;

	inline_put(s->out, part(text.data, text.data + len));
	return len;
}

/* ---- links ---- */

/* The bracket that closes the one `text` begins with; NULL: none. */
static const char *
closing(struct span text, char open, char close)
{
	int depth = 0;

	for (size_t i = 0; i < text.len && i < BRACKETS; i++) {
		if (text.data[i] == '\\')
			i++;
		else if (text.data[i] == open)
			depth++;
		else if (text.data[i] == close && --depth == 0)
			return text.data + i;
	}
	return NULL;
}

/* `(target "title")` without the title. */
static struct span
target_of(struct span inside)
{
	size_t from = 0, to;

	while (from < inside.len && is_blank(inside.data[from]))
		from++;
	for (to = from; to < inside.len && !is_blank(inside.data[to]); to++)
		;
	if (to - from > 1 && inside.data[from] == '<' && inside.data[to - 1] == '>')
		return part(inside.data + from + 1, inside.data + to - 1);
	return part(inside.data + from, inside.data + to);
}

/* `[text](target)` becomes `text[7]`, an image `(image: text)[7]`; 0: it is none. */
static size_t
lay_link(struct state *s, struct span text, int depth)
{
	bool image = text.data[0] == '!';
	struct span from_bracket = rest_of(text, text.data + image);
	const char *close = closing(from_bracket, '[', ']'), *end = text.data + text.len, *last;
	struct span label;

	if (close == NULL || close + 1 >= end || close[1] != '(')
		return 0;
	last = closing(rest_of(text, close + 1), '(', ')');
	if (last == NULL)
		return 0;
	label = part(from_bracket.data + 1, close);
	if (image)
		inline_add(s->out, "(image: ", text.data);
	lay(s->out, label, depth + 1);
	if (image)
		inline_add(s->out, ")", close);
	add_number(s, inline_link(s->out, label, target_of(part(close + 2, last))), last);
	return (size_t)(last + 1 - text.data);
}

/* The length of an address that `text` begins with; 0: none. */
static size_t
address_len(struct span text)
{
	size_t len = span_starts(text, "https://") ? 8 : span_starts(text, "http://") ? 7 : 0;

	if (len == 0)
		return 0;
	while (len < text.len && text.data[len] > ' ' && strchr("<>\"'`|)]", text.data[len]) == NULL)
		len++;
	while (len > 8 && strchr(".,;:!?*_", text.data[len - 1]) != NULL)
		len--;
	return len;
}

/* An address in the open, or between < and >, is shown and numbered. */
static size_t
lay_address(struct state *s, struct span text)
{
	bool angled = text.data[0] == '<';
	struct span inside = rest_of(text, text.data + angled);
	size_t len = address_len(inside);
	struct span address = { inside.data, len };

	if (len == 0)
		return 0;
	if (angled && len < inside.len && inside.data[len] == '>')
		len++;
	len += angled;
	inline_put(s->out, (struct span){ text.data, len });
	add_number(s, inline_link(s->out, address, address), text.data + len - 1);
	return len;
}

/* ---- emphasis ---- */

/* May it begin, or end, what it marks? `before` and `after` are its neighbours, or blank. */
static bool
can_begin(char mark, char before, char after)
{
	return !is_blank(after) && after != '\0'
		&& (!is_punctuation(after) || is_blank(before) || is_punctuation(before))
		&& (mark != '_' || !is_word(before));
}

static const char *
emphasis_end(struct state *s, struct span text, char mark, size_t len)
{
	const char *end = text.data + text.len;
	const char **none = &s->no_end[mark == '_'][len];

	if (*none != NULL && text.data >= *none)
		return NULL;
	for (const char *at = text.data + 1; at < end; at++) {
		size_t run;

		if (*at == '\\') {
			at++;
			continue;
		}
		if (*at != mark)
			continue;
		run = run_of(part(at, end));
		if (run == len && can_begin(mark, at + run < end ? at[run] : ' ', at[-1]))
			return at;
		at += run - 1;
	}
	*none = text.data;
	return NULL;
}

/* `**strong**` is `*strong*` and strong, `*emphasis*` is `_emphasis_`: marks for those who
 * see no styles. 0: it marks nothing. */
static size_t
lay_emphasis(struct state *s, struct span text, char before, int depth)
{
	size_t len = run_of(text);
	const char *from = text.data + len, *end = NULL;
	bool strong = s->out->strong;

	if (len <= RUN && len < text.len && can_begin(*text.data, before, *from))
		end = emphasis_end(s, rest_of(text, from), *text.data, len);
	if (end == NULL)
		return 0;
	s->out->strong = strong || len > 1;
	inline_add(s->out, len > 1 ? "*" : "_", text.data);
	lay(s->out, part(from, end), depth + 1);
	inline_add(s->out, len > 1 ? "*" : "_", end);
	s->out->strong = strong;
	return (size_t)(end - text.data) + len;
}

/* ---- all of it ---- */

static size_t
lay_one(struct state *s, struct span text, char before, int depth)
{
	size_t len = 0;

	switch (*text.data) {
	case '\\':
		if (text.len == 1 || !is_punctuation(text.data[1]))
			break;
		inline_put(s->out, part(text.data + 1, text.data + 2));
		return 2;
	case '`':
		return lay_code(s, text);
	case '!':
	case '[':
		if (depth < DEPTH && (*text.data == '[' || (text.len > 1 && text.data[1] == '[')))
			len = lay_link(s, text, depth);
		break;
	case '<':
	case 'h':
		if (*text.data == '<' || !is_word(before))
			len = lay_address(s, text);
		break;
	case '*':
	case '_':
		if (depth < DEPTH)
			len = lay_emphasis(s, text, before, depth);
		if (len == 0) {
			len = run_of(text);
			inline_put(s->out, part(text.data, text.data + len));
		}
		return len;
	}
	if (len == 0)
		inline_put(s->out, part(text.data, text.data + 1));
	return len == 0 ? 1 : len;
}

static void
lay(struct inline_out *out, struct span text, int depth)
{
	struct state s = { .out = out };
	char before = ' ';

	while (text.len != 0) {
		size_t len = lay_one(&s, text, before, depth);

		before = text.data[len - 1];
		text = rest_of(text, text.data + len);
	}
}

void
inline_lay(struct inline_out *out, struct span text)
{
	lay(out, text, 0);
}
