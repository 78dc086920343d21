#include "core/store/receive.h"

#include "tests/unit/store_ledger.h"

/* A hub that holds what the desk's ledger held when it was made. */
static void
with_hub(void **state, void (*test)(struct desk *d))
{
	struct desk d;

	desk_open(&d, *state);
	say(&d, BEN, RECORD_ALARM, ALARM);
	run(d.s, IN "cp -a ledger.git hub.git");
	test(&d);
	desk_close(&d);
}

#define HUB(name) \
	static void name##_at(struct desk *d); \
	static void name(void **state) { with_hub(state, name##_at); } \
	static void name##_at(struct desk *d)

/* The desk's objects in quarantine, and its refs of these chains pushed; -1: all of them. */
static struct received *
push(struct desk *d, size_t *count, int who)
{
	struct scratch *s = d->s;
	const char *names = who < 0 ? "refs/heads" : ref_of(d, who);
	struct receiving how = { .path = at(s, "hub.git"),
				 .quarantine = at(s, "hub.git/objects/tmp_objdir-x"),
				 .state = at(s, "state") };
	struct received *refs;

	ok(s, repo_flush(d->ledger.repo, -1, &s->err));
	run(s, IN "rm -rf hub.git/objects/tmp_objdir-x; mkdir hub.git/objects/tmp_objdir-x;"
	    "cp -r ledger.git/objects/?? hub.git/objects/tmp_objdir-x");
	run(s, arena_printf(&s->arena, IN "git -C ledger.git for-each-ref --format='%%(refname)'"
		" %s | while read r; do echo $(git -C hub.git rev-parse -q --verify $r ||"
		" echo 0000000000000000000000000000000000000000) $(git -C ledger.git rev-parse"
		" $r) $r; done", names));
	ok(s, receive_parse(&refs, count, &s->arena, arena_span(&s->arena, buf_span(&s->said)),
			    &s->err));
	ok(s, receive_judge(refs, *count, &s->arena, &how, &s->err));
	return refs;
}

static void
expect_taken(struct desk *d, int who, int64_t records)
{
	size_t count;
	struct received *refs = push(d, &count, who);

	for (size_t i = 0; i < count; i++) {
		if (refs[i].why != NULL)
			fail_msg("%s: %s", refs[i].ref, refs[i].why);
		records -= refs[i].records;
	}
	assert_int_equal(records, 0);
}

static void
expect_refused(struct desk *d, int who, const char *words)
{
	size_t count, refused = 0;
	struct received *refs = push(d, &count, who);

	for (size_t i = 0; i < count; i++)
		if (refs[i].why != NULL) {
			refused++;
			if (strstr(refs[i].why, words) == NULL)
				fail_msg("%s: %s", refs[i].ref, refs[i].why);
		}
	assert_int_equal(refused, 1);
}

HUB(what_is_new_is_counted_and_may_be_taken)
{
	expect_taken(d, -1, 0);
	say(d, BEN, RECORD_ALARM, ALARM);
	say(d, CAT, RECORD_ALARM, ALARM);
	expect_taken(d, BEN, 1);
	expect_taken(d, CAT, 2);
	expect_taken(d, -1, 3);
	run(d->s, IN "cd hub.git; git for-each-ref | wc -l | grep -x 3");
}

/* The records below were never here, and are in quarantine with their trust. */
HUB(an_empty_hub_takes_a_ledger_whole)
{
	run(d->s, arena_printf(&d->s->arena, IN "rm -rf hub.git; git init -q --bare hub.git;"
			       "git -C hub.git config assay.ledger %s", d->ledger.id));
	struct receiving how = { .path = at(d->s, "hub.git"), .id = HEX64 };
	struct received *refs;
	size_t count;

	ok(d->s, receive_parse(&refs, &count, &d->s->arena, span_of(arena_printf(&d->s->arena,
		"%040d %s %s\n", 0, HEX40, LEDGER_TRUST)), &d->s->err));
	ok(d->s, receive_judge(refs, count, &d->s->arena, &how, &d->s->err));
	assert_non_null(refs[0].why);
	how.id = NULL;
	refs[0].why = NULL;
	refused(d->s, ERR_REFUSED,
		receive_judge(refs, count, &d->s->arena, &how, &d->s->err));
	says(d->s, "assay.ledger");
}

/* Another's record may be on its way by another road: that holds up nobody. */
HUB(what_was_seen_elsewhere_holds_up_nobody)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);

	forge(d, BEN, &commit, span_of(arena_printf(&d->s->arena,
		"assay: 1\ntype: alarm\nid: %s\n" ALARM "seen: [{actor: w-cat, kid: %s, seq: 7,"
		" sha256: " HEX64 "}]\n", new_id(d), d->signers[CAT].key.kid)), NULL, 0);
	expect_one(d, "missing");
	expect_taken(d, BEN, 1);
}

HUB(a_frozen_key_says_no_more)
{
	struct appended last = say(d, BEN, RECORD_ALARM, ALARM);
	char *grant = arena_printf(&d->s->arena, "{kid: %s, role: assessor, from: 1",
				   d->signers[BEN].key.kid);
	struct commit commit;

	expect_taken(d, BEN, 1);
	publish(d, AMY, with(d, next_trust(d), grant, arena_printf(&d->s->arena,
		"%s, until: {seq: 2, sha256: %s, why: left, in: 2}", grant, last.sha256)), 1,
		NULL);
	expect_taken(d, -1, 2);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), NULL, 0);
	expect_refused(d, -1, "after-freeze: record 3");
}

/* The roots froze the key at a record the hub will not see. */
HUB(another_record_where_a_key_was_frozen_is_a_fork)
{
	char *grant = arena_printf(&d->s->arena, "{kid: %s, role: assessor, from: 1",
				   d->signers[BEN].key.kid);

	publish(d, AMY, with(d, next_trust(d), grant, arena_printf(&d->s->arena,
		"%s, until: {seq: 2, sha256: " HEX64 ", why: left, in: 2}", grant)), 1, NULL);
	say(d, BEN, RECORD_RETIRE, "why: enough\n");
	expect_refused(d, -1, "fork: another record stands there");
}

/* A backup is restored, and its owner goes on from there. */
HUB(a_restored_backup_does_not_go_on)
{
	struct oid backup;

	ok(d->s, repo_ref_read(&backup, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	say(d, BEN, RECORD_ALARM, ALARM);
	run(d->s, IN "rm -rf hub.git; cp -a ledger.git hub.git");
	move_ref(d, ref_of(d, BEN), &backup);
	expect_refused(d, BEN, "it does not go on from what is here");
	say(d, BEN, RECORD_ALARM, ALARM);
	expect_refused(d, BEN, "it does not go on from what is here");
	run(d->s, arena_printf(&d->s->arena, IN "git -C ledger.git update-ref " LEDGER_MARK
		"log/a-ben/%s $(git -C hub.git rev-parse %s)", d->signers[BEN].key.kid,
		ref_of(d, BEN)));
	expect_one(d, "fork");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(what_is_new_is_counted_and_may_be_taken),
		SCRATCH_TEST(an_empty_hub_takes_a_ledger_whole),
		SCRATCH_TEST(what_was_seen_elsewhere_holds_up_nobody),
		SCRATCH_TEST(a_frozen_key_says_no_more),
		SCRATCH_TEST(another_record_where_a_key_was_frozen_is_a_fork),
		SCRATCH_TEST(a_restored_backup_does_not_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
