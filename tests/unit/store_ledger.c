#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <utime.h>

#include "core/base/file.h"
#include "core/store/journal.h"
#include "tests/unit/rounds.h"
#include "tests/unit/store_ledger.h"

enum { ROUNDS = 50 };

DESK(a_new_ledger_holds_trust_and_a_genesis)
{
	struct scratch *s = d->s;

	assert_string_equal(
		run(s, IN "git -C ledger.git for-each-ref --format='%(refname)'"),
		arena_printf(&s->arena, "%s\n" LEDGER_TRUST, ref_of(d, AMY)));
	assert_string_equal(run(s, IN "git -C ledger.git symbolic-ref HEAD"),
			    LEDGER_TRUST);
	assert_string_equal(run(s, IN "stat -c %a ledger.git"), "700");
	expect_clean(d);
}

DESK(a_ledger_is_made_once)
{
	struct scratch *s = d->s;
	struct ledger again;
	struct trust_member member = { &d->signers[AMY].key, "r-amy", "Amy", 1 };

	refused(s, ERR_EXISTS,
		ledger_create(&again, d->path, &d->signers[AMY], &member, 1,
			      RELEASE_ON_SIGN, NOW, &s->err));
	run(s, IN "! ls | grep new");
	expect_clean(d);
}

DESK(another_id_is_refused)
{
	struct scratch *s = d->s;
	struct ledger other;

	refused(s, ERR_INVALID, ledger_open(&other, d->path, HEX64, &s->err));
	says(s, "wrong-ledger");
	ok(s, ledger_open(&other, d->path, d->ledger.id, &s->err));
	ledger_close(&other);
}

