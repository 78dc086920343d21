#include "core/base/html.h"

#include <stdint.h>
#include <strings.h>

#include "core/base/text.h"

enum { TAG_MAX = 2048, NAME_MAX_LEN = 12, LINK_MAX = 500 };

/* What stands between two words; the stronger wins. */
enum gap { GAP_NONE, GAP_SPACE, GAP_CELL, GAP_LINE };

enum kind { TAG_INLINE, TAG_LINE, TAG_ITEM, TAG_CELL, TAG_DROP, TAG_LINK, TAG_IMAGE };

static const struct tag {
	const char *name;
	enum kind kind;
} tags[] = {
	{ "a", TAG_LINK }, { "abbr", TAG_INLINE }, { "address", TAG_LINE },
	{ "article", TAG_LINE }, { "aside", TAG_LINE }, { "audio", TAG_INLINE },
	{ "b", TAG_INLINE }, { "big", TAG_INLINE }, { "blockquote", TAG_LINE },
	{ "body", TAG_LINE }, { "br", TAG_LINE }, { "button", TAG_INLINE },
	{ "caption", TAG_LINE }, { "center", TAG_LINE }, { "cite", TAG_INLINE },
	{ "code", TAG_INLINE }, { "col", TAG_INLINE }, { "colgroup", TAG_LINE },
	{ "dd", TAG_LINE }, { "del", TAG_INLINE }, { "details", TAG_LINE }, { "div", TAG_LINE },
	{ "dl", TAG_LINE }, { "dt", TAG_LINE }, { "em", TAG_INLINE }, { "figcaption", TAG_LINE },
	{ "figure", TAG_LINE }, { "font", TAG_INLINE }, { "footer", TAG_LINE },
	{ "form", TAG_LINE }, { "h1", TAG_LINE }, { "h2", TAG_LINE }, { "h3", TAG_LINE },
	{ "h4", TAG_LINE }, { "h5", TAG_LINE }, { "h6", TAG_LINE }, { "head", TAG_DROP },
	{ "header", TAG_LINE }, { "hr", TAG_LINE }, { "html", TAG_LINE }, { "i", TAG_INLINE },
	{ "iframe", TAG_DROP }, { "img", TAG_IMAGE }, { "input", TAG_INLINE },
	{ "ins", TAG_INLINE }, { "kbd", TAG_INLINE }, { "label", TAG_INLINE }, { "li", TAG_ITEM },
	{ "link", TAG_INLINE }, { "main", TAG_LINE }, { "mark", TAG_INLINE },
	{ "meta", TAG_INLINE }, { "nav", TAG_LINE }, { "object", TAG_DROP }, { "ol", TAG_LINE },
	{ "p", TAG_LINE }, { "pre", TAG_LINE }, { "q", TAG_INLINE }, { "s", TAG_INLINE },
	{ "samp", TAG_INLINE }, { "script", TAG_DROP }, { "section", TAG_LINE },
	{ "small", TAG_INLINE }, { "source", TAG_INLINE }, { "span", TAG_INLINE },
	{ "strike", TAG_INLINE }, { "strong", TAG_INLINE }, { "style", TAG_DROP },
	{ "sub", TAG_INLINE }, { "summary", TAG_LINE }, { "sup", TAG_INLINE },
	{ "table", TAG_LINE }, { "tbody", TAG_LINE }, { "td", TAG_CELL }, { "tfoot", TAG_LINE },
	{ "th", TAG_CELL }, { "thead", TAG_LINE }, { "title", TAG_LINE }, { "tr", TAG_LINE },
	{ "tt", TAG_INLINE }, { "u", TAG_INLINE }, { "ul", TAG_LINE }, { "var", TAG_INLINE },
	{ "video", TAG_INLINE }, { "wbr", TAG_INLINE },
};

/* The entities of HTML 4 that stand in running text; from 160 on Latin-1 in its order. */
static const char *const latin[] = {
	"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy",
	"ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute",
	"micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12",
	"frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
	"Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml",
	"ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
	"Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute",
	"acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
	"euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute",
	"ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
	"yacute", "thorn", "yuml",
};
static const struct entity {
	const char *name;
	uint32_t point;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	{ "OElig", 0x152 }, { "oelig", 0x153 }, { "Scaron", 0x160 }, { "scaron", 0x161 },
	{ "Yuml", 0x178 }, { "ensp", 0x20 }, { "emsp", 0x20 }, { "thinsp", 0x20 },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 },
	{ "sbquo", 0x201A }, { "ldquo", 0x201C }, { "rdquo", 0x201D }, { "bdquo", 0x201E },
	{ "bull", 0x2022 }, { "hellip", 0x2026 }, { "permil", 0x2030 }, { "prime", 0x2032 },
	{ "lsaquo", 0x2039 }, { "rsaquo", 0x203A }, { "euro", 0x20AC }, { "trade", 0x2122 },
	{ "larr", 0x2190 }, { "rarr", 0x2192 }, { "minus", 0x2212 }, { "infin", 0x221E },
	{ "ne", 0x2260 }, { "le", 0x2264 }, { "ge", 0x2265 }, { "check", 0x2713 },
	{ "Tab", ' ' }, { "NewLine", ' ' },
};

