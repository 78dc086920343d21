#include "core/model/record_body.h"

#include "core/base/when.h"

#define HAS FIELD_REQUIRED
#define HEX32 .is_word = is_hex32, .expected = "32 hex digits"
#define HEX64 .is_word = is_hex64, .expected = "a SHA-256 (64 hex digits)"
#define HEX64_OR_NONE .is_word = is_hex64_or_none, .expected = "a SHA-256, or none"
#define ACTOR .is_word = is_actor, .expected = "an actor like a-lind"
#define FILE_OR_NONE .is_word = is_attached_or_none, .expected = "attach/NAME, or none"

/* Where the common keys go, and where those of the body. */
#define FRONT(member) offsetof(struct record_front, member)
#define BODY(type, member) (sizeof(struct record_front) + offsetof(struct type, member))
#define FRONT_KEYS \
	{ "assay", FIELD_INTEGER, FRONT(assay), .flags = HAS }, \
	{ "type", FIELD_WORD, FRONT(type), .flags = HAS }, \
	{ "id", FIELD_WORD, FRONT(id), .flags = HAS, HEX32 }
#define SEEN_AND_TOOL(needed) \
	{ "seen", FIELD_LIST, FRONT(seen), FRONT(seen_count), .flags = (needed), \
	  .shape = &record_seen_shape }, \
	{ "tool", FIELD_TEXT, FRONT(tool), .max = 256 }
