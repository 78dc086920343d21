#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/trust/keyfile.h"
#include "core/trust/sshsig.h"
#include "core/trust/trust_edit.h"
#include "tests/unit/trust_run.h"

enum { AMY, BEN, CAT, PEOPLE };
static const char *const names[PEOPLE] = { "r-amy", "r-ben", "a-cat" };
#define HEX16 "0123456789abcdef"
#define HEX64 HEX16 HEX16 HEX16 HEX16

/* Two roots, both needed for a change, and an assessor of limited scope. */
struct board {
	struct bench bench;
	struct arena arena;
	struct signer signers[PEOPLE];
	char *text;			/* version 1 */
};

static char *
with(struct board *b, const char *text, const char *old, const char *new)
{
	const char *found = strstr(text, old);

	if (found == NULL)
		fail_msg("no '%s' in %s", old, text);
	return arena_printf(&b->arena, "%.*s%s%s", (int)(found - text), text, new,
			    found + strlen(old));
}

static const char *
pub_of(struct board *b, int who)
{
	struct buf line = { 0 };
	char *copy;

	sshkey_print(&line, &b->signers[who].key);
	copy = arena_text(&b->arena, line.data);
	buf_close(&line);
	return copy;
}

static int
board_open(void **state)
{
	struct board *b = calloc(1, sizeof *b);
	struct sshkey key;
	struct err err;

	assert_int_equal(digest_init(), 0);
	bench_open(&b->bench);
	for (int i = 0; i < PEOPLE; i++) {
		const char *path = bench_path(&b->bench, names[i]);

		assert_int_equal(keyfile_create(&key, path, NULL, NULL, &err), 0);
		assert_int_equal(keyfile_open(&b->signers[i], path, NULL, &err), 0);
	}
	b->text = arena_printf(
		&b->arena,
		"assay_trust: 1\nversion: 1\nprev: none\nledger: self\n"
		"roots: {threshold: 2, persons: [{actor: r-amy, keys: [%s]}, "
		"{actor: r-ben, keys: [%s]}]}\nkeys:\n",
		b->signers[AMY].key.kid, b->signers[BEN].key.kid);
	for (int i = 0; i < PEOPLE; i++)
		b->text = arena_printf(&b->arena,
				       "%s  - {kid: %s, pub: \"%s\", actor: %s,"
				       " added: 1}\n",
				       b->text, b->signers[i].key.kid, pub_of(b, i),
				       names[i]);
	b->text = arena_printf(
		&b->arena,
		"%sgrants:\n  - {kid: %s, role: admin, from: 1}\n"
		"  - {kid: %s, role: assessor, scope: {rubrics: [\"weld?ng-*\", other]}, from: 1}\n"
		"policy: {release: manual}\npeople: [{actor: r-amy, name: Amy}]\n",
		b->text, b->signers[AMY].key.kid, b->signers[CAT].key.kid);
	*state = b;
	return 0;
}

static int
board_close(void **state)
{
	struct board *b = *state;

	for (int i = 0; i < PEOPLE; i++)
		signer_close(&b->signers[i]);
	bench_close(&b->bench);
	arena_close(&b->arena);
	free(b);
	return 0;
}

static struct trust *
read_text(struct board *b, const char *text)
{
	struct faults faults = { .arena = &b->arena, .path = "trust.yaml" };
	bool newer;

	return trust_read(&b->arena, &faults, &newer, span_of(text));
}

static struct trust *
accept(struct board *b, const char *text)
{
	struct trust *trust = read_text(b, text);

	if (trust == NULL)
		fail_msg("%s", text);
	return trust;
}

static void
refuse(struct board *b, const char *old, const char *new)
{
	if (read_text(b, with(b, b->text, old, new)) != NULL)
		fail_msg("accepted: %s", new);
}

/* Version 2 of this text. */
static char *
second(struct board *b, const char *text)
{
	struct digest sha256 = digest_sha256(span_of(b->text));
	char hex[DIGEST_HEX];

	digest_hex(hex, &sha256);
	text = with(b, text, "version: 1", "version: 2");
	text = with(b, text, "prev: none", arena_printf(&b->arena, "prev: %s", hex));
	return with(b, text, "ledger: self", arena_printf(&b->arena, "ledger: %s", hex));
}

