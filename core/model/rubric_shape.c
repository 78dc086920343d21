/* The keys of a rubric (rubric.md section 2), table by table. */
#include "core/model/rubric_read.h"

#include "core/base/text.h"
#include "core/model/names.h"

#define AT(type, member) .offset = offsetof(struct type, member)
#define LIST(type, items, count) AT(type, items), .count_offset = offsetof(struct type, count)
#define ID .is_word = is_id, .expected = "an id: lower case letters, digits, . and _"
#define LINE .is_word = is_line, .expected = "one line of text (no control characters, at most 1000 bytes)"
#define POINTS .is_word = is_points, .expected = "a number from 0 to 1000000"
#define YES_NO .choices = yes_no

enum { POINTS_MAX = 1000000, MANY = 100, ID_TEXT = 512, LABEL = 1000, TEXT = 20000 };

/* Odd ones are yes. */
static const char *const yes_no[] = { "no", "yes", "false", "true", NULL };
static const char *const part_kinds[] = { "prompts", "artifacts", "reflection", "attestation",
					  NULL };
const char *const code_effects[] = { "incomplete", "refer", "none", NULL };
const char *const accept_kinds[] = { "text", "pdf", "image", "audio", "video", "link", NULL };
static const char *const gate_effects[] = { "return_incomplete", "warn", NULL };
static const char *const cites[] = { "optional", "required", NULL };
static const char *const word_modes[] = { "hard", "guide", NULL };
static const char *const roundings[] = { "half_up", "half_even", "down", NULL };
static const char *const thens[] = { "refer", "close", NULL };
static const char *const rescores[] = { "all", "failed_only", NULL };
static const char *const bankings[] = { "none", "best_of", NULL };
static const char *const formats[] = { "1", NULL };

/* C0, DEL and C1, and U+2028 and U+2029, which end a line for some readers. */
static bool
is_control(uint32_t point)
{
	return point < ' ' || (point >= 0x7F && point <= 0x9F) || point == 0x2028
		|| point == 0x2029;
}

static bool
has_control(struct span text)
{
	size_t used;

	for (; text.len != 0; text = (struct span){ text.data + used, text.len - used })
		if (is_control(text_decode(text, &used)))
			return true;
	return false;
}

/* What stands in a row of a list or a table, and must not make rows of its own. */
static bool
is_line(struct span text)
{
	return text.len != 0 && text.len <= LABEL && !has_control(text);
}

static bool
is_points(struct span text)
{
	struct ratio value;
	bool ok;

	return ratio_parse(&value, text, false) && value.num >= 0
		&& ratio_compare(value, ratio_of(POINTS_MAX, 1), &ok) <= 0;
}

static bool
is_share(struct span text)
{
	struct ratio value;
	bool ok;

	return ratio_parse(&value, text, false) && value.num >= 0
		&& ratio_compare(value, ratio_of(1, 1), &ok) <= 0;
}

static bool
is_type(struct span text)
{
	return span_is(text, "application") || span_is(text, "knowledge");
}

static bool
is_language(struct span text)
{
	if (text.len < 2 || text.len > 35)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')
		    && !(i > 1 && ((c >= '0' && c <= '9') || c == '-')))
			return false;
	}
	return true;
}

static bool
is_accepted(struct span text)
{
	for (size_t i = 0; accept_kinds[i] != NULL; i++)
		if (span_is(text, accept_kinds[i]))
			return true;
	return false;
}

static bool
is_feedback(struct span text)
{
	struct span word = span_cut(&text, ' ');

	if (span_is(word, "required_if_below"))
		return is_id(text);
	return text.len == 0 && (span_is(word, "optional") || span_is(word, "disabled")
				 || span_is(word, "required"));
}

static bool
is_clean_path(struct span text)
{
	return is_path(text) && !has_control(text);
}

static bool
is_glob(struct span text)
{
	return text.len <= GLOB_BYTES && is_clean_path(text);
}

