#include "core/trust/signer.h"

#include <sodium.h>

_Static_assert(crypto_sign_BYTES == SIGNATURE_SIZE, "Ed25519 signatures are 64 bytes");
_Static_assert(crypto_sign_PUBLICKEYBYTES == SSHKEY_PUBLIC, "Ed25519 keys are 32 bytes");

void
signer_close(struct signer *signer)
{
	if (signer->close != NULL)
		signer->close(signer);
	*signer = (struct signer){ 0 };
}

bool
signature_verify(const struct sshkey *key, const uint8_t signature[SIGNATURE_SIZE],
		 struct span message)
{
	return crypto_sign_verify_detached(signature, (const unsigned char *)message.data,
					   message.len, key->bytes) == 0;
}