/* Signed by the first `count` roots: NULL when it may follow, else the code. */
static const char *
code_of(struct board *b, const char *text, const struct trust *now, size_t count)
{
	struct trust_signature signatures[PEOPLE];
	const char *code;
	struct err err;

	for (size_t i = 0; i < count; i++) {
		struct buf armour = { 0 };

		assert_int_equal(sshsig_sign(&armour, &b->signers[i], SSHSIG_TRUST,
					     span_of(text), &err), 0);
		signatures[i] = (struct trust_signature){ b->signers[i].key.kid,
			arena_span(&b->arena, buf_span(&armour)) };
		buf_close(&armour);
	}
	if (trust_follows(&code, accept(b, text), now, signatures, count, &err) == 0)
		return NULL;
	assert_non_null(code);
	return code;
}

static void
expect(struct board *b, const char *text, const struct trust *now, size_t count,
       const char *wanted)
{
	const char *code = code_of(b, text, now, count);

	if (wanted == NULL && code != NULL)
		fail_msg("%s", code);
	if (wanted != NULL)
		assert_string_equal(code == NULL ? "accepted" : code, wanted);
}

static void
a_trust_file_is_read(void **state)
{
	struct board *b = *state;
	const struct trust *trust = accept(b, b->text);

	assert_int_equal(trust->version, 1);
	assert_int_equal(trust->root_count, 2);
	assert_int_equal(trust->threshold, 2);
	assert_int_equal(trust->key_count, 3);
	assert_int_equal(trust->release, RELEASE_MANUAL);
	assert_null(trust->grants[0].rubrics);
	assert_int_equal(trust->grants[1].rubric_count, 2);
	assert_string_equal(trust_name(trust, "r-amy"), "Amy");
	assert_string_equal(trust_name(trust, "a-cat"), "a-cat");
	assert_true(trust_is_root(trust, b->signers[BEN].key.kid));
	assert_false(trust_is_root(trust, b->signers[CAT].key.kid));
	assert_null(trust_key(trust, HEX16 HEX16));
}

static void
malformed_trust_is_refused(void **state)
{
	struct board *b = *state;
	const char *kid = b->signers[CAT].key.kid;

	refuse(b, "threshold: 2", "threshold: 3");
	refuse(b, "threshold: 2", "threshold: 0");
	refuse(b, "actor: r-ben, keys", "actor: r-amy, keys");
	refuse(b, "actor: r-ben, keys", "actor: r-bob, keys");
	refuse(b, arena_printf(&b->arena, "keys: [%s]", b->signers[BEN].key.kid),
	       arena_printf(&b->arena, "keys: [%s]", b->signers[AMY].key.kid));
	refuse(b, arena_printf(&b->arena, "keys: [%s]", b->signers[BEN].key.kid),
	       "keys: []");
	refuse(b, arena_printf(&b->arena, "kid: %s, pub", kid),
	       "kid: " HEX16 HEX16 ", pub");
	refuse(b, pub_of(b, CAT), arena_printf(&b->arena, "%s cat", pub_of(b, CAT)));
	refuse(b, pub_of(b, CAT), pub_of(b, BEN));
	refuse(b, "grants:\n",
	       arena_printf(&b->arena,
			    "  - {kid: %s, pub: \"%s\", actor: a-cat,"
			    " added: 1}\ngrants:\n",
			    kid, pub_of(b, CAT)));
	refuse(b, "role: assessor", "role: boss");
	refuse(b, "\"weld?ng-*\"", "\"weld[ni]ng\"");
	refuse(b, "release: manual", "release: never");
	refuse(b, "role: admin, from: 1",
	       "role: admin, from: 1, until: {seq: 1, sha256: none, why: left, in: 1}");
	refuse(b, "prev: none", "prev: no");
	refuse(b, "name: Amy", "name: \"A\\u202Emy\"");
	refuse(b, "version: 1\n", "version: 1\nversion: 1\n");
}

