#include "core/store/git.h"

#include <sys/stat.h>

#include "core/base/digest.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

#define LISTING "find e -printf '%p %s %m %T@ %C@ %l\\n' | sort"
#define SAMPLE IN "git init -q e; cd e; echo one > f; git add f; git commit -qm one; " \
	"git tag -am t v1; git branch side; "

static struct repo *
opened(struct scratch *s, const char *name)
{
	struct repo *repo = NULL;

	ok(s, repo_open(&repo, at(s, name), &s->err));
	return repo;
}

static struct oid
oid_of(const char *hex)
{
	struct oid oid;

	assert_true(oid_from_hex(&oid, (struct span){ hex, 40 }));
	return oid;
}

static void
a_repository_opens_bare_with_a_work_tree_or_through_a_linked_one(void **state)
{
	static const char *const names[] = { "e", "e/.git", "b.git", "linked" };
	struct scratch *s = *state;
	struct oid wanted, got;

	wanted = oid_of(run(s, SAMPLE "cd ..; git clone -q --bare e b.git 2>&1; "
			    "git -C e worktree add -q ../linked 2>&1; git -C e rev-parse HEAD"));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct repo *repo = opened(s, names[i]);

		ok(s, repo_commit_named(&got, repo, NULL, &s->err));
		assert_true(oid_equal(&got, &wanted));
		assert_true(file_is_dir(at(s, "e/.git/objects")));
		assert_true(file_is_dir(arena_printf(&s->arena, "%sobjects", repo_dir(repo))));
		repo_close(repo);
	}
}

static void
what_is_no_repository_is_said_in_a_sentence(void **state)
{
	struct scratch *s = *state;
	struct repo *repo;
	struct oid oid;

	run(s, IN "mkdir -p plain outer/inner; git init -q outer; git init -q empty; "
	    "git init -q --bare --object-format=sha256 new.git");
	refused(s, ERR_NOT_FOUND, repo_open(&repo, at(s, "plain"), &s->err));
	says(s, "plain is not a git repository");
	refused(s, ERR_NOT_FOUND, repo_open(&repo, at(s, "absent"), &s->err));
	says(s, "absent is not a git repository");
	refused(s, ERR_NOT_FOUND, repo_open(&repo, at(s, "outer/inner"), &s->err));
	refused(s, ERR_NEWER, repo_open(&repo, at(s, "new.git"), &s->err));
	says(s, "objectformat");
	repo = opened(s, "empty");
	refused(s, ERR_NOT_FOUND, repo_commit_named(&oid, repo, "", &s->err));
	says(s, "empty has no commits yet");
	repo_close(repo);
}

static void
a_repository_of_another_user_is_refused_until_it_is_trusted(void **state)
{
	struct scratch *s = *state;
	struct repo *repo;

	if (getuid() != 0)
		skip();
	run(s, SAMPLE "cd ..; git clone -q --bare e b.git 2>&1; chown -R 65534 e b.git");
	refused(s, ERR_UNSAFE, repo_open(&repo, at(s, "e"), &s->err));
	says(s, "belongs to another user; if you trust it: git config --global --add "
	     "safe.directory ");
	refused(s, ERR_UNSAFE, repo_open(&repo, at(s, "e/.git"), &s->err));
	refused(s, ERR_UNSAFE, repo_open_ledger(&repo, at(s, "b.git"), &s->err));
}

static void
a_commit_is_found_by_what_a_person_calls_it(void **state)
{
	static const char *const names[] = { "", "HEAD", "main", "side", "v1", "refs/heads/main",
					     "refs/tags/v1" };
	static const char *const none[] = { "nobody", "refs/heads/nobody", "HEAD~1", "main^{tree}",
					    "../main", "@", "main:f", "a b" };
	struct scratch *s = *state;
	struct oid wanted = oid_of(run(s, SAMPLE "git rev-parse HEAD")), got;
	struct repo *repo = opened(s, "e");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		ok(s, repo_commit_named(&got, repo, names[i], &s->err));
		assert_true(oid_equal(&got, &wanted));
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		refused(s, ERR_NOT_FOUND, repo_commit_named(&got, repo, none[i], &s->err));
	refused(s, ERR_NOT_FOUND, repo_commit_named(&got, repo,
		run(s, IN "git -C e rev-parse HEAD:f"), &s->err));
	says(s, "is not a commit");
	refused(s, ERR_NOT_FOUND, repo_commit_named(&got, repo,
		"0123456789012345678901234567890123456789", &s->err));
	repo_close(repo);
}

