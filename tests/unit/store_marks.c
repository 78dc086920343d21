/*
 * Verified marks: whatever happens to a ledger after an audit, the next one says by its
 * mark what it says without.
 */
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/store/marks.h"
#include "tests/unit/store_ledger.h"

enum { SEEDS = 3, STEPS = 40, SAID = 256 };

struct life {
	struct desk d;
	const char *state;
	uint64_t seed;
	struct appended said[SAID];	/* what was ever on a chain */
	int by[SAID];
	size_t count;
	bool broken;			/* nothing can be appended by the book any more */
};

static struct audit
audit_by(struct life *l, const char *state, bool full)
{
	struct audit audit;
	const struct audit_how how = { .id = l->d.ledger.id, .state = state, .full = full,
				       .mark_after = 1, .threads = 2 };

	ok(l->d.s, audit_run(&audit, &l->d.s->arena, l->d.path, &how, NULL, &l->d.s->err));
	return audit;
}

static void
same_problem(const struct problem *a, const struct problem *b)
{
	assert_string_equal(a->ref, b->ref);
	assert_string_equal(a->code, b->code);
	assert_string_equal(a->detail, b->detail);
	assert_int_equal(a->has_commit, b->has_commit);
	assert_true(!a->has_commit || oid_equal(&a->commit, &b->commit));
	assert_int_equal(a->seq, b->seq);
}

static void
same_chain(const struct chain_report *a, const struct chain_report *b)
{
	assert_string_equal(a->ref, b->ref);
	assert_int_equal(a->records, b->records);
	assert_int_equal(a->valid, b->valid);
	assert_true(oid_equal(&a->head, &b->head));
}

static void
tell_problems(const char *how, const struct audit *audit)
{
	for (size_t i = 0; i < audit->problem_count; i++)
		print_message("%s: %s %s: %s\n", how, audit->problems[i].ref,
			      audit->problems[i].code, audit->problems[i].detail);
}

