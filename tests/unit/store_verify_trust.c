#include "tests/unit/store_ledger.h"

/* Close Ben's grant at this record. */
static char *
frozen(struct desk *d, const char *seq, const char *sha256)
{
	char *grant = arena_printf(&d->s->arena, "{kid: %s, role: assessor, from: 1",
				   d->signers[BEN].key.kid);

	return with(
		d, next_trust(d), grant,
		arena_printf(&d->s->arena,
			     "%s, until: {seq: %s, sha256: %s, why: left, in: %" PRId64
			     "}",
			     grant, seq, sha256, d->ledger.trust->version + 1));
}

DESK(records_after_a_freeze_do_not_count)
{
	struct appended first =
		say(d, BEN, RECORD_DECISION, decision_text(d, "pass", "none", ""));
	struct appended out;
	struct commit commit;
	struct audit audit;

	publish(d, AMY, frozen(d, "1", first.sha256), 1, NULL);
	expect_clean(d);
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
					   decision_text(d, "pass", "none", "")));
	says(d->s, "after-freeze");
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "after-freeze"), 2);
	audit = audit_of(d);
	assert_int_equal(audit.chains[0].valid, 2);
	assert_int_equal(audit.trust_version, 2);
}

DESK(a_chain_lacks_or_forks_where_it_was_frozen)
{
	struct appended first = say(d, BEN, RECORD_ALARM, ALARM);
	struct audit audit;

	publish(d, AMY, frozen(d, "1", HEX64), 1, NULL);
	assert_int_equal(expect_one(d, "fork"), 1);
	audit = audit_of(d);
	assert_int_equal(audit.chains[0].valid, 0);
	assert_true(oid_equal(&audit.problems[0].commit, &first.oid));
}

DESK(a_chain_shorter_than_its_freeze_is_missing)
{
	struct audit audit;

	say(d, BEN, RECORD_ALARM, ALARM);
	publish(d, AMY, frozen(d, "5", HEX64), 1, NULL);
	assert_int_equal(expect_one(d, "missing"), 5);
	audit = audit_of(d);
	assert_int_equal(audit.chains[0].valid, 0);
	assert_false(audit.problems[0].has_commit);
}

DESK(a_key_lost_before_its_first_record_has_none)
{
	struct audit audit;

	say(d, BEN, RECORD_ALARM, ALARM);
	publish(d, AMY, frozen(d, "none", "none"), 1, NULL);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[0].code, "after-freeze");
}

/* Publish what may not be published: its code, and version 1 stays in force. */
static void
expect_trust(struct desk *d, const char *code)
{
	struct audit audit = audit_of(d);

	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, code);
	assert_string_equal(audit.problems[0].ref, LEDGER_TRUST);
	assert_int_equal(audit.problems[0].seq, 1);
	assert_int_equal(audit.trust_version, 1);
	assert_string_equal(d->ledger.trust_code, code);
	say(d, BEN, RECORD_ALARM, ALARM);
}

DESK(a_version_not_signed_is_short_of_its_threshold)
{
	publish(d, AMY, next_trust(d), 0, NULL);
	expect_trust(d, "trust-threshold");
}

DESK(a_version_by_no_root_is_unauthorised)
{
	publish(d, BEN, next_trust(d), 1, NULL);
	expect_trust(d, "unauthorised");
}

DESK(a_version_that_edits_is_told)
{
	publish(d, AMY, with(d, next_trust(d), "role: assessor", "role: moderator"), 1,
		NULL);
	expect_trust(d, "trust-edited");
}

DESK(a_version_that_skips_a_number_is_told)
{
	publish(d, AMY, with(d, next_trust(d), "version: 2", "version: 3"), 1, NULL);
	expect_trust(d, "trust-version");
}

DESK(allowed_signers_that_were_changed_are_a_bad_tree)
{
	publish(d, AMY, next_trust(d), 1, "# nobody\n");
	expect_trust(d, "bad-tree");
}

DESK(a_trust_file_that_cannot_be_read_is_a_bad_record)
{
	publish(d, AMY, "assay_trust: 1\n", 1, "# nobody\n");
	expect_trust(d, "bad-record");
}

