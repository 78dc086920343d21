#include "core/out/rubric_page.h"

#include <inttypes.h>

#include "core/base/text.h"
#include "core/model/rule.h"

static void
put_line(struct buf *out, const char *text)
{
	text_line(out, span_of(text), 0);
}

/* Lines of its own begin further in, so that no text makes a heading of ours. */
static void
put_text(struct buf *out, int indent, const char *text)
{
	struct span rest = span_of(text);
	bool first = true;

	while (rest.len != 0) {
		struct span line = span_cut(&rest, '\n');

		if (line.len == 0)
			continue;
		if (!first)
			buf_printf(out, "\n%*s", indent, "");
		text_line(out, line, 0);
		first = false;
	}
}

static int
indent_of(const char *before)
{
	return (int)strspn(before, " ") + 2;
}

/* `before` may begin with an empty line. */
static void
put(struct buf *out, const char *before, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_text(out, before);
	put_text(out, indent_of(before + strspn(before, "\n")), text);
	buf_text(out, "\n");
}

static void
put_words(struct buf *out, const struct prompt *prompt)
{
	const char *mode = prompt->words_mode == WORDS_GUIDE ? ", as a guide" : "";

	if (prompt->words_max != 0 && prompt->words_min != 0)
		buf_printf(out, " (%" PRId64 " to %" PRId64 " words%s)", prompt->words_min,
			   prompt->words_max, mode);
	else if (prompt->words_max != 0)
		buf_printf(out, " (at most %" PRId64 " words%s)", prompt->words_max, mode);
	else if (prompt->words_min != 0)
		buf_printf(out, " (at least %" PRId64 " words%s)", prompt->words_min,
			   mode);
}

static void
put_slot(struct buf *out, const struct slot *slot)
{
	const char *between = ": ";

	buf_printf(out, "  %s: ", slot->id);
	put_line(out, slot->label);
	buf_printf(out, " (%" PRId64, slot->min);
	if (slot->max == 0)
		buf_text(out, " or more");
	else if (slot->max != slot->min)
		buf_printf(out, " to %" PRId64, slot->max);
	for (size_t i = 0; accept_kinds[i] != NULL; i++)
		if (slot->accepts != ACCEPT_ANY && (slot->accepts & 1u << i) != 0) {
			buf_printf(out, "%s%s", between, accept_kinds[i]);
			between = ", ";
		}
	buf_text(out, slot->shared ? "; may be a team's)\n" : ")\n");
	put(out, "    in: ", slot->glob);
}

static void
put_asked(struct buf *out, const struct part *part)
{
	for (size_t i = 0; i < part->prompt_count; i++) {
		buf_printf(out, "  %s: ", part->prompts[i].id);
		put_text(out, 4, part->prompts[i].text);
		put_words(out, &part->prompts[i]);
		buf_text(out, "\n");
		put(out, "    in: ", part->prompts[i].path);
	}
	for (size_t i = 0; i < part->slot_count; i++)
		put_slot(out, &part->slots[i]);
}

static void
put_level(struct buf *out, const struct criterion *criterion, size_t index)
{
	const struct level *level = &criterion->scale->levels[index];
	const struct descriptor *means = criterion_descriptor(criterion, index);

	buf_printf(out, "  %zu %s: ", index + 1, level->id);
	put_text(out, 4, means != NULL && means->text != NULL ? means->text : level->label);
	buf_text(out, "\n");
	for (size_t i = 0; means != NULL && i < means->look_for_count; i++)
		put(out, "    look for: ", means->look_for[i]);
	for (size_t i = 0; means != NULL && i < means->statement_count; i++)
		put(out, "    say: ", means->statements[i]);
}

static void
put_needs(struct buf *out, const struct criterion *criterion)
{
	static const char *const notes[] = { "optional", "not wanted", "required",
					     "required below " };

	buf_printf(out, "  a note is %s", notes[criterion->feedback]);
	if (criterion->feedback == FEEDBACK_BELOW)
		put_line(out,
			 criterion->scale->levels[criterion->feedback_below].label);
	buf_printf(out, "; a citation is %s\n",
		   criterion->cite == CITE_REQUIRED ? "required" : "optional");
}

void
rubric_page_criterion(struct buf *out, const struct rubric *rubric, size_t index)
{
	const struct criterion *criterion = &rubric->criteria[index];

	buf_printf(out, "%s: ", criterion->id);
	put_line(out, criterion->label);
	buf_text(out, "\n");
	put(out, "  ", criterion->about);
	for (size_t i = 0; i < criterion->evidence_count; i++)
		buf_printf(out, "%s%s%s", i == 0 ? "  evidence: " : " ",
			   criterion->evidence[i],
			   i + 1 == criterion->evidence_count ? "\n" : "");
	for (size_t i = 0; criterion->scale != NULL && i < criterion->scale->level_count;
	     i++)
		put_level(out, criterion, i);
	put_needs(out, criterion);
}

static void
put_parts(struct buf *out, const struct rubric *rubric)
{
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		buf_printf(out, "\npart %s: ", part->id);
		put_line(out, part->label);
		buf_text(out, part->optional ? " (optional)\n" : "\n");
		put_asked(out, part);
		for (size_t i = 0; i < part->criterion_count; i++)
			rubric_page_criterion(out, rubric, part->first + i);
	}
}

