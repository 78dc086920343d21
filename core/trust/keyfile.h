/*
 * A person's signing key at rest: `NAME.key` of our own (Argon2id, XChaCha20-Poly1305, mode
 * 0600) and `NAME.pub`, an OpenSSH public key line. An ed25519 key for assay alone.
 */
#ifndef CORE_TRUST_KEYFILE_H
#define CORE_TRUST_KEYFILE_H

#include "core/base/arena.h"
#include "core/trust/signer.h"

/* A passphrase in guarded memory; {NULL, 0} means none. */
struct passphrase {
	char *text;
	size_t len;
};
MUST int passphrase_copy(struct passphrase *out, struct span text, struct err *err);
void passphrase_close(struct passphrase *passphrase);

/* Make a new key; both files are created, never replaced (ERR_EXISTS). */
MUST int keyfile_create(struct sshkey *out, const char *path, const struct passphrase *passphrase,
			const char *comment, struct err *err);

/* The same from an unencrypted OpenSSH ed25519 private key; an encrypted one is ERR_REFUSED
 * with a sentence that says how to import it. */
MUST int keyfile_import(struct sshkey *out, const char *path, struct span openssh,
			const struct passphrase *passphrase, const char *comment, struct err *err);

/* Public half, without asking for anything; *sealed: does it want a passphrase? */
MUST int keyfile_peek(struct sshkey *out, bool *sealed, const char *path, struct err *err);

/* ERR_PASSPHRASE when it is wrong or wanted; ERR_UNSAFE when others may read the file. */
MUST int keyfile_open(struct signer *out, const char *path, const struct passphrase *passphrase,
		      struct err *err);

#endif
