#include "core/model/names.h"

enum { PATH_BYTES = 4096 };

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Lower case and digits, past the first also `marks`; may a digit stand first? */
static bool
has_shape(struct span text, size_t min, size_t max, bool digit_first, const char *marks)
{
	if (text.len < min || text.len > max
	    || !(is_lower(text.data[0]) || (digit_first && is_digit(text.data[0]))))
		return false;
	for (size_t i = 1; i < text.len; i++) {
		char c = text.data[i];

		if (!is_lower(c) && !is_digit(c)
		    && (c == '\0' || strchr(marks, c) == NULL))
			return false;
	}
	return true;
}

static bool
is_hex(struct span text, size_t digits)
{
	if (text.len != digits)
		return false;
	for (size_t i = 0; i < digits; i++)
		if (!is_digit(text.data[i])
		    && !(text.data[i] >= 'a' && text.data[i] <= 'f'))
			return false;
	return true;
}

bool
is_rubric_id(struct span text)
{
	return has_shape(text, 1, 64, true, ".-");
}

bool
is_id(struct span text)
{
	return has_shape(text, 1, 64, false, "._");
}

bool
is_actor(struct span text)
{
	return has_shape(text, 2, 31, false, "-");
}

bool
is_hex32(struct span text)
{
	return is_hex(text, 32);
}

bool
is_hex40(struct span text)
{
	return is_hex(text, 40);
}

bool
is_hex64(struct span text)
{
	return is_hex(text, 64);
}

bool
is_hex64_or_none(struct span text)
{
	return is_hex64(text) || span_is(text, "none");
}

bool
is_attachment(struct span text)
{
	return has_shape(text, 1, 64, true, "._-");
}

bool
is_path(struct span text)
{
	if (text.len == 0 || text.len > PATH_BYTES || text.data[text.len - 1] == '/'
	    || memchr(text.data, '\0', text.len) != NULL)
		return false;
	while (text.len != 0) {
		struct span name = span_cut(&text, '/');

		if (name.len == 0 || span_is(name, ".") || span_is(name, ".."))
			return false;
	}
	return true;
}
