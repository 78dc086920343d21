#include "core/store/evidence.h"

#include "tests/unit/store_scratch.h"

#define TRAPS "mkdir a b \"\xc3\xbc\"; echo 1 > a-; echo 2 > a.; echo 3 > a0; echo 4 > a/x; " \
	"echo 5 > a/-; mkdir -p a/b/c/d; echo 6 > a/b/c/d/e; : > empty; ln -s ../a b/l; " \
	"echo run > b/run; chmod +x b/run; echo 7 > \"\xc3\xbc/\xc3\xb1\"; echo 8 > 'sp ace'; "
#define LISTING "find e -printf '%p %s %m %T@ %C@ %l\\n' | sort"
/* The tree of main in a SHA-256 repository, as stock git makes it. */
#define STOCK IN "rm -rf big; git init -q --object-format=sha256 big; " \
	"git -C e fast-export --all | git -C big fast-import --quiet; git -C big rev-parse "

static struct repo *
opened(struct scratch *s, struct oid *commit)
{
	struct repo *repo;

	ok(s, repo_open(&repo, at(s, "e"), &s->err));
	ok(s, repo_commit_named(commit, repo, NULL, &s->err));
	return repo;
}

static void
expect_tree256(struct scratch *s, const char *path, const char *wanted)
{
	struct evidence evidence;
	struct digest digest;
	struct oid commit;
	struct repo *repo = opened(s, &commit);
	char hex[DIGEST_HEX];
	int64_t bytes, sum = 0, size;

	ok(s, evidence_open(&evidence, &s->arena, repo, &commit, path, NULL, &s->err));
	for (size_t i = 0; i < evidence.count; i++) {
		assert_true(i == 0 || strcmp(evidence.items[i - 1].path,
					     evidence.items[i].path) < 0);
		assert_int_equal(evidence_find(&evidence, evidence.items[i].path), i);
		ok(s, evidence_size(&size, &evidence, i, &s->err));
		sum += size;
	}
	ok(s, evidence_tree256(&digest, &bytes, &evidence, NULL, &s->err));
	digest_hex(hex, &digest);
	assert_string_equal(hex, wanted);
	assert_int_equal(bytes, sum);
	repo_close(repo);
}

static void
the_items_of_a_commit_are_told_bytewise_by_path(void **state)
{
	static const char *const paths[] = {
		"a-", "a.", "a/-", "a/b/c/d/e", "a/x", "a0", "b/l", "b/run", "empty", "sp ace",
		"\xc3\xbc/\xc3\xb1",
	};
	struct scratch *s = *state;
	struct evidence evidence;
	struct oid commit;
	struct repo *repo;
	char *before;
	int64_t size;

	run(s, IN "git init -q e; cd e; " TRAPS "git add .; git commit -qm one");
	before = arena_text(&s->arena, run(s, IN LISTING));
	repo = opened(s, &commit);
	ok(s, evidence_open(&evidence, &s->arena, repo, &commit, "", NULL, &s->err));
	assert_int_equal(evidence.count, sizeof paths / sizeof *paths);
	for (size_t i = 0; i < evidence.count; i++)
		assert_string_equal(evidence.items[i].path, paths[i]);
	assert_int_equal(evidence.items[6].kind, ITEM_SYMLINK);
	assert_int_equal(evidence.items[7].kind, ITEM_EXECUTABLE);
	ok(s, evidence_size(&size, &evidence, 6, &s->err));
	assert_int_equal(size, 4);
	assert_int_equal(evidence_find(&evidence, "a"), -1);
	assert_int_equal(evidence_find(&evidence, "zz"), -1);
	ok(s, evidence_open(&evidence, &s->arena, repo, &commit, "a/b", NULL, &s->err));
	assert_int_equal(evidence.count, 1);
	assert_string_equal(evidence.items[0].path, "c/d/e");
	refused(s, ERR_NOT_FOUND, evidence_open(&evidence, &s->arena, repo, &commit, "a/x", NULL, &s->err));
	says(s, "a/x: x is no folder");
	refused(s, ERR_NOT_FOUND, evidence_open(&evidence, &s->arena, repo, &commit, "a/../a", NULL,
						&s->err));
	refused(s, ERR_NOT_FOUND, evidence_open(&evidence, &s->arena, repo, &commit, "/a", NULL, &s->err));
	repo_close(repo);
	assert_string_equal(before, run(s, IN LISTING));
}

