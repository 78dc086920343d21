/*
 * The file, version 1: five lines (four when nothing seals it), words parted by one
 * space, numbers decimal, bytes in lowercase hexadecimal; no other spelling is read.
 *
 *	assay-key 1
 *	public ssh-ed25519 <base64>
 *	kdf argon2id <passes> <bytes of memory> <16 bytes of salt>	or: kdf none
 *	cipher xchacha20poly1305 <24 bytes of nonce>			not with kdf none
 *	secret <32 bytes of seed, sealed: and 16 of tag>
 *
 * The key of the cipher is 32 bytes of Argon2id 1.3 (crypto_pwhash) of the passphrase.
 * What stands before `secret` is the cipher's additional data: nobody can swap the public
 * key or cheapen the derivation without the seal breaking. The seed is that of RFC 8032.
 */
#include "core/trust/keyfile_text.h"

#include "core/base/digest.h"

#define VERSION "assay-key 1"
#define MEMORY_MAX ((uint64_t)1 << 30)

enum {
	PASSES_MAX = 10,
	TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	SEALED_SIZE = SEED_SIZE + TAG_SIZE,
};

/* The head, from a struct. */

static void
put_hex(struct buf *out, const void *data, size_t len)
{
	hex_encode(buf_room(out, 2 * len), data, len);
	out->len += 2 * len;
}

static void
put_head(struct buf *out, const struct keyfile *file)
{
	buf_text(out, VERSION "\npublic ");
	sshkey_print(out, &file->key);
	buf_text(out, "\nkdf ");
	if (!file->sealed) {
		buf_text(out, "none\n");
		return;
	}
	buf_printf(out, "argon2id %llu %llu ", (unsigned long long)file->passes,
		   (unsigned long long)file->memory);
	put_hex(out, file->salt, sizeof file->salt);
	buf_text(out, "\ncipher xchacha20poly1305 ");
	put_hex(out, file->nonce, sizeof file->nonce);
	buf_char(out, '\n');
}

/* And back: each line by its row; putting it again and comparing does the rest. */

static bool
read_number(uint64_t *out, struct span text, uint64_t min, uint64_t max)
{
	*out = 0;
	if (text.len == 0 || text.len > 10)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*out = *out * 10 + (uint64_t)(text.data[i] - '0');
	}
	return *out >= min && *out <= max;
}

static bool
read_version(struct keyfile *out, struct span rest)
{
	(void)out;
	return span_is(rest, "1");
}

static bool
read_public(struct keyfile *out, struct span rest)
{
	return sshkey_parse(&out->key, rest, NULL) == 0;
}

static bool
read_kdf(struct keyfile *out, struct span rest)
{
	if (span_is(rest, "none"))
		return true;
	out->sealed = true;
	return span_is(span_cut(&rest, ' '), "argon2id")
	       && read_number(&out->passes, span_cut(&rest, ' '),
			      crypto_pwhash_OPSLIMIT_MIN, PASSES_MAX)
	       && read_number(&out->memory, span_cut(&rest, ' '),
			      crypto_pwhash_MEMLIMIT_MIN, MEMORY_MAX)
	       && hex_decode(out->salt, sizeof out->salt, rest);
}

static bool
read_cipher(struct keyfile *out, struct span rest)
{
	return span_is(span_cut(&rest, ' '), "xchacha20poly1305")
		&& hex_decode(out->nonce, sizeof out->nonce, rest);
}

static bool
read_secret(struct keyfile *out, struct span rest)
{
	out->secret = rest;
	return hex_is(rest, 2 * (size_t)(out->sealed ? SEALED_SIZE : SEED_SIZE));
}

static const struct row {
	const char *word;
	bool (*read)(struct keyfile *out, struct span rest);
	bool when_sealed;	/* only then is it there */
	const char *expected;
} rows[] = {
	{ "assay-key", read_version, false, "`" VERSION "`" },
	{ "public", read_public, false, "`public` and an ssh-ed25519 key" },
	{ "kdf", read_kdf, false,
	  "`kdf none`, or `kdf argon2id`, at most 10 passes and 1 GiB, and a salt" },
	{ "cipher", read_cipher, true, "`cipher xchacha20poly1305` and a nonce" },
	{ "secret", read_secret, false, "`secret` and its digits" },
};

static int
read_rows(struct keyfile *out, struct span text, const char *path, struct err *err)
{
	struct span rest = text;
	int line = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct span words;

		if (row->when_sealed && !out->sealed)
			continue;
		out->head = (struct span){ text.data, (size_t)(rest.data - text.data) };
		words = span_cut(&rest, '\n');
		line++;
		if (!span_is(span_cut(&words, ' '), row->word) || !row->read(out, words))
			return err_set(err, ERR_SYNTAX, "%s:%d:1: expected %s", path,
				       line, row->expected);
	}
	if (rest.len != 0 || text.data[text.len - 1] != '\n')
		return err_set(err, ERR_SYNTAX, "%s:%d:1: expected the end of the file"
			       " after one newline", path, line + 1);
	return 0;
}