static const struct field level_fields[] = {
	{ "id", FIELD_WORD, AT(raw_level, level.id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(raw_level, level.label), LINE },
	{ "points", FIELD_WORD, AT(raw_level, points), .flags = FIELD_REQUIRED, POINTS },
};
static const struct shape level_shape = {
	"a level", sizeof(struct raw_level), SHAPE_FIELDS(level_fields),
	SHAPE_AT(struct raw_level, level.at),
};

static const struct field scale_fields[] = {
	{ "levels", FIELD_LIST, LIST(raw_scale, levels, level_count), FIELD_REQUIRED,
	  &level_shape, .min = 2, .max = RUBRIC_LEVELS },
};
static const struct shape scale_shape = {
	"a scale", sizeof(struct raw_scale), SHAPE_FIELDS(scale_fields),
	SHAPE_AT(struct raw_scale, scale.at), SHAPE_NAME(struct raw_scale, scale.id),
	.is_name = is_id,
};

static const struct field code_fields[] = {
	{ "id", FIELD_WORD, AT(code, id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(code, label), LINE },
	{ "effect", FIELD_CHOICE, AT(code, effect), .flags = FIELD_REQUIRED,
	  .choices = code_effects },
};
static const struct shape code_shape = {
	"a code", sizeof(struct code), SHAPE_FIELDS(code_fields), SHAPE_AT(struct code, at),
};

static const struct field skill_fields[] = {
	{ "id", FIELD_TEXT, AT(skill, id), .flags = FIELD_REQUIRED | FIELD_NONEMPTY,
	  .max = ID_TEXT },
	{ "name", FIELD_WORD, AT(skill, name), LINE },
	{ "url", FIELD_TEXT, AT(skill, url), .max = ID_TEXT },
	{ "framework", FIELD_WORD, AT(skill, framework), LINE },
};
const struct shape rubric_skill_shape = {
	"a skill", sizeof(struct skill), SHAPE_FIELDS(skill_fields), SHAPE_AT(struct skill, at),
};

static bool
is_automatic(struct span text)
{
	static const char *const names[] = {
		"files_open", "types", "word_limits", "links", "lfs", "names",
		"attestations", "complete",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_is(text, names[i]))
			return true;
	return false;
}

static const struct field gate_fields[] = {
	{ "id", FIELD_WORD, AT(gate_check, id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(gate_check, label), .flags = FIELD_REQUIRED, LINE },
	{ "auto", FIELD_WORD, AT(gate_check, automatic), .is_word = is_automatic,
	  .expected = "files_open, types, word_limits, links, lfs, names, attestations or "
	  "complete" },
	{ "effect", FIELD_CHOICE, AT(gate_check, effect), .choices = gate_effects },
};
static const struct shape gate_shape = {
	"a check at the gate", sizeof(struct gate_check), SHAPE_FIELDS(gate_fields),
	SHAPE_AT(struct gate_check, at),
};

static const struct field words_fields[] = {	/* of the prompt itself */
	{ "min", FIELD_INTEGER, AT(prompt, words_min), .max = 100000 },
	{ "max", FIELD_INTEGER, AT(prompt, words_max), .min = 1, .max = 100000 },
	{ "mode", FIELD_CHOICE, AT(prompt, words_mode), .choices = word_modes },
};
static const struct shape words_shape = {
	"a limit of words", sizeof(struct prompt), SHAPE_FIELDS(words_fields),
};

static const struct field prompt_fields[] = {
	{ "id", FIELD_WORD, AT(prompt, id), .flags = FIELD_REQUIRED, ID },
	{ "text", FIELD_TEXT, AT(prompt, text), .flags = FIELD_REQUIRED | FIELD_NONEMPTY,
	  .max = TEXT },
	{ "words", FIELD_MAP, 0, .shape = &words_shape },
	{ "path", FIELD_WORD, AT(prompt, path), .is_word = is_clean_path,
	  .expected = "a path inside the portfolio" },
};
static const struct shape prompt_shape = {
	"a prompt", sizeof(struct prompt), SHAPE_FIELDS(prompt_fields),
	SHAPE_AT(struct prompt, at),
};

static const struct field slot_fields[] = {
	{ "id", FIELD_WORD, AT(raw_slot, slot.id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(raw_slot, slot.label), LINE },
	{ "path", FIELD_WORD, AT(raw_slot, slot.glob), .is_word = is_glob,
	  .expected = "a path inside the portfolio, as in \"part2/**\"" },
	{ "accepts", FIELD_WORDS, LIST(raw_slot, accepts, accept_count), FIELD_NONEMPTY,
	  .is_word = is_accepted, .expected = "text, pdf, image, audio, video or link",
	  .max = 6 },
	{ "min", FIELD_INTEGER, AT(raw_slot, slot.min), .max = 10000 },
	{ "max", FIELD_INTEGER, AT(raw_slot, slot.max), .min = 1, .max = 10000 },
	{ "shared", FIELD_CHOICE, AT(raw_slot, shared), YES_NO },
};
static const struct shape slot_shape = {
	"evidence", sizeof(struct raw_slot), SHAPE_FIELDS(slot_fields),
	SHAPE_AT(struct raw_slot, slot.at),
};

static const struct field descriptor_fields[] = {
	{ "text", FIELD_TEXT, AT(descriptor, text), .flags = FIELD_REQUIRED, .max = TEXT },
	{ "look_for", FIELD_TEXTS, LIST(descriptor, look_for, look_for_count), .max = MANY },
	{ "statements", FIELD_TEXTS, LIST(descriptor, statements, statement_count),
	  .max = MANY },
};
static const struct shape descriptor_shape = {
	"what a level means", sizeof(struct descriptor), SHAPE_FIELDS(descriptor_fields),
	SHAPE_AT(struct descriptor, at), SHAPE_NAME(struct descriptor, level),
};

static const struct field criterion_fields[] = {
	{ "id", FIELD_WORD, AT(raw_criterion, criterion.id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(raw_criterion, criterion.label),
	  .flags = FIELD_REQUIRED, LINE },
	{ "about", FIELD_TEXT, AT(raw_criterion, criterion.about), .max = TEXT },
	{ "scale", FIELD_WORD, AT(raw_criterion, criterion.scale_id), .flags = FIELD_REQUIRED,
	  ID },
	{ "weight", FIELD_WORD, AT(raw_criterion, weight), POINTS },
	{ "evidence", FIELD_WORDS,
	  LIST(raw_criterion, criterion.evidence, criterion.evidence_count), ID, .max = MANY },
	{ "feedback", FIELD_WORD, AT(raw_criterion, feedback), .is_word = is_feedback,
	  .expected = "optional, disabled, required or required_if_below and a level" },
	{ "cite", FIELD_CHOICE, AT(raw_criterion, criterion.cite), .choices = cites },
	{ "levels", FIELD_NAMED,
	  LIST(raw_criterion, criterion.descriptors, criterion.descriptor_count), 0,
	  &descriptor_shape, .max = RUBRIC_LEVELS },
	{ "skills", FIELD_NODE, AT(raw_criterion, skills) },
};
static const struct shape criterion_shape = {
	"a criterion", sizeof(struct raw_criterion), SHAPE_FIELDS(criterion_fields),
	SHAPE_AT(struct raw_criterion, criterion.at),
};

static const struct field part_fields[] = {
	{ "id", FIELD_WORD, AT(raw_part, part.id), .flags = FIELD_REQUIRED, ID },
	{ "label", FIELD_WORD, AT(raw_part, part.label), LINE },
	{ "kind", FIELD_CHOICE, AT(raw_part, part.kind), .flags = FIELD_REQUIRED,
	  .choices = part_kinds },
	{ "optional", FIELD_CHOICE, AT(raw_part, optional), YES_NO },
	{ "prompts", FIELD_LIST, LIST(raw_part, part.prompts, part.prompt_count), 0,
	  &prompt_shape, .max = MANY },
	{ "evidence", FIELD_LIST, LIST(raw_part, slots, slot_count), 0, &slot_shape,
	  .max = MANY },
	{ "criteria", FIELD_LIST, LIST(raw_part, criteria, criterion_count), 0,
	  &criterion_shape, .max = RUBRIC_CRITERIA },
};
static const struct shape part_shape = {
	"a part", sizeof(struct raw_part), SHAPE_FIELDS(part_fields),
	SHAPE_AT(struct raw_part, part.at),
};

/* From here on, maps whose keys go into the rubric itself. */
#define OF_RUBRIC(name, words, table) \
	static const struct shape name = { \
		words, sizeof(struct raw_rubric), SHAPE_FIELDS(table), \
	}

static const struct field issuer_fields[] = {
	{ "id", FIELD_WORD, AT(raw_rubric, rubric.issuer_id), .is_word = is_rubric_id,
	  .expected = "an id: lower case letters, digits, . and -" },
	{ "name", FIELD_WORD, AT(raw_rubric, rubric.issuer_name), LINE },
	{ "url", FIELD_TEXT, AT(raw_rubric, rubric.issuer_url), .max = ID_TEXT },
};
OF_RUBRIC(issuer_shape, "an issuer", issuer_fields);

static const struct field method_fields[] = {
	{ "summary", FIELD_TEXT, AT(raw_rubric, rubric.method_summary), .max = TEXT },
	{ "components", FIELD_TEXTS, LIST(raw_rubric, rubric.method_components,
					  rubric.method_component_count), .max = MANY },
};
OF_RUBRIC(method_shape, "a method", method_fields);

static const struct field source_fields[] = {
	{ "citation", FIELD_TEXT, AT(source, citation), .flags = FIELD_REQUIRED, .max = TEXT },
	{ "url", FIELD_TEXT, AT(source, url), .max = ID_TEXT },
};
static const struct shape source_shape = {
	"a source", sizeof(struct source), SHAPE_FIELDS(source_fields),
};

static const struct field design_fields[] = {
	{ "barriers", FIELD_TEXT, AT(raw_rubric, rubric.design.barriers), .max = TEXT },
	{ "difference", FIELD_TEXT, AT(raw_rubric, rubric.design.difference), .max = TEXT },
	{ "inclusion", FIELD_TEXT, AT(raw_rubric, rubric.design.inclusion), .max = TEXT },
	{ "goals", FIELD_TEXT, AT(raw_rubric, rubric.design.goals), .max = TEXT },
};
OF_RUBRIC(design_shape, "a design", design_fields);

static const struct field sla_fields[] = {
	{ "business_days", FIELD_INTEGER, AT(raw_rubric, rubric.business_days), .min = 1,
	  .max = 365 },
};
OF_RUBRIC(sla_shape, "a promise of time", sla_fields);

static const struct field rounding_fields[] = {
	{ "mode", FIELD_CHOICE, AT(raw_rubric, rounding), .choices = roundings },
	{ "decimals", FIELD_INTEGER, AT(raw_rubric, decimals), .max = 9 },
};
OF_RUBRIC(rounding_shape, "a rounding", rounding_fields);

static const struct field decision_fields[] = {
	{ "pass", FIELD_NODE, AT(raw_rubric, pass) },
	{ "incomplete", FIELD_NODE, AT(raw_rubric, incomplete) },
	{ "refer", FIELD_NODE, AT(raw_rubric, refer) },
	{ "rounding", FIELD_MAP, 0, .shape = &rounding_shape },
	{ "manual", FIELD_CHOICE, AT(raw_rubric, manual), YES_NO },
};
OF_RUBRIC(decision_shape, "a decision", decision_fields);

static const struct field attempts_fields[] = {
	{ "max", FIELD_INTEGER, AT(raw_rubric, rubric.attempts_max), .min = 1, .max = 100 },
	{ "then", FIELD_CHOICE, AT(raw_rubric, rubric.attempts_then), .choices = thens },
	{ "rescore", FIELD_CHOICE, AT(raw_rubric, rescore), .choices = rescores },
	{ "banking", FIELD_CHOICE, AT(raw_rubric, banking), .choices = bankings },
	{ "prior_scores_visible", FIELD_CHOICE, AT(raw_rubric, prior_visible), YES_NO },
};
OF_RUBRIC(attempts_shape, "attempts", attempts_fields);

static const struct field tolerance_fields[] = {
	{ "points", FIELD_WORD, AT(raw_rubric, tolerance), POINTS },
	{ "decision", FIELD_INTEGER, AT(raw_rubric, rubric.tolerance_decision), .max = 3 },
};
OF_RUBRIC(tolerance_shape, "a tolerance", tolerance_fields);

static const struct field target_fields[] = {
	{ "kappa", FIELD_WORD, AT(raw_rubric, kappa), .is_word = is_share,
	  .expected = "a number from 0 to 1" },
	{ "exact", FIELD_WORD, AT(raw_rubric, exact), .is_word = is_share,
	  .expected = "a number from 0 to 1" },
};
OF_RUBRIC(target_shape, "targets", target_fields);

static const struct field scoring_fields[] = {
	{ "independent", FIELD_INTEGER, AT(raw_rubric, rubric.independent), .min = 1,
	  .max = 10 },
	{ "when", FIELD_TEXT, AT(raw_rubric, rubric.second_when), .max = LABEL },
	{ "tolerance", FIELD_MAP, 0, .shape = &tolerance_shape },
	{ "resolve", FIELD_WORD, AT(raw_rubric, rubric.resolve), ID },
	{ "targets", FIELD_MAP, 0, .shape = &target_shape },
};
OF_RUBRIC(scoring_shape, "scoring", scoring_fields);

static const struct field rubric_fields[] = {
	{ "assay_rubric", FIELD_CHOICE, AT(raw_rubric, format), .flags = FIELD_REQUIRED,
	  .choices = formats },
	{ "id", FIELD_WORD, AT(raw_rubric, rubric.id), .flags = FIELD_REQUIRED,
	  .is_word = is_rubric_id, .expected = "an id: lower case letters, digits, . and -" },
	{ "version", FIELD_INTEGER, AT(raw_rubric, rubric.version), .flags = FIELD_REQUIRED,
	  .min = 1, .max = 1000000000 },
	{ "title", FIELD_WORD, AT(raw_rubric, rubric.title),
	  .flags = FIELD_REQUIRED, LINE },
	{ "language", FIELD_WORD, AT(raw_rubric, rubric.language), .is_word = is_language,
	  .expected = "a language tag such as en or pt-BR" },
	{ "issuer", FIELD_MAP, 0, .shape = &issuer_shape },
	{ "competency", FIELD_TEXT, AT(raw_rubric, rubric.competency), .max = TEXT },
	{ "method", FIELD_MAP, 0, .shape = &method_shape },
	{ "research", FIELD_LIST, LIST(raw_rubric, rubric.research, rubric.research_count), 0,
	  &source_shape, .max = MANY },
	{ "resources", FIELD_TEXTS, LIST(raw_rubric, rubric.resources, rubric.resource_count),
	  .max = MANY },
	{ "type", FIELD_WORD, AT(raw_rubric, rubric.type), .is_word = is_type,
	  .expected = "application or knowledge" },
	{ "skills", FIELD_LIST, LIST(raw_rubric, rubric.skills, rubric.skill_count), 0,
	  &rubric_skill_shape, .max = MANY },
	{ "design", FIELD_MAP, 0, .shape = &design_shape },
	{ "sla", FIELD_MAP, 0, .shape = &sla_shape },
	{ "scales", FIELD_NAMED, LIST(raw_rubric, scales, scale_count), FIELD_REQUIRED,
	  &scale_shape, .min = 1, .max = MANY },
	{ "codes", FIELD_LIST, LIST(raw_rubric, rubric.codes, rubric.code_count), 0,
	  &code_shape, .max = MANY },
	{ "gate", FIELD_LIST, LIST(raw_rubric, rubric.gate, rubric.gate_count), 0, &gate_shape,
	  .max = MANY },
	{ "parts", FIELD_LIST, LIST(raw_rubric, parts, part_count), FIELD_REQUIRED, &part_shape,
	  .min = 1, .max = MANY },
	{ "decision", FIELD_MAP, 0, .flags = FIELD_REQUIRED, .shape = &decision_shape },
	{ "attempts", FIELD_MAP, 0, .shape = &attempts_shape },
	{ "scoring", FIELD_MAP, 0, .shape = &scoring_shape },
};
const struct shape rubric_shape = {
	"a rubric", sizeof(struct raw_rubric), SHAPE_FIELDS(rubric_fields),
};
