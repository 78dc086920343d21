/*
 * Bytes being put together: a record, a page, a line. Owns its memory; `struct buf b = {0}`
 * is empty, buf_close frees. The data is always followed by a NUL that is not counted.
 */
#ifndef CORE_BASE_BUF_H
#define CORE_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/span.h"

struct buf {
	char *data;
	size_t len, cap;
};

void buf_close(struct buf *buf);
void buf_clear(struct buf *buf);		/* empty, the memory kept */
void buf_put(struct buf *buf, const void *data, size_t len);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_number(struct buf *buf, int64_t n);	/* decimal; printf's way costs ten times that */
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Room for `len` more bytes; write there, then add to buf->len. */
char *buf_room(struct buf *buf, size_t len);

static inline struct span
buf_span(const struct buf *buf)
{
	return (struct span){ buf->data == NULL ? "" : buf->data, buf->len };
}

#endif
