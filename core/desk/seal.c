#include "core/desk/seal.h"

#include <stdio.h>

#include "core/desk/gate.h"
#include "core/desk/stock.h"
#include "core/out/feedback.h"
#include "core/store/outcome.h"

#define NOTES_FILE "notes.yaml"
#define CONFLICT_FILE "conflict.txt"

/* What the ledger already says that this decision must name. */
struct history {
	struct seal *seal;
	const char *rubric;		/* SHA-256 we look for */
	const char *published;		/* the newest record that publishes it */
	const char **live; /* own decisions on this attempt, not superseded */
	size_t live_count;
};

static void
forget(struct history *history, const char *sha256)
{
	for (size_t i = 0; i < history->live_count; i++)
		if (strcmp(history->live[i], sha256) == 0)
			history->live[i--] = history->live[--history->live_count];
}

static void
remember_decision(struct history *history, const struct entry *entry)
{
	struct seal *seal = history->seal;
	const struct taken *taken = &seal->session->taken;
	const struct decision *said = entry->record->decision;

	if (strcmp(entry->commit->actor, seal->session->workspace->actor) != 0
	    || strcmp(said->portfolio, taken->portfolio) != 0
	    || said->attempt != taken->attempt || said->role != ROLE_PRIMARY)
		return;
	for (size_t i = 0; i < said->supersedes_count; i++)
		forget(history, said->supersedes[i]);
	history->live = arena_grow(&seal->arena, history->live, history->live_count,
				   sizeof *history->live);
	history->live[history->live_count++] = arena_text(&seal->arena, entry->sha256);
}

static bool
look_back(void *who, const struct entry *entry)
{
	struct history *history = who;

	if (!entry->counts || entry->record == NULL)
		return true;
	if (entry->record->type == RECORD_RUBRIC) {
		const struct record_rubric *rubric = entry->record->body;

		if (strcmp(rubric->sha256, history->rubric) == 0)
			history->published =
				arena_text(&history->seal->arena, entry->sha256);
	}
	if (entry->record->decision != NULL)
		remember_decision(history, entry);
	return true;
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
		.note = judgement->note == NULL ? "none" : "attach/" NOTES_FILE };

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

static struct span
take(struct seal *seal, struct buf *text)
{
	struct span span = arena_span(&seal->arena, buf_span(text));

	buf_close(text);
	return span;
}

static const char *
hex_in(struct arena *arena, const struct digest *digest)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, digest);
	return arena_text(arena, hex);
}

static const char *
oid_in(struct arena *arena, const struct oid *oid)
{
	char hex[OID_HEX];

	oid_hex(hex, oid);
	return arena_text(arena, hex);
}

static int
add_evidence(struct decision *said, struct seal *seal, const struct progress *progress,
	     struct err *err)
{
	const struct evidence *evidence = &seal->session->dossier.evidence;
	struct digest tree256;
	int64_t bytes;

	if (evidence_tree256(&tree256, &bytes, evidence, progress, err) != 0)
		return -1;
	seal->tree256 = hex_in(&seal->arena, &tree256);
	said->evidence = (struct record_evidence){
		.tree256 = seal->tree256, .tree = oid_in(&seal->arena, &evidence->tree),
		.commit = oid_in(&seal->arena, &evidence->commit), .path = evidence->path,
		.files = (int64_t)evidence->count, .bytes = bytes };
	return 0;
}

static int
add_history(struct decision *said, struct seal *seal, const struct progress *progress,
	    struct err *err)
{
	const struct rubric *rubric = seal->session->rubric;
	struct history history = { .seal = seal,
		.rubric = hex_in(&seal->arena, &rubric->sha256) };

	if (ledger_walk_about(seal->ledger, seal->session->taken.portfolio, progress,
			      look_back, &history, err) != 0)
		return -1;
	said->rubric = (struct record_rubric){
		.id = rubric->id,
		.version = rubric->version,
		.sha256 = history.rubric,
		.structure = hex_in(&seal->arena, &rubric->structure),
		.published = history.published == NULL ? "none" : history.published
	};
	said->supersedes = history.live;
	said->supersedes_count = history.live_count;
	said->basis = arena_array(&seal->arena, seal->session->basis_count,
				  sizeof *said->basis);
	for (size_t i = 0; i < seal->session->basis_count; i++)
		said->basis[said->basis_count++] = seal->session->basis[i]->sha256;
	return 0;
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
		said->conflict = "attach/" CONFLICT_FILE;
		seal->conflict = span_of(scoring->conflict);
	}
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
	struct feedback_page page = {
		.rubric = session->rubric,
		.sheet = &scoring->sheet,
		.result = &scoring->result,
		.attempt = &scoring->attempt,
		.outcome = scoring_outcome(scoring),
		.notes = notes,
		.cited = cited,
		.portfolio = session->taken.portfolio,
		.commit = oid_in(&seal->arena, &session->dossier.evidence.commit)
	};

	if (scoring->returned)
		page.mend_count = gate_mend(&page.mend, &seal->arena, scoring);
	for (size_t i = 0; i < count; i++)
		cited[i] = cited_by(seal, &scoring->judgements[i]);
	feedback_print(&text, &page);
	seal->feedback = take(seal, &text);
}