static int64_t
expect_same(struct life *l)
{
	struct audit by_mark = audit_by(l, l->state, false);
	struct audit whole = audit_by(l, NULL, false);

	assert_int_equal(whole.remembered, 0);
	if (by_mark.problem_count != whole.problem_count) {
		tell_problems("by the mark", &by_mark);
		tell_problems("without", &whole);
	}
	assert_int_equal(by_mark.problem_count, whole.problem_count);
	for (size_t i = 0; i < whole.problem_count; i++)
		same_problem(&by_mark.problems[i], &whole.problems[i]);
	assert_int_equal(by_mark.chain_count, whole.chain_count);
	for (size_t i = 0; i < whole.chain_count; i++)
		same_chain(&by_mark.chains[i], &whole.chains[i]);
	assert_int_equal(by_mark.records, whole.records);
	assert_int_equal(by_mark.valid, whole.valid);
	assert_int_equal(by_mark.ok, whole.ok);
	return by_mark.remembered;
}

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
keep(struct life *l, int who, const struct appended *what)
{
	if (l->count == SAID)
		return;
	l->by[l->count] = who;
	l->said[l->count++] = *what;
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

/* Where the chain of a person once stood, as this machine remembers it. */
static void
water(struct life *l, int who, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	run(l->d.s, arena_printf(&l->d.s->arena, IN "cd ledger.git; git update-ref "
				 LEDGER_MARK "%s %s", ref_of(&l->d, who)
				 + strlen("refs/heads/assay/v1/"), hex));
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

static void
begin(struct life *l, struct scratch *s)
{
	*l = (struct life){ .seed = 1 };
	desk_open(&l->d, s);
	l->state = at(s, "state");
	for (int i = 0; i < 5; i++)
		say(&l->d, BEN, RECORD_ALARM, ALARM);
	assert_int_equal(expect_same(l), 0);
	assert_int_equal(expect_same(l), 7);
}

static const char *
the_mark(struct life *l)
{
	return arena_text(&l->d.s->arena,
			  run(l->d.s, IN "ls -d state/marks/* | grep -v key"));
}

/* Every byte of a mark, and every length, leads to the same answer as none. */
static void
a_damaged_mark_is_no_mark(void **state)
{
	struct life l;
	const char *path;
	struct stat st;

	begin(&l, *state);
	path = at(l.d.s, the_mark(&l));
	assert_int_equal(stat(path, &st), 0);
	say(&l.d, BEN, RECORD_ALARM, ALARM);
	run(l.d.s, IN "cp -p state/marks/* .");
	for (off_t i = 0; i < st.st_size; i += i < 600 ? 7 : 31) {
		FILE *file = fopen(path, "r+b");
		int byte;

		assert_non_null(file);
		fseek(file, (long)i, SEEK_SET);
		byte = fgetc(file);
		fseek(file, (long)i, SEEK_SET);
		fputc(byte ^ 0x40, file);
		fclose(file);
		expect_same(&l);
		run(l.d.s, arena_printf(&l.d.s->arena, IN "cp -p %s state/marks/",
					strrchr(path, '/') + 1));
	}
	for (off_t i = 0; i < st.st_size; i += 97) {
		assert_int_equal(truncate(path, i), 0);
		expect_same(&l);
		run(l.d.s, arena_printf(&l.d.s->arena, IN "cp -p %s state/marks/",
					strrchr(path, '/') + 1));
	}
	desk_close(&l.d);
}

/* Nobody is accused by rows that cannot be read, and nobody is cleared. */
static void
a_damaged_row_convicts_nobody(void **state)
{
	struct life l;
	const char *path;
	struct stat st;

	begin(&l, *state);
	for (int i = 0; i < 60; i++)
		keep(&l, BEN, (struct appended[]){ say(&l.d, BEN, RECORD_ALARM, ALARM) });
	expect_same(&l);
	path = at(l.d.s, the_mark(&l));
	assert_int_equal(stat(path, &st), 0);
	water(&l, BEN, &l.said[3].oid);
	say(&l.d, BEN, RECORD_ALARM, ALARM);
	run(l.d.s, IN "cp -p state/marks/* .");
	for (off_t i = st.st_size - 1; i > 0; i -= MARKS_CHUNK / 2) {
		FILE *file = fopen(path, "r+b");

		assert_non_null(file);
		fseek(file, (long)i, SEEK_SET);
		fputc(0x5a, file);
		fclose(file);
		expect_same(&l);
		run(l.d.s, arena_printf(&l.d.s->arena, IN "cp -p %s state/marks/",
					strrchr(path, '/') + 1));
	}
	desk_close(&l.d);
}

static void
a_mark_from_elsewhere_is_no_mark(void **state)
{
	struct life l;

	begin(&l, *state);
	run(l.d.s, arena_printf(&l.d.s->arena, IN "chmod 0644 %s", the_mark(&l)));
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	assert_int_equal(audit_by(&l, l.state, false).remembered, 7);
	run(l.d.s, IN "head -c 32 /dev/zero > state/marks/key");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	run(l.d.s, IN "rm -rf state; cp -a ledger.git other.git");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	l.d.path = at(l.d.s, "other.git");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	desk_close(&l.d);
}

/* Forget, alter something of what is kept, and see that the next audit goes without it. */
static void
expect_forgotten(struct life *l, const char *script)
{
	run(l->d.s, arena_printf(&l->d.s->arena, IN "cd state/marks; %s", script));
	assert_int_equal(audit_by(l, l->state, false).remembered, 0);
	assert_int_equal(audit_by(l, l->state, false).remembered, 7);
}

static void
a_key_that_is_not_ours_alone_is_replaced(void **state)
{
	static const char *const scripts[] = {
		"head -c 31 /dev/zero > key", ": > key", "chmod 0644 key", "rm key",
		"mv key ../key; ln -s ../key key", "ln key ../other",
	};
	struct life l;

	begin(&l, *state);
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		expect_forgotten(&l, scripts[i]);
	assert_string_equal(run(l.d.s, IN "ls state/marks | wc -l"), "2");
	run(l.d.s, IN "chmod 0770 state/marks");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	run(l.d.s, IN "chmod 0700 state/marks");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 7);
	run(l.d.s, IN "mv state/marks there; ln -s ../there state/marks");
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	desk_close(&l.d);
}

static void
a_mark_that_was_never_finished_is_in_nobodys_way(void **state)
{
	static const char *const scripts[] = {
		"m=$(ls | grep -v key); mv $m $m.new",
		"m=$(ls | grep -v key); rm $m; ln -s ../precious $m.new; echo > ../precious",
		"m=$(ls | grep -v key); rm $m; ln ../precious $m.new",
	};
	struct life l;

	begin(&l, *state);
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		run(l.d.s, arena_printf(&l.d.s->arena, IN "cd state/marks; %s", scripts[i]));
		for (int tries = i == 0 ? 1 : 2; tries > 0; tries--)	/* not ours: goes first */
			assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
		assert_int_equal(audit_by(&l, l.state, false).remembered, 7);
		assert_string_equal(run(l.d.s, IN "ls state/marks | wc -l"), "2");
	}
	assert_string_equal(run(l.d.s, IN "cat state/precious"), "");
	desk_close(&l.d);
}