static void
a_newer_trust_is_told(void **state)
{
	struct board *b = *state;
	struct faults faults = { .arena = &b->arena, .path = "trust.yaml" };
	bool newer;

	assert_null(trust_read(&b->arena, &faults, &newer,
			       span_of("assay_trust: 2\nx: y\n")));
	assert_true(newer);
	assert_int_equal(faults.count, 0);
}

static void
the_first_version_is_signed_by_all_its_roots(void **state)
{
	struct board *b = *state;

	expect(b, b->text, NULL, 2, NULL);
	expect(b, b->text, NULL, 1, "trust-threshold");
	expect(b, with(b, b->text, "threshold: 2", "threshold: 1"), NULL, 1,
	       "trust-threshold");
	expect(b, with(b, b->text, "version: 1", "version: 2"), NULL, 2, "trust-version");
	expect(b, with(b, b->text, "prev: none", "prev: " HEX64), NULL, 2, "bad-link");
	expect(b, with(b, b->text, "ledger: self", "ledger: " HEX64), NULL, 2,
	       "wrong-ledger");
	expect(b, with(b, b->text, "added: 1", "added: 2"), NULL, 2, "trust-version");
	expect(b, with(b, b->text, "from: 1", "from: 2"), NULL, 2, "trust-version");
}

static void
the_next_version_only_adds(void **state)
{
	struct board *b = *state;
	const struct trust *now = accept(b, b->text);
	char *text = second(b, b->text);
	char *grant = arena_printf(&b->arena, "  - {kid: %s, role: admin, from: 1}\n",
				   b->signers[AMY].key.kid);

	expect(b, text, now, 2, NULL);
	expect(b, text, now, 1, "trust-threshold");
	expect(b, with(b, text, "threshold: 2", "threshold: 1"), now, 1,
	       "trust-threshold");
	expect(b, with(b, text, "version: 2", "version: 3"), now, 2, "trust-version");
	expect(b, with(b, text, now->grants[0].kid, now->grants[0].kid), now, 2, NULL);
	expect(b, with(b, text, grant, ""), now, 2, "trust-edited");
	expect(b, with(b, text, "role: admin", "role: iqa"), now, 2, "trust-edited");
	expect(b, with(b, text, "other]", "more]"), now, 2, "trust-edited");
	expect(b, with(b, text, ", other]", "]"), now, 2, "trust-edited");
	expect(b, with(b, text, "scope: {rubrics: [\"weld?ng-*\", other]}, ", ""), now, 2,
	       "trust-edited");
	expect(b, with(b, text, "actor: a-cat, added", "actor: a-kim, added"), now, 2,
	       "trust-edited");
	expect(b, with(b, text, "policy:", arena_printf(&b->arena, "%s\npolicy:",
		with(b, grant, "from: 1", "from: 2"))), now, 2, NULL);
	expect(b, with(b, text, "policy:", arena_printf(&b->arena, "%s\npolicy:", grant)),
	       now, 2, "trust-version");
	expect(b, with(b, text, "name: Amy", "name: Amy Lind"), now, 2, NULL);
	expect(b, with(b, text, "prev: ", "prev: " HEX64 " #"), now, 2, "bad-link");
	expect(b, with(b, text, "ledger: ", "ledger: " HEX64 " #"), now, 2,
	       "wrong-ledger");
}

#define UNTIL(seq, in) "role: admin, from: 1, until: {seq: " seq ", sha256: " HEX64 \
	", why: lost, in: " in "}"

