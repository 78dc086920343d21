#include "tests/unit/trust_run.h"

#include "core/base/digest.h"
#include "core/trust/sshkey.h"
#include "core/trust/wire.h"

/* The key of RFC 8032, test 1, and its fingerprint by ssh-keygen. */
static const char line[] =
	"ssh-ed25519 "
	"AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

static void
a_line_reads_back_as_itself(void **state)
{
	static const char *const forms[] = { "%s", "%s\n", "%s me@here", "%s two words\n",
					     "%s " };
	struct sshkey key;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct buf text = { 0 }, again = { 0 };
		struct span head, rest = span_of(forms[i]);

		head = span_cut(&rest, 's');
		assert_int_equal(head.len, 1);
		buf_text(&text, line);
		buf_put(&text, rest.data, rest.len);
		assert_int_equal(sshkey_parse(&key, buf_span(&text), &err), 0);
		sshkey_print(&again, &key);
		assert_string_equal(again.data, line);
		buf_close(&text);
		buf_close(&again);
	}
}

static void
what_is_not_one_ed25519_line_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "expected a public key" },
		{ "ssh-ed25519", "not an ssh-ed25519" },
		{ "ssh-ed25519 ", "not an ssh-ed25519" },
		{ "ssh-ed25519 AAAA", "not an ssh-ed25519" },
		{ "ssh-ed25519  AAAAC3NzaC1lZDI1NTE5", "not an ssh-ed25519" },
		{ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "32 bytes" },
		{ "ssh-ed25519 "
		  "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+"
		  "08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n\n",
		  "one line" },
		{ "ssh-ed25519 "
		  "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+"
		  "08lkBzoO4XLz2qYjJa8CGmj3B1Ea\r\n",
		  "base64 is broken" },
		{ "ssh-ed25519 "
		  "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+"
		  "08lkBzoO4XLz2qYjJa8CGmj3B1EaAA==",
		  "32 bytes" },
		{ "ssh-rsa AAAAB3NzaC1yc2E me", "type ssh-rsa" },
		{ "ecdsa-sha2-nistp256 AAAA me", "type ecdsa-sha2-nistp256" },
		{ "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA", ".pub file" },
		{ " ssh-ed25519 AAAA", "expected a public key" },
	};
	struct sshkey key;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(sshkey_parse(&key, span_of(rows[i].text), &err), -1);
		assert_int_equal(err.code, ERR_SYNTAX);
		if (strstr(err.text, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].text, err.text);
	}
}

static void
the_kid_is_the_fingerprint_of_ssh_keygen_cut_to_16_bytes(void **state)
{
	struct bench bench;
	struct buf out = { 0 }, bytes = { 0 };
	struct span rest, base64;
	struct sshkey key;
	char hex[KID_HEX];
	struct err err;

	(void)state;
	bench_open(&bench);
	assert_int_equal(
		file_create(bench_path(&bench, "k.pub"), span_of(line), 0644, &err), 0);
	assert_int_equal(bench_run(&out,
				   BENCH_ARGV("ssh-keygen", "-l", "-f",
					      bench_path(&bench, "k.pub")),
				   span_of("")),
			 0);
	rest = buf_span(&out);
	span_cut(&rest, ':');
	base64 = span_cut(&rest, ' ');
	assert_int_equal(base64.len, 43);
	buf_put(&bytes, base64.data, base64.len);
	buf_char(&bytes, '=');
	buf_clear(&out);
	assert_true(base64_decode(&out, buf_span(&bytes)));
	hex_encode(hex, out.data, 16);
	assert_int_equal(sshkey_parse(&key, span_of(line), &err), 0);
	assert_string_equal(key.kid, hex);
	buf_close(&out);
	buf_close(&bytes);
	bench_close(&bench);
}

static void
every_cut_or_lengthened_blob_is_refused(void **state)
{
	struct buf blob = { 0 };
	struct sshkey key, again;
	struct err err;

	(void)state;
	assert_int_equal(sshkey_parse(&key, span_of(line), &err), 0);
	sshkey_blob(&blob, &key);
	assert_int_equal(sshkey_parse_blob(&again, buf_span(&blob), &err), 0);
	assert_memory_equal(&key, &again, sizeof key);
	for (size_t len = 0; len < blob.len; len++)
		assert_int_equal(
			sshkey_parse_blob(&again, (struct span){ blob.data, len }, &err),
			-1);
	buf_char(&blob, 0);
	assert_int_equal(sshkey_parse_blob(&again, buf_span(&blob), &err), -1);
	buf_close(&blob);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_reads_back_as_itself),
		cmocka_unit_test(what_is_not_one_ed25519_line_is_refused_with_a_reason),
		cmocka_unit_test(
			the_kid_is_the_fingerprint_of_ssh_keygen_cut_to_16_bytes),
		cmocka_unit_test(every_cut_or_lengthened_blob_is_refused),
	};

	if (digest_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("trust_sshkey", tests, NULL, NULL);
}
