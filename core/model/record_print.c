/* Records in assay's own layout (ledger.md section 4): what is printed reads back. */
#include "core/model/record_body.h"

#include <inttypes.h>

static void
put_text(struct buf *out, const char *text)
{
	yaml_scalar(out, span_of(text));
}

static void
put_range(struct buf *out, const char *key, const char *range)
{
	if (range != NULL)
		buf_printf(out, ", %s: \"%s\"", key, range);
}

static void
put_cite(struct buf *out, const struct record_cite *cite)
{
	buf_printf(out, "{item: %" PRId64, cite->item);
	put_range(out, "lines", cite->lines);
	put_range(out, "page", cite->page);
	put_range(out, "row", cite->row);
	put_range(out, "time", cite->time);
	buf_char(out, '}');
}

static void
put_score(struct buf *out, const char *in, const struct record_score *score)
{
	buf_printf(out, "%s  - {criterion: %s, ", in, score->criterion);
	if (score->code != NULL)
		buf_printf(out, "code: %s", score->code);
	else
		buf_printf(out, "level: %s, points: \"%s\"", score->level, score->points);
	for (size_t i = 0; i < score->cite_count; i++) {
		buf_text(out, i == 0 ? ", cites: [" : ", ");
		put_cite(out, &score->cites[i]);
	}
	if (score->cite_count != 0)
		buf_char(out, ']');
	if (score->note != NULL)
		buf_printf(out, ", note: %s", score->note);
	buf_text(out, "}\n");
}

static void
put_rubric(struct buf *out, const struct record_rubric *rubric)
{
	buf_printf(out,
		   "rubric: {id: %s, version: %" PRId64 ", sha256: %s, structure: %s",
		   rubric->id, rubric->version, rubric->sha256, rubric->structure);
	if (rubric->published != NULL)
		buf_printf(out, ", published: %s", rubric->published);
	buf_text(out, "}\n");
}

static void
put_evidence(struct buf *out, const struct record_evidence *evidence)
{
	buf_printf(out, "evidence: {tree256: %s, tree: %s, commit: %s, path: ",
		   evidence->tree256, evidence->tree, evidence->commit);
	put_text(out, evidence->path);
	buf_printf(out, ", files: %" PRId64 ", bytes: %" PRId64 "}\n", evidence->files,
		   evidence->bytes);
}

static void
put_texts(struct buf *out, const char *key, const char *const *texts, size_t count)
{
	buf_printf(out, "%s: [", key);
	for (size_t i = 0; i < count; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		put_text(out, texts[i]);
	}
	buf_text(out, "]\n");
}

/* What was found, and what it came to: of a decision, its outcome, or put in its place. */
static void
put_finding(struct buf *out, const char *in, const struct moderation_result *found)
{
	buf_printf(out, "%sscores:%s\n", in, found->score_count == 0 ? " []" : "");
	for (size_t i = 0; i < found->score_count; i++)
		put_score(out, in, &found->scores[i]);
	buf_printf(out, "%stotals: {points: \"%s\", max: \"%s\"}\n%soutcome: %s\n%s", in,
		   found->points, found->max, in, record_outcomes[found->outcome], in);
	put_texts(out, "why", found->why, found->why_count);
}

static struct moderation_result
found_by(const struct decision *said)
{
	return (struct moderation_result){ said->scores, said->score_count, said->points,
		said->max, said->outcome, said->why, said->why_count };
}

static void
put_heads(struct buf *out, const char *key, const struct seen *heads, size_t count)
{
	buf_printf(out, "%s:%s\n", key, count == 0 ? " []" : "");
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "  - {actor: %s, kid: %s, seq: %" PRId64 ", sha256: %s}\n",
			   heads[i].actor, heads[i].kid, heads[i].seq, heads[i].sha256);
}

static void
put_place(struct buf *out, const char *portfolio, int64_t attempt)
{
	buf_printf(out, "portfolio: %s\nattempt: %" PRId64 "\n", portfolio, attempt);
}

/* ---- what each type says ---- */

static void
put_genesis(struct buf *out, const void *body)
{
	const struct genesis *said = body;

	buf_printf(out, "actor: %s\nkid: %s\n", said->actor, said->kid);
}

static void
put_decision(struct buf *out, const void *body)
{
	const struct decision *said = body;
	struct moderation_result found = found_by(said);

	put_place(out, said->portfolio, said->attempt);
	buf_printf(out, "assignment: %s\nrole: %s\nstance: %s\n", said->assignment,
		   role_word((enum role)said->role), record_stances[said->stance]);
	if (said->stage != NULL)
		buf_printf(out, "stage: %s\n", said->stage);
	put_rubric(out, &said->rubric);
	put_evidence(out, &said->evidence);
	put_finding(out, "", &found);
	buf_printf(out, "declaration: {authentic: %s, conflict: %s}\n",
		   said->authentic ? "yes" : "no", said->conflict);
	put_texts(out, "supersedes", said->supersedes, said->supersedes_count);
	put_texts(out, "basis", said->basis, said->basis_count);
}

