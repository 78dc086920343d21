#include "tests/unit/trust_run.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/trust/keyfile.h"
#include "core/trust/keyfile_openssh.h"

static void
check_signs(struct signer *signer)
{
	uint8_t signature[SIGNATURE_SIZE];
	struct err err;

	assert_int_equal(signer->sign(signer, signature, span_of("yes"), &err), 0);
	assert_true(signature_verify(&signer->key, signature, span_of("yes")));
	assert_false(signature_verify(&signer->key, signature, span_of("no")));
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void
a_new_key_signs_and_ssh_keygen_reads_its_public_half(void **state)
{
	struct bench *bench = *state;
	char *path = bench_path(bench, "new.key"), *pub = bench_path(bench, "new.pub");
	struct buf out = { 0 };
	struct sshkey made, peeked;
	struct signer signer;
	bool sealed = true;
	struct err err;

	assert_int_equal(keyfile_create(&made, path, NULL, "ada lovelace", &err), 0);
	assert_int_equal(keyfile_peek(&peeked, &sealed, path, &err), 0);
	assert_false(sealed);
	assert_memory_equal(&made, &peeked, sizeof made);
	assert_int_equal(keyfile_open(&signer, path, NULL, &err), 0);
	assert_memory_equal(&made, &signer.key, sizeof made);
	check_signs(&signer);
	signer_close(&signer);
	assert_int_equal(mode_of(path), 0600);
	assert_int_equal(
		bench_run(&out, BENCH_ARGV("ssh-keygen", "-l", "-f", pub), span_of("")),
		0);
	assert_non_null(strstr(out.data, "ada lovelace"));
	buf_close(&out);
}

static void
a_sealed_key_opens_by_its_passphrase_alone(void **state)
{
	char *path = bench_path(*state, "sealed.key");
	struct passphrase right, wrong;
	struct sshkey made, peeked;
	struct signer signer;
	bool sealed = false;
	struct err err;

	assert_int_equal(passphrase_copy(&right, span_of("correct horse"), &err), 0);
	assert_int_equal(passphrase_copy(&wrong, span_of("correct horse "), &err), 0);
	assert_int_equal(keyfile_create(&made, path, &right, NULL, &err), 0);
	assert_int_equal(keyfile_peek(&peeked, &sealed, path, &err), 0);
	assert_true(sealed);
	assert_memory_equal(&made, &peeked, sizeof made);
	check_failed(keyfile_open(&signer, path, NULL, &err), &err, ERR_PASSPHRASE,
		     "wants");
	check_failed(keyfile_open(&signer, path, &wrong, &err), &err, ERR_PASSPHRASE,
		     "the passphrase is wrong");
	signer_close(&signer);
	assert_int_equal(keyfile_open(&signer, path, &right, &err), 0);
	passphrase_close(&right);
	passphrase_close(&wrong);
	check_signs(&signer);
	signer_close(&signer);
}

static void
nothing_that_stands_there_is_replaced(void **state)
{
	struct bench *bench = *state;
	char *path = bench_path(bench, "once.key"), *pub = bench_path(bench, "twice.pub");
	struct sshkey key;
	struct err err;

	assert_int_equal(keyfile_create(&key, path, NULL, NULL, &err), 0);
	check_failed(keyfile_create(&key, path, NULL, NULL, &err), &err, ERR_EXISTS,
		     "once.key");
	assert_int_equal(file_create(pub, span_of("mine\n"), 0644, &err), 0);
	check_failed(
		keyfile_create(&key, bench_path(bench, "twice.key"), NULL, NULL, &err),
		&err, ERR_EXISTS, "twice.pub");
	assert_false(file_exists(bench_path(bench, "twice.key")));
}

static void
a_key_without_its_public_file_is_not_left_behind(void **state)
{
	struct bench *bench = *state;
	char name[300];
	struct sshkey key;
	struct err err;

	/* NAME fits a directory entry, NAME.pub does not. */
	memset(name, 'n', 254);
	name[254] = '\0';
	assert_int_equal(keyfile_create(&key, bench_path(bench, name), NULL, NULL, &err),
			 -1);
	assert_false(file_exists(bench_path(bench, name)));
}

static void
a_key_that_is_not_there_or_not_safe_says_what_to_do(void **state)
{
	char *path = bench_path(*state, "open.key");
	struct signer signer;
	struct sshkey key;
	bool sealed;
	struct err err;

	check_failed(keyfile_open(&signer, path, NULL, &err), &err, ERR_NOT_FOUND,
		     "make one with `assay key new`");
	check_failed(keyfile_peek(&key, &sealed, path, &err), &err, ERR_NOT_FOUND,
		     "key new");
	assert_int_equal(keyfile_create(&key, path, NULL, NULL, &err), 0);
	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		assert_int_equal(chmod(path, 0600 | bit), 0);
		check_failed(keyfile_open(&signer, path, NULL, &err), &err, ERR_UNSAFE,
			     "chmod 600");
	}
	assert_int_equal(keyfile_peek(&key, &sealed, path, &err), 0);
	check_failed(keyfile_open(&signer, "/dev/null", NULL, &err), &err, ERR_SYNTAX,
		     "not a file");
	signer_close(&signer);
}

