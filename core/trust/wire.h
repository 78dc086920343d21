/*
 * SSH's way of writing: numbers of four bytes, high byte first, and strings that say
 * their length (RFC 4251, section 5). Private to core/trust.
 *
 * Reading moves `in` past what was read; false leaves it where the bytes ran out.
 */
#ifndef CORE_TRUST_WIRE_H
#define CORE_TRUST_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/span.h"

static inline bool
wire_bytes(struct span *out, struct span *in, size_t len)
{
	if (in->len < len)
		return false;
	*out = (struct span){ in->data, len };
	*in = (struct span){ in->data + len, in->len - len };
	return true;
}

static inline uint32_t
wire_be32(const char *data)
{
	const uint8_t *at = (const uint8_t *)data;

	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8
		| (uint32_t)at[3];
}

static inline bool
wire_number(uint32_t *out, struct span *in)
{
	struct span four;

	if (!wire_bytes(&four, in, 4))
		return false;
	*out = wire_be32(four.data);
	return true;
}

static inline bool
wire_string(struct span *out, struct span *in)
{
	uint32_t len;

	return wire_number(&len, in) && wire_bytes(out, in, len);
}

/* A string that must be this one. */
static inline bool
wire_expect(struct span *in, const char *text)
{
	struct span found;

	return wire_string(&found, in) && span_is(found, text);
}

static inline void
wire_put_number(struct buf *out, uint32_t number)
{
	uint8_t four[4] = { (uint8_t)(number >> 24), (uint8_t)(number >> 16),
			    (uint8_t)(number >> 8), (uint8_t)number };

	buf_put(out, four, sizeof four);
}

static inline void
wire_put(struct buf *out, struct span string)
{
	wire_put_number(out, (uint32_t)string.len);
	buf_put(out, string.data, string.len);
}

static inline void
wire_put_text(struct buf *out, const char *text)
{
	wire_put(out, span_of(text));
}

#endif
