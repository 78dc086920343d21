/* The calls of a rule: sets, tests and codes. */
#include "core/model/rule_read.h"

#include "core/model/names.h"

static bool
is_member(const struct rubric *rubric, size_t criterion, struct span name)
{
	const struct criterion *c = &rubric->criteria[criterion];

	if (span_is(name, "rubric") || (c->id != NULL && span_is(name, c->id)))
		return true;
	if (c->part < rubric->part_count && rubric->parts[c->part].id != NULL
	    && span_is(name, rubric->parts[c->part].id))
		return true;
	for (size_t i = 0; i < c->evidence_count; i++)
		if (span_is(name, c->evidence[i]))
			return true;
	return false;
}

/* Does the rubric know the name of a part, a criterion, a slot or a prompt? */
bool
rule_names_a_set(const struct rubric *rubric, struct span name)
{
	char id[65];

	if (!is_id(name))
		return false;
	if (rubric_criterion(rubric, name) >= 0)
		return true;
	memcpy(id, name.data, name.len);
	id[name.len] = '\0';
	if (rubric_slot(rubric, id) != NULL || rubric_prompt(rubric, id) != NULL)
		return true;
	for (size_t i = 0; i < rubric->part_count; i++)
		if (rubric->parts[i].id != NULL && span_is(name, rubric->parts[i].id))
			return true;
	return false;
}

static bool
in_set(const struct rule_reading *r, const struct rule_set *set, size_t criterion)
{
	for (size_t i = 0; i < set->name_count; i++)
		if (is_member(r->rubric, criterion, set->names[i]))
			return true;
	return false;
}

static void
fill_set(struct rule_reading *r, struct rule_set *set, size_t offset)
{
	const struct rubric *rubric = r->rubric;
	bool broken = false;	/* its scale is unknown: that fault is told elsewhere */

	set->members =
		arena_array(r->arena, rubric->criterion_count, sizeof *set->members);
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct criterion *criterion = &rubric->criteria[i];

		if (!in_set(r, set, i))
			continue;
		if (criterion->scale != NULL)
			set->members[set->member_count++] = i;
		else if (criterion->scale_id == NULL
			 || strcmp(criterion->scale_id, "none") != 0)
			broken = true;
	}
	r->members += set->member_count;
	if (r->members > RULE_MEMBERS)
		rule_stop(r, offset, "this rule names too many criteria in all",
		     (struct span){ "", 0 });
	else if (set->member_count == 0 && !broken)
		rule_fault(r, offset, "no criterion with a scale is in",
		      set->name_count == 0 ? (struct span){ "", 0 } : set->names[0]);
}

static void
read_name(struct rule_reading *r, struct rule_set *set)
{
	if (r->stopped)
		return;
	if (r->token.kind != TOKEN_WORD
	    || (set->is_list && span_is(r->token.text, "rubric"))) {
		rule_expected(r, "the id of a part, a criterion or evidence");
		return;
	}
	if (!span_is(r->token.text, "rubric")
	    && !rule_names_a_set(r->rubric, r->token.text))
		rule_stop(r, r->token.offset, "there is no part, criterion or evidence",
		     r->token.text);
	set->names =
		arena_grow(r->arena, set->names, set->name_count, sizeof *set->names);
	set->names[set->name_count++] = r->token.text;
	rule_advance(r);
}

static void
read_set(struct rule_reading *r, struct rule_set *set)
{
	size_t offset = r->token.offset;

	set->is_list = rule_accept(r, "[");
	do
		read_name(r, set);
	while (set->is_list && !r->stopped && rule_accept(r, ","));
	if (set->is_list)
		rule_expect(r, "]");
	if (!r->stopped)
		fill_set(r, set, offset);
}

/* The criterion's place for a level, SIZE_MAX after a fault at `offset`. */
size_t
rule_find_place(struct rule_reading *r, size_t offset, size_t criterion,
		struct span level)
{
	const struct criterion *c = &r->rubric->criteria[criterion];
	int place = criterion_level(c, level);

