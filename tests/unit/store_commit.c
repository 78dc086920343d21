#include "tests/unit/store_ledger.h"

/* One good commit, and what was altered of it. */
struct good {
	struct arena arena;
	struct signer signer;
	struct commit commit;
	struct buf raw;
};

static void
seal(struct good *g)
{
	struct buf payload = { 0 }, armour = { 0 };
	struct err err;

	buf_clear(&g->raw);
	commit_payload(&payload, &g->commit);
	assert_int_equal(
		sshsig_sign(&armour, &g->signer, SSHSIG_GIT, buf_span(&payload), &err),
		0);
	commit_assemble(&g->raw, buf_span(&payload), buf_span(&armour));
	buf_close(&payload);
	buf_close(&armour);
}

static int
good_open(void **state)
{
	struct scratch *s;
	struct sshkey key;
	struct good *g = calloc(1, sizeof *g);

	assert_int_equal(digest_init(), 0);
	if (scratch_open((void **)&s) != 0)
		return -1;
	ok(s, keyfile_create(&key, at(s, "k"), NULL, NULL, &s->err));
	ok(s, keyfile_open(&g->signer, at(s, "k"), NULL, &s->err));
	scratch_close((void **)&s);
	g->commit = (struct commit){ .time = NOW,
				     .ledger = HEX64,
				     .actor = "a-ben",
				     .kid = arena_text(&g->arena, key.kid),
				     .type = RECORD_ALARM,
				     .subject = "",
				     .seq = 7,
				     .has_prev = true,
				     .parent_count = 1,
				     .trust_version = 3,
				     .record_bytes = 12 };
	seal(g);
	*state = g;
	return 0;
}

static int
good_close(void **state)
{
	struct good *g = *state;

	signer_close(&g->signer);
	buf_close(&g->raw);
	arena_close(&g->arena);
	free(g);
	return 0;
}

/* NULL when it is accepted and its signature holds. */
static const char *
code_of(struct good *g, struct span raw)
{
	struct commit commit;
	const char *code;
	struct err err;

	if (commit_read(&commit, &code, &g->arena, raw, &err) != 0)
		return code;
	return commit_verify(&commit, raw) ? NULL : "bad-signature";
}

static void
expect(struct good *g, const char *code)
{
	const char *found = code_of(g, buf_span(&g->raw));

	if (code == NULL && found != NULL)
		fail_msg("%s", found);
	if (code != NULL)
		assert_string_equal(found == NULL ? "accepted" : found, code);
}

/* The good bytes with `text` put where `before` begins. */
static void
put_before(struct good *g, const char *before, const char *text)
{
	const char *found = strstr(g->raw.data, before);
	struct buf altered = { 0 };

	assert_non_null(found);
	buf_put(&altered, g->raw.data, (size_t)(found - g->raw.data));
	buf_text(&altered, text);
	buf_text(&altered, found);
	buf_close(&g->raw);
	g->raw = altered;
}

static void
replace(struct good *g, const char *old, const char *new)
{
	const char *found = strstr(g->raw.data, old);
	struct buf altered = { 0 };

	assert_non_null(found);
	buf_put(&altered, g->raw.data, (size_t)(found - g->raw.data));
	buf_text(&altered, new);
	buf_text(&altered, found + strlen(old));
	buf_close(&g->raw);
	g->raw = altered;
}

/* Take the gpgsig lines out; they are the answer. */
static const char *
cut_signature(struct good *g)
{
	char *from = strstr(g->raw.data, "gpgsig "), *to = strstr(from, "\n\n") + 1;
	const char *lines = arena_copy(&g->arena, from, (size_t)(to - from));

	replace(g, lines, "");
	return lines;
}

static void
what_is_written_reads_back_the_same(void **state)
{
	struct good *g = *state;
	struct attachment attachments[] = {
		{ .bytes = 1, .name = "a.txt" }, { .bytes = 1048576, .name = "b-c_d.9" },
	};
	struct commit again;
	const char *code;
	struct err err;

	g->commit.attachments = attachments;
	g->commit.attachment_count = 2;
	seal(g);
	assert_int_equal(commit_read(&again, &code, &g->arena, buf_span(&g->raw), &err),
			 0);
	assert_true(commit_verify(&again, buf_span(&g->raw)));
	assert_int_equal(again.seq, 7);
	assert_int_equal(again.time, NOW);
	assert_int_equal(again.trust_version, 3);
	assert_int_equal(again.attachment_count, 2);
	assert_string_equal(again.attachments[1].name, "b-c_d.9");
	assert_string_equal(again.actor, "a-ben");
	assert_string_equal(again.ledger, HEX64);
}

static void
an_extra_header_is_not_canonical(void **state)
{
	put_before(*state, "gpgsig ", "encoding UTF-8\n");
	expect(*state, "non-canonical");
}

static void
a_rewrapped_armour_is_not_canonical(void **state)
{
	struct good *g = *state;
	char *line = strstr(g->raw.data, "\n U1NI") + 1;
	char *end = strchr(line, '\n');
	char *moved = arena_printf(&g->arena, "%.*s\n %.*s%.*s\n", 40, line,
				   (int)(end - line - 40), line + 40, 0, "");

	replace(g, arena_copy(&g->arena, line, (size_t)(end - line + 1)), moved);
	expect(g, "non-canonical");
}

