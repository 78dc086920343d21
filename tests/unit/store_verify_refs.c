#include "core/base/yaml.h"
#include "tests/unit/store_ledger.h"

DESK(a_record_supersedes_an_own_one_once)
{
	struct appended first =
		say(d, BEN, RECORD_DECISION, decision_text(d, "pass", "none", ""));
	struct appended out, alarm = say(d, BEN, RECORD_ALARM, ALARM);
	struct commit commit;

	say(d, BEN, RECORD_DECISION, decision_text(d, "refer", "none", first.sha256));
	expect_clean(d);
	refused(d->s, ERR_REFUSED,
		try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
			decision_text(d, "pass", "none", first.sha256)));
	says(d->s, "superseded already");
	refused(d->s, ERR_REFUSED,
		try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
			decision_text(d, "pass", "none", alarm.sha256)));
	says(d->s, "bad-record");
	refused(d->s, ERR_REFUSED,
		try_say(&out, d, AMY, RECORD_DECISION, new_id(d),
			decision_text(d, "pass", "none", first.sha256)));
	says(d->s, "bad-record");
	commit = next_of(d, BEN, RECORD_DECISION);
	commit.subject = "circles pass";
	forge(d, BEN, &commit, record_text(d, RECORD_DECISION, new_id(d),
		decision_text(d, "pass", "none", first.sha256)), NULL, 0);
	assert_int_equal(expect_one(d, "bad-record"), 4);
	forge(d, BEN, &commit, record_text(d, RECORD_DECISION, new_id(d),
		decision_text(d, "pass", "none", HEX64)), NULL, 0);
	assert_int_equal(expect_one(d, "missing"), 4);
}

DESK(references_point_to_records_of_their_type)
{
	struct appended alarm = say(d, BEN, RECORD_ALARM, ALARM), out;
	const char *text = decision_text(d, "pass", "none", "");

	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "basis: []", arena_printf(&d->s->arena, "basis: [%s]",
							alarm.sha256))));
	says(d->s, "bad-record: basis");
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
					   decision_text(d, "pass", alarm.sha256, "")));
	says(d->s, "bad-record: rubric.published");
	say(d, BEN, RECORD_DECISION, with(d, text, "basis: []", "basis: [" HEX64 "]"));
	say(d, BEN, RECORD_DECISION,
	    with(d, text, "assignment: none", "assignment: " HEX64));
	expect_clean(d);
}

static char *
seeing(struct desk *d, int whom, int64_t seq, const char *sha256)
{
	return arena_printf(
		&d->s->arena,
		"assay: 1\ntype: alarm\nid: %s\n" ALARM
		"seen: [{actor: %s, kid: %s, seq: %" PRId64 ", sha256: %s}]\n",
		new_id(d), actors[whom], d->signers[whom].key.kid, seq, sha256);
}

DESK(heads_that_were_seen_must_be_here)
{
	struct appended cat = say(d, CAT, RECORD_ALARM, ALARM);
	struct commit commit = ben_next(d);
	struct audit audit;

	forge(d, BEN, &commit, span_of(seeing(d, CAT, 1, cat.sha256)), NULL, 0);
	expect_clean(d);
	forge(d, BEN, &commit, span_of(seeing(d, CAT, 2, cat.sha256)), NULL, 0);
	assert_int_equal(expect_one(d, "missing"), 2);
	forge(d, BEN, &commit, span_of(seeing(d, CAT, 1, HEX64)), NULL, 0);
	assert_int_equal(expect_one(d, "fork"), 2);
	audit = audit_of(d);
	assert_int_equal(audit.valid, audit.records);
	forge(d, BEN, &commit, span_of(seeing(d, BEN, 1, HEX64)), NULL, 0);
	assert_int_equal(expect_one(d, "bad-record"), 2);
}

static const char *
log_of_nobody(struct desk *d, int number)
{
	return arena_printf(&d->s->arena, LEDGER_LOG "a-ben/%032d", number);
}

