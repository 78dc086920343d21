/* What a decision rests on of earlier attempts, asked again by whoever verifies it. */
#include "core/model/attempt.h"
#include "core/model/record_body.h"
#include "core/store/outcome_verify.h"
#include "tests/unit/store_ledger.h"

#define RUBRIC \
	"assay_rubric: 1\nid: circles\nversion: 1\ntitle: Circles\ndesign: {barriers: a}\n" \
	"scales:\n  s: {levels: [{id: low, points: 0}, {id: mid, points: 1}, " \
	"{id: high, points: 2}]}\n" \
	"codes: [{id: missing, effect: incomplete}]\n" \
	"parts:\n  - id: p1\n    kind: artifacts\n    label: One\n    criteria:\n" \
	"      - {id: c1, label: One, scale: s}\n" \
	"      - {id: c2, label: Two, scale: s}\n" \
	"decision: {pass: all(p1 >= mid)}\nattempts: "

#define FAILED_ONLY RUBRIC "{max: 3, then: refer, rescore: failed_only}\n"
#define BEST_OF RUBRIC "{max: 3, then: refer, banking: best_of}\n"
#define PORTFOLIO HEX16 HEX16

/* A published rubric, and the decisions said so far. */
struct rig {
	struct desk *d;
	const struct rubric *rubric;
	const char *sha256, *structure, *published;
	const struct decision *said[8];
	const char *names[8];
	struct oid oids[8];
	size_t count;
	struct outcome_proof moderation;	/* to be in the learner's proof; sha256 NULL */
};

static const char *
hex(struct desk *d, const struct digest *digest)
{
	char text[DIGEST_HEX];

	digest_hex(text, digest);
	return arena_text(&d->s->arena, text);
}

static struct rig
rig_of(struct desk *d, const char *text)
{
	struct faults faults = { .arena = &d->s->arena, .path = "rubric" };
	struct rig rig = { .d = d };
	struct blob_to_write file = { "rubric.yaml", span_of(text) };
	struct append what = { .type = RECORD_RUBRIC, .actor = actors[AMY],
			       .record_id = new_id(d), .attachments = &file,
			       .attachment_count = 1, .now = NOW };
	struct appended out;

	rig.rubric = rubric_parse(&d->s->arena, &faults, NULL, span_of(text));
	if (fault_check(&faults, &d->s->err) != 0)
		fail_msg("%s", d->s->err.text);
	rig.sha256 = hex(d, &rig.rubric->sha256);
	rig.structure = hex(d, &rig.rubric->structure);
	what.record = record_text(d, RECORD_RUBRIC, what.record_id,
		arena_printf(&d->s->arena, "rubric: {id: circles, version: 1, sha256: %s, "
			     "structure: %s}\n", rig.sha256, rig.structure));
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
	rig.published = arena_text(&d->s->arena, out.sha256);
	return rig;
}

static struct record_score
score_of(const struct rig *rig, size_t at, const char *word)
{
	static const char *const points[] = { "0", "1", "2" };
	const struct criterion *criterion = &rig->rubric->criteria[at];
	int level = criterion_level(criterion, span_of(word));

	return level < 0 ? (struct record_score){ .criterion = criterion->id, .code = word }
		: (struct record_score){ .criterion = criterion->id, .level = word,
					 .points = points[level] };
}

/* A decision as it should be: as attempt `number`, on those of `basis` (from, count). */
static struct decision *
decide(struct rig *rig, int64_t number, const char *c1, const char *c2, size_t from,
       size_t count)
{
	struct arena *arena = &rig->d->s->arena;
	struct decision *said = arena_alloc(arena, sizeof *said);
	struct decision_result result;
	struct attempt attempt;
	struct sheet sheet;

	*said = (struct decision){ .portfolio = PORTFOLIO, .attempt = number,
		.assignment = "none", .stance = STANCE_INDEPENDENT,
		.rubric = { "circles", rig->sha256, rig->structure, rig->published, 1 },
		.evidence = { HEX64, HEX40, HEX40, "", 1, 2 },
		.authentic = true, .conflict = "none" };
	said->scores = arena_array(arena, 2, sizeof *said->scores);
	said->scores[0] = score_of(rig, 0, c1);
	said->scores[1] = score_of(rig, 1, c2);
	said->score_count = 2;
	ok(rig->d->s, record_sheet(&sheet, arena, rig->rubric, said->scores, 2,
				   &rig->d->s->err));
	ok(rig->d->s, attempt_follow(&attempt, arena, rig->rubric, number, rig->said + from,
				     count, &rig->d->s->err));
	result = attempt_decide(arena, &attempt, &sheet);
	said->points = arena_printf(arena, "%lld", (long long)result.points.num);
	said->max = "4";
	said->outcome = (int)result.outcome - OUTCOME_PASS;
	said->why = result.why;
	said->why_count = result.why_count;
	said->basis = rig->names + from;
	said->basis_count = count;
	return said;
}

