#include "core/trust/sshkey.h"

#include "core/base/digest.h"
#include "core/trust/wire.h"

#define KEY_TYPE "ssh-ed25519"

static struct span
key_bytes(const struct sshkey *key)
{
	return (struct span){ (const char *)key->bytes, SSHKEY_PUBLIC };
}

void
sshkey_blob(struct buf *out, const struct sshkey *key)
{
	wire_put_text(out, KEY_TYPE);
	wire_put(out, key_bytes(key));
}

void
sshkey_from_bytes(struct sshkey *out, const uint8_t bytes[SSHKEY_PUBLIC])
{
	struct buf blob = { 0 };
	struct digest digest;

	memcpy(out->bytes, bytes, SSHKEY_PUBLIC);
	sshkey_blob(&blob, out);
	digest = digest_sha256(buf_span(&blob));
	hex_encode(out->kid, digest.bytes, (KID_HEX - 1) / 2);
	buf_close(&blob);
}

int
sshkey_parse_blob(struct sshkey *out, struct span blob, struct err *err)
{
	struct span bytes;

	if (!wire_expect(&blob, KEY_TYPE))
		return err_set(err, ERR_SYNTAX, "not an " KEY_TYPE " public key");
	if (!wire_string(&bytes, &blob) || bytes.len != SSHKEY_PUBLIC || blob.len != 0)
		return err_set(err, ERR_SYNTAX, "an " KEY_TYPE " public key has %d bytes,"
			       " this one does not", SSHKEY_PUBLIC);
	sshkey_from_bytes(out, (const uint8_t *)bytes.data);
	return 0;
}

/* What was given in place of a public key of ours. */
static int
key_type_wrong(struct span line, struct span type, struct err *err)
{
	if (span_starts(line, "-----BEGIN "))
		return err_set(err, ERR_SYNTAX,
			       "this is not a public key line; give the .pub file");
	if (span_starts(type, "ssh-") || span_starts(type, "ecdsa-")
	    || span_starts(type, "sk-"))
		return err_set(err, ERR_SYNTAX, "this is a key of type %.*s; assay takes "
			       KEY_TYPE, type.len > 48 ? 48 : (int)type.len, type.data);
	return err_set(err, ERR_SYNTAX, "expected a public key: `" KEY_TYPE " AAAA…`");
}

int
sshkey_parse(struct sshkey *out, struct span line, struct err *err)
{
	struct span rest = line, type, base64;
	struct buf blob = { 0 };
	int result;

	if (rest.len > 0 && rest.data[rest.len - 1] == '\n')
		rest.len--;
	type = span_cut(&rest, ' ');
	if (!span_is(type, KEY_TYPE))
		return key_type_wrong(line, type, err);
	if (rest.len > 0 && (memchr(rest.data, '\n', rest.len) != NULL
			     || memchr(rest.data, '\0', rest.len) != NULL))
		return err_set(err, ERR_SYNTAX, "a public key is one line");
	base64 = span_cut(&rest, ' ');
	result = base64_decode(&blob, base64)
		? sshkey_parse_blob(out, buf_span(&blob), err)
		: err_set(err, ERR_SYNTAX, "the public key is cut: its base64 is broken");
	buf_close(&blob);
	return result;
}

void
sshkey_print(struct buf *out, const struct sshkey *key)
{
	struct buf blob = { 0 };

	sshkey_blob(&blob, key);
	buf_text(out, KEY_TYPE " ");
	base64_encode(out, buf_span(&blob));
	buf_close(&blob);
}