/* Told of itself, once; nobody says that they saw it, and who says so claims nothing. */
DESK(a_chain_of_a_key_that_nobody_knows_is_not_read)
{
	struct appended ben = say(d, BEN, RECORD_ALARM, ALARM);
	struct commit commit;
	struct audit audit;
	struct seen *seen;
	size_t count;

	move_ref(d, log_of_nobody(d, 1), &ben.oid);
	ok(d->s, ledger_seen(&seen, &count, &d->s->arena, &d->ledger, actors[CAT],
			     d->signers[CAT].key.kid, &d->s->err));
	assert_int_equal(count, 2);
	commit = ben_next(d);
	forge(d, BEN, &commit, span_of(arena_printf(&d->s->arena, "assay: 1\ntype: alarm\n"
	      "id: %s\n" ALARM "seen: [{actor: a-ben, kid: %032d, seq: 7, sha256: " HEX64 "}]\n",
	      new_id(d), 1)), NULL, 0);
	assert_int_equal(expect_one(d, "unknown-key"), -1);
	audit = audit_of(d);
	assert_int_equal(audit.records, audit.valid + 1);
}

/* So many heads that are not here, and the first of Cat's, as it is or is not. */
static void
see_many(struct desk *d, int count, const char *sha256)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);
	struct buf text = { 0 };

	buf_printf(&text, "assay: 1\ntype: alarm\nid: %s\n" ALARM "seen:\n", new_id(d));
	for (int i = 0; i < count; i++)
		buf_printf(&text, "  - {actor: a-ann, kid: %032d, seq: 1, sha256: " HEX64 "}\n", i);
	buf_printf(&text, "  - {actor: %s, kid: %s, seq: 1, sha256: %s}\n", actors[CAT],
		   d->signers[CAT].key.kid, sha256);
	forge(d, BEN, &commit, buf_span(&text), NULL, 0);
	buf_close(&text);
}

/* Nothing hides behind a thousand of what is trivial. */
DESK(the_first_of_each_code_is_told_however_many_there_are)
{
	struct appended cat = say(d, CAT, RECORD_ALARM, ALARM);
	struct audit audit;

	say(d, BEN, RECORD_ALARM, ALARM);
	for (int i = 0; i < 4; i++)
		see_many(d, 400, cat.sha256);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 1001);
	assert_string_equal(audit.problems[1000].code, "too-many");
	assert_string_equal(audit.problems[1000].detail, "and 600 more of this chain: 600 missing");
	see_many(d, 400, HEX64);
	see_many(d, 0, HEX64);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 1002);
	assert_string_equal(audit.problems[1000].code, "fork");
	assert_int_equal(audit.problems[1000].seq, 6);
	assert_string_equal(audit.problems[1001].detail,
			    "and 1001 more of this chain: 1000 missing, 1 fork");
}

DESK(what_is_not_told_of_the_trust_chain_is_said_to_be_of_it)
{
	struct buf raw = { 0 };
	struct audit audit;
	struct oid head;
	char hex[OID_HEX];

	ok(d->s, repo_ref_read(&head, d->ledger.repo, LEDGER_TRUST, &d->s->err));
	for (int i = 0; i < 1002; i++) {
		oid_hex(hex, &head);
		buf_clear(&raw);
		buf_printf(&raw, "tree " HEX40 "\nparent %s\nauthor x <x> 1 +0000\n"
			   "committer x <x> 1 +0000\n\nx\n", hex);
		ok(d->s, repo_write(&head, d->ledger.repo, OBJECT_COMMIT, buf_span(&raw),
				    &d->s->err));
	}
	move_ref(d, LEDGER_TRUST, &head);
	buf_close(&raw);
	audit = audit_of(d);
	assert_string_equal(audit.problems[audit.problem_count - 1].code, "too-many");
	assert_string_equal(audit.problems[audit.problem_count - 1].detail,
			    "and 2 more of the trust chain: 2 non-canonical");
}

#define RUBRIC \
	"assay_rubric: 1\nid: circles\nversion: 1\ntitle: Circles\n" \
	"language: en\nissuer: {id: x, name: X}\ntype: application\ncompetency: Circles\n" \
	"method: {summary: One}\ndesign: {barriers: a, difference: b, inclusion: c, goals: d}\n" \
	"scales:\n  s: {levels: [{id: unmet, label: Unmet, points: 0}, " \
	"{id: met, label: Met, points: 1}]}\n" \
	"parts:\n  - id: p1\n    kind: artifacts\n    label: One\n    criteria:\n" \
	"      - {id: c1, label: One, scale: s}\n" \
	"decision: {pass: all(p1 >= met)}\n"

