/*
 * Bytes nobody else may see: in libsodium's guarded memory, wiped when closed.
 * Private to core/trust.
 */
#ifndef CORE_TRUST_KEYFILE_SECRET_H
#define CORE_TRUST_KEYFILE_SECRET_H

#include <sodium.h>
#include <stdlib.h>

#include "core/base/span.h"

enum { SEED_SIZE = 32 };	/* of an Ed25519 key, RFC 8032 */

struct secret {
	unsigned char *data;
	size_t len;
};

static inline struct secret
secret_open(size_t len)
{
	struct secret secret = { sodium_malloc(len), len };

	if (secret.data == NULL)
		abort();
	return secret;
}

static inline void
secret_close(struct secret *secret)
{
	sodium_free(secret->data);
	*secret = (struct secret){ 0 };
}

static inline struct span
secret_span(const struct secret *secret)
{
	return (struct span){ (const char *)secret->data, secret->len };
}

#endif