static void
reading_leaves_no_trace(void **state)
{
	struct scratch *s = *state;
	struct repo *repo;
	struct span bytes;
	struct ref *refs;
	struct oid oid;
	size_t count;
	char *before;

	run(s, SAMPLE "git gc -q; echo two > f; git commit -qam two; git worktree add -q ../w");
	before = arena_text(&s->arena, run(s, IN LISTING));
	repo = opened(s, "e");
	ok(s, repo_commit_named(&oid, repo, NULL, &s->err));
	ok(s, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_COMMIT, 4096, &s->err));
	ok(s, repo_ref_list(&refs, &count, &s->arena, repo, "", 100, &s->err));
	assert_int_equal(count, 4);
	assert_string_equal(refs[3].name, "refs/tags/v1");
	repo_close(repo);
	repo = opened(s, "w");
	repo_close(repo);
	assert_string_equal(before, run(s, IN LISTING));
}

static void
an_object_is_read_whole_or_refused(void **state)
{
	struct scratch *s = *state;
	struct oid oid = oid_of(run(s, SAMPLE "git rev-parse HEAD:f")), absent = { { 1 } };
	struct repo *repo = opened(s, "e");
	enum object_type type;
	struct span bytes;
	size_t size;

	ok(s, repo_header(&type, &size, repo, &oid, &s->err));
	assert_int_equal(type, OBJECT_BLOB);
	assert_int_equal(size, 4);
	ok(s, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_BLOB, 4, &s->err));
	assert_true(span_is(bytes, "one\n"));
	refused(s, ERR_LIMIT, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_BLOB, 3, &s->err));
	refused(s, ERR_INVALID, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_TREE, 9, &s->err));
	says(s, "is a blob, not a tree");
	refused(s, ERR_NOT_FOUND, repo_header(&type, &size, repo, &absent, &s->err));
	repo_close(repo);
}

/* The object of f, in its loose file, replaced by what the script makes of $o. */
static void
damage(struct scratch *s, const char *script, enum err_code code)
{
	struct oid oid = oid_of(run(s, "cd \"$1\"; rm -rf e; " SAMPLE "git rev-parse HEAD:f"));
	struct repo *repo = opened(s, "e");
	struct span bytes;

	run(s, arena_printf(&s->arena, IN "cd e; h=$(git rev-parse HEAD:f); "
			    "o=.git/objects/$(echo $h | cut -c1-2)/$(echo $h | cut -c3-); "
			    "chmod u+w $o; %s", script));
	refused(s, code, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_BLOB, 4096, &s->err));
	repo_close(repo);
}

static void
a_torn_or_swapped_object_is_invalid(void **state)
{
	struct scratch *s = *state;

	damage(s, "truncate -s 12 $o", ERR_INVALID);
	damage(s, ": > $o", ERR_INVALID);
	damage(s, "printf 'no zlib at all, but long enough' > $o", ERR_INVALID);
	damage(s, "n=$(echo two | git hash-object -w --stdin); cat .git/objects/$(echo $n | "
	       "cut -c1-2)/$(echo $n | cut -c3-) > $o", ERR_INVALID);
	says(s, "another id");
	damage(s, "rm $o", ERR_NOT_FOUND);
}

static void
replace_refs_have_no_say(void **state)
{
	struct scratch *s = *state;
	struct oid oid = oid_of(run(s, SAMPLE "git replace $(git rev-parse HEAD:f) "
				    "$(echo two | git hash-object -w --stdin); "
				    "GIT_NO_REPLACE_OBJECTS=1 git rev-parse HEAD:f"));
	struct repo *repo = opened(s, "e");
	struct span bytes;

	ok(s, repo_read(&bytes, &s->arena, repo, &oid, OBJECT_BLOB, 64, &s->err));
	assert_true(span_is(bytes, "one\n"));
	repo_close(repo);
}

static const char *const rows[][2] = {
	{ "core.logAllRefUpdates", "always" }, { "gc.auto", "0" }, { NULL, NULL },
};

static struct repo *
ledger(struct scratch *s)
{
	struct repo *repo = NULL;

	ok(s, repo_create(&repo, at(s, "l.git"), "refs/heads/assay/v1/trust", rows, &s->err));
	return repo;
}

