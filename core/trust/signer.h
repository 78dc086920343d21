/*
 * Whoever can sign: a key file that was opened, or a key an ssh-agent holds.
 * Secrets live in libsodium's guarded memory and are gone after signer_close.
 */
#ifndef CORE_TRUST_SIGNER_H
#define CORE_TRUST_SIGNER_H

#include <stdbool.h>

#include "core/base/err.h"
#include "core/base/span.h"
#include "core/trust/sshkey.h"

enum { SIGNATURE_SIZE = 64 };

struct signer {
	struct sshkey key;
	/* Ed25519 over `message`. ERR_REFUSED when the agent says no, ERR_IO when it is
	 * gone. */
	int (*sign)(struct signer *signer, uint8_t out[SIGNATURE_SIZE],
		    struct span message, struct err *err);
	void (*close)(struct signer *signer);
	void *state;
};

/* Zeroes it too; closing {0} or twice is fine. */
void signer_close(struct signer *signer);

/* Is this a good Ed25519 signature, with S below the group order and a key that is no
 * point of small order? */
bool signature_verify(const struct sshkey *key, const uint8_t signature[SIGNATURE_SIZE],
		      struct span message);

#endif
