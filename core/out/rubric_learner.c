/* A rubric as a page for the learner who wants to earn it. */
#include <inttypes.h>

#include "core/base/text.h"
#include "core/model/rule.h"
#include "core/out/rubric_page.h"

/* Would this begin a heading, a list, a rule or a quotation at the start of a line? */
static bool
is_opening(struct span line)
{
	size_t digits = 0;

	while (digits < line.len && line.data[digits] >= '0' && line.data[digits] <= '9')
		digits++;
	return strchr("#+-=", line.data[0]) != NULL
		|| (digits != 0 && digits < line.len
		    && (line.data[digits] == '.' || line.data[digits] == ')'));
}

/* Only what would be markup is escaped: the page is as good read raw (CommonMark 2.4: any
 * ASCII punctuation may be escaped). */
static void
put_escaped(struct buf *out, struct span line)
{
	bool opening = line.len != 0 && is_opening(line);

	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];
		bool digit = c >= '0' && c <= '9';

		if (strchr("\\`*_[]<>&~$|", c) != NULL || (opening && !digit))
			buf_char(out, '\\');
		opening = opening && digit;
		buf_char(out, c);
	}
}

void
markdown_text(struct buf *out, const char *text)
{
	struct buf clean = { 0 }, line = { 0 };

	text_clean(&clean, span_of(text));
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.data[i];

		if (c != '\n' && c != '\t' && c != ' ')
			buf_char(&line, c);
		else if (line.len != 0 && line.data[line.len - 1] != ' ')
			buf_char(&line, ' ');
	}
	if (line.len != 0 && line.data[line.len - 1] == ' ')
		line.len--;
	put_escaped(out, buf_span(&line));
	buf_close(&clean);
	buf_close(&line);
}

static void
put(struct buf *out, const char *before, const char *text, const char *after)
{
	if (text == NULL || *text == '\0')
		return;
	buf_text(out, before);
	markdown_text(out, text);
	buf_text(out, after);
}

static void
put_words(struct buf *out, const struct prompt *prompt)
{
	const char *about = prompt->words_mode == WORDS_GUIDE ? "about " : "";

	if (prompt->words_max != 0 && prompt->words_min != 0)
		buf_printf(out, " (%s%" PRId64 " to %" PRId64 " words)", about,
			   prompt->words_min, prompt->words_max);
	else if (prompt->words_max != 0)
		buf_printf(out, " (%sup to %" PRId64 " words)", about, prompt->words_max);
	else if (prompt->words_min != 0)
		buf_printf(out, " (%s%" PRId64 " words or more)", about,
			   prompt->words_min);
}

static void
put_kinds(struct buf *out, unsigned accepts)
{
	static const char *const kinds[] = { "text", "PDF", "an image", "audio", "video",
					     "a link" };
	const char *between = ": ";

	for (size_t i = 0; accepts != ACCEPT_ANY && i < sizeof kinds / sizeof *kinds; i++)
		if ((accepts & 1u << i) != 0) {
			buf_printf(out, "%s%s", between, kinds[i]);
			between = " or ";
		}
}

/* `part2/a1/` and two stars: anywhere in that folder. Two stars alone: anywhere. */
static void
put_place(struct buf *out, const char *glob)
{
	struct span at = span_of(glob == NULL ? "" : glob);
	struct buf folder = { 0 };

	if (at.len == 0 || span_is(at, "**"))
		return;
	if (at.len > 3 && memcmp(at.data + at.len - 3, "/**", 3) == 0)
		at.len -= 3;
	buf_put(&folder, at.data, at.len);
	put(out, ", in ", folder.data, "");
	buf_close(&folder);
}

static void
put_slot(struct buf *out, const struct slot *slot)
{
	put(out, "- ", slot->label, " (");
	if (slot->max != 0 && slot->max == slot->min)
		buf_printf(out, "%" PRId64, slot->min);
	else if (slot->min == 0 && slot->max != 0)
		buf_printf(out, "up to %" PRId64 ", if you like", slot->max);
	else if (slot->min == 0)
		buf_text(out, "if you like");
	else if (slot->max != 0)
		buf_printf(out, "%" PRId64 " to %" PRId64, slot->min, slot->max);
	else
		buf_printf(out, "%" PRId64 " or more", slot->min);
	put_kinds(out, slot->accepts);
	buf_text(out, slot->shared ? "; you may share this with a team)" : ")");
	put_place(out, slot->glob);
	buf_text(out, "\n");
}

static void
put_submit(struct buf *out, const struct rubric *rubric)
{
	buf_text(out, "\n## What you hand in\n");
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		if (part->prompt_count + part->slot_count == 0)
			continue;
		put(out, "\n### ", part->label, part->optional ? " (if you like)\n\n"
							       : "\n\n");
		for (size_t i = 0; i < part->prompt_count; i++) {
			put(out, "- ", part->prompts[i].text, "");
			put_words(out, &part->prompts[i]);
			put(out, ", in ", part->prompts[i].path, "");
			buf_text(out, "\n");
		}
		for (size_t i = 0; i < part->slot_count; i++)
			put_slot(out, &part->slots[i]);
	}
}

