#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "core/model/record_body.h"

#define HEX16 "0123456789abcdef"
#define HEX32 HEX16 HEX16
#define HEX40 HEX32 "01234567"
#define HEX64 HEX32 HEX32
#define FRONT(type) "assay: 1\ntype: " type "\nid: " HEX32 "\n"
#define RUBRIC "rubric: {id: circles, version: 3, sha256: " HEX64 ", structure: " HEX64 \
	", published: none}\n"
#define EVIDENCE "evidence: {tree256: " HEX64 ", tree: " HEX40 ", commit: " HEX40 \
	", path: '', files: 3, bytes: 10}\n"
#define TOTALS "totals: {points: \"2.5\", max: \"4\"}\n"

#define DECISION \
	FRONT("decision") \
	"portfolio: " HEX32 "\nattempt: 1\nassignment: none\n" \
	"role: primary\nstance: blind\n" RUBRIC EVIDENCE "scores:\n" \
	"  - {criterion: p2.c1, level: met, points: \"2\", cites: [{item: 4, lines: 12-18}]," \
	" note: attach/notes.yaml}\n  - {criterion: p2.c2, code: missing}\n" TOTALS \
	"outcome: not_yet\nwhy: [\"p2.c2 is coded missing\"]\n" \
	"declaration: {authentic: yes, conflict: attach/conflict.txt}\nsupersedes: []\n" \
	"basis: [" HEX64 "]\nseen: []\n"

struct bench {
	struct arena arena;
	struct faults faults;
	bool newer;
};

static struct record *
read_text(struct bench *b, enum record_type type, const char *text)
{
	b->faults = (struct faults){ .arena = &b->arena, .path = "record.yaml" };
	return record_read(&b->arena, &b->faults, &b->newer, type, span_of(text));
}

static struct record *
accept(struct bench *b, enum record_type type, const char *text)
{
	struct record *record = read_text(b, type, text);
	struct err err;

	if (record == NULL)
		fail_msg("%s", fault_check(&b->faults, &err) != 0 ? err.text : "newer");
	assert_int_equal(b->faults.count, 0);
	return record;
}

static void
refuse(struct bench *b, enum record_type type, const char *text)
{
	if (read_text(b, type, text) != NULL)
		fail_msg("accepted: %s", text);
	assert_true(b->faults.count != 0);
}

static char *
with(struct bench *b, const char *text, const char *old, const char *new)
{
	const char *found = strstr(text, old);

	if (found == NULL)
		fail_msg("no '%s'", old);
	return arena_printf(&b->arena, "%.*s%s%s", (int)(found - text), text, new,
			    found + strlen(old));
}

static void
a_decision_is_read(void **state)
{
	struct bench b = { 0 };
	const struct record *record = accept(&b, RECORD_DECISION, DECISION);
	const struct decision *said = record->decision;

	(void)state;
	assert_ptr_equal(said, record->body);
	assert_string_equal(record->id, HEX32);
	assert_null(record->tool);
	assert_int_equal(said->attempt, 1);
	assert_int_equal(said->stance, STANCE_BLIND);
	assert_int_equal(said->score_count, 2);
	assert_string_equal(said->scores[0].cites[0].lines, "12-18");
	assert_int_equal(said->scores[0].cites[0].item, 4);
	assert_string_equal(said->scores[1].code, "missing");
	assert_string_equal(said->points, "2.5");
	assert_int_equal(said->outcome + OUTCOME_PASS, OUTCOME_NOT_YET);
	assert_true(said->authentic);
	assert_int_equal(said->rubric.version, 3);
	assert_string_equal(said->evidence.path, "");
	assert_int_equal(record->attached_count, 2);
	assert_string_equal(record->attached[0], "conflict.txt");
	assert_string_equal(record->attached[1], "notes.yaml");
	arena_close(&b.arena);
}

static void
every_key_of_a_decision_is_needed(void **state)
{
	struct bench b = { 0 };

	(void)state;
	for (const char *at = DECISION; *at != '\0'; at = strchr(at, '\n') + 1) {
		const char *end = strchr(at, '\n') + 1;

		while (*end == ' ')
			end = strchr(end, '\n') + 1;
		if (*at != ' ')
			refuse(&b, RECORD_DECISION, arena_printf(&b.arena, "%.*s%s",
				(int)(at - DECISION), DECISION, end));
	}
	arena_close(&b.arena);
}

