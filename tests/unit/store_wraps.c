/* Wrapped keys on a branch of the portfolio repository, which is the learner's to write too. */
#include "tests/unit/store_ledger.h"

#include "core/store/wraps.h"

enum { KEYS = 2 };

struct post {
	struct desk desk;
	const char *repo;
	struct sealkey keys[KEYS];
	struct box box;
};

static void
post_open(struct post *p, struct scratch *s)
{
	struct sshkey key;

	desk_open(&p->desk, s);
	run(s, IN "git init -q hers; cd hers; echo x > plan.md; git add .; git commit -qm one");
	p->repo = at(s, "hers");
	for (int i = 0; i < KEYS; i++)
		p->keys[i] = sealkey_make();
	ok(s, keyfile_create(&key, at(s, "cat.box"), NULL, NULL, &s->err));
	ok(s, box_open(&p->box, at(s, "cat.box"), NULL, &s->err));
}

static void
post_close(struct post *p)
{
	for (int i = 0; i < KEYS; i++)
		sealkey_close(&p->keys[i]);
	box_close(&p->box);
	desk_close(&p->desk);
}

static struct wraps_writer
writer(struct post *p)
{
	return (struct wraps_writer){ &p->desk.ledger, actors[BEN],
				      p->desk.signers[BEN].key.kid, NOW };
}

static int
try_put(struct post *p, int which)
{
	const struct wraps_writer by = writer(p);
	struct scratch *s = p->desk.s;
	struct buf text = { 0 };
	struct wrap wrap;
	int status;

	ok(s, sealkey_wrap(&text, &p->keys[which], &p->box, &s->err));
	wrap = (struct wrap){ p->box.kid, buf_span(&text) };
	status = wraps_put(p->repo, p->keys[which].id, &wrap, 1, &by, &s->err);
	buf_close(&text);
	return status;
}

static size_t
count_of(struct post *p, int which)
{
	struct scratch *s = p->desk.s;
	struct wrap *wraps;
	size_t count;

	ok(s, wraps_read(&wraps, &count, &s->arena, p->repo, p->keys[which].id, NULL,
			 &s->err));
	return count;
}

static struct wraps_gone
take_away(struct post *p, int which)
{
	const struct wraps_writer by = writer(p);
	const char *const ids[] = { p->keys[which].id };
	struct wraps_gone gone;

	ok(p->desk.s, wraps_remove(&gone, p->repo, ids, 1, &by, &p->desk.s->err));
	return gone;
}

static void
what_is_put_there_comes_out_as_stock_git_sees_it(void **state)
{
	struct scratch *s = *state;
	struct sealkey opened;
	struct post p;
	struct wrap *wraps;
	size_t count;

	post_open(&p, s);
	assert_int_equal(count_of(&p, 0), 0);
	ok(s, try_put(&p, 0));
	ok(s, try_put(&p, 1));
	ok(s, wraps_read(&wraps, &count, &s->arena, p.repo, p.keys[0].id, NULL, &s->err));
	assert_int_equal(count, 1);
	assert_string_equal(wraps[0].box_kid, p.box.kid);
	ok(s, sealkey_unwrap(&opened, wraps[0].bytes, p.keys[0].id, &p.box, &s->err));
	assert_memory_equal(opened.bytes, p.keys[0].bytes, 32);
	assert_string_equal(run(s, IN "cd hers; git fsck --strict 2>&1; git log --oneline"
				   " assay/keys | wc -l | tr -d ' '"), "2");
	assert_string_equal(run(s, IN "cd hers; git ls-tree -r --name-only assay/keys | wc -l"
				   " | tr -d ' '; git status --porcelain"), "2");
	sealkey_close(&opened);
	post_close(&p);
}

static void
one_portfolio_is_shredded_and_the_other_stays(void **state)
{
	struct scratch *s = *state;
	struct wraps_gone gone;
	struct post p;

	post_open(&p, s);
	ok(s, try_put(&p, 0));
	ok(s, try_put(&p, 0));	/* closed anew: the one before is in the history */
	ok(s, try_put(&p, 1));
	gone = take_away(&p, 0);
	assert_int_equal(gone.wraps, 2);
	assert_int_equal(gone.kept, 0);
	assert_int_equal(count_of(&p, 0), 0);
	assert_int_equal(count_of(&p, 1), 1);
	assert_string_equal(run(s, IN "cd hers; git rev-list --count assay/keys"), "1");
	assert_int_equal(take_away(&p, 0).wraps, 0);
	assert_int_equal(count_of(&p, 1), 1);

	assert_int_equal(take_away(&p, 1).wraps, 1);
	assert_string_equal(run(s, IN "cd hers; git branch --list 'assay/*'; git reflog"
				   " assay/keys 2>/dev/null || true"), "");
	assert_string_equal(run(s, IN "cd hers; git cat-file --batch --batch-all-objects |"
				   " grep -ac assay-wrapped || true"), "0");
	assert_int_equal(take_away(&p, 1).wraps, 0);
	post_close(&p);
}

static void
what_git_packed_is_told(void **state)
{
	struct scratch *s = *state;
	struct wraps_gone gone;
	struct post p;

	post_open(&p, s);
	ok(s, try_put(&p, 0));
	run(s, IN "cd hers; git gc -q; git pack-refs --all");
	gone = take_away(&p, 0);
	assert_int_equal(gone.wraps, 0);
	assert_int_equal(gone.kept, 1);
	assert_string_equal(run(s, IN "cd hers; git branch --list 'assay/*'"), "");
	run(s, IN "cd hers; git gc -q --prune=now");
	assert_string_equal(run(s, IN "cd hers; git cat-file --batch --batch-all-objects |"
				   " grep -ac assay-wrapped || true"), "0");
	post_close(&p);
}

