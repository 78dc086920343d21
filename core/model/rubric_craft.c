/*
 * What a rubric lacks as a piece of writing: meanings, look-fors, levels that differ in more
 * than an adverb, evidence for every criterion and a criterion for all evidence.
 */
#include "core/model/rubric_read.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/model/rule.h"

enum { WORD_BYTES = 48 };

/* English words by which two levels may differ and still say the same; sorted. `not` and
 * `no` are none: what is not there is another thing to see. */
static const char *const qualifiers[] = {
	"a", "all", "always", "an", "any", "appropriate", "appropriately", "basic", "clear",
	"clearly", "complete", "completely", "consistent", "consistently", "deep", "deeply",
	"effective", "effectively", "excellent", "extensive", "extensively", "few", "full",
	"fully", "generally", "good", "great", "highly", "inconsistently", "insufficient",
	"insufficiently", "less", "limited", "little", "many", "minimal", "minimally", "more",
	"most", "mostly", "occasionally", "often", "partial", "partially", "partly",
	"poor", "poorly", "rarely", "seldom", "several", "some", "somewhat", "sometimes",
	"strong", "strongly", "sufficient", "sufficiently", "superficially", "the", "thorough",
	"thoroughly", "unclearly", "usually", "vaguely", "very", "weak", "weakly", "well",
};

static int
compare_word(const void *word, const void *row)
{
	return strcmp(word, *(const char *const *)row);
}

static bool
is_qualifier(const char *word)
{
	return bsearch(word, qualifiers, sizeof qualifiers / sizeof *qualifiers,
		       sizeof *qualifiers, compare_word)
	       != NULL;
}

/* Letters and digits; all else stands between words. Bytes past ASCII are letters here. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || (c & 0x80) != 0;
}

/* The words of a text, in English without qualifiers, each with a space, in lower case. */
static void
put_substance(struct buf *out, const char *text, bool english)
{
	char word[WORD_BYTES];
	size_t len = 0;

	for (;; text++) {
		if (is_letter(*text)) {
			if (len < sizeof word - 1)
				word[len++] = *text >= 'A' && *text <= 'Z'
						      ? (char)(*text + 32) : *text;
			continue;
		}
		word[len] = '\0';
		if (len != 0 && !(english && is_qualifier(word)))
			buf_printf(out, "%s ", word);
		len = 0;
		if (*text == '\0')
			return;
	}
}

static bool
say_the_same(const char *a, const char *b, bool english)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	put_substance(&x, a, english);
	put_substance(&y, b, english);
	same = span_equal(buf_span(&x), buf_span(&y)) && *a != '\0' && *b != '\0';
	buf_close(&x);
	buf_close(&y);
	return same;
}

static void
doubt_twins(const struct rubric_load *load, const struct criterion *criterion)
{
	bool english = strncmp(load->rubric->language, "en", 2) == 0;

	for (size_t i = 1; i < criterion->descriptor_count; i++) {
		const struct descriptor *means = &criterion->descriptors[i];

		for (size_t k = 0; k < i; k++) {
			if (!say_the_same(means->text, criterion->descriptors[k].text,
					  english))
				continue;
			fault_add(load->warnings, means->at,
				  "%s of %s differs from %s only by words like 'clearly' "
				  "or 'some': say what is seen at one and not at the "
				  "other", means->level, criterion->id,
				  criterion->descriptors[k].level);
			break;
		}
	}
}

/* Told once a criterion. */
static void
doubt_meanings(const struct rubric_load *load, const struct criterion *criterion)
{
	struct buf missing = { 0 };

	for (size_t i = 0; i < criterion->scale->level_count; i++) {
		const struct descriptor *means = criterion_descriptor(criterion, i);

		if (means == NULL || *means->text == '\0')
			buf_printf(&missing, "%s%s", missing.len == 0 ? "" : ", ",
				   criterion->scale->levels[i].id);
	}
	if (missing.len != 0)
		fault_add(load->warnings, criterion->at,
			  "%s does not say what is meant by %s: describe what an assessor "
			  "would see", criterion->id, missing.data);
	buf_close(&missing);
}

/* The level a pass turns on, where it is one: the only one told from that below; -1. */
static int
level_needed(const struct rubric *rubric, const struct criterion *criterion)
{
	size_t index = (size_t)(criterion - rubric->criteria);
	int needed = -1;

	for (size_t l = 1; rubric->pass != NULL && l < criterion->scale->level_count; l++) {
		if (!rule_separates(rubric->pass, index, l))
			continue;
		if (needed >= 0)
			return -1;
		needed = (int)l;
	}
	return needed;
}

