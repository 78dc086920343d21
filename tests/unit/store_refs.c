/* The refs of a ledger as git tells them, and when it takes libgit2 to open one. */
#include "core/store/git.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "tests/unit/store_scratch.h"

static struct repo *
ledger_of(struct scratch *s, const char *name)
{
	struct repo *repo = NULL;

	ok(s, repo_open_ledger(&repo, at(s, name), &s->err));
	return repo;
}

/* Refs of many kinds on three commits: bare, made by git; and one more like it. */
#define MADE IN "git init -q e; cd e; for n in 1 2 3; do echo $n > f; " \
	"git add f; git commit -qm $n; done; git clone -q --bare . ../m.git 2>&1; cd ../m.git; " \
	"git update-ref refs/heads/a/b/c HEAD~1; git update-ref refs/heads/a/b-c HEAD; " \
	"git update-ref refs/heads/a/b.c HEAD~2; git update-ref refs/assay/hwm/x HEAD; " \
	"git tag -am t v1; git symbolic-ref refs/heads/s refs/heads/a/b-c; "
#define AGAIN IN "rm -rf l.git; cp -r m.git l.git; cd l.git; "

/* As `git for-each-ref` does, a line each; a symbolic one with zeros. */
static const char *
listed(struct scratch *s, struct repo *repo, const char *folder)
{
	struct ref *refs;
	size_t count;
	const char *text = "";
	char hex[OID_HEX];

	ok(s, repo_ref_list(&refs, &count, &s->arena, repo, folder, 100, &s->err));
	for (size_t i = 0; i < count; i++) {
		struct oid found;

		oid_hex(hex, &refs[i].oid);
		text = arena_printf(&s->arena, "%s%s %s\n", text, hex, refs[i].name);
		if (hex[0] == '0' && strspn(hex, "0") == 40) {
			refused(s, ERR_INVALID, repo_ref_read(&found, repo, refs[i].name,
							      &s->err));
			continue;
		}
		ok(s, repo_ref_read(&found, repo, refs[i].name, &s->err));
		assert_true(oid_equal(&found, &refs[i].oid));
	}
	return text;
}

#define TOLD "git -C \"$1\"/l.git for-each-ref --format='%(if)%(symref)%(then)" \
	"0000000000000000000000000000000000000000%(else)%(objectname)%(end) %(refname)' "

/* All of them; or as well those of some folders. */
static void
same_as_git(struct scratch *s, struct repo *repo, bool in_folders)
{
	static const char *const folders[] = { "", "refs/heads/", "refs/heads/a/",
					       "refs/assay/", "refs/heads/a/b/c/", "refs/no/" };

	for (size_t i = 0; i < (in_folders ? sizeof folders / sizeof *folders : 1); i++) {
		const char *told = run(s, arena_printf(&s->arena, "%s%s%s", TOLD, folders[i],
							" | LC_ALL=C sort -k 2"));
		const char *mine = listed(s, repo, folders[i]);

		assert_string_equal(told, arena_copy(&s->arena, mine, strlen(mine)
						     - (mine[0] != '\0')));
	}
}

static void
refs_are_those_git_tells_loose_or_packed_or_moved_meanwhile(void **state)
{
	static const char *const changes[] = {
		"true", "git pack-refs --all", "git update-ref refs/heads/a/b/c HEAD",
		"git update-ref -d refs/heads/a/b.c", "git pack-refs --all --prune",
		"git update-ref refs/heads/z HEAD; git update-ref -d refs/heads/a/b/c",
		"sed -i 's/^\\([0-9a-f]*\\) /\\U\\1 /' packed-refs",
		"tr a-f A-F < refs/heads/z > z; mv z refs/heads/z", "rm packed-refs refs/heads/s",
	};
	struct scratch *s = *state;
	struct repo *repo;

	run(s, MADE);
	run(s, AGAIN);
	repo = ledger_of(s, "l.git");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		run(s, arena_printf(&s->arena, IN "cd l.git; %s", changes[i]));
		same_as_git(s, repo, i < 3);
	}
	repo_close(repo);
}

static void
a_name_that_leads_out_of_refs_is_no_ref(void **state)
{
	static const char *const names[] = { "HEAD", "refs/../HEAD", "refs/heads//a/b-c", "",
					     "refs/heads/", "refs/heads/a", "refs/x\ny", "refs" };
	struct scratch *s = *state;
	struct repo *repo;
	struct oid oid;

	run(s, MADE);
	repo = ledger_of(s, "m.git");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		refused(s, ERR_NOT_FOUND, repo_ref_read(&oid, repo, names[i], &s->err));
	repo_close(repo);
}

