#include "core/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_close(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ 0 };
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

char *
buf_room(struct buf *buf, size_t len)
{
	size_t cap = buf->cap == 0 ? 64 : buf->cap;

	if (len > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4)
		abort();
	while (cap < buf->len + len + 1)
		cap *= 2;
	if (cap != buf->cap) {
		buf->data = realloc(buf->data, cap);
		if (buf->data == NULL)
			abort();
		buf->cap = cap;
	}
	return buf->data + buf->len;
}

void
buf_put(struct buf *buf, const void *data, size_t len)
{
	char *at = buf_room(buf, len);

	if (len != 0)
		memcpy(at, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_text(struct buf *buf, const char *text)
{
	buf_put(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

void
buf_number(struct buf *buf, int64_t n)
{
	char digits[20];		/* as many as the lowest number has, and its sign */
	char *at = digits + sizeof digits;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) != 0);
	if (n < 0)
		*--at = '-';
	buf_put(buf, at, (size_t)(digits + sizeof digits - at));
}

void
buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	vsnprintf(buf_room(buf, (size_t)len), (size_t)len + 1, fmt, again);
	va_end(again);
	buf->len += (size_t)len;
}
