#include "tests/driver/clean.h"

#include <string.h>

enum {
	SEQUENCE_MOST = 4096,	/* longer is no sequence: bounds the search for its end */
	SHOWN = 600,
};

static const struct {
	uint32_t first, last;
	const char *name;
} unclean[] = {
	{ 0x00, 0x1f, "control" },
	{ 0x7f, 0x7f, "DEL" },
	{ 0x80, 0x9f, "C1 control" },
	{ 0x061c, 0x061c, "bidi control" },
	{ 0x200b, 0x200c, "zero width" },
	{ 0x200e, 0x200f, "bidi control" },
	{ 0x202a, 0x202e, "bidi control" },
	{ 0x2060, 0x2060, "zero width" },
	{ 0x2066, 0x2069, "bidi control" },
	{ 0xfeff, 0xfeff, "zero width" },
	{ 0xe0000, 0xe007f, "tag" },
};

/* Lead bytes, the span of the byte after, and length: Unicode 15, table 3-7. */
static const struct {
	unsigned char first, last, low, high;
	uint8_t len;
} forms[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static struct token
decode_form(const unsigned char *at, size_t len, size_t form)
{
	size_t need = forms[form].len;
	uint32_t point = at[0] & (0xffu >> (need + 1));

	for (size_t i = 1; i < need; i++) {
		unsigned char low = i == 1 ? forms[form].low : 0x80;
		unsigned char high = i == 1 ? forms[form].high : 0xbf;

		if (i == len)
			return (struct token){ TOKEN_PARTIAL, len, 0 };
		if (at[i] < low || at[i] > high)
			return (struct token){ TOKEN_BAD, 1, 0 };
		point = point << 6 | (at[i] & 0x3fu);
	}
	return (struct token){ TOKEN_LETTER, need, point };
}

static struct token
decode(const unsigned char *at, size_t len)
{
	if (at[0] < 0x80)
		return (struct token){ at[0] < 0x20 || at[0] == 0x7f ? TOKEN_CONTROL
			: TOKEN_LETTER, 1, at[0] };
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (at[0] >= forms[i].first && at[0] <= forms[i].last)
			return decode_form(at, len, i);
	return (struct token){ TOKEN_BAD, 1, 0 };
}

/* ESC and CSI sequences: bytes of `middle`, then one of `final`. */
static struct token
take_sequence(const unsigned char *at, size_t len, enum token_kind kind)
{
	unsigned char top = kind == TOKEN_CSI ? 0x3f : 0x2f;
	unsigned char final = kind == TOKEN_CSI ? 0x40 : 0x30;
	size_t i = kind == TOKEN_CSI ? 2 : 1;

	while (i < len && i < SEQUENCE_MOST && at[i] >= 0x20 && at[i] <= top)
		i++;
	if (i == len)
		return (struct token){ TOKEN_PARTIAL, len, 0 };
	if (i == SEQUENCE_MOST || at[i] < final || at[i] > 0x7e)
		return (struct token){ TOKEN_BAD, 1, 0 };
	return (struct token){ kind, i + 1, 0 };
}

/* OSC and the like run to ST; an OSC may also end in BEL. Controls inside spoil it. */
static struct token
take_string(const unsigned char *at, size_t len, enum token_kind kind)
{
	for (size_t i = 2; i < len && i < SEQUENCE_MOST; i++) {
		if (at[i] == '\a' && kind == TOKEN_OSC)
			return (struct token){ kind, i + 1, 0 };
		if (at[i] == '\033' && i + 1 < len && at[i + 1] == '\\')
			return (struct token){ kind, i + 2, 0 };
		if (at[i] < 0x20 && !(at[i] == '\033' && i + 1 == len))
			return (struct token){ TOKEN_BAD, 1, 0 };
	}
	if (len >= SEQUENCE_MOST)
		return (struct token){ TOKEN_BAD, 1, 0 };
	return (struct token){ TOKEN_PARTIAL, len, 0 };
}

struct token
token_next(const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;

	if (at[0] != '\033')
		return decode(at, len);
	if (len == 1)
		return (struct token){ TOKEN_PARTIAL, len, 0 };
	if (at[1] == '[')
		return take_sequence(at, len, TOKEN_CSI);
	if (at[1] == ']')
		return take_string(at, len, TOKEN_OSC);
	if (memchr("PX^_", at[1], 4))
		return take_string(at, len, TOKEN_STRING);
	return take_sequence(at, len, TOKEN_ESCAPE);
}

size_t
token_letter(const char *at, size_t len)
{
	struct token token = decode((const unsigned char *)at, len);

	return token.kind == TOKEN_PARTIAL ? 1 : token.len;
}

bool
token_is_idle(const char *at, struct token token, unsigned long long *count)
{
	static const char head[] = "\033]7777;idle;";
	size_t i = sizeof(head) - 1;

	if (token.kind != TOKEN_OSC || token.len < i + 2 || token.len > i + 20
	    || memcmp(at, head, i) != 0 || at[token.len - 1] != '\a')
		return false;
	for (*count = 0; i < token.len - 1; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		*count = *count * 10 + (unsigned)(at[i] - '0');
	}
	return true;
}

static const char *
unclean_name(struct token token)
{
	if (token.kind == TOKEN_PARTIAL || token.kind == TOKEN_BAD)
		return "invalid UTF-8";
	for (size_t i = 0; i < sizeof(unclean) / sizeof(*unclean); i++)
		if (token.point >= unclean[i].first && token.point <= unclean[i].last)
			return unclean[i].name;
	return NULL;
}

static void
show_one(struct bytes *b, const char *at, struct token token)
{
	static const char from[] = "\n\t\r\033\b\a\\", to[] = "ntreba\\";
	const char *found = *at ? strchr(from, *at) : NULL;

	if (found)
		bytes_print(b, "\\%c", to[found - from]);
	else if (!unclean_name(token))
		bytes_add(b, at, token.len);
	else if (token.kind == TOKEN_LETTER)
		bytes_print(b, "\\u%04x", (unsigned)token.point);
	else
		bytes_print(b, "\\x%02x", (unsigned char)*at);
}

void
bytes_show(struct bytes *b, const char *at, size_t len)
{
	struct token token;

	for (size_t i = 0; i < len && i < SHOWN; i += token.len) {
		token = decode((const unsigned char *)at + i, len - i);
		if (token.kind == TOKEN_PARTIAL)
			token = (struct token){ TOKEN_BAD, 1, 0 };
		show_one(b, at + i, token);
	}
	if (len > SHOWN)
		bytes_print(b, "... (%zu bytes)", len);
}

/* Always false. */
static bool
say_unclean(struct bytes *why, const char *name, const char *at, size_t offset,
	    size_t len)
{
	size_t from = offset < 30 ? 0 : offset - 30;

	bytes_print(why, "%s at byte %zu, after `", name, offset);
	bytes_show(why, at + from, offset - from);
	bytes_text(why, "`: `");
	bytes_show(why, at + offset, len - offset < 40 ? len - offset : 40);
	bytes_text(why, "`");
	return false;
}

bool
clean_text(const char *at, size_t len, struct bytes *why)
{
	struct token token;

	for (size_t i = 0; i < len; i += token.len) {
		const char *name;

		token = decode((const unsigned char *)at + i, len - i);
		name = unclean_name(token);
		if (name && at[i] != '\n' && at[i] != '\t')
			return say_unclean(why, name, at, i, len);
	}
	return true;
}

/* Curses for xterm, vt100, linux, screen, tmux; 5n is the fence, t saves the title. */
static bool
is_curses_csi(const char *at, size_t len)
{
	char first = at[2], final = at[len - 1];

	if (first == '?')
		return strchr("hlc", final) != NULL;
	if (first == '!')
		return final == 'p';
	if (first >= '<' && first <= '?')
		return false;
	if (final == 'n')
		return len == 4 && first == '5';
	return strchr("@ABCDEFGHIJKLMPSTXZ`bdfghlmrst", final) != NULL;
}

static bool
is_curses_escape(const char *at, size_t len)
{
	static const char *const known[] = {
		"(B", "(0", ")B", ")0", "=", ">", "7", "8", "M",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i]) == len - 1 && memcmp(known[i], at + 1, len - 1) == 0)
			return true;
	return false;
}