DESK(two_versions_of_one_number_are_a_trust_fork)
{
	struct oid first = publish(d, AMY, next_trust(d), 1, NULL);
	struct commit commit;
	const char *code;
	struct span raw;

	move_ref(d, LEDGER_MARK "trust", &first);
	expect_clean(d);
	ok(d->s, repo_read(&raw, &d->s->arena, d->ledger.repo, &first, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	ok(d->s, commit_read(&commit, &code, &d->s->arena, raw, &d->s->err));
	commit.time++;
	forge_as_is(d, AMY, LEDGER_TRUST, &commit);
	expect_one(d, "trust-fork");
	move_ref(d, LEDGER_TRUST, &commit.parents[0]);
	expect_one(d, "rollback");
}

/* A version that is good by itself, over one that is not. */
DESK(nothing_is_published_above_a_version_that_does_not_hold)
{
	struct scratch *s = d->s;
	struct faults faults = { .arena = &s->arena, .path = "trust.yaml" };
	char *text = next_trust(d);
	struct trust_signature signature = { .kid = d->signers[AMY].key.kid };
	struct trust *next;
	struct buf armour = { 0 };
	struct oid oid;
	bool newer;

	publish(d, AMY, text, 0, NULL);
	next = trust_read(&s->arena, &faults, &newer, span_of(text));
	ok(s, sshsig_sign(&armour, &d->signers[AMY], SSHSIG_TRUST, next->bytes, &s->err));
	signature.armour = buf_span(&armour);
	refused(s, ERR_REFUSED, ledger_publish_trust(&oid, &d->ledger, &d->signers[AMY],
						     "r-amy", next, &signature, 1, NOW,
						     &s->err));
	says(s, "trust-threshold: the trust chain does not hold above version 1");
	run(s, IN "cd ledger.git; git update-ref " LEDGER_TRUST " " LEDGER_TRUST "^");
	ledger_close(&d->ledger);
	ok(s, ledger_open(&d->ledger, d->path, NULL, &s->err));
	ok(s, ledger_publish_trust(&oid, &d->ledger, &d->signers[AMY], "r-amy", next,
				   &signature, 1, NOW, &s->err));
	expect_clean(d);
	buf_close(&armour);
}

DESK(a_trust_that_is_not_here_ends_the_judging)
{
	struct commit commit = ben_next(d);
	struct audit audit;

	commit.trust_version = 2;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "trust-version"), 2);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[1].code, "trust-version");
	assert_int_equal(audit.chains[0].valid, 2);
}

DESK(the_trust_cited_never_goes_back)
{
	struct trust old;
	struct commit commit;

	say(d, BEN, RECORD_ALARM, ALARM);
	old = *d->ledger.trust;
	publish(d, AMY, next_trust(d), 1, NULL);
	say(d, BEN, RECORD_ALARM, ALARM);
	commit = next_of(d, BEN, RECORD_ALARM);
	commit.trust_version = 1;
	commit.trust_sha256 = old.sha256;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "trust-version"), 3);
}

/* Ben signs under another trust file of the number that is in force. */
static void
sign_under_another(struct desk *d)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);

	commit.trust_sha256.bytes[0] ^= 1;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
}

static void
open_again(struct desk *d)
{
	ledger_close(&d->ledger);
	ok(d->s, ledger_open(&d->ledger, d->path, NULL, &d->s->err));
}

/* As Cat, who would sign next; and before trust is changed, or anything erased. */
static int
try_all(struct desk *d)
{
	struct seen *seen;
	size_t count;

	open_again(d);
	if (ledger_seen(&seen, &count, &d->s->arena, &d->ledger, actors[CAT],
			d->signers[CAT].key.kid, &d->s->err) != 0) {
		assert_int_equal(ledger_heads(&seen, &count, &d->s->arena, &d->ledger,
					      actors[CAT], d->signers[CAT].key.kid, &d->s->err),
				 -1);
		return ledger_trust_fresh(&d->ledger, &d->s->err);
	}
	ok(d->s, ledger_heads(&seen, &count, &d->s->arena, &d->ledger, actors[CAT],
			      d->signers[CAT].key.kid, &d->s->err));
	return ledger_trust_fresh(&d->ledger, &d->s->err);
}

