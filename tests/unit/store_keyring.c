/* Keys of sealed texts: one's own to write with, others' to read with, gone when destroyed. */
#include "tests/unit/store_scratch.h"

#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/keyring.h"

#define PORTFOLIO "9b1e00112233445566778899aabbccdd"

static const char *
path_of(struct scratch *s, const char *id, const char *actor)
{
	return arena_printf(&s->arena, "%s/" PORTFOLIO "/%s%s%s", s->dir, id,
			    actor == NULL ? "" : ".", actor == NULL ? "" : actor);
}

static void
must_own(struct sealkey *out, struct scratch *s, const char *actor)
{
	ok(s, keyring_own(out, s->dir, PORTFOLIO, actor, &s->err));
}

static struct span
seal(struct scratch *s, const struct sealkey *key, const char *name)
{
	struct buf out = { 0 };
	struct span text;

	ok(s, envelope_print(&out, key, PORTFOLIO, name, span_of("pippin"), &s->err));
	text = arena_span(&s->arena, buf_span(&out));
	buf_close(&out);
	return text;
}

static int
try_read(struct span *out, struct scratch *s, struct span bytes, const char *portfolio)
{
	return keyring_read(out, &s->arena, s->dir, bytes, "notes.yaml", "a-ben", portfolio,
			    &s->err);
}

