#include "tests/unit/store_ledger.h"

DESK(another_ledger_s_id_is_told_and_no_chain_is_read_by_it)
{
	struct audit audit;

	ok(d->s, audit_run(&audit, &d->s->arena, d->path,
		       &(struct audit_how){ .id = HEX64 }, NULL, &d->s->err));
	assert_int_equal(audit.records, 2);
	assert_int_equal(audit.valid, 0);
	assert_false(audit.id_checked);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[0].code, "wrong-ledger");
	assert_string_equal(audit.problems[1].code, "unknown-key");
}

DESK(a_chain_under_another_name_is_a_path_mismatch)
{
	struct audit audit;
	struct appended ben = say(d, BEN, RECORD_ALARM, ALARM);

	move_ref(d, ref_of(d, CAT), &ben.oid);
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[0].code, "path-mismatch");
	assert_string_equal(audit.problems[0].ref, ref_of(d, CAT));
	assert_int_equal(audit.valid, 4);
	assert_int_equal(audit.records, 6);
}

DESK(a_key_of_another_actor_is_a_path_mismatch)
{
	struct commit commit = ben_next(d);

	commit.actor = "w-cat";
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "path-mismatch"), 2);
}

DESK(an_unknown_key_is_told)
{
	forge_unknown_key(d);
	assert_int_equal(expect_one(d, "unknown-key"), -1);	/* of the chain, not of a record */
}

DESK(a_signature_of_other_bytes_is_bad)
{
	struct commit commit = ben_next(d);
	struct oid good = forge(d, BEN, &commit, an_alarm(d), NULL, 0), bad;
	struct span raw;
	char *at;

	ok(d->s, repo_read(&raw, &d->s->arena, d->ledger.repo, &good, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	at = strstr((char *)(uintptr_t)raw.data, "Assay-Record: ") + 14;
	*at = *at == '0' ? '1' : '0';
	ok(d->s, repo_write(&bad, d->ledger.repo, OBJECT_COMMIT, raw, &d->s->err));
	move_ref(d, ref_of(d, BEN), &bad);
	assert_int_equal(expect_one(d, "bad-signature"), 2);
}

DESK(a_skipped_number_is_a_bad_sequence)
{
	struct commit commit = ben_next(d);

	commit.seq++;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "bad-sequence"), 3);
}

DESK(a_wrong_prev_is_a_bad_link)
{
	struct commit commit = ben_next(d);

	commit.prev.bytes[0] ^= 1;
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "bad-link"), 2);
}

DESK(a_chain_begins_with_one_genesis)
{
	struct commit commit = ben_next(d);

	commit.type = RECORD_GENESIS;
	commit.subject = "a-ben";
	forge(d, BEN, &commit,
	      record_text(d, RECORD_GENESIS, new_id(d),
			  arena_printf(&d->s->arena, "actor: a-ben\nkid: %s\n",
				       d->signers[BEN].key.kid)),
	      NULL, 0);
	assert_int_equal(expect_one(d, "bad-sequence"), 2);
	commit = commit_next(&d->ledger, RECORD_ALARM, "a-ben", d->signers[BEN].key.kid,
			     NOW);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "bad-sequence"), 0);
}

DESK(nothing_follows_a_retirement)
{
	struct commit commit;

	say(d, BEN, RECORD_RETIRE, "why: enough\n");
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	assert_int_equal(expect_one(d, "bad-sequence"), 2);
}

/* A tree made by stock git from `name mode path-of-content` lines. */
static struct oid
tree_of(struct desk *d, const char *script)
{
	struct oid oid;

	assert_true(oid_from_hex(&oid, span_of(run(d->s, arena_printf(&d->s->arena, IN
		"cd ledger.git; export GIT_DIR=. GIT_INDEX_FILE=../index; rm -f ../index;"
		"put() { git update-index --add --cacheinfo $1,$2,$3; };"
		"blob=$(echo hidden | git hash-object -w --stdin); %s; git write-tree",
		script)))));
	return oid;
}

