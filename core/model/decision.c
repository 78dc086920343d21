#include "core/model/record_body.h"

const char *const record_outcomes[] = { "pass", "not_yet", "incomplete", "refer", NULL };

static const char *const roles[] = { "primary", "second", "adjudication", "backread",
				     "practice", "seed", NULL };
const char *const record_stances[] = { "blind", "independent", "consensus", NULL };

const char *
role_word(enum role role)
{
	return roles[role];
}

static const char *const stages[] = { "gate", NULL };

static bool
is_range(struct span text)
{
	if (text.len == 0 || text.len > 64)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("0123456789:.-", text.data[i]) == NULL)
			return false;
	return true;
}

static bool
is_notes(struct span text)
{
	return span_is(text, "none") || span_is(text, "attach/notes.yaml");
}

static bool
is_stage(struct span text)
{
	return span_is(text, stages[0]);
}

#define HAS FIELD_REQUIRED
#define RANGE .is_word = is_range, .expected = "a range like 12-18"
#define HEX64 .is_word = is_hex64, .expected = "a SHA-256 (64 hex digits)"
#define HEX40 .is_word = is_hex40, .expected = "an object id (40 hex digits)"
#define DECIMAL .is_word = is_decimal, .expected = "a decimal without trailing zeros"
#define HEX64_OR_NONE .is_word = is_hex64_or_none, .expected = "a SHA-256, or none"

#define AT(member) offsetof(struct record_cite, member)
static const struct field cite_fields[] = {
	{ "item", FIELD_INTEGER, AT(item), .flags = HAS, .min = 1, .max = 999999999 },
	{ "lines", FIELD_WORD, AT(lines), RANGE },
	{ "page", FIELD_WORD, AT(page), RANGE },
	{ "row", FIELD_WORD, AT(row), RANGE },
	{ "time", FIELD_WORD, AT(time), RANGE },
};
#undef AT

static const struct shape cite_shape = { .what = "a citation",
	.size = sizeof(struct record_cite), SHAPE_FIELDS(cite_fields) };

#define AT(member) offsetof(struct record_score, member)
static const struct field score_fields[] = {
	{ "criterion", FIELD_WORD, AT(criterion), .flags = HAS, .is_word = is_id,
	  .expected = "a criterion id" },
	{ "level", FIELD_WORD, AT(level), .is_word = is_id, .expected = "a level id" },
	{ "points", FIELD_WORD, AT(points), DECIMAL },
	{ "code", FIELD_WORD, AT(code), .is_word = is_id, .expected = "a code id" },
	{ "cites", FIELD_LIST, AT(cites), AT(cite_count), .shape = &cite_shape },
	{ "note", FIELD_WORD, AT(note), .is_word = is_notes,
	  .expected = "attach/notes.yaml, or none" },
};
#undef AT

const struct shape record_score_shape = { .what = "a score",
	.size = sizeof(struct record_score), SHAPE_FIELDS(score_fields) };

static const struct field totals_fields[] = {
	{ "points", FIELD_WORD, offsetof(struct record_totals, points), .flags = HAS,
	  DECIMAL },
	{ "max", FIELD_WORD, offsetof(struct record_totals, max), .flags = HAS, DECIMAL },
};

const struct shape record_totals_shape = { .what = "the totals",
	.size = sizeof(struct record_totals), SHAPE_FIELDS(totals_fields) };

#define AT(member) offsetof(struct record_rubric, member)
static const struct field rubric_fields[] = {
	{ "id", FIELD_WORD, AT(id), .flags = HAS, .is_word = is_rubric_id,
	  .expected = "a rubric id" },
	{ "version", FIELD_INTEGER, AT(version), .flags = HAS, .min = 1,
	  .max = 999999999 },
	{ "sha256", FIELD_WORD, AT(sha256), .flags = HAS, HEX64 },
	{ "structure", FIELD_WORD, AT(structure), .flags = HAS, HEX64 },
	{ "published", FIELD_WORD, AT(published), .flags = HAS, HEX64_OR_NONE },
};
#undef AT

const struct shape record_rubric_shape = { .what = "the rubric",
	.size = sizeof(struct record_rubric), SHAPE_FIELDS(rubric_fields) };

#define AT(member) offsetof(struct record_evidence, member)
static const struct field evidence_fields[] = {
	{ "tree256", FIELD_WORD, AT(tree256), .flags = HAS, HEX64 },
	{ "tree", FIELD_WORD, AT(tree), .flags = HAS, HEX40 },
	{ "commit", FIELD_WORD, AT(commit), .flags = HAS, HEX40 },
	{ "path", FIELD_TEXT, AT(path), .flags = HAS, .max = 4096 },
	{ "files", FIELD_INTEGER, AT(files), .flags = HAS },
	{ "bytes", FIELD_INTEGER, AT(bytes), .flags = HAS },
};
#undef AT

const struct shape record_evidence_shape = { .what = "the evidence",
	.size = sizeof(struct record_evidence), SHAPE_FIELDS(evidence_fields) };

#define FROM(first, member) \
	(offsetof(struct decision, member) - offsetof(struct decision, first))
static const struct field declaration_fields[] = {
	{ "authentic", FIELD_YESNO, 0, .flags = HAS },
	{ "conflict", FIELD_WORD, FROM(authentic, conflict), .flags = HAS,
	  .is_word = is_attached_or_none, .expected = "attach/NAME, or none" },
};

