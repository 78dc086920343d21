#include "core/base/digest.h"

#include <nettle/base64.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(struct digest_stream) >= sizeof(struct sha256_ctx)
	       && sizeof(struct digest_stream) >= sizeof(struct sha1_ctx),
	       "a digest_stream must hold nettle's state");
_Static_assert(SHA256_DIGEST_SIZE == DIGEST_SIZE, "SHA-256 is 32 bytes");
_Static_assert(crypto_shorthash_KEYBYTES <= DIGEST_SIZE
	       && crypto_shorthash_BYTES == sizeof(uint64_t), "SipHash-2-4");

int
digest_init(void)
{
	return sodium_init() < 0 ? -1 : 0;
}

struct digest
digest_sha256(struct span in)
{
	struct digest_stream stream;

	digest_stream_open(&stream);
	digest_stream_add(&stream, in);
	return digest_stream_close(&stream);
}

void
digest_sha1_open(struct digest_stream *stream)
{
	sha1_init((struct sha1_ctx *)stream);
}

void
digest_sha1_add(struct digest_stream *stream, struct span in)
{
	sha1_update((struct sha1_ctx *)stream, in.len, (const uint8_t *)in.data);
}

void
digest_sha1_close(uint8_t out[DIGEST_SHA1], struct digest_stream *stream)
{
	sha1_digest((struct sha1_ctx *)stream, DIGEST_SHA1, out);
}

void
digest_sha1(uint8_t out[DIGEST_SHA1], struct span head, struct span in)
{
	struct digest_stream stream;

	digest_sha1_open(&stream);
	digest_sha1_add(&stream, head);
	digest_sha1_add(&stream, in);
	digest_sha1_close(out, &stream);
}

struct digest
digest_keyed(const uint8_t key[DIGEST_SIZE], struct span in)
{
	struct digest out;

	crypto_generichash(out.bytes, DIGEST_SIZE, (const unsigned char *)in.data, in.len,
			   key, DIGEST_SIZE);
	return out;
}

uint64_t
digest_short(const uint8_t key[DIGEST_SIZE], struct span in)
{
	uint64_t out;
	uint8_t bytes[crypto_shorthash_BYTES];

	crypto_shorthash(bytes, (const unsigned char *)in.data, in.len, key);
	memcpy(&out, bytes, sizeof out);
	return out;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

void
digest_hex(char out[DIGEST_HEX], const struct digest *digest)
{
	hex_encode(out, digest->bytes, DIGEST_SIZE);
}

bool
digest_from_hex(struct digest *out, struct span hex)
{
	return hex_decode(out->bytes, DIGEST_SIZE, hex);
}

void
digest_stream_open(struct digest_stream *stream)
{
	sha256_init((struct sha256_ctx *)stream->opaque);
}

void
digest_stream_add(struct digest_stream *stream, struct span in)
{
	sha256_update((struct sha256_ctx *)stream->opaque, in.len, (const uint8_t *)in.data);
}

struct digest
digest_stream_close(struct digest_stream *stream)
{
	struct digest out;

	sha256_digest((struct sha256_ctx *)stream->opaque, DIGEST_SIZE, out.bytes);
	return out;
}

void
hex_encode(char *out, const void *data, size_t len)
{
	sodium_bin2hex(out, 2 * len + 1, data, len);
}

/* What a lowercase digit is worth, and one more; 0: it is none. */
static const uint8_t digit[256] = {
	['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ['a'] = 11, 12, 13, 14, 15, 16,
};

bool
hex_is(struct span text, size_t digits)
{
	bool good = text.len == digits;

	for (size_t i = 0; good && i < digits; i++)
		good = digit[(unsigned char)text.data[i]] != 0;
	return good;
}

bool
hex_decode(void *out, size_t len, struct span hex)
{
	uint8_t *bytes = out;

	if (!hex_is(hex, 2 * len))
		return false;
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)((digit[(unsigned char)hex.data[2 * i]] - 1) << 4
				     | (digit[(unsigned char)hex.data[2 * i + 1]] - 1));
	return true;
}

void
base64_encode(struct buf *out, struct span in)
{
	size_t len = BASE64_ENCODE_RAW_LENGTH(in.len);

	base64_encode_raw(buf_room(out, len + 1), in.len, (const uint8_t *)in.data);
	out->len += len;
	out->data[out->len] = '\0';
}

bool
base64_decode(struct buf *out, struct span in)
{
	size_t max = in.len / 4 * 3 + 3, len = 0;
	const char *end = NULL;
	char *at = buf_room(out, max);

	if (sodium_base642bin((unsigned char *)at, max, in.data, in.len, NULL, &len, &end,
			      sodium_base64_VARIANT_ORIGINAL) != 0 || end != in.data + in.len)
		return false;
	out->len += len;
	out->data[out->len] = '\0';
	return true;
}

void
random_bytes(void *out, size_t len)
{
	randombytes_buf(out, len);
}

void
random_id(char out[RANDOM_ID_HEX])
{
	unsigned char bytes[16];

	random_bytes(bytes, sizeof bytes);
	hex_encode(out, bytes, sizeof bytes);
}

void
digest_library(struct buf *out)
{
	buf_printf(out, "%d.%d", NETTLE_VERSION_MAJOR, NETTLE_VERSION_MINOR);
}

void
sodium_library(struct buf *out)
{
	buf_text(out, sodium_version_string());
}
