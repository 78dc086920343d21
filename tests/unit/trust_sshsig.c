#include "tests/unit/trust_run.h"

#include "core/base/digest.h"
#include "core/trust/keyfile.h"
#include "core/trust/sshsig.h"
#include "core/trust/wire.h"

/* One key, made by ssh-keygen, in both forms. */
struct world {
	struct bench bench;
	struct signer signer;
};

static int
world_open(void **state)
{
	struct world *world = calloc(1, sizeof *world);
	struct buf allowed = { 0 };
	struct sshkey key;
	struct span openssh;
	struct err err;

	bench_open(&world->bench);
	openssh = bench_keygen(&world->bench, "id", "ed25519", "");
	assert_int_equal(keyfile_import(&key, bench_path(&world->bench, "me.key"),
					openssh, NULL, NULL, &err),
			 0);
	assert_int_equal(keyfile_open(&world->signer, bench_path(&world->bench, "me.key"),
				      NULL, &err),
			 0);
	buf_text(&allowed, "me ");
	sshkey_print(&allowed, &key);
	assert_int_equal(file_create(bench_path(&world->bench, "allowed"),
				     buf_span(&allowed), 0644, &err),
			 0);
	buf_close(&allowed);
	*state = world;
	return 0;
}

static int
world_close(void **state)
{
	struct world *world = *state;

	signer_close(&world->signer);
	bench_close(&world->bench);
	free(world);
	return 0;
}

static struct buf
sign(struct world *world, const char *name_space, struct span message)
{
	struct buf armour = { 0 };
	struct err err = { 0 };

	if (sshsig_sign(&armour, &world->signer, name_space, message, &err) < 0)
		fail_msg("%s", err.text);
	return armour;
}

static struct sshsig
parse(const struct buf *armour, const char *name_space)
{
	struct sshsig sig;
	struct err err = { 0 };

	if (sshsig_parse(&sig, buf_span(armour), name_space, &err) < 0)
		fail_msg("%s", err.text);
	return sig;
}

/* Both sign `message`: the same bytes; each believes the other. */
static void
compare(struct world *world, const char *name_space, struct span message)
{
	struct buf ours = sign(world, name_space, message), theirs = { 0 }, out = { 0 };
	char *file = bench_path(&world->bench, "message.sig");
	struct sshsig sig;
	struct err err;

	assert_int_equal(bench_run(&theirs, BENCH_ARGV("ssh-keygen", "-Y", "sign", "-n",
						       name_space, "-f",
						       bench_path(&world->bench, "id")),
				   message), 0);
	assert_int_equal(file_write(file, buf_span(&ours), 0644, &err), 0);
	assert_int_equal(bench_run(&out,
				   BENCH_ARGV("ssh-keygen", "-Y", "verify", "-I", "me",
					      "-n", name_space, "-s", file, "-f",
					      bench_path(&world->bench, "allowed")),
				   message),
			 0);
	buf_char(&ours, '\n');
	assert_string_equal(ours.data, theirs.data);
	theirs.len--;
	sig = parse(&theirs, name_space);
	assert_true(sshsig_verify(&sig, name_space, message));
	buf_close(&ours);
	buf_close(&theirs);
	buf_close(&out);
}

static void
signatures_are_those_of_ssh_keygen_byte_for_byte(void **state)
{
	static const size_t sizes[] = { 0,   1,	   2,	 55,	64,    70,
					111, 112,  127,	 128,	129,   255,
					256, 1000, 4096, 65535, 65536, 300000 };
	char *bytes = malloc(300000);

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		random_bytes(bytes, sizes[i]);
		compare(*state, SSHSIG_GIT, (struct span){ bytes, sizes[i] });
	}
	/* Base64 of every length against the column of 70. */
	for (size_t i = 1; i <= 72; i += 3) {
		char space[73] = "";

		memset(space, 'n', i);
		compare(*state, space, (struct span){ bytes, i });
	}
	compare(*state, SSHSIG_TRUST, (struct span){ bytes, 1000 });
	free(bytes);
}

