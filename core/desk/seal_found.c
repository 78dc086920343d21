/* What a session found, as records and learners are told it. */
#include "core/desk/seal.h"

#include "core/desk/gate.h"
#include "core/out/feedback.h"

static struct span
take(struct seal *seal, struct buf *text)
{
	struct span span = arena_span(&seal->arena, buf_span(text));

	buf_close(text);
	return span;
}

static char *
number(struct seal *seal, struct ratio value)
{
	const struct rubric *rubric = seal->session->rubric;
	struct buf text = { 0 };
	char *copy;

	ratio_print(&text, value, rubric->decimals, rubric->rounding);
	copy = arena_text(&seal->arena, text.data);
	buf_close(&text);
	return copy;
}

static struct record_cite
cite_of(struct seal *seal, const struct address *address)
{
	struct record_cite cite = {
		.item = evidence_find(&seal->session->dossier.evidence, address->path) + 1
	};
	struct buf range = { 0 };
	const char *text;

	address_range(&range, address);
	text = arena_text(&seal->arena, buf_span(&range).data);
	buf_close(&range);
	if (address->kind == ADDRESS_LINES)
		cite.lines = text;
	else if (address->kind == ADDRESS_PAGE)
		cite.page = text;
	else if (address->kind == ADDRESS_TIME)
		cite.time = text;
	return cite;
}

static struct record_score
score_of(struct seal *seal, size_t index)
{
	const struct session *session = seal->session;
	const struct criterion *criterion = &session->rubric->criteria[index];
	const struct judgement *judgement = &session->scoring.judgements[index];
	struct record_score score = { .criterion = criterion->id,
		.note = judgement->note == NULL ? "none" : "attach/" SEAL_NOTES };

	if (judgement->mark.kind == MARK_CODE) {
		score.code = session->rubric->codes[judgement->mark.index].id;
	} else {
		const struct level *level =
			&criterion->scale->levels[judgement->mark.index];

		score.level = level->id;
		score.points = number(seal, level->points);
	}
	score.cites =
		arena_array(&seal->arena, judgement->cite_count, sizeof *score.cites);
	for (size_t i = 0; i < judgement->cite_count; i++)
		score.cites[score.cite_count++] = cite_of(seal, &judgement->cites[i]);
	return score;
}

static void
add_scores(struct decision *said, struct seal *seal)
{
	const struct scoring *scoring = &seal->session->scoring;
	size_t count = scoring->rubric->criterion_count;

	said->scores = arena_array(&seal->arena, count, sizeof *said->scores);
	for (size_t i = 0; !scoring->returned && i < count; i++)
		if (scoring->judgements[i].mark.kind != MARK_NONE)
			said->scores[said->score_count++] = score_of(seal, i);
}

static struct notes
notes_of(struct seal *seal)
{
	const struct scoring *scoring = &seal->session->scoring;
	size_t count = scoring->rubric->criterion_count;
	struct notes notes = { .overall = scoring->overall,
		.items = arena_array(&seal->arena, count, sizeof(struct record_note)) };

	for (size_t i = 0; !scoring->returned && i < count; i++)
		if (scoring->judgements[i].note != NULL)
			notes.items[notes.count++] =
				(struct record_note){ scoring->rubric->criteria[i].id,
						      scoring->judgements[i].note };
	return notes;
}

/* Returned at the gate: nothing was judged, and nobody vouched for whose work it is. */
static void
add_return(struct decision *said, struct seal *seal)
{
	const struct scoring *scoring = &seal->session->scoring;
	struct sheet nothing = sheet_new(&seal->arena, scoring->rubric);

	if (!scoring->returned)
		return;
	said->stage = "gate";
	said->points = number(seal, sheet_decide(&seal->arena, &nothing).points);
	said->max = number(seal, sheet_decide(&seal->arena, &nothing).max);
	said->authentic = false;
	said->why_count = gate_why(&said->why, &seal->arena, scoring);
}