static void
a_comment_of_more_than_one_plain_line_is_refused(void **state)
{
	static const char *const comments[] = { "two\nlines", "a\ttab", "\033[2J",
						"\xff" };
	char *path = bench_path(*state, "comment.key");
	struct sshkey key;
	struct err err;

	for (size_t i = 0; i < sizeof comments / sizeof *comments; i++)
		check_failed(keyfile_create(&key, path, NULL, comments[i], &err), &err,
			     ERR_USAGE, "one line");
	assert_false(file_exists(path));
}

static void
a_passphrase_has_a_limit_and_may_be_empty(void **state)
{
	struct passphrase passphrase;
	char long_text[1025] = "";
	struct err err;

	(void)state;
	check_failed(passphrase_copy(&passphrase, (struct span){ long_text, 1025 }, &err),
		     &err, ERR_LIMIT, "1024");
	assert_int_equal(passphrase_copy(&passphrase, span_of(""), &err), 0);
	assert_null(passphrase.text);
	passphrase_close(&passphrase);
}

/* The format again, written from its description, with a cheap derivation. */

static const char secret_word[] = "wort";

static void
put_hex(struct buf *out, const void *data, size_t len)
{
	hex_encode(buf_room(out, 2 * len), data, len);
	out->len += 2 * len;
}

static void
put_public(struct buf *out, uint8_t first)
{
	unsigned char seed[32] = { first }, public[32], secret[64];
	struct sshkey key;

	crypto_sign_seed_keypair(public, secret, seed);
	sshkey_from_bytes(&key, public);
	buf_text(out, "public ");
	sshkey_print(out, &key);
	buf_char(out, '\n');
}

static struct buf
sealed_file(void)
{
	unsigned char seed[32] = { 1 }, salt[16] = { 2 }, nonce[24] = { 3 }, key[32],
		      sealed[48];
	struct buf out = { 0 };

	buf_text(&out, "assay-key 1\n");
	put_public(&out, 1);
	buf_text(&out, "kdf argon2id 1 8192 ");
	put_hex(&out, salt, sizeof salt);
	buf_text(&out, "\ncipher xchacha20poly1305 ");
	put_hex(&out, nonce, sizeof nonce);
	buf_text(&out, "\n");
	assert_int_equal(crypto_pwhash(key, sizeof key, secret_word, strlen(secret_word),
				       salt, 1, 8192, crypto_pwhash_ALG_ARGON2ID13),
			 0);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, seed, sizeof seed,
						   (unsigned char *)out.data, out.len,
						   NULL, nonce, key);
	buf_text(&out, "secret ");
	put_hex(&out, sealed, sizeof sealed);
	buf_text(&out, "\n");
	return out;
}

