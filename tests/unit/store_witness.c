/* Who vouches for a record, what a checkpoint certifies, and what two signatures prove. */
#include "core/store/fork.h"
#include "core/store/witness.h"
#include "tests/unit/store_ledger.h"

static const char *
head_line(struct desk *d, int who, const struct appended *at)
{
	return arena_printf(&d->s->arena,
			    "  - {actor: %s, kid: %s, seq: %" PRId64 ", sha256: %s}\n",
			    actors[who], d->signers[who].key.kid, at->seq, at->sha256);
}

/* A checkpoint of `who` with these heads. */
static struct appended
check(struct desk *d, int who, const char *heads)
{
	char sha256[DIGEST_HEX];

	digest_hex(sha256, &d->ledger.trust->sha256);
	return say(d, who, RECORD_CHECKPOINT,
		   arena_printf(&d->s->arena, "trust: {version: %" PRId64 ", sha256: %s}\n"
				"heads:%s%s", d->ledger.trust->version, sha256,
				*heads == '\0' ? " []\n" : "\n", heads));
}

/* An alarm of `who` that saw this. */
static void
see(struct desk *d, int who, const char *heads)
{
	struct append what = { .type = RECORD_ALARM, .actor = actors[who],
		.record_id = new_id(d), .now = d->now++ };
	struct appended out;

	what.record = span_of(arena_printf(&d->s->arena, "assay: 1\ntype: alarm\nid: %s\n"
					   ALARM "seen:\n%s", what.record_id, heads));
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[who], &what, &d->s->err));
}

static bool
take_in(void *who, const struct entry *entry)
{
	witness_add(who, entry);
	return true;
}

static struct seen_by
vouched(struct desk *d, int who, int64_t seq)
{
	struct witness witness;
	struct seen_by out;

	witness_open(&witness, &d->ledger);
	ok(d->s, ledger_walk(&d->ledger, NULL, take_in, &witness, &d->s->err));
	out = witness_of(&witness, RECORD_ALARM, actors[who], d->signers[who].key.kid, seq);
	witness_close(&witness);
	return out;
}

/* What the audit says is certified of a chain, judging all, and by a mark. */
static int64_t
certified(struct desk *d, int who)
{
	struct audit_how how = { .id = d->ledger.id, .mark_after = 1,
				 .state = at(d->s, "state") };
	int64_t found[2] = { -1, -1 };

	for (int i = 0; i < 2; i++) {
		struct audit audit;

		ok(d->s, audit_run(&audit, &d->s->arena, d->path, &how, NULL, &d->s->err));
		assert_true(audit.remembered != 0 || i == 0 || !audit.ok);
		for (size_t k = 0; k < audit.chain_count; k++)
			if (strcmp(audit.chains[k].actor, actors[who]) == 0)
				found[i] = audit.chains[k].certified;
	}
	assert_int_equal(found[0], found[1]);
	return found[0];
}

DESK(what_others_saw_is_witnessed)
{
	struct appended one = say(d, BEN, RECORD_ALARM, ALARM);
	struct appended two = say(d, BEN, RECORD_ALARM, ALARM);

	say(d, BEN, RECORD_ALARM, ALARM);
	assert_int_equal(vouched(d, BEN, 1).persons, 0);
	see(d, AMY, head_line(d, BEN, &one));
	assert_int_equal(vouched(d, BEN, 0).persons, 1);
	assert_int_equal(vouched(d, BEN, 1).persons, 1);
	assert_int_equal(vouched(d, BEN, 2).persons, 0);
	see(d, CAT, head_line(d, BEN, &two));
	assert_int_equal(vouched(d, BEN, 1).persons, 2);
	assert_int_equal(vouched(d, BEN, 2).persons, 1);
	assert_int_equal(vouched(d, BEN, 3).persons, 0);
	assert_false(vouched(d, BEN, 1).certified);
	assert_int_equal(certified(d, BEN), 0);
}

DESK(a_checkpoint_certifies_what_it_covers)
{
	struct appended one, two;

	say(d, BEN, RECORD_ALARM, ALARM);
	one = say(d, BEN, RECORD_ALARM, ALARM);
	check(d, CAT, head_line(d, BEN, &one));
	assert_true(vouched(d, BEN, 2).certified);
	assert_int_equal(certified(d, BEN), 3);
	two = say(d, BEN, RECORD_ALARM, ALARM);
	assert_false(vouched(d, BEN, 3).certified);
	assert_int_equal(certified(d, BEN), 3);
	check(d, AMY, head_line(d, BEN, &two));
	assert_int_equal(certified(d, BEN), 4);
	assert_int_equal(vouched(d, BEN, 2).persons, 2);
}

