#include "core/base/pattern.h"

#include <string.h>

/* The states of a compiled expression are kept and grow: it is compiled again after so much. */
enum { FRESH_FOR = 1 << 20 };

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
is_ascii(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((signed char)text.data[i] < 0)
			return false;
	return true;
}

/* A capital letter that is no operator: `\W` asks for nothing. */
static bool
has_capital(struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\\')
			i++;
		else if (text.data[i] != small(text.data[i]))
			return true;
	}
	return false;
}

static bool
is_special(char c)
{
	return c != '\0' && strchr("\\.[]()*+?{}|^$", c) != NULL;
}

static bool
has_special(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_special(text.data[i]))
			return true;
	return false;
}

/* The largest number of `{2,17}`, 0 when there is none. */
static long
largest_repeat(const char *text)
{
	long most = 0, number = 0;

	for (; *text != '\0' && *text != '}'; text++) {
		number = *text < '0' || *text > '9' ? 0
			: number > PATTERN_REPEATS ? number : number * 10 + (*text - '0');
		most = number > most ? number : most;
	}
	return most;
}

static int
check_cost(struct span text, struct err *err)
{
	long repeats = 1;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '{' && largest_repeat(text.data + i) > 1)
			repeats *= largest_repeat(text.data + i);
		if (repeats > PATTERN_REPEATS)
			return err_set(err, ERR_LIMIT, "it repeats more than %d times in all",
				       PATTERN_REPEATS);
		if (text.data[i] != '\\' || i + 1 == text.len)
			continue;
		i++;
		if (text.data[i] >= '1' && text.data[i] <= '9')
			return err_set(err, ERR_REFUSED, "references back, as \\%c, are not "
				       "searched for", text.data[i]);
	}
	return 0;
}

/* Every letter stands for itself. */
static void
escape(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_special(text.data[i]))
			buf_char(out, '\\');
		buf_char(out, text.data[i]);
	}
}

static bool
compile(struct pattern *pattern)
{
	struct buf source = { 0 };
	bool ok;

	if (pattern->unformed)
		escape(&source, buf_span(&pattern->text));
	else
		buf_put(&source, pattern->text.data, pattern->text.len);
	ok = regcomp(&pattern->regex, source.data, REG_EXTENDED
		     | (pattern->folded ? REG_ICASE : 0)) == 0;
	buf_close(&source);
	return ok;
}

/* Only ASCII is folded here; other letters are left to the C library and its locale. */
static bool
can_be_plain(const struct pattern *pattern)
{
	return !pattern->folded || is_ascii(buf_span(&pattern->text));
}

int
pattern_open(struct pattern *out, struct span text, struct err *err)
{
	*out = (struct pattern){ 0 };
	if (text.len == 0)
		return err_set(err, ERR_USAGE, "search for what?");
	if (text.len > PATTERN_BYTES)
		return err_set(err, ERR_LIMIT, "a search of more than %d bytes", PATTERN_BYTES);
	if (memchr(text.data, '\0', text.len) != NULL || memchr(text.data, '\n', text.len) != NULL)
		return err_set(err, ERR_REFUSED, "no line holds that");
	buf_put(&out->text, text.data, text.len);
	if (check_cost(buf_span(&out->text), err) != 0) {
		buf_close(&out->text);
		return -1;
	}
	out->folded = !has_capital(text);
	out->plain = !has_special(text) && can_be_plain(out);
	if (out->plain || compile(out))
		return 0;
	out->unformed = true;
	out->plain = can_be_plain(out) || !compile(out);
	return 0;
}

void
pattern_close(struct pattern *pattern)
{
	if (pattern->text.len != 0 && !pattern->plain)
		regfree(&pattern->regex);
	buf_close(&pattern->text);
	*pattern = (struct pattern){ 0 };
}

static bool
stands_at(const struct pattern *pattern, const char *at)
{
	struct span text = buf_span(&pattern->text);

	if (!pattern->folded)
		return memcmp(at, text.data, text.len) == 0;
	for (size_t i = 0; i < text.len; i++)
		if (small(at[i]) != small(text.data[i]))
			return false;
	return true;
}

static bool
find_plain(size_t *at, size_t *len, const struct pattern *pattern, struct span line)
{
	size_t want = pattern->text.len;
	char first = pattern->text.data[0], other = small(first);

	if (pattern->folded && other >= 'a' && other <= 'z')
		other = (char)(other - ('a' - 'A'));
	*len = want;
	for (size_t i = *at; i + want <= line.len; i++) {
		if (line.data[i] != first && (!pattern->folded || line.data[i] != other))
			continue;
		if (stands_at(pattern, line.data + i)) {
			*at = i;
			return true;
		}
	}
	return false;
}

static void
freshen(struct pattern *pattern, size_t more)
{
	pattern->held += more;
	if (pattern->held < FRESH_FOR)
		return;
	regfree(&pattern->regex);
	pattern->held = 0;
	if (!compile(pattern))
		pattern->plain = true;
}

static bool
find_regex(size_t *at, size_t *len, const struct pattern *pattern, struct span line, int flags)
{
	regmatch_t match;

	for (size_t from = *at; from <= line.len; from = (size_t)match.rm_eo + 1) {
		match = (regmatch_t){ (regoff_t)from, (regoff_t)line.len };
		if (regexec(&pattern->regex, line.data, 1, &match, REG_STARTEND | flags) != 0)
			return false;
		if (match.rm_eo == match.rm_so)
			continue;
		*at = (size_t)match.rm_so;
		*len = (size_t)(match.rm_eo - match.rm_so);
		return true;
	}
	return false;
}

bool
pattern_find(size_t *at, size_t *len, struct pattern *pattern, struct span line, bool begins,
	     bool ends)
{
	if (!pattern->plain)
		freshen(pattern, line.len - (*at < line.len ? *at : line.len));
	return pattern->plain ? find_plain(at, len, pattern, line)
		: find_regex(at, len, pattern, line,
			     (begins ? 0 : REG_NOTBOL) | (ends ? 0 : REG_NOTEOL));
}
