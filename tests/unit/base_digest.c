#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/digest.h"

/* NIST FIPS 180-4 examples, and the empty message. */
static void
sha256_matches_the_published_vectors(void **state)
{
	static const char *const cases[][2] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[DIGEST_HEX];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct digest digest = digest_sha256(span_of(cases[i][0])), again;

		digest_hex(hex, &digest);
		assert_string_equal(hex, cases[i][1]);
		assert_true(digest_from_hex(&again, span_of(hex)));
		assert_true(digest_equal(&digest, &again));
	}
}

static void
in_pieces_is_the_same_as_at_once(void **state)
{
	char data[1000];
	struct digest whole;

	(void)state;
	memset(data, 'a', sizeof data);
	whole = digest_sha256((struct span){ data, sizeof data });
	for (size_t piece = 1; piece < 200; piece += 7) {
		struct digest_stream stream;
		struct digest digest;

		digest_stream_open(&stream);
		for (size_t i = 0; i < sizeof data; i += piece)
			digest_stream_add(&stream, (struct span){
				data + i, piece < sizeof data - i ? piece : sizeof data - i });
		digest = digest_stream_close(&stream);
		assert_true(digest_equal(&whole, &digest));
	}
	data[999] = 'b';
	assert_false(digest_equal(&whole, &(struct digest){ 0 }));
}

static void
only_lowercase_hex_of_the_right_length_counts(void **state)
{
	unsigned char bytes[2];
	char hex[5];

	(void)state;
	assert_true(hex_decode(bytes, 2, span_of("0aff")));
	hex_encode(hex, bytes, 2);
	assert_string_equal(hex, "0aff");
	assert_false(hex_decode(bytes, 2, span_of("0AFF")));
	assert_false(hex_decode(bytes, 2, span_of("0aff0")));
	assert_false(hex_decode(bytes, 2, span_of("0af")));
	assert_false(hex_decode(bytes, 2, span_of("0a f")));
	assert_false(hex_is((struct span){ "\0\0", 2 }, 2));
	assert_true(hex_is(span_of(""), 0));
}

static void
base64_reads_back_and_is_strict(void **state)
{
	static const char *const bad[] = { "TQ", "TQ=", "T", "TQ==\n", "TQ= =", "TR==", "TWF-",
					   "=", "TQ==TQ==", " TQ==" };
	struct buf text = { 0 }, bytes = { 0 };

	(void)state;
	for (size_t len = 0; len < 100; len++) {
		unsigned char in[100];

		random_bytes(in, sizeof in);
		buf_clear(&text);
		buf_clear(&bytes);
		base64_encode(&text, (struct span){ (char *)in, len });
		assert_true(base64_decode(&bytes, buf_span(&text)));
		assert_int_equal(bytes.len, len);
		assert_memory_equal(bytes.data, in, len);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		buf_clear(&bytes);
		assert_false(base64_decode(&bytes, span_of(bad[i])));
		assert_int_equal(bytes.len, 0);
	}
	buf_close(&text);
	buf_close(&bytes);
}

static void
a_random_id_is_32_digits_and_another_each_time(void **state)
{
	char a[RANDOM_ID_HEX], b[RANDOM_ID_HEX];

	(void)state;
	random_id(a);
	random_id(b);
	assert_true(hex_is(span_of(a), 32));
	assert_string_not_equal(a, b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_matches_the_published_vectors),
		cmocka_unit_test(in_pieces_is_the_same_as_at_once),
		cmocka_unit_test(only_lowercase_hex_of_the_right_length_counts),
		cmocka_unit_test(base64_reads_back_and_is_strict),
		cmocka_unit_test(a_random_id_is_32_digits_and_another_each_time),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
