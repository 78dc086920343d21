/*
 * A person's signing key at rest: `NAME.key` of our own (Argon2id, XChaCha20-Poly1305,
 * mode 0600) and `NAME.pub`, an OpenSSH public key line. An ed25519 key for assay alone.
 * `path` is always that of the `.key` file; its folder must be there already.
 */
#ifndef CORE_TRUST_KEYFILE_H
#define CORE_TRUST_KEYFILE_H

#include <stdbool.h>

#include "core/trust/signer.h"

/* A passphrase in guarded memory; {NULL, 0} means none. */
struct passphrase {
	char *text;
	size_t len;
};
/* An empty text makes none. The caller wipes `text`. ERR_LIMIT over 1024 bytes. */
MUST int passphrase_copy(struct passphrase *out, struct span text, struct err *err);
void passphrase_close(struct passphrase *passphrase);

/*
 * Make a new key; both files are created, never replaced (ERR_EXISTS). `passphrase` and
 * `comment` may be NULL. Sealing takes about a second and 256 MiB.
 */
MUST int keyfile_create(struct sshkey *out, const char *path,
			const struct passphrase *passphrase, const char *comment,
			struct err *err);

/*
 * The same from an unencrypted OpenSSH ed25519 private key; an encrypted one or one of
 * another type is ERR_REFUSED with a sentence that says what to do. The bytes of
 * `openssh` are a secret of the caller's, who wipes them.
 */
MUST int keyfile_import(struct sshkey *out, const char *path, struct span openssh,
			const struct passphrase *passphrase, const char *comment,
			struct err *err);

/* Public half, without asking for anything; *sealed: does it want a passphrase? */
MUST int keyfile_peek(struct sshkey *out, bool *sealed, const char *path,
		      struct err *err);

/*
 * ERR_PASSPHRASE when it is wrong or wanted; ERR_UNSAFE when others may read the file;
 * ERR_NOT_FOUND; ERR_NEWER. `passphrase` may be NULL, and may be closed afterwards.
 */
MUST int keyfile_open(struct signer *out, const char *path,
		      const struct passphrase *passphrase, struct err *err);

#endif
