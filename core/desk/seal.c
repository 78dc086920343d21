#include "core/desk/seal.h"

#include <stdio.h>

#include "core/desk/pin.h"
#include "core/desk/sealing.h"
#include "core/desk/stock.h"
#include "core/model/record_body.h"

/* What the ledger already says that this decision must name. */
struct history {
	struct seal *seal;
	const char *rubric;		/* SHA-256 we look for */
	const char *published;		/* the newest record that publishes it */
	const char **live; /* own decisions on this attempt, not superseded */
	size_t live_count;
	const char *assignment;		/* the last one, where it names this person; NULL */
	int64_t assigned;		/* when */
	bool sealed;
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

/* The last one says whose it is to judge. */
static void
remember_assignment(struct history *history, const struct entry *entry)
{
	const struct session *session = history->seal->session;
	const struct assignment *said = entry->record->body;

	if (strcmp(said->portfolio, session->taken.portfolio) != 0
	    || said->attempt != session->taken.attempt
	    || (history->assigned != 0 && entry->commit->time < history->assigned))
		return;
	history->assigned = entry->commit->time;
	history->assignment = NULL;
	history->sealed = said->mode == ASSIGNMENT_SEALED;
	for (size_t i = 0; i < said->marker_count; i++)
		if (strcmp(said->markers[i], session->workspace->actor) == 0)
			history->assignment = arena_text(&history->seal->arena,
							 entry->sha256);
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
	if (entry->record->type == RECORD_ASSIGNMENT)
		remember_assignment(history, entry);
	return true;
}

static int
add_history(struct decision *said, struct seal *seal, const struct progress *progress,
	    struct err *err)
{
	const struct rubric *rubric = seal->session->rubric;
	char sha256[DIGEST_HEX];
	struct history history = { .seal = seal, .rubric = sha256 };

	digest_hex(sha256, &rubric->sha256);
	if (ledger_walk_about(seal->ledger, seal->session->taken.portfolio, progress,
			      look_back, &history, err) != 0)
		return -1;
	said->rubric = pin_rubric(&seal->arena, rubric, history.published);
	if (history.assignment != NULL) {
		said->assignment = history.assignment;
		said->stance = history.sealed ? STANCE_BLIND : STANCE_INDEPENDENT;
	}
	said->supersedes = history.live;
	said->supersedes_count = history.live_count;
	said->basis = arena_array(&seal->arena, seal->session->basis_count,
				  sizeof *said->basis);
	for (size_t i = 0; i < seal->session->basis_count; i++)
		said->basis[said->basis_count++] = seal->session->basis[i]->sha256;
	return 0;
}

static struct sealing
sealing_of(const struct seal *seal)
{
	const struct session *session = seal->session;

	return (struct sealing){ session->workspace, seal->ledger, session->taken.portfolio,
				 session->rubric->id };
}

/* Free text is there, and the policy has it sealed: for whom? */
static int
find_readers(struct seal *seal, struct err *err)
{
	const struct sealing sealing = sealing_of(seal);
	struct buf text = { 0 };

	if (!seal->ledger->trust->seal_default || seal->notes.len + seal->conflict.len == 0)
		return 0;
	if (sealing_ready(&sealing, err) != 0)
		return -1;
	sealing_print_readers(&text, &sealing);
	seal->readers = arena_copy(&seal->arena, buf_span(&text).data, text.len);
	buf_close(&text);
	return 0;
}

static int
prepare(struct seal *seal, const struct sshkey *key, const struct progress *progress,
	struct err *err)
{
	struct session *session = seal->session;
	struct record common = { .type = RECORD_DECISION, .id = seal->id,
		.tool = "assay " ASSAY_VERSION };
	struct decision *said = arena_alloc(&seal->arena, sizeof *said);
	struct buf text = { 0 };

	common.body = said;
	*said = (struct decision){ .portfolio = session->taken.portfolio,
				   .attempt = session->taken.attempt,
				   .assignment = "none",
				   .role = ROLE_PRIMARY,
				   .stance = STANCE_INDEPENDENT };
	if (ledger_seen(&common.seen, &common.seen_count, &seal->arena, seal->ledger,
			session->workspace->actor, key->kid, err) != 0
	    || add_history(said, seal, progress, err) != 0
	    || pin_evidence(&said->evidence, &seal->arena, &session->dossier.evidence,
			    progress, err) != 0)
		return -1;
	seal_finding(said, seal);
	seal_texts(seal);
	record_print(&text, &common);
	seal->record = arena_span(&seal->arena, buf_span(&text));
	buf_close(&text);
	if (seal->record.len > RECORD_BYTES || seal->notes.len > RECORD_ATTACHMENT)
		return err_set(err, ERR_LIMIT,
			       "the record would be over the limits of the ledger; "
			       "shorten the notes");
	seal->decision = said;
	return find_readers(seal, err);
}

int
seal_prepare(struct seal *out, struct session *session, struct ledger *ledger,
	     const struct sshkey *key, const struct progress *progress, struct err *err)
{
	char id[RANDOM_ID_HEX];

	*out = (struct seal){ .session = session, .ledger = ledger,
		.releases = ledger->trust->release == RELEASE_ON_SIGN };
	if (session->past.erased != NULL)
		return err_set(err, ERR_REFUSED, "%.8s was erased by record %.12s: nothing more "
			       "is said of it", session->taken.portfolio, session->past.erased);
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

static int
append(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
       struct err *err)
{
	const struct sealing sealing = sealing_of(seal);
	struct blob_to_write attached[2];
	struct append what = { .type = RECORD_DECISION, .record_id = seal->id,
		.actor = seal->session->workspace->actor,
		.record = seal->record, .attachments = attached, .now = now };

	if (seal->conflict.len != 0)
		attached[what.attachment_count++] =
			(struct blob_to_write){ SEAL_CONFLICT, seal->conflict };
	if (seal->notes.len != 0)
		attached[what.attachment_count++] =
			(struct blob_to_write){ SEAL_NOTES, seal->notes };
	return sealing_put(attached, what.attachment_count, &seal->arena, &sealing, err) != 0
		? -1 : ledger_append(&out->appended, seal->ledger, signer, &what, err);
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
	if (strcmp(hunt.tree256, seal->decision->evidence.tree256) != 0)
		return err_set(err, ERR_CONFLICT,
			       "what was signed is not the evidence that is "
			       "here now; say 'evidence newest' to judge this");
	out->appended = hunt.found;
	return 0;
}

void
seal_put_away(struct draft *draft, const struct trust *trust)
{
	struct err ignored;

	jotting_drop(draft);
	if (trust->seal_default)
		(void)!draft_shred(draft, &ignored);
	else
		(void)!draft_retire(draft, "signed", &ignored);
}

int
seal_sign(struct sealed *out, struct seal *seal, struct signer *signer, int64_t now,
	  struct err *err)
{
	const struct sealing sealing = sealing_of(seal);

	*out = (struct sealed){ 0 };
	if (record_it(out, seal, signer, now, err) != 0)
		return -1;
	if (seal->readers != NULL)
		out->keys_trouble = sealing_hand_over(&seal->arena, &sealing, signer->key.kid,
						      now);
	if (seal->releases)
		seal_release(out, seal, NULL, signer, now);
	if (out->release_trouble == NULL)
		seal_put_away(&seal->session->draft, seal->ledger->trust);
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
