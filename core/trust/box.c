#include "core/trust/box.h"

#include "core/base/digest.h"
#include "core/trust/keyfile_secret.h"

_Static_assert(BOX_PUBLIC == crypto_box_PUBLICKEYBYTES
	       && BOX_PUBLIC == crypto_scalarmult_curve25519_BYTES, "X25519");

static void
name_it(struct box *box)
{
	struct digest sha256 = digest_sha256((struct span){ (const char *)box->public,
							    BOX_PUBLIC });

	hex_encode(box->kid, sha256.bytes, (KID_HEX - 1) / 2);
}

int
box_of_key(struct box *out, const struct sshkey *key, struct err *err)
{
	*out = (struct box){ .secret = NULL };
	if (crypto_sign_ed25519_pk_to_curve25519(out->public, key->bytes) != 0)
		return err_set(err, ERR_INVALID, "no box can be made of this key");
	name_it(out);
	return 0;
}

void
box_print(struct buf *out, const struct box *box)
{
	base64_encode(out, (struct span){ (const char *)box->public, BOX_PUBLIC });
}

int
box_parse(struct box *out, struct span x25519, const char *kid, struct err *err)
{
	struct buf bytes = { 0 };
	bool good = x25519.len == 44 && base64_decode(&bytes, x25519)
		    && bytes.len == BOX_PUBLIC;

	*out = (struct box){ .secret = NULL };
	if (good) {
		memcpy(out->public, bytes.data, BOX_PUBLIC);
		name_it(out);
	}
	buf_close(&bytes);
	return good && strcmp(out->kid, kid) == 0 ? 0
		: err_set(err, ERR_INVALID, "this is not the kid of that box");
}

int
box_open(struct box *out, const char *path, const struct passphrase *passphrase,
	 struct err *err)
{
	struct secret seed, pair;
	struct sshkey key;
	unsigned char public[SSHKEY_PUBLIC];

	*out = (struct box){ .secret = NULL };
	if (keyfile_seed(&seed, &key, path, passphrase, err) != 0)
		return -1;
	pair = secret_open(crypto_sign_SECRETKEYBYTES);
	crypto_sign_seed_keypair(public, pair.data, seed.data);
	secret_close(&seed);
	if (box_of_key(out, &key, err) == 0) {
		out->secret = secret_open(crypto_box_SECRETKEYBYTES).data;
		crypto_sign_ed25519_sk_to_curve25519(out->secret, pair.data);
	}
	secret_close(&pair);
	return out->secret != NULL ? 0 : -1;
}

void
box_close(struct box *box)
{
	sodium_free(box->secret);
	*box = (struct box){ .secret = NULL };
}
