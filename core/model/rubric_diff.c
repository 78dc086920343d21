#include "core/model/rubric_diff.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/buf.h"
#include "core/model/rule.h"

/* One thing a rubric says, by the name of its place. */
struct fact {
	const char *what, *value;
	bool structure;
	size_t order;
};

struct facts {
	struct arena *arena;
	struct fact *items;
	size_t count;
};

static void
add(struct facts *facts, bool structure, const char *what, const char *value)
{
	if (value == NULL)
		return;
	facts->items = arena_grow(facts->arena, facts->items, facts->count,
				  sizeof *facts->items);
	facts->items[facts->count] =
		(struct fact){ what, value, structure, facts->count };
	facts->count++;
}

/* The same of what was put together, which is then empty again. */
static void
add_buf(struct facts *facts, bool structure, const char *what, struct buf *value)
{
	if (value->len != 0)
		add(facts, structure, what,
		    arena_copy(facts->arena, value->data, value->len));
	buf_clear(value);
}

static void
add_number(struct facts *facts, const char *what, int64_t value)
{
	if (value != 0)
		add(facts, false, what, arena_printf(facts->arena, "%" PRId64, value));
}

static void
put_word(struct buf *out, const char *word)
{
	if (word != NULL)
		buf_printf(out, "%s%s", out->len == 0 ? "" : ", ", word);
}

static void
put_points(struct buf *out, struct ratio points)
{
	buf_char(out, ' ');
	ratio_print(out, points, 9, ROUND_DOWN);
}

static void
add_texts(struct facts *facts, const char *what, const char *const *texts, size_t count)
{
	struct buf value = { 0 };

	for (size_t i = 0; i < count; i++)
		buf_printf(&value, "%s%s", i == 0 ? "" : "; ", texts[i]);
	add_buf(facts, false, what, &value);
	buf_close(&value);
}

static void
add_scales(struct facts *facts, const struct rubric *rubric)
{
	struct buf value = { 0 }, order = { 0 };

	for (size_t i = 0; i < rubric->scale_count; i++) {
		const struct scale *scale = &rubric->scales[i];

		put_word(&order, scale->id);
		for (size_t l = 0; l < scale->level_count; l++) {
			put_word(&value, scale->levels[l].id);
			put_points(&value, scale->levels[l].points);
		}
		add_buf(facts, true,
			arena_printf(facts->arena, "scale %s, levels", scale->id),
			&value);
		for (size_t l = 0; l < scale->level_count; l++)
			add(facts, false,
			    arena_printf(facts->arena, "scale %s, label of %s", scale->id,
					 scale->levels[l].id),
			    scale->levels[l].label);
	}
	add_buf(facts, true, "the order of scales", &order);
	buf_close(&value);
	buf_close(&order);
}

static void
add_codes(struct facts *facts, const struct rubric *rubric)
{
	static const char *const effects[] = { "incomplete", "refer", "none" };
	struct buf order = { 0 };

	for (size_t i = 0; i < rubric->code_count; i++) {
		const struct code *code = &rubric->codes[i];

		put_word(&order, code->id);
		add(facts, true, arena_printf(facts->arena, "code %s, effect", code->id),
		    effects[code->effect]);
		add(facts, false, arena_printf(facts->arena, "code %s, label", code->id),
		    code->label);
	}
	add_buf(facts, true, "the order of codes", &order);
	buf_close(&order);
}

static void
add_asked(struct facts *facts, const struct part *part)
{
	for (size_t i = 0; i < part->prompt_count; i++) {
		const struct prompt *prompt = &part->prompts[i];
		struct arena *arena = facts->arena;

		add(facts, false, arena_printf(arena, "prompt %s, text", prompt->id),
		    prompt->text);
		add(facts, false, arena_printf(arena, "prompt %s, path", prompt->id),
		    prompt->path);
		add(facts, false, arena_printf(arena, "prompt %s, words", prompt->id),
		    arena_printf(arena, "%" PRId64 " to %" PRId64 "%s", prompt->words_min,
				 prompt->words_max,
				 prompt->words_mode == WORDS_HARD ? "" : ", a guide"));
	}
	for (size_t i = 0; i < part->slot_count; i++) {
		const struct slot *slot = &part->slots[i];
		struct arena *arena = facts->arena;

		add(facts, false, arena_printf(arena, "evidence %s, label", slot->id),
		    slot->label);
		add(facts, false, arena_printf(arena, "evidence %s, path", slot->id),
		    slot->glob);
		add(facts, false, arena_printf(arena, "evidence %s, what fits", slot->id),
		    arena_printf(arena, "%" PRId64 " to %" PRId64 " items%s, kinds %u",
				 slot->min, slot->max, slot->shared ? ", shared" : "",
				 slot->accepts));
	}
}