/* The head of the mark as it is, with the digest it would have been written with. */
static void
rewrite_head(struct life *l, const char *path, int64_t change)
{
	struct scratch *s = l->d.s;
	struct marks_head head;
	struct span bytes, key;
	size_t from = offsetof(struct marks_head, trust_sha256), body, tail;
	char *copy;

	ok(s, file_read(&key, &s->arena, at(s, "state/marks/key"), 32, &s->err));
	ok(s, file_read(&bytes, &s->arena, path, 1 << 20, &s->err));
	copy = arena_copy(&s->arena, bytes.data, bytes.len);
	memcpy(&head, copy, sizeof head);
	tail = head.rows * (sizeof(struct link) + 4) + MARKS_TABLES * head.slots * 4;
	body = sizeof head + head.path_len + head.chains * sizeof(struct marked_chain)
		+ 32 * (head.missed + (tail + MARKS_CHUNK - 1) / MARKS_CHUNK);
	head.program.changed_ns ^= change;
	memcpy(copy, &head, sizeof head);
	head.mac = marks_mac((const uint8_t *)key.data, SIZE_MAX,
			     (struct span){ copy + from, body - from });
	memcpy(copy, &head, sizeof head);
	ok(s, file_write(path, (struct span){ copy, bytes.len }, 0600, &s->err));
}

static void
a_mark_by_another_program_is_no_mark(void **state)
{
	struct life l;
	const char *path;

	begin(&l, *state);
	path = at(l.d.s, the_mark(&l));
	rewrite_head(&l, path, 0);
	assert_int_equal(audit_by(&l, l.state, false).remembered, 7);
	rewrite_head(&l, path, 1);
	assert_int_equal(audit_by(&l, l.state, false).remembered, 0);
	assert_int_equal(audit_by(&l, l.state, false).remembered, 7);
	desk_close(&l.d);
}

static void
an_old_mark_put_back_covers_less(void **state)
{
	struct life l;

	begin(&l, *state);
	run(l.d.s, IN "cp -p $(ls state/marks/* | grep -v key) old");
	say(&l.d, BEN, RECORD_ALARM, ALARM);
	assert_int_equal(expect_same(&l), 7);
	assert_int_equal(expect_same(&l), 8);
	run(l.d.s, IN "cp -p old $(ls state/marks/* | grep -v key)");
	assert_int_equal(expect_same(&l), 7);
	run(l.d.s, arena_printf(&l.d.s->arena, IN "git -C ledger.git update-ref %s %s~1",
				ref_of(&l.d, BEN), ref_of(&l.d, BEN)));
	assert_int_equal(expect_same(&l), 0);
	desk_close(&l.d);
}

/* What lies below the mark is not looked at, but by --full and by who reads it. */
static void
what_is_altered_below_a_mark_only_a_full_audit_sees(void **state)
{
	struct life l;
	struct audit audit;

	begin(&l, *state);
	run(l.d.s, arena_printf(&l.d.s->arena,
		IN "cd ledger.git; x=$(git rev-parse %s~2:record.yaml);"
		"x=objects/$(echo $x | cut -c1-2)/$(echo $x | cut -c3-); chmod u+w $x;"
		"echo > $x", ref_of(&l.d, BEN)));
	assert_true(audit_by(&l, l.state, false).ok);
	audit = audit_by(&l, l.state, true);
	assert_int_equal(audit.remembered, 0);
	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, "digest-mismatch");
	audit = audit_by(&l, l.state, false);
	assert_false(audit.ok);		/* and now it is known */
	desk_close(&l.d);
}

/* A basis that was not here is silence; when it comes and is none, no mark covers for it. */
static void
what_was_looked_for_in_vain_is_judged_when_it_comes(void **state)
{
	struct life l;
	struct appended first, later, said;

	begin(&l, *state);
	first = say(&l.d, CAT, RECORD_ALARM, ALARM);
	later = say(&l.d, CAT, RECORD_ALARM, ALARM);
	move_ref(&l.d, ref_of(&l.d, CAT), &first.oid);
	said = say(&l.d, BEN, RECORD_DECISION,
		   with(&l.d, decision_text(&l.d, "pass", "none", ""), "basis: []",
			arena_printf(&l.d.s->arena, "basis: [%s]", later.sha256)));
	expect_same(&l);
	assert_true(audit_by(&l, l.state, false).ok);
	assert_int_equal(audit_by(&l, l.state, false).remembered, 10);
	move_ref(&l.d, ref_of(&l.d, CAT), &later.oid);
	assert_int_equal(expect_same(&l), 0);
	assert_false(audit_by(&l, l.state, false).ok);
	assert_int_equal(expect_same(&l), said.seq + 1 + 3);
	desk_close(&l.d);
}

