/* The history, who may not see all of it yet, and decisions side by side. */
#include "tests/unit/store_ledger.h"

#include "core/desk/compare.h"
#include "core/desk/timeline.h"

#define PORTFOLIO HEX16 HEX16
#define RUBRIC "rubric: {id: circles, version: 1, sha256: " HEX64 ", structure: " HEX64 \
	", published: none}\n"
#define PLACE "portfolio: " PORTFOLIO "\nattempt: 1\n" RUBRIC

static struct workspace
workspace_of(struct desk *d, int who)
{
	return (struct workspace){ .dir = d->s->dir, .actor = actors[who],
				   .ledger_path = d->path };
}

static struct timeline
timeline_of(struct desk *d, const char *actor, const char *text)
{
	struct scratch *s = d->s;
	struct timeline timeline;
	struct filter filter;

	ok(s, filter_read(&filter, timeline_columns, span_of(text), &s->err));
	ok(s, timeline_read(&timeline, &s->arena, &d->ledger, actor, &s->err));
	timeline_keep(&timeline, &filter);
	return timeline;
}

static const char *
said_by(const struct moment *moment, struct scratch *s)
{
	struct buf text = { 0 };
	const char *copy;

	moment_print(&text, moment);
	copy = arena_text(&s->arena, text.data == NULL ? "" : text.data);
	buf_close(&text);
	return copy;
}

static struct appended
moderate(struct desk *d, const char *of, const char *action, const char *result)
{
	struct blob_to_write reason = { "reason.txt", span_of("It is so.\n") };
	const char *id = new_id(d);
	struct append what = { .type = RECORD_MODERATION, .actor = actors[AMY],
		.record_id = id, .attachments = &reason, .attachment_count = 1,
		.now = d->now++ };
	struct appended out;

	what.record = record_text(d, RECORD_MODERATION, id,
		arena_printf(&d->s->arena, "of: [%s]\naction: %s\nresult: %s\nreason: "
			     "attach/reason.txt\n", of, action, result));
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
	return out;
}

static void
assign(struct desk *d, const char *mode)
{
	say(d, AMY, RECORD_ASSIGNMENT, arena_printf(&d->s->arena, PLACE
		"evidence: {tree256: " HEX64 ", tree: " HEX40 ", commit: " HEX40
		", path: '', files: 1, bytes: 2}\nmarkers: [a-ben, r-amy]\nmode: %s\n"
		"seal_to: []\n", mode));
}