DESK(a_first_record_brings_its_genesis)
{
	struct scratch *s = d->s;
	struct appended first = say(d, BEN, RECORD_ALARM, ALARM);

	assert_int_equal(first.seq, 1);
	assert_false(first.was_there);
	ok(s, try_say(&first, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	assert_int_equal(first.seq, 2);
	expect_clean(d);
}

static void
stock_git_says_good(struct scratch *s)
{
	const char *said;

	run(s, IN "git -C ledger.git cat-file blob " LEDGER_TRUST
		  ":allowed_signers > allowed");
	said = arena_text(
		&s->arena,
		run(s, IN
		    "dir=$1; git() { command git -C ledger.git -c gpg.format=ssh"
		    " -c gpg.ssh.allowedSignersFile=\"$dir/allowed\" \"$@\"; };"
		    "for c in $(git rev-list --all); do git verify-commit $c 2>&1; done;"
		    "git log --all --show-signature | grep -c 'Good \"git\" signature for'"));
	assert_null(strstr(said, "BAD"));
	assert_string_equal(strrchr(said, '\n') + 1,
			    run(s, IN "git -C ledger.git rev-list --all"
				      " | wc -l"));
}

DESK(stock_git_says_good_of_everything_written)
{
	struct scratch *s = d->s;
	const char *first;

	for (int i = 0; i < 3; i++)
		say(d, BEN, RECORD_ALARM, ALARM);
	say(d, CAT, RECORD_RETIRE, "why: done\n");
	stock_git_says_good(s);
	first = run(s, IN "git -C ledger.git fsck --strict --no-dangling 2>&1");
	assert_string_equal(first, "");
	run(s, IN
	    "git -C ledger.git cat-file blob " LEDGER_TRUST ":trust.yaml > trust.yaml;"
	    "name=$(git -C ledger.git ls-tree --name-only " LEDGER_TRUST " sigs/);"
	    "git -C ledger.git cat-file blob " LEDGER_TRUST ":$name > trust.sig;"
	    "git -C ledger.git cat-file blob " LEDGER_TRUST ":allowed_signers > allowed;"
	    "ssh-keygen -Y verify -n assay-trust@v1 -f allowed -I r-amy -s trust.sig"
	    " < trust.yaml");
}

DESK(trailers_name_what_sha256sum_says)
{
	struct scratch *s = d->s;
	struct blob_to_write file = { "notes.yaml",
				      span_of("assay_notes: 1\nnotes: []\n") };
	char *id = new_id(d);
	struct append what = { .type = RECORD_ALARM, .actor = "a-ben", .record_id = id,
		.record = record_text(d, RECORD_ALARM, id, ALARM), .now = NOW,
		.attachments = &file, .attachment_count = 1 };
	struct appended out;

	ok(s, ledger_append(&out, &d->ledger, &d->signers[BEN], &what, &s->err));
	run(s,
	    arena_printf(
		    &s->arena,
		    IN
		    "cd ledger.git; r=%s; sum() { sha256sum | cut -c1-64; };"
		    "have() { git log -1 --format=%%B $r | grep -F \"$1\"; };"
		    "git rev-parse $r^ > /dev/null;"
		    "have \"Assay-Prev: $(git cat-file commit $r^ | sum)\";"
		    "have \"Assay-Record: $(git cat-file blob $r:record.yaml | sum)"
		    " $(git cat-file -s $r:record.yaml)\";"
		    "have \"Assay-Attach: $(git cat-file blob $r:attach/notes.yaml | sum)"
		    " $(git cat-file -s $r:attach/notes.yaml) notes.yaml\";"
		    "have \"Assay-Trust: 1 $(git cat-file blob " LEDGER_TRUST
		    ":trust.yaml | sum)\";"
		    "have \"Assay-Ledger: $(git cat-file blob " LEDGER_TRUST
		    ":trust.yaml | sum)\"",
		    ref_of(d, BEN)));
	assert_string_equal(run(s, arena_printf(&s->arena,
						IN "git -C ledger.git cat-file commit"
						   " %s | sha256sum | cut -c1-64",
						ref_of(d, BEN))),
			    out.sha256);
}

DESK(a_record_is_appended_once)
{
	struct scratch *s = d->s;
	char *id = new_id(d);
	struct appended first, again;

	ok(s, try_say(&first, d, BEN, RECORD_ALARM, id, ALARM));
	ok(s, try_say(&again, d, BEN, RECORD_ALARM, id, ALARM));
	assert_true(again.was_there);
	assert_true(oid_equal(&first.oid, &again.oid));
	assert_string_equal(first.sha256, again.sha256);
	for (int i = 0; i < 5; i++)
		say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, try_say(&again, d, BEN, RECORD_ALARM, id, ALARM));
	assert_true(again.was_there);
	assert_true(oid_equal(&first.oid, &again.oid));
	assert_int_equal(again.seq, 1);
	expect_clean(d);
}

DESK(the_journal_stays_small_and_survives_a_torn_line)
{
	struct scratch *s = d->s;
	const char *journal =
		arena_printf(&s->arena, "assay/journal/%s", d->signers[BEN].key.kid);
	char *id = new_id(d);
	struct appended first, again;

	for (int i = 0; i < 2 * JOURNAL_KEEPS + 3; i++)
		say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, try_say(&first, d, BEN, RECORD_ALARM, id, ALARM));
	run(s, arena_printf(&s->arena, IN "printf 0123456789 >> ledger.git/%s;"
			    "test $(wc -l < ledger.git/%s) -le %d", journal, journal,
			    2 * JOURNAL_KEEPS));
	say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, try_say(&again, d, BEN, RECORD_ALARM, id, ALARM));
	assert_true(again.was_there);
	expect_clean(d);
}

DESK(what_a_stranger_would_refuse_is_not_written)
{
	struct scratch *s = d->s;
	struct appended out;
	const char *before;

	say(d, BEN, RECORD_ALARM, ALARM);
	before = arena_text(&s->arena, run(s, IN "git -C ledger.git for-each-ref"));
	refused(s, ERR_REFUSED,
		try_say(&out, d, BEN, RECORD_RETIRE, new_id(d), "why: [1]\n"));
	says(s, "bad-record");
	refused(s, ERR_REFUSED,
		try_say(&out, d, BEN, RECORD_ERASURE, new_id(d),
			"portfolio: " HEX16 HEX16
			"\nkeys_destroyed_by: []\nevidence_deleted: no\n"
			"ground: asked\n"));
	says(s, "unauthorised");
	refused(s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_DECISION, new_id(d),
					decision_text(d, "pass", "none", HEX64)));
	says(s, "missing");
	assert_string_equal(before, run(s, IN "git -C ledger.git for-each-ref"));
	expect_clean(d);
}

