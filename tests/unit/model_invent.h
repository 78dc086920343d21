/*
 * What the tests of decision rules share: rules from text, and rules and whole rubrics made
 * up by chance.
 */
#ifndef TESTS_UNIT_MODEL_INVENT_H
#define TESTS_UNIT_MODEL_INVENT_H

#include "tests/unit/model_fixture.h"

static inline struct rule *
rule_of(struct fixture *f, const char *text)
{
	f->faults.count = 0;
	f->faults.items = NULL;
	return rule_parse(&f->arena, &f->faults, (struct place){ 10, 9 }, text,
			  f->rubric);
}

static inline const char *
rule_text(struct fixture *f, const struct rule *rule)
{
	struct buf text = { 0 };
	const char *out;

	rule_print(&text, rule);
	out = arena_copy(&f->arena, text.data, text.len);
	buf_close(&text);
	return out;
}

/* Random rules. `rising`: a better level can only help, and codes only hurt. */

struct author {
	struct buf text;
	uint64_t seed;
	bool rising;
	const struct rubric *rubric;	/* whose ids it knows */
};

static inline void put_truth(struct author *a, int depth);

static const char *const signs[] = { ">=", ">", "<", "<=", "=", "!=" };

static inline const char *
sign(struct author *a)
{
	return signs[pick(&a->seed, a->rising ? 2 : 6)];
}

static inline void
put_any_of(struct author *a, const char *const *words, size_t count)
{
	buf_text(&a->text, words[pick(&a->seed, count)]);
}

static inline const struct criterion *
any_criterion(struct author *a)
{
	const struct criterion *out;

	do
		out = &a->rubric->criteria[pick(&a->seed, a->rubric->criterion_count)];
	while (out->scale == NULL);
	return out;
}

/* A part or an evidence that some criterion with a scale belongs to, or a criterion. */
static inline const char *
any_name(struct author *a)
{
	const struct criterion *criterion = any_criterion(a);
	size_t what = pick(&a->seed, 3);

	if (what == 0 && criterion->evidence_count != 0)
		return criterion->evidence[pick(&a->seed, criterion->evidence_count)];
	return what == 1 ? criterion->id : a->rubric->parts[criterion->part].id;
}

static inline void
put_set(struct author *a)
{
	size_t what = pick(&a->seed, 4);

	if (what == 0)
		buf_text(&a->text, "rubric");
	else if (what == 1)
		buf_printf(&a->text, "[ %s,%s ]", any_name(a), any_name(a));
	else
		buf_text(&a->text, any_name(a));
}

static inline void
put_constant(struct author *a)
{
	static const char *const numbers[] = { "0",    "1", "2.5", "3",
					       "0.50", "7", "12",  "100" };

	put_any_of(a, numbers, sizeof numbers / sizeof *numbers);
}

/* A level that all members of the set have: of one criterion, or of two on one scale. */
static inline void
put_level_set(struct author *a)
{
	const struct criterion *one = any_criterion(a), *other = any_criterion(a);

	if (one->scale == other->scale)
		buf_printf(&a->text, "[%s,%s]", one->id, other->id);
	else
		buf_text(&a->text, one->id);
	buf_printf(&a->text, "%s %s", sign(a),
		   one->scale->levels[pick(&a->seed, one->scale->level_count)].id);
}

static inline void
put_test(struct author *a, const char *function)
{
	buf_printf(&a->text, "%s(", function);
	if (pick(&a->seed, 2) == 0) {
		put_level_set(a);
	} else {
		put_set(a);
		buf_printf(&a->text, " %s", sign(a));
		put_constant(a);
	}
	buf_char(&a->text, ')');
}

static inline void
put_number(struct author *a, int depth)
{
	static const char *const calm[] = { "sum", "weighted", "percent" };
	static const char *const wild[] = { "sum", "weighted", "percent",   "mean",
					    "min", "max",      "max_points" };
	size_t what = pick(&a->seed, depth > 0 ? 7 : 4);

	if (what == 0) {
		put_constant(a);
	} else if (what == 1) {
		put_test(a, "count");
	} else if (what == 2 && !a->rising) {
		buf_text(&a->text, "count(code(");
		put_set(a);
		buf_text(&a->text, "))");
	} else if (what <= 4) {
		put_any_of(a, a->rising ? calm : wild, a->rising ? 3 : 7);
		buf_char(&a->text, '(');
		put_set(a);
		buf_char(&a->text, ')');
	} else {
		buf_char(&a->text, '(');
		put_number(a, depth - 1);
		buf_char(&a->text, a->rising ? '+' : "+-*/"[pick(&a->seed, 4)]);
		put_number(a, depth - 1);
		buf_char(&a->text, ')');
	}
}

static inline void
put_leaf(struct author *a)
{
	static const char *const effects[] = { "incomplete", "refer", "none" };
	const struct criterion *criterion = any_criterion(a);
	size_t code = pick(&a->seed, 3 + a->rubric->code_count);

	switch (pick(&a->seed, 6)) {
	case 0:
		put_test(a, "all");
		break;
	case 1:
		put_test(a, "any");
		break;
	case 2:
		buf_text(&a->text, a->rising ? "not any_code(" : "any_code(");
		buf_printf(&a->text, "%s)", code < 3 ? effects[code]
			   : a->rubric->codes[code - 3].id);
		break;
	case 3:
		buf_printf(&a->text, "level(%s) %s %s", criterion->id, sign(a),
			   criterion->scale->levels[code % criterion->scale->level_count]
			   .id);
		break;
	default:
		put_number(a, 2);
		buf_printf(&a->text, " %s ", sign(a));
		put_constant(a);
	}
}

