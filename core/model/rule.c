/* A rule read: grammar and types in one pass. */
#include "core/model/rule_read.h"

static struct rule_node *read_or(struct rule_reading *r);

/* Words that no id may be. Functions are words too. */
static const char *const words[] = {
	"and", "or", "not", "rubric", "none", "incomplete", "refer",
};

const struct rule_function *
rule_function_named(struct span word)
{
	for (size_t i = 0; i < rule_function_count; i++)
		if (span_is(word, rule_functions[i].word))
			return &rule_functions[i];
	return NULL;
}

bool
rule_is_word(struct span text)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(text, words[i]))
			return true;
	return rule_function_named(text) != NULL;
}

struct rule_node *
rule_node_new(struct rule_reading *r, enum rule_kind kind, enum rule_type type,
	      size_t offset)
{
	struct rule_node *node;

	if (++r->nodes > RULE_NODES)
		return rule_stop(r, offset, "this rule has too many parts",
				 (struct span){ "", 0 });
	node = arena_alloc(r->arena, sizeof *node);
	*node = (struct rule_node){ .kind = kind, .type = type, .offset = offset };
	return node;
}

/* What a subexpression reads like, for faults. */
static struct span
source_of(const struct rule_reading *r, const struct rule_node *node)
{
	struct buf text = { 0 };
	struct span out;

	rule_print_node(&text, node);
	out = arena_span(r->arena, buf_span(&text));
	buf_close(&text);
	return out;
}

static const char *const type_words[] = {
	[RULE_TRUTH] = "a truth such as all(…)", [RULE_NUMBER] = "a number",
	[RULE_LEVEL] = "a level",
};

static void
want_type(struct rule_reading *r, const struct rule_node *node, enum rule_type type)
{
	if (node->type != type)
		rule_fault(r, node->offset,
			   arena_printf(r->arena, "expected %s, found %s",
					type_words[type], type_words[node->type]),
			   source_of(r, node));
}

static bool
enter(struct rule_reading *r)
{
	if (++r->depth > RULE_DEPTH)
		rule_stop(r, r->token.offset, "this rule is nested too deeply",
		     (struct span){ "", 0 });
	return !r->stopped;
}

/* Atoms and operators */

static bool
is_level_somewhere(const struct rubric *rubric, struct span word)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (rubric->criteria[i].scale != NULL
		    && criterion_level(&rubric->criteria[i], word) >= 0)
			return true;
	return false;
}

static struct rule_node *
read_word(struct rule_reading *r)
{
	const struct rule_function *function = rule_function_named(r->token.text);
	struct rule_node *node;

	if (function != NULL && function->argument != RULE_OF_CODED)
		return rule_read_call(r, function);
	if (span_is(r->token.text, "rubric")
	    || rule_names_a_set(r->rubric, r->token.text))
		return rule_stop(r, r->token.offset,
				 "expected a call such as sum(…) around", r->token.text);
	if (!is_level_somewhere(r->rubric, r->token.text))
		return rule_expected(r, "a call, a level or a number");
	node = rule_node_new(r, RULE_LEVEL_ID, RULE_LEVEL, r->token.offset);
	if (node != NULL)
		node->word = r->token.text;
	rule_advance(r);
	return node;
}

static struct rule_node *
read_atom(struct rule_reading *r)
{
	size_t offset = r->token.offset;
	struct rule_node *node;

	if (r->stopped)
		return NULL;
	if (r->token.kind == TOKEN_NUMBER) {
		node = rule_node_new(r, RULE_CONSTANT, RULE_NUMBER, offset);
		if (node == NULL)
			return NULL;
		node->number = rule_read_number(r);
		if (rule_accept(r, "%"))
			node->kind = RULE_PERCENTAGE;
		return node;
	}
	if (r->token.kind == TOKEN_WORD)
		return read_word(r);
	if (!rule_accept(r, "("))
		return rule_expected(r, "a call, a level or a number");
	node = enter(r) ? read_or(r) : NULL;
	r->depth--;
	return rule_expect(r, ")") ? node : NULL;
}

static struct rule_node *
join(struct rule_reading *r, enum rule_kind kind, struct rule_node *left,
     struct rule_node *right)
{
	struct rule_node *node;

	if (left == NULL || right == NULL)
		return NULL;
	want_type(r, left, RULE_NUMBER);
	want_type(r, right, RULE_NUMBER);
	node = rule_node_new(r, kind, RULE_NUMBER, left->offset);
	if (node == NULL)
		return NULL;
	node->first = left;
	left->next = right;
	node->operands = 2;
	return node;
}

static struct rule_node *
read_product(struct rule_reading *r)
{
	struct rule_node *left = read_atom(r);

	while (left != NULL) {
		if (rule_accept(r, "*"))
			left = join(r, RULE_MULTIPLY, left, read_atom(r));
		else if (rule_accept(r, "/"))
			left = join(r, RULE_DIVIDE, left, read_atom(r));
		else
			break;
	}
	return left;
}

static struct rule_node *
read_sum(struct rule_reading *r)
{
	struct rule_node *left = read_product(r);

	while (left != NULL) {
		if (rule_accept(r, "+"))
			left = join(r, RULE_ADD, left, read_product(r));
		else if (rule_accept(r, "-"))
			left = join(r, RULE_SUBTRACT, left, read_product(r));
		else
			break;
	}
	return left;
}

static bool
has_percentage(const struct rule_node *node)
{
	bool found = node->kind == RULE_PERCENTAGE;

	for (node = node->first; node != NULL && !found; node = node->next)
		found = has_percentage(node);
	return found;
}

static bool
has_percent_call(const struct rule_node *node)
{
	bool found = node->kind == RULE_CALL && node->function->is_percent;

	for (node = node->first; node != NULL && !found; node = node->next)
		found = has_percent_call(node);
	return found;
}