DESK(a_key_outside_trust_may_not_write)
{
	struct scratch *s = d->s;
	struct signer stranger;
	struct sshkey key;
	char *id = new_id(d);
	struct append what = { .type = RECORD_ALARM,
			       .actor = "a-ben",
			       .record_id = id,
			       .record = record_text(d, RECORD_ALARM, id, ALARM),
			       .now = NOW };
	struct appended out;

	ok(s, keyfile_create(&key, at(s, "x"), NULL, NULL, &s->err));
	ok(s, keyfile_open(&stranger, at(s, "x"), NULL, &s->err));
	refused(s, ERR_REFUSED,
		ledger_append(&out, &d->ledger, &stranger, &what, &s->err));
	says(s, "unknown-key");
	signer_close(&stranger);
	refused(s, ERR_REFUSED, ledger_append(&out, &d->ledger, &d->signers[CAT], &what,
					      &s->err));
	says(s, "path-mismatch");
}

/* A child that opens the ledger for itself and says `count` things; exits with failures.
 * */
static pid_t
begin_saying(struct desk *d, int who, int count, const char *id)
{
	pid_t pid = fork();
	struct desk own = *d;
	int failures = 0;

	assert_true(pid >= 0);
	if (pid != 0)
		return pid;
	if (ledger_open(&own.ledger, d->path, NULL, &d->s->err) != 0)
		_exit(99);
	for (int i = 0; i < count; i++) {
		struct appended out;

		failures += try_say(&out, &own, who, RECORD_ALARM,
				    id != NULL ? id : new_id(d), ALARM)
			    != 0;
	}
	_exit(failures);
}

static int
failures_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

DESK(two_writers_at_once_lose_nothing)
{
	struct scratch *s = d->s;
	int each = rounds(20);
	pid_t a = begin_saying(d, BEN, each, NULL), b = begin_saying(d, BEN, each, NULL);
	pid_t c = begin_saying(d, CAT, each, NULL);
	int failures = failures_of(a) + failures_of(b);
	struct audit audit;

	failures_of(c);
	audit = audit_of(d);
	assert_true(audit.ok);
	assert_int_equal(audit.chain_count, 3);
	assert_int_equal(audit.chains[0].records, 1 + 2 * each - failures);
	assert_int_equal(failures, 0);
	stock_git_says_good(s);
}

