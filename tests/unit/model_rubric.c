#include "tests/unit/model_fixture.h"

#include "core/base/yaml.h"
#include "tests/unit/model_every_key.h"

static const struct rubric *
load(struct fixture *f, const char *text)
{
	f->faults = f->warnings = (struct faults){ .arena = &f->arena, .path = "r.yaml" };
	assert_int_equal(digest_init(), 0);
	return rubric_parse(&f->arena, &f->faults, &f->warnings, span_of(text));
}

static bool
is_warned(const struct fixture *f, const char *words)
{
	for (size_t i = 0; i < f->warnings.count; i++)
		if (strstr(f->warnings.items[i].text, words) != NULL)
			return true;
	return false;
}

static void
a_rubric_keeps_all_it_says(void **state)
{
	struct fixture f = { .rubric = NULL };
	const struct rubric *r = load(&f, rubric_with_every_key);
	const struct criterion *c;
	bool ok;

	(void)state;
	for (size_t i = 0; i < f.faults.count; i++)
		print_message("%d: %s\n", f.faults.items[i].at.line,
			      f.faults.items[i].text);
	assert_non_null(r);
	assert_string_equal(r->language, "pt-BR");
	assert_string_equal(r->issuer_id, "org-1");
	assert_string_equal(r->method_components[1], "b");
	assert_true(r->research_count == 1 && r->resource_count == 1
		    && r->skill_count == 2);
	assert_string_equal(r->design.goals, "d");
	assert_true(r->business_days == 14 && r->version == 3);
	assert_string_equal(r->scales[0].levels[0].label, "not yet");
	assert_int_equal(
		ratio_compare(r->scales[0].levels[1].points, ratio_of(3, 2), &ok), 0);
	assert_true(r->codes[1].effect == EFFECT_REFER && r->gate[1].effect == GATE_WARN);
	assert_true(r->gate[1].automatic == NULL && r->gate[0].automatic != NULL);
	assert_false(r->parts[0].optional);
	assert_true(r->parts[0].prompts[0].words_min == 10
		    && r->parts[0].prompts[0].words_max == 20
		    && r->parts[0].prompts[0].words_mode == WORDS_GUIDE);
	assert_true(rubric_slot(r, "a1")->accepts == (ACCEPT_TEXT | ACCEPT_LINK));
	assert_true(rubric_slot(r, "a1")->shared && rubric_slot(r, "a1")->min == 0);
	assert_true(rubric_slot(r, "a2")->accepts == ACCEPT_ANY
		    && rubric_slot(r, "a2")->min == 1);
	assert_null(rubric_slot(r, "q1"));
	c = &r->criteria[0];
	assert_true(c->feedback == FEEDBACK_BELOW && c->feedback_below == 1);
	assert_true(c->cite == CITE_REQUIRED && c->evidence_count == 2
		    && c->skill_count == 2);
	assert_string_equal(c->skills[0].framework, "F");
	assert_non_null(criterion_descriptor(c, 1));
	assert_null(criterion_descriptor(c, 0));
	assert_string_equal(criterion_descriptor(c, 1)->statements[1], "t");
	assert_true(r->criteria[1].scale == NULL
		    && criterion_level(&r->criteria[1], span_of("there")) < 0);
	assert_true(rubric_criterion(r, span_of("c2")) == 1
		    && rubric_code(r, span_of("odd")) == 1);
	assert_true(r->rounding == ROUND_HALF_EVEN && r->decimals == 1 && !r->manual);
	assert_true(r->attempts_max == 3 && r->attempts_then == THEN_CLOSE);
	assert_true(r->rescore_failed_only && r->banking_best_of && r->prior_visible);
	assert_true(r->independent == 2 && r->tolerance_decision == 0);
	assert_int_equal(ratio_compare(r->target_kappa, ratio_of(3, 5), &ok), 0);
	assert_false(is_warned(&f, "decides as") || is_warned(&f, "never matters"));
	fixture_close(&f);
}

static void
what_is_not_said_has_its_default(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f, "1 = 1");
	assert_string_equal(f.rubric->language, "en");
	assert_true(f.rubric->rounding == ROUND_HALF_UP && f.rubric->decimals == 2);
	assert_true(f.rubric->independent == 1 && f.rubric->attempts_max == 0);
	assert_true(f.rubric->criteria[0].weight.num == 1
		    && f.rubric->criteria[0].weight.den == 1);
	assert_false(ratio_is_defined(f.rubric->target_kappa));
	assert_true(f.rubric->parts[2].optional && !f.rubric->parts[1].optional);
	assert_string_equal(f.rubric->parts[1].label, "p2");
	assert_true(f.rubric->criteria[5].part == 1 && f.rubric->parts[2].first == 6);
	fixture_close(&f);
}

