#include "core/store/git.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

#define CHAIN "refs/heads/assay/v1/log/a/00"
#define TRUST "refs/heads/assay/v1/trust"

static const char *const rows[][2] = {
	{ "core.logAllRefUpdates", "always" }, { "gc.auto", "0" }, { NULL, NULL },
};

/* A ledger with two commits that nothing points to. */
struct two {
	struct repo *repo;
	struct oid one, two;
	char one_hex[OID_HEX], two_hex[OID_HEX];
};

static struct oid
commit_in(struct scratch *s, const char *message)
{
	struct oid oid;
	const char *hex = run(s, arena_printf(&s->arena, IN "cd l.git; git commit-tree -m %s "
					      "$(git mktree < /dev/null)", message));

	assert_true(oid_from_hex(&oid, span_of(hex)));
	return oid;
}

static struct two
two_in(struct scratch *s)
{
	struct two t;

	ok(s, repo_create(&t.repo, at(s, "l.git"), TRUST, rows, &s->err));
	t.one = commit_in(s, "one");
	t.two = commit_in(s, "two");
	oid_hex(t.one_hex, &t.one);
	oid_hex(t.two_hex, &t.two);
	return t;
}

static const char *
git(struct scratch *s, const char *words)
{
	return run(s, arena_printf(&s->arena, IN "cd l.git; %s 2>&1", words));
}

static void
while_a_ref_is_held_neither_git_nor_another_handle_moves_it(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);
	struct repo *other;
	const char *update = arena_printf(&s->arena, "git update-ref " CHAIN " %s", t.one_hex);

	ok(s, repo_open_ledger(&other, at(s, "l.git"), &s->err));
	ok(s, repo_ref_hold(t.repo, CHAIN, &t.two, NULL, &s->err));
	assert_non_null(strstr(git(s, arena_printf(&s->arena, "! %s", update)),
			       ".lock': File exists"));
	refused(s, ERR_CONFLICT, repo_ref_hold(other, CHAIN, &t.one, NULL, &s->err));
	says(s, CHAIN ".lock");
	assert_true(file_exists(at(s, "l.git/" CHAIN ".lock")));
	repo_ref_let_go(t.repo);
	assert_false(file_exists(at(s, "l.git/" CHAIN ".lock")));
	git(s, update);
	refused(s, ERR_CONFLICT, repo_ref_hold(t.repo, CHAIN, &t.two, NULL, &s->err));
	assert_false(file_exists(at(s, "l.git/" CHAIN ".lock")));
	ok(s, repo_ref_hold(t.repo, CHAIN, &t.two, &t.one, &s->err));
	repo_close(t.repo);
	assert_false(file_exists(at(s, "l.git/" CHAIN ".lock")));
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.one_hex);
	repo_close(other);
}

static void
a_held_ref_moves_when_it_is_put_and_not_before(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);
	struct oid absent = t.one;

	absent.bytes[0] ^= 1;
	ok(s, repo_ref_hold(t.repo, CHAIN, &t.one, NULL, &s->err));
	ok(s, repo_flush(t.repo, -1, &s->err));
	git(s, "! git rev-parse -q --verify " CHAIN);
	ok(s, repo_ref_put(t.repo, "first", &s->err));
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.one_hex);
	ok(s, repo_ref_hold(t.repo, CHAIN, &absent, &t.one, &s->err));
	refused(s, ERR_NOT_FOUND, repo_ref_put(t.repo, "m", &s->err));
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.one_hex);
	assert_string_equal(git(s, "find . -name '*.lock'"), "");
	assert_string_equal(git(s, "git reflog " CHAIN " | wc -l"), "1");
	repo_close(t.repo);
}

static void
what_a_packed_ref_says_counts(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);
	struct oid got;

	ok(s, repo_ref_move(t.repo, CHAIN, &t.one, NULL, "m", &s->err));
	git(s, "git pack-refs --all --prune");
	assert_false(file_exists(at(s, "l.git/" CHAIN)));
	refused(s, ERR_CONFLICT, repo_ref_move(t.repo, CHAIN, &t.two, NULL, "m", &s->err));
	says(s, "exists already");
	refused(s, ERR_CONFLICT, repo_ref_move(t.repo, CHAIN, &t.one, &t.two, "m", &s->err));
	says(s, "moved since");
	ok(s, repo_ref_move(t.repo, CHAIN, &t.two, &t.one, "m", &s->err));
	ok(s, repo_ref_read(&got, t.repo, CHAIN, &s->err));
	assert_true(oid_equal(&got, &t.two));
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.two_hex);
	git(s, "git pack-refs --all --prune");
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.two_hex);
	repo_close(t.repo);
}

