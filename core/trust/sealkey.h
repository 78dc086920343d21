/*
 * The key that free text of one person on one portfolio is sealed with: 32 random bytes, in
 * guarded memory. Its id is lowercase hex of the first 16 bytes of its SHA-256.
 *
 * At rest, mode 0600:
 *
 *	assay-sealing-key 1
 *	key <64 hex>
 *
 * Wrapped for a box (crypto_box_seal of libsodium: whoever has the box opens it, nobody can
 * tell who closed it), as it lies in a portfolio repository:
 *
 *	assay-wrapped@v1
 *	<base64 of 80 bytes>
 *
 * Both have one spelling; no other is read.
 */
#ifndef CORE_TRUST_SEALKEY_H
#define CORE_TRUST_SEALKEY_H

#include "core/trust/box.h"

enum { SEALKEY_WRAPPED = 17 + 108 + 1 };	/* bytes of a wrap, exactly */

struct sealkey {
	unsigned char *bytes;		/* guarded; NULL: none */
	char id[KID_HEX];
};

struct sealkey sealkey_make(void);
/* Zeroes it too; closing {0} or twice is fine. */
void sealkey_close(struct sealkey *key);

/* Durable when it returns 0; ERR_EXISTS, for a key is never replaced. */
MUST int sealkey_keep(const struct sealkey *key, const char *path, struct err *err);
/* The key with this id. ERR_NOT_FOUND, ERR_UNSAFE when others may read it, ERR_SYNTAX,
 * ERR_INVALID when the file holds another. */
MUST int sealkey_load(struct sealkey *out, const char *path, const char *id,
		      struct err *err);

/* Append the wrap. ERR_INVALID for a box that nothing can be closed for. */
MUST int sealkey_wrap(struct buf *out, const struct sealkey *key, const struct box *box,
		      struct err *err);
bool sealkey_is_wrap(struct span bytes);
/* The key with this id, out of foreign bytes. ERR_INVALID: not closed for this box, or
 * another key than was named. */
MUST int sealkey_unwrap(struct sealkey *out, struct span wrap, const char *id,
			const struct box *box, struct err *err);

#endif