static void
put_moderation(struct buf *out, const void *body)
{
	const struct moderation *said = body;

	put_texts(out, "of", said->of, said->of_count);
	buf_printf(out, "action: %s\nresult:%s\n", record_actions[said->action],
		   said->result == NULL ? " none" : "");
	if (said->result != NULL)
		put_finding(out, "  ", said->result);
	buf_printf(out, "reason: %s\n", said->reason);
}

/* Where it is published is the record itself. */
static void
put_published(struct buf *out, const void *body)
{
	struct record_rubric bare = *(const struct record_rubric *)body;

	bare.published = NULL;
	put_rubric(out, &bare);
}

static void
put_assignment(struct buf *out, const void *body)
{
	const struct assignment *said = body;

	put_place(out, said->portfolio, said->attempt);
	put_rubric(out, &said->rubric);
	put_evidence(out, &said->evidence);
	put_texts(out, "markers", said->markers, said->marker_count);
	buf_printf(out, "mode: %s\n", record_modes[said->mode]);
	put_texts(out, "seal_to", said->seal_to, said->seal_to_count);
}

static void
put_claim(struct buf *out, const void *body)
{
	const struct claim *said = body;

	put_place(out, said->portfolio, said->attempt);
	put_rubric(out, &said->rubric);
	buf_text(out, "expires: ");
	put_text(out, said->expires);
	buf_printf(out, "\nconflict: %s\nreleases: %s\n", said->conflict, said->releases);
}

static void
put_checkpoint(struct buf *out, const void *body)
{
	const struct checkpoint *said = body;

	buf_printf(out, "trust: {version: %" PRId64 ", sha256: %s}\n", said->trust_version,
		   said->trust_sha256);
	put_heads(out, "heads", said->heads, said->head_count);
}

static void
put_erasure(struct buf *out, const void *body)
{
	const struct erasure *said = body;

	buf_printf(out, "portfolio: %s\n", said->portfolio);
	put_texts(out, "keys_destroyed_by", said->keys_destroyed_by, said->destroyer_count);
	buf_printf(out, "evidence_deleted: %s\nground: ",
		   said->evidence_deleted ? "yes" : "no");
	put_text(out, said->ground);
	buf_char(out, '\n');
}

static void
put_alarm(struct buf *out, const void *body)
{
	const struct alarm *said = body;

	buf_text(out, "kind: ");
	put_text(out, said->kind);
	buf_char(out, '\n');
	put_texts(out, "of", said->of, said->of_count);
}

static void
put_retire(struct buf *out, const void *body)
{
	const struct retire *said = body;

	buf_text(out, "why: ");
	put_text(out, said->why);
	buf_char(out, '\n');
}

/* Outcomes are printed below; sealed decisions are not written. */
static void (*const putters[RECORD_TYPES])(struct buf *out, const void *body) = {
	[RECORD_GENESIS] = put_genesis, [RECORD_DECISION] = put_decision,
	[RECORD_MODERATION] = put_moderation, [RECORD_RUBRIC] = put_published,
	[RECORD_ASSIGNMENT] = put_assignment, [RECORD_CLAIM] = put_claim,
	[RECORD_CHECKPOINT] = put_checkpoint, [RECORD_ERASURE] = put_erasure,
	[RECORD_ALARM] = put_alarm, [RECORD_RETIRE] = put_retire,
};

static void
put_front(struct buf *out, enum record_type type, const char *id)
{
	buf_printf(out, "assay: 1\ntype: %s\nid: %s\n", record_type_word(type), id);
}

void
record_print(struct buf *out, const struct record *record)
{
	put_front(out, record->type, record->id);
	putters[record->type](out, record->body);
	put_heads(out, "seen", record->seen, record->seen_count);
	if (record->tool != NULL) {
		buf_text(out, "tool: ");
		put_text(out, record->tool);
		buf_char(out, '\n');
	}
}

void
outcome_print(struct buf *out, const char *id, const struct decision *said,
	      const char *const *decisions, size_t count)
{
	struct moderation_result found = found_by(said);

	put_front(out, RECORD_OUTCOME, id);
	put_place(out, said->portfolio, said->attempt);
	put_rubric(out, &said->rubric);
	put_evidence(out, &said->evidence);
	put_finding(out, "", &found);
	put_texts(out, "decisions", decisions, count);
	buf_text(out, "supersedes: []\n");
}