int
keyfile_parse(struct keyfile *out, struct span text, const char *path, struct err *err)
{
	struct buf again = { 0 };
	int result;

	*out = (struct keyfile){ 0 };
	if (span_starts(text, "assay-key ") && !span_starts(text, VERSION "\n"))
		return err_set(err, ERR_NEWER, "%s was made by a newer assay", path);
	if (read_rows(out, text, path, err) < 0)
		return -1;
	put_head(&again, out);
	result = span_equal(buf_span(&again), out->head) ? 0
		: err_set(err, ERR_SYNTAX, "%s: not spelt as assay writes it", path);
	buf_close(&again);
	return result;
}

static bool
is_absent(const struct passphrase *passphrase)
{
	return passphrase == NULL || passphrase->len == 0;
}

/* Sealing and opening. */

static int
derive_key(struct secret *key, const struct keyfile *file,
	   const struct passphrase *passphrase, struct err *err)
{
	if (crypto_pwhash(key->data, key->len, passphrase->text, passphrase->len,
			  file->salt, file->passes, (size_t)file->memory,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, ERR_IO,
			       "there is not enough memory for the passphrase:"
			       " %llu MiB",
			       (unsigned long long)(file->memory >> 20));
	return 0;
}

static int
unseal(struct secret *seed, const struct keyfile *file,
       const struct passphrase *passphrase, struct err *err)
{
	struct secret key = secret_open(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	unsigned char sealed[SEALED_SIZE];
	int result = derive_key(&key, file, passphrase, err);

	if (result == 0
	    && (!hex_decode(sealed, sizeof sealed, file->secret)
		|| crypto_aead_xchacha20poly1305_ietf_decrypt(
			   seed->data, NULL, NULL, sealed, sizeof sealed,
			   (const unsigned char *)file->head.data, file->head.len,
			   file->nonce, key.data) != 0))
		result = err_set(err, ERR_PASSPHRASE, "the passphrase is wrong");
	secret_close(&key);
	return result;
}

int
keyfile_unseal(struct secret *seed, const struct keyfile *file, const char *path,
	       const struct passphrase *passphrase, struct err *err)
{
	if (file->sealed && is_absent(passphrase))
		return err_set(err, ERR_PASSPHRASE, "the key %s wants its passphrase",
			       path);
	if (file->sealed)
		return unseal(seed, file, passphrase, err);
	return hex_decode(seed->data, seed->len, file->secret) ? 0
		: err_set(err, ERR_SYNTAX, "%s: the secret is not hexadecimal", path);
}

static int
seal(struct secret *sealed, const struct secret *seed, struct keyfile *file,
     struct buf *head, const struct passphrase *passphrase, struct err *err)
{
	struct secret key = secret_open(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	int result;

	file->passes = crypto_pwhash_OPSLIMIT_MODERATE;
	file->memory = crypto_pwhash_MEMLIMIT_MODERATE;
	random_bytes(file->salt, sizeof file->salt);
	random_bytes(file->nonce, sizeof file->nonce);
	put_head(head, file);
	result = derive_key(&key, file, passphrase, err);
	if (result == 0)
		crypto_aead_xchacha20poly1305_ietf_encrypt(
			sealed->data, NULL, seed->data, seed->len,
			(const unsigned char *)head->data, head->len, NULL, file->nonce,
			key.data);
	secret_close(&key);
	return result;
}

/* The whole file, in guarded memory. */
static struct secret
file_text(const struct buf *head, const struct secret *secret)
{
	static const char word[] = "secret ";
	size_t at = head->len + strlen(word), digits = 2 * secret->len;
	struct secret text = secret_open(at + digits + 1);

	memcpy(text.data, head->data, head->len);
	memcpy(text.data + head->len, word, strlen(word));
	hex_encode((char *)text.data + at, secret->data, secret->len);
	text.data[at + digits] = '\n';
	return text;
}

int
keyfile_print(struct secret *text, const struct sshkey *key, const struct secret *seed,
	      const struct passphrase *passphrase, struct err *err)
{
	struct keyfile file = { .key = *key, .sealed = !is_absent(passphrase) };
	struct secret sealed = secret_open(SEALED_SIZE);
	struct buf head = { 0 };
	int result = 0;

	if (file.sealed)
		result = seal(&sealed, seed, &file, &head, passphrase, err);
	else
		put_head(&head, &file);
	if (result == 0)
		*text = file_text(&head, file.sealed ? &sealed : seed);
	buf_close(&head);
	secret_close(&sealed);
	return result;
}
