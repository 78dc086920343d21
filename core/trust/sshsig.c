#include "core/trust/sshsig.h"

#include <sodium.h>

#include "core/base/digest.h"
#include "core/trust/wire.h"

#define MAGIC "SSHSIG"
#define HASH "sha512"
#define KEY_TYPE "ssh-ed25519"
#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END "\n-----END SSH SIGNATURE-----"

enum { VERSION = 1, COLUMNS = 70, ARMOUR_MAX = 4096, ROOM = 250 /* that most take */ };

static void
put_signature(struct buf *out, const struct sshsig *sig)
{
	struct buf inner = { 0 };

	buf_room(&inner, ROOM);
	wire_put_text(&inner, KEY_TYPE);
	wire_put(&inner, (struct span){ (const char *)sig->signature, SIGNATURE_SIZE });
	wire_put(out, buf_span(&inner));
	buf_close(&inner);
}

static void
put_blob(struct buf *out, const struct sshsig *sig, const char *name_space)
{
	struct buf key = { 0 };

	buf_room(&key, ROOM);
	buf_room(out, ROOM);
	sshkey_blob(&key, &sig->key);
	buf_text(out, MAGIC);
	wire_put_number(out, VERSION);
	wire_put(out, buf_span(&key));
	wire_put_text(out, name_space);
	wire_put_text(out, "");
	wire_put_text(out, HASH);
	put_signature(out, sig);
	buf_close(&key);
}

void
sshsig_armour(struct buf *out, const struct sshsig *sig, const char *name_space)
{
	struct buf blob = { 0 }, base64 = { 0 };

	buf_room(out, ROOM);
	put_blob(&blob, sig, name_space);
	base64_encode(&base64, buf_span(&blob));
	buf_text(out, BEGIN);
	for (size_t at = 0; at < base64.len; at += COLUMNS) {
		size_t left = base64.len - at;

		if (at > 0)
			buf_char(out, '\n');
		buf_put(out, base64.data + at, left < COLUMNS ? left : COLUMNS);
	}
	buf_text(out, END);
	buf_close(&blob);
	buf_close(&base64);
}

/* What Ed25519 signs: the digest of the message within its namespace. */
static void
put_signed(struct buf *out, const char *name_space, struct span message)
{
	unsigned char hash[crypto_hash_sha512_BYTES];

	buf_room(out, ROOM);
	crypto_hash_sha512(hash, (const unsigned char *)message.data, message.len);
	buf_text(out, MAGIC);
	wire_put_text(out, name_space);
	wire_put_text(out, "");
	wire_put_text(out, HASH);
	wire_put(out, (struct span){ (const char *)hash, sizeof hash });
}

bool
sshsig_verify(const struct sshsig *sig, const char *name_space, struct span message)
{
	struct buf data = { 0 };
	bool good;

	put_signed(&data, name_space, message);
	good = signature_verify(&sig->key, sig->signature, buf_span(&data));
	buf_close(&data);
	return good;
}

int
sshsig_sign(struct buf *out, struct signer *signer, const char *name_space,
	    struct span message, struct err *err)
{
	struct sshsig sig = { .key = signer->key };
	struct buf data = { 0 };
	int result;

	put_signed(&data, name_space, message);
	result = signer->sign(signer, sig.signature, buf_span(&data), err);
	buf_close(&data);
	if (result < 0)
		return -1;
	if (!sshsig_verify(&sig, name_space, message))
		return err_set(err, ERR_INVALID,
			       "the signature just made with key %s does"
			       " not verify: it was not used",
			       signer->key.kid);
	sshsig_armour(out, &sig, name_space);
	return 0;
}

/* The base64 of an armour without its line ends, decoded; where the lines break is told
 * by rebuilding. */
static bool
armour_open(struct buf *blob, struct span armour)
{
	size_t begin = strlen(BEGIN), end = strlen(END);
	struct buf base64 = { 0 };
	struct span body;
	bool good;

	if (armour.len > ARMOUR_MAX || armour.len < begin + end
	    || !span_starts(armour, BEGIN)
	    || memcmp(armour.data + armour.len - end, END, end) != 0)
		return false;
	buf_room(&base64, armour.len);
	body = (struct span){ armour.data + begin, armour.len - begin - end };
	while (body.len > 0) {
		struct span line = span_cut(&body, '\n');

		buf_put(&base64, line.data, line.len);
	}
	good = base64_decode(blob, buf_span(&base64));
	buf_close(&base64);
	return good;
}

static int
read_signature(struct sshsig *out, struct span in, struct err *err)
{
	struct span bytes;

	if (!wire_expect(&in, KEY_TYPE) || !wire_string(&bytes, &in)
	    || bytes.len != SIGNATURE_SIZE || in.len != 0)
		return err_set(err, ERR_INVALID,
			       "the signature is not of type " KEY_TYPE);
	memcpy(out->signature, bytes.data, SIGNATURE_SIZE);
	return 0;
}

static int
read_blob(struct sshsig *out, struct span in, const char *name_space, struct err *err)
{
	struct span magic, key, space, reserved, hash, signature;
	uint32_t version;

	if (!wire_bytes(&magic, &in, strlen(MAGIC)) || !span_is(magic, MAGIC)
	    || !wire_number(&version, &in) || version != VERSION
	    || !wire_string(&key, &in) || !wire_string(&space, &in)
	    || !wire_string(&reserved, &in) || !wire_string(&hash, &in)
	    || !wire_string(&signature, &in) || in.len != 0)
		return err_set(err, ERR_INVALID, "not an SSH signature of version 1");
	if (!span_is(space, name_space))
		return err_set(err, ERR_INVALID,
			       "the signature is not for the namespace `%s`", name_space);
	if (reserved.len != 0 || !span_is(hash, HASH))
		return err_set(err, ERR_INVALID, "the signature is not over " HASH);
	if (sshkey_parse_blob(&out->key, key, NULL) < 0)
		return err_set(err, ERR_INVALID,
			       "the signature is not by an " KEY_TYPE " key");
	return read_signature(out, signature, err);
}

static bool
is_rebuilt(const struct sshsig *sig, struct span armour, const char *name_space)
{
	struct buf again = { 0 };
	bool same;

	sshsig_armour(&again, sig, name_space);
	same = span_equal(buf_span(&again), armour);
	buf_close(&again);
	return same;
}

int
sshsig_parse(struct sshsig *out, struct span armour, const char *name_space,
	     struct err *err)
{
	struct buf blob = { 0 };
	int result;

	result = armour_open(&blob, armour)
		? read_blob(out, buf_span(&blob), name_space, err)
		: err_set(err, ERR_INVALID, "not an armoured SSH signature");
	buf_close(&blob);
	if (result == 0 && !is_rebuilt(out, armour, name_space))
		return err_set(err, ERR_INVALID, "the signature is not written exactly as"
			       " ssh-keygen writes it");
	return result;
}