static void
add_outcome(struct decision *said, struct seal *seal)
{
	const struct scoring *scoring = &seal->session->scoring;

	said->points = number(seal, scoring->result.points);
	said->max = number(seal, scoring->result.max);
	said->outcome = (int)scoring_outcome(scoring) - OUTCOME_PASS;
	said->why = scoring->result.why;
	said->why_count = scoring->result.why_count;
	said->authentic = true;
	add_return(said, seal);
	said->conflict = "none";
	if (strcmp(scoring->conflict, "none") != 0) {
		said->conflict = "attach/" SEAL_CONFLICT;
		seal->conflict = span_of(scoring->conflict);
	}
}

void
seal_finding(struct decision *said, struct seal *seal)
{
	add_scores(said, seal);
	add_outcome(said, seal);
}

static const char *
cited_by(struct seal *seal, const struct judgement *judgement)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < judgement->cite_count; i++) {
		if (i != 0)
			buf_text(&text, ", ");
		address_print(&text, &judgement->cites[i]);
	}
	return text.len == 0 ? NULL : take(seal, &text).data;
}

static void
write_feedback(struct seal *seal, const struct notes *notes)
{
	const struct session *session = seal->session;
	const struct scoring *scoring = &session->scoring;
	size_t count = session->rubric->criterion_count;
	const char **cited = arena_array(&seal->arena, count, sizeof *cited);
	struct buf text = { 0 };
	char hex[OID_HEX];
	struct feedback_page page = {
		.rubric = session->rubric,
		.sheet = &scoring->sheet,
		.result = &scoring->result,
		.attempt = &scoring->attempt,
		.outcome = scoring_outcome(scoring),
		.notes = notes,
		.cited = cited,
		.portfolio = session->taken.portfolio,
		.commit = hex
	};

	oid_hex(hex, &session->dossier.evidence.commit);
	if (scoring->returned)
		page.mend_count = gate_mend(&page.mend, &seal->arena, scoring);
	for (size_t i = 0; i < count; i++)
		cited[i] = cited_by(seal, &scoring->judgements[i]);
	feedback_print(&text, &page);
	seal->feedback = take(seal, &text);
}

void
seal_texts(struct seal *seal)
{
	struct notes notes = notes_of(seal);
	struct buf page = { 0 };

	if (notes.count != 0 || notes.overall != NULL) {
		notes_print(&page, &notes);
		seal->notes = take(seal, &page);
	}
	write_feedback(seal, &notes);
}

void
seal_release(struct sealed *out, struct seal *seal, const struct outcome_proof *moderation,
	     struct signer *signer, int64_t now)
{
	const char *decisions[] = { out->appended.sha256 };
	const char *subject = arena_printf(&seal->arena, "%s %s", seal->session->rubric->id,
		outcome_word((enum outcome)(seal->decision->outcome + OUTCOME_PASS)));
	struct outcome_page page = { .actor = seal->session->workspace->actor,
				     .subject = subject,
				     .decision = { out->appended.sha256,
						   out->appended.oid },
				     .rubric = seal->session->rubric->bytes,
				     .evidence = seal->session->dossier.evidence.commit,
				     .feedback = seal->feedback,
				     .basis_count = seal->session->basis_count };
	struct outcome_proof *basis =
		arena_array(&seal->arena, page.basis_count, sizeof *basis);
	struct buf text = { 0 };
	struct oid oid;
	struct err err;
	char id[RANDOM_ID_HEX];

	for (size_t i = 0; i < page.basis_count; i++)
		basis[i] = (struct outcome_proof){ seal->session->basis[i]->sha256,
						   seal->session->basis[i]->oid };
	page.basis = basis;
	if (moderation != NULL)
		page.moderation = *moderation;
	random_id(id);
	outcome_print(&text, id, seal->decision, decisions, 1);
	page.outcome = take(seal, &text);
	if (outcome_place(&oid, seal->session->taken.repo, seal->ledger, signer, &page,
			  now, &err)
	    == 0)
		oid_hex(out->outcome_oid, &oid);
	else
		out->release_trouble = arena_text(&seal->arena, err.text);
}
