/* A rule in its one normal form. */
#include "core/model/rule_tree.h"

#include "core/base/buf.h"

const char *const rule_signs[RULE_COMPARISONS] = {
	[RULE_LESS] = "<", [RULE_AT_MOST] = "<=", [RULE_MORE] = ">",
	[RULE_AT_LEAST] = ">=", [RULE_SAME] = "=", [RULE_OTHER] = "!=",
};

/* How tightly each kind binds, what its operands must be at least, and its sign. */
static const struct binding {
	int own, left, right;
	const char *sign;
} bindings[RULE_KINDS] = {
	[RULE_OR] = { 1, 2, 2, "or" },
	[RULE_AND] = { 2, 3, 3, "and" },
	[RULE_NOT] = { 3, 3, 3, "not " },
	[RULE_COMPARE] = { 4, 5, 5, NULL },
	[RULE_ADD] = { 5, 5, 6, "+" },
	[RULE_SUBTRACT] = { 5, 5, 6, "-" },
	[RULE_MULTIPLY] = { 6, 6, 7, "*" },
	[RULE_DIVIDE] = { 6, 6, 7, "/" },
	[RULE_CONSTANT] = { 7, 0, 0, NULL },
	[RULE_PERCENTAGE] = { 7, 0, 0, NULL },
	[RULE_LEVEL_ID] = { 7, 0, 0, NULL },
	[RULE_CALL] = { 7, 0, 0, NULL },
};

enum { EXACT = 9 };

static void
print_set(struct buf *out, const struct rule_set *set)
{
	if (set->is_list)
		buf_char(out, '[');
	for (size_t i = 0; i < set->name_count; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		buf_put(out, set->names[i].data, set->names[i].len);
	}
	if (set->is_list)
		buf_char(out, ']');
}

/* A constant, or the threshold of a test. */
static void
print_value(struct buf *out, const struct rule_node *node)
{
	if (node->word.len != 0)
		buf_put(out, node->word.data, node->word.len);
	else
		ratio_print(out, node->number, EXACT, ROUND_DOWN);
	if (node->kind == RULE_PERCENTAGE)
		buf_char(out, '%');
}

static void
print_call(struct buf *out, const struct rule_node *node)
{
	const struct rule_function *function = node->function;
	bool is_coded = function->argument == RULE_OF_CODED;

	buf_printf(out, "%s%s(", is_coded ? "count(" : "", function->word);
	if (function->argument == RULE_OF_CODE)
		print_value(out, node);
	else
		print_set(out, &node->set);
	if (function->argument == RULE_OF_TEST) {
		buf_printf(out, " %s ", rule_signs[node->comparison]);
		print_value(out, node);
	}
	buf_text(out, is_coded ? "))" : ")");
}

static void
print_at(struct buf *out, const struct rule_node *node, int least)
{
	bool brackets = bindings[node->kind].own < least;

	if (brackets)
		buf_char(out, '(');
	rule_print_node(out, node);
	if (brackets)
		buf_char(out, ')');
}

static void
print_operands(struct buf *out, const struct rule_node *node)
{
	const struct binding *binding = &bindings[node->kind];
	const char *sign = node->kind == RULE_COMPARE ? rule_signs[node->comparison]
		: binding->sign;

	if (node->kind == RULE_NOT)
		buf_text(out, sign);
	print_at(out, node->first, binding->left);
	for (const struct rule_node *operand = node->first->next; operand != NULL;
	     operand = operand->next) {
		buf_printf(out, " %s ", sign);
		print_at(out, operand, binding->right);
	}
}

void
rule_print_node(struct buf *out, const struct rule_node *node)
{
	if (node->kind == RULE_CALL)
		print_call(out, node);
	else if (node->first == NULL)
		print_value(out, node);
	else
		print_operands(out, node);
}

void
rule_print(struct buf *out, const struct rule *rule)
{
	rule_print_node(out, rule->root);
}

void
rule_print_label(struct buf *out, const struct rule_node *node)
{
	size_t start = out->len;

	rule_print_node(out, node);
	if (out->len - start > RULE_LABEL) {
		out->len = start + RULE_LABEL - 3;
		buf_text(out, "...");
	}
}

void
rule_print_number(struct buf *out, const struct rubric *rubric, struct ratio value,
		  struct ratio across)
{
	struct buf text = { 0 };
	struct ratio shown;
	bool ok, shown_ok;

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	if (ratio_parse(&shown, buf_span(&text), false)
	    && ratio_compare(shown, across, &shown_ok)
		       != ratio_compare(value, across, &ok)) {
		struct ratio num = { value.num, 1 }, den = { value.den, 1 };

		buf_clear(&text);
		ratio_print(&text, num, 0, ROUND_DOWN);
		buf_char(&text, '/');
		ratio_print(&text, den, 0, ROUND_DOWN);
	}
	buf_put(out, text.data, text.len);
	buf_close(&text);
}