/* A tree written out again, with one node made into something else. */

enum mutation { TO_SCALAR, TO_LIST, TO_MAP, WITH_KEY, WITHOUT, MUTATIONS };

struct mutant {
	struct buf text;
	size_t node, target;
	enum mutation mutation;
	bool applied;		/* the node is not of that kind already */
};

static void put_node(struct mutant *m, const struct node *node);

static void
put_members(struct mutant *m, const struct node *node, bool add)
{
	bool map = node->kind == NODE_MAP;
	const char *join = "";

	buf_char(&m->text, map ? '{' : '[');
	for (const struct node *item = node->first; item != NULL; item = item->next) {
		bool gone = m->mutation == WITHOUT && m->node == m->target;

		m->applied = m->applied || gone;
		m->node += gone;
		if (gone)
			continue;
		buf_text(&m->text, join);
		if (map) {
			yaml_scalar(&m->text, span_of(item->key));
			buf_text(&m->text, ": ");
		}
		put_node(m, item);
		join = ", ";
	}
	if (add)
		buf_printf(&m->text, "%szzz: 1", join);
	buf_char(&m->text, map ? '}' : ']');
}

static void
put_node(struct mutant *m, const struct node *node)
{
	static const struct { enum node_kind kind; const char *text; } others[] = {
		[TO_SCALAR] = { NODE_SCALAR, "zzz" }, [TO_LIST] = { NODE_LIST, "[zzz]" },
		[TO_MAP] = { NODE_MAP, "{zzz: 1}" },
	};
	bool here = m->node++ == m->target;

	if (here && m->mutation <= TO_MAP && others[m->mutation].kind != node->kind) {
		buf_text(&m->text, others[m->mutation].text);
		m->applied = true;
	} else if (node->kind == NODE_SCALAR) {
		yaml_scalar(&m->text, node->text);
	} else {
		bool add = here && m->mutation == WITH_KEY && node->kind == NODE_MAP;

		m->applied = m->applied || add;
		put_members(m, node, add);
	}
}

static size_t
count_nodes(const struct node *node)
{
	size_t count = 1;

	for (node = node->first; node != NULL; node = node->next)
		count += count_nodes(node);
	return count;
}

static void
every_node_of_a_wrong_kind_is_a_fault(void **state)
{
	struct fixture f = { .rubric = NULL };
	struct faults none = { .arena = &f.arena };
	struct node *root = yaml_parse(&f.arena, &none, span_of(rubric_with_every_key), &yaml_document);
	size_t count = count_nodes(root), applied = 0;

	(void)state;
	for (size_t target = 0; target <= count; target++)
		for (int mutation = 0; mutation < MUTATIONS; mutation++) {
			struct mutant m = { .target = target,
					    .mutation = (enum mutation)mutation };

			put_node(&m, root);
			buf_char(&m.text, '\n');
			if ((load(&f, arena_text(&f.arena, m.text.data)) == NULL)
				    != m.applied
			    && mutation != WITHOUT)
				fail_msg("node %zu, mutation %d", target, mutation);
			applied += m.applied;
			assert_true(m.applied == (f.faults.count > 0)
				    || mutation == WITHOUT);
			buf_close(&m.text);
		}
	assert_true(applied > 400);
	fixture_close(&f);
}