static void
what_a_decision_may_not_say(void **state)
{
	static const struct { const char *old, *new;
	} rows[] = {
		{ "type: decision", "type: claim" },
		{ "assay: 1", "assay: 0" },
		{ "assay: 1", "assay: one" },
		{ "id: " HEX32, "id: " HEX16 },
		{ "id: 0123", "id: 012X" },
		{ "attempt: 1", "attempt: 0" },
		{ "attempt: 1", "attempt: 01" },
		{ "attempt: 1", "attempt: 1.0" },
		{ "role: primary", "role: first" },
		{ "points: \"2\"", "points: \"2.0\"" },
		{ "points: \"2\"", "points: \"1e3\"" },
		{ "points: \"2\"", "points: \"-0\"" },
		{ "points: \"2\", ", "" },
		{ "code: missing", "code: missing, level: met, points: \"1\"" },
		{ "code: missing", "code: missing, points: \"1\"" },
		{ "{criterion: p2.c2, code: missing}", "{criterion: p2.c2}" },
		{ "criterion: p2.c2", "criterion: p2.c1" },
		{ "item: 4", "item: 0" },
		{ "lines: 12-18", "lines: all" },
		{ "note: attach/notes.yaml", "note: attach/other.yaml" },
		{ "outcome: not_yet", "outcome: unfinished" },
		{ "outcome: not_yet", "outcome: not_yet\nstage: gate" },
		{ "authentic: yes", "authentic: true" },
		{ "conflict: attach/conflict.txt", "conflict: ../conflict.txt" },
		{ "conflict: attach/conflict.txt", "conflict: yes" },
		{ "supersedes: []", "supersedes: [none]" },
		{ "supersedes: []", "supersedes: []\nextra: 1" },
		{ "assignment: none", "assignment: maybe" },
		{ "published: none", "published: none, by: me" },
		{ "why: [\"p2", "why: [\"\\u202Ep2" },
		{ "why: [\"p2", "why: [\"\\ap2" },
		{ "why: [", "why: [&a " },
		{ "seen: []", "seen: []\nseen: []" },
		{ "seen: []\n",
		  "seen:\n  - {actor: b-b, kid: " HEX32 ", seq: 1, sha256: " HEX64
		  "}\n  - {actor: a-a, kid: " HEX32 ", seq: 1, sha256: " HEX64 "}\n" },
		{ "seen: []\n",
		  "seen:\n  - {actor: b-b, kid: " HEX32 ", seq: 1, sha256: " HEX64
		  "}\n  - {actor: b-b, kid: " HEX32 ", seq: 2, sha256: " HEX64 "}\n" },
		{ "files: 3", "files: -3" },
	};
	struct bench b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		refuse(&b, RECORD_DECISION, with(&b, DECISION, rows[i].old, rows[i].new));
	arena_close(&b.arena);
}

static void
what_a_decision_may_say_in_other_words(void **state)
{
	static const struct { const char *old, *new;
	} rows[] = {
		{ "assay: 1\n", "---\nassay: '1'\n" },
		{ "seen: []\n", "seen: []" },
		{ "seen: []\n", "seen: []\ntool: assay 0.1\n" },
		{ "points: \"2\"", "points: 2" },
		{ "lines: 12-18", "time: \"3:10-3:40\"" },
		{ "lines: 12-18", "page: 4, lines: 1-2" },
		{ "assignment: none", "assignment: " HEX64 },
		{ "why: [\"p2.c2 is coded missing\"]",
		  "why:\n  - |\n    one\n    \ttwo" },
		{ ", note: attach/notes.yaml", "" },
	};
	struct bench b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		accept(&b, RECORD_DECISION, with(&b, DECISION, rows[i].old, rows[i].new));
	arena_close(&b.arena);
}

#define RETURNED \
	FRONT("decision") \
	"portfolio: " HEX32 "\nattempt: 1\nassignment: none\n" \
	"role: primary\nstance: independent\nstage: gate\n" RUBRIC EVIDENCE "scores: []\n" \
	"totals: {points: \"0\", max: \"24\"}\noutcome: incomplete\n" \
	"why: [\"gate: opens: a1: item 3 is empty\"]\n" \
	"declaration: {authentic: no, conflict: none}\nsupersedes: []\nbasis: []\nseen: []\n"

