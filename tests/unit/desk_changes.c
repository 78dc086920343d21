/* What changed since a commit, as each criterion sees it. */
#include "core/desk/changes.h"
#include "tests/unit/store_scratch.h"

#define RUBRIC \
	"assay_rubric: 1\nid: small\nversion: 1\ntitle: Small\ndesign: {barriers: a}\n" \
	"scales:\n  two: {levels: [{id: low, points: 0}, {id: high, points: 1}]}\n" \
	"parts:\n  - id: p1\n    kind: artifacts\n    label: One\n    evidence:\n" \
	"      - {id: a1, path: \"one/**\"}\n      - {id: a2, path: \"two/**\"}\n" \
	"      - {id: a3, path: \"three/**\"}\n      - {id: a4, path: \"four/**\"}\n" \
	"      - {id: a5, label: Link, accepts: [link]}\n" \
	"    criteria:\n" \
	"      - {id: c1, label: One, scale: two, evidence: [a1]}\n" \
	"      - {id: c2, label: Two, scale: two, evidence: [a2]}\n" \
	"      - {id: c3, label: Three, scale: two, evidence: [a3]}\n" \
	"      - {id: c4, label: Four, scale: two, evidence: [a4]}\n" \
	"      - {id: c5, label: Five, scale: two, evidence: [a5]}\n" \
	"      - {id: c6, label: Six, scale: two, evidence: [a1, a2]}\n" \
	"decision: {pass: all(p1 >= high)}\n"

#define MANIFEST(link) "printf 'assay_portfolio: 1\\nrubric: small\\nevidence:\\n" \
	"  - {slot: a5, link: \"https://example.org/" link "\"}\\n' > portfolio.yaml\n"
#define BEGIN IN "mkdir ev; cd ev; git init -q; mkdir one two three; " MANIFEST("a") \
	"echo a > one/a; echo b > one/b; echo c > two/c; echo d > three/d; echo o > other\n" \
	"git add -A; git commit -qm one; git rev-parse HEAD"

struct looking {
	struct scratch *s;
	const struct rubric *rubric;
	struct decision said;
	struct past_decision judged;
	struct dossier now;
	struct changes changes;
};

/* What was judged, then what the script makes of it. */
static void
look(struct looking *l, struct scratch *s, const char *change)
{
	struct faults faults = { .arena = &s->arena, .path = "rubric" };

	*l = (struct looking){ .s = s };
	assert_int_equal(digest_init(), 0);
	l->rubric = rubric_parse(&s->arena, &faults, NULL, span_of(RUBRIC));
	if (fault_check(&faults, &s->err) != 0)
		fail_msg("%s", s->err.text);
	l->said = (struct decision){ .attempt = 1, .evidence = {
		.commit = arena_text(&s->arena, run(s, BEGIN)), .path = "" } };
	l->judged.said = &l->said;
	run(s, arena_printf(&s->arena, IN "cd ev\n%s\ngit add -A; git commit -qm two", change));
	ok(s, dossier_open(&l->now, at(s, "ev"), "HEAD", "", l->rubric, NULL, &s->err));
	changes_open(&l->changes, &l->now, at(s, "ev"), &l->judged);
}

static void
look_away(struct looking *l)
{
	changes_close(&l->changes);
	dossier_close(&l->now);
}

static void
expect(const struct looking *l, const char *criterion, const char *change)
{
	int at = criterion == NULL ? (int)l->rubric->criterion_count
		: rubric_criterion(l->rubric, span_of(criterion));

	if (l->changes.trouble != NULL)
		fail_msg("%s", l->changes.trouble);
	assert_string_equal(change_word(l->changes.lists[at].kind), change);
}

/* All rows of a criterion, as they are printed. */
static const char *
rows_of(const struct looking *l, size_t criterion)
{
	const struct change_list *list = &l->changes.lists[criterion];
	struct buf text = { 0 };
	const char *out;

	for (size_t i = 0; i < list->count; i++) {
		buf_text(&text, i == 0 ? "" : " | ");
		changes_print(&text, &l->changes, &list->rows[i]);
	}
	out = arena_copy(&l->s->arena, text.data == NULL ? "" : text.data, text.len);
	buf_close(&text);
	return out;
}