static struct buf
plain_file(uint8_t public, uint8_t secret)
{
	unsigned char seed[32] = { secret };
	struct buf out = { 0 };

	buf_text(&out, "assay-key 1\n");
	put_public(&out, public);
	buf_text(&out, "kdf none\nsecret ");
	put_hex(&out, seed, sizeof seed);
	buf_text(&out, "\n");
	return out;
}

/* Open these bytes as a key file. */
static int
open_text(struct signer *out, struct bench *bench, struct span text, struct err *err)
{
	char *path = bench_path(bench, "text.key");
	struct passphrase passphrase;
	int result;

	unlink(path);
	assert_int_equal(passphrase_copy(&passphrase, span_of(secret_word), err), 0);
	assert_int_equal(file_create(path, text, 0600, err), 0);
	result = keyfile_open(out, path, &passphrase, err);
	passphrase_close(&passphrase);
	return result;
}

static void
files_written_by_the_description_open(void **state)
{
	struct buf files[] = { sealed_file(), plain_file(1, 1) };
	struct signer signer;
	struct err err = { 0 };

	for (int i = 0; i < 2; i++) {
		if (open_text(&signer, *state, buf_span(&files[i]), &err) < 0)
			fail_msg("%s", err.text);
		check_signs(&signer);
		signer_close(&signer);
		buf_close(&files[i]);
	}
}

/* `text` with the first `from` in it changed to `to`. */
static struct buf
changed(const struct buf *text, const char *from, const char *to)
{
	const char *at = strstr(text->data, from);
	struct buf out = { 0 };

	assert_non_null(at);
	buf_put(&out, text->data, (size_t)(at - text->data));
	buf_text(&out, to);
	buf_text(&out, at + strlen(from));
	return out;
}

static void
a_line_out_of_form_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *from, *to, *says;
		enum err_code code;
	} rows[] = {
		{ "key 1", "key 2", "newer assay", ERR_NEWER },
		{ "assay-key", "other-key", ":1:1: expected `assay-key 1`", ERR_SYNTAX },
		{ "public", "Public", ":2:1: expected `public`", ERR_SYNTAX },
		{ "public ", "public  ", ":2:1:", ERR_SYNTAX },
		{ "\nkdf", " me\nkdf", "not spelt", ERR_SYNTAX },
		{ "argon2id", "argon2i", ":3:1:", ERR_SYNTAX },
		{ "id 1 8192", "id 11 8192", "10 passes", ERR_SYNTAX },
		{ "id 1 8192", "id 0 8192", ":3:1:", ERR_SYNTAX },
		{ "id 1 8192", "id 01 8192", "not spelt", ERR_SYNTAX },
		{ "id 1 8192", "id +1 8192", ":3:1:", ERR_SYNTAX },
		{ "8192", "8191", ":3:1:", ERR_SYNTAX },
		{ "8192", "1073741825", "1 GiB", ERR_SYNTAX },
		{ "8192", "99999999999999999999", "1 GiB", ERR_SYNTAX },
		{ "8192", "", ":3:1:", ERR_SYNTAX },
		{ "8192", "8193", "passphrase is wrong", ERR_PASSPHRASE },
		{ "cipher x", "cipher c", ":4:1:", ERR_SYNTAX },
		{ "1305 03", "1305 04", "passphrase is wrong", ERR_PASSPHRASE },
		{ "1305 03", "1305 3", ":4:1:", ERR_SYNTAX },
		{ "secret ", "secret 0", ":5:1:", ERR_SYNTAX },
		{ "secret ", "secret\t", ":5:1:", ERR_SYNTAX },
		{ "secret ", "secret 00", ":5:1:", ERR_SYNTAX },
		{ "\nsecret", "\n\nsecret", ":5:1:", ERR_SYNTAX },
		{ "\nsecret", "\r\nsecret", ":4:1:", ERR_SYNTAX },
	};
	struct buf good = sealed_file();
	struct signer signer;
	struct err err;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf bad = changed(&good, rows[i].from, rows[i].to);

		check_failed(open_text(&signer, *state, buf_span(&bad), &err), &err,
			     rows[i].code, rows[i].says);
		buf_close(&bad);
	}
	buf_close(&good);
}