struct writing {
	struct buf *out;
	size_t start;			/* of this text in `out` */
	enum gap gap;
	struct span href;		/* of the link that is open */
	size_t link_start;
};

static struct span
skip(struct span span, size_t len)
{
	return (struct span){ span.data + len, span.len - len };
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* `&name;`, `&#10;`, `&#xA;` at the start of `in`: its point, and its bytes; 0: none. */
static size_t
entity(uint32_t *point, struct span in)
{
	struct span name = { in.data + 1, 0 };
	bool hex, number;

	while (1 + name.len < in.len && name.len <= NAME_MAX_LEN && in.data[1 + name.len] != ';')
		name.len++;
	if (name.len == 0 || name.len > NAME_MAX_LEN || 1 + name.len == in.len)
		return 0;
	number = *name.data == '#';
	hex = number && name.len > 1 && (name.data[1] | 0x20) == 'x';
	if (number) {
		const char *digits = hex ? "0123456789abcdef" : "0123456789";
		size_t i = hex ? 2 : 1;

		*point = 0;
		if (i == name.len)
			return 0;
		for (; i < name.len; i++) {
			char c = name.data[i], low = c >= 'A' && c <= 'F' ? (char)(c | 0x20) : c;
			const char *at = low == '\0' ? NULL : strchr(digits, low);

			if (at == NULL)
				return 0;
			if (*point < 0x110000)
				*point = *point * (hex ? 16u : 10u) + (uint32_t)(at - digits);
		}
		if (*point == 0 || *point > 0x10FFFF || (*point >= 0xD800 && *point < 0xE000))
			*point = TEXT_BAD;
		return name.len + 2;
	}
	for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
		if (span_is(name, latin[i])) {
			*point = i == 0 ? ' ' : 160 + (uint32_t)i;
			return name.len + 2;
		}
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (span_is(name, entities[i].name)) {
			*point = entities[i].point;
			return name.len + 2;
		}
	return 0;
}

/* `<name …>`, `</name …>` or `<!-- … -->` at the start of `in`: its bytes; 0: no tag. */
static size_t
tag(const struct tag **out, bool *closing, struct span *inside, struct span in)
{
	size_t at, name, i;
	char quote = '\0';

	*closing = in.len > 1 && in.data[1] == '/';
	at = name = *closing ? 2 : 1;
	while (at < in.len && at - name < NAME_MAX_LEN && is_alnum(in.data[at]))
		at++;
	*out = NULL;
	for (i = 0; i < sizeof tags / sizeof *tags && at > name; i++)
		if (strlen(tags[i].name) == at - name
		    && strncasecmp(tags[i].name, in.data + name, at - name) == 0)
			*out = &tags[i];
	if (*out == NULL || at == in.len
	    || !(is_space(in.data[at]) || in.data[at] == '>' || in.data[at] == '/'))
		return 0;
	for (i = at; i < in.len && i < TAG_MAX; i++) {
		char c = in.data[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>') {
			*inside = (struct span){ in.data + at, i - at };
			return i + 1;
		}
	}
	return 0;
}

static size_t
comment(struct span in)
{
	if (!span_starts(in, "<!--"))
		return 0;
	for (size_t i = 4; i + 2 < in.len; i++)
		if (memcmp(in.data + i, "-->", 3) == 0)
			return i + 3;
	return in.len;
}

/* The value of an attribute, its quotes taken off; empty where there is none. */
static struct span
attribute(struct span inside, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len < inside.len; i++) {
		struct span value = skip(inside, i + len);
		char quote;

		if (strncasecmp(inside.data + i, name, len) != 0 || *value.data != '='
		    || i == 0 || !is_space(inside.data[i - 1]))
			continue;
		value = skip(value, 1);
		quote = value.len == 0 ? '\0' : *value.data;
		if (quote == '"' || quote == '\'') {
			value = skip(value, 1);
			return span_cut(&value, quote);
		}
		return span_cut(&value, ' ');
	}
	return span_of("");
}

static void
put_point(struct writing *w, uint32_t point)
{
	static const char *const gaps[] = {
		[GAP_NONE] = "", [GAP_SPACE] = " ", [GAP_CELL] = " | ", [GAP_LINE] = "\n",
	};

	if (w->out->len > w->start)
		buf_text(w->out, gaps[w->gap]);
	w->gap = GAP_NONE;
	text_encode(w->out, point);
}