static void
what_cannot_be_read_is_not_taken_for_nothing(void **state)
{
	struct scratch *s = *state;
	struct post p;
	const struct wraps_writer by = { &p.desk.ledger, actors[BEN], "", NOW };
	const char *ids[1];
	struct wraps_gone gone;

	post_open(&p, s);
	ids[0] = p.keys[0].id;
	ok(s, try_put(&p, 0));
	ok(s, try_put(&p, 1));
	run(s, IN "cd hers; t=$(git rev-parse assay/keys^{tree}); cd .git/objects;"
	    " mv \"$(echo $t | cut -c1-2)/$(echo $t | cut -c3-)\" ..");
	refused(s, ERR_NOT_FOUND, wraps_remove(&gone, p.repo, ids, 1, &by, &s->err));
	assert_string_equal(run(s, IN "cd hers; git for-each-ref --format='%(refname)'"
				   " 'refs/heads/assay/*'"), "refs/heads/assay/keys");
	post_close(&p);
}

/* What was put there meanwhile is another's, and nothing here may take it away. */
static void
only_the_branch_that_was_here_goes_there(void **state)
{
	struct scratch *s = *state;
	struct wraps_gone gone;
	struct post p;

	post_open(&p, s);
	ok(s, try_put(&p, 0));
	run(s, IN "git init -q --bare hub; cd hers; git push -q ../hub main assay/keys;"
	    " git push -q ../hub main:assay/keys --force");
	gone = take_away(&p, 0);
	refused(s, ERR_CONFLICT, wraps_remove_there(&p.desk.ledger, at(s, "hub"), gone.was,
						    &s->err));
	says(s, "it is not the branch that was here");
	gone = take_away(&p, 0);
	refused(s, ERR_CONFLICT, wraps_remove_there(&p.desk.ledger, at(s, "hub"), gone.was,
						    &s->err));
	says(s, "no such branch was here");
	assert_string_equal(run(s, IN "git -C hub branch --list 'assay/*'"), "  assay/keys");

	ok(s, try_put(&p, 0));
	run(s, IN "cd hers; git push -qf ../hub assay/keys");
	gone = take_away(&p, 0);
	ok(s, wraps_remove_there(&p.desk.ledger, at(s, "hub"), gone.was, &s->err));
	ok(s, wraps_remove_there(&p.desk.ledger, at(s, "hub"), gone.was, &s->err));
	assert_string_equal(run(s, IN "git -C hub branch --list 'assay/*'"), "");
	post_close(&p);
}

/* The learner's own work is not what is shredded, wherever the branch was made to point. */
static void
a_branch_of_something_else_is_refused_and_only_the_name_goes(void **state)
{
	struct scratch *s = *state;
	struct wrap *wraps;
	size_t count;
	struct post p;

	post_open(&p, s);
	run(s, IN "cd hers; git branch assay/keys");
	refused(s, ERR_REFUSED, wraps_read(&wraps, &count, &s->arena, p.repo, p.keys[0].id,
					   NULL, &s->err));
	says(s, "holds plan.md, which assay never put there");
	refused(s, ERR_REFUSED, try_put(&p, 0));
	assert_int_equal(take_away(&p, 0).wraps, 0);
	assert_string_equal(run(s, IN "cd hers; git branch --list 'assay/*'; git fsck --strict"
				   " 2>&1; git show HEAD:plan.md"), "x");
	post_close(&p);
}

static void
a_wrap_of_another_size_is_not_read(void **state)
{
	struct scratch *s = *state;
	struct wrap *wraps;
	size_t count;
	struct post p;

	post_open(&p, s);
	run(s, arena_printf(&s->arena, IN "cd hers; b=$(head -c 5000000 /dev/zero | git"
			    " hash-object -w --stdin); t=$(printf '100644 blob %%s\\t%s\\n' $b |"
			    " git mktree); r=$(printf '040000 tree %%s\\t%s\\n' $t | git mktree);"
			    " git update-ref refs/heads/assay/keys $(git commit-tree -m x $r)",
			    p.box.kid, p.keys[0].id));
	refused(s, ERR_LIMIT, wraps_read(&wraps, &count, &s->arena, p.repo, p.keys[0].id,
					 NULL, &s->err));
	refused(s, ERR_LIMIT, wraps_read(&wraps, &count, &s->arena, p.repo, p.keys[0].id,
					 p.box.kid, &s->err));
	ok(s, wraps_read(&wraps, &count, &s->arena, p.repo, p.keys[0].id, p.keys[1].id,
			 &s->err));
	assert_int_equal(count, 0);
	post_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(what_is_put_there_comes_out_as_stock_git_sees_it),
		SCRATCH_TEST(one_portfolio_is_shredded_and_the_other_stays),
		SCRATCH_TEST(what_git_packed_is_told),
		SCRATCH_TEST(what_cannot_be_read_is_not_taken_for_nothing),
		SCRATCH_TEST(only_the_branch_that_was_here_goes_there),
		SCRATCH_TEST(a_branch_of_something_else_is_refused_and_only_the_name_goes),
		SCRATCH_TEST(a_wrap_of_another_size_is_not_read),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