static const struct {
	const char *from, *to;
	int line, column;
	const char *text;
} faulty[] = {
	{ "id: p2.b", "id: p2.a", 0, 0, "the id 'p2.a' is taken by a criterion on line" },
	{ "id: a1,", "id: p2,", 0, 0, "the id 'p2' is taken by a part on line" },
	{ "id: q1,", "id: sum,", 0, 0, "'sum' is a word of the decision rule" },
	{ "id: mid,", "id: level,", 0, 0, "'level' is a word of the decision rule" },
	{ "id: mid,", "id: low,", 0, 0, "the id 'low' is taken by a level on line" },
	{ "id: late,", "id: refer,", 0, 0, "'refer' is a word of the decision rule" },
	{ "id: late,", "id: ethics,", 0, 0,
	  "the id 'ethics' is taken by a code on line" },
	{ "scale: pass, evidence: [q1]}", "scale: fail}", 19, 37,
	  "there is no scale 'fail'" },
	{ "evidence: [q1, a1]", "evidence: [q1, a9]", 20, 58,
	  "there is no evidence and no prompt 'a9'" },
	{ "evidence: [q1, a1]", "evidence: [q1, q1]", 20, 58,
	  "'q1' stands here a second time" },
	{ "points: 2}", "points: 0.25}", 0, 0, "expected levels from low to high" },
	{ "points: 0.5", "points: .5", 0, 0,
	  "expected a number from 0 to 1000000, found '.5'" },
	{ "points: 0.5", "points: -1", 0, 0, "expected a number from 0 to 1000000" },
	{ "scale: none, feedback: required", "scale: none", 28, 9,
	  "a criterion without a scale is there for its comment" },
	{ "scale: none, feedback: required",
	  "scale: none, feedback: required, levels: {x: {text: t}}", 0, 0,
	  "a criterion without a scale has no levels" },
	{ "weight: 2", "feedback: required_if_below best", 0, 0,
	  "scale 'four' has no level 'best'" },
	{ "weight: 2", "feedback: required_if_below", 0, 0,
	  "expected optional, disabled" },
	{ "weight: 2", "levels: {best: {text: t}}", 0, 0,
	  "scale 'four' has no level 'best'" },
	{ "weight: 2", "weigth: 2", 0, 0,
	  "unknown key 'weigth' (did you mean 'weight'?)" },
	{ "weight: 2", "skills: [s1]", 0, 0, "this rubric has no skill 's1'" },
	{ "optional: true", "optional: maybe", 0, 0, "expected no, yes, false or true" },
	{ "path: a/**", "path: ../a", 0, 0, "expected a path inside the portfolio" },
	{ "path: a/**", "path: \"a\\nb\"", 0, 0, "expected a path inside the portfolio" },
	{ "label: N,", "label: \"N\\u0085\",", 28, 27, "expected one line of text" },
	{ "title: Demo", "title: \"De\\u2028mo\"", 4, 8, "expected one line of text" },
	{ "  pass: all(p1 >= 1)", "  pass:", 36, 8, "expected a rule, as in" },
	{ "  pass: {levels", "  pass: {level", 0, 0, "unknown key 'level' (did you mean 'levels'?)" },
	{ "{id: late, effect: none}", "late", 13, 5,
	  "expected a code (a mapping of id and effect), found 'late'" },
	{ "path: a/**", "min: 3, max: 2", 23, 30,
	  "this evidence wants at least 3 items and" },
	{ "text: Why", "text: Why, words: {min: 3, max: 2}", 0, 0,
	  "this prompt wants at least 3 words and" },
	{ "pass: {levels: [{id: no_pass, points: 0},", "pass: {levels: [", 0, 0,
	  "expected at least 2 in 'levels', found 1" },
	{ "  pass: {levels",
	  "  none: {levels: [{id: x, points: 0}, {id: y, points: 1}]}\n"
	  "  pass: {levels",
	  0, 0, "'none' stands for no scale" },
	{ "assay_rubric: 1", "assay_rubric: 2", 1, 15, "expected 1, found '2'" },
	{ "kind: reflection", "kind: essay", 0, 0,
	  "expected prompts, artifacts, reflection or attestation, found 'essay'" },
	{ "  pass: all(p1 >= 1)", "  manual: yes\n  refer: any_code(refer)", 0, 0,
	  "a manual decision has no rules" },
	{ "  pass: all(p1 >= 1)", "  incomplete: any_code(refer)", 0, 0,
	  "expected a key 'pass' in a decision, or manual: yes" },
	{ "  pass: all(p1 >= 1)", "  pass: [x]", 0, 0, "expected a rule" },
	{ "  pass: all(p1 >= 1)", "  pass: all(p1 >= low)", 36, 19,
	  "scale pass of p1.a has no level 'low'" },
	{ "  pass: all(p1 >= 1)", "  pass: \"all(p1 >= low)\"", 36, 20,
	  "scale pass of p1.a has no level 'low'" },
	{ "  pass: all(p1 >= 1)", "  pass: >-\n    sum(p1) > 1\n    and all(p1   >= low)",
	  38, 21, "scale pass of p1.a has no level 'low'" },
	{ "  pass: all(p1 >= 1)", "  pass: sum(p1) > 1 and\n    all(p1 >= low)", 37, 15,
	  "scale pass of p1.a has no level 'low'" },
	{ "  pass: all(p1 >= 1)", "  pass: \"all(p1 \\x3e= low)\"", 36, 9,
	  "scale pass of p1.a has no level 'low'" },
};