static void
a_name_that_is_a_folder_to_another_is_refused(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);

	ok(s, repo_ref_move(t.repo, CHAIN, &t.one, NULL, "m", &s->err));
	for (int i = 0; i < 2; i++) {
		refused(s, ERR_CONFLICT,
			repo_ref_move(t.repo, CHAIN "/x", &t.two, NULL, "m", &s->err));
		says(s, "stands in the way");
		refused(s, ERR_CONFLICT, repo_ref_move(t.repo, "refs/heads/assay/v1/log/a",
						       &t.two, NULL, "m", &s->err));
		says(s, "refs below");
		git(s, "git pack-refs --all --prune");
	}
	git(s, "git update-ref -d " CHAIN "; mkdir -p " CHAIN "/left/over");
	ok(s, repo_ref_move(t.repo, CHAIN, &t.two, NULL, "m", &s->err));
	assert_string_equal(git(s, "git rev-parse " CHAIN), t.two_hex);
	repo_close(t.repo);
}

static void
a_link_on_the_way_is_not_followed(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);

	git(s, "mkdir -p refs/heads/assay/v1 ../there; ln -s ../../../../../there "
	    "refs/heads/assay/v1/log");
	refused(s, ERR_IO, repo_ref_move(t.repo, CHAIN, &t.one, NULL, "m", &s->err));
	assert_string_equal(git(s, "find ../there"), "../there");
	git(s, "rm refs/heads/assay/v1/log; mkdir -p logs/refs/heads; "
	    "ln -s ../../../../there logs/refs/heads/assay");
	refused(s, ERR_IO, repo_ref_move(t.repo, CHAIN, &t.one, NULL, "m", &s->err));
	assert_string_equal(git(s, "find ../there; find . -name '*.lock'"), "../there");
	git(s, "! git rev-parse -q --verify " CHAIN);
	repo_close(t.repo);
}

/* How many moves stock git reads in the log of the branch afterwards, and lines in HEAD's. */
static const char *
logs_after(struct scratch *s, struct two *t, const struct oid *to, const struct oid *from)
{
	ok(s, repo_ref_move(t->repo, TRUST, to, from, "moved", &s->err));
	return git(s, "echo $(git reflog " TRUST " -- | wc -l) "
		   "$(cat logs/HEAD 2> /dev/null | wc -l)");
}

static void
the_reflog_is_kept_as_git_keeps_it(void **state)
{
	struct scratch *s = *state;
	struct two t = two_in(s);
	const char *line;

	assert_string_equal(logs_after(s, &t, &t.one, NULL), "1 1");
	line = git(s, "cat logs/" TRUST);
	assert_memory_equal(line, "0000000000000000000000000000000000000000 ", OID_HEX);
	assert_memory_equal(line + OID_HEX, t.one_hex, OID_HEX - 1);
	assert_string_equal(git(s, "cmp logs/HEAD logs/" TRUST), "");
	git(s, "git config core.logAllRefUpdates false");
	assert_string_equal(logs_after(s, &t, &t.two, &t.one), "2 2");
	git(s, "printf 0123 >> logs/" TRUST "; rm logs/HEAD");
	assert_string_equal(logs_after(s, &t, &t.one, &t.two), "3 0");
	git(s, "rm -r logs; git config core.logAllRefUpdates true");
	assert_string_equal(logs_after(s, &t, &t.two, &t.one), "1 1");
	git(s, "rm -r logs; git config --unset core.logAllRefUpdates");
	assert_string_equal(logs_after(s, &t, &t.one, &t.two), "0 0");
	git(s, "git config core.bare false");
	repo_close(t.repo);
	ok(s, repo_open(&t.repo, at(s, "l.git"), &s->err));
	assert_string_equal(logs_after(s, &t, &t.two, &t.one), "1 1");
	assert_string_equal(git(s, "git log -g -1 --format='%gn %ge %gs' " TRUST " --"),
			    "assay assay@assay.invalid moved");
	repo_close(t.repo);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(while_a_ref_is_held_neither_git_nor_another_handle_moves_it),
		SCRATCH_TEST(a_held_ref_moves_when_it_is_put_and_not_before),
		SCRATCH_TEST(what_a_packed_ref_says_counts),
		SCRATCH_TEST(a_name_that_is_a_folder_to_another_is_refused),
		SCRATCH_TEST(a_link_on_the_way_is_not_followed),
		SCRATCH_TEST(the_reflog_is_kept_as_git_keeps_it),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