static void
a_signature_in_the_body_is_not_canonical(void **state)
{
	struct good *g = *state;

	buf_text(&g->raw, cut_signature(g) + strlen("gpgsig "));
	expect(g, "non-canonical");
}

static void
bytes_after_the_armour_are_not_canonical(void **state)
{
	put_before(*state, "\n\nassay alarm", "\n more");
	expect(*state, "non-canonical");
}

static void
a_second_signature_is_not_canonical(void **state)
{
	struct good *g = *state;
	const char *lines = cut_signature(g);

	put_before(g, "\n\nassay alarm", arena_printf(&g->arena, "\n%s%.*s", lines,
						     (int)strlen(lines) - 1, lines));
	expect(g, "non-canonical");
}

static void
a_signature_before_the_author_is_not_canonical(void **state)
{
	struct good *g = *state;

	put_before(g, "author ", cut_signature(g));
	expect(g, "non-canonical");
}

/* S + L signs as well for those who do not look: the group order is in RFC 8032, 5.1. */
static void
an_s_over_the_group_order_is_a_bad_signature(void **state)
{
	static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
					   0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
					   0xde, 0xf9, 0xde, 0x14, [31] = 0x10 };
	struct good *g = *state;
	struct buf payload = { 0 }, armour = { 0 };
	struct commit commit;
	const char *code;
	struct err err;
	unsigned carry = 0;

	assert_int_equal(commit_read(&commit, &code, &g->arena, buf_span(&g->raw), &err),
			 0);
	for (int i = 0; i < 32; i++) {
		carry += commit.signature.signature[32 + i] + (unsigned)order[i];
		commit.signature.signature[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	buf_clear(&g->raw);
	commit_payload(&payload, &commit);
	sshsig_armour(&armour, &commit.signature, SSHSIG_GIT);
	commit_assemble(&g->raw, buf_span(&payload), buf_span(&armour));
	expect(g, "bad-signature");
	buf_close(&payload);
	buf_close(&armour);
}

static void
text_after_a_nul_is_not_canonical(void **state)
{
	struct good *g = *state;

	buf_put(&g->raw, "\0hidden\n", 8);
	expect(g, "non-canonical");
}

static void
a_folded_trailer_is_not_canonical(void **state)
{
	replace(*state, "Assay-Seq: 7", "Assay-Seq:\n 7");
	expect(*state, "non-canonical");
}

/* Nothing but these bytes is accepted. */
static void
no_single_altered_byte_is_accepted(void **state)
{
	struct good *g = *state;

	expect(g, NULL);
	for (size_t i = 0; i < g->raw.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			g->raw.data[i] ^= (char)(1 << bit);
			if (code_of(g, buf_span(&g->raw)) == NULL)
				fail_msg("bit %d of byte %zu", bit, i);
			g->raw.data[i] ^= (char)(1 << bit);
		}
	for (size_t len = 0; len < g->raw.len; len++)
		assert_non_null(code_of(g, (struct span){ g->raw.data, len }));
}

/* Signed as it stands, and still not the one form. */
static void
loose_forms_that_are_signed_are_not_canonical(void **state)
{
	static const struct { const char *old, *new; } forms[] = {
		{ "Assay-Seq: 7", "Assay-Seq: 07" },
		{ "+0000", "+0100" },
		{ "1700000000", "01700000000" },
		{ "Assay-Version: 1\n", "Assay-Version: 1\n\n" },
		{ "Assay-Key: ", "Assay-Key:  " },
		{ "assay alarm 7\n", "assay alarm 7 \n" },
		{ "assay alarm 7\n", "assay alarm 8\n" },
		{ "22:13:20Z", "22:13:21Z" },
		{ "Assay-Type: alarm", "Assay-Type: Alarm" },
		{ "Assay-Record: ", "Assay-Record: \t" },
		{ "a-ben <", "a-bob <" },
		{ "Assay-Trust: 3", "Assay-Trust: 0" },
	};
	struct good *g = *state;
	struct buf payload = { 0 }, armour = { 0 };
	struct err err;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		buf_clear(&g->raw);
		commit_payload(&g->raw, &g->commit);
		replace(g, forms[i].old, forms[i].new);
		buf_clear(&payload);
		buf_clear(&armour);
		buf_put(&payload, g->raw.data, g->raw.len);
		assert_int_equal(sshsig_sign(&armour, &g->signer, SSHSIG_GIT,
					     buf_span(&payload), &err), 0);
		buf_clear(&g->raw);
		commit_assemble(&g->raw, buf_span(&payload), buf_span(&armour));
		expect(g, "non-canonical");
	}
	buf_close(&payload);
	buf_close(&armour);
}