	if (place < 0)
		rule_fault(r, offset,
			   arena_printf(r->arena, "scale %s of %s has no level",
					c->scale->id, c->id),
			   level);
	return place < 0 ? SIZE_MAX : (size_t)place;
}

static void
find_places(struct rule_reading *r, struct rule_node *test, size_t offset)
{
	test->places =
		arena_array(r->arena, test->set.member_count, sizeof *test->places);
	for (size_t i = 0; i < test->set.member_count; i++) {
		test->places[i] =
			rule_find_place(r, offset, test->set.members[i], test->word);
		if (test->places[i] == SIZE_MAX)
			break;
	}
}

static void
read_test(struct rule_reading *r, struct rule_node *call)
{
	size_t offset;
	int sign;

	read_set(r, &call->set);
	sign = r->stopped ? -1 : rule_read_sign(r);
	if (sign < 0) {
		rule_expected(r, "a comparison such as >=");
		return;
	}
	call->comparison = (enum rule_comparison)sign;
	offset = r->token.offset;
	if (r->token.kind == TOKEN_NUMBER) {
		call->number = rule_read_number(r);
	} else if (r->token.kind == TOKEN_WORD && !rule_is_word(r->token.text)) {
		call->word = r->token.text;
		rule_advance(r);
		find_places(r, call, offset);
	} else {
		rule_expected(r, "a level or a number");
	}
}

static void
read_code(struct rule_reading *r, struct rule_node *call)
{
	struct span word = r->token.text, all = span_of("rubric");

	if (r->token.kind != TOKEN_WORD) {
		rule_expected(r, "incomplete, refer, none or a code");
		return;
	}
	if (!span_is(word, "incomplete") && !span_is(word, "refer")
	    && !span_is(word, "none") && rubric_code(r->rubric, word) < 0)
		rule_fault(r, r->token.offset,
			   "expected incomplete, refer, none or a code, found", word);
	call->word = word;
	rule_advance(r);
	call->set.names = arena_array(r->arena, 1, sizeof all);
	call->set.names[0] = all;
	call->set.name_count = 1;
	fill_set(r, &call->set, call->offset);
}

static void
read_criterion(struct rule_reading *r, struct rule_node *call)
{
	if (r->token.kind == TOKEN_WORD && rubric_criterion(r->rubric, r->token.text) < 0)
		rule_stop(r, r->token.offset, "there is no criterion", r->token.text);
	else if (r->token.kind != TOKEN_WORD)
		rule_expected(r, "the id of a criterion");
	else
		read_set(r, &call->set);
}

static void
read_set_only(struct rule_reading *r, struct rule_node *call)
{
	read_set(r, &call->set);
}

static void (*const arguments[])(struct rule_reading *r, struct rule_node *call) = {
	[RULE_OF_SET] = read_set_only, [RULE_OF_TEST] = read_test,
	[RULE_OF_CODED] = read_set_only, [RULE_OF_CODE] = read_code,
	[RULE_OF_CRITERION] = read_criterion,
};

struct rule_node *
rule_read_call(struct rule_reading *r, const struct rule_function *function)
{
	struct rule_node *call =
		rule_node_new(r, RULE_CALL, function->type, r->token.offset);
	bool coded = false;

	if (call == NULL)
		return NULL;
	rule_advance(r);
	if (!rule_expect(r, "("))
		return NULL;
	if (span_is(r->token.text, "code") && strcmp(function->word, "count") == 0) {
		coded = true;
		function = rule_function_named(span_of("code"));
		rule_advance(r);
		if (!rule_expect(r, "("))
			return NULL;
	}
	call->function = function;
	arguments[function->argument](r, call);
	if (coded)
		rule_expect(r, ")");
	rule_expect(r, ")");
	return r->stopped ? NULL : call;
}