static void
what_is_returned_at_the_gate_is_unjudged(void **state)
{
	static const struct { const char *old, *new;
	} rows[] = {
		{ "outcome: incomplete", "outcome: not_yet" },
		{ "outcome: incomplete", "outcome: pass" },
		{ "scores: []", "scores: [{criterion: p2.c1, level: met, points: \"2\"}]" },
		{ "scores: []", "scores: [{criterion: p2.c1, code: missing}]" },
		{ "points: \"0\"", "points: \"2\"" },
		{ "why: [\"gate: opens: a1: item 3 is empty\"]", "why: []" },
		{ "why: [\"gate: ", "why: [\"" },
		{ "why: [\"", "why: [\"p2.c1 is low\", \"" },
		{ "stage: gate", "stage: door" },
	};
	struct bench b = { 0 };

	(void)state;
	assert_string_equal(accept(&b, RECORD_DECISION, RETURNED)->decision->stage, "gate");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		refuse(&b, RECORD_DECISION, with(&b, RETURNED, rows[i].old, rows[i].new));
	arena_close(&b.arena);
}

static void
a_newer_record_is_told_and_not_judged(void **state)
{
	struct bench b = { 0 };

	(void)state;
	assert_null(read_text(&b, RECORD_DECISION, "assay: 2\nunheard: of\n"));
	assert_true(b.newer);
	assert_int_equal(b.faults.count, 0);
	assert_null(read_text(&b, RECORD_DECISION, "assay: 02\n"));
	assert_false(b.newer);
	arena_close(&b.arena);
}

static void
same_scores(const struct decision *a, const struct decision *b)
{
	assert_int_equal(a->score_count, b->score_count);
	for (size_t i = 0; i < a->score_count; i++) {
		const struct record_score *x = &a->scores[i], *y = &b->scores[i];

		assert_string_equal(x->criterion, y->criterion);
		assert_int_equal(x->code == NULL, y->code == NULL);
		assert_string_equal(x->code == NULL ? x->level : x->code,
				    y->code == NULL ? y->level : y->code);
		assert_int_equal(x->cite_count, y->cite_count);
		for (size_t k = 0; k < x->cite_count; k++) {
			assert_int_equal(x->cites[k].item, y->cites[k].item);
			assert_string_equal(
				x->cites[k].time == NULL ? "" : x->cites[k].time,
				y->cites[k].time == NULL ? "" : y->cites[k].time);
		}
	}
}

static void
a_decision_printed_reads_back_the_same(void **state)
{
	struct record_cite cites[] = { { .item = 1, .lines = "1" },
				       { .item = 20, .time = "3:10-3:40" },
				       { .item = 3 } };
	struct record_score scores[] = {
		{ .criterion = "a.b_1", .level = "yes", .points = "-1.25", .cites = cites,
		  .cite_count = 3, .note = "attach/notes.yaml" },
		{ .criterion = "no", .code = "null", .note = "none" },
	};
	struct seen seen[] = { { "a-a", HEX32, HEX64, 7 } };
	const char *why[] = { "p: \"x\" # , [y] {z}", "caf\xC3\xA9 \\ ' - ", "", "true" };
	const char *none[] = { HEX64 };
	struct decision said = { .portfolio = HEX32, .attempt = 2, .assignment = "none",
		.role = ROLE_SEED, .stance = STANCE_CONSENSUS,
		.rubric = { "1e3", HEX64, HEX64, HEX64, 9 },
		.evidence = { HEX64, HEX40, HEX40, "a b/\xE2\x82\xAC: #", 1, 2 },
		.scores = scores, .score_count = 2, .points = "-1.25", .max = "0",
		.outcome = 3, .why = why, .why_count = 4, .authentic = false,
		.conflict = "none", .supersedes = none, .supersedes_count = 1 };
	struct record common = { .type = RECORD_DECISION, .id = HEX32,
				 .tool = "assay 0.1: 'x'", .seen = seen,
				 .seen_count = 1, .body = &said };
	struct bench b = { 0 };
	struct buf text = { 0 }, again = { 0 };
	const struct record *record;

	(void)state;
	record_print(&text, &common);
	record = accept(&b, RECORD_DECISION, text.data);
	same_scores(&said, record->decision);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(record->decision->why[i], why[i]);
	assert_string_equal(record->decision->evidence.path, said.evidence.path);
	assert_string_equal(record->tool, common.tool);
	assert_int_equal(record->seen[0].seq, 7);
	record_print(&again, record);
	assert_string_equal(text.data, again.data);
	buf_close(&text);
	buf_close(&again);
	arena_close(&b.arena);
}