/* A level id takes its place from the criterion that stands across. */
static void
check_level_id(struct rule_reading *r, struct rule_node *id,
	       const struct rule_node *across)
{
	if (across->kind != RULE_CALL || across->type != RULE_LEVEL)
		rule_fault(r, id->offset, "a level compares with level(…) only, not so",
			   id->word);
	else if (across->set.member_count != 0)
		id->place =
			rule_find_place(r, id->offset, across->set.members[0], id->word);
}

static void
check_levels(struct rule_reading *r, struct rule_node *left, struct rule_node *right)
{
	const struct rubric *rubric = r->rubric;

	left->by_place = right->by_place = true;
	if (left->kind == RULE_LEVEL_ID)
		check_level_id(r, left, right);
	else if (right->kind == RULE_LEVEL_ID)
		check_level_id(r, right, left);
	else if (left->set.member_count != 0 && right->set.member_count != 0
		 && rubric->criteria[left->set.members[0]].scale
		 != rubric->criteria[right->set.members[0]].scale)
		rule_fault(r, right->offset,
			   "this is on another scale:", source_of(r, right));
}

static void
check_comparison(struct rule_reading *r, struct rule_node *left, struct rule_node *right)
{
	if (left->type == RULE_TRUTH || right->type == RULE_TRUTH) {
		want_type(r, left, RULE_NUMBER);
		want_type(r, right, RULE_NUMBER);
	} else if (left->type == RULE_LEVEL && right->type == RULE_LEVEL) {
		check_levels(r, left, right);
	} else if (left->kind == RULE_LEVEL_ID || right->kind == RULE_LEVEL_ID) {
		check_level_id(r, left->kind == RULE_LEVEL_ID ? left : right,
			       left->kind == RULE_LEVEL_ID ? right : left);
	}
	if ((has_percentage(left) || has_percentage(right)) && !has_percent_call(left)
	    && !has_percent_call(right))
		rule_fault(r, has_percentage(left) ? left->offset : right->offset,
		      "a percentage compares with percent(…) only, not so",
		      source_of(r, has_percentage(left) ? left : right));
}

static struct rule_node *
read_comparison(struct rule_reading *r)
{
	struct rule_node *left = read_sum(r), *right, *node;
	int sign = left == NULL ? -1 : rule_read_sign(r);

	if (sign < 0)
		return left;
	right = read_sum(r);
	if (right == NULL)
		return NULL;
	check_comparison(r, left, right);
	node = rule_node_new(r, RULE_COMPARE, RULE_TRUTH, left->offset);
	if (node == NULL)
		return NULL;
	node->comparison = (enum rule_comparison)sign;
	node->first = left;
	left->next = right;
	node->operands = 2;
	return node;
}

static struct rule_node *
read_not(struct rule_reading *r)
{
	size_t offset = r->token.offset;
	struct rule_node *operand, *node;

	if (!rule_accept(r, "not"))
		return read_comparison(r);
	operand = enter(r) ? read_not(r) : NULL;
	r->depth--;
	if (operand == NULL)
		return NULL;
	want_type(r, operand, RULE_TRUTH);
	node = rule_node_new(r, RULE_NOT, RULE_TRUTH, offset);
	if (node == NULL)
		return NULL;
	node->first = operand;
	node->operands = 1;
	return node;
}

/* Put an operand last; one of the same kind gives its own operands. */
static void
append(struct rule_node *node, struct rule_node *operand)
{
	struct rule_node **tail = &node->first;
	bool same = operand->kind == node->kind;

	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = same ? operand->first : operand;
	node->operands += same ? operand->operands : 1;
}

static struct rule_node *
read_chain(struct rule_reading *r, enum rule_kind kind, const char *word,
	   struct rule_node *(*read_one)(struct rule_reading *r))
{
	struct rule_node *left = read_one(r), *node;

	if (left == NULL || !span_is(r->token.text, word))
		return left;
	node = rule_node_new(r, kind, RULE_TRUTH, left->offset);
	for (bool more = node != NULL; more && left != NULL; ) {
		want_type(r, left, RULE_TRUTH);
		append(node, left);
		more = rule_accept(r, word);
		left = more ? read_one(r) : left;
	}
	return left == NULL ? NULL : node;
}

static struct rule_node *
read_and(struct rule_reading *r)
{
	return read_chain(r, RULE_AND, "and", read_not);
}

static struct rule_node *
read_or(struct rule_reading *r)
{
	return read_chain(r, RULE_OR, "or", read_and);
}

static struct rule_node *
read_rule(struct rule_reading *r)
{
	struct rule_node *root = read_or(r);

	if (!r->stopped && r->token.kind != TOKEN_END)
		return rule_expected(r, "'and', 'or' or the end of the rule");
	if (root != NULL)
		want_type(r, root, RULE_TRUTH);
	return root;
}

struct rule *
rule_parse(struct arena *arena, struct faults *faults, struct place at, const char *text,
	   const struct rubric *rubric)
{
	struct rule_reading r = {
		.arena = arena, .faults = faults, .at = at, .rubric = rubric
	};
	size_t before = faults->count + faults->more;
	struct rule *rule = arena_alloc(arena, sizeof *rule);

	r.text = span_of(arena_text(arena, text));
	r.token.text = (struct span){ r.text.data, 0 };
	if (r.text.len > RULE_BYTES)
		rule_stop(&r, 0, "a rule has at most 4096 bytes", (struct span){ "", 0 });
	rule_advance(&r);
	*rule = (struct rule){ .rubric = rubric };
	if (!r.stopped)
		rule->root = read_rule(&r);
	if (faults->count + faults->more != before || rule->root == NULL)
		return NULL;
	rule_finish(rule, arena);
	return rule;
}
