#include "core/model/sheet.h"

#include "core/base/yaml.h"
#include "core/model/rule.h"

static const struct {
	const char *word, *phrase;
} outcomes[] = {
	[OUTCOME_UNFINISHED] = { "unfinished", "unfinished" },
	[OUTCOME_PASS] = { "pass", "pass" },
	[OUTCOME_NOT_YET] = { "not_yet", "not yet" },
	[OUTCOME_INCOMPLETE] = { "incomplete", "incomplete" },
	[OUTCOME_REFER] = { "refer", "refer" },
	[OUTCOME_MANUAL] = { "manual", "for a person to decide" },
};

const char *
outcome_word(enum outcome outcome)
{
	return outcomes[outcome].word;
}

const char *
outcome_phrase(enum outcome outcome)
{
	return outcomes[outcome].phrase;
}

bool
outcome_from_word(enum outcome *out, struct span word)
{
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		if (span_is(word, outcomes[i].word)) {
			*out = (enum outcome)i;
			return true;
		}
	return false;
}

struct sheet
sheet_new(struct arena *arena, const struct rubric *rubric)
{
	struct sheet out = { .rubric = rubric };

	out.marks = arena_array(arena, rubric->criterion_count, sizeof *out.marks);
	return out;
}

bool
sheet_is_left_out(const struct sheet *sheet, size_t criterion)
{
	const struct rubric *rubric = sheet->rubric;
	const struct part *part = &rubric->parts[rubric->criteria[criterion].part];

	for (size_t i = 0; part->optional && i < part->criterion_count; i++)
		if (sheet->marks[part->first + i].kind != MARK_NONE)
			return false;
	return part->optional;
}

void
sheet_leave_out(bool *out, const struct sheet *sheet)
{
	for (size_t p = 0; p < sheet->rubric->part_count; p++) {
		const struct part *part = &sheet->rubric->parts[p];
		bool left_out =
			part->criterion_count != 0 && sheet_is_left_out(sheet, part->first);

		for (size_t i = 0; i < part->criterion_count; i++)
			out[part->first + i] = left_out;
	}
}

static void
add_up(struct decision_result *out, struct arena *arena, const struct sheet *sheet)
{
	const struct rubric *rubric = sheet->rubric;
	bool left_out[RUBRIC_CRITERIA];

	sheet_leave_out(left_out, sheet);
	out->points = out->max = ratio_of(0, 1);
	out->unfinished =
		arena_array(arena, rubric->criterion_count, sizeof *out->unfinished);
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct scale *scale = rubric->criteria[i].scale;
		const struct mark *mark = &sheet->marks[i];

		if (scale == NULL || left_out[i])
			continue;
		out->max =
			ratio_add(out->max, scale->levels[scale->level_count - 1].points);
		if (mark->kind == MARK_LEVEL)
			out->points =
				ratio_add(out->points, scale->levels[mark->index].points);
		if (mark->kind == MARK_NONE)
			out->unfinished[out->unfinished_count++] = i;
	}
}

static void
keep_reasons(struct decision_result *out, struct arena *arena, struct reason *reasons,
	     size_t count)
{
	out->reasons = reasons;
	out->why_count = count;
	out->why = arena_array(arena, count, sizeof *out->why);
	for (size_t i = 0; i < count; i++)
		out->why[i] = reasons[i].text;
}

/* Without a rule of its own an outcome comes from the codes with it as their effect. */
static bool
comes_from_codes(struct decision_result *out, struct arena *arena,
		 const struct sheet *sheet, enum code_effect effect, const char *word)
{
	const struct rubric *rubric = sheet->rubric;
	struct reason *reasons = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct mark *mark = &sheet->marks[i];

		if (mark->kind != MARK_CODE
		    || rubric->codes[mark->index].effect != effect)
			continue;
		reasons = arena_grow(arena, reasons, count, sizeof *reasons);
		reasons[count++] = (struct reason){
			.kind = REASON_MARK, .criterion = i, .mark = *mark, .needs = -1,
			.text = arena_printf(arena, "any_code(%s): %s is coded %s", word,
					     rubric->criteria[i].id,
					     rubric->codes[mark->index].id),
		};
	}
	keep_reasons(out, arena, reasons, count);
	return count != 0;
}

