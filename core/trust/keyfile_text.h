/*
 * What a key file of ours says, as bytes; the format stands at the top of keyfile_text.c.
 * Private to core/trust; neither disk nor terminal.
 */
#ifndef CORE_TRUST_KEYFILE_TEXT_H
#define CORE_TRUST_KEYFILE_TEXT_H

#include "core/trust/keyfile.h"
#include "core/trust/keyfile_secret.h"

struct keyfile {
	struct sshkey key;
	bool sealed;
	uint64_t passes, memory;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
	struct span head;	/* the lines before `secret` */
	struct span secret;	/* the digits */
};

/* Spans point into `text`; `path` is for faults. ERR_SYNTAX, ERR_NEWER. */
MUST int keyfile_parse(struct keyfile *out, struct span text, const char *path,
		       struct err *err);

/* Fill `seed`, which has SEED_SIZE bytes. ERR_PASSPHRASE when it is wrong or wanted. */
MUST int keyfile_unseal(struct secret *seed, const struct keyfile *file, const char *path,
			const struct passphrase *passphrase, struct err *err);

/* The whole file; `text` is the caller's to close when this returns 0. */
MUST int keyfile_print(struct secret *text, const struct sshkey *key,
		       const struct secret *seed, const struct passphrase *passphrase,
		       struct err *err);

#endif