static const struct shape declaration_shape = { .what = "the declaration",
	SHAPE_FIELDS(declaration_fields) };

_Static_assert(FROM(points, max) == offsetof(struct record_totals, max),
	       "totals are read there");

#define FRONT(member) offsetof(struct record_front, member)
#define AT(member) (sizeof(struct record_front) + offsetof(struct decision, member))
static const struct field decision_fields[] = {
	{ "assay", FIELD_INTEGER, FRONT(assay), .flags = HAS },
	{ "type", FIELD_WORD, FRONT(type), .flags = HAS },
	{ "id", FIELD_WORD, FRONT(id), .flags = HAS, .is_word = is_hex32,
	  .expected = "32 hex digits" },
	{ "portfolio", FIELD_WORD, AT(portfolio), .flags = HAS, .is_word = is_hex32,
	  .expected = "a pseudonym (32 hex digits)" },
	{ "attempt", FIELD_INTEGER, AT(attempt), .flags = HAS, .min = 1,
	  .max = 999999999 },
	{ "assignment", FIELD_WORD, AT(assignment), .flags = HAS, HEX64_OR_NONE },
	{ "role", FIELD_CHOICE, AT(role), .flags = HAS, .choices = roles },
	{ "stance", FIELD_CHOICE, AT(stance), .flags = HAS, .choices = record_stances },
	{ "stage", FIELD_WORD, AT(stage), .is_word = is_stage, .expected = "gate" },
	{ "rubric", FIELD_MAP, AT(rubric), .flags = HAS, .shape = &record_rubric_shape },
	{ "evidence", FIELD_MAP, AT(evidence), .flags = HAS,
	  .shape = &record_evidence_shape },
	{ "scores", FIELD_LIST, AT(scores), AT(score_count), .flags = HAS,
	  .shape = &record_score_shape },
	{ "totals", FIELD_MAP, AT(points), .flags = HAS, .shape = &record_totals_shape },
	{ "outcome", FIELD_CHOICE, AT(outcome), .flags = HAS,
	  .choices = record_outcomes },
	{ "why", FIELD_TEXTS, AT(why), AT(why_count), .flags = HAS },
	{ "declaration", FIELD_MAP, AT(authentic), .flags = HAS,
	  .shape = &declaration_shape },
	{ "supersedes", FIELD_WORDS, AT(supersedes), AT(supersedes_count), .flags = HAS,
	  HEX64 },
	{ "basis", FIELD_WORDS, AT(basis), AT(basis_count), .flags = HAS, HEX64 },
	{ "seen", FIELD_LIST, FRONT(seen), FRONT(seen_count), .flags = HAS,
	  .shape = &record_seen_shape },
	{ "tool", FIELD_TEXT, FRONT(tool), .max = 256 },
};

const struct shape record_decision_shape = { .what = "a decision",
	.size = sizeof(struct record_front) + sizeof(struct decision),
	SHAPE_FIELDS(decision_fields) };

/* Returned unjudged: incomplete, for reasons of the gate and no other. */
static void
check_gate(const struct decision *said, struct faults *faults)
{
	const struct place whole = { 1, 1 };

	if (said->outcome != OUTCOME_INCOMPLETE - OUTCOME_PASS)
		fault_add(faults, whole,
			  "a portfolio returned at the gate is incomplete");
	if (said->score_count != 0 || strcmp(said->points, "0") != 0)
		fault_add(faults, whole, "a portfolio returned at the gate has no scores");
	if (said->why_count == 0)
		fault_add(faults, whole, "expected why it is returned at the gate");
	for (size_t i = 0; i < said->why_count; i++)
		if (!span_starts(span_of(said->why[i]), "gate: "))
			fault_add(faults, whole,
				  "expected a reason of the gate, as in \"gate: opens: ...\"");
}

void
record_check_decision(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct decision *said = record->body;

	record->decision = said;
	record_check_scores(said->scores, said->score_count, arena, faults);
	record_attach(record, arena, said->conflict);
	record_attach_notes(record, arena, said->scores, said->score_count);
	if (said->stage != NULL)
		check_gate(said, faults);
}

/* -1: the rubric has no such level or code. */
static int
mark_index(const struct rubric *rubric, int criterion, const struct record_score *score)
{
	if (score->code != NULL)
		return rubric_code(rubric, span_of(score->code));
	if (rubric->criteria[criterion].scale == NULL)
		return -1;
	return criterion_level(&rubric->criteria[criterion], span_of(score->level));
}

int
record_sheet(struct sheet *out, struct arena *arena, const struct rubric *rubric,
	     const struct record_score *scores, size_t count, struct err *err)
{
	int last = -1;

	*out = sheet_new(arena, rubric);
	for (size_t i = 0; i < count; i++) {
		int at = rubric_criterion(rubric, span_of(scores[i].criterion));
		int index = at < 0 ? -1 : mark_index(rubric, at, &scores[i]);

		if (at < 0 || index < 0)
			return err_set(err, ERR_INVALID, "%s: the rubric has no such "
				       "criterion, level or code", scores[i].criterion);
		if (at <= last)
			return err_set(err, ERR_INVALID, "%s: not in rubric order",
				       scores[i].criterion);
		last = at;
		out->marks[at] =
			(struct mark){ scores[i].code != NULL ? MARK_CODE : MARK_LEVEL,
				       (size_t)index };
	}
	return 0;
}