static void
an_end_is_added_or_raised(void **state)
{
	struct board *b = *state;
	const struct trust *now = accept(b, b->text), *closed;
	char *text = second(b, b->text), *third, *ended;
	char hex[DIGEST_HEX];

	expect(b, with(b, text, "role: admin, from: 1", UNTIL("4", "1")), now, 2,
	       "trust-version");
	ended = with(b, text, "role: admin, from: 1", UNTIL("4", "2"));
	expect(b, ended, now, 2, NULL);
	closed = accept(b, ended);
	digest_hex(hex, &closed->sha256);
	third = with(b, ended, "version: 2", "version: 3");
	third = with(b, third, "prev: ", arena_printf(&b->arena, "prev: %s #", hex));
	expect(b, third, closed, 2, NULL);
	expect(b, with(b, third, UNTIL("4", "2"), UNTIL("5", "3")), closed, 2, NULL);
	expect(b, with(b, third, UNTIL("4", "2"), UNTIL("5", "2")), closed, 2,
	       "trust-version");
	expect(b, with(b, third, UNTIL("4", "2"), UNTIL("3", "3")), closed, 2,
	       "trust-edited");
	expect(b, with(b, third, UNTIL("4", "2"), "role: admin, from: 1"), closed, 2,
	       "trust-edited");
}

static void
a_bad_signature_is_told(void **state)
{
	struct board *b = *state;
	struct buf armour = { 0 };
	struct trust_signature signature = { b->signers[AMY].key.kid, { NULL, 0 } };
	const char *code;
	struct err err;

	assert_int_equal(sshsig_sign(&armour, &b->signers[AMY], SSHSIG_GIT,
				     span_of(b->text), &err),
			 0);
	signature.armour = buf_span(&armour);
	assert_int_equal(
		trust_follows(&code, accept(b, b->text), NULL, &signature, 1, &err), -1);
	assert_string_equal(code, "bad-signature");
	buf_clear(&armour);
	assert_int_equal(sshsig_sign(&armour, &b->signers[BEN], SSHSIG_TRUST,
				     span_of(b->text), &err),
			 0);
	signature.armour = buf_span(&armour);
	assert_int_equal(
		trust_follows(&code, accept(b, b->text), NULL, &signature, 1, &err), -1);
	assert_string_equal(code, "bad-signature");
	buf_close(&armour);
}

static void
grants_cover_what_they_say(void **state)
{
	struct board *b = *state;
	const struct trust *trust = accept(b, b->text);
	const char *cat = b->signers[CAT].key.kid;
	unsigned assessor = 1u << TRUST_ASSESSOR;

	assert_true(trust_allows(trust, cat, assessor, "welding-1", 1));
	assert_true(trust_allows(trust, cat, assessor, "weld0ng-", 1));
	assert_true(trust_allows(trust, cat, assessor, "other", 1));
	assert_false(trust_allows(trust, cat, assessor, "others", 1));
	assert_false(trust_allows(trust, cat, assessor, "welding", 1));
	assert_true(trust_allows(trust, cat, assessor, NULL, 1));
	assert_false(trust_allows(trust, cat, 1u << TRUST_ADMIN, NULL, 1));
	assert_false(trust_allows(trust, cat, assessor, "other", 0));
	trust = accept(b, with(b, b->text, "[\"weld?ng-*\", other]", "[]"));
	assert_false(trust_allows(trust, cat, assessor, "other", 1));
	trust = accept(b, with(b, b->text, "{rubrics: [\"weld?ng-*\", other]}", "{}"));
	assert_true(trust_allows(trust, cat, assessor, "anything", 1));
}

static void
a_closed_grant_counts_up_to_its_last_record(void **state)
{
	struct board *b = *state;
	const struct trust *trust = accept(b, with(b, b->text, "role: admin, from: 1",
						   UNTIL("4", "1")));
	const char *amy = b->signers[AMY].key.kid, *ben = b->signers[BEN].key.kid;
	unsigned admin = 1u << TRUST_ADMIN;

	assert_false(trust_allows(trust, amy, admin, NULL, 1));
	assert_int_equal(trust_judge(trust, amy, admin, NULL, 1, 4), TRUST_YES);
	assert_int_equal(trust_judge(trust, amy, admin, NULL, 1, 5), TRUST_FROZEN);
	assert_int_equal(trust_judge(trust, amy, 0, NULL, 1, 4), TRUST_YES);
	assert_int_equal(trust_judge(trust, amy, 0, NULL, 1, 5), TRUST_FROZEN);
	assert_int_equal(trust_judge(trust, amy, 1u << TRUST_IQA, NULL, 1, 1), TRUST_NO);
	assert_int_equal(trust_judge(trust, ben, 0, NULL, 1, 99), TRUST_YES);
	assert_int_equal(trust_judge(trust, ben, 0, NULL, 0, 1), TRUST_NO);
}

