/*
 * A decision rule being read: private to core/model/rule*.c.
 */
#ifndef CORE_MODEL_RULE_READ_H
#define CORE_MODEL_RULE_READ_H

#include "core/model/rule_tree.h"

enum rule_token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN, TOKEN_FOREIGN };

struct rule_token {
	enum rule_token_kind kind;
	struct span text;
	size_t offset;
};

struct rule_reading {
	struct arena *arena;
	struct faults *faults;
	struct place at;
	struct span text;
	const struct rubric *rubric;
	struct rule_token token;	/* the one to be read */
	size_t depth, nodes, members;
	bool stopped;			/* a fault of syntax: nothing more can be said */
};

/* A fault at an offset: what is asked for and, quoted, what stands there (or nothing). */
void rule_fault(struct rule_reading *r, size_t offset, const char *what,
		struct span found);
/* The same, and nothing after it is read. NULL. */
void *rule_stop(struct rule_reading *r, size_t offset, const char *what,
		struct span found);
/* The same, of the token that is next. */
void *rule_expected(struct rule_reading *r, const char *what);

void rule_advance(struct rule_reading *r);
/* Is this sign or word next? Then it is read. */
bool rule_accept(struct rule_reading *r, const char *text);
bool rule_expect(struct rule_reading *r, const char *text);
int rule_read_sign(struct rule_reading *r);	/* a comparison, or -1 */
struct ratio rule_read_number(struct rule_reading *r);

/* NULL, and stopped, past RULE_NODES. */
struct rule_node *rule_node_new(struct rule_reading *r, enum rule_kind kind,
				enum rule_type type, size_t offset);

const struct rule_function *rule_function_named(struct span word);
bool rule_names_a_set(const struct rubric *rubric, struct span name);
/* The place of a level in a criterion's scale; SIZE_MAX after a fault at `offset`. */
size_t rule_find_place(struct rule_reading *r, size_t offset, size_t criterion,
		       struct span level);
/* `function` and what follows it in brackets; NULL when stopped. */
struct rule_node *rule_read_call(struct rule_reading *r,
				 const struct rule_function *function);

#endif
