/*
 * A private key as ssh-keygen keeps it (PROTOCOL.key, openssh-key-v1), as far as assay
 * takes it in: one ed25519 key, not encrypted. Private to core/trust; a pure function of
 * its bytes.
 */
#ifndef CORE_TRUST_KEYFILE_OPENSSH_H
#define CORE_TRUST_KEYFILE_OPENSSH_H

#include "core/trust/keyfile_secret.h"
#include "core/trust/sshkey.h"

/*
 * Fill `seed`, which has SEED_SIZE bytes. ERR_REFUSED when it is encrypted or of another
 * kind, with what to do; ERR_SYNTAX when damaged; ERR_INVALID when its halves differ.
 */
MUST int openssh_key_parse(struct sshkey *out, struct secret *seed, struct span text,
			   struct err *err);

#endif
