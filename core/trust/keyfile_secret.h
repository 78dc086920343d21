/*
 * Bytes nobody else may see: in libsodium's guarded memory, wiped when closed; and read
 * there straight from the disk. Private to core/trust.
 */
#ifndef CORE_TRUST_KEYFILE_SECRET_H
#define CORE_TRUST_KEYFILE_SECRET_H

#include <sodium.h>
#include <stdlib.h>

#include "core/base/err.h"
#include "core/base/span.h"
#include "core/trust/keyfile.h"

enum { SEED_SIZE = 32 };	/* of an Ed25519 key, RFC 8032 */
enum { SECRET_FILE = 4096 };	/* bytes, and no file of a secret has as many */

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

/*
 * The file at `path`; `text` is the caller's to close when this returns 0. `private`:
 * ERR_UNSAFE when others may read it. ERR_NOT_FOUND; ERR_SYNTAX when it is no file, or too
 * long to be one of ours.
 */
MUST int secret_read(struct secret *text, const char *path, bool private, struct err *err);

/* The seed in a key file, and its public half; `seed` is the caller's to close when this
 * returns 0. As keyfile_open. */
MUST int keyfile_seed(struct secret *seed, struct sshkey *key, const char *path,
		      const struct passphrase *passphrase, struct err *err);

#endif