/* The rubric published by Amy, and what its rule makes of a sheet on which c1 is met. */
static struct appended
publish_rubric(struct desk *d, const struct rubric *rubric)
{
	struct blob_to_write file = { "rubric.yaml", rubric->bytes };
	char sha256[DIGEST_HEX], structure[DIGEST_HEX], *id = new_id(d);
	struct append what = { .type = RECORD_RUBRIC, .actor = "r-amy", .record_id = id,
			       .attachments = &file, .attachment_count = 1, .now = NOW };
	struct appended out;

	digest_hex(sha256, &rubric->sha256);
	digest_hex(structure, &rubric->structure);
	what.record = record_text(d, RECORD_RUBRIC, id, arena_printf(&d->s->arena,
		"rubric: {id: circles, version: 1, sha256: %s, structure: %s}\n", sha256,
		structure));
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
	what.record_id = id = new_id(d);
	what.record = record_text(d, RECORD_RUBRIC, id, arena_printf(&d->s->arena,
		"rubric: {id: circles, version: 1, sha256: " HEX64 ", structure: %s}\n",
		structure));
	refused(d->s, ERR_REFUSED,
		ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
	says(d->s, "digest-mismatch");
	ok(d->s, repo_ref_read(&out.oid, d->ledger.repo, ref_of(d, AMY), &d->s->err));
	return out;
}

DESK(the_published_rubric_is_asked_again)
{
	struct faults faults = { .arena = &d->s->arena, .path = "rubric" };
	struct rubric *rubric =
		rubric_parse(&d->s->arena, &faults, NULL, span_of(RUBRIC));
	struct decision_result result;
	struct appended published, out;
	struct sheet sheet;
	struct buf why = { 0 };
	char sha256[DIGEST_HEX];
	const char *text;

	if (fault_check(&faults, &d->s->err) != 0)
		fail_msg("%s", d->s->err.text);
	sheet = sheet_new(&d->s->arena, rubric);
	sheet.marks[0] = (struct mark){ MARK_LEVEL, 1 };
	result = sheet_decide(&d->s->arena, &sheet);
	buf_text(&why, "why: [");
	for (size_t i = 0; i < result.why_count; i++) {
		buf_text(&why, i == 0 ? "" : ", ");
		yaml_scalar(&why, span_of(result.why[i]));
	}
	buf_text(&why, "]");
	published = publish_rubric(d, rubric);
	digest_hex(sha256, &rubric->sha256);
	text = decision_text(d, "pass", published.sha256, "");
	refused(d->s, ERR_REFUSED,
		try_say(&out, d, BEN, RECORD_DECISION, new_id(d), text));
	says(d->s, "digest-mismatch");
	text = with(d, text, "sha256: " HEX64,
		    arena_printf(&d->s->arena, "sha256: %s", sha256));
	text = with(d, text, "why: []", why.data);
	say(d, BEN, RECORD_DECISION, text);
	expect_clean(d);
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "outcome: pass", "outcome: refer")));
	says(d->s, "outcome-mismatch");
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "totals: {points: \"1\"", "totals: {points: \"2\"")));
	says(d->s, "outcome-mismatch");
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "level: met, points: \"1\"", "level: met, points: \"2\"")));
	says(d->s, "outcome-mismatch");
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "level: met", "level: high")));
	says(d->s, "bad-record");
	refused(d->s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
		with(d, text, "why: [", "why: [because, ")));
	says(d->s, "outcome-mismatch");
	buf_close(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_record_supersedes_an_own_one_once),
		SCRATCH_TEST(references_point_to_records_of_their_type),
		SCRATCH_TEST(heads_that_were_seen_must_be_here),
		SCRATCH_TEST(a_chain_of_a_key_that_nobody_knows_is_not_read),
		SCRATCH_TEST(the_first_of_each_code_is_told_however_many_there_are),
		SCRATCH_TEST(what_is_not_told_of_the_trust_chain_is_said_to_be_of_it),
		SCRATCH_TEST(the_published_rubric_is_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