static bool
has_look_fors(const struct criterion *criterion)
{
	for (size_t i = 0; i < criterion->descriptor_count; i++)
		if (criterion->descriptors[i].look_for_count != 0)
			return true;
	return false;
}

static void
doubt_look_fors(const struct rubric_load *load, const struct criterion *criterion)
{
	int needed = level_needed(load->rubric, criterion);
	const struct descriptor *means = needed < 0 ? NULL
		: criterion_descriptor(criterion, (size_t)needed);

	if (means != NULL && means->look_for_count == 0)
		fault_add(load->warnings, means->at,
			  "a pass turns on %s of %s, and nothing says what to look for: "
			  "add look_for, or two assessors will look for two things",
			  means->level, criterion->id);
	else if (needed < 0 && criterion->descriptor_count != 0
		 && !has_look_fors(criterion))
		fault_add(load->warnings, criterion->at,
			  "no level of %s says what to look for: add look_for, or two "
			  "assessors will look for two things", criterion->id);
}

/* The ids of all evidence that some criterion names, sorted. */
struct named {
	const char **ids;
	size_t count;
};

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct named
list_named(const struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;
	struct named out = { .count = 0 };

	for (size_t i = 0; i < rubric->criterion_count; i++)
		for (size_t e = 0; e < rubric->criteria[i].evidence_count; e++) {
			out.ids = arena_grow(load->arena, out.ids, out.count,
					     sizeof *out.ids);
			out.ids[out.count++] = rubric->criteria[i].evidence[e];
		}
	if (out.count > 1)
		qsort(out.ids, out.count, sizeof *out.ids, compare_ids);
	return out;
}

/* A criterion that names no evidence is judged by all that its part asks for. */
static bool
takes_all(const struct part *part)
{
	for (size_t i = 0; i < part->criterion_count; i++)
		if (part->criteria[i].evidence_count == 0)
			return true;
	return false;
}

static bool
feeds_any(const struct named *named, const char *id)
{
	return named->count != 0
	       && bsearch(&id, named->ids, named->count, sizeof *named->ids, compare_ids)
			  != NULL;
}

static void
doubt_evidence(const struct rubric_load *load, const struct criterion *criterion)
{
	const struct part *part = &load->rubric->parts[criterion->part];

	if (criterion->evidence_count == 0 && part->prompt_count + part->slot_count == 0
	    && part->kind != PART_ATTESTATION && criterion->scale != NULL)
		fault_add(load->warnings, criterion->at,
			  "nothing feeds %s: name the evidence it is judged by, as in "
			  "`evidence: [a1]`", criterion->id);
}

static void
doubt_part(const struct rubric_load *load, const struct named *named,
	   const struct part *part)
{
	if (takes_all(part))
		return;
	for (size_t i = 0; i < part->slot_count; i++)
		if (!feeds_any(named, part->slots[i].id))
			fault_add(load->warnings, part->slots[i].at,
				  "no criterion is judged by %s: name it under a "
				  "criterion's evidence, or do not ask for it",
				  part->slots[i].id);
	for (size_t i = 0; i < part->prompt_count; i++)
		if (!feeds_any(named, part->prompts[i].id))
			fault_add(load->warnings, part->prompts[i].at,
				  "no criterion is judged by the answer to %s: name it "
				  "under a criterion's evidence, or do not ask it",
				  part->prompts[i].id);
}

static bool
describes_anything(const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (rubric->criteria[i].descriptor_count != 0)
			return true;
	return false;
}

void
rubric_doubt_craft(const struct rubric_load *load)
{
	const struct rubric *rubric = load->rubric;
	struct named named = list_named(load);
	bool described = describes_anything(rubric);

	if (!described)
		fault_add(load->warnings, (struct place){ 1, 1 },
			  "no level of any criterion is described: say under `levels` what "
			  "each means and what to look for");
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct criterion *criterion = &rubric->criteria[i];

		doubt_evidence(load, criterion);
		if (criterion->scale == NULL || !described)
			continue;
		doubt_meanings(load, criterion);
		doubt_look_fors(load, criterion);
		doubt_twins(load, criterion);
	}
	for (size_t i = 0; i < rubric->part_count; i++)
		doubt_part(load, &named, &rubric->parts[i]);
}
