#include "tests/unit/trust_run.h"

#include <sys/stat.h>
#include <unistd.h>

#include "core/base/digest.h"
#include "core/model/record.h"
#include "core/trust/envelope.h"

#define PORTFOLIO "9b1e00112233445566778899aabbccdd"

static struct span
seal(struct bench *bench, const struct sealkey *key, const char *name, struct span text)
{
	struct buf out = { 0 };
	struct span sealed;
	struct err err;

	assert_int_equal(envelope_print(&out, key, PORTFOLIO, name, text, &err), 0);
	sealed = arena_span(&bench->arena, buf_span(&out));
	buf_close(&out);
	return sealed;
}

static int
open_it(struct span *out, struct bench *bench, const struct sealkey *key, const char *name,
	struct span sealed, struct err *err)
{
	struct envelope envelope;

	*err = (struct err){ 0 };
	return envelope_parse(&envelope, &bench->arena, sealed, err) != 0 ? -1
		: envelope_open(out, &bench->arena, &envelope, key, name, err);
}

/* ---- the envelope ---- */

static void
what_is_sealed_opens_with_its_key_and_says_nothing_without(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make();
	struct span sealed = seal(bench, &key, "notes.yaml", span_of("pippin\n")), text;
	struct envelope envelope;
	struct err err;

	assert_true(envelope_is(sealed));
	assert_null(strstr(sealed.data, "pippin"));
	assert_int_equal(envelope_parse(&envelope, &bench->arena, sealed, &err), 0);
	assert_string_equal(envelope.portfolio, PORTFOLIO);
	assert_string_equal(envelope.key, key.id);
	assert_int_equal(open_it(&text, bench, &key, "notes.yaml", sealed, &err), 0);
	assert_true(span_is(text, "pippin\n"));
	sealkey_close(&key);
}

static void
every_length_comes_back_and_only_blocks_are_told(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make();
	size_t one = seal(bench, &key, "a", span_of("")).len;
	char plain[600];
	struct err err;

	for (size_t len = 0; len < sizeof plain; len++) {
		struct span sealed, text;

		memset(plain, (int)len, len);
		sealed = seal(bench, &key, "a", (struct span){ plain, len });
		assert_int_equal(open_it(&text, bench, &key, "a", sealed, &err), 0);
		assert_true(span_equal(text, (struct span){ plain, len }));
		if (len < 256)
			assert_int_equal(sealed.len, one);
	}
	sealkey_close(&key);
}

static void
no_byte_of_it_can_be_another(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make();
	struct span sealed = seal(bench, &key, "notes.yaml", span_of("pippin")), text;
	char *altered = arena_copy(&bench->arena, sealed.data, sealed.len);
	struct err err;

	for (size_t i = 0; i < sealed.len; i++)
		for (int flip = 1; flip < 256; flip <<= 1) {
			altered[i] = (char)(sealed.data[i] ^ flip);
			assert_int_equal(open_it(&text, bench, &key, "notes.yaml",
						 (struct span){ altered, sealed.len }, &err),
					 -1);
			assert_true(err.text[0] != '\0');
			altered[i] = sealed.data[i];
		}
	for (size_t len = 0; len < sealed.len; len++)
		assert_int_equal(open_it(&text, bench, &key, "notes.yaml",
					 (struct span){ sealed.data, len }, &err), -1);
	sealkey_close(&key);
}

static void
another_key_and_another_name_do_not_open_it(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make(), other = sealkey_make();
	struct span sealed = seal(bench, &key, "notes.yaml", span_of("pippin")), text;
	struct err err;
	int failed;

	failed = open_it(&text, bench, &other, "notes.yaml", sealed, &err);
	check_failed(failed, &err, ERR_INVALID, "does not open");
	memcpy(other.id, key.id, sizeof other.id);
	failed = open_it(&text, bench, &other, "notes.yaml", sealed, &err);
	check_failed(failed, &err, ERR_INVALID, "does not open");
	failed = open_it(&text, bench, &key, "reason.txt", sealed, &err);
	check_failed(failed, &err, ERR_INVALID, "does not open");
	sealkey_close(&key);
	sealkey_close(&other);
}