static void
expect_tree(struct desk *d, const char *script, const char *code)
{
	struct commit commit = next_of(d, BEN, RECORD_ALARM);
	struct oid before, good;
	char hex[OID_HEX];

	ok(d->s, repo_ref_read(&before, d->ledger.repo, ref_of(d, BEN), &d->s->err));
	good = forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	expect_clean(d);
	oid_hex(hex, &good);
	commit.tree = tree_of(d, arena_printf(&d->s->arena,
		"record=$(git rev-parse %s:record.yaml); %s", hex, script));
	forge_as_is(d, BEN, ref_of(d, BEN), &commit);
	assert_int_equal(expect_one(d, code), 2);
	move_ref(d, ref_of(d, BEN), &before);
}

DESK(a_tree_holds_what_was_signed_and_no_more)
{
	say(d, BEN, RECORD_ALARM, ALARM);
	expect_tree(d, "put 100644 $record record.yaml; put 100644 $blob extra",
		    "bad-tree");
	expect_tree(d, "put 100644 $record record.yaml; put 100644 $blob attach/x",
		    "bad-tree");
	expect_tree(d, "put 100644 $record record.yaml; put 100644 $blob a/b/c",
		    "bad-tree");
	expect_tree(d, "put 100755 $record record.yaml", "bad-tree");
	expect_tree(d, "put 120000 $record record.yaml", "bad-tree");
	expect_tree(d, "put 100644 $record Record.yaml", "bad-tree");
	expect_tree(d, "put 100644 $blob record.yaml", "digest-mismatch");
	expect_tree(d,
		    "put 100644 $(git cat-file blob $record | tr a b | git hash-object -w"
		    " --stdin) record.yaml",
		    "digest-mismatch");
	expect_tree(d, "put 160000 $record record.yaml", "bad-tree");
}

DESK(sizes_over_the_limits_are_a_bad_tree)
{
	struct blob_to_write files[17];
	char *large = arena_alloc(&d->s->arena, RECORD_ATTACHMENT + 1);
	struct commit commit = ben_next(d);

	for (int i = 0; i < 17; i++)
		files[i] = (struct blob_to_write){ arena_printf(&d->s->arena, "f%02d", i),
						   span_of("x") };
	forge(d, BEN, &commit, an_alarm(d), files, 17);
	assert_int_equal(expect_one(d, "bad-tree"), 2);
	forge(d, BEN, &commit, an_alarm(d), files, 16);
	expect_clean(d);
	memset(large, 'x', RECORD_ATTACHMENT + 1);
	files[0].bytes = (struct span){ large, RECORD_ATTACHMENT };
	forge(d, BEN, &commit, an_alarm(d), files, 1);
	expect_clean(d);
	files[0].bytes.len++;
	forge(d, BEN, &commit, an_alarm(d), files, 1);
	assert_int_equal(expect_one(d, "bad-tree"), 2);
	for (int i = 0; i < 5; i++)
		files[i].bytes = (struct span){ large, RECORD_ATTACHMENT };
	forge(d, BEN, &commit, an_alarm(d), files, 5);
	assert_int_equal(expect_one(d, "bad-tree"), 2);
}

DESK(an_edited_record_is_a_bad_record)
{
	struct commit commit = ben_next(d);
	struct span span = record_text(d, RECORD_ALARM, new_id(d), "kind: [list]\n");

	forge(d, BEN, &commit, span, NULL, 0);
	assert_int_equal(expect_one(d, "bad-record"), 2);
	forge(d, BEN, &commit, record_text(d, RECORD_RETIRE, new_id(d), "why: x\n"), NULL,
	      0);
	assert_int_equal(expect_one(d, "bad-record"), 2);
	span = an_alarm(d);
	((char *)(uintptr_t)span.data)[7] = '2';
	forge(d, BEN, &commit, span, NULL, 0);
	assert_int_equal(expect_one(d, "newer-format"), 2);
}