static void
a_cut_or_lengthened_file_is_refused(void **state)
{
	struct buf files[] = { sealed_file(), plain_file(1, 1) };
	struct signer signer;
	struct err err;

	for (int i = 0; i < 2; i++) {
		for (size_t len = 0; len < files[i].len; len += len < 100 ? 9 : 1)
			assert_int_equal(open_text(&signer, *state,
						   (struct span){ files[i].data, len },
						   &err),
					 -1);
		buf_char(&files[i], '\n');
		check_failed(open_text(&signer, *state, buf_span(&files[i]), &err), &err,
			     ERR_SYNTAX, "expected the end");
		memset(buf_room(&files[i], 5000), '\n', 5000);
		files[i].len += 5000;
		check_failed(open_text(&signer, *state, buf_span(&files[i]), &err), &err,
			     ERR_SYNTAX, "not an assay key");
		buf_close(&files[i]);
	}
}

static void
another_public_key_breaks_the_seal_or_is_noticed(void **state)
{
	struct buf sealed = sealed_file(), plain = plain_file(1, 2), other = { 0 },
		   line = { 0 };
	struct signer signer;
	struct err err;

	check_failed(open_text(&signer, *state, buf_span(&plain), &err), &err,
		     ERR_INVALID, "does not belong");
	put_public(&line, 1);
	put_public(&other, 2);
	buf_close(&plain);
	plain = changed(&sealed, line.data, other.data);
	check_failed(open_text(&signer, *state, buf_span(&plain), &err), &err,
		     ERR_PASSPHRASE, "wrong");
	buf_close(&sealed);
	buf_close(&plain);
	buf_close(&other);
	buf_close(&line);
}

/* Import. */

static void
an_imported_key_is_the_one_ssh_keygen_made(void **state)
{
	struct bench *bench = *state;
	struct span openssh = bench_keygen(bench, "id", "ed25519", ""), line;
	struct sshkey imported, public;
	struct signer signer;
	struct err err = { 0 };

	/* ssh-keygen's own id.pub stands in the way */
	check_failed(keyfile_import(&imported, bench_path(bench, "id.key"), openssh, NULL,
				    "me", &err),
		     &err, ERR_EXISTS, "id.pub");
	assert_int_equal(keyfile_import(&imported, bench_path(bench, "imported.key"),
					openssh, NULL, "me", &err),
			 0);
	assert_int_equal(
		file_read(&line, &bench->arena, bench_path(bench, "id.pub"), 4096, &err),
		0);
	assert_int_equal(sshkey_parse(&public, line, &err), 0);
	assert_memory_equal(&imported, &public, sizeof public);
	assert_int_equal(
		keyfile_open(&signer, bench_path(bench, "imported.key"), NULL, &err), 0);
	check_signs(&signer);
	signer_close(&signer);
}