static bool
is_idle(const char *at, size_t len)
{
	unsigned long long count;

	return token_is_idle(at, (struct token){ TOKEN_OSC, len, 0 }, &count);
}

static bool
is_control(const char *at, size_t len)
{
	return len == 1 && *at && strchr("\r\n\b\t\016\017", *at);
}

static const struct {
	bool (*is_known)(const char *at, size_t len);
	const char *name;
} sequences[] = {
	[TOKEN_CONTROL] = { is_control, "control" },
	[TOKEN_ESCAPE] = { is_curses_escape, "strange escape" },
	[TOKEN_CSI] = { is_curses_csi, "strange CSI" },
	[TOKEN_OSC] = { is_idle, "OSC" },
	[TOKEN_STRING] = { NULL, "DCS, APC, PM or SOS" },
	[TOKEN_BAD] = { NULL, NULL },
};

static const char *
raw_unclean_name(const char *at, struct token token)
{
	if (!sequences[token.kind].name)
		return *at == '\033' ? "malformed escape" : unclean_name(token);
	if (sequences[token.kind].is_known
	    && sequences[token.kind].is_known(at, token.len))
		return NULL;
	return sequences[token.kind].name;
}

bool
clean_raw(const char *at, size_t len, struct bytes *why)
{
	struct token token;

	for (size_t i = 0; i < len; i += token.len) {
		const char *name;

		token = token_next(at + i, len - i);
		name = raw_unclean_name(at + i, token);
		if (name)
			return say_unclean(why, name, at, i, len);
	}
	return true;
}

void
utf8_encode(struct bytes *out, uint32_t point)
{
	char text[4];
	size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

	for (size_t i = len - 1; i > 0; i--, point >>= 6)
		text[i] = (char)(0x80 | (point & 0x3f));
	text[0] = (char)(len == 1 ? point : (0xf00u >> len & 0xff) | point);
	bytes_add(out, text, len);
}
