/* Signatures: what is accepted, building it again gives, byte for byte. */
#include <assert.h>

#include "core/base/digest.h"
#include "core/trust/sshsig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span armour = { (const char *)data, size };
	struct buf again = { 0 };
	struct sshsig sig;
	struct err err = { 0 };

	if (digest_init() < 0)
		return 0;
	if (sshsig_parse(&sig, armour, SSHSIG_GIT, &err) == 0) {
		sshsig_armour(&again, &sig, SSHSIG_GIT);
		assert(span_equal(buf_span(&again), armour));
		assert(!sshsig_verify(&sig, SSHSIG_TRUST, span_of("")));
		assert(strlen(sig.key.kid) == KID_HEX - 1);
	} else {
		assert(err.code == ERR_INVALID && err.text[0] != '\0');
	}
	buf_close(&again);
	return 0;
}