#define SHAPE(name, noun, type) \
	static const struct shape name##_shape = { .what = noun, \
		.size = sizeof(struct record_front) + sizeof(struct type), \
		SHAPE_FIELDS(name##_fields) }

static bool
is_when(struct span text)
{
	int64_t seconds;

	return when_parse(&seconds, text);
}

static bool
is_reason(struct span text)
{
	return span_is(text, "attach/reason.txt");
}

static const struct field seen_fields[] = {
	{ "actor", FIELD_WORD, offsetof(struct seen, actor), .flags = HAS, ACTOR },
	{ "kid", FIELD_WORD, offsetof(struct seen, kid), .flags = HAS, HEX32 },
	{ "seq", FIELD_INTEGER, offsetof(struct seen, seq), .flags = HAS },
	{ "sha256", FIELD_WORD, offsetof(struct seen, sha256), .flags = HAS, HEX64 },
};
const struct shape record_seen_shape = { .what = "a chain seen",
					 .size = sizeof(struct seen),
					 SHAPE_FIELDS(seen_fields) };

#define AT(member) BODY(genesis, member)
static const struct field genesis_fields[] = {
	FRONT_KEYS,
	{ "actor", FIELD_WORD, AT(actor), .flags = HAS, ACTOR },
	{ "kid", FIELD_WORD, AT(kid), .flags = HAS, HEX32 },
	SEEN_AND_TOOL(HAS),
};
SHAPE(genesis, "a genesis record", genesis);
#undef AT

#define AT(member) BODY(sealed_record, member)
static const struct field sealed_fields[] = {
	FRONT_KEYS,
	{ "decision", FIELD_WORD, AT(decision), .flags = HAS, HEX64 },
	{ "box", FIELD_WORD, AT(box), .flags = HAS, FILE_OR_NONE },
	SEEN_AND_TOOL(HAS),
};
SHAPE(sealed, "a sealed record", sealed_record);
#undef AT

#define AT(member) BODY(reveal, member)
static const struct field reveal_fields[] = {
	FRONT_KEYS,
	{ "of", FIELD_WORD, AT(of), .flags = HAS, HEX64 },
	{ "decision", FIELD_WORD, AT(decision), .flags = HAS, .is_word = is_attached,
	  .expected = "attach/NAME" },
	SEEN_AND_TOOL(HAS),
};
SHAPE(reveal, "a reveal", reveal);
#undef AT

#define AT(member) offsetof(struct moderation_result, member)
static const struct field result_fields[] = {
	{ "scores", FIELD_LIST, AT(scores), AT(score_count), .flags = HAS,
	  .shape = &record_score_shape },
	{ "totals", FIELD_MAP, AT(points), .flags = HAS, .shape = &record_totals_shape },
	{ "outcome", FIELD_CHOICE, AT(outcome), .flags = HAS,
	  .choices = record_outcomes },
	{ "why", FIELD_TEXTS, AT(why), AT(why_count), .flags = HAS },
};
static const struct shape result_shape = { .what = "the result",
	.size = sizeof(struct moderation_result), SHAPE_FIELDS(result_fields) };
#undef AT

const char *const record_actions[] = { "confirm",  "adjust",  "return",
				       "escalate", "resolve", NULL };
#define AT(member) BODY(moderation, member)
static const struct field moderation_fields[] = {
	FRONT_KEYS,
	{ "of", FIELD_WORDS, AT(of), AT(of_count), .flags = HAS | FIELD_NONEMPTY, HEX64 },
	{ "action", FIELD_CHOICE, AT(action), .flags = HAS, .choices = record_actions },
	{ "result", FIELD_NODE, AT(result_node), .flags = HAS },
	{ "reason", FIELD_WORD, AT(reason), .flags = HAS, .is_word = is_reason,
	  .expected = "attach/reason.txt" },
	SEEN_AND_TOOL(HAS),
};
SHAPE(moderation, "a moderation", moderation);
#undef AT

/* A rubric record says nothing of where it is published: it is that place. */
#define AT(member) offsetof(struct record_rubric, member)
static const struct field bare_rubric_fields[] = {
	{ "id", FIELD_WORD, AT(id), .flags = HAS, .is_word = is_rubric_id,
	  .expected = "a rubric id" },
	{ "version", FIELD_INTEGER, AT(version), .flags = HAS, .min = 1,
	  .max = 999999999 },
	{ "sha256", FIELD_WORD, AT(sha256), .flags = HAS, HEX64 },
	{ "structure", FIELD_WORD, AT(structure), .flags = HAS, HEX64 },
};
static const struct shape bare_rubric_shape = { .what = "the rubric",
	.size = sizeof(struct record_rubric), SHAPE_FIELDS(bare_rubric_fields) };
#undef AT
static const struct field rubric_fields[] = {
	FRONT_KEYS,
	{ "rubric", FIELD_MAP, sizeof(struct record_front), .flags = HAS,
	  .shape = &bare_rubric_shape },
	SEEN_AND_TOOL(HAS),
};
SHAPE(rubric, "a rubric record", record_rubric);

#define PORTFOLIO(type) \
	{ "portfolio", FIELD_WORD, BODY(type, portfolio), .flags = HAS, HEX32 }, \
	{ "attempt", FIELD_INTEGER, BODY(type, attempt), .flags = HAS, .min = 1, \
	  .max = 999999999 }, \
	{ "rubric", FIELD_MAP, BODY(type, rubric), .flags = HAS, \
	  .shape = &record_rubric_shape }

const char *const record_modes[] = { "open", "sealed", NULL };
#define AT(member) BODY(assignment, member)
static const struct field assignment_fields[] = {
	FRONT_KEYS,
	PORTFOLIO(assignment),
	{ "evidence", FIELD_MAP, AT(evidence), .flags = HAS,
	  .shape = &record_evidence_shape },
	{ "markers", FIELD_WORDS, AT(markers), AT(marker_count), .flags = HAS, ACTOR },
	{ "mode", FIELD_CHOICE, AT(mode), .flags = HAS, .choices = record_modes },
	{ "seal_to", FIELD_WORDS, AT(seal_to), AT(seal_to_count), .flags = HAS, ACTOR },
	SEEN_AND_TOOL(HAS),
};
SHAPE(assignment, "an assignment", assignment);
#undef AT

#define AT(member) BODY(claim, member)
static const struct field claim_fields[] = {
	FRONT_KEYS,
	PORTFOLIO(claim),
	{ "expires", FIELD_WORD, AT(expires), .flags = HAS, .is_word = is_when,
	  .expected = "a time like 2026-03-01T12:00:00Z" },
	{ "conflict", FIELD_WORD, AT(conflict), .flags = HAS, FILE_OR_NONE },
	{ "releases", FIELD_WORD, AT(releases), .flags = HAS, HEX64_OR_NONE },
	SEEN_AND_TOOL(HAS),
};
SHAPE(claim, "a claim", claim);
#undef AT

#define FROM(first, member) \
	(offsetof(struct checkpoint, member) - offsetof(struct checkpoint, first))
static const struct field trusted_fields[] = {
	{ "version", FIELD_INTEGER, 0, .flags = HAS, .min = 1, .max = 999999999 },
	{ "sha256", FIELD_WORD, FROM(trust_version, trust_sha256), .flags = HAS, HEX64 },
};
static const struct shape trusted_shape = { .what = "the trust",
					    SHAPE_FIELDS(trusted_fields) };
#define AT(member) BODY(checkpoint, member)
static const struct field checkpoint_fields[] = {
	FRONT_KEYS,
	{ "trust", FIELD_MAP, AT(trust_version), .flags = HAS, .shape = &trusted_shape },
	{ "heads", FIELD_LIST, AT(heads), AT(head_count), .flags = HAS,
	  .shape = &record_seen_shape },
	SEEN_AND_TOOL(HAS),
};
SHAPE(checkpoint, "a checkpoint", checkpoint);
#undef AT

#define AT(member) BODY(erasure, member)
static const struct field erasure_fields[] = {
	FRONT_KEYS,
	{ "portfolio", FIELD_WORD, AT(portfolio), .flags = HAS, HEX32 },
	{ "keys_destroyed_by", FIELD_WORDS, AT(keys_destroyed_by), AT(destroyer_count),
	  .flags = HAS, ACTOR },
	{ "evidence_deleted", FIELD_YESNO, AT(evidence_deleted), .flags = HAS },
	{ "ground", FIELD_TEXT, AT(ground), .flags = HAS },
	SEEN_AND_TOOL(HAS),
};
SHAPE(erasure, "an erasure", erasure);
#undef AT

static const struct field alarm_fields[] = {
	FRONT_KEYS,
	{ "kind", FIELD_TEXT, BODY(alarm, kind), .flags = HAS | FIELD_NONEMPTY,
	  .max = 256 },
	SEEN_AND_TOOL(HAS),
};
SHAPE(alarm, "an alarm", alarm);

static const struct field retire_fields[] = {
	FRONT_KEYS,
	{ "why", FIELD_TEXT, BODY(retire, why), .flags = HAS },
	SEEN_AND_TOOL(HAS),
};
SHAPE(retire, "a retirement", retire);

#define AT(member) BODY(outcome_record, member)
static const struct field outcome_fields[] = {
	FRONT_KEYS,
	PORTFOLIO(outcome_record),
	{ "evidence", FIELD_MAP, AT(evidence), .flags = HAS,
	  .shape = &record_evidence_shape },
	{ "outcome", FIELD_CHOICE, AT(outcome), .flags = HAS,
	  .choices = record_outcomes },
	{ "totals", FIELD_MAP, AT(points), .flags = HAS, .shape = &record_totals_shape },
	{ "why", FIELD_TEXTS, AT(why), AT(why_count), .flags = HAS },
	{ "scores", FIELD_LIST, AT(scores), AT(score_count), .flags = HAS,
	  .shape = &record_score_shape },
	{ "decisions", FIELD_WORDS, AT(decisions), AT(decision_count),
	  .flags = HAS | FIELD_NONEMPTY, HEX64 },
	{ "supersedes", FIELD_WORDS, AT(supersedes), AT(supersedes_count), .flags = HAS,
	  HEX64 },
	SEEN_AND_TOOL(0),
};
SHAPE(outcome, "an outcome", outcome_record);
#undef AT

_Static_assert(offsetof(struct moderation_result, max)
			       - offsetof(struct moderation_result, points)
		       == offsetof(struct record_totals, max),
	       "totals are read there");
_Static_assert(offsetof(struct outcome_record, max)
			       - offsetof(struct outcome_record, points)
		       == offsetof(struct record_totals, max),
	       "totals are read there");

static void
check_reveal(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct reveal *said = record->body;

	(void)faults;
	record_attach(record, arena, said->decision);
}

static void
check_sealed(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct sealed_record *said = record->body;

	(void)faults;
	record_attach(record, arena, said->box);
}

static void
check_rubric(struct record *record, struct arena *arena, struct faults *faults)
{
	(void)faults;
	record_attach(record, arena, "attach/rubric.yaml");
}

static void
check_claim(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct claim *said = record->body;

	(void)faults;
	record_attach(record, arena, said->conflict);
}

static void
check_checkpoint(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct checkpoint *said = record->body;

	(void)arena;
	record_check_seen(said->heads, said->head_count, faults);
}

static void
check_outcome(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct outcome_record *said = record->body;

	record_check_scores(said->scores, said->score_count, arena, faults);
}

/* `result` is the word none, or a mapping. */
static void
check_moderation(struct record *record, struct arena *arena, struct faults *faults)
{
	const struct moderation *said = record->body;
	struct moderation *whole = arena_alloc(arena, sizeof *whole);
	struct moderation_result *result;

	record_attach(record, arena, said->reason);
	if (said->result_node->kind == NODE_SCALAR
	    && span_is(said->result_node->text, "none"))
		return;
	result = arena_alloc(arena, sizeof *result);
	if (schema_read(result, &result_shape, said->result_node, arena, faults) != 0)
		return;
	record_check_scores(result->scores, result->score_count, arena, faults);
	record_attach_notes(record, arena, result->scores, result->score_count);
	*whole = *said;
	whole->result = result;
	record->body = whole;
}

const struct record_kind record_kinds[RECORD_TYPES] = {
	[RECORD_GENESIS] = { "genesis", &genesis_shape, NULL, false },
	[RECORD_DECISION] = { "decision", &record_decision_shape, record_check_decision,
			      false },
	[RECORD_SEALED] = { "sealed", &sealed_shape, check_sealed, false },
	[RECORD_REVEAL] = { "reveal", &reveal_shape, check_reveal, false },
	[RECORD_MODERATION] = { "moderation", &moderation_shape, check_moderation,
				false },
	[RECORD_RUBRIC] = { "rubric", &rubric_shape, check_rubric, false },
	[RECORD_ASSIGNMENT] = { "assignment", &assignment_shape, NULL, false },
	[RECORD_CLAIM] = { "claim", &claim_shape, check_claim, false },
	[RECORD_CHECKPOINT] = { "checkpoint", &checkpoint_shape, check_checkpoint,
				false },
	[RECORD_ERASURE] = { "erasure", &erasure_shape, NULL, false },
	[RECORD_ALARM] = { "alarm", &alarm_shape, NULL, true },
	[RECORD_RETIRE] = { "retire", &retire_shape, NULL, false },
	[RECORD_TRUST] = { "trust", NULL, NULL, false },
	[RECORD_OUTCOME] = { "outcome", &outcome_shape, check_outcome, false },
};

static const struct field note_fields[] = {
	{ "criterion", FIELD_WORD, offsetof(struct record_note, criterion), .flags = HAS,
	  .is_word = is_id, .expected = "a criterion id" },
	{ "text", FIELD_TEXT, offsetof(struct record_note, text), .flags = HAS,
	  .max = RECORD_ATTACHMENT },
};
static const struct shape note_shape = { .what = "a note",
					 .size = sizeof(struct record_note),
					 SHAPE_FIELDS(note_fields) };

struct notes_page {
	int64_t assay_notes;
	struct notes notes;
};
static const struct field notes_fields[] = {
	{ "assay_notes", FIELD_INTEGER, offsetof(struct notes_page, assay_notes),
	  .flags = HAS, .min = 1, .max = 1 },
	{ "notes", FIELD_LIST, offsetof(struct notes_page, notes.items),
	  offsetof(struct notes_page, notes.count), .flags = HAS, .shape = &note_shape },
	{ "overall", FIELD_TEXT, offsetof(struct notes_page, notes.overall),
	  .max = RECORD_ATTACHMENT },
};
static const struct shape notes_shape = { .what = "the notes",
	.size = sizeof(struct notes_page), SHAPE_FIELDS(notes_fields) };

int
notes_read(struct notes *out, struct arena *arena, struct faults *faults,
	   struct span bytes)
{
	struct notes_page page = { 0 };
	size_t before = faults->count + faults->more;
	struct node *root = yaml_parse(arena, faults, bytes, &yaml_document);

	*out = (struct notes){ 0 };
	if (root == NULL || faults->count + faults->more != before
	    || schema_read(&page, &notes_shape, root, arena, faults) != 0)
		return -1;
	*out = page.notes;
	return 0;
}

void
notes_print(struct buf *out, const struct notes *notes)
{
	buf_printf(out, "assay_notes: 1\nnotes:%s\n", notes->count == 0 ? " []" : "");
	for (size_t i = 0; i < notes->count; i++) {
		buf_printf(out,
			   "  - criterion: %s\n    text: ", notes->items[i].criterion);
		yaml_scalar(out, span_of(notes->items[i].text));
		buf_char(out, '\n');
	}
	if (notes->overall != NULL) {
		buf_text(out, "overall: ");
		yaml_scalar(out, span_of(notes->overall));
		buf_char(out, '\n');
	}
}