static void
put_gap(struct writing *w, enum gap gap)
{
	if (gap > w->gap)
		w->gap = gap;
}

static size_t
put_next(struct writing *w, struct span in, bool lines)
{
	uint32_t point;
	size_t used = *in.data == '&' ? entity(&point, in) : 0;

	if (used == 0)
		point = text_decode(in, &used);
	if (point >= 0x80 || !is_space((char)point))
		put_point(w, point);
	else if (!lines)
		put_gap(w, GAP_SPACE);
	else if (w->out->len > w->start)
		put_point(w, point);
	return used;
}

static void
put_text(struct writing *w, struct span in)
{
	while (in.len != 0)
		in = skip(in, put_next(w, in, false));
}

static void
close_link(struct writing *w)
{
	struct span said = { w->out->data, 0 };
	struct span href = w->href;

	w->href.len = 0;
	if (w->link_start > w->out->len || href.len == 0)
		return;
	said = (struct span){ w->out->data + w->link_start, w->out->len - w->link_start };
	while (said.len != 0 && is_space(*said.data))
		said = skip(said, 1);
	if (span_equal(said, href))
		return;
	put_gap(w, GAP_SPACE);
	put_point(w, '(');
	put_text(w, href);
	w->gap = GAP_NONE;
	put_point(w, ')');
}

static void
put_image(struct writing *w, struct span alt)
{
	put_point(w, '[');
	put_text(w, span_of(alt.len == 0 ? "image" : "image: "));
	put_text(w, alt);
	w->gap = GAP_NONE;
	put_point(w, ']');
}

static bool
is_address(struct span href)
{
	return href.len <= LINK_MAX && (span_starts(href, "http") || span_starts(href, "mailto:"));
}

/* Past what a tag holds that is no text; without an end, past everything. */
static size_t
dropped(struct span in, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len + 2 <= in.len; i++)
		if (in.data[i] == '<' && in.data[i + 1] == '/'
		    && strncasecmp(in.data + i + 2, name, len) == 0)
			return i;
	return in.len;
}

static size_t
put_tag(struct writing *w, const struct tag *tag, bool closing, struct span inside,
	struct span rest)
{
	static const enum gap gaps[] = { [TAG_LINE] = GAP_LINE, [TAG_ITEM] = GAP_LINE,
					 [TAG_CELL] = GAP_CELL, [TAG_IMAGE] = GAP_NONE };

	if (tag->kind == TAG_DROP)
		return closing ? 0 : dropped(rest, tag->name);
	if (tag->kind == TAG_LINK && closing) {
		close_link(w);
	} else if (tag->kind == TAG_LINK) {
		w->href = attribute(inside, "href");
		w->link_start = w->out->len;
		if (!is_address(w->href))
			w->href.len = 0;
	} else if (tag->kind == TAG_IMAGE) {
		put_image(w, attribute(inside, "alt"));
	} else {
		put_gap(w, gaps[tag->kind]);
	}
	if (tag->kind == TAG_ITEM && !closing) {
		put_point(w, '-');
		put_gap(w, GAP_SPACE);
	}
	return 0;
}

/* Any tag; any entity? */
static void
look(bool *has_tag, bool *has_entity, struct span in)
{
	const struct tag *found;
	struct span inside;
	uint32_t point;
	bool closing;

	*has_tag = *has_entity = false;
	for (; in.len != 0 && !*has_tag; in = skip(in, 1)) {
		if (*in.data == '<')
			*has_tag = comment(in) != 0 || tag(&found, &closing, &inside, in) != 0;
		else if (*in.data == '&')
			*has_entity = *has_entity || entity(&point, in) != 0;
	}
}

bool
html_text(struct buf *out, struct span in)
{
	struct writing w = { .out = out, .start = out->len };
	const struct tag *found;
	struct span inside;
	bool has_tag, has_entity, closing;
	size_t used;

	look(&has_tag, &has_entity, in);
	while (in.len != 0 && is_space(*in.data))
		in = skip(in, 1);
	while (in.len != 0) {
		if (has_tag && *in.data == '<' && (used = comment(in)) != 0) {
			in = skip(in, used);
		} else if (has_tag && *in.data == '<'
			   && (used = tag(&found, &closing, &inside, in)) != 0) {
			in = skip(in, used);
			in = skip(in, put_tag(&w, found, closing, inside, in));
		} else {
			in = skip(in, put_next(&w, in, !has_tag));
		}
	}
	while (out->len > w.start && is_space(out->data[out->len - 1]))
		out->data[--out->len] = '\0';
	return has_tag || has_entity;
}
