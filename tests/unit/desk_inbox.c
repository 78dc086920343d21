/* What waits, and every reason why; looked for, put in order, counted. */
#include "tests/unit/store_ledger.h"

#include "core/base/when.h"
#include "core/desk/inbox.h"

#define PORTFOLIO HEX16 HEX16
#define PLACE "portfolio: " PORTFOLIO "\nattempt: 1\nrubric: {id: circles, version: 1, sha256: " \
	HEX64 ", structure: " HEX64 ", published: none}\n"
#define MAKE IN "mkdir -p portfolios rubrics; cat > rubrics/circles.yaml <<'Y'\n" \
	"assay_rubric: 1\nid: circles\nversion: 1\ntitle: Circles\n" \
	"scales:\n  two: {levels: [{id: missed, points: 0}, {id: met, points: 1}]}\n" \
	"parts:\n  - id: p1\n    kind: artifacts\n    label: Part one\n" \
	"    evidence: [{id: a1, label: Plan, path: \"**\", min: 1}]\n" \
	"    criteria:\n      - {id: c1, label: One, scale: two, evidence: [a1]}\n" \
	"decision:\n  pass: all(p1 >= met)\nY\n" \
	"printf 'portfolio: " PORTFOLIO "\\nrepo: none\\nrubric: circles\\nattempt: 1\\n'" \
	" > portfolios/" PORTFOLIO ".yaml\n" \
	"printf 'portfolio: ff" HEX16 "0123456789abcd\\nrepo: none\\nrubric: other\\nattempt: 1\\n'" \
	" > portfolios/ff" HEX16 "0123456789abcd.yaml"

static struct inbox
inbox_of(struct desk *d, int who, int64_t now)
{
	struct scratch *s = d->s;
	struct workspace workspace = { .dir = s->dir, .actor = actors[who],
		.places = { .state = at(s, "state") }, .ledger_id = d->ledger.id,
		.ledger_path = d->path };
	struct inbox inbox;

	ok(s, inbox_read(&inbox, &s->arena, &workspace, &d->ledger, now, &s->err));
	return inbox;
}

static const struct inbox_item *
item_of(struct desk *d, int who, int64_t now)
{
	struct inbox inbox = inbox_of(d, who, now);

	for (size_t i = 0; i < inbox.count; i++)
		if (strcmp(inbox.items[i].portfolio, PORTFOLIO) == 0)
			return &inbox.items[i];
	fail_msg("it is not there");
	return NULL;
}

#define expect(d, who, now, is, bits, words) do { \
	const struct inbox_item *item_ = item_of(d, who, now); \
	assert_string_equal(item_->why, words); \
	assert_int_equal(item_->state, is); \
	assert_int_equal(item_->reasons, bits); \
} while (0)

static void
assign(struct desk *d, const char *mode, const char *commit)
{
	say(d, AMY, RECORD_ASSIGNMENT, arena_printf(&d->s->arena, PLACE
		"evidence: {tree256: " HEX64 ", tree: " HEX40 ", commit: %s"
		", path: '', files: 1, bytes: 2}\nmarkers: [a-ben, r-amy]\nmode: %s\n"
		"seal_to: []\n", commit, mode));
}

static void
claim(struct desk *d, int64_t ends)
{
	char text[WHEN_TEXT];

	when_print(text, ends);
	say(d, BEN, RECORD_CLAIM, arena_printf(&d->s->arena, PLACE "expires: %s\nconflict: "
					       "none\nreleases: none\n", text));
}

static void
give_back(struct desk *d, const char *of)
{
	struct blob_to_write reason = { "reason.txt", span_of("Look again at c1.\n") };
	const char *id = new_id(d);
	struct append what = { .type = RECORD_MODERATION, .actor = actors[AMY],
		.record_id = id, .attachments = &reason, .attachment_count = 1,
		.now = d->now++ };
	struct appended out;

	what.record = record_text(d, RECORD_MODERATION, id, arena_printf(&d->s->arena,
		"of: [%s]\naction: return\nresult: none\nreason: attach/reason.txt\n", of));
	ok(d->s, ledger_append(&out, &d->ledger, &d->signers[AMY], &what, &d->s->err));
}

