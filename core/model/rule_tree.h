/*
 * A decision rule taken apart: private to core/model/rule*.c.
 */
#ifndef CORE_MODEL_RULE_TREE_H
#define CORE_MODEL_RULE_TREE_H

#include "core/model/rule.h"

enum rule_type { RULE_TRUTH, RULE_NUMBER, RULE_LEVEL };

enum rule_kind {
	RULE_OR, RULE_AND, RULE_NOT,	/* two and more operands; not has one */
	RULE_COMPARE, RULE_ADD, RULE_SUBTRACT, RULE_MULTIPLY, RULE_DIVIDE,	/* two */
	RULE_CONSTANT, RULE_PERCENTAGE, RULE_LEVEL_ID, RULE_CALL,		/* none */
	RULE_KINDS
};

enum rule_comparison { RULE_LESS, RULE_AT_MOST, RULE_MORE, RULE_AT_LEAST, RULE_SAME,
		       RULE_OTHER, RULE_COMPARISONS };
extern const char *const rule_signs[RULE_COMPARISONS];

/* `p1`, `rubric` or `[p1, p2.c1]`, and the scored criteria it stands for, in rubric order. */
struct rule_set {
	struct span *names;
	size_t name_count;
	bool is_list;
	size_t *members;
	size_t member_count;
};

enum rule_argument { RULE_OF_SET, RULE_OF_TEST, RULE_OF_CODED, RULE_OF_CODE,
		     RULE_OF_CRITERION };

struct rule_node;
struct rule_view;

/* What a call is: exactly one of the two is there, by its type; neither for a level. */
struct rule_function {
	const char *word;
	enum rule_argument argument;
	enum rule_type type;
	bool (*truth)(const struct rule_view *view, const struct rule_node *call);
	struct ratio (*number)(const struct rule_view *view, const struct rule_node *call);
	bool is_weighted;	/* weights matter to it */
	bool is_percent;
};
extern const struct rule_function rule_functions[];
extern const size_t rule_function_count;

struct rule_node {
	enum rule_kind kind;
	enum rule_type type;
	size_t offset;			/* in the text */
	struct rule_node *first, *next;	/* operands, and the one after this */
	size_t operands;
	enum rule_comparison comparison;	/* RULE_COMPARE and tests */
	struct ratio number;		/* RULE_CONSTANT, RULE_PERCENTAGE; of tests by points */
	struct span word;		/* RULE_LEVEL_ID; of tests by level; any_code's code */
	bool by_place;			/* a level that is compared with a level */
	size_t place;			/* RULE_LEVEL_ID: in the scale of the other side */
	const struct rule_function *function;	/* RULE_CALL */
	struct rule_set set;		/* RULE_CALL; any_code: every scored criterion */
	size_t *places;			/* of tests by level: in the scale of each member */
};

struct rule {
	const struct rubric *rubric;
	struct rule_node *root;
	size_t members;			/* of all its sets together */
};

/* One sheet being looked at. */
struct rule_view {
	const struct rubric *rubric;
	const struct mark *marks;
	bool left_out[RUBRIC_CRITERIA];
};

void rule_look(struct rule_view *out, const struct sheet *sheet);
bool rule_is_true(const struct rule_view *view, const struct rule_node *node);
struct ratio rule_number(const struct rule_view *view, const struct rule_node *node);
bool rule_compares(enum rule_comparison comparison, struct ratio a, struct ratio b);

/* Does member `i` of a test's set pass it, at this level of its own? */
bool rule_test_at(const struct rubric *rubric, const struct rule_node *test, size_t i,
		  size_t level);
/* The same for what the sheet has: false where there is no level. */
bool rule_test(const struct rule_view *view, const struct rule_node *test, size_t i);
/* Is member `i` of any_code's or code()'s set one that it counts? */
bool rule_is_coded(const struct rule_view *view, const struct rule_node *call, size_t i);

bool rule_is_leaf(const struct rule_node *node);	/* a comparison, or a call for itself */
bool rule_looks_at(const struct rule_node *node, size_t criterion);

/* What would have to be otherwise for a rule to hold: see rule_remedy.c. */
struct rule_remedy {
	bool found;
	struct mark marks[RUBRIC_CRITERIA];	/* the whole sheet, as it would be */
	bool raised[RUBRIC_CRITERIA];
	size_t count, steps;			/* criteria raised, by how many levels in all */
	const struct rule_node *root;		/* the rule, with one operand of each choice */
};
void rule_remedy(struct rule_remedy *out, struct arena *arena, const struct rule *rule,
		 const struct rule_view *view);

void rule_print_node(struct buf *out, const struct rule_node *node);

#endif