static void
write_record(struct seal *seal, const struct record *record)
{
	struct notes notes = notes_of(seal);
	struct buf text = { 0 };

	record_print(&text, record);
	seal->record = take(seal, &text);
	if (notes.count != 0 || notes.overall != NULL) {
		struct buf page = { 0 };

		notes_print(&page, &notes);
		seal->notes = take(seal, &page);
	}
	write_feedback(seal, &notes);
}

static int
prepare(struct seal *seal, const struct sshkey *key, const struct progress *progress,
	struct err *err)
{
	struct session *session = seal->session;
	struct record common = { .type = RECORD_DECISION, .id = seal->id,
		.tool = "assay " ASSAY_VERSION };
	struct decision *said = arena_alloc(&seal->arena, sizeof *said);

	common.body = said;
	*said = (struct decision){ .portfolio = session->taken.portfolio,
				   .attempt = session->taken.attempt,
				   .assignment = "none",
				   .role = ROLE_PRIMARY,
				   .stance = STANCE_INDEPENDENT };
	if (ledger_seen(&common.seen, &common.seen_count, &seal->arena, seal->ledger,
			session->workspace->actor, key->kid, err) != 0
	    || add_history(said, seal, progress, err) != 0
	    || add_evidence(said, seal, progress, err) != 0)
		return -1;
	add_scores(said, seal);
	add_outcome(said, seal);
	write_record(seal, &common);
	if (seal->record.len > RECORD_BYTES || seal->notes.len > RECORD_ATTACHMENT)
		return err_set(err, ERR_LIMIT,
			       "the record would be over the limits of the ledger; "
			       "shorten the notes");
	seal->decision = said;
	return 0;
}

int
seal_prepare(struct seal *out, struct session *session, struct ledger *ledger,
	     const struct sshkey *key, const struct progress *progress, struct err *err)
{
	char id[RANDOM_ID_HEX];

	*out = (struct seal){ .session = session, .ledger = ledger,
		.releases = ledger->trust->release == RELEASE_ON_SIGN };
	if (session_ready(session, err) != 0)
		return -1;
	random_id(id);
	out->id = arena_text(&out->arena,
			     session->signed_id != NULL ? session->signed_id : id);
	if (prepare(out, key, progress, err) == 0)
		return 0;
	seal_close(out);
	return -1;
}

void
seal_close(struct seal *seal)
{
	arena_close(&seal->arena);
}

struct hunt {
	const struct session *session;
	struct appended found;
	bool hit;
	char tree256[DIGEST_HEX];	/* of the evidence it was signed of */
};

static bool
is_ours(void *who, const struct entry *entry)
{
	struct hunt *hunt = who;

	if (entry->record == NULL || entry->commit == NULL
	    || entry->record->decision == NULL
	    || strcmp(entry->commit->actor, hunt->session->workspace->actor) != 0
	    || strcmp(entry->record->id, hunt->session->signed_id) != 0)
		return true;
	hunt->hit = true;
	hunt->found = (struct appended){ .oid = entry->oid, .seq = entry->seq,
					 .was_there = true };
	memcpy(hunt->found.sha256, entry->sha256, DIGEST_HEX);
	snprintf(hunt->tree256, DIGEST_HEX, "%s",
		 entry->record->decision->evidence.tree256);
	return false;
}

/* In the ledger itself: its journal forgets, and may not have come along. */
static int
hunt_record(struct hunt *out, const struct session *session, struct ledger *ledger,
	    struct err *err)
{
	*out = (struct hunt){ .session = session };
	return session->signed_id == NULL ? 0
		: ledger_walk_about(ledger, session->taken.portfolio, NULL, is_ours, out,
				    err);
}

int
seal_recorded(char out[OID_HEX], const struct session *session, struct ledger *ledger,
	      struct err *err)
{
	struct hunt hunt;