static void
tree256_is_what_stock_git_makes_of_it(void **state)
{
	struct scratch *s = *state;
	const char *const paths[] = { "", "a", "a/b/c", "b", "\xc3\xbc" };

	run(s, IN "git init -q e; cd e; " TRAPS "git add .; git commit -qm one");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		expect_tree256(s, paths[i], run(s, arena_printf(&s->arena, STOCK "'main^{tree}:%s'",
			paths[i])));
	run(s, IN "cd e; git gc -q; git gc -q --prune=now");
	expect_tree256(s, "", run(s, STOCK "'main^{tree}'"));
}

static void
random_trees_agree_with_stock_git(void **state)
{
	struct scratch *s = *state;

	for (int seed = 1; seed <= 3; seed++) {
		run(s, arena_printf(&s->arena, IN "rm -rf e; git init -q e; cd e; awk -v seed=%d '"
			"function r(n) { seed = (seed * 16807) %% 2147483647; return seed %% n }"
			"BEGIN { split(\"a - . 0 A a. a- _\", l, \" \"); for (i = 0; i < 40; i++) {"
			"p = \"x\" l[1 + r(8)]; for (d = r(4); d > 0; d--)"
			"{ if (r(2)) p = p \"d/y\" l[1 + r(8)]; else p = p l[1 + r(8)] }"
			"print p } }' | while read -r p; do mkdir -p \"$(dirname \"$p\")\" 2>&- "
			"&& [ ! -d \"$p\" ] && echo \"$p\" > \"$p\" || :; done; git add -A; "
			"git commit -qm one", seed));
		expect_tree256(s, "", run(s, STOCK "'main^{tree}'"));
	}
}

static void
empty_trees_and_empty_folders_leave_the_empty_tree(void **state)
{
	static const char empty[] =
		"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";
	struct scratch *s = *state;

	run(s, IN "git init -q e; cd e; e=$(git mktree < /dev/null); t=$(printf '040000 tree "
	    "%s\\thollow\\n' $e | git mktree); git update-ref HEAD $(git commit-tree -m x $t)");
	expect_tree256(s, "", empty);
	expect_tree256(s, "hollow", empty);
	expect_tree256(s, "", run(s, STOCK "'main^{tree}'"));
}

static void
a_large_file_is_streamed_to_the_same_digest(void **state)
{
	struct scratch *s = *state;

	run(s, IN "git init -q e; cd e; seq 300000 > big; head -c 1500000 /dev/urandom > noise; "
	    "git add .; git commit -qm one");
	expect_tree256(s, "", run(s, STOCK "'main^{tree}'"));
	run(s, IN "cd e; git -c core.bigFileThreshold=1m gc -q --prune=now");
	expect_tree256(s, "", run(s, STOCK "'main^{tree}'"));
}

/* A commit over the tree that the script prints must be refused. */
static void
hostile(struct scratch *s, enum err_code code, const char *words, const char *script)
{
	struct evidence evidence;
	struct oid commit;
	struct repo *repo;

	run(s, arena_printf(&s->arena, IN "rm -rf e; git init -q e; cd e; b=$(echo x | "
		"git hash-object -w --stdin); t=$(%s); printf \"tree $t\\nauthor a <a@b> 1 +0000\\n"
		"committer a <a@b> 1 +0000\\n\\nx\\n\" | git hash-object -w -t commit --literally "
		"--stdin > .git/refs/heads/main", script));
	repo = opened(s, &commit);
	refused(s, code, evidence_open(&evidence, &s->arena, repo, &commit, "", NULL, &s->err));
	says(s, words);
	repo_close(repo);
}

/* It takes no number, and nothing can be pinned with it. */
static void
a_submodule_stands_beside_the_items(void **state)
{
	struct scratch *s = *state;
	struct evidence evidence;
	struct digest digest;
	struct oid commit;
	struct repo *repo;
	int64_t bytes;

	run(s, IN "git init -q e; cd e; echo 1 > a; echo 2 > c; git add .; git update-index --add "
	    "--cacheinfo 160000,0123456789012345678901234567890123456789,b; git commit -qm one");
	repo = opened(s, &commit);
	ok(s, evidence_open(&evidence, &s->arena, repo, &commit, "", NULL, &s->err));
	assert_int_equal(evidence.count, 2);
	assert_int_equal(evidence_find(&evidence, "c"), 1);
	assert_int_equal(evidence_find(&evidence, "b"), -1);
	assert_int_equal(evidence.submodule_count, 1);
	assert_string_equal(evidence.submodules[0].path, "b");
	refused(s, ERR_REFUSED, evidence_whole(&evidence, &s->err));
	refused(s, ERR_REFUSED, evidence_tree256(&digest, &bytes, &evidence, NULL, &s->err));
	says(s, "b is a submodule");
	repo_close(repo);
}

