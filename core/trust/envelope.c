#include "core/trust/envelope.h"

#include "core/base/digest.h"
#include "core/model/record.h"
#include "core/trust/keyfile_secret.h"

#define MAGIC "assay-sealed@v1"

enum {
	COLUMNS = 76, BLOCK = 256,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	LEAST = NONCE + BLOCK + TAG,
};

bool
envelope_is(struct span bytes)
{
	return span_starts(bytes, MAGIC);
}

/* ---- text ---- */

static void
put_head(struct buf *out, const char *portfolio, const char *key)
{
	buf_printf(out, MAGIC "\nportfolio %s\nkey %s\n", portfolio, key);
}

static void
put_body(struct buf *out, struct span body)
{
	struct buf text = { 0 };

	base64_encode(&text, body);
	for (size_t at = 0; at < text.len; at += COLUMNS) {
		size_t len = text.len - at < COLUMNS ? text.len - at : COLUMNS;

		buf_put(out, text.data + at, len);
		buf_char(out, '\n');
	}
	buf_close(&text);
}

static bool
read_id(char out[KID_HEX], struct span *rest, const char *word)
{
	struct span line = span_cut(rest, '\n');

	if (!span_is(span_cut(&line, ' '), word) || !hex_is(line, KID_HEX - 1))
		return false;
	memcpy(out, line.data, KID_HEX - 1);
	out[KID_HEX - 1] = '\0';
	return true;
}

static bool
read_body(struct envelope *out, struct arena *arena, struct span rest)
{
	struct buf text = { 0 }, bytes = { 0 };
	bool good;

	while (rest.len != 0) {
		struct span line = span_cut(&rest, '\n');

		buf_put(&text, line.data, line.len);
	}
	good = base64_decode(&bytes, buf_span(&text)) && bytes.len >= LEAST
	       && (bytes.len - NONCE - TAG) % BLOCK == 0;
	if (good)
		out->body = arena_span(arena, buf_span(&bytes));
	buf_close(&text);
	buf_close(&bytes);
	return good;
}

static bool
is_written_so(const struct envelope *envelope, struct span bytes)
{
	struct buf again = { 0 };
	bool same;

	put_head(&again, envelope->portfolio, envelope->key);
	put_body(&again, envelope->body);
	same = span_equal(buf_span(&again), bytes);
	buf_close(&again);
	return same;
}

int
envelope_parse(struct envelope *out, struct arena *arena, struct span bytes,
	       struct err *err)
{
	struct span rest = bytes;

	*out = (struct envelope){ .head = { bytes.data, 0 } };
	if (bytes.len > RECORD_ATTACHMENT)
		return err_set(err, ERR_LIMIT, "a sealed text is over 1 MiB");
	if (!span_is(span_cut(&rest, '\n'), MAGIC))
		return err_set(err, ERR_SYNTAX, "1:1: expected `" MAGIC "`");
	if (!read_id(out->portfolio, &rest, "portfolio"))
		return err_set(err, ERR_SYNTAX, "2:1: expected `portfolio` and 32 hex digits");
	if (!read_id(out->key, &rest, "key"))
		return err_set(err, ERR_SYNTAX, "3:1: expected `key` and 32 hex digits");
	out->head.len = (size_t)(rest.data - bytes.data);
	if (!read_body(out, arena, rest) || !is_written_so(out, bytes))
		return err_set(err, ERR_SYNTAX, "4:1: expected lines of base64, as assay "
			       "writes them");
	return 0;
}

/* ---- sealing and opening ---- */

static struct span
additional(struct buf *out, struct span head, const char *name)
{
	buf_put(out, head.data, head.len);
	buf_text(out, name);
	return buf_span(out);
}

/* Nonce and ciphertext. */
static void
seal(struct buf *out, const struct sealkey *key, struct span with, struct span text)
{
	size_t padded = text.len / BLOCK * BLOCK + BLOCK;
	struct secret plain = secret_open(padded);
	unsigned char *nonce = (unsigned char *)buf_room(out, NONCE + padded + TAG);

	if (text.len != 0)
		memcpy(plain.data, text.data, text.len);
	sodium_pad(&padded, plain.data, text.len, BLOCK, padded);
	random_bytes(nonce, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		nonce + NONCE, NULL, plain.data, plain.len,
		(const unsigned char *)with.data, with.len, NULL, nonce, key->bytes);
	out->len += NONCE + padded + TAG;
	secret_close(&plain);
}

int
envelope_print(struct buf *out, const struct sealkey *key, const char *portfolio,
	       const char *name, struct span text, struct err *err)
{
	struct buf head = { 0 }, with = { 0 }, body = { 0 }, whole = { 0 };
	int status = 0;

	if (text.len > RECORD_ATTACHMENT)
		return err_set(err, ERR_LIMIT, "%s is too long to be sealed: shorten it", name);
	put_head(&head, portfolio, key->id);
	seal(&body, key, additional(&with, buf_span(&head), name), text);
	put_head(&whole, portfolio, key->id);
	put_body(&whole, buf_span(&body));
	if (whole.len > RECORD_ATTACHMENT)
		status = err_set(err, ERR_LIMIT, "%s is too long to be sealed: shorten it",
				 name);
	else
		buf_put(out, whole.data, whole.len);
	buf_close(&head);
	buf_close(&with);
	buf_close(&body);
	buf_close(&whole);
	return status;
}

int
envelope_open(struct span *out, struct arena *arena, const struct envelope *envelope,
	      const struct sealkey *key, const char *name, struct err *err)
{
	const unsigned char *nonce = (const unsigned char *)envelope->body.data;
	size_t len = envelope->body.len - NONCE - TAG;
	char *plain = arena_alloc(arena, len);
	struct buf with = { 0 };
	struct span data = additional(&with, envelope->head, name);
	bool good = strcmp(key->id, envelope->key) == 0
		&& crypto_aead_xchacha20poly1305_ietf_decrypt(
			   (unsigned char *)plain, NULL, NULL, nonce + NONCE, len + TAG,
			   (const unsigned char *)data.data, data.len, nonce, key->bytes) == 0
		&& sodium_unpad(&len, (const unsigned char *)plain, len, BLOCK) == 0;

	buf_close(&with);
	if (!good)
		return err_set(err, ERR_INVALID, "what is sealed in %s does not open: it is not "
			       "what was put in", name);
	plain[len] = '\0';		/* where the padding began */
	*out = (struct span){ plain, len };
	return 0;
}