static struct span
text_of(struct rig *rig, const struct decision *said, const char *id)
{
	struct record common = { .type = RECORD_DECISION, .id = id, .body = said };
	struct buf text = { 0 };
	struct span out;

	record_print(&text, &common);
	out = arena_span(&rig->d->s->arena, buf_span(&text));
	buf_close(&text);
	return out;
}

static int
try_sign(struct appended *out, struct rig *rig, const struct decision *said)
{
	struct desk *d = rig->d;
	struct append what = { .type = RECORD_DECISION, .actor = actors[BEN],
			       .record_id = new_id(d), .now = d->now++ };

	what.record = text_of(rig, said, what.record_id);
	return ledger_append(out, &d->ledger, &d->signers[BEN], &what, &d->s->err);
}

static void
sign(struct rig *rig, const struct decision *said)
{
	struct appended out;

	ok(rig->d->s, try_sign(&out, rig, said));
	rig->said[rig->count] = said;
	rig->oids[rig->count] = out.oid;
	rig->names[rig->count++] = arena_text(&rig->d->s->arena, out.sha256);
}

/* Refused by our own check, and found by audit where another program signs it. */
static void
expect_mismatch(struct rig *rig, const struct decision *said, const char *words)
{
	static const char *const outcomes[] = { "pass", "not_yet", "incomplete", "refer" };
	struct desk *d = rig->d;
	struct appended out;
	struct commit commit;
	struct oid before;

	refused(d->s, ERR_REFUSED, try_sign(&out, rig, said));
	says(d->s, "outcome-mismatch");
	says(d->s, words);
	ok(d->s, repo_ref_read(&before, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	commit = next_of(d, BEN, RECORD_DECISION);
	commit.subject = arena_printf(&d->s->arena, "circles %s", outcomes[said->outcome]);
	forge(d, BEN, &commit, text_of(rig, said, new_id(d)), NULL, 0);
	expect_one(d, "outcome-mismatch");
	move_ref(d, ref_of(d, BEN), &before);
	ledger_close(&d->ledger);
	ok(d->s, ledger_open(&d->ledger, d->path, NULL, &d->s->err));
}

DESK(a_carried_score_stands_as_it_was)
{
	struct rig rig = rig_of(d, FAILED_ONLY);
	struct decision *second, *wrong;

	sign(&rig, decide(&rig, 1, "mid", "low", 0, 0));
	wrong = decide(&rig, 2, "high", "mid", 0, 1);
	expect_mismatch(&rig, wrong, "c1 is carried from attempt 1");
	wrong = decide(&rig, 2, "missing", "mid", 0, 1);
	expect_mismatch(&rig, wrong, "c1 is carried from attempt 1");
	second = decide(&rig, 2, "mid", "mid", 0, 1);
	sign(&rig, second);
	expect_clean(d);
}

DESK(totals_and_outcome_are_of_what_is_banked)
{
	struct rig rig = rig_of(d, BEST_OF);
	struct decision *wrong;

	sign(&rig, decide(&rig, 1, "high", "low", 0, 0));
	sign(&rig, decide(&rig, 2, "low", "low", 0, 1));
	assert_string_equal(rig.said[1]->points, "2");
	sign(&rig, decide(&rig, 3, "missing", "mid", 0, 2));
	assert_int_equal(rig.said[2]->outcome, 0);
	assert_string_equal(rig.said[2]->points, "3");
	expect_clean(d);
	wrong = decide(&rig, 3, "low", "mid", 0, 2);
	wrong->points = "1";
	expect_mismatch(&rig, wrong, "the totals are others");
	wrong = decide(&rig, 3, "low", "mid", 0, 2);
	wrong->outcome = OUTCOME_REFER - OUTCOME_PASS;
	expect_mismatch(&rig, wrong, "the rule makes it pass");
	/* resting on the first alone, or on the last alone, is not what the rubric says */
	expect_mismatch(&rig, decide(&rig, 3, "low", "mid", 1, 1), "its basis is not that of");
}

DESK(the_last_attempt_is_referred_and_says_so)
{
	struct rig rig = rig_of(d, BEST_OF);
	struct decision *wrong;

	sign(&rig, decide(&rig, 3, "mid", "low", 0, 0));
	assert_int_equal(rig.said[0]->outcome, OUTCOME_REFER - OUTCOME_PASS);
	expect_clean(d);
	wrong = decide(&rig, 3, "mid", "low", 0, 0);
	wrong->outcome = OUTCOME_NOT_YET - OUTCOME_PASS;
	expect_mismatch(&rig, wrong, "the rule makes it refer");
	wrong = decide(&rig, 3, "mid", "low", 0, 0);
	wrong->why_count--;
	expect_mismatch(&rig, wrong, "the trace is another");
}

/* A basis that is not here: nothing is said of what rests on it, the rest is still asked. */
DESK(a_basis_not_at_hand_is_silence)
{
	struct rig banked = rig_of(d, BEST_OF), carried = rig_of(d, FAILED_ONLY);
	struct decision *said = decide(&banked, 2, "low", "mid", 0, 0);

	banked.names[0] = carried.names[0] = HEX64;
	said->basis = banked.names;
	said->basis_count = 1;
	said->points = "3";
	said->outcome = 0;
	sign(&banked, said);
	said = decide(&carried, 2, "high", "mid", 0, 0);
	said->basis = carried.names;
	said->basis_count = 1;
	sign(&carried, said);
	expect_clean(d);
	said = decide(&carried, 2, "low", "mid", 0, 0);
	said->basis = carried.names;
	said->basis_count = 1;
	said->outcome = 0;
	expect_mismatch(&carried, said, "the rule makes it not yet");
}

/* What is no earlier attempt of this portfolio by this rubric is relied on for other ends. */
DESK(other_records_of_a_basis_are_left_alone)
{
	struct rig rig = rig_of(d, BEST_OF);
	struct decision *other = decide(&rig, 1, "high", "high", 0, 0), *said;

	other->portfolio = HEX16 "fedcba9876543210";
	sign(&rig, other);
	said = decide(&rig, 2, "low", "mid", 0, 0);
	said->basis = rig.names;
	said->basis_count = 1;
	sign(&rig, said);
	expect_clean(d);
	said = decide(&rig, 2, "low", "mid", 0, 0);
	said->basis = arena_array(&d->s->arena, 65, sizeof *said->basis);
	for (; said->basis_count < 65; said->basis_count++)
		said->basis[said->basis_count] = rig.names[0];
	expect_mismatch(&rig, said, "names more than 64");
}

/* What the learner holds, after Ben placed this outcome of the last decision signed. */
static struct outcome_report
report_of(struct rig *rig, const struct decision *said, size_t basis_count)
{
	struct desk *d = rig->d;
	const char *at_hand = rig->names[rig->count - 1];
	struct outcome_proof proofs[8];
	struct outcome_page page = { .actor = actors[BEN], .basis = proofs,
		.basis_count = basis_count, .rubric = rig->rubric->bytes,
		.feedback = span_of("Well.\n"), 
		.subject = arena_printf(&d->s->arena, "circles %s",
			outcome_word((enum outcome)(said->outcome + OUTCOME_PASS))),
		.moderation = rig->moderation };
	struct outcome_report report;
	struct buf text = { 0 };
	struct oid oid;

	for (size_t i = 0; i < basis_count; i++)
		proofs[i] = (struct outcome_proof){ rig->names[i], rig->oids[i] };
	page.decision = (struct outcome_proof){ at_hand, rig->oids[rig->count - 1] };
	run(d->s, IN "rm -rf ev; mkdir ev; cd ev; git init -q; echo x > x; git add x; "
	    "git commit -qm one");
	assert_true(oid_from_hex(&page.evidence,
				 span_of(run(d->s, IN "git -C ev rev-parse HEAD"))));
	outcome_print(&text, new_id(d), said, &at_hand, 1);
	page.outcome = buf_span(&text);
	ok(d->s, outcome_place(&oid, at(d->s, "ev"), &d->ledger, &d->signers[BEN], &page,
			       d->now++, &d->s->err));
	ok(d->s, outcome_verify(&report, &d->s->arena, at(d->s, "ev"), d->ledger.id, NULL,
				&d->s->err));
	buf_close(&text);
	return report;
}

/* The evidence is looked at last, and is another here: all else held. */
static void
expect_held(struct outcome_report report)
{
	if (strcmp(report.detail, "its last parent is not the evidence it names") != 0)
		fail_msg("%s: %s", report.code, report.detail);
}

DESK(the_learner_s_proof_tells_what_was_carried)
{
	struct rig rig = rig_of(d, FAILED_ONLY);
	struct outcome_report report;
	struct decision *said;

	sign(&rig, decide(&rig, 1, "mid", "low", 0, 0));
	sign(&rig, decide(&rig, 2, "mid", "mid", 0, 1));
	expect_held(report_of(&rig, rig.said[1], 1));
	said = decide(&rig, 2, "high", "mid", 0, 1);
	report = report_of(&rig, said, 1);
	assert_string_equal(report.code, "outcome-mismatch");
	assert_non_null(strstr(report.detail, "c1 is carried from attempt 1"));
	expect_held(report_of(&rig, said, 0));		/* not in the proof: silence */
}

DESK(the_learner_s_proof_tells_what_was_banked)
{
	struct rig rig = rig_of(d, BEST_OF);
	struct outcome_report report;
	struct decision *said;

	sign(&rig, decide(&rig, 1, "mid", "low", 0, 0));
	sign(&rig, decide(&rig, 2, "low", "high", 0, 1));
	assert_int_equal(rig.said[1]->outcome, 0);
	expect_held(report_of(&rig, rig.said[1], 1));
	expect_held(report_of(&rig, rig.said[1], 0));
	said = decide(&rig, 2, "low", "low", 0, 1);
	said->outcome = 0;
	report = report_of(&rig, said, 1);
	assert_string_equal(report.code, "outcome-mismatch");
	assert_non_null(strstr(report.detail, "the rule makes something else"));
}

/* Amy puts this in the place of that decision. */
static void
moderate(struct rig *rig, const char *of, const struct decision *instead)
{
	struct desk *d = rig->d;
	const char *id = new_id(d);
	const struct moderation_result result = { instead->scores, instead->score_count,
		instead->points, instead->max, instead->outcome, instead->why,
		instead->why_count };
	const struct moderation said = { .of = &of, .of_count = 1,
		.action = MODERATION_ADJUST, .result = &result,
		.reason = "attach/reason.txt" };
	const struct record record = { .type = RECORD_MODERATION, .id = id, .body = &said };
	const struct blob_to_write reason = { "reason.txt", span_of("Read again.") };
	struct append what = { .type = RECORD_MODERATION, .actor = actors[AMY],
		.record_id = id, .attachments = &reason, .attachment_count = 1,
		.now = d->now++ };
	struct appended out;
	struct buf text = { 0 };

	record_print(&text, &record);
	what.record = buf_span(&text);
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
	buf_close(&text);
	rig->moderation = (struct outcome_proof){ arena_text(&d->s->arena, out.sha256),
						  out.oid };
}

DESK(a_moderated_outcome_is_what_the_moderator_said)
{
	struct rig rig = rig_of(d, FAILED_ONLY);
	struct decision *instead = decide(&rig, 1, "mid", "mid", 0, 0), *other;
	struct outcome_report report;

	sign(&rig, decide(&rig, 1, "mid", "low", 0, 0));
	report = report_of(&rig, instead, 0);
	assert_string_equal(report.code, "outcome-mismatch");
	moderate(&rig, rig.names[0], instead);
	expect_held(report_of(&rig, instead, 0));
	report = report_of(&rig, rig.said[0], 0);
	assert_non_null(strstr(report.detail, "the moderation it relies on"));
	other = decide(&rig, 1, "high", "mid", 0, 0);
	report = report_of(&rig, other, 0);
	assert_string_equal(report.code, "outcome-mismatch");
	assert_non_null(strstr(report.detail, "the moderation it relies on"));
	sign(&rig, decide(&rig, 1, "mid", "missing", 0, 0));
	report = report_of(&rig, instead, 0);
	assert_string_equal(report.code, "bad-record");
	assert_non_null(strstr(report.detail, "of another decision"));
	expect_clean(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_carried_score_stands_as_it_was),
		SCRATCH_TEST(totals_and_outcome_are_of_what_is_banked),
		SCRATCH_TEST(the_last_attempt_is_referred_and_says_so),
		SCRATCH_TEST(a_basis_not_at_hand_is_silence),
		SCRATCH_TEST(other_records_of_a_basis_are_left_alone),
		SCRATCH_TEST(the_learner_s_proof_tells_what_was_carried),
		SCRATCH_TEST(the_learner_s_proof_tells_what_was_banked),
		SCRATCH_TEST(a_moderated_outcome_is_what_the_moderator_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