static void
add_levels(struct facts *facts, const struct criterion *criterion)
{
	for (size_t i = 0; i < criterion->descriptor_count; i++) {
		const struct descriptor *means = &criterion->descriptors[i];
		const char *at = arena_printf(facts->arena, "criterion %s, %s",
					      criterion->id, means->level);

		add(facts, false, at, means->text);
		add_texts(facts, arena_printf(facts->arena, "%s, look for", at),
			  means->look_for, means->look_for_count);
		add_texts(facts, arena_printf(facts->arena, "%s, comments", at),
			  means->statements, means->statement_count);
	}
}

static void
add_criterion(struct facts *facts, const struct part *part,
	      const struct criterion *criterion)
{
	static const char *const notes[] = { "optional", "not wanted", "required",
					     "required below" };
	const char *at = arena_printf(facts->arena, "criterion %s", criterion->id);
	struct buf value = { 0 };

	buf_printf(&value, "in %s, on scale %s, weight", part->id, criterion->scale_id);
	put_points(&value, criterion->weight);
	for (size_t i = 0; i < criterion->evidence_count; i++)
		buf_printf(&value, "%s%s", i == 0 ? ", from " : " ",
			   criterion->evidence[i]);
	add_buf(facts, true, at, &value);
	add(facts, false, arena_printf(facts->arena, "%s, label", at), criterion->label);
	buf_printf(&value, "%s", notes[criterion->feedback]);
	if (criterion->feedback == FEEDBACK_BELOW && criterion->scale != NULL)
		buf_printf(&value, " %s",
			   criterion->scale->levels[criterion->feedback_below].id);
	add_buf(facts, false, arena_printf(facts->arena, "%s, note", at), &value);
	add(facts, false, arena_printf(facts->arena, "%s, citation", at),
	    criterion->cite == CITE_REQUIRED ? "required" : "optional");
	add_levels(facts, criterion);
	for (size_t i = 0; i < criterion->skill_count; i++)
		put_word(&value, criterion->skills[i].id);
	add_buf(facts, false, arena_printf(facts->arena, "%s, skills", at), &value);
	buf_close(&value);
}

static void
add_parts(struct facts *facts, const struct rubric *rubric)
{
	static const char *const kinds[] = { "prompts", "artifacts", "reflection",
					     "attestation" };
	struct buf parts = { 0 }, criteria = { 0 };

	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];
		const char *at = arena_printf(facts->arena, "part %s", part->id);

		put_word(&parts, part->id);
		add(facts, true, at, part->optional ? "optional" : "wanted");
		add(facts, false, arena_printf(facts->arena, "%s, label", at),
		    part->label);
		add(facts, false, arena_printf(facts->arena, "%s, kind", at),
		    kinds[part->kind]);
		add_asked(facts, part);
		for (size_t i = 0; i < part->criterion_count; i++) {
			put_word(&criteria, part->criteria[i].id);
			add_criterion(facts, part, &part->criteria[i]);
		}
	}
	add_buf(facts, true, "the order of parts", &parts);
	add_buf(facts, true, "the order of criteria", &criteria);
	buf_close(&parts);
	buf_close(&criteria);
}

static void
add_rule(struct facts *facts, const char *what, const struct rule *rule,
	 const char *otherwise)
{
	struct buf value = { 0 };

	if (rule == NULL)
		buf_text(&value, otherwise);
	else
		rule_print(&value, rule);
	add_buf(facts, true, what, &value);
	buf_close(&value);
}

static void
add_decision(struct facts *facts, const struct rubric *rubric)
{
	static const char *const modes[] = { "half up", "half even", "down" };

	add_rule(facts, "the rule for pass", rubric->pass, "a free judgement");
	add_rule(facts, "the rule for incomplete", rubric->incomplete,
		 "any_code(incomplete)");
	add_rule(facts, "the rule for refer", rubric->refer, "any_code(refer)");
	add(facts, true, "rounding",
	    arena_printf(facts->arena, "%s to %d decimals", modes[rubric->rounding],
			 rubric->decimals));
}

static void
add_gate(struct facts *facts, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->gate_count; i++) {
		const struct gate_check *check = &rubric->gate[i];

		add(facts, false,
		    arena_printf(facts->arena, "check %s at the gate", check->id),
		    arena_printf(facts->arena, "%s (%s, %s)", check->label,
				 check->automatic == NULL ? "by a person"
							  : check->automatic,
				 check->effect == GATE_RETURN ? "returned incomplete"
							      : "a warning"));
	}
}

