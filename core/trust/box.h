/*
 * A box: who is named beside one in the trust file can be handed the keys of sealed texts.
 * At rest it is a key file as for signing (keyfile.h), `NAME.box`, made for this alone; what
 * libsodium makes of its Ed25519 key (crypto_sign_ed25519_*_to_curve25519) is its X25519 key.
 *
 * box_kid: lowercase hex of the first 16 bytes of SHA-256 over the 32 bytes of the public
 * X25519 key; `x25519:` in the trust file is the same bytes in base64.
 */
#ifndef CORE_TRUST_BOX_H
#define CORE_TRUST_BOX_H

#include "core/trust/keyfile.h"

enum { BOX_PUBLIC = 32 };

struct box {
	uint8_t public[BOX_PUBLIC];
	char kid[KID_HEX];
	unsigned char *secret;		/* guarded; NULL: only the public half is at hand */
};

/* The box of this public key. ERR_INVALID for one that is no point of the curve. */
MUST int box_of_key(struct box *out, const struct sshkey *key, struct err *err);
/* As the trust file writes it, and read from there, against its kid: ERR_INVALID. */
void box_print(struct buf *out, const struct box *box);
MUST int box_parse(struct box *out, struct span x25519, const char *kid, struct err *err);

/* With its secret half, from the key file at `path`. As keyfile_open. */
MUST int box_open(struct box *out, const char *path, const struct passphrase *passphrase,
		  struct err *err);
/* Zeroes it too; closing {0} or twice is fine. */
void box_close(struct box *box);

#endif