static void
one_spelling_alone_is_read(void **state)
{
	static const struct {
		const char *old, *new, *says;
	} cases[] = {
		{ "@v1\n", "@v2\n", "1:1: expected" },
		{ "@v1\n", "@v1\r\n", "1:1: expected" },
		{ "portfolio 9", "portfolio A", "2:1: expected" },
		{ "portfolio ", "portfolio  ", "2:1: expected" },
		{ "\nkey ", "\nKey ", "3:1: expected" },
		{ "\nkey ", "\nextra 1\nkey ", "3:1: expected" },
		{ "\n", "\n\n", "2:1: expected" },
	};
	struct bench *bench = *state;
	struct sealkey key = sealkey_make();
	struct span sealed = seal(bench, &key, "a", span_of("x")), text;
	char *whole = arena_copy(&bench->arena, sealed.data, sealed.len);
	struct err err;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *at = strstr(whole, cases[i].old);
		char *altered = arena_printf(&bench->arena, "%.*s%s%s", (int)(at - whole),
					     whole, cases[i].new, at + strlen(cases[i].old));

		check_failed(open_it(&text, bench, &key, "a", span_of(altered), &err), &err,
			     ERR_SYNTAX, cases[i].says);
	}
	check_failed(open_it(&text, bench, &key, "a", span_of(arena_printf(&bench->arena,
			"%s\n", whole)), &err), &err, ERR_SYNTAX, "4:1: expected");
	whole[sealed.len - 1] = '\0';
	check_failed(open_it(&text, bench, &key, "a", span_of(whole), &err), &err, ERR_SYNTAX,
		     "4:1: expected");
	sealkey_close(&key);
}

static void
what_would_not_fit_is_refused_before_it_is_written(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make();
	char *text = arena_alloc(&bench->arena, RECORD_ATTACHMENT + 1);
	struct buf out = { 0 };
	struct envelope envelope;
	struct err err;

	assert_int_equal(envelope_print(&out, &key, PORTFOLIO, "notes.yaml",
					(struct span){ text, 700 << 10 }, &err), 0);
	assert_true(out.len <= RECORD_ATTACHMENT);
	buf_clear(&out);
	check_failed(envelope_print(&out, &key, PORTFOLIO, "notes.yaml",
				    (struct span){ text, RECORD_ATTACHMENT }, &err),
		     &err, ERR_LIMIT, "notes.yaml is too long to be sealed");
	assert_int_equal(out.len, 0);
	check_failed(envelope_parse(&envelope, &bench->arena,
				    (struct span){ text, RECORD_ATTACHMENT + 1 }, &err),
		     &err, ERR_LIMIT, "over 1 MiB");
	buf_close(&out);
	sealkey_close(&key);
}

/* ---- the key ---- */