static void
a_decision_that_is_passed_back_waits_again(void **state)
{
	struct scratch *s = *state;
	struct appended first;
	struct desk d;

	run(s, MAKE);
	desk_open(&d, s);
	expect(&d, BEN, NOW, INBOX_READY, 0, "not started");
	first = say(&d, BEN, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	expect(&d, BEN, NOW, INBOX_SIGNED, 0, "pass, by a-ben");
	expect(&d, AMY, NOW, INBOX_SIGNED, 0, "pass, by a-ben");
	give_back(&d, first.sha256);
	expect(&d, BEN, NOW, INBOX_READY, INBOX_BACK, "passed back by r-amy");
	say(&d, BEN, RECORD_DECISION, decision_text(&d, "not_yet", "none", first.sha256));
	expect(&d, BEN, NOW, INBOX_SIGNED, 0, "not yet, by a-ben");
	desk_close(&d);
}

static void
a_claim_is_told_before_it_ends(void **state)
{
	struct scratch *s = *state;
	struct desk d;

	run(s, MAKE);
	desk_open(&d, s);
	claim(&d, NOW + 4 * 3600);
	expect(&d, BEN, NOW, INBOX_READY, 0, "not started");
	expect(&d, BEN, NOW + 2 * 3600 + 60, INBOX_READY, INBOX_LEASE,
	       "your claim ends in 1:59");
	expect(&d, BEN, NOW + 5 * 3600, INBOX_READY, INBOX_LEASE, "your claim has ended");
	expect(&d, AMY, NOW + 5 * 3600, INBOX_READY, 0, "not started");
	d.now = NOW + 3600;
	claim(&d, NOW + 3600);		/* given back */
	expect(&d, BEN, NOW + 5 * 3600, INBOX_READY, 0, "not started");
	desk_close(&d);
}

static void
a_second_marking_is_owed_by_whom_it_is_assigned_to(void **state)
{
	struct scratch *s = *state;
	struct desk d;

	run(s, MAKE);
	desk_open(&d, s);
	assign(&d, "open", HEX40);
	expect(&d, BEN, NOW, INBOX_READY, 0, "not started");
	say(&d, AMY, RECORD_DECISION, decision_text(&d, "pass", "none", ""));
	expect(&d, BEN, NOW, INBOX_READY, INBOX_SECOND, "second marking, after r-amy");
	expect(&d, CAT, NOW, INBOX_SIGNED, 0, "pass, by r-amy");
	assign(&d, "sealed", HEX40);
	expect(&d, BEN, NOW, INBOX_READY, INBOX_SECOND, "second marking, sealed");
	say(&d, BEN, RECORD_DECISION, decision_text(&d, "not_yet", "none", ""));
	expect(&d, BEN, NOW, INBOX_SIGNED, 0, "not yet, by a-ben");
	assign(&d, "open", "ffffffffffffffffffffffffffffffffffffffff");
	expect(&d, BEN, NOW, INBOX_SIGNED, INBOX_MOVED,
	       "not yet, by a-ben; the evidence moved on");
	desk_close(&d);
}

static void
rows_are_looked_for_put_in_order_and_counted(void **state)
{
	struct scratch *s = *state;
	const struct inbox_item *items[2];
	struct inbox_count *tallies;
	struct buf text = { 0 };
	struct filter filter;
	struct inbox inbox;
	struct desk d;

	run(s, MAKE);
	desk_open(&d, s);
	claim(&d, NOW + 3600);
	inbox = inbox_of(&d, BEN, NOW);
	assert_int_equal(inbox.count, 2);
	assert_int_equal(inbox.records, 4);	/* trust, two genesis, the claim */
	for (size_t i = 0; i < 2; i++)
		items[i] = &inbox.items[i];
	inbox_sort(items, 2, filter_column(inbox_columns, span_of("why")));
	assert_string_equal(items[0]->portfolio, PORTFOLIO);
	inbox_sort(items, 2, filter_column(inbox_columns, span_of("rubric")));
	assert_string_equal(items[1]->rubric, "other");
	ok(s, filter_read(&filter, inbox_columns, span_of("why:lease rubric:circ"),
			  &s->err));
	assert_true(inbox_passes(items[0], &filter));
	assert_false(inbox_passes(items[1], &filter));
	assert_int_equal(inbox_tally(&tallies, &s->arena, &inbox), 2);
	inbox_print_tally(&text, &tallies[0]);
	assert_string_equal(text.data, "1 ready; 1 lease");
	buf_close(&text);
	desk_close(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_decision_that_is_passed_back_waits_again),
		SCRATCH_TEST(a_claim_is_told_before_it_ends),
		SCRATCH_TEST(a_second_marking_is_owed_by_whom_it_is_assigned_to),
		SCRATCH_TEST(rows_are_looked_for_put_in_order_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
