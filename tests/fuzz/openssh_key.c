/*
 * Private keys as ssh-keygen keeps them: what is accepted holds together. The input is
 * the file, or, after a byte of 1, what its base64 decodes to, so that the fuzzer gets
 * inside.
 */
#include <assert.h>

#include "core/base/digest.h"
#include "core/trust/keyfile_openssh.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
put_armour(struct buf *out, struct span bytes)
{
	buf_text(out, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
	base64_encode(out, bytes);
	buf_text(out, "\n-----END OPENSSH PRIVATE KEY-----\n");
}

static void
parse(struct span text)
{
	struct secret seed = secret_open(SEED_SIZE);
	struct sshkey key;
	struct err err = { 0 };

	if (openssh_key_parse(&key, &seed, text, &err) == 0) {
		unsigned char public[32], pair[64];

		crypto_sign_seed_keypair(public, pair, seed.data);
		assert(memcmp(public, key.bytes, sizeof public) == 0);
	} else {
		assert(err.code != ERR_NONE && err.text[0] != '\0');
	}
	secret_close(&seed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf text = { 0 };

	if (digest_init() < 0)
		return 0;
	if (size > 0 && data[0] == 1) {
		put_armour(&text, (struct span){ in.data + 1, in.len - 1 });
		in = buf_span(&text);
	}
	parse(in);
	buf_close(&text);
	return 0;
}