static const struct { enum record_type type; const char *text;
} others[] = {
	{ RECORD_GENESIS, FRONT("genesis") "actor: a-ben\nkid: " HEX32 "\nseen: []\n" },
	{ RECORD_SEALED,
	  FRONT("sealed") "decision: " HEX64 "\nbox: attach/box\nseen: []\n" },
	{ RECORD_REVEAL,
	  FRONT("reveal") "of: " HEX64 "\ndecision: attach/d.yaml\nseen: []\n" },
	{ RECORD_MODERATION,
	  FRONT("moderation") "of: [" HEX64 "]\naction: confirm\n"
			      "result: none\nreason: attach/reason.txt\nseen: []\n" },
	{ RECORD_MODERATION,
	  FRONT("moderation") "of: [" HEX64 "]\naction: adjust\n"
			      "result: {scores: [{criterion: c, code: x}], "
			      "totals: {points: 1, max: 2}, "
			      "outcome: pass, why: []}\nreason: attach/reason.txt\nseen: []\n" },
	{ RECORD_RUBRIC, FRONT("rubric") "rubric: {id: r, version: 1, sha256: " HEX64
					 ", structure: " HEX64 "}\nseen: []\n" },
	{ RECORD_ASSIGNMENT,
	  FRONT("assignment") "portfolio: " HEX32 "\nattempt: 1\n" RUBRIC EVIDENCE
			      "markers: [a-ben]\nmode: sealed\nseal_to: []\nseen: []\n" },
	{ RECORD_CLAIM,
	  FRONT("claim") "portfolio: " HEX32 "\nattempt: 1\n" RUBRIC
			 "expires: 2026-03-01T12:00:00Z\nconflict: none\nreleases: none\nseen: []\n" },
	{ RECORD_CHECKPOINT,
	  FRONT("checkpoint") "trust: {version: 1, sha256: " HEX64 "}\n"
			      "heads: []\nseen: []\n" },
	{ RECORD_ERASURE,
	  FRONT("erasure") "portfolio: " HEX32 "\nkeys_destroyed_by: [a-ben]\n"
			   "evidence_deleted: no\nground: asked\nseen: []\n" },
	{ RECORD_ALARM, FRONT("alarm") "kind: fork\nmore: {of: [it]}\nseen: []\n" },
	{ RECORD_RETIRE, FRONT("retire") "why: rotated\nseen: []\n" },
	{ RECORD_OUTCOME,
	  FRONT("outcome") "portfolio: " HEX32 "\nattempt: 1\n" RUBRIC EVIDENCE
			   "outcome: pass\n" TOTALS
			   "why: []\nscores: []\ndecisions: [" HEX64 "]\n"
			   "supersedes: []\n" },
};

static void
every_type_reads_and_needs_its_keys(void **state)
{
	struct bench b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const char *text = others[i].text;

		accept(&b, others[i].type, text);
		for (const char *at = text; *at != '\0'; at = strchr(at, '\n') + 1)
			if (strncmp(at, "more:", 5) != 0)
				refuse(&b, others[i].type,
				       arena_printf(&b.arena, "%.*s%s", (int)(at - text),
						    text, strchr(at, '\n') + 1));
		for (int type = 0; type < RECORD_TYPES; type++)
			if (type != (int)others[i].type)
				refuse(&b, (enum record_type)type, text);
		if (others[i].type != RECORD_ALARM)
			refuse(&b, others[i].type,
			       arena_printf(&b.arena, "%sunheard: of\n", text));
	}
	arena_close(&b.arena);
}

/* Of an alarm what is free is not kept; sealed records and reveals are not written. */
static void
every_type_printed_reads_back_the_same(void **state)
{
	struct bench b = { 0 };
	struct buf text = { 0 }, again = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		enum record_type type = others[i].type;

		if (type == RECORD_SEALED || type == RECORD_REVEAL || type == RECORD_ALARM
		    || type == RECORD_OUTCOME)
			continue;
		buf_clear(&text);
		buf_clear(&again);
		record_print(&text, accept(&b, type, others[i].text));
		record_print(&again, accept(&b, type, text.data));
		assert_string_equal(text.data, again.data);
	}
	buf_close(&text);
	buf_close(&again);
	arena_close(&b.arena);
}

static void
an_alarm_is_printed_with_what_it_is_of(void **state)
{
	const char *of[] = { HEX64, HEX64 };
	const struct alarm said = { "two records in one place", of, 2 };
	const struct record record = { .type = RECORD_ALARM, .id = HEX32, .body = &said };
	struct bench b = { 0 };
	struct buf text = { 0 };

	(void)state;
	record_print(&text, &record);
	assert_string_equal(
		((const struct alarm *)accept(&b, RECORD_ALARM, text.data)->body)->kind,
		said.kind);
	assert_non_null(strstr(text.data, "of: [" HEX64 ", " HEX64 "]\n"));
	buf_close(&text);
	arena_close(&b.arena);
}

