/* A sitting: what was said is on disk, what could not be kept was not said. */
#include "store_scratch.h"

#include <signal.h>
#include <sys/resource.h>

#include "core/base/file.h"
#include "core/desk/session.h"

#define PSEUDONYM "00112233445566778899aabbccddeeff"
#define MAKE IN "mkdir -p portfolios rubrics evidence; cat > rubrics/small.yaml <<'Y'\n" \
	"assay_rubric: 1\n" \
	"id: small\n" \
	"version: 1\n" \
	"title: Small\n" \
	"scales:\n" \
	"  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"parts:\n" \
	"  - id: p1\n" \
	"    kind: artifacts\n" \
	"    label: Part one\n" \
	"    evidence: [{id: a1, label: Plan, path: \"**\", min: 1}]\n" \
	"    criteria:\n" \
	"      - {id: c1, label: One, scale: two, evidence: [a1]}\n" \
	"      - {id: c2, label: Two, scale: two, evidence: [a1]}\n" \
	"decision:\n" \
	"  pass: all(p1 >= high)\n" \
	"Y\n" \
	"printf 'portfolio: " PSEUDONYM "\\nrepo: evidence\\nrubric: small\\nattempt: 1\\n'" \
	" > portfolios/" PSEUDONYM ".yaml\n" \
	"cd evidence; git init -q; printf '1\\n2\\n3\\n' > plan.md; echo x > other.md\n" \
	"git add -A; git commit -qm one"
#define MORE IN "cd evidence; echo 4 >> plan.md; git commit -qam more"
#define FORCED IN "cd evidence; echo y > other.md; git commit -qa --amend -m forced; " \
	"git reflog expire --expire=now --all; git gc -q --prune=now"
#define DRAFT IN "cat state/drafts/*/" PSEUDONYM ".1.a-one"

static struct workspace
workspace_in(struct scratch *s)
{
	return (struct workspace){
		.places = { .data = at(s, "data"), .state = at(s, "state") },
		.dir = s->dir, .name = "Test", .ledger_path = at(s, "ledger.git"),
		.ledger_id = "00000000000000000000000000000000"
			"00000000000000000000000000000000",
		.actor = "a-one", .key = "a-one" };
}

struct sitting {
	struct workspace workspace;
	struct session session;
};

static void
sit(struct sitting *out, struct scratch *s, bool look)
{
	struct session_options options = { .look = look, .who = "the test" };

	out->workspace = workspace_in(s);
	ok(s, session_open(&out->session, &out->workspace, "0011", &options, &s->err));
}

static void
say(struct sitting *sitting, struct scratch *s, const char *verb)
{
	ok(s, session_say(&sitting->session, verb, &s->err));
}

static const char *
level_of(const struct sitting *sitting, size_t criterion)
{
	const struct mark mark = sitting->session.scoring.judgements[criterion].mark;

	return mark.kind == MARK_LEVEL
		? sitting->session.rubric->criteria[criterion].scale->levels[mark.index].id
		: "none";
}

/* Looking leaves nothing behind; what was said comes back; undo reaches over a night. */
static void
test_replay(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;

	run(s, MAKE);
	sit(&sitting, s, false);
	session_close(&sitting.session);
	assert_string_equal(run(s, IN "ls state/drafts/*"), PSEUDONYM ".1.a-one.lock");
	sit(&sitting, s, false);
	say(&sitting, s, "level c1 high");
	say(&sitting, s, "level c2 low");
	say(&sitting, s, "note c1 two\nlines \\n");
	refused(s, ERR_REFUSED, session_say(&sitting.session, "level c1 best", &s->err));
	refused(s, ERR_USAGE, session_say(&sitting.session, "sealing 00", &s->err));
	refused(s, ERR_USAGE, session_say(&sitting.session, "seen plan.md", &s->err));
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_string_equal(level_of(&sitting, 0), "high");
	assert_string_equal(sitting.session.scoring.judgements[0].note, "two\nlines \\n");
	say(&sitting, s, "undo");
	say(&sitting, s, "undo");
	assert_string_equal(level_of(&sitting, 1), "none");
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_string_equal(level_of(&sitting, 1), "none");
	say(&sitting, s, "redo");
	assert_string_equal(level_of(&sitting, 1), "low");
	session_close(&sitting.session);
}

static void
test_look(void **state)
{
	struct scratch *s = *state;
	struct sitting writing, looking, second;
	struct session_options options = { .who = "another" };

	run(s, MAKE);
	sit(&writing, s, false);
	say(&writing, s, "level c1 high");
	sit(&looking, s, true);
	assert_string_equal(level_of(&looking, 0), "high");
	refused(s, ERR_REFUSED, session_say(&looking.session, "level c1 low", &s->err));
	refused(s, ERR_REFUSED, session_say(&looking.session, "evidence newest", &s->err));
	refused(s, ERR_REFUSED, session_ready(&looking.session, &s->err));
	session_close(&looking.session);
	second.workspace = workspace_in(s);
	refused(s, ERR_CONFLICT, session_open(&second.session, &second.workspace, "0011",
					      &options, &s->err));
	says(s, "the test");
	session_close(&writing.session);
}

/* A verb that finds no room is unsaid; the next that does is kept. */
static void
test_unkept(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;
	struct rlimit old, none;

	run(s, MAKE);
	sit(&sitting, s, false);
	say(&sitting, s, "level c1 high");
	say(&sitting, s, "level c2 low");
	say(&sitting, s, "undo");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	none = (struct rlimit){ (rlim_t)sitting.session.draft.len, old.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	refused(s, ERR_IO, session_say(&sitting.session, "level c1 low", &s->err));
	says(s, "not kept");
	refused(s, ERR_IO, session_say(&sitting.session, "evidence keep", &s->err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_string_equal(level_of(&sitting, 0), "high");
	say(&sitting, s, "redo");	/* what was undone can still be redone */
	assert_string_equal(level_of(&sitting, 1), "low");
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_false(sitting.session.draft.torn);
	assert_string_equal(level_of(&sitting, 0), "high");
	assert_string_equal(level_of(&sitting, 1), "low");
	session_close(&sitting.session);
}

static size_t
unseen(struct sitting *sitting, struct scratch *s)
{
	size_t *items;

	return session_unseen(&items, &s->arena, &sitting->session);
}

/* A tick waits for the first verb, is kept with it, and is of one commit only. */
static void
test_seen(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;

	run(s, MAKE);
	sit(&sitting, s, false);
	assert_int_equal(unseen(&sitting, s), 2);
	session_saw(&sitting.session, (size_t)dossier_find(&sitting.session.dossier, "plan.md"));
	assert_int_equal(sitting.session.draft.len, 0);
	say(&sitting, s, "level c1 high");
	session_close(&sitting.session);
	assert_non_null(strstr(run(s, DRAFT), "level c1 high\nseen plan.md"));
	sit(&sitting, s, false);
	assert_int_equal(unseen(&sitting, s), 1);
	session_close(&sitting.session);
	run(s, MORE);
	sit(&sitting, s, false);
	say(&sitting, s, "evidence newest");
	assert_int_equal(unseen(&sitting, s), 2);
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_int_equal(unseen(&sitting, s), 2);
	session_close(&sitting.session);
}

static void
test_moves_on(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;
	char judged[OID_HEX], first[OID_HEX];

	run(s, MAKE);
	sit(&sitting, s, false);
	snprintf(first, sizeof first, "%s", sitting.session.newest);
	say(&sitting, s, "level c1 high");
	refused(s, ERR_REFUSED, session_say(&sitting.session, "cite c1 plan.md:4", &s->err));
	session_close(&sitting.session);
	run(s, MORE);
	sit(&sitting, s, false);
	assert_true(sitting.session.moved_on);
	refused(s, ERR_REFUSED, session_ready(&sitting.session, &s->err));
	refused(s, ERR_USAGE, session_say(&sitting.session, "evidence other", &s->err));
	say(&sitting, s, "evidence keep");
	session_close(&sitting.session);
	sit(&sitting, s, false);	/* asked no more about that commit */
	assert_false(sitting.session.moved_on);
	oid_hex(judged, &sitting.session.dossier.evidence.commit);
	assert_string_equal(judged, first);
	session_close(&sitting.session);
	run(s, MORE);
	sit(&sitting, s, false);	/* but about the next */
	assert_true(sitting.session.moved_on);
	say(&sitting, s, "evidence newest");
	say(&sitting, s, "cite c1 plan.md:4-5");
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_false(sitting.session.moved_on);
	oid_hex(judged, &sitting.session.dossier.evidence.commit);
	assert_string_equal(judged, sitting.session.newest);
	session_close(&sitting.session);
}

static void
test_gone(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;

	run(s, MAKE);
	sit(&sitting, s, false);
	say(&sitting, s, "level c1 high");
	say(&sitting, s, "cite c1 other.md");
	session_close(&sitting.session);
	run(s, FORCED);
	sit(&sitting, s, false);
	assert_true(sitting.session.gone);
	assert_string_equal(level_of(&sitting, 0), "high");
	refused(s, ERR_REFUSED, session_say(&sitting.session, "evidence keep", &s->err));
	say(&sitting, s, "evidence newest");
	assert_false(sitting.session.gone);
	session_close(&sitting.session);
}

/* What was announced as signed is that only until something else is said. */
static void
test_signed_id(void **state)
{
	static const char *const after[] = { "level c2 low", "undo", "evidence newest" };
	struct scratch *s = *state;
	struct sitting sitting;

	run(s, MAKE);
	for (size_t i = 0; i < 3; i++) {
		sit(&sitting, s, false);
		say(&sitting, s, "level c1 high");
		ok(s, draft_add(&sitting.session.draft, "sealing " PSEUDONYM, &s->err));
		session_close(&sitting.session);
		sit(&sitting, s, false);
		assert_string_equal(sitting.session.signed_id, PSEUDONYM);
		say(&sitting, s, "evidence keep");
		assert_non_null(sitting.session.signed_id);
		say(&sitting, s, after[i]);
		assert_null(sitting.session.signed_id);
		session_close(&sitting.session);
		sit(&sitting, s, false);
		assert_null(sitting.session.signed_id);
		session_close(&sitting.session);
	}
}

static void
test_rubric_changed(void **state)
{
	struct scratch *s = *state;
	struct sitting sitting;
	struct session_options options = { .who = "the test" };

	run(s, MAKE);
	sit(&sitting, s, false);
	say(&sitting, s, "level c1 high");
	session_close(&sitting.session);
	run(s, IN "cp rubrics/small.yaml was; sed -i 's/Small/Other/' rubrics/small.yaml");
	refused(s, ERR_CONFLICT, session_open(&sitting.session, &sitting.workspace, "0011",
					      &options, &s->err));
	says(s, "put the file back");
	run(s, IN "cp was rubrics/small.yaml");
	sit(&sitting, s, false);
	assert_string_equal(level_of(&sitting, 0), "high");
	session_close(&sitting.session);
}

/* What was being written is there again, unless the file is damaged or about nothing known. */
static void
test_jotting(void **state)
{
	static const char *const damaged[] = {
		"", "assay-jotting 1", "assay-jotting 1\non c1\n", "assay-jotting 1\non c1\nat x\na",
		"assay-jotting 1\non c1\nat 2\na", "assay-jotting 1\nat 1\non c1\na",
		"assay-jotting 2\non c1\nat 1\na", "assay-jotting 1\non c9\nat 1\na",
	};
	const struct jotting half = { "c2", "two\nlines", 5 };
	struct scratch *s = *state;
	struct sitting sitting;
	const char *path;

	run(s, MAKE);
	sit(&sitting, s, false);
	say(&sitting, s, "level c1 high");
	path = arena_printf(&s->arena, "%s.note", sitting.session.draft.path);
	ok(s, jotting_keep(&sitting.session.draft, &half, &s->err));
	session_close(&sitting.session);
	sit(&sitting, s, false);
	assert_string_equal(sitting.session.jotting.on, "c2");
	assert_string_equal(sitting.session.jotting.text, "two\nlines");
	assert_int_equal(sitting.session.jotting.at, 5);
	refused(s, ERR_REFUSED, session_ready(&sitting.session, &s->err));
	says(s, "a note on c2 was begun");
	say(&sitting, s, "note c1 another");
	assert_non_null(sitting.session.jotting.on);
	say(&sitting, s, "note c2 said");
	assert_null(sitting.session.jotting.on);
	assert_string_equal(run(s, IN "ls state/drafts/* | grep -c note || :"), "0");
	session_close(&sitting.session);
	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		ok(s, file_write(path, span_of(damaged[i]), 0600, &s->err));
		sit(&sitting, s, false);
		assert_null(sitting.session.jotting.on);
		session_close(&sitting.session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(test_replay), SCRATCH_TEST(test_look), SCRATCH_TEST(test_unkept),
		SCRATCH_TEST(test_seen), SCRATCH_TEST(test_moves_on), SCRATCH_TEST(test_gone),
		SCRATCH_TEST(test_signed_id), SCRATCH_TEST(test_rubric_changed),
		SCRATCH_TEST(test_jotting),
	};

	if (digest_init() != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