static void
another_message_key_or_namespace_does_not_verify(void **state)
{
	struct buf armour = sign(*state, "git", span_of("yes"));
	struct sshsig sig = parse(&armour, "git");
	struct err err;

	assert_true(sshsig_verify(&sig, "git", span_of("yes")));
	assert_false(sshsig_verify(&sig, "git", span_of("no")));
	assert_false(sshsig_verify(&sig, "assay-trust@v1", span_of("yes")));
	assert_int_equal(sshsig_parse(&sig, buf_span(&armour), SSHSIG_TRUST, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	sig.key.bytes[0] ^= 1;
	assert_false(sshsig_verify(&sig, "git", span_of("yes")));
	buf_close(&armour);
}

static void
s_plus_the_group_order_is_refused(void **state)
{
	/* L = 2^252 + 27742317777372353535851937790883648493, low byte first */
	static const uint8_t order[32] = {
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,	       0xd6,
		0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10,
	};
	struct buf armour = sign(*state, "git", span_of("yes")), altered = { 0 };
	struct sshsig sig = parse(&armour, "git");
	unsigned carry;

	for (int times = 1; times <= 14; times++) {
		carry = 0;
		for (int i = 0; i < 32; i++) {
			carry += sig.signature[32 + i] + order[i];
			sig.signature[32 + i] = (uint8_t)carry;
			carry >>= 8;
		}
		assert_int_equal(carry, 0);
		buf_clear(&altered);
		sshsig_armour(&altered, &sig, "git");
		sig = parse(&altered, "git");
		assert_false(sshsig_verify(&sig, "git", span_of("yes")));
	}
	buf_close(&armour);
	buf_close(&altered);
}

static void
a_key_of_small_order_signs_nothing(void **state)
{
	/* With A and R the neutral element and S = 0 the bare equation holds for any
	 * message. */
	uint8_t points[3][32] = { { 1 }, { 0 } };
	struct sshsig sig = { 0 };

	(void)state;
	sig.signature[0] = 1;
	memset(points[2], 0xff, 32);
	points[2][0] = 0xec;
	points[2][31] = 0x7f;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		sshkey_from_bytes(&sig.key, points[i]);
		for (int message = 0; message < 16; message++)
			assert_false(
				signature_verify(&sig.key, sig.signature,
						 (struct span){ (char *)&message, 4 }));
	}
}

/* An armour of any parts, in 70 columns. */
struct parts {
	const char *magic, *key_type, *name_space, *reserved, *hash, *signature_type,
		*tail;
	uint32_t version;
	struct sshsig sig;
};

static struct buf
wrap(struct span blob, size_t columns, const char *end_of_line)
{
	struct buf base64 = { 0 }, out = { 0 };

	base64_encode(&base64, blob);
	buf_printf(&out, "-----BEGIN SSH SIGNATURE-----%s", end_of_line);
	for (size_t at = 0; at < base64.len; at += columns)
		buf_printf(&out, "%.*s%s", (int)columns, base64.data + at, end_of_line);
	buf_text(&out, "-----END SSH SIGNATURE-----");
	buf_close(&base64);
	return out;
}

static struct buf
build(const struct parts *parts)
{
	struct buf blob = { 0 }, key = { 0 }, inner = { 0 }, out;

	wire_put_text(&key, parts->key_type);
	wire_put(&key,
		 (struct span){ (const char *)parts->sig.key.bytes, SSHKEY_PUBLIC });
	wire_put_text(&inner, parts->signature_type);
	wire_put(&inner,
		 (struct span){ (const char *)parts->sig.signature, SIGNATURE_SIZE });
	buf_text(&blob, parts->magic);
	wire_put_number(&blob, parts->version);
	wire_put(&blob, buf_span(&key));
	wire_put_text(&blob, parts->name_space);
	wire_put_text(&blob, parts->reserved);
	wire_put_text(&blob, parts->hash);
	wire_put(&blob, buf_span(&inner));
	buf_text(&blob, parts->tail);
	out = wrap(buf_span(&blob), 70, "\n");
	buf_close(&blob);
	buf_close(&key);
	buf_close(&inner);
	return out;
}

static bool
is_accepted(const struct buf *armour)
{
	struct sshsig sig;
	struct err err = { 0 };

	if (sshsig_parse(&sig, buf_span(armour), "git", &err) == 0)
		return true;
	assert_int_equal(err.code, ERR_INVALID);
	return false;
}

static void
every_other_field_is_refused(void **state)
{
	struct buf armour = sign(*state, "git", span_of("yes")), built;
	const struct parts good = {
		"SSHSIG", "ssh-ed25519", "git", "", "sha512", "ssh-ed25519", "", 1,
		parse(&armour, "git"),
	};
	struct parts rows[] = {
		good, good, good, good, good, good, good, good, good, good
	};

	rows[0].magic = "SSHSIg";
	rows[1].key_type = "ssh-ed25518";
	rows[2].name_space = "Git";
	rows[3].reserved = "x";
	rows[4].hash = "sha256";
	rows[5].signature_type = "ssh-rsa";
	rows[6].tail = "x";
	rows[7].version = 2;
	rows[8].name_space = "";
	rows[9].key_type = "sk-ssh-ed25519@openssh.com";
	built = build(&good);
	assert_string_equal(built.data, armour.data);
	buf_close(&built);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		built = build(&rows[i]);
		if (is_accepted(&built))
			fail_msg("row %zu is accepted", i);
		buf_close(&built);
	}
	buf_close(&armour);
}