DESK(an_id_stands_in_a_chain_once)
{
	char *id = new_id(d);
	struct appended out;
	struct commit commit;

	ok(d->s, try_say(&out, d, BEN, RECORD_ALARM, id, ALARM));
	say(d, BEN, RECORD_ALARM, ALARM);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, id, ALARM), NULL, 0);
	assert_int_equal(expect_one(d, "bad-record"), 3);
}

DESK(a_subject_that_is_not_the_record_s_is_not_canonical)
{
	struct commit commit = ben_next(d);

	commit.type = RECORD_DECISION;
	commit.subject = "circles not_yet";
	forge(d, BEN, &commit,
	      record_text(d, RECORD_DECISION, new_id(d),
			  decision_text(d, "pass", "none", "")),
	      NULL, 0);
	assert_int_equal(expect_one(d, "non-canonical"), 2);
	commit.subject = "circles pass";
	forge(d, BEN, &commit,
	      record_text(d, RECORD_DECISION, new_id(d),
			  decision_text(d, "pass", "none", "")),
	      NULL, 0);
	expect_clean(d);
}

DESK(who_may_not_say_it_is_unauthorised)
{
	struct commit commit;

	say(d, CAT, RECORD_ALARM, ALARM);
	commit = next_of(d, CAT, RECORD_DECISION);
	commit.subject = "circles pass";
	forge(d, CAT, &commit,
	      record_text(d, RECORD_DECISION, new_id(d),
			  decision_text(d, "pass", "none", "")),
	      NULL, 0);
	assert_int_equal(expect_one(d, "unauthorised"), 2);
}

/* What was cut or written over in the object store. */
DESK(objects_that_are_gone_or_torn_are_told)
{
	struct appended out[3];
	struct audit audit;
	char hex[OID_HEX];

	for (int i = 0; i < 3; i++)
		out[i] = say(d, BEN, RECORD_ALARM, ALARM);
	oid_hex(hex, &out[1].oid);
	run(d->s,
	    arena_printf(
		    &d->s->arena,
		    IN
		    "cd ledger.git; b=$(git rev-parse %s:record.yaml);"
		    "f() { echo objects/$(echo $1 | cut -c1-2)/$(echo $1 | cut -c3-); };"
		    "mv $(f $b) ../blob; mv $(f %s) ../commit; cp ../blob $(f $b);"
		    "cp ../commit $(f %s); rm -f $(f $b)",
		    hex, hex, hex));
	assert_int_equal(expect_one(d, "missing"), 2);
	run(d->s,
	    arena_printf(
		    &d->s->arena,
		    IN
		    "cd ledger.git; h=%s;"
		    "f() { echo objects/$(echo $1 | cut -c1-2)/$(echo $1 | cut -c3-); };"
		    "chmod u+w $(f $h); head -c 100 ../commit > $(f $h)",
		    hex));
	audit = audit_of(d);
	assert_int_equal(audit.problem_count, 1);
	assert_string_equal(audit.problems[0].code, "digest-mismatch");
	assert_int_equal(audit.chains[0].records, 2);
	assert_int_equal(audit.chains[0].valid, 0);
	run(d->s, arena_printf(&d->s->arena,
			       IN "cd ledger.git; h=%s; rm -f objects/$(echo $h |"
				  " cut -c1-2)/$(echo $h | cut -c3-)",
			       hex));
	audit = audit_of(d);
	assert_string_equal(audit.problems[0].code, "missing");
	assert_int_equal(audit.problems[0].seq, -1);
}