static void
hostile_trees_end_in_a_sentence(void **state)
{
	struct scratch *s = *state;

	hostile(s, ERR_INVALID, "../x", "printf '100644 ../x\\00001234567890123456789' | "
		"git hash-object -w -t tree --literally --stdin");
	hostile(s, ERR_INVALID, ".git", "printf '40000 .git\\00001234567890123456789' | "
		"git hash-object -w -t tree --literally --stdin");
	hostile(s, ERR_LIMIT, "64 deep", "t=$(printf '100644 blob %s\\tf\\n' $b | git mktree); "
		"for i in $(seq 64); do t=$(printf '040000 tree %s\\td\\n' $t | git mktree); done; "
		"echo $t");
	/* ten folders of ten folders of … : 10^8 files in nine objects */
	hostile(s, ERR_LIMIT, "more than 200000", "t=$(printf '100644 blob %s\\tf\\n' $b | "
		"git mktree); for i in $(seq 8); do t=$(for d in 0 1 2 3 4 5 6 7 8 9; do printf "
		"'040000 tree %s\\t%s\\n' $t $d; done | git mktree); done; echo $t");
	hostile(s, ERR_INVALID, "is a blob, not a tree", "echo $b");
	hostile(s, ERR_NOT_FOUND, "is not in", "printf '040000 tree %s\\tsub\\n' "
		"0123456789012345678901234567890123456789 | git mktree --missing");
}

static bool
stop(void *who, int64_t done, int64_t total)
{
	(void)done, (void)total;
	++*(int *)who;
	return false;
}

static void
a_person_can_stop_it(void **state)
{
	struct scratch *s = *state;
	struct evidence evidence;
	struct digest digest;
	int ticks = 0;
	struct progress progress = { stop, &ticks };
	struct oid commit;
	struct repo *repo;
	int64_t bytes;

	run(s, IN "git init -q e; cd e; seq 300000 > big; git add .; git commit -qm one");
	repo = opened(s, &commit);
	ok(s, evidence_open(&evidence, &s->arena, repo, &commit, "", NULL, &s->err));
	refused(s, ERR_CANCELLED, evidence_tree256(&digest, &bytes, &evidence, &progress, &s->err));
	assert_int_equal(ticks, 1);
	repo_close(repo);
}

static void
what_was_cut_begins_as_the_whole_does_and_is_pinned_nowhere(void **state)
{
	struct scratch *s = *state;
	struct evidence whole, cut;
	struct oid commit;
	struct repo *repo;

	run(s, IN "git init -q e; cd e; mkdir a c; echo 1 > a/x; echo 2 > a/y; echo 3 > b; "
	    "echo 4 > c/z; git add .; git commit -qm one");
	repo = opened(s, &commit);
	ok(s, evidence_open(&whole, &s->arena, repo, &commit, "", NULL, &s->err));
	for (size_t most = 1; most <= 7; most++) {
		struct evidence_pace pace = { .most = most };

		ok(s, evidence_open(&cut, &s->arena, repo, &commit, "", &pace, &s->err));
		assert_int_equal(cut.cut, most < 6);
		assert_true(cut.cut ? cut.count < most : cut.count == whole.count);
		for (size_t i = 0; i < cut.count; i++)
			assert_string_equal(cut.items[i].path, whole.items[i].path);
		if (cut.cut)
			refused(s, ERR_REFUSED, evidence_whole(&cut, &s->err));
	}
	repo_close(repo);
}

static void
a_shallow_clone_is_evidence_enough(void **state)
{
	struct scratch *s = *state;

	run(s, IN "git init -q o; cd o; echo 1 > f; git add .; git commit -qm one; echo 2 > f; "
	    "git commit -qam two; cd ..; git clone -q --depth 1 \"file://$1/o\" e");
	expect_tree256(s, "", run(s, IN "git init -q --object-format=sha256 big; "
		"git -C o fast-export main | git -C big fast-import --quiet; "
		"git -C big rev-parse 'main^{tree}'"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(the_items_of_a_commit_are_told_bytewise_by_path),
		SCRATCH_TEST(tree256_is_what_stock_git_makes_of_it),
		SCRATCH_TEST(random_trees_agree_with_stock_git),
		SCRATCH_TEST(empty_trees_and_empty_folders_leave_the_empty_tree),
		SCRATCH_TEST(a_large_file_is_streamed_to_the_same_digest),
		SCRATCH_TEST(a_submodule_stands_beside_the_items),
		SCRATCH_TEST(what_was_cut_begins_as_the_whole_does_and_is_pinned_nowhere),
		SCRATCH_TEST(hostile_trees_end_in_a_sentence),
		SCRATCH_TEST(a_person_can_stop_it),
		SCRATCH_TEST(a_shallow_clone_is_evidence_enough),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