/* From the best level down: what to aim at stands first. */
static void
put_criterion(struct buf *out, const struct criterion *criterion)
{
	if (criterion->scale == NULL)
		return;
	put(out, "\n### ", criterion->label, "\n\n");
	for (size_t i = criterion->scale->level_count; i-- > 0; ) {
		const struct descriptor *means = criterion_descriptor(criterion, i);

		put(out, "- **", criterion->scale->levels[i].label, "**");
		put(out, ": ", means == NULL ? NULL : means->text, "");
		buf_text(out, "\n");
		for (size_t l = 0; means != NULL && l < means->look_for_count; l++)
			put(out, "  - ", means->look_for[l], "\n");
	}
}

/* What is looked at first: else nobody reads on. */
static void
put_gate(struct buf *out, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->gate_count; i++)
		put(out, i == 0 ? "\n## Look at this before you hand in\n\n- " : "- ",
		    rubric->gate[i].label, rubric->gate[i].effect == GATE_RETURN
		    ? " (or it comes back to you unjudged)\n" : "\n");
}

static void
put_judged(struct buf *out, const struct rubric *rubric)
{
	buf_text(out, "\n## How it is judged\n\nSomeone who knows the subject and does not "
		 "know you reads all of it, and says for each of these where your evidence "
		 "stands and why.\n");
	for (size_t i = 0; i < rubric->criterion_count; i++)
		put_criterion(out, &rubric->criteria[i]);
}

static void
put_rule(struct buf *out, const char *before, const struct rule *rule)
{
	struct buf text = { 0 };

	if (rule == NULL)
		return;
	rule_tell(&text, rule);
	put(out, before, text.data, ".\n");
	buf_close(&text);
}

/* Without a rule of its own, what a code of this effect does. */
static void
put_codes(struct buf *out, const char *before, const struct rubric *rubric,
	  enum code_effect effect)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < rubric->code_count; i++)
		if (rubric->codes[i].effect == effect)
			buf_printf(&text, "%s\"%s\"", text.len == 0
				   ? "something is marked " : " or ",
				   rubric->codes[i].label);
	put(out, before, text.data, ".\n");
	buf_close(&text);
}

static void
put_passes(struct buf *out, const struct rubric *rubric)
{
	static const char incomplete[] = "\nIt comes back to you as incomplete, and nothing "
		"is held against you, when ";
	static const char refer[] = "\nAnother person looks at it before a decision when ";

	buf_text(out, "\n## What passes\n\n");
	if (rubric->manual)
		buf_text(out, "The assessor weighs everything together and decides.\n");
	put_rule(out, "You pass when ", rubric->pass);
	if (rubric->incomplete != NULL)
		put_rule(out, incomplete, rubric->incomplete);
	else
		put_codes(out, incomplete, rubric, EFFECT_INCOMPLETE);
	if (rubric->refer != NULL)
		put_rule(out, refer, rubric->refer);
	else
		put_codes(out, refer, rubric, EFFECT_REFER);
}

static void
put_after(struct buf *out, const struct rubric *rubric)
{
	buf_text(out, "\n## What happens then\n\n");
	if (rubric->business_days != 0)
		buf_printf(out, "You hear within %" PRId64 " working days. ",
			   rubric->business_days);
	buf_text(out, "You get the outcome, what was seen in your evidence, and what is "
		 "missing if it is not there yet. ");
	if (rubric->attempts_max > 1)
		buf_printf(out, "You may hand in %" PRId64 " times in all%s. ",
			   rubric->attempts_max, rubric->attempts_then == THEN_REFER
			   ? "; after that somebody talks with you about it" : "");
	else if (rubric->attempts_max == 1)
		buf_text(out, "There is one attempt. ");
	else if (rubric->attempts_max == 0)
		buf_text(out, "You may hand in again as often as you like. ");
	if (rubric->rescore_failed_only)
		buf_text(out, "What was good enough stays so: only the rest is judged "
			 "again. ");
	if (rubric->banking_best_of)
		buf_text(out, "For each criterion the best of your attempts counts. ");
	buf_text(out, "\n");
}

static void
put_more(struct buf *out, const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->resource_count; i++)
		put(out, i == 0 ? "\n## To help you\n\n- " : "- ", rubric->resources[i],
		    "\n");
	for (size_t i = 0; i < rubric->research_count; i++) {
		put(out, i == 0 ? "\n## Where this comes from\n\n- " : "- ",
		    rubric->research[i].citation, "");
		put(out, " ", rubric->research[i].url, "");
		buf_text(out, "\n");
	}
}

void
rubric_learner_print(struct buf *out, const struct rubric *rubric)
{
	put(out, "# ", rubric->title, "\n");
	put(out, "\nOffered by ", rubric->issuer_name, ".\n");
	put(out, "\n## What you show you can do\n\n", rubric->competency, "\n");
	put(out, "\n", rubric->method_summary, "\n");
	for (size_t i = 0; i < rubric->method_component_count; i++)
		put(out, i == 0 ? "\n- " : "- ", rubric->method_components[i], "\n");
	put_submit(out, rubric);
	put_gate(out, rubric);
	put_judged(out, rubric);
	put_passes(out, rubric);
	put_after(out, rubric);
	put_more(out, rubric);
}
