/*
 * Names for bytes: SHA-256 pins everything assay signs. It is nettle's, which uses what the
 * processor has for it, as is writing base64; reading it, which may be a secret, and randomness
 * are libsodium's.
 */
#ifndef CORE_BASE_DIGEST_H
#define CORE_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/span.h"

enum { DIGEST_SIZE = 32, DIGEST_HEX = 65, DIGEST_SHA1 = 20, RANDOM_ID_HEX = 33 };

/* Must be called once before anything else of libsodium; 0, or -1 if it cannot run here. */
int digest_init(void) __attribute__((warn_unused_result));

struct digest {
	uint8_t bytes[DIGEST_SIZE];
};

struct digest digest_sha256(struct span in);
/* Of both, one after the other: git's name for an object. Nothing is proved by it. */
void digest_sha1(uint8_t out[DIGEST_SHA1], struct span head, struct span in);
/* BLAKE2b under a key: for what only this machine must be able to have made. */
struct digest digest_keyed(const uint8_t key[DIGEST_SIZE], struct span in);
/* SipHash-2-4 under half of it: where a name goes in a table, so that nobody can choose names
 * that collide. */
uint64_t digest_short(const uint8_t key[DIGEST_SIZE], struct span in);
bool digest_equal(const struct digest *a, const struct digest *b);

/* Lowercase hex with a NUL: `out` has DIGEST_HEX bytes. */
void digest_hex(char out[DIGEST_HEX], const struct digest *digest);
bool digest_from_hex(struct digest *out, struct span hex);

/* In pieces, for what does not fit in memory. */
struct digest_stream {
	uint64_t opaque[14];
};
void digest_stream_open(struct digest_stream *stream);
void digest_stream_add(struct digest_stream *stream, struct span in);
struct digest digest_stream_close(struct digest_stream *stream);
/* The same for SHA-1. */
void digest_sha1_open(struct digest_stream *stream);
void digest_sha1_add(struct digest_stream *stream, struct span in);
void digest_sha1_close(uint8_t out[DIGEST_SHA1], struct digest_stream *stream);

/* `out` has 2 * len + 1 bytes. */
void hex_encode(char *out, const void *data, size_t len);
/* Exactly `len` bytes from 2 * len lowercase digits. */
bool hex_decode(void *out, size_t len, struct span hex);
bool hex_is(struct span text, size_t digits);

/* Standard base64 with padding, no line breaks. Decode is strict; `out` grows by the bytes. */
void base64_encode(struct buf *out, struct span in);
bool base64_decode(struct buf *out, struct span in);

/* 16 random bytes as 32 hex digits: the idempotency key of a record, a pseudonym. */
void random_id(char out[RANDOM_ID_HEX]);
void random_bytes(void *out, size_t len);

/* Append the versions of the libraries beneath. */
void digest_library(struct buf *out);
void sodium_library(struct buf *out);

#endif