static struct oid
commit_in(struct scratch *s, struct repo *repo, const char *text)
{
	struct oid tree, commit;
	struct span bytes;
	char hex[OID_HEX];

	ok(s, repo_write(&tree, repo, OBJECT_TREE, span_of(""), &s->err));
	oid_hex(hex, &tree);
	bytes = span_of(arena_printf(&s->arena, "tree %s\nauthor a <a@b> 1 +0000\n"
				     "committer a <a@b> 1 +0000\n\n%s\n", hex, text));
	ok(s, repo_write(&commit, repo, OBJECT_COMMIT, bytes, &s->err));
	tree = object_hash(OBJECT_COMMIT, bytes);
	assert_true(oid_equal(&tree, &commit));
	return commit;
}

static void
a_new_ledger_is_private_whole_and_sound_to_stock_git(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s), *again;
	struct stat st;

	assert_int_equal(stat(at(s, "l.git"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_string_equal(run(s, IN "ls l.git/objects | wc -l"), "258");
	assert_string_equal(run(s, IN "git -C l.git symbolic-ref HEAD"),
			    "refs/heads/assay/v1/trust");
	assert_string_equal(run(s, IN "git -C l.git config core.logallrefupdates"), "always");
	assert_string_equal(run(s, IN "git -C l.git fsck 2>&1 | grep -v notice || :"), "");
	assert_string_equal(run(s, IN "ls -A | wc -l"), "1");
	refused(s, ERR_EXISTS, repo_create(&again, at(s, "l.git"), "refs/heads/x", rows, &s->err));
	assert_string_equal(run(s, IN "ls -A | wc -l"), "1");
	repo_close(repo);
}

static void
objects_get_their_names_together_or_not_at_all(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s);
	struct oid one, again;
	struct span found;

	ok(s, repo_write(&one, repo, OBJECT_BLOB, span_of("one"), &s->err));
	refused(s, ERR_NOT_FOUND, repo_read(&found, &s->arena, repo, &one, OBJECT_BLOB, 9,
					    &s->err));
	repo_close(repo);
	assert_string_equal(run(s, IN "find l.git/objects -type f"), "");
	ok(s, repo_open_ledger(&repo, at(s, "l.git"), &s->err));
	for (int i = 0; i < 150; i++) {
		struct span text = span_of(arena_printf(&s->arena, "text %d", i % 100));

		ok(s, repo_write(&again, repo, OBJECT_BLOB, text, &s->err));
	}
	ok(s, repo_flush(repo, -1, &s->err));
	assert_string_equal(run(s, IN "find l.git/objects -type f | wc -l"), "100");
	assert_string_equal(run(s, IN "find l.git/objects -type f ! -perm 444"), "");
	assert_string_equal(run(s, IN "git -C l.git fsck --strict --no-dangling 2>&1"
				   " | grep -v notice || :"), "");
	assert_string_equal(run(s, IN "git -C l.git cat-file --batch-all-objects"
				   " --batch-check | grep -c blob"), "100");
	repo_close(repo);
}

/* As a power cut leaves it that lost what was in a file and not its name. */
static void
a_torn_object_is_written_again(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s);
	struct span found;
	struct oid one;

	ok(s, repo_write(&one, repo, OBJECT_BLOB, span_of("one"), &s->err));
	ok(s, repo_flush(repo, -1, &s->err));
	run(s, IN "f=$(find l.git/objects -type f); chmod u+w \"$f\"; : > \"$f\"");
	refused(s, ERR_INVALID, repo_read(&found, &s->arena, repo, &one, OBJECT_BLOB, 9,
					  &s->err));
	ok(s, repo_write(&one, repo, OBJECT_BLOB, span_of("one"), &s->err));
	ok(s, repo_flush(repo, -1, &s->err));
	ok(s, repo_read(&found, &s->arena, repo, &one, OBJECT_BLOB, 9, &s->err));
	assert_true(span_is(found, "one"));
	repo_close(repo);
}

static void
a_folder_that_cannot_be_written_is_said(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s);
	struct oid one;

	run(s, IN "rm -r l.git/objects/[0-9a-f][0-9a-f]; for i in 0 1 2 3 4 5 6 7 8 9 a b c d"
	       " e f; do for j in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do"
	       " : > l.git/objects/$i$j; done; done");
	refused(s, ERR_IO, repo_write(&one, repo, OBJECT_BLOB, span_of("one"), &s->err));
	says(s, "cannot write to");
	ok(s, repo_flush(repo, -1, &s->err));
	repo_close(repo);
}

#define CHAIN "refs/heads/assay/v1/log/a/00"

