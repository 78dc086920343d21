#include "core/model/address.h"

enum { NUMBER_DIGITS = 9 };

#define HOURS_MAX 100000

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number without leading zeros, or with exactly `width` digits where width > 0. */
static bool
take_number(int64_t *out, struct span *text, size_t width)
{
	size_t len = 0;

	for (*out = 0; len < text->len && is_digit(text->data[len]); len++) {
		if (len == NUMBER_DIGITS)
			return false;
		*out = *out * 10 + (text->data[len] - '0');
	}
	if (len == 0 || (width > 0 ? len != width : len > 1 && text->data[0] == '0'))
		return false;
	*text = (struct span){ text->data + len, text->len - len };
	return true;
}

static bool
take_char(struct span *text, char c)
{
	if (text->len == 0 || text->data[0] != c)
		return false;
	*text = (struct span){ text->data + 1, text->len - 1 };
	return true;
}

/* A line or a page, from 1. */
static bool
take_count(int64_t *out, struct span *text)
{
	return take_number(out, text, 0) && *out > 0;
}

/* `3:10`, `75:10` or `1:03:10`, as seconds. */
static bool
take_time(int64_t *out, struct span *text)
{
	int64_t a, b, c;

	if (!take_number(&a, text, 0) || !take_char(text, ':')
	    || !take_number(&b, text, 2) || b > 59)
		return false;
	*out = a * 60 + b;
	if (!take_char(text, ':'))
		return a < (HOURS_MAX + 1) * 60;	/* else its hours would not read back */
	if (a == 0 || a > HOURS_MAX || !take_number(&c, text, 2) || c > 59)
		return false;
	*out = *out * 60 + c;
	return true;
}

static const struct mark_of {
	char mark;
	enum address_kind kind;
	bool (*take)(int64_t *out, struct span *text);
} marks[] = {
	{ ':', ADDRESS_LINES, take_count },
	{ '#', ADDRESS_PAGE, take_count },
	{ '@', ADDRESS_TIME, take_time },
};

static bool
take_range(struct address *out, struct span text)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct span rest = text;

		if (!take_char(&rest, marks[i].mark)
		    || !marks[i].take(&out->first, &rest))
			continue;
		out->last = out->first;
		if (rest.len != 0
		    && (!take_char(&rest, '-') || !marks[i].take(&out->last, &rest)))
			continue;
		out->kind = marks[i].kind;
		return rest.len == 0;
	}
	return false;
}

/* Where the path ends: before the first range that reaches to the end of the text. */
static size_t
split_at(struct address *range, struct span text)
{
	size_t len = 0;

	while (len < text.len
	       && !take_range(range, (struct span){ text.data + len, text.len - len }))
		len++;
	return len;
}

int
address_parse(struct address *out, struct arena *arena, struct span text, struct err *err)
{
	struct address range = { .kind = ADDRESS_WHOLE };
	size_t len;

	*out = range;
	if (text.len != 0 && memchr(text.data, '\0', text.len) != NULL)
		return err_set(err, ERR_SYNTAX, "an address has no NUL in it");
	len = split_at(&range, text);
	if (len == 0)
		return err_set(err, ERR_SYNTAX, "expected a path, as in plan.md:12-18");
	if (len == text.len)
		range = (struct address){ .kind = ADDRESS_WHOLE };
	if (range.first > range.last)
		return err_set(err, ERR_SYNTAX, "'%.*s' runs backwards",
			       (int)(text.len - len - 1), text.data + len + 1);
	*out = range;
	out->path = arena_copy(arena, text.data, len);
	return 0;
}

static void
put_time(struct buf *out, int64_t seconds)
{
	long long hours = (long long)(seconds / 3600),
		  minutes = (long long)(seconds / 60 % 60);
	long long rest = (long long)(seconds % 60);

	if (hours == 0)
		buf_printf(out, "%lld:%02lld", minutes, rest);
	else
		buf_printf(out, "%lld:%02lld:%02lld", hours, minutes, rest);
}

static void
put_count(struct buf *out, int64_t count)
{
	buf_printf(out, "%lld", (long long)count);
}

void
address_range(struct buf *out, const struct address *address)
{
	void (*put)(struct buf *out, int64_t n) =
		address->kind == ADDRESS_TIME ? put_time : put_count;

	if (address->kind == ADDRESS_WHOLE)
		return;
	put(out, address->first);
	if (address->last == address->first)
		return;
	buf_char(out, '-');
	put(out, address->last);
}

void
address_print(struct buf *out, const struct address *address)
{
	struct address range;
	size_t from = out->len, len = strlen(address->path);

	buf_text(out, address->path);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].kind == address->kind)
			buf_char(out, marks[i].mark);
	address_range(out, address);
	/* A path like `a@0` before `:33` would read as a time: then both ends are told. */
	if (address->kind != ADDRESS_WHOLE && address->first == address->last
	    && split_at(&range, (struct span){ out->data + from, out->len - from }) != len)
		buf_printf(out, "-%lld", (long long)address->last);
}