static void
a_key_assay_cannot_take_is_told_why(void **state)
{
	struct bench *bench = *state;
	char *path = bench_path(bench, "no.key");
	const struct {
		struct span text;
		const char *says;
		enum err_code code;
	} rows[] = {
		{ bench_keygen(bench, "locked", "ed25519", "hush!"), "ssh-keygen -p",
		  ERR_REFUSED },
		{ bench_keygen(bench, "rsa", "rsa", ""), "another type", ERR_REFUSED },
		{ bench_keygen(bench, "ecdsa", "ecdsa", ""), "another type",
		  ERR_REFUSED },
		{ span_of("-----BEGIN RSA PRIVATE KEY-----\n"), "RSA", ERR_REFUSED },
		{ span_of("-----BEGIN EC PRIVATE KEY-----\n"), "ECDSA", ERR_REFUSED },
		{ span_of("-----BEGIN PRIVATE KEY-----\n"), "PEM", ERR_REFUSED },
		{ span_of("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "PEM",
		  ERR_REFUSED },
		{ span_of("PuTTY-User-Key-File-3: ssh-ed25519\n"), "PuTTY", ERR_REFUSED },
		{ span_of("ssh-ed25519 AAAA"), "public key", ERR_REFUSED },
		{ span_of("hello"), "not an OpenSSH", ERR_SYNTAX },
		{ span_of(""), "not an OpenSSH", ERR_SYNTAX },
		{ span_of("-----BEGIN OPENSSH PRIVATE KEY-----\n"), "damaged",
		  ERR_SYNTAX },
	};
	struct sshkey key;
	struct err err;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_failed(keyfile_import(&key, path, rows[i].text, NULL, NULL, &err),
			     &err, rows[i].code, rows[i].says);
	assert_false(file_exists(path));
}

/* Every changed bit of the decoded key is refused, or stands in its comment (whose length
 * leaves no padding it could swallow). */
static void
a_damaged_openssh_key_never_imports_as_another(void **state)
{
	static const char begin[] = "-----BEGIN OPENSSH PRIVATE KEY-----\n",
		end[] = "-----END OPENSSH PRIVATE KEY-----\n";
	struct span openssh = bench_keygen(*state, "flips", "ed25519", "");
	unsigned char bytes[1024];
	char text[4096], base64[2048];
	struct secret seed = secret_open(SEED_SIZE);
	struct sshkey good, key;
	size_t len, passed = 0;
	struct err err;

	assert_int_equal(openssh_key_parse(&good, &seed, openssh, &err), 0);
	assert_int_equal(
		sodium_base642bin(bytes, sizeof bytes, openssh.data + strlen(begin),
				  openssh.len - strlen(begin) - strlen(end), "\n", &len,
				  NULL, sodium_base64_VARIANT_ORIGINAL),
		0);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		sodium_bin2base64(base64, sizeof base64, bytes, len,
				  sodium_base64_VARIANT_ORIGINAL);
		snprintf(text, sizeof text, "%s%s\n%s", begin, base64, end);
		if (openssh_key_parse(&key, &seed, span_of(text), &err) == 0) {
			passed++;
			assert_memory_equal(&key, &good, sizeof key);
		}
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	assert_int_equal(passed, 8 * strlen("flips"));
	for (size_t cut = 0; cut + 2 < openssh.len; cut++)
		assert_int_equal(openssh_key_parse(&key, &seed,
						   (struct span){ openssh.data, cut },
						   &err),
				 -1);
	secret_close(&seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_key_signs_and_ssh_keygen_reads_its_public_half),
		cmocka_unit_test(a_sealed_key_opens_by_its_passphrase_alone),
		cmocka_unit_test(nothing_that_stands_there_is_replaced),
		cmocka_unit_test(a_key_without_its_public_file_is_not_left_behind),
		cmocka_unit_test(a_key_that_is_not_there_or_not_safe_says_what_to_do),
		cmocka_unit_test(a_comment_of_more_than_one_plain_line_is_refused),
		cmocka_unit_test(a_passphrase_has_a_limit_and_may_be_empty),
		cmocka_unit_test(files_written_by_the_description_open),
		cmocka_unit_test(a_line_out_of_form_is_refused_with_its_place),
		cmocka_unit_test(a_cut_or_lengthened_file_is_refused),
		cmocka_unit_test(another_public_key_breaks_the_seal_or_is_noticed),
		cmocka_unit_test(an_imported_key_is_the_one_ssh_keygen_made),
		cmocka_unit_test(a_key_assay_cannot_take_is_told_why),
		cmocka_unit_test(a_damaged_openssh_key_never_imports_as_another),
	};

	if (digest_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("trust_keyfile", tests, bench_setup,
					   bench_teardown);
}