static void
a_ref_moves_only_from_where_it_was_seen(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s);
	struct oid one = commit_in(s, repo, "one"), two = commit_in(s, repo, "two"), got;

	refused(s, ERR_CONFLICT, repo_ref_move(repo, CHAIN, &two, &one, "m", &s->err));
	refused(s, ERR_NOT_FOUND, repo_ref_read(&got, repo, CHAIN, &s->err));
	ok(s, repo_ref_move(repo, CHAIN, &one, NULL, "m", &s->err));
	refused(s, ERR_CONFLICT, repo_ref_move(repo, CHAIN, &two, NULL, "m", &s->err));
	says(s, "exists already");
	refused(s, ERR_CONFLICT, repo_ref_move(repo, CHAIN, &one, &two, "m", &s->err));
	says(s, "moved since");
	ok(s, repo_ref_move(repo, CHAIN, &two, &one, "second", &s->err));
	ok(s, repo_ref_read(&got, repo, CHAIN, &s->err));
	assert_true(oid_equal(&got, &two));
	assert_string_equal(run(s, IN "git -C l.git reflog " CHAIN " | wc -l"), "2");
	assert_string_equal(run(s, IN "git -C l.git log -g -1 --format='%gn %ge %gs' " CHAIN),
			    "assay assay@assay.invalid second");
	run(s, IN "touch l.git/" CHAIN ".lock");
	refused(s, ERR_CONFLICT, repo_ref_move(repo, CHAIN, &one, &two, "m", &s->err));
	says(s, CHAIN ".lock");
	repo_close(repo);
}

static void
a_symbolic_ref_is_not_followed(void **state)
{
	struct scratch *s = *state;
	struct repo *repo = ledger(s);
	struct oid one = commit_in(s, repo, "one"), got, zero = { { 0 } };
	struct ref *refs;
	size_t count;

	ok(s, repo_ref_move(repo, CHAIN, &one, NULL, "m", &s->err));
	run(s, IN "git -C l.git symbolic-ref refs/heads/assay/v1/log/b " CHAIN);
	refused(s, ERR_INVALID, repo_ref_read(&got, repo, "refs/heads/assay/v1/log/b", &s->err));
	ok(s, repo_ref_list(&refs, &count, &s->arena, repo, "refs/heads/assay/v1/log/", 9,
			    &s->err));
	assert_int_equal(count, 2);
	assert_string_equal(refs[0].name, CHAIN);
	assert_true(oid_equal(&refs[1].oid, &zero));
	refused(s, ERR_LIMIT, repo_ref_list(&refs, &count, &s->arena, repo, "", 1, &s->err));
	repo_close(repo);
}

static void
a_ledger_with_borrowed_or_redirected_parts_is_refused(void **state)
{
	static const char *const tricks[] = {
		"echo > shallow", "pwd > commondir", "mkdir info; echo > info/grafts",
		"echo /x > objects/info/alternates", "mkdir refs/replace",
		"mv HEAD h; ln -s h HEAD", "mv objects o; ln -s o objects", "ln -s x packed-refs",
		"mkdir y; mv refs/heads y; ln -s ../y/heads refs/heads", "ln -s x refs/heads/x",
		("h=$(git hash-object -w --stdin < HEAD); "
		 "echo $h refs/replace/$h > packed-refs"),
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
		struct repo *repo = ledger(s);

		repo_close(repo);
		run(s, arena_printf(&s->arena, IN "cd l.git; %s", tricks[i]));
		refused(s, ERR_UNSAFE, repo_open_ledger(&repo, at(s, "l.git"), &s->err));
		run(s, IN "rm -rf l.git");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(a_repository_opens_bare_with_a_work_tree_or_through_a_linked_one),
		SCRATCH_TEST(what_is_no_repository_is_said_in_a_sentence),
		SCRATCH_TEST(a_repository_of_another_user_is_refused_until_it_is_trusted),
		SCRATCH_TEST(a_commit_is_found_by_what_a_person_calls_it),
		SCRATCH_TEST(reading_leaves_no_trace),
		SCRATCH_TEST(an_object_is_read_whole_or_refused),
		SCRATCH_TEST(a_torn_or_swapped_object_is_invalid),
		SCRATCH_TEST(replace_refs_have_no_say),
		SCRATCH_TEST(a_new_ledger_is_private_whole_and_sound_to_stock_git),
		SCRATCH_TEST(objects_get_their_names_together_or_not_at_all),
		SCRATCH_TEST(a_torn_object_is_written_again),
		SCRATCH_TEST(a_folder_that_cannot_be_written_is_said),
		SCRATCH_TEST(a_ref_moves_only_from_where_it_was_seen),
		SCRATCH_TEST(a_symbolic_ref_is_not_followed),
		SCRATCH_TEST(a_ledger_with_borrowed_or_redirected_parts_is_refused),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