/* One of them was superseded below the mark; a second time is once too often. */
static void
what_was_superseded_stays_so(void **state)
{
	struct life l;
	struct appended first;
	struct commit commit;

	begin(&l, *state);
	first = say(&l.d, BEN, RECORD_DECISION, decision_text(&l.d, "pass", "none", ""));
	say(&l.d, BEN, RECORD_DECISION, decision_text(&l.d, "pass", "none", first.sha256));
	expect_same(&l);
	commit = next_of(&l.d, BEN, RECORD_DECISION);
	commit.subject = "circles pass";
	forge(&l.d, BEN, &commit, record_text(&l.d, RECORD_DECISION, new_id(&l.d),
		decision_text(&l.d, "pass", "none", first.sha256)), NULL, 0);
	assert_true(expect_same(&l) > 0);
	assert_false(audit_by(&l, l.state, false).ok);
	desk_close(&l.d);
}

struct told {
	size_t records, decisions, faults;
};

static bool
count_told(void *who, const struct entry *entry)
{
	struct told *told = who;

	told->records++;
	told->decisions += entry->counts && entry->record != NULL
		&& entry->record->decision != NULL;
	told->faults += entry->code != NULL;
	return true;
}

static struct told
told_of(struct life *l, const char *portfolio)
{
	struct told told = { 0 };
	struct ledger ledger;
	struct err *err = &l->d.s->err;

	ok(l->d.s, ledger_open(&ledger, l->d.path, NULL, err));
	ledger.state = l->state;
	ledger.mark_after = 1;
	ok(l->d.s, ledger_walk_about(&ledger, portfolio, NULL, count_told, &told, err));
	ledger_close(&ledger);
	return told;
}

/* Below the mark only what it is about is read; what is new, whatever it is about; and an
 * altered record is not taken for what was judged. */
static void
a_walk_about_a_portfolio_reads_no_other_below_the_mark(void **state)
{
	struct life l;
	struct told told;

	begin(&l, *state);
	say(&l.d, BEN, RECORD_DECISION, decision_text(&l.d, "pass", "none", ""));
	say(&l.d, BEN, RECORD_DECISION, decision_text(&l.d, "not_yet", "none", ""));
	expect_same(&l);
	told = told_of(&l, HEX16 HEX16);
	assert_int_equal(told.records, 2);
	assert_int_equal(told.decisions, 2);
	assert_int_equal(told_of(&l, NULL).records, 0);
	say(&l.d, BEN, RECORD_ALARM, ALARM);
	assert_int_equal(told_of(&l, NULL).records, 1);
	assert_int_equal(told_of(&l, NULL).records, 0);	/* it is in the mark by now */
	run(l.d.s, arena_printf(&l.d.s->arena,
		IN "cd ledger.git; x=$(git rev-parse %s~2:record.yaml);"
		"x=objects/$(echo $x | cut -c1-2)/$(echo $x | cut -c3-); chmod u+w $x;"
		"echo > $x", ref_of(&l.d, BEN)));
	told = told_of(&l, HEX16 HEX16);
	assert_int_equal(told.records, 2);
	assert_int_equal(told.faults, 1);
	assert_int_equal(told.decisions, 0);	/* nor what stands on it */
	desk_close(&l.d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(an_audit_by_marks_says_what_a_full_one_says),
		SCRATCH_TEST(a_damaged_mark_is_no_mark),
		SCRATCH_TEST(a_damaged_row_convicts_nobody),
		SCRATCH_TEST(a_mark_from_elsewhere_is_no_mark),
		SCRATCH_TEST(a_key_that_is_not_ours_alone_is_replaced),
		SCRATCH_TEST(a_mark_that_was_never_finished_is_in_nobodys_way),
		SCRATCH_TEST(a_mark_by_another_program_is_no_mark),
		SCRATCH_TEST(an_old_mark_put_back_covers_less),
		SCRATCH_TEST(what_was_looked_for_in_vain_is_judged_when_it_comes),
		SCRATCH_TEST(a_walk_about_a_portfolio_reads_no_other_below_the_mark),
		SCRATCH_TEST(what_was_superseded_stays_so),
		SCRATCH_TEST(what_is_altered_below_a_mark_only_a_full_audit_sees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