static void
what_git_does_not_write_is_refused_before_and_after_opening(void **state)
{
	static const struct {
		const char *trick, *says;
	} rows[] = {
		{ ": > refs/heads/a/b-c", "a ref that cannot be read" },
		{ "echo nothing > refs/heads/a/b-c", "a ref that cannot be read" },
		{ "rm refs/heads/a/b-c; mkfifo refs/heads/a/b-c", "a ref that cannot be read" },
		{ "ln -sf b.c refs/heads/a/b-c", "a symbolic link under refs" },
		{ "ln -s heads refs/more", "a symbolic link under refs" },
		{ "mkdir -p refs/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h/i/j", "folders too deep" },
		{ "sed -i '1s/^#/# refs\\/heads\\/x /' packed-refs", "not as git writes them" },
		{ "sed -i '$s/^/#/' packed-refs", "not as git writes them" },
		{ "sed -n 2p packed-refs >> packed-refs", "not as git writes them" },
		{ "sed -i 's/ refs/\\trefs/' packed-refs", "not as git writes them" },
		{ "sed -i 's/heads/../' packed-refs", "not as git writes them" },
		{ "sed -i 's/ refs/ rafs/' packed-refs", "not as git writes them" },
		{ "printf '%s' $(git rev-parse HEAD) >> packed-refs", "not as git writes them" },
		{ "printf '^abc\\n' >> packed-refs", "not as git writes them" },
		{ "tr '\\n' '\\0' < packed-refs > p; mv p packed-refs", "not as git writes them" },
		{ "truncate -s -1 packed-refs", "not as git writes them" },
		{ "truncate -s -2 packed-refs", "not as git writes them" },
		{ "sed -i 's/^[0-9a-f]* /0000000000000000000000000000000000000000 /' packed-refs",
		  "not as git writes them" },
		{ "echo 0000000000000000000000000000000000000000 > refs/heads/a/b-c",
		  "a ref that cannot be read" },
		{ "truncate -s 3M packed-refs", "more packed refs" },
		{ "rm packed-refs; mkdir packed-refs", "packed refs that cannot be read" },
	};
	struct scratch *s = *state;

	run(s, MADE "git update-ref refs/heads/z HEAD; git pack-refs --all; "
	    "git update-ref refs/heads/a/b-c HEAD~1");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct repo *repo, *late;
		struct ref *refs;
		size_t count;

		run(s, AGAIN);
		late = ledger_of(s, "l.git");
		run(s, arena_printf(&s->arena, IN "cd l.git; %s", rows[i].trick));
		refused(s, ERR_UNSAFE, repo_open_ledger(&repo, at(s, "l.git"), &s->err));
		says(s, rows[i].says);
		refused(s, ERR_UNSAFE, repo_ref_list(&refs, &count, &s->arena, late, "", 100,
						     &s->err));
		says(s, rows[i].says);
		repo_close(late);
	}
}

/* Of this process. */
static bool
has_libgit2(struct scratch *s)
{
	return strcmp(run(s, arena_printf(&s->arena, "grep -c libgit2 /proc/%d/maps || true",
					  (int)getpid())), "0") != 0;
}

/* The order matters: once loaded, it stays. */
static void
only_what_is_not_plain_is_shown_to_libgit2(void **state)
{
	static const struct {
		const char *config;
		enum err_code code;
	} rows[] = {
		{ "git config remote.o.url 'a [include] x'; git config gc.auto 0", ERR_NONE },
		{ "rm config; mkfifo config", ERR_UNSAFE },
		{ "git config include.path /nowhere", ERR_NONE },
		{ "git config core.worktree /nowhere", ERR_NONE },
		{ "echo '[core' >> config", ERR_IO },
		{ "printf '\\tx\\n' >> config", ERR_NONE },
		{ "git config core.repositoryformatversion 1; "
		  "git config extensions.objectformat sha256", ERR_NEWER },
		{ "git config core.repositoryformatversion 7", ERR_NEWER },
		{ "printf '[core]\\nrepositoryFormatVersion=9\\n' >> config", ERR_NEWER },
	};
	struct scratch *s = *state;

	run(s, MADE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct repo *repo;

		run(s, arena_printf(&s->arena, AGAIN "%s", rows[i].config));
		if (rows[i].code == ERR_NONE) {
			repo = ledger_of(s, "l.git");
			same_as_git(s, repo, false);
			repo_close(repo);
		} else {
			refused(s, rows[i].code,
				repo_open_ledger(&repo, at(s, "l.git"), &s->err));
		}
		assert_int_equal(has_libgit2(s), i > 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(refs_are_those_git_tells_loose_or_packed_or_moved_meanwhile),
		SCRATCH_TEST(a_name_that_leads_out_of_refs_is_no_ref),
		SCRATCH_TEST(what_git_does_not_write_is_refused_before_and_after_opening),
		SCRATCH_TEST(only_what_is_not_plain_is_shown_to_libgit2),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