static inline void
put_truth(struct author *a, int depth)
{
	size_t what = pick(&a->seed, depth > 0 ? 4 : 1);

	if (what == 0) {
		put_leaf(a);
		return;
	}
	if (what == 1 && !a->rising)
		buf_text(&a->text, "not ");
	buf_char(&a->text, '(');
	put_truth(a, depth - 1);
	buf_text(&a->text, pick(&a->seed, 2) ? " and " : " or ");
	put_truth(a, depth - 1);
	buf_char(&a->text, ')');
}

static inline struct rule *
invent(struct fixture *f, struct author *a)
{
	struct rule *rule;

	buf_clear(&a->text);
	a->rubric = f->rubric;
	put_truth(a, 1 + (int)pick(&a->seed, 3));
	rule = rule_of(f, a->text.data);
	if (rule == NULL)
		fail_msg("%s: %s", a->text.data, f->faults.items[0].text);
	return rule;
}

/* Random rubrics: parts, scales, weights, codes, what is optional, what is a comment. */

static inline void
put_hundredths(struct buf *text, size_t value)
{
	buf_printf(text, "%zu.%02zu", value / 100, value % 100);
}

static inline void
put_scales(struct buf *text, uint64_t *seed, size_t scales)
{
	buf_text(text, "assay_rubric: 1\nid: made-up\nversion: 1\ntitle: T\n"
		 "design: {barriers: b}\nscales:\n");
	for (size_t s = 0; s < scales; s++) {
		size_t levels = pick(seed, 8) == 0 ? RUBRIC_LEVELS : 2 + pick(seed, 4);
		size_t points = pick(seed, 3) * 50;

		buf_printf(text, "  s%zu:\n    levels:\n", s);
		for (size_t l = 0; l < levels; l++) {
			buf_printf(text, "      - {id: l%zu, points: ", l);
			put_hundredths(text, points);
			buf_text(text, "}\n");
			points += pick(seed, 5) * 25;	/* now and then no more */
		}
	}
}

static inline void
put_criterion(struct buf *text, uint64_t *seed, size_t part, size_t index, size_t scales)
{
	buf_printf(text, "      - {id: p%zu.c%zu, label: C%zu, ", part, index, index);
	if (index != 0 && pick(seed, 6) == 0) {
		buf_text(text, "scale: none, feedback: required}\n");
		return;
	}
	buf_printf(text, "scale: s%zu, evidence: [a%zu], weight: ", pick(seed, scales),
		   pick(seed, part + 1));
	put_hundredths(text, pick(seed, 4) == 0 ? 0 : pick(seed, 400));
	buf_text(text, "}\n");
}

static inline void
put_parts(struct buf *text, uint64_t *seed, size_t scales)
{
	static const char *const effects[] = { "incomplete", "refer", "none" };
	size_t codes = pick(seed, 5), parts = 1 + pick(seed, 4);

	buf_text(text, codes == 0 ? "" : "codes:\n");
	for (size_t i = 0; i < codes; i++)
		buf_printf(text, "  - {id: k%zu, effect: %s}\n", i,
			   effects[pick(seed, 3)]);
	buf_text(text, "parts:\n");
	for (size_t p = 0; p < parts; p++) {
		size_t criteria = 1 + pick(seed, 6);

		buf_printf(text, "  - id: p%zu\n    kind: artifacts\n    optional: %s\n"
			   "    evidence: [{id: a%zu, path: \"a%zu/**\"}]\n"
			   "    criteria:\n", p, p > 0 && pick(seed, 3) == 0 ? "yes" : "no",
			   p, p);
		for (size_t i = 0; i < criteria; i++)
			put_criterion(text, seed, p, i, scales);
	}
}

static inline void
read_invented(struct fixture *f, const char *text)
{
	f->faults = f->warnings =
		(struct faults){ .arena = &f->arena, .path = "made-up.yaml" };
	f->rubric = rubric_parse(&f->arena, &f->faults, &f->warnings, span_of(text));
	if (f->rubric == NULL)
		fail_msg("%d: %s in\n%s", f->faults.items[0].at.line,
			 f->faults.items[0].text, text);
	f->sheet = sheet_new(&f->arena, f->rubric);
}

/* A rubric with rules of the author's, of which only `pass` is rising if the author is. */
static inline void
fixture_invent(struct fixture *f, struct author *a)
{
	struct buf text = { 0 };
	bool rising = a->rising;
	size_t scales = 1 + pick(&a->seed, 4);
	const char *head;

	*f = (struct fixture){ .rubric = NULL };
	assert_int_equal(digest_init(), 0);
	put_scales(&text, &a->seed, scales);
	put_parts(&text, &a->seed, scales);
	buf_text(&text, "decision:\n");
	head = arena_copy(&f->arena, text.data, text.len);
	buf_close(&text);
	read_invented(f, arena_printf(&f->arena, "%s  pass: 1 = 1\n", head));
	invent(f, a);
	head = arena_printf(&f->arena, "%s  pass: %s\n", head, a->text.data);
	a->rising = false;
	for (int i = 0; i < 2; i++) {
		if (pick(&a->seed, 3) != 0)
			continue;
		invent(f, a);
		head = arena_printf(&f->arena, "%s  %s: %s\n", head,
				    i == 0 ? "incomplete" : "refer", a->text.data);
	}
	a->rising = rising;
	read_invented(f, head);
}

#endif