static void
faults_are_told_with_their_place(void **state)
{
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
		const char *good = FIXTURE_HEAD FIXTURE_DECISION "all(p1 >= 1)\n";
		const char *at = strstr(good, faulty[i].from);
		const struct fault *fault;
		size_t n = 0;

		assert_non_null(at);
		assert_null(load(&f, arena_printf(&f.arena, "%.*s%s%s", (int)(at - good),
						  good, faulty[i].to,
						  at + strlen(faulty[i].from))));
		while (n < f.faults.count
		       && strstr(f.faults.items[n].text, faulty[i].text) == NULL)
			n++;
		if (n == f.faults.count)
			fail_msg("%s: %s", faulty[i].to, f.faults.items[0].text);
		fault = &f.faults.items[n];
		if (faulty[i].line != 0 && (fault->at.line != faulty[i].line
					  || fault->at.column != faulty[i].column))
			fail_msg("%s: %d:%d", faulty[i].to, fault->at.line,
				 fault->at.column);
	}
	fixture_close(&f);
}

static void
all_faults_are_found_in_one_run(void **state)
{
	struct fixture f = { .rubric = NULL };

	(void)state;
	assert_null(load(&f, "assay_rubric: 1\nid: X\nversion: 0\ntitle: ''\n"
			     "scales: {s: {levels: [{id: a, points: 1}, {id: a, points: "
			     "0}]}}\n"
			     "parts: [{id: p, kind: prompts, criteria: [{id: p, label: "
			     "L, scale: t},"
			     " {id: q, label: L, scale: none}]}]\n"
			     "decision: {pass: all(p >= 3) and and}\nextra: 1\n"));
	assert_int_equal(f.faults.count, 10);
	for (size_t i = 1; i < f.faults.count; i++)
		assert_true(f.faults.items[i - 1].at.line <= f.faults.items[i].at.line);
	fixture_close(&f);
}

static void
a_rubric_is_bounded(void **state)
{
	struct fixture f = { .rubric = NULL };
	struct buf text = { 0 };

	(void)state;
	for (int part = 0; part < 3; part++) {
		buf_printf(&text, "  - {id: z%d, kind: artifacts, criteria: [", part);
		for (int i = 0; i < 64; i++)
			buf_printf(&text, "{id: z%d.%d, label: L, scale: pass},", part,
				   i);
		buf_text(&text, "]}\n");
	}
	assert_non_null(load(&f, arena_printf(&f.arena, "%s%sdecision: {pass: 1 = 1}\n",
					      FIXTURE_HEAD, text.data)));
	buf_text(&text, "  - {id: y, kind: artifacts, criteria: [{id: y.a, label: L, "
			"scale: pass}]}\n");
	assert_null(load(&f, arena_printf(&f.arena, "%s%sdecision: {pass: 1 = 1}\n",
					  FIXTURE_HEAD, text.data)));
	assert_string_equal(f.faults.items[0].text, "expected at most 200 criteria in "
						    "all");
	buf_clear(&text);
	for (int i = 0; i < RUBRIC_BYTES; i++)
		buf_char(&text, '\n');
	assert_null(load(&f, arena_printf(&f.arena, "%s%s", FIXTURE_HEAD, text.data)));
	buf_close(&text);
	fixture_close(&f);
}

static void
doubts_are_told_and_stop_nothing(void **state)
{
	static const struct { const char *pass, *warning; } rows[] = {
		{ "all(p1 >= 1) and sum(p2) > 1", "the level of p3.a never matters to "
						  "the decision" },
		{ "all(p1 >= 1) and sum(rubric) > 1", NULL },
		{ "all(p1 >= 1) and all(p2 >= 3)", "two decides as one does: no rule "
						   "tells them apart" },
		{ "all(p2 >= 3) and sum(p3) > 1", "passing decides as no_pass does: no "
						  "rule" },
		{ "sum(p2) >= 11", "no sheet can pass: this rule never holds" },
		{ "all(p1 >= 1) and not 1 < 2", "no sheet can pass" },
		{ "sum(p2) >= 0", "no sheet can fail to pass: this rule always holds" },
		{ "1 = 1\n  incomplete: count(code(p1)) <= 2",
		  "every sheet is incomplete: this rule always holds" },
		{ "1 = 1\n  refer: count(code(p1)) > 2",
		  "no sheet can be referred: this rule never holds" },
	};
	struct fixture f = { .rubric = NULL };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool found = rows[i].warning == NULL;

		fixture_open(&f, rows[i].pass);
		for (size_t n = 0; n < f.warnings.count; n++)
			found = found
				|| strstr(f.warnings.items[n].text, rows[i].warning)
					   != NULL;
		assert_true(found);
		assert_true(rows[i].warning != NULL
			    || (!is_warned(&f, "decides as")
				&& !is_warned(&f, "never matters")));
		fixture_close(&f);
	}
	f = (struct fixture){ .rubric = NULL };
	assert_non_null(load(&f, "assay_rubric: 1\nid: x\nversion: 1\ntitle: t\nscales:\n"
				 "  s: {levels: [{id: a, points: 1}, {id: b, points: "
				 "2}]}\n"
				 "  u: {levels: [{id: a, points: 1}, {id: b, points: "
				 "2}]}\n"
				 "parts: [{id: p, kind: prompts, criteria: [{id: c, "
				 "label: L, scale: s}]}]\n"
				 "decision: {pass: all(p >= b)}\n"));
	assert_true(is_warned(&f, "the design is empty: who is this opened to, and how?"));
	assert_true(is_warned(&f, "no criterion is on scale u"));
	fixture_close(&f);
}