	out[0] = '\0';
	if (hunt_record(&hunt, session, ledger, err) != 0)
		return -1;
	if (hunt.hit)
		oid_hex(out, &hunt.found.oid);
	return 0;
}

/* Before anything is recorded the draft knows under which id, so that a retry finds it. */
static int
announce(struct seal *seal, struct err *err)
{
	struct session *session = seal->session;

	if (session->signed_id != NULL && strcmp(session->signed_id, seal->id) == 0)
		return 0;
	if (draft_add(&session->draft,
		      arena_printf(&session->arena, "sealing %s", seal->id), err) != 0)
		return -1;
	session->signed_id = arena_text(&session->arena, seal->id);
	return 0;
}

static const char *
subject_of(struct seal *seal)
{
	return arena_printf(&seal->arena, "%s %s", seal->session->rubric->id,
			    outcome_word(scoring_outcome(&seal->session->scoring)));
}

static int
append(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
       struct err *err)
{
	struct blob_to_write attached[2];
	struct append what = { .type = RECORD_DECISION, .record_id = seal->id,
		.actor = seal->session->workspace->actor, .subject = subject_of(seal),
		.record = seal->record, .attachments = attached, .now = now };

	if (seal->conflict.len != 0)
		attached[what.attachment_count++] =
			(struct blob_to_write){ CONFLICT_FILE, seal->conflict };
	if (seal->notes.len != 0)
		attached[what.attachment_count++] =
			(struct blob_to_write){ NOTES_FILE, seal->notes };
	return ledger_append(&out->appended, seal->ledger, signer, &what, err);
}

/* Sign and append, unless a signing that was cut off did. */
static int
record_it(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
	  struct err *err)
{
	struct hunt hunt;

	if (hunt_record(&hunt, seal->session, seal->ledger, err) != 0)
		return -1;
	if (!hunt.hit)
		return announce(seal, err) != 0 ? -1
						: append(out, seal, signer, now, err);
	if (strcmp(hunt.tree256, seal->tree256) != 0)
		return err_set(err, ERR_CONFLICT,
			       "what was signed is not the evidence that is "
			       "here now; say 'evidence newest' to judge this");
	out->appended = hunt.found;
	return 0;
}

static void
release(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now)
{
	const char *decisions[] = { out->appended.sha256 };
	struct outcome_page page = { .actor = seal->session->workspace->actor,
				     .subject = subject_of(seal),
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

int
seal_sign(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
	  struct err *err)
{
	struct err ignored;

	*out = (struct sealed){ 0 };
	if (record_it(out, seal, signer, now, err) != 0)
		return -1;
	if (seal->releases)
		release(out, seal, signer, now);
	/* A draft that stays behind is harmless: it knows its record, and asks to sign again. */
	if (out->release_trouble == NULL)
		(void)!draft_retire(&seal->session->draft, "signed", &ignored);
	return 0;
}

void
seal_how_to_check(struct buf *out, const struct workspace *workspace,
		  const struct oid *commit, size_t columns)
{
	char hex[OID_HEX];

	oid_hex(hex, commit);
	stock_print(out, &(struct stock){ .dir = workspace->dir,
		.ledger = workspace->ledger_path, .commit = hex }, columns);
}

static const char *
agent_kid(const struct workspace *workspace)
{
	return strncmp(workspace->key, "agent:", 6) == 0 ? workspace->key + 6 : NULL;
}

int
seal_open_signer(struct signer *out, const struct workspace *workspace,
		 const struct passphrase *passphrase, struct err *err)
{
	struct arena scratch = { 0 };
	int failed;

	if (agent_kid(workspace) != NULL)
		return agent_open(out, workspace->places.agent, agent_kid(workspace),
				  err);
	failed = keyfile_open(out, workspace_own_key(&scratch, workspace), passphrase,
			      err);
	arena_close(&scratch);
	return failed;
}

int
seal_peek_signer(struct sshkey *out, bool *sealed, const struct workspace *workspace,
		 struct err *err)
{
	struct arena scratch = { 0 };
	struct signer signer;
	int failed;

	*sealed = false;
	if (agent_kid(workspace) != NULL) {
		if (agent_open(&signer, workspace->places.agent, agent_kid(workspace),
			       err)
		    != 0)
			return -1;
		*out = signer.key;
		signer_close(&signer);
		return 0;
	}
	failed = keyfile_peek(out, sealed, workspace_own_key(&scratch, workspace), err);
	arena_close(&scratch);
	return failed;
}
