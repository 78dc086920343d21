/*
 * Verified marks, by hand: what is damaged, foreign or old is no mark.
 */
#include "tests/unit/rounds.h"
#include "tests/unit/store_marks.h"

/* Every byte of a mark, and every length, leads to the same answer as none. */
static void
a_damaged_mark_is_no_mark(void **state)
{
	struct life l;
	const char *path;
	struct stat st;
	int step = 100 / rounds(100);

	begin(&l, *state);
	path = at(l.d.s, the_mark(&l));
	assert_int_equal(stat(path, &st), 0);
	say(&l.d, BEN, RECORD_ALARM, ALARM);
	run(l.d.s, IN "cp -p state/marks/* .");
	for (off_t i = 0; i < st.st_size; i += step * (i < 600 ? 7 : 31)) {
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
	for (off_t i = 0; i < st.st_size; i += step * 97) {
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

/* A chain that nobody reads is in no mark: when it is gone, who saw it is asked again. */
static void
who_saw_a_chain_that_nobody_reads_is_in_no_mark(void **state)
{
	const char *nobody = LEDGER_LOG "a-ben/00000000000000000000000000000001";
	struct commit commit;
	struct audit audit;
	struct life l;

	begin(&l, *state);
	commit = next_of(&l.d, BEN, RECORD_ALARM);
	move_ref(&l.d, nobody, &commit.parents[0]);
	forge(&l.d, BEN, &commit, span_of(arena_printf(&l.d.s->arena, "assay: 1\ntype: alarm\n"
	      "id: %s\n" ALARM "seen: [{actor: a-ben, kid: %032d, seq: 7, sha256: " HEX64 "}]\n",
	      new_id(&l.d), 1)), NULL, 0);
	say(&l.d, CAT, RECORD_ALARM, ALARM);
	expect_same(&l);
	assert_int_equal(expect_same(&l), 9);	/* all but the one that saw it */
	run(l.d.s, arena_printf(&l.d.s->arena, IN "git -C ledger.git update-ref -d %s", nobody));
	expect_same(&l);
	audit = audit_by(&l, l.state, false);
	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, "missing");
	desk_close(&l.d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
		SCRATCH_TEST(who_saw_a_chain_that_nobody_reads_is_in_no_mark),
		SCRATCH_TEST(what_is_altered_below_a_mark_only_a_full_audit_sees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