static void
a_level_that_decides_nothing_but_is_described_is_for_the_learner(void **state)
{
	const char *text = "assay_rubric: 1\nid: x\nversion: 1\ntitle: t\nscales:\n"
		"  s: {levels: [{id: low, points: 0}, {id: near, points: 1},"
		" {id: there, points: 2}]}\n"
		"parts:\n"
		"  - id: p\n"
		"    kind: prompts\n"
		"    criteria:\n"
		"      - {id: c, label: C, scale: s, levels: {low: {text: Far},"
		" near: {text: Close}}}\n"
		"      - {id: d, label: D, scale: s%s}\n"
		"decision: {pass: all(p >= there)}\n";
	struct fixture f = { .rubric = NULL };

	(void)state;
	assert_non_null(load(&f, arena_printf(&f.arena, text, "")));
	assert_true(is_warned(&f, "near decides as low does"));
	assert_non_null(load(&f, arena_printf(&f.arena, text,
					      ", levels: {near: {text: Close}}")));
	assert_true(is_warned(&f, "near decides as low does"));
	assert_non_null(load(&f, arena_printf(&f.arena, text, ", levels: {low: {text: Far},"
					      " near: {text: Close}}")));
	assert_false(is_warned(&f, "decides as"));
	fixture_close(&f);
}

static void
wording_keeps_the_structure_and_judging_changes_it(void **state)
{
	static const struct { const char *from, *to; bool same; } rows[] = {
		{ "label: A", "label: Other", true },
		{ "title: Demo", "title: Demo2", true },
		{ "text: Why", "text: Why not", true },
		{ "version: 1", "version: 2", true },
		{ "all(p1 >= 1)", "all( p1>=1.0 )", true },
		{ "weight: 2", "weight: 2.0", true },
		{ "all(p1 >= 1)\n", "all(p1 >= 1)\n  incomplete: any_code(incomplete)\n",
		  true },
		{ "all(p1 >= 1)\n", "all(p1 >= 1)\n  rounding: {decimals: 2}\n", true },
		{ "all(p1 >= 1)\n", "all(p1 >= 1)\n  rounding: {decimals: 1}\n", false },
		{ "all(p1 >= 1)", "all(p1 >= 0)", false },
		{ "weight: 2", "weight: 3", false },
		{ "points: 0.5", "points: 0.6", false },
		{ "id: ethics", "id: ethic", false },
		{ "effect: none", "effect: refer", false },
		{ "optional: true", "optional: no", false },
		{ "id: p2.c", "id: p2.d", false },
		{ "[q1, a1]", "[a1]", false },
		{ "id: mid", "id: midst", false },
	};
	const char *good = FIXTURE_HEAD FIXTURE_DECISION "all(p1 >= 1)\n";
	struct fixture f = { .rubric = NULL };
	struct digest first;

	(void)state;
	first = load(&f, good)->structure;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = strstr(good, rows[i].from);
		const struct rubric *r;

		assert_non_null(at);
		r = load(&f, arena_printf(&f.arena, "%.*s%s%s", (int)(at - good), good,
					  rows[i].to, at + strlen(rows[i].from)));
		assert_non_null(r);
		if (digest_equal(&r->structure, &first) != rows[i].same)
			fail_msg("%s", rows[i].to);
		assert_false(digest_equal(&r->sha256, &load(&f, good)->sha256));
	}
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rubric_keeps_all_it_says),
		cmocka_unit_test(what_is_not_said_has_its_default),
		cmocka_unit_test(every_node_of_a_wrong_kind_is_a_fault),
		cmocka_unit_test(faults_are_told_with_their_place),
		cmocka_unit_test(all_faults_are_found_in_one_run),
		cmocka_unit_test(a_rubric_is_bounded),
		cmocka_unit_test(doubts_are_told_and_stop_nothing),
		cmocka_unit_test(
			a_level_that_decides_nothing_but_is_described_is_for_the_learner),
		cmocka_unit_test(wording_keeps_the_structure_and_judging_changes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