DESK(as_many_persons_must_make_one_as_the_policy_asks)
{
	struct appended one = say(d, BEN, RECORD_ALARM, ALARM);
	const char *head = head_line(d, BEN, &one);

	publish(d, AMY, with(d, next_trust(d), "required_witnesses: 0",
			     "required_witnesses: 2"), 1, NULL);
	check(d, CAT, head);
	check(d, CAT, head);
	assert_false(vouched(d, BEN, 1).certified);
	assert_int_equal(certified(d, BEN), 0);
	check(d, AMY, head);
	assert_true(vouched(d, BEN, 1).certified);
	assert_int_equal(certified(d, BEN), 2);
}

DESK(what_is_not_so_vouches_for_nothing)
{
	struct appended one = say(d, BEN, RECORD_ALARM, ALARM), false_one = one;

	memset(false_one.sha256, 'a', DIGEST_HEX - 1);
	check(d, CAT, head_line(d, BEN, &false_one));
	assert_false(vouched(d, BEN, 0).certified);
	assert_int_equal(vouched(d, BEN, 0).persons, 0);
	assert_int_equal(certified(d, BEN), 0);
	false_one.seq = 7;
	see(d, AMY, head_line(d, BEN, &false_one));
	assert_int_equal(vouched(d, BEN, 0).persons, 0);
}

DESK(every_record_vouches_for_the_trust_it_cites)
{
	struct witness witness;

	publish(d, AMY, next_trust(d), 1, NULL);
	say(d, BEN, RECORD_ALARM, ALARM);
	check(d, CAT, "");
	witness_open(&witness, &d->ledger);
	ok(d->s, ledger_walk(&d->ledger, NULL, take_in, &witness, &d->s->err));
	assert_int_equal(witness_of(&witness, RECORD_TRUST, actors[AMY],
				    d->signers[AMY].key.kid, 1).persons, 2);
	assert_true(witness_of(&witness, RECORD_TRUST, actors[AMY],
			       d->signers[AMY].key.kid, 1).certified);
	assert_true(witness.any);
	assert_string_equal(witness.actor, actors[CAT]);
	witness_close(&witness);
}

DESK(a_ledger_that_nobody_looks_at_is_told)
{
	struct audit audit = audit_of(d);
	struct buf text = { 0 };

	assert_true(audit_is_unwatched(&text, &audit, d->now));
	check(d, CAT, "");
	audit = audit_of(d);
	assert_true(audit.has_checkpoint);
	assert_false(audit_is_unwatched(&text, &audit, d->now + 7 * 86400 - 10));
	buf_clear(&text);
	assert_true(audit_is_unwatched(&text, &audit, d->now + 9 * 86400));
	assert_non_null(strstr(text.data, "9 days old"));
	audit.people = 1;
	assert_false(audit_is_unwatched(&text, &audit, d->now + 9 * 86400));
	buf_close(&text);
}

/* Ben's chain stood at `first`, was cut back, and went on otherwise. */
static struct appended
part_ways(struct desk *d)
{
	struct appended first = say(d, BEN, RECORD_ALARM, ALARM);
	struct commit commit;
	struct oid below;

	assert_true(oid_from_hex(&below, span_of(run(d->s, arena_printf(&d->s->arena,
		IN "git -C ledger.git rev-parse %s~1", ref_of(d, BEN))))));
	move_ref(d, with(d, ref_of(d, BEN), "refs/heads/assay/v1/", LEDGER_MARK), &first.oid);
	move_ref(d, ref_of(d, BEN), &below);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), "kind: other\n"), NULL,
	      0);
	return first;
}

static struct fork *
forks(struct desk *d, size_t count)
{
	struct fork *found;
	size_t n;

	ok(d->s, forks_find(&found, &n, &d->s->arena, &d->ledger, &d->s->err));
	assert_int_equal(n, count);
	return found;
}