static void
a_moderation_has_a_result_or_none(void **state)
{
	struct bench b = { 0 };
	const struct moderation *said = accept(&b, others[3].type, others[3].text)->body;

	(void)state;
	assert_null(said->result);
	said = accept(&b, others[4].type, others[4].text)->body;
	assert_string_equal(said->result->max, "2");
	assert_string_equal(said->result->scores[0].code, "x");
	assert_int_equal(said->action, MODERATION_ADJUST);
	refuse(&b, RECORD_MODERATION, with(&b, others[3].text, "none", "[none]"));
	refuse(&b, RECORD_MODERATION, with(&b, others[3].text, "none", "nothing"));
	arena_close(&b.arena);
}

static void
printed_rubric_genesis_and_outcome_read_back(void **state)
{
	struct bench b = { 0 };
	struct record_rubric rubric = { "circles", HEX64, HEX64, "none", 3 };
	const struct genesis genesis = { "a-ben", HEX32 };
	struct record written = { .type = RECORD_RUBRIC, .id = HEX32, .body = &rubric };
	struct buf text = { 0 };
	const struct record *record;
	const char *decisions[] = { HEX64 };

	(void)state;
	record_print(&text, &written);
	record = accept(&b, RECORD_RUBRIC, text.data);
	assert_string_equal(((const struct record_rubric *)record->body)->id, "circles");
	assert_string_equal(record->attached[0], "rubric.yaml");
	buf_clear(&text);
	written.type = RECORD_GENESIS;
	written.body = &genesis;
	record_print(&text, &written);
	assert_string_equal(
		((const struct genesis *)accept(&b, RECORD_GENESIS, text.data)->body)
			->kid,
		HEX32);
	buf_clear(&text);
	outcome_print(&text, HEX32, accept(&b, RECORD_DECISION, DECISION)->decision,
		      decisions, 1);
	record = accept(&b, RECORD_OUTCOME, text.data);
	assert_string_equal(((const struct outcome_record *)record->body)->decisions[0],
			    HEX64);
	assert_int_equal(record->attached_count, 0);
	buf_clear(&text);
	assert_true(record_finding(&text, record));
	assert_string_equal(text.data, "circles not_yet");
	buf_close(&text);
	arena_close(&b.arena);
}

static void
notes_printed_read_back_the_same(void **state)
{
	struct record_note items[] = {
		{ "c1", "Weighs both sides.\n\n\tThen chooses: \"x\"\n" },
		{ "c2", "" },
		{ "c3", " # not a comment" }
	};
	struct notes notes = { items, 3, "- overall\r\n" }, again;
	struct bench b = { 0 };
	struct buf text = { 0 };

	(void)state;
	notes_print(&text, &notes);
	b.faults = (struct faults){ .arena = &b.arena, .path = "notes.yaml" };
	assert_int_equal(notes_read(&again, &b.arena, &b.faults, buf_span(&text)), 0);
	assert_int_equal(again.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(again.items[i].text, items[i].text);
	assert_string_equal(again.overall, notes.overall);
	buf_clear(&text);
	notes = (struct notes){ 0 };
	notes_print(&text, &notes);
	assert_int_equal(notes_read(&again, &b.arena, &b.faults, buf_span(&text)), 0);
	assert_null(again.overall);
	buf_close(&text);
	arena_close(&b.arena);
}

static void
type_words_go_both_ways(void **state)
{
	(void)state;
	for (int i = 0; i < RECORD_TYPES; i++)
		assert_int_equal(record_type_from_word(
			span_of(record_type_word((enum record_type)i))), i);
	assert_int_equal(record_type_from_word(span_of("wager")), -1);
	assert_int_equal(record_type_from_word(span_of("")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_decision_is_read),
		cmocka_unit_test(every_key_of_a_decision_is_needed),
		cmocka_unit_test(what_a_decision_may_not_say),
		cmocka_unit_test(what_a_decision_may_say_in_other_words),
		cmocka_unit_test(what_is_returned_at_the_gate_is_unjudged),
		cmocka_unit_test(a_newer_record_is_told_and_not_judged),
		cmocka_unit_test(a_decision_printed_reads_back_the_same),
		cmocka_unit_test(every_type_reads_and_needs_its_keys),
		cmocka_unit_test(every_type_printed_reads_back_the_same),
		cmocka_unit_test(an_alarm_is_printed_with_what_it_is_of),
		cmocka_unit_test(a_moderation_has_a_result_or_none),
		cmocka_unit_test(printed_rubric_genesis_and_outcome_read_back),
		cmocka_unit_test(notes_printed_read_back_the_same),
		cmocka_unit_test(type_words_go_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