static void
allowed_signers_are_what_ssh_keygen_takes(void **state)
{
	struct board *b = *state;
	struct buf signers = { 0 }, armour = { 0 }, out = { 0 };
	const char *wanted =
		"# advisory: for stock git and ssh-keygen; assay itself goes by"
		" trust.yaml\n";
	struct err err;

	for (int i = 0; i < PEOPLE; i++)
		wanted = arena_printf(&b->arena,
				      "%s%s namespaces=\"git,assay-trust@v1\" %s\n",
				      wanted, names[i], pub_of(b, i));
	trust_signers(&signers, accept(b, b->text));
	assert_string_equal(signers.data, wanted);
	assert_int_equal(sshsig_sign(&armour, &b->signers[BEN], SSHSIG_TRUST,
				     span_of(b->text), &err),
			 0);
	buf_char(&armour, '\n');
	assert_int_equal(file_create(bench_path(&b->bench, "allowed"), buf_span(&signers),
				     0600, &err),
			 0);
	assert_int_equal(
		file_create(bench_path(&b->bench, "sig"), buf_span(&armour), 0600, &err),
		0);
	assert_int_equal(
		bench_run(&out,
			  BENCH_ARGV("ssh-keygen", "-Y", "verify", "-n", "assay-trust@v1",
				     "-f", bench_path(&b->bench, "allowed"), "-I",
				     "r-ben", "-s", bench_path(&b->bench, "sig")),
			  span_of(b->text)),
		0);
	buf_close(&signers);
	buf_close(&armour);
	buf_close(&out);
}

static void
the_first_version_we_print_holds(void **state)
{
	struct board *b = *state;
	struct trust_member members[] = {
		{ &b->signers[AMY].key, "r-amy", "Amy \"#1\": L\xC3\xB6w",
		  1u << TRUST_ADMIN },
		{ &b->signers[CAT].key, "a-cat", "yes", 0 },
	};
	struct arena arena = { 0 };
	struct buf text = { 0 };
	const struct trust *trust;
	struct trust first;
	struct err err;

	assert_int_equal(trust_first(&first, &arena, members, 2, RELEASE_ON_MODERATION,
				     &err), 0);
	trust_print(&text, &first);
	trust = accept(b, text.data);
	assert_string_equal(trust_name(trust, "r-amy"), members[0].name);
	assert_int_equal(trust->release, RELEASE_ON_MODERATION);
	assert_int_equal(trust->grant_count, 1);
	expect(b, text.data, NULL, 1, NULL);
	buf_clear(&text);
	members[0].roles = 0;
	assert_int_equal(trust_first(&first, &arena, members, 1, RELEASE_ON_SIGN, &err),
			 0);
	trust_print(&text, &first);
	assert_int_equal(accept(b, text.data)->grant_count, 0);
	buf_close(&text);
	arena_close(&arena);
}

static void
role_words_go_both_ways(void **state)
{
	(void)state;
	for (int role = TRUST_ASSESSOR; role <= TRUST_WITNESS; role++)
		assert_int_equal(trust_role_from_word(
			span_of(trust_role_word((enum trust_role)role))), role);
	assert_int_equal(trust_role_from_word(span_of("boss")), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, board_open, board_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_trust_file_is_read),
		TEST(malformed_trust_is_refused),
		TEST(a_newer_trust_is_told),
		TEST(the_first_version_is_signed_by_all_its_roots),
		TEST(the_next_version_only_adds),
		TEST(an_end_is_added_or_raised),
		TEST(a_bad_signature_is_told),
		TEST(grants_cover_what_they_say),
		TEST(a_closed_grant_counts_up_to_its_last_record),
		TEST(allowed_signers_are_what_ssh_keygen_takes),
		TEST(the_first_version_we_print_holds),
		cmocka_unit_test(role_words_go_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