static void
put_codes(struct buf *out, const struct rubric *rubric)
{
	static const char *const effects[] = {
		[EFFECT_INCOMPLETE] = " (makes it incomplete)",
		[EFFECT_REFER] = " (another person looks at it)", [EFFECT_NONE] = "",
	};

	for (size_t i = 0; i < rubric->code_count; i++) {
		buf_printf(out, "%scode %zu %s: ", i == 0 ? "\n" : "", i + 1,
			   rubric->codes[i].id);
		put_line(out, rubric->codes[i].label);
		buf_printf(out, "%s\n", effects[rubric->codes[i].effect]);
	}
	for (size_t i = 0; i < rubric->gate_count; i++) {
		const struct gate_check *check = &rubric->gate[i];

		buf_printf(out, "%sgate %s: ", i == 0 ? "\n" : "", check->id);
		put_line(out, check->label);
		buf_printf(out, " (%s, else %s)\n", check->automatic == NULL
			   ? "a person looks" : "looked at by assay",
			   check->effect == GATE_RETURN ? "it goes back" : "a warning");
	}
}

static void
put_rule(struct buf *out, const char *word, const struct rule *rule)
{
	struct buf text = { 0 };

	if (rule == NULL)
		return;
	rule_tell(&text, rule);
	buf_printf(out, "%s when ", word);
	text_line(out, buf_span(&text), 0);
	buf_text(out, "\n  as a rule: ");
	rule_print(out, rule);
	buf_text(out, "\n");
	buf_close(&text);
}

static void
put_decision(struct buf *out, const struct rubric *rubric)
{
	buf_text(out, "\n");
	if (rubric->manual)
		buf_text(out, "the outcome is a free judgement\n");
	put_rule(out, "pass", rubric->pass);
	put_rule(out, "incomplete", rubric->incomplete);
	put_rule(out, "refer", rubric->refer);
	if (rubric->attempts_max != 0)
		buf_printf(out, "at most %" PRId64 " attempts, then %s\n",
			   rubric->attempts_max,
			   rubric->attempts_then == THEN_CLOSE ? "closed" : "referred");
	if (rubric->rescore_failed_only)
		buf_text(out, "a later attempt is judged only where the last one failed\n");
	if (rubric->banking_best_of)
		buf_text(out, "the best of all attempts counts, criterion by criterion\n");
	if (rubric->prior_visible)
		buf_text(out, "assessors see the scores of earlier attempts\n");
	if (rubric->business_days != 0)
		buf_printf(out, "answered within %" PRId64 " business days\n",
			   rubric->business_days);
}

static void
put_scoring(struct buf *out, const struct rubric *rubric)
{
	if (rubric->independent > 1)
		buf_printf(out, "%" PRId64 " assessments, independent of each other\n",
			   rubric->independent);
	put(out, "a second assessment when ", rubric->second_when);
	if (rubric->independent < 2 && rubric->second_when == NULL)
		return;
	buf_text(out, "two assessments agree within ");
	ratio_print(out, rubric->tolerance_points, 9, ROUND_DOWN);
	buf_text(out, " points");
	if (rubric->tolerance_decision != 0)
		buf_printf(out, " and %" PRId64 " outcomes", rubric->tolerance_decision);
	buf_text(out, "\n");
	put(out, "disagreement is settled by ", rubric->resolve);
}

static void
put_list(struct buf *out, const char *title, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put(out, i == 0 ? title : "  - ", items[i]);
}

static void
put_about(struct buf *out, const struct rubric *rubric)
{
	put(out, "kind: ", rubric->type);
	put(out, "\ncompetency\n  ", rubric->competency);
	put(out, "\nmethod\n  ", rubric->method_summary);
	put_list(out, rubric->method_summary == NULL ? "\nmethod\n  - " : "  - ", rubric->method_components, rubric->method_component_count);
}

static void
put_sources(struct buf *out, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->research_count; i++) {
		put(out, i == 0 ? "\nresearch\n  " : "  ", rubric->research[i].citation);
		put(out, "    ", rubric->research[i].url);
	}
	put_list(out, "\nresources\n  - ", rubric->resources, rubric->resource_count);
	for (size_t i = 0; i < rubric->skill_count; i++) {
		const struct skill *skill = &rubric->skills[i];

		put(out, i == 0 ? "\nskills\n  " : "  ",
		    skill->name != NULL ? skill->name : skill->id);
		put(out, "    of ", skill->framework);
		put(out, "    ", skill->url);
	}
	put(out, "\nbarriers\n  ", rubric->design.barriers);
	put(out, "difference\n  ", rubric->design.difference);
	put(out, "inclusion\n  ", rubric->design.inclusion);
	put(out, "goals\n  ", rubric->design.goals);
}

void
rubric_page_print(struct buf *out, const struct rubric *rubric)
{
	char digest[DIGEST_HEX];

	digest_hex(digest, &rubric->sha256);
	put_line(out, rubric->title);
	buf_printf(out, "\n%s version %" PRId64 "\n  sha256 %s\n", rubric->id,
		   rubric->version, digest);
	put(out, "issued by ", rubric->issuer_name);
	put(out, "  ", rubric->issuer_url);
	put_about(out, rubric);
	put_parts(out, rubric);
	put_codes(out, rubric);
	put_decision(out, rubric);
	put_scoring(out, rubric);
	put_sources(out, rubric);
}