/* However it dies, a retry leaves exactly one record. */
DESK(a_killed_append_is_made_good_by_a_retry)
{
	struct scratch *s = d->s;
	unsigned seed = 7;

	for (int i = 0; i < rounds(ROUNDS); i++) {
		char *id = new_id(d);
		pid_t pid = begin_saying(d, BEN, 1, id);
		struct timespec pause = { .tv_nsec = (rand_r(&seed) % 25000) * 1000L };
		struct appended out;
		int status;

		nanosleep(&pause, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		ok(s, try_say(&out, d, BEN, RECORD_ALARM, id, ALARM));
		assert_int_equal(out.seq, i + 1);
	}
	expect_clean(d);
	assert_int_equal(audit_of(d).chains[0].records, rounds(ROUNDS) + 1);
}

/* A ref lock whose writer died is cleared; one of unknown origin only when it is old. */
DESK(only_a_dead_lock_is_cleared)
{
	struct scratch *s = d->s;
	const char *lock = arena_printf(&s->arena, "%s/%s.lock", d->path, ref_of(d, BEN));
	struct utimbuf old = { .actime = 1000000000, .modtime = 1000000000 };
	struct appended out;
	char *id = new_id(d);

	say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, file_create(lock, span_of(""), 0600, &s->err));
	refused(s, ERR_CONFLICT, try_say(&out, d, BEN, RECORD_ALARM, id, ALARM));
	assert_true(file_exists(lock));
	assert_int_equal(utime(lock, &old), 0);
	ok(s, try_say(&out, d, BEN, RECORD_ALARM, id, ALARM));
	assert_int_equal(out.seq, 2);
	ok(s, file_create(lock, span_of("0123456789abcdef01"), 0600, &s->err));
	assert_int_equal(utime(lock, &old), 0);	/* half of it: the power was cut */
	say(d, BEN, RECORD_ALARM, ALARM);
	assert_false(file_exists(lock));
	ok(s, file_create(lock, span_of("something else"), 0600, &s->err));
	assert_int_equal(utime(lock, &old), 0);
	refused(s, ERR_CONFLICT, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	assert_true(file_exists(lock));
}

DESK(a_lock_left_by_our_own_dead_writer_is_cleared_at_once)
{
	struct scratch *s = d->s;
	const char *ref = arena_printf(&s->arena, "%s/%s", d->path, ref_of(d, BEN));
	struct appended out;

	say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, file_create(arena_printf(&s->arena, "%s.lock", ref), span_of(""), 0600,
			  &s->err));
	ok(s, file_write(arena_printf(&s->arena, "%s/assay/lock", d->path), span_of(ref),
			 0600, &s->err));
	ok(s, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	assert_int_equal(out.seq, 2);
}

/* This program again, as someone for whom not everything is writable: what it is told. */
static int
append_only(const char *dir)
{
	struct scratch s = { 0 };
	struct desk d = { .s = &s, .now = NOW };
	struct appended out;
	char path[128];

	snprintf(path, sizeof path, "%s/a-ben", dir);
	if (digest_init() != 0 || keyfile_open(&d.signers[BEN], path, NULL, &s.err) != 0)
		return 3;
	snprintf(path, sizeof path, "%s/ledger.git", dir);
	if (ledger_open(&d.ledger, path, NULL, &s.err) == 0
	    && try_say(&out, &d, BEN, RECORD_ALARM, new_id(&d), ALARM) == 0)
		return 1;
	desk_close(&d);
	arena_close(&s.arena);
	printf("%d %s", s.err.code, s.err.text);
	return 0;
}

DESK(a_read_only_ledger_is_left_alone)
{
	struct scratch *s = d->s;
	char self[256];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	const char *said;

	assert_in_range(len, 1, sizeof self - 2);
	self[len] = '\0';
	say(d, BEN, RECORD_ALARM, ALARM);
	run(s, IN "chmod 755 .; chmod -R a-w ledger.git; test $(id -u) != 0"
	    " || chown -R 65534 ledger.git a-ben");
	said = run(s, arena_printf(&s->arena, IN "cp %s self; as=; test $(id -u) != 0 ||"
				   " as='setpriv --reuid 65534 --clear-groups';"
				   " HOME=/ $as ./self append $1", self));
	if (strtol(said, NULL, 10) != ERR_IO
	    || strstr(said, "cannot be written: ") == NULL)
		fail_msg("%s", said);
	run(s, IN "chown -R $(id -u) ledger.git; chmod -R u+w ledger.git");
	expect_clean(d);
}

/* A disk that is full at the n-th byte of a file; whatever is acknowledged is there. */
DESK(a_full_disk_acknowledges_nothing)
{
	struct scratch *s = d->s;
	static const rlim_t limits[] = { 0, 10, 60, 130, 200, 300, 400, 500, 700, 900 };
	struct appended out;

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		char *id = new_id(d);
		pid_t pid = fork();

		if (pid == 0) {
			struct rlimit limit = { limits[i], limits[i] };
			struct desk own = *d;

			signal(SIGXFSZ, SIG_IGN);
			if (ledger_open(&own.ledger, d->path, NULL, &s->err) != 0
			    || setrlimit(RLIMIT_FSIZE, &limit) != 0)
				_exit(98);
			if (try_say(&out, &own, BEN, RECORD_ALARM, id, ALARM) == 0)
				_exit(1);
			_exit(s->err.code == ERR_IO ? 0 : 2);
		}
		assert_in_range(failures_of(pid), 0, 1);
		ok(s, try_say(&out, d, BEN, RECORD_ALARM, id, ALARM));
		assert_int_equal(out.seq, i + 1);
	}
	expect_clean(d);
}

