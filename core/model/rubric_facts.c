/* What a rubric says, fact by fact, in the order of its file. */
#include "core/model/rubric_facts.h"

#include <inttypes.h>

#include "core/base/buf.h"
#include "core/model/rule.h"

static void
add(struct facts *facts, enum rubric_matter matter, const char *what, const char *value)
{
	if (value == NULL)
		return;
	facts->items = arena_grow(facts->arena, facts->items, facts->count,
				  sizeof *facts->items);
	facts->items[facts->count] = (struct fact){
		.what = what, .value = value, .matter = matter, .order = facts->count };
	facts->count++;
}

/* The same of what was put together, which is then empty again. */
static void
add_buf(struct facts *facts, enum rubric_matter matter, const char *what,
	struct buf *value)
{
	if (value->len != 0)
		add(facts, matter, what,
		    arena_copy(facts->arena, value->data, value->len));
	buf_clear(value);
}

/* The order of ids, itself no fact to be told: what stands elsewhere is. */
static void
add_order(struct facts *facts, const char *noun, struct buf *ids)
{
	if (ids->len == 0)
		return;
	add_buf(facts, MATTER_STRUCTURE, noun, ids);
	facts->items[facts->count - 1].is_order = true;
}

static void
add_number(struct facts *facts, const char *what, int64_t value)
{
	if (value != 0)
		add(facts, MATTER_CONDUCT, what, arena_printf(facts->arena, "%" PRId64, value));
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
	add_buf(facts, MATTER_WORDING, what, &value);
	buf_close(&value);
}

static void
add_skills(struct facts *facts, const char *what, const struct skill *skills, size_t count)
{
	struct buf value = { 0 };

	for (size_t i = 0; i < count; i++) {
		const char *rest[] = { skills[i].name, skills[i].url, skills[i].framework };

		buf_printf(&value, "%s%s", i == 0 ? "" : "; ", skills[i].id);
		for (size_t k = 0; k < sizeof rest / sizeof *rest; k++)
			if (rest[k] != NULL)
				buf_printf(&value, " (%s)", rest[k]);
	}
	add_buf(facts, MATTER_WORDING, what, &value);
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
		add_buf(facts, MATTER_STRUCTURE,
			arena_printf(facts->arena, "scale %s", scale->id),
			&value);
		for (size_t l = 0; l < scale->level_count; l++)
			add(facts, MATTER_WORDING,
			    arena_printf(facts->arena, "scale %s, label of %s", scale->id,
					 scale->levels[l].id),
			    scale->levels[l].label);
	}
	add_order(facts, "scale", &order);
	buf_close(&value);
	buf_close(&order);
}

static void
add_codes(struct facts *facts, const struct rubric *rubric)
{
	struct buf order = { 0 };

	for (size_t i = 0; i < rubric->code_count; i++) {
		const struct code *code = &rubric->codes[i];

		put_word(&order, code->id);
		add(facts, MATTER_STRUCTURE, arena_printf(facts->arena, "code %s", code->id),
		    code_effects[code->effect]);
		add(facts, MATTER_WORDING, arena_printf(facts->arena, "code %s, label", code->id),
		    code->label);
	}
	add_order(facts, "code", &order);
	buf_close(&order);
}