static void
every_criterion_sees_its_own_evidence(void **state)
{
	struct looking l;

	look(&l, *state, "echo more >> one/a; echo new > two/n; git rm -q three/d; "
	     "mkdir four; echo f > four/f; " MANIFEST("b"));
	expect(&l, "c1", "changed");
	expect(&l, "c2", "changed");		/* one stayed, one came */
	expect(&l, "c3", "removed");
	expect(&l, "c4", "new");
	expect(&l, "c5", "changed");		/* another link */
	expect(&l, "c6", "changed");
	expect(&l, NULL, "changed");		/* the manifest itself */
	assert_true(changes_touch(&l.changes, 0));
	assert_string_equal(rows_of(&l, 0), "changed one/a: 7 bytes, blob d49c2e721b44; "
			    "was 2 bytes, blob 78981922613b");
	assert_string_equal(rows_of(&l, 1), "new two/n: 4 bytes, blob 3e757656cf36");
	assert_string_equal(rows_of(&l, 2), "removed three/d: 2 bytes, blob 4bcfe98e640c");
	assert_string_equal(rows_of(&l, 4), "removed https://example.org/a: a link | "
			    "new https://example.org/b: a link");
	look_away(&l);
}

static void
what_stayed_is_untouched(void **state)
{
	struct looking l;

	look(&l, *state, "echo x >> other");
	for (size_t i = 0; i < l.rubric->criterion_count; i++) {
		expect(&l, l.rubric->criteria[i].id, "untouched");
		assert_false(changes_touch(&l.changes, i));
	}
	expect(&l, NULL, "changed");
	look_away(&l);
}

/* The same bytes elsewhere: told as renamed; and new to who sees them for the first time. */
static void
a_blob_that_moved_is_told_as_renamed(void **state)
{
	struct looking l;

	look(&l, *state, "git mv one/a one/z; git mv two/c three/c");
	expect(&l, "c1", "untouched");
	assert_string_equal(rows_of(&l, 0),
			    "untouched one/z: same bytes, renamed from one/a");
	expect(&l, "c2", "removed");
	expect(&l, "c3", "changed");
	assert_string_equal(rows_of(&l, 2), "new three/c: same bytes, renamed from two/c");
	look_away(&l);
}

static void
another_mode_is_a_change(void **state)
{
	struct looking l;

	look(&l, *state, "chmod +x one/a; rm one/b; ln -s a one/b");
	expect(&l, "c1", "changed");
	assert_string_equal(rows_of(&l, 0),
		"changed one/a: 2 bytes, executable, blob 78981922613b; "
		"was 2 bytes, blob 78981922613b | "
		"changed one/b: 1 bytes, a symbolic link, blob 2e65efe2a145; "
		"was 2 bytes, blob 61780798228d");
	look_away(&l);
}

static void
words_are_told_of_changed_texts_alone(void **state)
{
	struct word_changes words;
	struct looking l;
	struct scratch *s = *state;

	look(&l, s, "echo more >> one/a; echo new > two/n; printf 'x\\0' > three/d");
	ok(s, changes_words(&words, &s->arena, &l.changes, l.changes.lists[0].rows[0].piece,
			    &s->err));
	assert_int_equal(words.count, 1);
	assert_memory_equal(words.lines[0].text.data, "{+more+}", 8);
	refused(s, ERR_REFUSED, changes_words(&words, &s->arena, &l.changes,
		l.changes.lists[1].rows[0].piece, &s->err));
	refused(s, ERR_REFUSED, changes_words(&words, &s->arena, &l.changes,
		l.changes.lists[2].rows[0].piece, &s->err));
	says(s, "not text");
	look_away(&l);
}

static void
a_judged_commit_that_is_gone_is_told(void **state)
{
	struct looking l;

	look(&l, *state, "git checkout -q --orphan other; git branch -qD main; git add -A; "
	     "git commit -qm again; git reflog expire --expire=now --all; "
	     "git gc -q --prune=now; echo x > x");
	assert_non_null(l.changes.trouble);
	assert_non_null(strstr(l.changes.trouble, "is not in the repository any more"));
	assert_null(l.changes.lists);
	assert_false(changes_touch(&l.changes, 0));
	look_away(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH_TEST(every_criterion_sees_its_own_evidence),
		SCRATCH_TEST(what_stayed_is_untouched),
		SCRATCH_TEST(a_blob_that_moved_is_told_as_renamed),
		SCRATCH_TEST(another_mode_is_a_change),
		SCRATCH_TEST(words_are_told_of_changed_texts_alone),
		SCRATCH_TEST(a_judged_commit_that_is_gone_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