static void
records_speak_of_their_portfolio(void **state)
{
	struct scratch *s = *state;
	struct timeline timeline;
	struct appended first;
	struct desk d;

	desk_open(&d, s);
	first = say(&d, BEN, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	say(&d, BEN, RECORD_DECISION, decision_text(&d, "not_yet", "none", first.sha256));
	moderate(&d, first.sha256, "return", "none");
	assign(&d, "open");
	say(&d, BEN, RECORD_CLAIM,
	    PLACE "expires: 2026-03-02T10:00:00Z\nconflict: none\nreleases: none\n");
	timeline = timeline_of(&d, NULL, "portfolio:" PORTFOLIO);
	assert_int_equal(timeline.count, 5);
	assert_string_equal(said_by(&timeline.moments[0], s), "until 2026-03-02T10:00");
	assert_string_equal(said_by(&timeline.moments[1], s), "to a-ben, r-amy");
	assert_string_equal(said_by(&timeline.moments[2], s), "returns it");
	assert_string_equal(timeline.moments[2].rubric, "circles");
	assert_string_equal(said_by(&timeline.moments[3], s), "not_yet");
	assert_string_equal(said_by(&timeline.moments[4], s), "pass, superseded");
	assert_int_equal(timeline_of(&d, NULL, "type:claim,moderation").count, 2);
	assert_int_equal(timeline_of(&d, NULL, "actor:a-ben outcome:pass").count, 1);
	assert_int_equal(timeline_of(&d, NULL, "-portfolio:" PORTFOLIO " actor:a-ben").count,
			 1);
	desk_close(&d);
}

static void
what_is_to_be_judged_blind_is_not_shown(void **state)
{
	struct scratch *s = *state;
	struct timeline timeline;
	struct comparison comparison;
	struct workspace ben;
	struct moment moment;
	struct desk d;

	desk_open(&d, s);
	ben = workspace_of(&d, BEN);
	assign(&d, "sealed");
	say(&d, AMY, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	timeline = timeline_of(&d, "a-ben", "type:decision");
	assert_true(timeline.moments[0].blind);
	assert_null(timeline.moments[0].outcome);
	refused(s, ERR_REFUSED, moment_may_be_seen(&timeline.moments[0], &s->err));
	refused(s, ERR_REFUSED,
		compare_open(&comparison, &ben, &d.ledger, PORTFOLIO, 0, &s->err));
	assert_int_equal(timeline_of(&d, "a-ben", "outcome:pass").count, 0);
	/* nobody else is blind, and neither is Ben once he signed */
	assert_string_equal(timeline_of(&d, "w-cat", "outcome:pass").moments[0].outcome,
			    "pass");
	say(&d, BEN, RECORD_DECISION, decision_text(&d, "not_yet", "none", ""));
	ok(s, timeline_find(&moment, &s->arena, &d.ledger, "a-ben",
			    timeline.moments[0].commit, &s->err));
	ok(s, moment_may_be_seen(&moment, &s->err));
	ok(s, compare_open(&comparison, &ben, &d.ledger, PORTFOLIO, 0, &s->err));
	assert_int_equal(comparison.count, 2);
	compare_close(&comparison);
	desk_close(&d);
}

/* Nor that it was sent back, and why. */
static void
a_moderation_of_what_is_blind_is_not_shown(void **state)
{
	struct scratch *s = *state;
	struct timeline timeline;
	struct appended first;
	struct desk d;

	desk_open(&d, s);
	assign(&d, "sealed");
	first = say(&d, AMY, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	moderate(&d, first.sha256, "return", "none");
	timeline = timeline_of(&d, "a-ben", "type:moderation");
	assert_int_equal(timeline.count, 1);
	refused(s, ERR_REFUSED, moment_may_be_seen(&timeline.moments[0], &s->err));
	desk_close(&d);
}

/* Of several attempts, each is asked for, and not the last alone. */
static void
a_moderation_of_two_attempts_is_as_blind_as_either(void **state)
{
	struct scratch *s = *state;
	struct comparison comparison;
	struct appended first, second, both;
	struct workspace ben, cat;
	struct desk d;

	desk_open(&d, s);
	ben = workspace_of(&d, BEN);
	cat = workspace_of(&d, CAT);
	assign(&d, "sealed");
	first = say(&d, AMY, RECORD_DECISION, decision_text(&d, "not_yet", "none", ""));
	second = say(&d, AMY, RECORD_DECISION, with(&d, decision_text(&d, "pass", "none", ""),
						    "attempt: 1", "attempt: 2"));
	both = moderate(&d, arena_printf(&s->arena, "%s, %s", first.sha256, second.sha256),
			"adjust", "{scores: [{criterion: c1, level: met, points: \"1\"}], "
			"totals: {points: \"1\", max: \"1\"}, outcome: pass, why: []}");
	refused(s, ERR_REFUSED, compare_open_with_earlier(&comparison, &ben, &d.ledger,
							  both.sha256, &s->err));
	ok(s, compare_open_with_earlier(&comparison, &cat, &d.ledger, both.sha256, &s->err));
	compare_close(&comparison);
	desk_close(&d);
}

/* Cat decides, with a key that only another version of the trust file can know. */
static struct moment
decide_unread(struct desk *d, const char *actor)
{
	struct signer cat = d->signers[CAT];
	char hex[OID_HEX];
	struct commit commit;
	struct moment out;
	struct sshkey key;
	struct oid oid;

	ok(d->s, keyfile_create(&key, at(d->s, "x"), NULL, NULL, &d->s->err));
	ok(d->s, keyfile_open(&d->signers[CAT], at(d->s, "x"), NULL, &d->s->err));
	commit = commit_next(&d->ledger, RECORD_DECISION, "w-cat", key.kid, NOW);
	commit.subject = "circles pass";
	oid = forge(d, CAT, &commit, record_text(d, RECORD_DECISION, new_id(d),
		    decision_text(d, "pass", "none", "")),
		    &(struct blob_to_write){ "a.txt", span_of("hello") }, 1);
	oid_hex(hex, &oid);
	ok(d->s, timeline_find_any(&out, &d->s->arena, &d->ledger, actor, hex, &d->s->err));
	refused(d->s, ERR_REFUSED, timeline_find(&out, &d->s->arena, &d->ledger, actor, hex,
						 &d->s->err));
	signer_close(&d->signers[CAT]);
	d->signers[CAT] = cat;
	return out;
}

/* Whether it is blind, or erased, nobody can say who does not read it: nobody is shown it. */
static void
nothing_is_shown_of_a_chain_that_is_not_read(void **state)
{
	struct scratch *s = *state;
	struct moment moment;
	struct entry entry;
	struct span bytes;
	struct desk d;
	struct oid oid;

	desk_open(&d, s);
	assign(&d, "sealed");
	moment = decide_unread(&d, "a-ben");
	assert_non_null(strstr(s->err.text, "unknown-key: its chain is not read"));
	assert_string_equal(moment_type(&moment), "not read");
	assert_string_equal(said_by(&moment, s), "");
	assert_true(oid_from_hex(&oid, span_of(moment.commit)));
	ok(s, ledger_entry(&entry, &s->arena, &d.ledger, moment.ref, &oid, &s->err));
	assert_string_equal(entry.code, "unknown-key");
	assert_null(entry.commit);
	assert_null(entry.record);
	refused(s, ERR_NOT_FOUND, ledger_file(&bytes, &s->arena, &d.ledger, &entry, &s->err));
	refused(s, ERR_NOT_FOUND, moment_attachment(&bytes, &s->arena, &d.ledger, &moment,
						    &entry, "a.txt", &s->err));
	moment.erased_by = HEX40;
	refused(s, ERR_NOT_FOUND, moment_attachment(&bytes, &s->arena, &d.ledger, &moment,
						    &entry, "a.txt", &s->err));
	desk_close(&d);
}

/* A moderation of what is not here, or a record in no form we know, may be of that one. */
static void
what_nobody_can_place_is_as_blind_as_anything(void **state)
{
	struct scratch *s = *state;
	struct timeline timeline;
	struct commit commit;
	struct desk d;

	desk_open(&d, s);
	assign(&d, "sealed");
	commit = next_of(&d, AMY, RECORD_MODERATION);
	forge(&d, AMY, &commit, record_text(&d, RECORD_MODERATION, new_id(&d),
	      "of: [" HEX64 "]\naction: return\nresult: none\nreason: attach/reason.txt\n"),
	      &(struct blob_to_write){ "reason.txt", span_of("So.\n") }, 1);
	commit = next_of(&d, AMY, RECORD_DECISION);
	commit.subject = "circles pass";
	forge(&d, AMY, &commit, span_of("assay: 9\noutcome: pass\n"), NULL, 0);
	timeline = timeline_of(&d, "a-ben", "type:moderation,decision");
	assert_int_equal(timeline.count, 2);
	for (size_t i = 0; i < timeline.count; i++)
		refused(s, ERR_REFUSED, moment_may_be_seen(&timeline.moments[i], &s->err));
	/* nobody else is kept from it, and neither is Ben once he signed */
	say(&d, BEN, RECORD_DECISION, decision_text(&d, "not_yet", "none", ""));
	timeline = timeline_of(&d, "a-ben", "actor:r-amy type:moderation,decision");
	for (size_t i = 0; i < timeline.count; i++)
		ok(s, moment_may_be_seen(&timeline.moments[i], &s->err));
	desk_close(&d);
}

/* An alarm holds raw commits, and the first line of a decision's tells its outcome. */
static void
an_alarm_tells_no_outcome_to_who_is_blind(void **state)
{
	struct scratch *s = *state;
	struct blob_to_write raw = { HEX16 HEX16 ".commit", span_of("circles pass") };
	struct moment moment;
	struct commit commit;
	struct entry entry;
	struct span bytes;
	struct desk d;
	struct oid oid;

	desk_open(&d, s);
	assign(&d, "sealed");
	commit = next_of(&d, AMY, RECORD_ALARM);
	oid = forge(&d, AMY, &commit, record_text(&d, RECORD_ALARM, new_id(&d), ALARM), &raw,
		    1);
	ok(s, ledger_entry(&entry, &s->arena, &d.ledger, ref_of(&d, AMY), &oid, &s->err));
	moment = timeline_of(&d, "a-ben", "type:alarm").moments[0];
	ok(s, moment_may_be_seen(&moment, &s->err));
	refused(s, ERR_REFUSED, moment_attachment(&bytes, &s->arena, &d.ledger, &moment,
						  &entry, raw.name, &s->err));
	moment = timeline_of(&d, "w-cat", "type:alarm").moments[0];
	ok(s, moment_attachment(&bytes, &s->arena, &d.ledger, &moment, &entry, raw.name,
				&s->err));
	desk_close(&d);
}

static const char *
changed(struct desk *d, const char *sha256)
{
	struct workspace amy = workspace_of(d, AMY);
	struct comparison comparison;
	struct buf text = { 0 };
	const char *copy;

	ok(d->s, compare_open_with_earlier(&comparison, &amy, &d->ledger, sha256,
					   &d->s->err));
	compare_print_difference(&text, &comparison);
	copy = arena_text(&d->s->arena, text.data);
	buf_close(&text);
	compare_close(&comparison);
	return copy;
}

static void
what_takes_another_place_is_told_in_words(void **state)
{
	struct scratch *s = *state;
	struct comparison comparison;
	struct appended first, second, upheld, adjusted;
	struct workspace amy;
	struct desk d;
	const char *text;

	desk_open(&d, s);
	amy = workspace_of(&d, AMY);
	first = say(&d, BEN, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	refused(s, ERR_NOT_FOUND,
		compare_open(&comparison, &amy, &d.ledger, PORTFOLIO, 0, &s->err));
	text = with(&d, decision_text(&d, "not_yet", "none", first.sha256), "level: met",
		    "level: missed");
	second = say(&d, BEN, RECORD_DECISION, text);
	text = changed(&d, second.sha256);
	assert_non_null(strstr(text, "from pass, 1 of 1 points to not yet, 1 of 1 points"));
	assert_non_null(strstr(text, "c1\n    from met to missed\n"));
	assert_non_null(strstr(text, "0 of 1 criteria stand as they were"));
	refused(s, ERR_NOT_FOUND, compare_open_with_earlier(&comparison, &amy, &d.ledger,
							    first.sha256, &s->err));
	/* one stands alone: then with what it superseded */
	ok(s, compare_open(&comparison, &amy, &d.ledger, PORTFOLIO, 1, &s->err));
	assert_int_equal(comparison.count, 2);
	assert_true(comparison.opinions[0].superseded);
	assert_int_equal(comparison.differing, 1);
	compare_close(&comparison);
	/* a moderator too takes a decision's place, or leaves it as it is */
	upheld = moderate(&d, second.sha256, "confirm", "none");
	refused(s, ERR_NOT_FOUND, compare_open_with_earlier(&comparison, &amy, &d.ledger,
							    upheld.sha256, &s->err));
	adjusted = moderate(&d, second.sha256, "adjust",
			    "{scores: [{criterion: c1, level: met, points: \"1\"}], "
			    "totals: {points: \"1\", max: \"1\"}, outcome: pass, why: []}");
	text = changed(&d, adjusted.sha256);
	assert_non_null(strstr(text, "c1\n    from missed to met\n"));
	assert_non_null(strstr(text, "to pass, 1 of 1 points"));
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(records_speak_of_their_portfolio),
		SCRATCH_TEST(what_is_to_be_judged_blind_is_not_shown),
		SCRATCH_TEST(a_moderation_of_what_is_blind_is_not_shown),
		SCRATCH_TEST(a_moderation_of_two_attempts_is_as_blind_as_either),
		SCRATCH_TEST(nothing_is_shown_of_a_chain_that_is_not_read),
		SCRATCH_TEST(what_nobody_can_place_is_as_blind_as_anything),
		SCRATCH_TEST(an_alarm_tells_no_outcome_to_who_is_blind),
		SCRATCH_TEST(what_takes_another_place_is_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
