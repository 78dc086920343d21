/* Keys on disk: read straight into guarded memory, never replaced, opened as signers. */
#include "core/trust/keyfile.h"

#include <sodium.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/trust/keyfile_openssh.h"
#include "core/trust/keyfile_text.h"

enum { PASSPHRASE_MAX = 1024, COMMENT_MAX = 256 };

/* Passphrases. */

int
passphrase_copy(struct passphrase *out, struct span text, struct err *err)
{
	*out = (struct passphrase){ 0 };
	if (text.len > PASSPHRASE_MAX)
		return err_set(err, ERR_LIMIT, "a passphrase has at most %d bytes",
			       PASSPHRASE_MAX);
	if (text.len == 0)
		return 0;
	out->text = (char *)secret_open(text.len).data;
	out->len = text.len;
	memcpy(out->text, text.data, text.len);
	return 0;
}

void
passphrase_close(struct passphrase *passphrase)
{
	sodium_free(passphrase->text);
	*passphrase = (struct passphrase){ 0 };
}

static int
load_text(struct secret *text, const char *path, bool private, struct err *err)
{
	if (secret_read(text, path, private, err) == 0)
		return 0;
	return err->code != ERR_NOT_FOUND ? -1
		: err_set(err, ERR_NOT_FOUND, "there is no key %s; make one with"
			  " `assay key new`", path);
}

/* On disk: two files or none. */

static void
pub_path(struct buf *out, const char *path)
{
	size_t len = strlen(path);

	if (len > 4 && strcmp(path + len - 4, ".key") == 0)
		len -= 4;
	buf_put(out, path, len);
	buf_text(out, ".pub");
}

static int
write_pub(const char *path, const struct sshkey *key, const char *comment,
	  struct err *err)
{
	struct buf line = { 0 };
	int result;

	sshkey_print(&line, key);
	if (comment != NULL && *comment != '\0')
		buf_printf(&line, " %s", comment);
	buf_char(&line, '\n');
	result = file_create(path, buf_span(&line), 0644, err);
	buf_close(&line);
	return result;
}

static int
write_both(const char *path, const char *pub, const struct sshkey *key,
	   const struct secret *text, const char *comment, struct err *err)
{
	if (file_create(path, secret_span(text), 0600, err) < 0)
		return -1;
	if (write_pub(pub, key, comment, err) == 0)
		return 0;
	unlink(path);
	return -1;
}

static int
check_new(const char *path, const char *pub, const char *comment, struct err *err)
{
	struct span text = span_of(comment == NULL ? "" : comment);

	if (text.len > COMMENT_MAX || !text_is_clean(text)
	    || memchr(text.data, '\n', text.len) || memchr(text.data, '\t', text.len))
		return err_set(err, ERR_USAGE, "the comment of a key is one line of plain"
			       " text, at most %d bytes", COMMENT_MAX);
	if (file_exists(path) || file_exists(pub))
		return err_set(err, ERR_EXISTS,
			       "%s is there already; a key is never replaced",
			       file_exists(path) ? path : pub);
	return 0;
}

static int
keyfile_write(const char *path, const struct sshkey *key, const struct secret *seed,
	      const struct passphrase *passphrase, const char *comment, struct err *err)
{
	struct secret text;
	struct buf pub = { 0 };
	int result;

	pub_path(&pub, path);
	result = check_new(path, pub.data, comment, err);
	if (result == 0)
		result = keyfile_print(&text, key, seed, passphrase, err);
	if (result == 0) {
		result = write_both(path, pub.data, key, &text, comment, err);
		secret_close(&text);
	}
	buf_close(&pub);
	return result;
}

/* The 64 bytes Ed25519 signs with, and their public half. */
static struct secret
pair_open(struct sshkey *key, const struct secret *seed)
{
	struct secret pair = secret_open(crypto_sign_SECRETKEYBYTES);
	unsigned char public[SSHKEY_PUBLIC];

	crypto_sign_seed_keypair(public, pair.data, seed->data);
	sshkey_from_bytes(key, public);
	return pair;
}

int
keyfile_create(struct sshkey *out, const char *path, const struct passphrase *passphrase,
	       const char *comment, struct err *err)
{
	struct secret seed = secret_open(SEED_SIZE);
	struct secret pair;
	int result;

	random_bytes(seed.data, seed.len);
	pair = pair_open(out, &seed);
	result = keyfile_write(path, out, &seed, passphrase, comment, err);
	secret_close(&pair);
	secret_close(&seed);
	return result;
}

int
keyfile_import(struct sshkey *out, const char *path, struct span openssh,
	       const struct passphrase *passphrase, const char *comment, struct err *err)
{
	struct secret seed = secret_open(SEED_SIZE);
	int result = openssh_key_parse(out, &seed, openssh, err);

	if (result == 0)
		result = keyfile_write(path, out, &seed, passphrase, comment, err);
	secret_close(&seed);
	return result;
}

int
keyfile_peek(struct sshkey *out, bool *sealed, const char *path, struct err *err)
{
	struct keyfile file;
	struct secret text;
	int result;

	if (load_text(&text, path, false, err) < 0)
		return -1;
	result = keyfile_parse(&file, secret_span(&text), path, err);
	secret_close(&text);
	if (result == 0) {
		*out = file.key;
		*sealed = file.sealed;
	}
	return result;
}

/* The signer. */

static int
keyfile_sign(struct signer *signer, uint8_t out[SIGNATURE_SIZE], struct span message,
	     struct err *err)
{
	(void)err;
	return crypto_sign_detached(out, NULL, (const unsigned char *)message.data,
				    message.len, signer->state);
}

static void
keyfile_close(struct signer *signer)
{
	sodium_free(signer->state);
}

static int
check_pair(const struct secret *seed, const struct keyfile *file, const char *path,
	   struct err *err)
{
	struct sshkey key;
	struct secret pair = pair_open(&key, seed);

	secret_close(&pair);
	return memcmp(key.bytes, file->key.bytes, SSHKEY_PUBLIC) == 0 ? 0
		: err_set(err, ERR_INVALID, "%s: its secret does not belong to its public key",
			  path);
}

int
keyfile_seed(struct secret *seed, struct sshkey *key, const char *path,
	     const struct passphrase *passphrase, struct err *err)
{
	struct keyfile file;
	struct secret text;
	int result;

	if (load_text(&text, path, true, err) < 0)
		return -1;
	*seed = secret_open(SEED_SIZE);
	result = keyfile_parse(&file, secret_span(&text), path, err);
	if (result == 0)
		result = keyfile_unseal(seed, &file, path, passphrase, err);
	if (result == 0)
		result = check_pair(seed, &file, path, err);
	*key = file.key;
	secret_close(&text);
	if (result < 0)
		secret_close(seed);
	return result;
}

int
keyfile_open(struct signer *out, const char *path, const struct passphrase *passphrase,
	     struct err *err)
{
	struct secret seed, pair;
	struct sshkey key;

	*out = (struct signer){ 0 };
	if (keyfile_seed(&seed, &key, path, passphrase, err) != 0)
		return -1;
	pair = pair_open(&out->key, &seed);
	out->sign = keyfile_sign;
	out->close = keyfile_close;
	out->state = pair.data;
	secret_close(&seed);
	return 0;
}