/* What lies below a commit that cannot be read is still judged. */
DESK(below_an_unreadable_record_all_is_judged)
{
	struct appended below = say(d, BEN, RECORD_ALARM, ALARM);
	struct commit commit;
	struct oid odd, top;
	struct audit audit;
	char hex[OID_HEX];

	oid_hex(hex, &below.oid);
	assert_true(oid_from_hex(
		&odd,
		span_of(run(
			d->s,
			arena_printf(
				&d->s->arena,
				IN
				"cd ledger.git; echo odd | git commit-tree -p %s %s^{tree}",
				hex, hex)))));
	commit = next_of(d, BEN, RECORD_ALARM);
	commit.parents[0] = odd;
	commit.seq = 3;
	top = forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	audit = audit_of(d);
	assert_int_equal(audit.chains[0].records, 4);
	assert_int_equal(audit.chains[0].valid, 2);
	assert_int_equal(audit.problem_count, 2);
	assert_string_equal(audit.problems[0].code, "non-canonical");
	assert_true(oid_equal(&audit.problems[0].commit, &odd));
	assert_int_equal(audit.problems[0].seq, -1);
	assert_string_equal(audit.problems[1].code, "bad-link");
	assert_true(oid_equal(&audit.problems[1].commit, &top));
}

DESK(a_ref_to_no_commit_is_not_canonical)
{
	struct oid blob;

	assert_true(oid_from_hex(&blob, span_of(run(d->s, IN "echo x | git -C ledger.git"
						    " hash-object -w --stdin"))));
	run(d->s, arena_printf(&d->s->arena,
			       IN "cd ledger.git; r=%s; mkdir -p $(dirname $r);"
				  "echo x | git hash-object --stdin > $r",
			       ref_of(d, BEN)));
	assert_int_equal(expect_one(d, "non-canonical"), -1);
	run(d->s, arena_printf(&d->s->arena,
			       IN "cd ledger.git; t=$(git rev-parse " LEDGER_TRUST
				  "^{tree}); head -c 40000 /dev/zero | tr '\\0' x |"
				  " git commit-tree $t > %s",
			       ref_of(d, BEN)));
	assert_int_equal(expect_one(d, "non-canonical"), -1);
}

DESK(a_foreign_ref_is_told)
{
	run(d->s, IN "cd ledger.git; git update-ref refs/heads/main " LEDGER_TRUST);
	assert_int_equal(expect_one(d, "path-mismatch"), -1);
	run(d->s, IN "cd ledger.git; git update-ref -d refs/heads/main;"
	    "git update-ref refs/tags/v1 " LEDGER_TRUST);
	assert_int_equal(expect_one(d, "path-mismatch"), -1);
	run(d->s, IN "cd ledger.git; git update-ref -d refs/tags/v1;"
		     "git symbolic-ref refs/heads/assay/v1/log/a-ben/" HEX16 HEX16
		     " " LEDGER_TRUST);
	assert_int_equal(expect_one(d, "path-mismatch"), -1);
	run(d->s,
	    IN "cd ledger.git; git symbolic-ref -d refs/heads/assay/v1/log/a-ben/" HEX16
		    HEX16 "; git update-ref refs/assay/in/hub/x " LEDGER_TRUST);
	expect_clean(d);
}

DESK(an_unsafe_repository_is_one_problem)
{
	static const char *const ways[] = {
		"echo > info/grafts",
		"echo > shallow",
		"echo /tmp > objects/info/alternates",
		"git update-ref refs/replace/" HEX40 " " LEDGER_TRUST,
		"mv objects ../objects; ln -s ../objects objects",
		"mv HEAD ../HEAD; ln -s ../HEAD HEAD",
		"git pack-refs --all; mv packed-refs ../p; ln -s ../p packed-refs",
	};
	struct audit audit;

	run(d->s, IN "mkdir -p ledger.git/info; cp -a ledger.git good");
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		run(d->s, arena_printf(&d->s->arena, IN "cd ledger.git; %s", ways[i]));
		audit = audit_of(d);
		assert_int_equal(audit.problem_count, 1);
		assert_string_equal(audit.problems[0].code, "unsafe-repository");
		assert_string_equal(audit.problems[0].ref, "-");
		assert_false(audit.ok);
		run(d->s, IN "rm -rf ledger.git objects HEAD p; cp -a good ledger.git");
	}
	expect_clean(d);
}

