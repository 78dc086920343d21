/*
 * Some bytes that belong to somebody else: a blob, a file, a part of a line.
 * A span is lent; it lives as long as its owner says, and need not end in NUL.
 */
#ifndef CORE_BASE_SPAN_H
#define CORE_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct span {
	const char *data;
	size_t len;
};

static inline struct span
span_of(const char *text)
{
	return (struct span){ text, strlen(text) };
}

static inline bool
span_is(struct span span, const char *text)
{
	return span.len == strlen(text) && memcmp(span.data, text, span.len) == 0;
}

/* The same, whatever is in capitals. */
static inline bool
span_is_nocase(struct span span, const char *text)
{
	return span.len == strlen(text) && strncasecmp(span.data, text, span.len) == 0;
}

static inline bool
span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool
span_starts(struct span span, const char *prefix)
{
	size_t len = strlen(prefix);

	return span.len >= len && memcmp(span.data, prefix, len) == 0;
}

/* What stands before the next `stop` (or all of it); `rest` moves past the stop. */
static inline struct span
span_cut(struct span *rest, char stop)
{
	const char *at = rest->len == 0 ? NULL : memchr(rest->data, stop, rest->len);
	struct span head = { rest->data, at == NULL ? rest->len : (size_t)(at - rest->data) };
	size_t gone = at == NULL ? rest->len : head.len + 1;

	*rest = (struct span){ rest->data + gone, rest->len - gone };
	return head;
}

#endif