static void
the_same_signature_in_another_spelling_is_refused(void **state)
{
	static const size_t columns[] = { 1, 64, 69, 71, 72, 76, 4000 };
	static const char *const around[][2] = {
		{ "", "\n" }, { "", "\r\n" }, { "", " " },
		{ "\n", "" }, { " ", "" },    { "", "x" },
	};
	struct buf armour = sign(*state, "git", span_of("yes")), blob = { 0 }, other;
	struct span rest = buf_span(&armour), line;

	span_cut(&rest, '\n');
	for (line = span_cut(&rest, '\n'); line.data[0] != '-';
	     line = span_cut(&rest, '\n'))
		buf_put(&blob, line.data, line.len);
	other = (struct buf){ 0 };
	assert_true(base64_decode(&other, buf_span(&blob)));
	buf_close(&blob);
	blob = other;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		other = wrap(buf_span(&blob), columns[i], "\n");
		assert_false(is_accepted(&other));
		buf_close(&other);
	}
	other = wrap(buf_span(&blob), 70, "\r\n");
	assert_false(is_accepted(&other));
	buf_close(&other);
	for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
		other = (struct buf){ 0 };
		buf_printf(&other, "%s%s%s", around[i][0], armour.data, around[i][1]);
		assert_false(is_accepted(&other));
		buf_close(&other);
	}
	buf_close(&blob);
	buf_close(&armour);
}

static void
no_changed_or_missing_byte_goes_unseen(void **state)
{
	struct buf armour = sign(*state, "git", span_of("yes"));
	struct sshsig sig;

	for (size_t len = 0; len < armour.len; len++)
		assert_int_equal(sshsig_parse(&sig, (struct span){ armour.data, len },
					      "git", NULL),
				 -1);
	for (size_t i = 0; i < armour.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			armour.data[i] ^= (char)(1 << bit);
			if (sshsig_parse(&sig, buf_span(&armour), "git", NULL) == 0)
				assert_false(sshsig_verify(&sig, "git", span_of("yes")));
			armour.data[i] ^= (char)(1 << bit);
		}
	assert_true(is_accepted(&armour));
	buf_close(&armour);
}

static int
sign_badly(struct signer *signer, uint8_t out[SIGNATURE_SIZE], struct span message,
	   struct err *err)
{
	(void)signer, (void)message, (void)err;
	memset(out, 0, SIGNATURE_SIZE);
	return 0;
}

static int
sign_refusing(struct signer *signer, uint8_t out[SIGNATURE_SIZE], struct span message,
	      struct err *err)
{
	(void)signer, (void)out, (void)message;
	return err_set(err, ERR_REFUSED, "no");
}

static void
a_signer_that_fails_or_lies_leaves_no_armour(void **state)
{
	struct world *world = *state;
	struct signer signer = { .key = world->signer.key, .sign = sign_badly };
	struct buf out = { 0 };
	struct err err = { 0 };

	assert_int_equal(sshsig_sign(&out, &signer, "git", span_of("yes"), &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	signer.sign = sign_refusing;
	assert_int_equal(sshsig_sign(&out, &signer, "git", span_of("yes"), &err), -1);
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(out.len, 0);
	signer_close(&signer);
	signer_close(&signer);
	buf_close(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_those_of_ssh_keygen_byte_for_byte),
		cmocka_unit_test(another_message_key_or_namespace_does_not_verify),
		cmocka_unit_test(s_plus_the_group_order_is_refused),
		cmocka_unit_test(a_key_of_small_order_signs_nothing),
		cmocka_unit_test(every_other_field_is_refused),
		cmocka_unit_test(the_same_signature_in_another_spelling_is_refused),
		cmocka_unit_test(no_changed_or_missing_byte_goes_unseen),
		cmocka_unit_test(a_signer_that_fails_or_lies_leaves_no_armour),
	};

	if (digest_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("trust_sshsig", tests, world_open,
					   world_close);
}