static void
a_newer_version_is_told_by_its_line_alone(void **state)
{
	struct good *g = *state;

	replace(g, "Assay-Version: 1\n", "Assay-Version: 2\n");
	expect(g, "newer-format");
	replace(g, "Assay-Key: ", "Who-Knows: ");
	expect(g, "newer-format");
	replace(g, "Assay-Version: 2\n", "Assay-Version: two\n");
	expect(g, "non-canonical");
}

static void
an_unknown_type_is_a_bad_record(void **state)
{
	struct good *g = *state;

	g->commit.unknown_type = "wager";
	g->commit.type = RECORD_TYPES;
	seal(g);
	expect(g, "bad-record");
}

static void
a_key_that_is_not_the_signer_s_is_a_bad_signature(void **state)
{
	struct good *g = *state;

	g->commit.kid = HEX16 HEX16;
	seal(g);
	expect(g, "bad-signature");
}

static void
parents_and_prev_follow_from_the_number(void **state)
{
	struct good *g = *state;

	g->commit.parent_count = 0;
	seal(g);
	expect(g, "non-canonical");
	g->commit.parent_count = 2;
	seal(g);
	expect(g, "non-canonical");
	g->commit.parent_count = 1;
	g->commit.has_prev = false;
	seal(g);
	expect(g, "non-canonical");
	g->commit.seq = 0;
	g->commit.parent_count = 0;
	seal(g);
	expect(g, NULL);
}

static void
an_outcome_has_the_evidence_as_its_last_parent(void **state)
{
	struct good *g = *state;

	g->commit.type = RECORD_OUTCOME;
	g->commit.subject = "circles not_yet";
	seal(g);
	expect(g, "non-canonical");
	g->commit.parent_count = 2;
	seal(g);
	expect(g, NULL);
	g->commit.seq = 0;
	g->commit.has_prev = false;
	seal(g);
	expect(g, "non-canonical");
	g->commit.parent_count = 1;
	seal(g);
	expect(g, NULL);
}

static void
subjects_are_derived(void **state)
{
	static const struct {
		enum record_type type;
		const char *subject, *code;
	} rows[] = {
		{ RECORD_ALARM, "fire", "non-canonical" },
		{ RECORD_DECISION, "circles pass", NULL },
		{ RECORD_DECISION, "", "non-canonical" },
		{ RECORD_DECISION, "circles passed", "non-canonical" },
		{ RECORD_DECISION, "circles pass ", "non-canonical" },
		{ RECORD_DECISION, "circles unfinished", "non-canonical" },
		{ RECORD_TRUST, "version 8", NULL },
		{ RECORD_TRUST, "version 7", "non-canonical" },
		{ RECORD_GENESIS, "a-ben", NULL },
		{ RECORD_GENESIS, "a-bob", "non-canonical" },
	};
	struct good *g = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		g->commit.type = rows[i].type;
		g->commit.subject = rows[i].subject;
		seal(g);
		expect(g, rows[i].code);
	}
}

static void
attachments_are_named_by_type_and_sorted(void **state)
{
	static const struct {
		enum record_type type;
		const char *subject, *first, *second, *code;
	} rows[] = {
		{ RECORD_ALARM, "", "b", "a", "non-canonical" },
		{ RECORD_ALARM, "", "a", "a", "non-canonical" },
		{ RECORD_ALARM, "", "a", "sub/b", "non-canonical" },
		{ RECORD_ALARM, "", ".git", "b", "non-canonical" },
		{ RECORD_TRUST, "version 8", "allowed_signers",
		  "sigs/" HEX16 HEX16 ".sig", NULL },
		{ RECORD_TRUST, "version 8", "allowed_signers", "sigs/x.sig",
		  "non-canonical" },
	};
	struct good *g = *state;
	struct attachment attachments[2] = { { .bytes = 1 }, { .bytes = 1 } };

	g->commit.attachments = attachments;
	g->commit.attachment_count = 2;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		g->commit.type = rows[i].type;
		g->commit.subject = rows[i].subject;
		attachments[0].name = rows[i].first;
		attachments[1].name = rows[i].second;
		seal(g);
		expect(g, rows[i].code);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, good_open, good_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_written_reads_back_the_same),
		TEST(an_extra_header_is_not_canonical),
		TEST(a_rewrapped_armour_is_not_canonical),
		TEST(a_signature_in_the_body_is_not_canonical),
		TEST(bytes_after_the_armour_are_not_canonical),
		TEST(a_second_signature_is_not_canonical),
		TEST(a_signature_before_the_author_is_not_canonical),
		TEST(an_s_over_the_group_order_is_a_bad_signature),
		TEST(text_after_a_nul_is_not_canonical),
		TEST(a_folded_trailer_is_not_canonical),
		TEST(no_single_altered_byte_is_accepted),
		TEST(loose_forms_that_are_signed_are_not_canonical),
		TEST(a_newer_version_is_told_by_its_line_alone),
		TEST(an_unknown_type_is_a_bad_record),
		TEST(a_key_that_is_not_the_signer_s_is_a_bad_signature),
		TEST(parents_and_prev_follow_from_the_number),
		TEST(an_outcome_has_the_evidence_as_its_last_parent),
		TEST(subjects_are_derived),
		TEST(attachments_are_named_by_type_and_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