static void
one_key_is_made_for_a_writer_and_is_theirs_from_then_on(void **state)
{
	struct scratch *s = *state;
	struct sealkey ben, again, cat;
	struct stat st;

	must_own(&ben, s, "a-ben");
	must_own(&again, s, "a-ben");
	must_own(&cat, s, "m-cat");
	assert_string_equal(ben.id, again.id);
	assert_string_not_equal(ben.id, cat.id);
	assert_int_equal(stat(path_of(s, ben.id, "a-ben"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	sealkey_close(&ben);
	sealkey_close(&again);
	sealkey_close(&cat);
}

static void
a_key_that_was_handed_over_is_read_with_and_never_written_with(void **state)
{
	struct scratch *s = *state;
	struct sealkey planted = sealkey_make(), own, found;
	struct keyring_item *items;
	size_t count;

	ok(s, keyring_take(s->dir, PORTFOLIO, &planted, &s->err));
	ok(s, keyring_take(s->dir, PORTFOLIO, &planted, &s->err));
	must_own(&own, s, "a-ben");
	assert_string_not_equal(own.id, planted.id);
	ok(s, keyring_find(&found, s->dir, PORTFOLIO, planted.id, &s->err));
	assert_memory_equal(found.bytes, planted.bytes, 32);
	ok(s, keyring_list(&items, &count, &s->arena, s->dir, PORTFOLIO, &s->err));
	assert_int_equal(count, 2);
	sealkey_close(&found);
	sealkey_close(&own);
	sealkey_close(&planted);
}

static void
a_file_that_holds_another_key_is_no_key(void **state)
{
	struct scratch *s = *state;
	struct sealkey own, other = sealkey_make(), found;

	must_own(&own, s, "a-ben");
	assert_int_equal(unlink(path_of(s, own.id, "a-ben")), 0);
	ok(s, sealkey_keep(&other, path_of(s, own.id, "a-ben"), &s->err));
	refused(s, ERR_INVALID, keyring_own(&found, s->dir, PORTFOLIO, "a-ben", &s->err));
	refused(s, ERR_INVALID, keyring_find(&found, s->dir, PORTFOLIO, own.id, &s->err));
	sealkey_close(&own);
	sealkey_close(&other);
}

static void
what_is_sealed_reads_where_the_key_is_and_tells_by_whom_where_not(void **state)
{
	struct scratch *s = *state;
	struct sealkey own, other = sealkey_make();
	struct span text;

	must_own(&own, s, "a-ben");
	ok(s, try_read(&text, s, seal(s, &own, "notes.yaml"), PORTFOLIO));
	assert_true(span_is(text, "pippin"));
	ok(s, try_read(&text, s, seal(s, &own, "notes.yaml"), NULL));
	refused(s, ERR_INVALID, try_read(&text, s, seal(s, &own, "reason.txt"), PORTFOLIO));
	refused(s, ERR_INVALID, try_read(&text, s, seal(s, &own, "notes.yaml"),
					 "00000000000000000000000000000000"));
	says(s, "for another portfolio");
	refused(s, ERR_NOT_FOUND, try_read(&text, s, seal(s, &other, "notes.yaml"), PORTFOLIO));
	says(s, "sealed by a-ben, and the key is not here: `assay seal take 9b1e0011`");
	refused(s, ERR_SYNTAX, try_read(&text, s, span_of("assay-sealed@v1\n"), PORTFOLIO));
	says(s, "what a-ben sealed cannot be read");
	sealkey_close(&own);
	sealkey_close(&other);
}

static void
what_was_destroyed_is_gone_said_and_not_made_again(void **state)
{
	static const char commit[] = "0123456789abcdef0123456789abcdef01234567";
	struct scratch *s = *state;
	struct sealkey own, other = sealkey_make(), found;
	struct keyring_shredded shredded;
	struct span sealed, text;
	size_t count;

	must_own(&own, s, "a-ben");
	ok(s, keyring_take(s->dir, PORTFOLIO, &other, &s->err));
	sealed = seal(s, &own, "notes.yaml");
	assert_false(keyring_shredded(&shredded, s->dir, PORTFOLIO));
	ok(s, keyring_destroy(&count, s->dir, PORTFOLIO, NULL, &s->err));
	assert_int_equal(count, 2);
	assert_false(file_exists(path_join(&s->arena, s->dir, PORTFOLIO)));
	refused(s, ERR_NOT_FOUND, try_read(&text, s, sealed, PORTFOLIO));
	says(s, "shredded: its keys were destroyed here");
	refused(s, ERR_REFUSED, keyring_own(&found, s->dir, PORTFOLIO, "a-ben", &s->err));
	refused(s, ERR_REFUSED, keyring_take(s->dir, PORTFOLIO, &own, &s->err));

	ok(s, keyring_destroy(&count, s->dir, PORTFOLIO, commit, &s->err));
	assert_int_equal(count, 2);
	ok(s, keyring_destroy(&count, s->dir, PORTFOLIO, NULL, &s->err));
	assert_true(keyring_shredded(&shredded, s->dir, PORTFOLIO));
	assert_string_equal(shredded.commit, commit);
	assert_int_equal(shredded.keys, 2);
	refused(s, ERR_NOT_FOUND, try_read(&text, s, sealed, PORTFOLIO));
	says(s, "erased by record 0123456789ab: its keys were destroyed here");
	sealkey_close(&own);
	sealkey_close(&other);
}

/* Cut off between the mark and the last of the keys, or met while they go. */
static void
a_key_that_is_marked_is_not_written_with_though_it_lies_there(void **state)
{
	struct scratch *s = *state;
	struct sealkey own, found;
	size_t count;

	must_own(&own, s, "a-ben");
	ok(s, file_write(path_join(&s->arena, s->dir, PORTFOLIO ".shredded"),
			 span_of("- 1\n"), 0600, &s->err));
	refused(s, ERR_REFUSED, keyring_own(&found, s->dir, PORTFOLIO, "a-ben", &s->err));
	refused(s, ERR_REFUSED, keyring_take(s->dir, PORTFOLIO, &own, &s->err));
	ok(s, keyring_destroy(&count, s->dir, PORTFOLIO, NULL, &s->err));
	assert_int_equal(count, 1);
	assert_false(file_exists(path_join(&s->arena, s->dir, PORTFOLIO)));
	sealkey_close(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(one_key_is_made_for_a_writer_and_is_theirs_from_then_on),
		SCRATCH_TEST(a_key_that_was_handed_over_is_read_with_and_never_written_with),
		SCRATCH_TEST(a_file_that_holds_another_key_is_no_key),
		SCRATCH_TEST(what_is_sealed_reads_where_the_key_is_and_tells_by_whom_where_not),
		SCRATCH_TEST(a_key_that_is_marked_is_not_written_with_though_it_lies_there),
		SCRATCH_TEST(what_was_destroyed_is_gone_said_and_not_made_again),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
