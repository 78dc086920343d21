/*
 * Verified marks: whatever happens to a ledger after an audit, the next one says by its
 * mark what it says without. By chance here; by hand in store_marks.c.
 */
#include "tests/unit/store_marks.h"

enum { SEEDS = 3, STEPS = 40 };

static size_t
roll(struct life *l, size_t sides)
{
	l->seed = l->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(l->seed >> 33) % sides;
}

static const struct appended *
any_said(struct life *l)
{
	return l->count == 0 ? NULL : &l->said[roll(l, l->count)];
}

static void
do_alarm(struct life *l)
{
	int who = (int)roll(l, PEOPLE);
	struct appended out;

	if (try_say(&out, &l->d, who, RECORD_ALARM, new_id(&l->d), ALARM) == 0)
		keep(l, who, &out);
}

/* On what there is, and on what there is not; often refused. */
static void
do_decision(struct life *l)
{
	struct desk *d = &l->d;
	const struct appended *basis = any_said(l), *old = any_said(l);
	const char *text = decision_text(d, "pass", "none",
					 old != NULL && roll(l, 2) == 0 ? old->sha256 : "");
	struct appended out;

	if (basis != NULL && roll(l, 3) == 0)
		text = with(d, text, "basis: []",
			    arena_printf(&d->s->arena, "basis: [%s]", basis->sha256));
	if (try_say(&out, d, BEN, RECORD_DECISION, new_id(d), text) == 0)
		keep(l, BEN, &out);
}

/* A commit at the head of a chain with something wrong, or only odd. */
static void
do_forge(struct life *l)
{
	struct desk *d = &l->d;
	int who = (int)roll(l, PEOPLE);
	struct oid head;
	struct commit commit;
	char *id = new_id(d);
	struct err ignored;

	if (repo_ref_read(&head, d->ledger.repo, ref_of(d, who), &ignored) != 0)
		return;
	commit = next_of(d, who, RECORD_ALARM);
	if (roll(l, 4) == 0)
		commit.seq++;
	if (roll(l, 4) == 0)
		commit.prev.bytes[0] ^= 1;
	if (roll(l, 4) == 0)
		id = arena_text(&d->s->arena, HEX16 HEX16);
	forge(d, who, &commit, record_text(d, RECORD_ALARM, id, ALARM), NULL, 0);
}

/* A head that was seen, or was not. */
static void
do_claim(struct life *l)
{
	struct desk *d = &l->d;
	const struct appended *seen = any_said(l);
	int who = AMY, whom;
	struct commit commit;
	struct oid head;
	struct err ignored;

	if (seen == NULL || repo_ref_read(&head, d->ledger.repo, ref_of(d, who), &ignored) != 0)
		return;
	whom = l->by[seen - l->said];
	if (whom == who)
		return;
	commit = next_of(d, who, RECORD_ALARM);
	forge(d, who, &commit, span_of(arena_printf(&d->s->arena,
		"assay: 1\ntype: alarm\nid: %s\n" ALARM
		"seen: [{actor: %s, kid: %s, seq: %" PRId64 ", sha256: %s}]\n", new_id(d),
		actors[whom], d->signers[whom].key.kid,
		seen->seq + (roll(l, 4) == 0), seen->sha256)), NULL, 0);
}

/* A chain now ends where some record once was: back, ahead, aside, or another's. */
static void
do_move(struct life *l)
{
	const struct appended *to = any_said(l);

	if (to != NULL)
		move_ref(&l->d, ref_of(&l->d, roll(l, 8) == 0 ? (int)roll(l, PEOPLE)
				       : l->by[to - l->said]), &to->oid);
}

static void
do_remove(struct life *l)
{
	run(l->d.s, arena_printf(&l->d.s->arena, IN "git -C ledger.git update-ref -d %s",
				 ref_of(&l->d, (int)roll(l, PEOPLE))));
}

static void
do_foreign(struct life *l)
{
	run(l->d.s, arena_printf(&l->d.s->arena,
		IN "cd ledger.git; git update-ref refs/heads/x%zu " LEDGER_TRUST,
		roll(l, 2)));
}

static void
do_water(struct life *l)
{
	const struct appended *at = any_said(l);

	if (at != NULL)
		water(l, l->by[at - l->said], &at->oid);
}

static void
do_pack(struct life *l)
{
	run(l->d.s, IN "cd ledger.git; git repack -adq; git pack-refs --all");
}

/* Ben is closed at some record of his, or at one he never made. */
static void
do_trust(struct life *l)
{
	struct desk *d = &l->d;
	const struct appended *last = any_said(l);

	if (d->ledger.trust->version > 1 || last == NULL)
		return;
	publish(d, AMY, with(d, next_trust(d),
		arena_printf(&d->s->arena, "kid: %s, role: assessor, from: 1",
			     d->signers[BEN].key.kid),
		arena_printf(&d->s->arena, "kid: %s, role: assessor, from: 1, "
			     "until: {seq: %" PRId64 ", sha256: %s, why: lost, in: 2}",
			     d->signers[BEN].key.kid, last->seq, last->sha256)), 1, NULL);
}

static void
live(struct scratch *s, uint64_t seed)
{
	static const struct {
		void (*act)(struct life *l);
		unsigned odds;
	} acts[] = {
		{ do_alarm, 24 }, { do_decision, 30 }, { do_forge, 6 }, { do_claim, 8 },
		{ do_move, 10 }, { do_remove, 2 }, { do_foreign, 2 }, { do_pack, 3 },
		{ do_trust, 1 }, { do_water, 4 },
	};
	struct life l = { .seed = seed };
	int64_t remembered = 0;

	desk_open(&l.d, s);
	l.state = at(s, "state");
	for (int step = 0; step < STEPS; step++) {
		size_t number = roll(&l, 90), i = 0;

		while (number >= acts[i].odds)
			number -= acts[i++].odds;
		acts[i].act(&l);
		remembered += expect_same(&l);
	}
	assert_true(remembered > 0);
	desk_close(&l.d);
}

static void
an_audit_by_marks_says_what_a_full_one_says(void **state)
{
	struct scratch *s = *state;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		live(s, seed);
		run(s, IN "rm -rf ./*");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(an_audit_by_marks_says_what_a_full_one_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