DESK(two_signed_records_in_one_place_are_proof)
{
	struct appended first;
	struct fork *found;

	forks(d, 0);
	first = part_ways(d);
	found = forks(d, 1);
	assert_int_equal(found->seq, first.seq);
	assert_string_equal(found->actor, actors[BEN]);
	assert_string_equal(found->sha256[1], first.sha256);
	assert_int_equal(expect_one(d, "fork"), -1);
	ok(d->s, fork_keep(&d->ledger, found, &d->s->err));
	ok(d->s, fork_keep(&d->ledger, found, &d->s->err));
	run(d->s, arena_printf(&d->s->arena, IN "git -C ledger.git update-ref -d %s",
			       with(d, ref_of(d, BEN), "refs/heads/assay/v1/", LEDGER_MARK)));
	forks(d, 1);
	assert_int_equal(expect_one(d, "fork"), first.seq);
}

DESK(a_proof_that_is_shown_is_a_fork_for_everyone)
{
	struct blob_to_write files[2] = { { .name = "a.commit" }, { .name = "b.commit" } };
	struct commit commit;
	struct fork *found;

	part_ways(d);
	found = forks(d, 1);
	files[0].bytes = found->raw[0];
	files[1].bytes = found->raw[0];
	commit = next_of(d, AMY, RECORD_ALARM);
	forge(d, AMY, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), files, 2);
	run(d->s, IN "git -C ledger.git for-each-ref --format='delete %(refname)' "
	    "refs/assay | git -C ledger.git update-ref --stdin");
	expect_clean(d);
	files[1].bytes = found->raw[1];
	commit = next_of(d, AMY, RECORD_ALARM);
	forge(d, AMY, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), files, 2);
	assert_int_equal(expect_one(d, "fork"), 2);
}

DESK(the_trust_file_settles_which_of_the_two_counts)
{
	char sha256[DIGEST_HEX];
	struct fork *found;
	char *text;

	part_ways(d);
	found = forks(d, 1);
	snprintf(sha256, sizeof sha256, "%s", found->sha256[0]);
	expect_one(d, "fork");
	assert_false(fork_is_settled(d->ledger.trust, d->signers[BEN].key.kid));
	text = with(d, next_trust(d),
		    arena_printf(&d->s->arena, "{kid: %s, role: assessor, from: 1}",
				 d->signers[BEN].key.kid),
		    arena_printf(&d->s->arena, "{kid: %s, role: assessor, from: 1, until: "
				 "{seq: %" PRId64 ", sha256: %s, why: compromised, in: 2}}",
				 d->signers[BEN].key.kid, found->seq, sha256));
	publish(d, AMY, text, 1, NULL);
	assert_true(fork_is_settled(d->ledger.trust, d->signers[BEN].key.kid));
	expect_clean(d);
}

DESK(marks_go_forward_with_the_audit)
{
	const char *mark = with(d, ref_of(d, BEN), "refs/heads/assay/v1/", LEDGER_MARK);
	struct appended one = say(d, BEN, RECORD_ALARM, ALARM), two;
	struct audit audit = audit_of(d);
	struct oid at;

	ok(d->s, audit_remember(&audit, &d->ledger, &d->s->err));
	ok(d->s, repo_ref_read(&at, d->ledger.repo, mark, &d->s->err));
	assert_true(oid_equal(&at, &one.oid));
	two = say(d, BEN, RECORD_ALARM, ALARM);
	audit = audit_of(d);
	ok(d->s, audit_remember(&audit, &d->ledger, &d->s->err));
	ok(d->s, repo_ref_read(&at, d->ledger.repo, mark, &d->s->err));
	assert_true(oid_equal(&at, &two.oid));
	move_ref(d, ref_of(d, BEN), &one.oid);
	audit = audit_of(d);
	assert_false(audit.ok);
	ok(d->s, audit_remember(&audit, &d->ledger, &d->s->err));
	ok(d->s, repo_ref_read(&at, d->ledger.repo, mark, &d->s->err));
	assert_true(oid_equal(&at, &two.oid));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(what_others_saw_is_witnessed),
		SCRATCH_TEST(a_checkpoint_certifies_what_it_covers),
		SCRATCH_TEST(as_many_persons_must_make_one_as_the_policy_asks),
		SCRATCH_TEST(what_is_not_so_vouches_for_nothing),
		SCRATCH_TEST(every_record_vouches_for_the_trust_it_cites),
		SCRATCH_TEST(a_ledger_that_nobody_looks_at_is_told),
		SCRATCH_TEST(two_signed_records_in_one_place_are_proof),
		SCRATCH_TEST(a_proof_that_is_shown_is_a_fork_for_everyone),
		SCRATCH_TEST(the_trust_file_settles_which_of_the_two_counts),
		SCRATCH_TEST(marks_go_forward_with_the_audit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