/* Whoever moved the ref there: what is put on top would not count. */
DESK(nothing_is_added_to_a_chain_that_does_not_hold)
{
	struct scratch *s = d->s;
	struct appended first = say(d, BEN, RECORD_ALARM, ALARM), out;
	struct commit commit;
	struct oid trust;

	ok(s, repo_ref_read(&trust, d->ledger.repo, LEDGER_TRUST, &s->err));
	move_ref(d, ref_of(d, BEN), &trust);
	refused(s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	says(s, "path-mismatch: record 0 of your own chain does not hold");
	move_ref(d, ref_of(d, BEN), &first.oid);
	say(d, BEN, RECORD_ALARM, ALARM);
	commit = next_of(d, BEN, RECORD_ALARM);
	commit.prev.bytes[0] ^= 1;
	forge(d, BEN, &commit, record_text(d, RECORD_ALARM, new_id(d), ALARM), NULL, 0);
	refused(s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	says(s, "bad-link: record 3");
	ledger_close(&d->ledger);
	ok(s, ledger_open(&d->ledger, d->path, NULL, &s->err));
	refused(s, ERR_REFUSED, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	move_ref(d, ref_of(d, BEN), &commit.parents[0]);
	say(d, BEN, RECORD_ALARM, ALARM);
	expect_clean(d);
}

DESK(a_head_moved_by_another_hand_is_no_loss)
{
	struct scratch *s = d->s;
	struct commit commit;
	struct span record = record_text(d, RECORD_ALARM, new_id(d), ALARM);
	struct appended out;

	say(d, BEN, RECORD_ALARM, ALARM);
	commit = next_of(d, BEN, RECORD_ALARM);
	forge(d, BEN, &commit, record, NULL, 0);
	ok(s, try_say(&out, d, BEN, RECORD_ALARM, new_id(d), ALARM));
	assert_int_equal(out.seq, 3);
	expect_clean(d);
}

DESK(heads_that_moved_are_seen_once)
{
	struct scratch *s = d->s;
	struct seen *seen;
	struct appended cat;
	char *id = new_id(d);
	size_t count;

	cat = say(d, CAT, RECORD_ALARM, ALARM);
	ok(s, ledger_seen(&seen, &count, &s->arena, &d->ledger, "a-ben",
			  d->signers[BEN].key.kid, &s->err));
	assert_int_equal(count, 2);
	assert_string_equal(seen[0].actor, "r-amy");
	assert_string_equal(seen[1].actor, "w-cat");
	assert_int_equal(seen[1].seq, 1);
	assert_string_equal(seen[1].sha256, cat.sha256);
	{
		char *text = arena_printf(
			&s->arena,
			"assay: 1\ntype: alarm\nid: %s\n" ALARM
			"seen:\n  - {actor: w-cat, kid: %s, seq: 1, sha256: %s}\n",
			id, d->signers[CAT].key.kid, cat.sha256);
		struct append what = { .type = RECORD_ALARM,
				       .actor = "a-ben",
				       .record_id = id,
				       .record = span_of(text),
				       .now = NOW };
		struct appended out;

		ok(s, ledger_append(&out, &d->ledger, &d->signers[BEN], &what, &s->err));
	}
	ok(s, ledger_seen(&seen, &count, &s->arena, &d->ledger, "a-ben",
			  d->signers[BEN].key.kid, &s->err));
	assert_int_equal(count, 1);
	assert_string_equal(seen[0].actor, "r-amy");
	say(d, CAT, RECORD_ALARM, ALARM);
	ok(s, ledger_seen(&seen, &count, &s->arena, &d->ledger, "a-ben",
			  d->signers[BEN].key.kid, &s->err));
	assert_int_equal(count, 2);
	expect_clean(d);
}

static bool
count_entry(void *who, const struct entry *entry)
{
	int *counted = who;

	assert_null(entry->code);
	assert_true(entry->counts);
	return ++*counted != 4;
}

DESK(a_walk_visits_all_and_stops_when_told)
{
	struct scratch *s = d->s;
	int counted = 0;

	say(d, BEN, RECORD_ALARM, ALARM);
	ok(s, ledger_walk(&d->ledger, NULL, count_entry, &counted, &s->err));
	assert_int_equal(counted, 4);
	say(d, BEN, RECORD_ALARM, ALARM);
	counted = 0;
	ok(s, ledger_walk(&d->ledger, NULL, count_entry, &counted, &s->err));
	assert_int_equal(counted, 4);
}

DESK(one_entry_is_judged_and_its_attachment_read)
{
	struct scratch *s = d->s;
	struct blob_to_write file = { "a.txt", span_of("hello") };
	char *id = new_id(d);
	struct append what = { .type = RECORD_ALARM, .actor = "a-ben", .record_id = id,
		.record = record_text(d, RECORD_ALARM, id, ALARM), .now = NOW,
		.attachments = &file, .attachment_count = 1 };
	struct appended out;
	struct entry entry;
	struct span bytes;

	ok(s, ledger_append(&out, &d->ledger, &d->signers[BEN], &what, &s->err));
	ok(s, ledger_entry(&entry, &s->arena, &d->ledger, ref_of(d, BEN), &out.oid,
			   &s->err));
	assert_null(entry.code);
	assert_string_equal(entry.sha256, out.sha256);
	assert_string_equal(entry.record->id, id);
	ok(s, ledger_attachment(&bytes, &s->arena, &d->ledger, &entry, "a.txt", &s->err));
	assert_true(span_is(bytes, "hello"));
	refused(s, ERR_NOT_FOUND,
		ledger_attachment(&bytes, &s->arena, &d->ledger, &entry, "b", &s->err));
	ok(s, ledger_entry(&entry, &s->arena, &d->ledger, ref_of(d, CAT), &out.oid,
			   &s->err));
	assert_string_equal(entry.code, "path-mismatch");
	ok(s, ledger_entry(&entry, &s->arena, &d->ledger, LEDGER_TRUST,
			   &d->ledger.trust_head, &s->err));
	assert_null(entry.code);
	refused(s, ERR_USAGE, ledger_entry(&entry, &s->arena, &d->ledger, "refs/heads/x",
					   &out.oid, &s->err));
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_new_ledger_holds_trust_and_a_genesis),
		SCRATCH_TEST(a_ledger_is_made_once),
		SCRATCH_TEST(another_id_is_refused),
		SCRATCH_TEST(a_first_record_brings_its_genesis),
		SCRATCH_TEST(stock_git_says_good_of_everything_written),
		SCRATCH_TEST(trailers_name_what_sha256sum_says),
		SCRATCH_TEST(a_record_is_appended_once),
		SCRATCH_TEST(the_journal_stays_small_and_survives_a_torn_line),
		SCRATCH_TEST(what_a_stranger_would_refuse_is_not_written),
		SCRATCH_TEST(a_key_outside_trust_may_not_write),
		SCRATCH_TEST(two_writers_at_once_lose_nothing),
		SCRATCH_TEST(a_killed_append_is_made_good_by_a_retry),
		SCRATCH_TEST(only_a_dead_lock_is_cleared),
		SCRATCH_TEST(a_lock_left_by_our_own_dead_writer_is_cleared_at_once),
		SCRATCH_TEST(a_read_only_ledger_is_left_alone),
		SCRATCH_TEST(a_full_disk_acknowledges_nothing),
		SCRATCH_TEST(nothing_is_added_to_a_chain_that_does_not_hold),
		SCRATCH_TEST(a_head_moved_by_another_hand_is_no_loss),
		SCRATCH_TEST(heads_that_moved_are_seen_once),
		SCRATCH_TEST(a_walk_visits_all_and_stops_when_told),
		SCRATCH_TEST(one_entry_is_judged_and_its_attachment_read),
	};

	if (argc == 3 && strcmp(argv[1], "append") == 0)
		return append_only(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