static void
add_attempts(struct facts *facts, const struct rubric *rubric)
{
	struct buf value = { 0 };

	add_number(facts, "attempts, at most", rubric->attempts_max);
	add(facts, false, "attempts, then",
	    rubric->attempts_then == THEN_CLOSE ? "close" : "refer");
	add(facts, false, "attempts, judged again",
	    rubric->rescore_failed_only ? "what failed" : "all");
	add(facts, false, "attempts, banking",
	    rubric->banking_best_of ? "the best of each criterion" : "none");
	add(facts, false, "earlier scores",
	    rubric->prior_visible ? "shown to assessors" : "not shown");
	add_number(facts, "assessments wanted", rubric->independent);
	add(facts, false, "a second assessment when", rubric->second_when);
	put_points(&value, rubric->tolerance_points);
	buf_printf(&value, " points, %" PRId64 " outcomes", rubric->tolerance_decision);
	add_buf(facts, false, "tolerance", &value);
	add(facts, false, "disagreements are resolved by", rubric->resolve);
	if (ratio_is_defined(rubric->target_kappa))
		put_points(&value, rubric->target_kappa);
	add_buf(facts, false, "target for kappa", &value);
	if (ratio_is_defined(rubric->target_exact))
		put_points(&value, rubric->target_exact);
	add_buf(facts, false, "target for exact agreement", &value);
	buf_close(&value);
}

static void
add_about(struct facts *facts, const struct rubric *rubric)
{
	const struct { const char *what, *value; } rows[] = {
		{ "id", rubric->id }, { "title", rubric->title },
		{ "language", rubric->language }, { "type", rubric->type },
		{ "competency", rubric->competency },
		{ "issuer, id", rubric->issuer_id },
		{ "issuer, name", rubric->issuer_name },
		{ "issuer, url", rubric->issuer_url },
		{ "method", rubric->method_summary },
		{ "design, barriers", rubric->design.barriers },
		{ "design, difference", rubric->design.difference },
		{ "design, inclusion", rubric->design.inclusion },
		{ "design, goals", rubric->design.goals },
	};
	struct buf value = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		add(facts, false, rows[i].what, rows[i].value);
	add_number(facts, "version", rubric->version);
	add_texts(facts, "method, components", rubric->method_components,
		  rubric->method_component_count);
	for (size_t i = 0; i < rubric->research_count; i++)
		buf_printf(&value, "%s%s", i == 0 ? "" : "; ",
			   rubric->research[i].citation);
	add_buf(facts, false, "research", &value);
	add_texts(facts, "resources", rubric->resources, rubric->resource_count);
	for (size_t i = 0; i < rubric->skill_count; i++)
		put_word(&value, rubric->skills[i].id);
	add_buf(facts, false, "skills", &value);
	buf_close(&value);
	add_number(facts, "business days to an answer", rubric->business_days);
}

static struct facts
facts_of(struct arena *arena, const struct rubric *rubric)
{
	struct facts facts = { .arena = arena };

	add_about(&facts, rubric);
	add_scales(&facts, rubric);
	add_codes(&facts, rubric);
	add_gate(&facts, rubric);
	add_parts(&facts, rubric);
	add_decision(&facts, rubric);
	add_attempts(&facts, rubric);
	return facts;
}

static int
by_place(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->what, ((const struct fact *)b)->what);
}

static int
by_order(const void *a, const void *b)
{
	size_t x = ((const struct fact *)a)->order, y = ((const struct fact *)b)->order;

	return (x > y) - (x < y);
}

static const struct fact *
find(const struct facts *sorted, const struct fact *fact)
{
	return sorted->count == 0 ? NULL
		: bsearch(fact, sorted->items, sorted->count, sizeof *fact, by_place);
}

static void
sort(struct facts *facts, int (*order)(const void *a, const void *b))
{
	if (facts->count > 1)
		qsort(facts->items, facts->count, sizeof *facts->items, order);
}

static void
push(struct rubric_change **out, size_t *count, struct arena *arena,
     const struct fact *old, const struct fact *now)
{
	const struct fact *any = now != NULL ? now : old;

	*out = arena_grow(arena, *out, *count, sizeof **out);
	(*out)[(*count)++] = (struct rubric_change){
		.what = any->what, .old = old == NULL ? NULL : old->value,
		.now = now == NULL ? NULL : now->value, .structure = any->structure };
}

size_t
rubric_diff(struct rubric_change **out, struct arena *arena, const struct rubric *old,
	    const struct rubric *now)
{
	struct facts was = facts_of(arena, old), is = facts_of(arena, now);
	size_t count = 0;

	*out = NULL;
	sort(&was, by_place);
	for (size_t i = 0; i < is.count; i++) {
		const struct fact *before = find(&was, &is.items[i]);

		if (before == NULL || strcmp(before->value, is.items[i].value) != 0)
			push(out, &count, arena, before, &is.items[i]);
	}
	sort(&was, by_order);
	sort(&is, by_place);
	for (size_t i = 0; i < was.count; i++)
		if (find(&is, &was.items[i]) == NULL)
			push(out, &count, arena, &was.items[i], NULL);
	return count;
}

enum rubric_likeness
rubric_likeness(const struct rubric *old, const struct rubric *now)
{
	if (digest_equal(&old->sha256, &now->sha256))
		return RUBRIC_SAME;
	return digest_equal(&old->structure, &now->structure) ? RUBRIC_COMPARABLE
							      : RUBRIC_OTHER;
}
