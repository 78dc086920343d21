#include "core/trust/sealkey.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/trust/keyfile_secret.h"

#define FILE_HEAD "assay-sealing-key 1\nkey "
#define WRAP_HEAD "assay-wrapped@v1\n"

enum {
	KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	SEALED_SIZE = KEY_SIZE + crypto_box_SEALBYTES,
	BASE64_SIZE = (SEALED_SIZE + 2) / 3 * 4,
};
_Static_assert((int)SEALKEY_WRAPPED == sizeof WRAP_HEAD - 1 + BASE64_SIZE + 1, "a wrap");

static struct sealkey
key_open(const unsigned char *bytes)
{
	struct sealkey key = { .bytes = secret_open(KEY_SIZE).data };
	struct digest sha256;

	memcpy(key.bytes, bytes, KEY_SIZE);
	sha256 = digest_sha256((struct span){ (const char *)key.bytes, KEY_SIZE });
	hex_encode(key.id, sha256.bytes, (KID_HEX - 1) / 2);
	return key;
}

struct sealkey
sealkey_make(void)
{
	struct secret bytes = secret_open(KEY_SIZE);
	struct sealkey key;

	random_bytes(bytes.data, bytes.len);
	key = key_open(bytes.data);
	secret_close(&bytes);
	return key;
}

void
sealkey_close(struct sealkey *key)
{
	sodium_free(key->bytes);
	*key = (struct sealkey){ .bytes = NULL };
}

/* ---- at rest ---- */

int
sealkey_keep(const struct sealkey *key, const char *path, struct err *err)
{
	size_t head = strlen(FILE_HEAD);
	struct secret text = secret_open(head + 2 * (size_t)KEY_SIZE + 1);
	int status;

	memcpy(text.data, FILE_HEAD, head);
	hex_encode((char *)text.data + head, key->bytes, KEY_SIZE);
	text.data[text.len - 1] = '\n';
	status = file_create(path, secret_span(&text), 0600, err);
	secret_close(&text);
	return status;
}

static bool
file_parse(struct secret *out, struct span text)
{
	size_t head = strlen(FILE_HEAD), digits = 2 * (size_t)KEY_SIZE;

	return text.len == head + digits + 1 && span_starts(text, FILE_HEAD)
	       && text.data[text.len - 1] == '\n'
	       && hex_decode(out->data, KEY_SIZE, (struct span){ text.data + head, digits });
}

int
sealkey_load(struct sealkey *out, const char *path, const char *id, struct err *err)
{
	struct secret text, bytes;
	bool good;

	*out = (struct sealkey){ .bytes = NULL };
	if (secret_read(&text, path, true, err) != 0)
		return -1;
	bytes = secret_open(KEY_SIZE);
	good = file_parse(&bytes, secret_span(&text));
	if (good)
		*out = key_open(bytes.data);
	secret_close(&bytes);
	secret_close(&text);
	if (!good)
		return err_set(err, ERR_SYNTAX, "%s is no key of sealed texts", path);
	if (strcmp(out->id, id) == 0)
		return 0;
	sealkey_close(out);
	return err_set(err, ERR_INVALID, "%s holds another key than its name says", path);
}

/* ---- for another ---- */

int
sealkey_wrap(struct buf *out, const struct sealkey *key, const struct box *box,
	     struct err *err)
{
	unsigned char sealed[SEALED_SIZE];

	if (crypto_box_seal(sealed, key->bytes, KEY_SIZE, box->public) != 0)
		return err_set(err, ERR_INVALID, "nothing can be closed for the box %s",
			       box->kid);
	buf_text(out, WRAP_HEAD);
	base64_encode(out, (struct span){ (const char *)sealed, sizeof sealed });
	buf_char(out, '\n');
	return 0;
}

static bool
wrap_parse(unsigned char out[SEALED_SIZE], struct span wrap)
{
	struct buf bytes = { 0 };
	bool good = wrap.len == SEALKEY_WRAPPED && span_starts(wrap, WRAP_HEAD)
		&& wrap.data[wrap.len - 1] == '\n'
		&& base64_decode(&bytes, (struct span){ wrap.data + strlen(WRAP_HEAD),
							BASE64_SIZE })
		&& bytes.len == SEALED_SIZE;

	if (good)
		memcpy(out, bytes.data, SEALED_SIZE);
	buf_close(&bytes);
	return good;
}

bool
sealkey_is_wrap(struct span bytes)
{
	unsigned char sealed[SEALED_SIZE];

	return wrap_parse(sealed, bytes);
}

int
sealkey_unwrap(struct sealkey *out, struct span wrap, const char *id, const struct box *box,
	       struct err *err)
{
	struct secret bytes = secret_open(KEY_SIZE);
	unsigned char sealed[SEALED_SIZE];
	bool good = box->secret != NULL && wrap_parse(sealed, wrap)
		&& crypto_box_seal_open(bytes.data, sealed, sizeof sealed, box->public,
					box->secret) == 0;

	*out = (struct sealkey){ .bytes = NULL };
	if (good)
		*out = key_open(bytes.data);
	secret_close(&bytes);
	if (!good)
		return err_set(err, ERR_INVALID, "what lies there for the box %s does not open",
			       box->kid);
	if (strcmp(out->id, id) == 0)
		return 0;
	sealkey_close(out);
	return err_set(err, ERR_INVALID, "what lies there for the box %s is another key",
		       box->kid);
}
