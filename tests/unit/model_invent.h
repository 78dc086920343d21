/* What the tests of decision rules share: rules from text, and rules made up by chance.
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

static inline void
put_set(struct author *a)
{
	static const char *const sets[] = {
		"rubric",   "p1", "p2", "p3",	      "p2.a",
		"p2.c",	    "a1", "q1", "[p1, p2.b]", "[ p3.a,p2.c ]",
		"[p1,p1.a]"
	};

	put_any_of(a, sets, sizeof sets / sizeof *sets);
}

static inline void
put_constant(struct author *a)
{
	static const char *const numbers[] = { "0",    "1", "2.5", "3",
					       "0.50", "7", "12",  "100" };

	put_any_of(a, numbers, sizeof numbers / sizeof *numbers);
}

static inline void
put_test(struct author *a, const char *function)
{
	static const char *const four[] = { "one", "two", "three", "four" };

	buf_printf(&a->text, "%s(", function);
	if (pick(&a->seed, 2) == 0) {
		buf_printf(&a->text, "[p2.a,p2.b]%s ", sign(a));
		put_any_of(a, four, 4);
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
	static const char *const codes[] = { "incomplete", "refer", "none", "late",
					     "missing" };

	switch (pick(&a->seed, 6)) {
	case 0:
		put_test(a, "all");
		break;
	case 1:
		put_test(a, "any");
		break;
	case 2:
		buf_text(&a->text, a->rising ? "not any_code(" : "any_code(");
		put_any_of(a, codes, 5);
		buf_char(&a->text, ')');
		break;
	case 3:
		buf_printf(&a->text, "level(p2.c) %s mid", sign(a));
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
	put_truth(a, 1 + (int)pick(&a->seed, 3));
	rule = rule_of(f, a->text.data);
	if (rule == NULL)
		fail_msg("%s: %s", a->text.data, f->faults.items[0].text);
	return rule;
}

#endif