DESK(a_record_under_another_trust_file_of_our_number_stops_who_would_sign)
{
	char hex[DIGEST_HEX];

	say(d, BEN, RECORD_ALARM, ALARM);
	ok(d->s, try_all(d));
	sign_under_another(d);
	refused(d->s, ERR_REFUSED, try_all(d));
	says(d->s, "trust-fork: a-ben said record 2 under another version 1 of the trust file");
	says(d->s, "say `assay trust settle DIGEST`, else fetch theirs");
	assert_string_equal(audit_of(d).problems[0].detail, "it rests on another version 1 of the"
			    " trust file than the one that is here");

	/* Settled, also for what comes after; but not for the next number. */
	digest_hex(hex, &d->ledger.trust->sha256);
	ok(d->s, ledger_trust_settle(&d->ledger, hex, &d->s->err));
	ok(d->s, try_all(d));
	publish(d, AMY, next_trust(d), 1, NULL);
	ok(d->s, try_all(d));
	sign_under_another(d);
	refused(d->s, ERR_REFUSED, try_all(d));
	says(d->s, "trust-fork: a-ben said record 3 under another version 2 of the trust file");

	/* What was settled is of the chain that holds it, and of no other. */
	run(d->s, IN "cd ledger.git; git update-ref " LEDGER_SETTLED " $(git commit-tree -m x "
	    LEDGER_TRUST "^{tree})");
	refused(d->s, ERR_REFUSED, try_all(d));
	assert_int_equal(audit_of(d).problem_count, 2);
}

/* Anybody can write a number, but not sign it. */
DESK(what_ben_did_not_sign_stops_nobody)
{
	say(d, BEN, RECORD_ALARM, ALARM);
	sign_under_another(d);
	run(d->s, arena_printf(&d->s->arena, IN "cd ledger.git; git update-ref %s $(git cat-file "
		"commit %s | sed 's/^assay alarm 2/assay alarm 3/' | git hash-object -t commit -w "
		"--stdin)", ref_of(d, BEN), ref_of(d, BEN)));
	ok(d->s, try_all(d));
}

DESK(a_ledger_without_trust_is_judged_as_far_as_it_goes)
{
	struct audit audit;

	run(d->s, IN "git -C ledger.git update-ref -d " LEDGER_TRUST);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[0].code, "missing");
	assert_string_equal(audit.problems[0].ref, LEDGER_TRUST);
	assert_string_equal(audit.problems[1].code, "unknown-key");
	assert_int_equal(audit.trust_version, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(records_after_a_freeze_do_not_count),
		SCRATCH_TEST(a_chain_lacks_or_forks_where_it_was_frozen),
		SCRATCH_TEST(a_chain_shorter_than_its_freeze_is_missing),
		SCRATCH_TEST(a_key_lost_before_its_first_record_has_none),
		SCRATCH_TEST(a_version_not_signed_is_short_of_its_threshold),
		SCRATCH_TEST(a_version_by_no_root_is_unauthorised),
		SCRATCH_TEST(a_version_that_edits_is_told),
		SCRATCH_TEST(a_version_that_skips_a_number_is_told),
		SCRATCH_TEST(allowed_signers_that_were_changed_are_a_bad_tree),
		SCRATCH_TEST(a_trust_file_that_cannot_be_read_is_a_bad_record),
		SCRATCH_TEST(two_versions_of_one_number_are_a_trust_fork),
		SCRATCH_TEST(nothing_is_published_above_a_version_that_does_not_hold),
		SCRATCH_TEST(a_trust_that_is_not_here_ends_the_judging),
		SCRATCH_TEST(the_trust_cited_never_goes_back),
		SCRATCH_TEST(a_record_under_another_trust_file_of_our_number_stops_who_would_sign),
		SCRATCH_TEST(what_ben_did_not_sign_stops_nobody),
		SCRATCH_TEST(a_ledger_without_trust_is_judged_as_far_as_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
