/*
 * SSHSIG, OpenSSH's signature over any bytes (PROTOCOL.sshsig), byte-identical to
 * `ssh-keygen -Y sign`: version 1, ssh-ed25519, reserved empty, hash sha512.
 * Namespace `git` for commits, `assay-trust@v1` for the trust file.
 */
#ifndef CORE_TRUST_SSHSIG_H
#define CORE_TRUST_SSHSIG_H

#include "core/base/buf.h"
#include "core/trust/signer.h"

#define SSHSIG_GIT "git"
#define SSHSIG_TRUST "assay-trust@v1"

struct sshsig {
	struct sshkey key;
	uint8_t signature[SIGNATURE_SIZE];
};

/* Append the armour: BEGIN line, base64 in 70 columns, END line, without a final LF. */
void sshsig_armour(struct buf *out, const struct sshsig *sig, const char *name_space);

/* Sign `message` and append the armour. Verifies its own signature before it answers. */
MUST int sshsig_sign(struct buf *out, struct signer *signer, const char *name_space,
		     struct span message, struct err *err);

/*
 * Read an armour (without final LF) strictly: only the exact form sshsig_armour writes is
 * accepted. ERR_INVALID. Says nothing yet about the signature.
 */
MUST int sshsig_parse(struct sshsig *out, struct span armour, const char *name_space,
		      struct err *err);

/* Does it sign `message` in that namespace? */
bool sshsig_verify(const struct sshsig *sig, const char *name_space, struct span message);

#endif