static void
a_key_at_rest_is_ones_own_and_holds_what_its_name_says(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make(), again;
	const char *path = bench_path(bench, key.id);
	struct stat st;
	struct err err;

	assert_int_equal(sealkey_keep(&key, path, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	check_failed(sealkey_keep(&key, path, &err), &err, ERR_EXISTS, "exists");
	assert_int_equal(sealkey_load(&again, path, key.id, &err), 0);
	assert_memory_equal(again.bytes, key.bytes, 32);
	sealkey_close(&again);
	check_failed(sealkey_load(&again, path, PORTFOLIO, &err), &err, ERR_INVALID,
		     "another key");
	assert_null(again.bytes);
	assert_int_equal(chmod(path, 0640), 0);
	check_failed(sealkey_load(&again, path, key.id, &err), &err, ERR_UNSAFE, "others");
	assert_int_equal(file_write(path, span_of("assay-sealing-key 1\nkey 00\n"), 0600,
				    &err), 0);
	check_failed(sealkey_load(&again, path, key.id, &err), &err, ERR_SYNTAX, "no key");
	sealkey_close(&key);
}

/* ---- the box ---- */

static void
make_box(struct box *out, struct bench *bench, const char *name)
{
	const char *path = bench_path(bench, name);
	struct sshkey key;
	struct err err;

	assert_int_equal(keyfile_create(&key, path, NULL, name, &err), 0);
	assert_int_equal(box_open(out, path, NULL, &err), 0);
}

static struct span
wrap(struct bench *bench, const struct sealkey *key, const struct box *box)
{
	struct buf out = { 0 };
	struct span text;
	struct err err;

	assert_int_equal(sealkey_wrap(&out, key, box, &err), 0);
	assert_int_equal(out.len, SEALKEY_WRAPPED);
	text = arena_span(&bench->arena, buf_span(&out));
	buf_close(&out);
	return text;
}

static void
a_box_has_one_name_in_the_trust_file_and_out_of_it(void **state)
{
	struct bench *bench = *state;
	struct box box, again;
	struct buf text = { 0 };
	struct err err;

	make_box(&box, bench, "cat.box");
	assert_true(file_exists(bench_path(bench, "cat.box.pub")));
	box_print(&text, &box);
	assert_int_equal(box_parse(&again, buf_span(&text), box.kid, &err), 0);
	assert_memory_equal(again.public, box.public, BOX_PUBLIC);
	check_failed(box_parse(&again, buf_span(&text), PORTFOLIO, &err), &err, ERR_INVALID,
		     "kid");
	check_failed(box_parse(&again, span_of("AAAA"), box.kid, &err), &err, ERR_INVALID,
		     "kid");
	buf_close(&text);
	box_close(&box);
}

static void
a_key_comes_out_of_the_box_it_was_closed_for_and_no_other(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make(), other = sealkey_make(), out;
	struct box cat, ben;
	struct span text;
	struct err err;

	make_box(&cat, bench, "cat.box");
	make_box(&ben, bench, "ben.box");
	text = wrap(bench, &key, &cat);
	assert_true(sealkey_is_wrap(text));
	assert_int_equal(sealkey_unwrap(&out, text, key.id, &cat, &err), 0);
	assert_memory_equal(out.bytes, key.bytes, 32);
	sealkey_close(&out);
	check_failed(sealkey_unwrap(&out, text, key.id, &ben, &err), &err, ERR_INVALID,
		     "does not open");
	check_failed(sealkey_unwrap(&out, wrap(bench, &other, &cat), key.id, &cat, &err),
		     &err, ERR_INVALID, "another key");
	assert_null(out.bytes);
	sealkey_close(&key);
	sealkey_close(&other);
	box_close(&cat);
	box_close(&ben);
}

static void
no_byte_of_a_wrap_can_be_another(void **state)
{
	struct bench *bench = *state;
	struct sealkey key = sealkey_make(), out;
	struct box box;
	struct span text;
	char *altered;
	struct err err;

	make_box(&box, bench, "cat.box");
	text = wrap(bench, &key, &box);
	altered = arena_copy(&bench->arena, text.data, text.len);
	for (size_t i = 0; i < text.len; i++) {
		altered[i] ^= 1;
		assert_int_equal(sealkey_unwrap(&out, (struct span){ altered, text.len },
						key.id, &box, &err), -1);
		altered[i] ^= 1;
		assert_int_equal(sealkey_unwrap(&out, (struct span){ altered, i }, key.id,
						&box, &err), -1);
	}
	sealkey_close(&key);
	box_close(&box);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
		TEST(what_is_sealed_opens_with_its_key_and_says_nothing_without),
		TEST(every_length_comes_back_and_only_blocks_are_told),
		TEST(no_byte_of_it_can_be_another),
		TEST(another_key_and_another_name_do_not_open_it),
		TEST(one_spelling_alone_is_read),
		TEST(what_would_not_fit_is_refused_before_it_is_written),
		TEST(a_key_at_rest_is_ones_own_and_holds_what_its_name_says),
		TEST(a_box_has_one_name_in_the_trust_file_and_out_of_it),
		TEST(a_key_comes_out_of_the_box_it_was_closed_for_and_no_other),
		TEST(no_byte_of_a_wrap_can_be_another),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