/* Does the rule hold? Its reasons are told either way. */
static bool
tell(struct decision_result *out, struct arena *arena, const struct sheet *sheet,
     const struct rule *rule)
{
	struct reasons reasons = rule_explain(arena, rule, sheet);

	keep_reasons(out, arena, reasons.items, reasons.count);
	return reasons.hold;
}

static bool
comes_about(struct decision_result *out, struct arena *arena, const struct sheet *sheet,
	    const struct rule *rule, enum code_effect effect, const char *word)
{
	if (rule == NULL)
		return comes_from_codes(out, arena, sheet, effect, word);
	return rule_holds(rule, sheet) && tell(out, arena, sheet, rule);
}

static enum outcome
outcome_of(struct decision_result *out, struct arena *arena, const struct sheet *sheet)
{
	const struct rubric *rubric = sheet->rubric;

	if (out->unfinished_count != 0)
		return OUTCOME_UNFINISHED;
	if (rubric->manual)
		return OUTCOME_MANUAL;
	if (comes_about(out, arena, sheet, rubric->incomplete, EFFECT_INCOMPLETE,
			"incomplete"))
		return OUTCOME_INCOMPLETE;
	if (comes_about(out, arena, sheet, rubric->refer, EFFECT_REFER, "refer"))
		return OUTCOME_REFER;
	return tell(out, arena, sheet, rubric->pass) ? OUTCOME_PASS : OUTCOME_NOT_YET;
}

struct decision_result
sheet_decide(struct arena *arena, const struct sheet *sheet)
{
	struct decision_result out = { .why = NULL };

	add_up(&out, arena, sheet);
	out.outcome = outcome_of(&out, arena, sheet);
	return out;
}

/* Sheets from files */

static void
read_level(struct sheet *sheet, size_t index, const struct node *node,
	   struct faults *faults)
{
	const struct criterion *criterion = &sheet->rubric->criteria[index];
	int level = criterion_level(criterion, node->text);

	if (level < 0)
		fault_add(faults, node->at, "scale %s of %s has no level '%.100s'",
			  criterion->scale_id, criterion->id, node->text.data);
	else
		sheet->marks[index] = (struct mark){ MARK_LEVEL, (size_t)level };
}

static void
read_code(struct sheet *sheet, size_t index, const struct node *map,
	  struct faults *faults)
{
	const struct node *node = node_get(map, "code");
	int code;

	if (map->kind != NODE_MAP || node == NULL || map->count != 1
	    || node->kind != NODE_SCALAR) {
		fault_add(faults, map->at, "expected a level, or {code: CODE}");
		return;
	}
	code = rubric_code(sheet->rubric, node->text);
	if (code < 0)
		fault_add(faults, node->at, "this rubric has no code '%.100s'",
			  node->text.data);
	else
		sheet->marks[index] = (struct mark){ MARK_CODE, (size_t)code };
}

static void
read_mark(struct sheet *sheet, const struct node *node, struct faults *faults)
{
	int index = rubric_criterion(sheet->rubric, span_of(node->key));

	if (index < 0)
		fault_add(faults, node->key_at, "this rubric has no criterion '%.100s'",
			  node->key);
	else if (sheet->rubric->criteria[index].scale == NULL)
		fault_add(faults, node->key_at,
			  "%s takes a comment only, no level or code", node->key);
	else if (node->kind == NODE_SCALAR)
		read_level(sheet, (size_t)index, node, faults);
	else
		read_code(sheet, (size_t)index, node, faults);
}

int
sheet_parse(struct sheet *out, struct arena *arena, struct faults *faults,
	    const struct rubric *rubric, struct span bytes)
{
	size_t before = faults->count + faults->more;
	const struct node *root = yaml_parse(arena, faults, bytes, &yaml_document);

	*out = sheet_new(arena, rubric);
	if (root == NULL)
		return -1;
	for (const struct node *node = root->first; node != NULL; node = node->next)
		read_mark(out, node, faults);
	return faults->count + faults->more == before ? 0 : -1;
}
