#include "core/trust/keyfile_openssh.h"

#include "core/trust/wire.h"

#define MAGIC "openssh-key-v1"	/* and the NUL that ends it */
#define KEY_TYPE "ssh-ed25519"
#define BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----"
#define END "----END OPENSSH PRIVATE KEY-----"	/* after its first dash */

enum { TEXT_MAX = 64 * 1024, PADDING_BLOCK = 8 };

/* What people hand over instead. */
static const struct {
	const char *begins, *answer;
} foreign[] = {
	{ "ssh-", "this is a public key; give the private one, the file without .pub" },
	{ "ecdsa-", "this is a public key, and of type ECDSA; assay takes " KEY_TYPE },
	{ "-----BEGIN RSA", "this is an RSA key; assay takes " KEY_TYPE },
	{ "-----BEGIN EC", "this is an ECDSA key; assay takes " KEY_TYPE },
	{ "-----BEGIN DSA", "this is a DSA key; assay takes " KEY_TYPE },
	{ "-----BEGIN PRIVATE",
	  "this key is in PEM form; assay takes the form ssh-keygen writes" },
	{ "-----BEGIN ENCRYPTED",
	  "this key is in PEM form; assay takes the form ssh-keygen writes" },
	{ "PuTTY-User-Key-File-",
	  "this is a PuTTY key; export it as an OpenSSH key first" },
};

static int
key_damaged(struct err *err)
{
	return err_set(err, ERR_SYNTAX, "the OpenSSH private key is damaged");
}

static int
key_foreign(struct span text, struct err *err)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (span_starts(text, foreign[i].begins))
			return err_set(err, ERR_REFUSED, "%s", foreign[i].answer);
	return err_set(err, ERR_SYNTAX, "this is not an OpenSSH private key");
}

/* What stands between BEGIN and END. */
static bool
armour_body(struct span *body, struct span text)
{
	struct span rest = { text.data + strlen(BEGIN), text.len - strlen(BEGIN) };

	*body = span_cut(&rest, '-');
	if (!span_starts(rest, END))
		return false;
	for (size_t i = strlen(END); i < rest.len; i++)
		if (rest.data[i] != '\n' && rest.data[i] != '\r')
			return false;
	return true;
}

static bool
is_padding(struct span in)
{
	for (size_t i = 0; i < in.len; i++)
		if ((uint8_t)in.data[i] != i + 1)
			return false;
	return in.len < PADDING_BLOCK;
}

/* Do the seed, the copy of the public key that follows it, and `key` belong together? */
static bool
is_pair(const struct sshkey *key, struct span pair)
{
	struct secret secret = secret_open(crypto_sign_SECRETKEYBYTES);
	unsigned char public[SSHKEY_PUBLIC];
	bool same;

	crypto_sign_seed_keypair(public, secret.data, (const unsigned char *)pair.data);
	same = memcmp(public, key->bytes, sizeof public) == 0
		&& sodium_memcmp(secret.data, pair.data, pair.len) == 0;
	secret_close(&secret);
	return same;
}

static int
read_private(const struct sshkey *key, struct secret *seed, struct span in,
	     struct err *err)
{
	struct span public, pair, comment;
	uint32_t check, again;

	if (in.len % PADDING_BLOCK != 0 || !wire_number(&check, &in)
	    || !wire_number(&again, &in) || check != again || !wire_expect(&in, KEY_TYPE)
	    || !wire_string(&public, &in) || !wire_string(&pair, &in)
	    || !wire_string(&comment, &in) || !is_padding(in)
	    || pair.len != crypto_sign_SECRETKEYBYTES)
		return key_damaged(err);
	if (!span_equal(public, (struct span){ (const char *)key->bytes, SSHKEY_PUBLIC })
	    || !is_pair(key, pair))
		return err_set(err, ERR_INVALID,
			       "the private key and the public key in it"
			       " do not belong together");
	memcpy(seed->data, pair.data, SEED_SIZE);
	return 0;
}

static int
read_key(struct sshkey *out, struct secret *seed, struct span in, struct err *err)
{
	struct span magic, cipher, kdf, options, public, private;
	uint32_t keys;

	if (!wire_bytes(&magic, &in, sizeof MAGIC)
	    || memcmp(magic.data, MAGIC, magic.len) != 0 || !wire_string(&cipher, &in)
	    || !wire_string(&kdf, &in) || !wire_string(&options, &in)
	    || !wire_number(&keys, &in) || keys != 1 || !wire_string(&public, &in)
	    || !wire_string(&private, &in))
		return key_damaged(err);
	if (sshkey_parse_blob(out, public, NULL) < 0)
		return err_set(err, ERR_REFUSED,
			       "this key is of another type; assay takes " KEY_TYPE);
	if (!span_is(cipher, "none") || !span_is(kdf, "none"))
		return err_set(
			err, ERR_REFUSED,
			"the key is encrypted; copy it, take the"
			" passphrase off the copy with"
			" `ssh-keygen -p -N '' -f COPY`, import that and delete it");
	if (options.len != 0 || in.len != 0)
		return key_damaged(err);
	return read_private(out, seed, private, err);
}

int
openssh_key_parse(struct sshkey *out, struct secret *seed, struct span text,
		  struct err *err)
{
	struct secret bytes;
	struct span body;
	size_t len;
	int result;

	if (!span_starts(text, BEGIN))
		return key_foreign(text, err);
	if (text.len > TEXT_MAX)
		return err_set(err, ERR_LIMIT, "a private key has at most %d bytes",
			       TEXT_MAX);
	if (!armour_body(&body, text))
		return key_damaged(err);
	bytes = secret_open(body.len + 1);
	if (sodium_base642bin(bytes.data, bytes.len, body.data, body.len, "\r\n", &len,
			      NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		result = key_damaged(err);
	else
		result = read_key(out, seed, (struct span){ (char *)bytes.data, len },
				  err);
	secret_close(&bytes);
	return result;
}