static void
add_prompt(struct facts *facts, const struct prompt *prompt)
{
	const char *at = arena_printf(facts->arena, "prompt %s", prompt->id);
	struct buf value = { 0 };

	add(facts, MATTER_WORDING, at, prompt->text);
	add(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, path", at), prompt->path);
	if (prompt->words_min != 0)
		buf_printf(&value, "at least %" PRId64, prompt->words_min);
	if (prompt->words_max != 0)
		put_word(&value, arena_printf(facts->arena, "at most %" PRId64,
					      prompt->words_max));
	if (value.len != 0 && prompt->words_mode == WORDS_GUIDE)
		put_word(&value, "as a guide");
	add_buf(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, words", at), &value);
	buf_close(&value);
}

static void
add_slot(struct facts *facts, const struct slot *slot)
{
	const char *at = arena_printf(facts->arena, "evidence %s", slot->id);
	struct buf value = { 0 };

	add(facts, MATTER_WORDING, at, slot->label);
	add(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, path", at), slot->glob);
	buf_printf(&value, "at least %" PRId64, slot->min);
	if (slot->max != 0)
		buf_printf(&value, ", at most %" PRId64, slot->max);
	add_buf(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, items", at), &value);
	for (size_t i = 0; accept_kinds[i] != NULL; i++)
		put_word(&value, (slot->accepts & 1u << i) != 0 ? accept_kinds[i] : NULL);
	add_buf(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, accepted", at),
		&value);
	add(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, shared", at),
	    slot->shared ? "yes" : "no");
	buf_close(&value);
}

static void
add_levels(struct facts *facts, const struct criterion *criterion)
{
	for (size_t i = 0; i < criterion->descriptor_count; i++) {
		const struct descriptor *means = &criterion->descriptors[i];
		const char *at = arena_printf(facts->arena, "criterion %s at %s",
					      criterion->id, means->level);

		add(facts, MATTER_WORDING, at, means->text);
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
	add_buf(facts, MATTER_STRUCTURE, at, &value);
	add(facts, MATTER_WORDING, arena_printf(facts->arena, "%s, label", at), criterion->label);
	if (criterion->about != NULL)
		add(facts, MATTER_WORDING, arena_printf(facts->arena, "%s, about", at),
		    criterion->about);
	buf_printf(&value, "%s", notes[criterion->feedback]);
	if (criterion->feedback == FEEDBACK_BELOW && criterion->scale != NULL)
		buf_printf(&value, " %s",
			   criterion->scale->levels[criterion->feedback_below].id);
	add_buf(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, note", at), &value);
	add(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, citation", at),
	    criterion->cite == CITE_REQUIRED ? "required" : "optional");
	add_levels(facts, criterion);
	add_skills(facts, arena_printf(facts->arena, "%s, skills", at), criterion->skills,
		   criterion->skill_count);
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
		add(facts, MATTER_STRUCTURE, at, part->optional ? "optional" : "wanted");
		add(facts, MATTER_WORDING, arena_printf(facts->arena, "%s, label", at),
		    part->label);
		add(facts, MATTER_CONDUCT, arena_printf(facts->arena, "%s, kind", at),
		    kinds[part->kind]);
		for (size_t i = 0; i < part->prompt_count; i++)
			add_prompt(facts, &part->prompts[i]);
		for (size_t i = 0; i < part->slot_count; i++)
			add_slot(facts, &part->slots[i]);
		for (size_t i = 0; i < part->criterion_count; i++) {
			put_word(&criteria, part->criteria[i].id);
			add_criterion(facts, part, &part->criteria[i]);
		}
	}
	add_order(facts, "part", &parts);
	add_order(facts, "criterion", &criteria);
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
	add_buf(facts, MATTER_STRUCTURE, what, &value);
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
	add(facts, MATTER_STRUCTURE, "rounding",
	    arena_printf(facts->arena, "%s to %d decimals", modes[rubric->rounding],
			 rubric->decimals));
}

static void
add_gate(struct facts *facts, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->gate_count; i++) {
		const struct gate_check *check = &rubric->gate[i];
		const char *at = arena_printf(facts->arena, "check %s", check->id);

		add(facts, MATTER_CONDUCT, at,
		    arena_printf(facts->arena, "%s, %s", check->automatic == NULL
				 ? "by a person" : check->automatic,
				 check->effect == GATE_RETURN ? "returned incomplete"
							      : "a warning"));
		add(facts, MATTER_WORDING, arena_printf(facts->arena, "%s, label", at),
		    check->label);
	}
}

static void
add_attempts(struct facts *facts, const struct rubric *rubric)
{
	struct buf value = { 0 };

	add_number(facts, "attempts, at most", rubric->attempts_max);
	add(facts, MATTER_CONDUCT, "attempts, then",
	    rubric->attempts_then == THEN_CLOSE ? "close" : "refer");
	add(facts, MATTER_CONDUCT, "attempts, judged again",
	    rubric->rescore_failed_only ? "what failed" : "all");
	add(facts, MATTER_CONDUCT, "attempts, banking",
	    rubric->banking_best_of ? "the best of each criterion" : "none");
	add(facts, MATTER_CONDUCT, "earlier scores",
	    rubric->prior_visible ? "shown to assessors" : "not shown");
	add_number(facts, "assessments wanted", rubric->independent);
	add(facts, MATTER_CONDUCT, "a second assessment when", rubric->second_when);
	put_points(&value, rubric->tolerance_points);
	buf_printf(&value, " points, %" PRId64 " outcomes", rubric->tolerance_decision);
	add_buf(facts, MATTER_CONDUCT, "tolerance", &value);
	add(facts, MATTER_CONDUCT, "disagreements are resolved by", rubric->resolve);
	if (ratio_is_defined(rubric->target_kappa))
		put_points(&value, rubric->target_kappa);
	add_buf(facts, MATTER_CONDUCT, "target for kappa", &value);
	if (ratio_is_defined(rubric->target_exact))
		put_points(&value, rubric->target_exact);
	add_buf(facts, MATTER_CONDUCT, "target for exact agreement", &value);
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
		add(facts, MATTER_WORDING, rows[i].what, rows[i].value);
	add(facts, MATTER_WORDING, "version",
	    arena_printf(facts->arena, "%" PRId64, rubric->version));
	add_texts(facts, "method, components", rubric->method_components,
		  rubric->method_component_count);
	for (size_t i = 0; i < rubric->research_count; i++)
		buf_printf(&value, "%s%s%s%s", i == 0 ? "" : "; ",
			   rubric->research[i].citation,
			   rubric->research[i].url == NULL ? "" : " ",
			   rubric->research[i].url == NULL ? "" : rubric->research[i].url);
	add_buf(facts, MATTER_WORDING, "research", &value);
	add_texts(facts, "resources", rubric->resources, rubric->resource_count);
	buf_close(&value);
	add_skills(facts, "skills", rubric->skills, rubric->skill_count);
	add_number(facts, "business days to an answer", rubric->business_days);
}

struct facts
rubric_facts(struct arena *arena, const struct rubric *rubric)
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