DESK(a_newer_commit_is_told)
{
	struct commit commit = ben_next(d);
	struct oid oid = forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	struct span raw;
	char *at;

	ok(d->s, repo_read(&raw, &d->s->arena, d->ledger.repo, &oid, OBJECT_COMMIT,
			   COMMIT_BYTES, &d->s->err));
	at = strstr((char *)(uintptr_t)raw.data, "Assay-Version: 1");
	at[15] = '2';
	ok(d->s, repo_write(&oid, d->ledger.repo, OBJECT_COMMIT, raw, &d->s->err));
	move_ref(d, ref_of(d, BEN), &oid);
	expect_one(d, "newer-format");
}

DESK(local_marks_only_move_forward)
{
	const char *mark = with(d, ref_of(d, BEN), "refs/heads/assay/v1/", LEDGER_MARK);
	struct appended first = say(d, BEN, RECORD_ALARM, ALARM);
	struct appended last = say(d, BEN, RECORD_ALARM, ALARM);
	struct commit commit;

	move_ref(d, mark, &first.oid);
	expect_clean(d);
	move_ref(d, mark, &last.oid);
	expect_clean(d);
	move_ref(d, ref_of(d, BEN), &first.oid);
	expect_one(d, "rollback");
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, an_alarm(d), NULL, 0);
	expect_one(d, "fork");
	run(d->s, arena_printf(&d->s->arena, IN "git -C ledger.git update-ref -d %s",
			       ref_of(d, BEN)));
	expect_one(d, "rollback");
}

static void
every_reason_has_a_sentence_and_a_remedy(void **state)
{
	(void)state;
	assert_null(reason_find("no-such"));
	for (size_t i = 0; i < reason_count; i++) {
		assert_true(strlen(reasons[i].sentence) > 10
			    && strlen(reasons[i].remedy) > 10);
		assert_ptr_equal(reason_find(reasons[i].code), &reasons[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(another_ledger_s_id_is_told_and_no_chain_is_read_by_it),
		SCRATCH_TEST(a_chain_under_another_name_is_a_path_mismatch),
		SCRATCH_TEST(a_key_of_another_actor_is_a_path_mismatch),
		SCRATCH_TEST(an_unknown_key_is_told),
		SCRATCH_TEST(a_signature_of_other_bytes_is_bad),
		SCRATCH_TEST(a_skipped_number_is_a_bad_sequence),
		SCRATCH_TEST(a_wrong_prev_is_a_bad_link),
		SCRATCH_TEST(a_chain_begins_with_one_genesis),
		SCRATCH_TEST(nothing_follows_a_retirement),
		SCRATCH_TEST(a_tree_holds_what_was_signed_and_no_more),
		SCRATCH_TEST(sizes_over_the_limits_are_a_bad_tree),
		SCRATCH_TEST(an_edited_record_is_a_bad_record),
		SCRATCH_TEST(an_id_stands_in_a_chain_once),
		SCRATCH_TEST(a_subject_that_is_not_the_record_s_is_not_canonical),
		SCRATCH_TEST(who_may_not_say_it_is_unauthorised),
		SCRATCH_TEST(objects_that_are_gone_or_torn_are_told),
		SCRATCH_TEST(below_an_unreadable_record_all_is_judged),
		SCRATCH_TEST(a_ref_to_no_commit_is_not_canonical),
		SCRATCH_TEST(a_foreign_ref_is_told),
		SCRATCH_TEST(an_unsafe_repository_is_one_problem),
		SCRATCH_TEST(a_newer_commit_is_told),
		SCRATCH_TEST(local_marks_only_move_forward),
		cmocka_unit_test(every_reason_has_a_sentence_and_a_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
