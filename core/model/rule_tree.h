/*
 * A decision rule taken apart: private to core/model/rule*.c.
 */
#ifndef CORE_MODEL_RULE_TREE_H
#define CORE_MODEL_RULE_TREE_H

#include "core/model/rule.h"

enum { RULE_WORDS = (RUBRIC_CRITERIA + 63) / 64 };

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
struct rule_cell;

/* What a call is, as its members come and go, and what it makes of them. */
struct rule_function {
	const char *word;
	enum rule_argument argument;
	enum rule_type type;
	/* Count member `i` in (or, `out`, out again) as it is with this mark. */
	void (*count)(struct rule_cell *cell, const struct rubric *rubric,
		      const struct rule_node *call, size_t i, struct mark mark, bool out);
	/* Its truth or its value. */
	void (*answer)(struct rule_cell *cell, const struct rule_node *call);
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
	struct rule_node *parent;
	size_t operands;
	size_t index;			/* in rule->nodes */
	uint64_t looks[RULE_WORDS];	/* a bit for every criterion it looks at */
	size_t work;			/* see rule_remedy.c; of it and all below */
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
	struct rule_node **nodes;	/* operands before what they are operands of */
	size_t node_count;
};

/* Fill `nodes` and what its nodes know of each other, once `root` is whole. */
void rule_finish(struct rule *rule, struct arena *arena);

/* One sheet being looked at. */
struct rule_view {
	const struct rubric *rubric;
	const struct mark *marks;
	bool left_out[RUBRIC_CRITERIA];
};

void rule_look(struct rule_view *out, const struct sheet *sheet);

/* What a node makes of the marks: of a call, what its members come to so far. */
struct rule_cell {
	bool truth;
	size_t count;		/* members that pass, are coded, or have a level; true operands */
	size_t here;		/* members that are not left out */
	unsigned __int128 total, most;	/* of points or weighted points; were all at their best */
	int64_t *best;		/* min and max: a heap over the members, by their points */
	struct ratio value;	/* of numbers; of sets not in lowest terms */
};

/* Which nodes a change of each criterion has to go through, operands first. */
struct rule_step {
	const struct rule_node *node;
	size_t member;		/* of a call: which of its set the criterion is */
};
struct rule_steps {
	struct rule_step *items;
	size_t first[RUBRIC_CRITERIA + 1];	/* of each criterion's, and where the last end */
};
struct rule_steps *rule_steps(struct arena *arena, const struct rule *rule);

/*
 * A rule on trial: the answers of all its nodes, kept as marks change. A change costs only
 * the nodes that look at that criterion.
 */
struct rule_trial {
	const struct rule *rule;
	struct rule_view view;
	struct mark marks[RUBRIC_CRITERIA];	/* the view's */
	struct rule_cell *cells;		/* by rule_node.index */
	const struct rule_steps *steps;		/* of the rule; NULL until marks shall change */
	bool needs_all;				/* it holds only with every leaf as wanted */
};

/* The cell of a call, counted from nothing. */
void rule_count(struct rule_cell *cell, struct arena *arena, const struct rule_view *view,
		const struct rule_node *call);

void rule_try(struct rule_trial *out, struct arena *arena, const struct rule *rule,
	      const struct rule_view *view);
/*
 * Change a mark of a rule that holds, unless it would not any more: then false, and nothing
 * has changed. Not of a criterion that is left out.
 */
bool rule_change(struct rule_trial *trial, size_t criterion, struct mark mark);

bool rule_is_true(const struct rule_trial *trial, const struct rule_node *node);
struct ratio rule_number(const struct rule_trial *trial, const struct rule_node *node);
bool rule_compares(enum rule_comparison comparison, struct ratio a, struct ratio b);

/* Does member `i` of a test's set pass it, at this level of its own? */
bool rule_test_at(const struct rubric *rubric, const struct rule_node *test, size_t i,
		  size_t level);
/* The same for what the sheet has: false where there is no level. */
bool rule_test(const struct rule_view *view, const struct rule_node *test, size_t i);
/* Is it a mark that any_code or code() counts? */
bool rule_is_code_for(const struct rule_node *call, const struct rubric *rubric,
		      struct mark mark);
/* Is member `i` of any_code's or code()'s set one that it counts? */
bool rule_is_coded(const struct rule_view *view, const struct rule_node *call, size_t i);

bool rule_is_leaf(const struct rule_node *node);	/* a comparison, or a call for itself */
bool rule_looks_at(const struct rule_node *node, size_t criterion);
/* Which member of a call's set a criterion is that it looks at. */
size_t rule_member(const struct rule_node *call, size_t criterion);

/* What would have to be otherwise for a rule to hold: see rule_remedy.c. */
struct rule_remedy {
	bool found;
	struct mark marks[RUBRIC_CRITERIA];	/* the whole sheet, as it would be */
	bool raised[RUBRIC_CRITERIA];
	size_t count, steps;			/* criteria raised, by how many levels in all */
	const struct rule *way;			/* the rule, with one operand of each choice */
};
void rule_remedy(struct rule_remedy *out, struct arena *arena, const struct rule *rule,
		 const struct rule_view *view);

void rule_print_node(struct buf *out, const struct rule_node *node);
/* The same, cut to RULE_LABEL. */
void rule_print_label(struct buf *out, const struct rule_node *node);
/* As the rubric rounds, or exactly where that would stand otherwise to `across`. */
void rule_print_number(struct buf *out, const struct rubric *rubric, struct ratio value,
		       struct ratio across);

#endif
