/* From a case to a signed record: what would be signed, and signing it. */
#include "core/desk/moderate.h"

#include <stdio.h>

#include "core/desk/judged.h"

/* ---- when it may be said ---- */

static int
check_agree(const struct moderating *m, struct err *err)
{
	for (size_t i = 1; i < m->of_count; i++)
		if (m->of[i]->said->outcome != m->of[0]->said->outcome)
			return err_set(err, ERR_REFUSED, "they do not agree: resolve it, or "
				       "confirm one of them alone");
	return 0;
}

static int
check_one(const struct moderating *m, struct err *err)
{
	if (m->of_count != 1)
		return err_set(err, ERR_REFUSED, "there are %zu decisions: resolve it, or "
			       "adjust one of them alone", m->of_count);
	return moderate_said(m) != 0 ? 0 : err_set(err, ERR_REFUSED, "say what is to stand in "
		"its place, as in level p1.c1 2");
}

static int
check_said(const struct moderating *m, struct err *err)
{
	return moderate_said(m) != 0 || check_agree(m, err) != 0 ? 0
		: err_set(err, ERR_REFUSED, "they agree, and nothing else is said: confirm it");
}

static int
check_silent(const struct moderating *m, struct err *err)
{
	return moderate_said(m) == 0 ? 0 : err_set(err, ERR_REFUSED, "other levels or notes are "
		"said, and nothing is put in its place so: adjust it, or resolve it");
}

static int
check_any(const struct moderating *m, struct err *err)
{
	(void)m;
	(void)err;
	return 0;
}

static const struct rule {
	int (*check)(const struct moderating *m, struct err *err);
	bool has_result, decides;
} rules[] = {
	[MODERATION_CONFIRM] = { check_agree, false, true },
	[MODERATION_ADJUST] = { check_one, true, true },
	[MODERATION_RETURN] = { check_any, false, false },
	[MODERATION_ESCALATE] = { check_any, false, false },
	[MODERATION_RESOLVE] = { check_said, true, true },
};

/* What goes on to the learner, or into the record, has the notes in it. */
static int
check_notes(const struct moderating *m, struct err *err)
{
	const struct rule *rule = &rules[m->action];
	bool handed_on = rule->has_result
		|| (rule->decides && m->ledger->trust->release == RELEASE_ON_MODERATION);

	return !handed_on || m->of[0]->sealed == NULL ? 0
		: err_set(err, ERR_REFUSED, "its notes are %s; or return it, to be judged again",
			  m->of[0]->sealed);
}

struct sealing
moderate_sealing(const struct moderating *m)
{
	return (struct sealing){ m->workspace, m->ledger, m->past.portfolio,
				 m->of[0]->said->rubric.id };
}

/* The reason is sealed as notes are, or not written. */
static int
check_sealing(const struct moderating *m, struct err *err)
{
	const struct sealing sealing = moderate_sealing(m);

	return sealing_ready(&sealing, err);
}

/* Nobody signs over what is half written. */
static int
check_half(const struct moderating *m, struct err *err)
{
	return m->begun.on == NULL ? 0 : err_set(err, ERR_REFUSED, "a reason was begun and is "
		"not said: finish it on the screen, or say it with --reason");
}

/* Known once it is laid open. */
static int
check_half_note(const struct moderating *m, struct err *err)
{
	const char *on = m->session == NULL ? NULL : m->session->jotting.on;

	return on == NULL ? 0 : err_set(err, ERR_REFUSED, "a note on %s was begun and is not "
		"said: finish it among the levels, or say `note %s WORDS`", on, on);
}

static int
check(const struct moderating *m, struct err *err)
{
	if (m->past.erased != NULL)
		return err_set(err, ERR_REFUSED, "%.8s was erased by record %.12s: nothing more "
			       "is said of it", m->past.portfolio, m->past.erased);
	if (m->overtaken != NULL)
		return err_set(err, ERR_CONFLICT, "%s", m->overtaken);
	if (check_half(m, err) != 0)
		return -1;
	if (m->action < 0)
		return err_set(err, ERR_REFUSED, "say what becomes of it: confirm, adjust, "
			       "return, escalate or resolve");
	if ((!rules[m->action].has_result && check_silent(m, err) != 0)
	    || rules[m->action].check(m, err) != 0 || check_notes(m, err) != 0)
		return -1;
	return m->reason != NULL && m->reason[strspn(m->reason, " \n\t")] != '\0'
		? check_sealing(m, err)
		: err_set(err, ERR_REFUSED, "say the reason: who judged it, and whoever looks "
			  "later, reads it");
}

/* ---- what is put in the place of a decision ---- */

/* As for signing, but that whoever judged it saw to the gate. */
static int
check_gaps(struct moderating *m, struct err *err)
{
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &m->arena, &m->session->scoring);

	for (size_t i = 0; i < count; i++)
		if (gaps[i].kind != GAP_CONFLICT && gaps[i].kind != GAP_GATE)
			return err_set(err, ERR_REFUSED, "%s; say it too", gaps[i].text);
	return 0;
}

static int
add_result(struct ruling *out, struct moderating *m, struct err *err)
{
	struct decision said = { 0 };

	if (moderate_lay(m, err) != 0)
		return -1;
	if (m->session->scoring.returned)
		return err_set(err, ERR_REFUSED, "only who judges it returns it at the gate: "
			       "return it to them");
	if (check_gaps(m, err) != 0)
		return -1;
	out->seal.session = m->session;
	seal_finding(&said, &out->seal);
	out->result = (struct moderation_result){ said.scores, said.score_count, said.points,
		said.max, said.outcome, said.why, said.why_count };
	out->has_result = true;
	out->outcome = said.outcome;
	return 0;
}

/* ---- what the learner then has ---- */

static const struct decision *
standing(const struct ruling *ruling, struct moderating *m)
{
	const struct moderation_result *result = &ruling->result;
	struct decision *said = arena_alloc(&m->arena, sizeof *said);

	*said = *m->of[0]->said;
	if (!ruling->has_result)
		return said;
	said->stage = NULL;
	said->scores = result->scores;
	said->score_count = result->score_count;
	said->points = result->points;
	said->max = result->max;
	said->outcome = result->outcome;
	said->why = result->why;
	said->why_count = result->why_count;
	return said;
}

/* As it was returned at the gate, with all that was found there. */
static int
lay_returned(struct ruling *out, const struct moderating *m, struct err *err)
{
	if (judged_open(&out->own, m->workspace, m->ledger, m->of[0]->sha256, err) != 0)
		return -1;
	out->has_own = true;
	out->seal.session = &out->own;
	return session_survey(&out->own, NULL, err) != 0
		|| scoring_say(&out->own.scoring, "return gate", err) != 0 ? -1 : 0;
}

static int
lay_standing(struct ruling *out, struct moderating *m, struct err *err)
{
	if (out->has_result)
		return 0;
	if (m->of[0]->said->stage != NULL)
		return lay_returned(out, m, err);
	if (moderate_lay(m, err) != 0)
		return -1;
	out->seal.session = m->session;
	return 0;
}

/* A moderator may have no copy of the evidence: then somebody who has releases it. */
static void
add_release(struct ruling *out, struct moderating *m)
{
	struct err err;

	out->releases = rules[m->action].decides
		&& m->ledger->trust->release == RELEASE_ON_MODERATION;
	if (out->releases && lay_standing(out, m, &err) != 0)
		out->trouble = arena_text(&m->arena, err.text);
	if (out->seal.session == NULL || out->trouble != NULL)
		return;
	out->seal.decision = standing(out, m);
	seal_texts(&out->seal);
}

int
moderate_prepare(struct ruling *out, struct moderating *moderating, struct err *err)
{
	*out = (struct ruling){ .seal = { .ledger = moderating->ledger }, .outcome = -1 };
	if (check(moderating, err) != 0)
		return -1;
	if (rules[moderating->action].decides)
		out->outcome = moderating->of[0]->said->outcome;
	if (rules[moderating->action].has_result && add_result(out, moderating, err) != 0) {
		ruling_close(out);
		return -1;
	}
	add_release(out, moderating);
	if (check_half_note(moderating, err) == 0)
		return 0;
	ruling_close(out);
	return -1;
}

void
ruling_close(struct ruling *ruling)
{
	if (ruling->has_own)
		session_close(&ruling->own);
	seal_close(&ruling->seal);
	*ruling = (struct ruling){ 0 };
}

/* ---- recording ---- */

/* What was to be said and signed in one go is kept now: a retry has all of it. */
static int
keep_pending(struct moderating *m, struct err *err)
{
	struct draft *draft = moderate_draft(m);

	if (m->pending_count != 0 && draft->len == 0
	    && draft_add(draft, m->first_line, err) != 0)
		return -1;
	for (size_t i = 0; i < m->pending_count; i++)
		if (draft_add(draft, m->pending[i], err) != 0)
			return -1;
	m->pending_count = 0;
	return 0;
}

/* Before anything is recorded the draft knows under which id. */
static int
announce(const char **id, struct moderating *m, struct err *err)
{
	char fresh[RANDOM_ID_HEX];

	*id = m->session != NULL ? m->session->signed_id : m->sealing;
	if (keep_pending(m, err) != 0)
		return -1;
	if (*id != NULL)
		return 0;
	random_id(fresh);
	if (draft_add(moderate_draft(m), arena_printf(&m->arena, "sealing %s", fresh), err) != 0)
		return -1;
	*id = m->sealing = arena_text(&m->arena, fresh);
	if (m->session != NULL)
		m->session->signed_id = *id;
	return 0;
}

static int
append(struct moderated *out, struct moderating *m, const struct ruling *ruling,
       const struct speaker *by, struct err *err)
{
	const char **of = arena_array(&m->arena, m->of_count, sizeof *of);
	const struct moderation said = { .of = of, .of_count = m->of_count,
		.action = m->action, .reason = "attach/reason.txt",
		.result = ruling->has_result ? &ruling->result : NULL };
	const struct sealing sealing = moderate_sealing(m);
	struct blob_to_write attached[2] = { { "reason.txt", span_of(m->reason) },
					     { SEAL_NOTES, ruling->seal.notes } };
	size_t count = ruling->has_result && ruling->seal.notes.len != 0 ? 2 : 1;

	for (size_t i = 0; i < m->of_count; i++)
		of[i] = m->of[i]->sha256;
	return sealing_put(attached, count, &m->arena, &sealing, err) != 0 ? -1
		: statement_record(&out->appended, by, RECORD_MODERATION, &said, attached,
				   count, err);
}

/* ---- what the ledger has meanwhile ---- */

struct look {
	struct moderating *of;
	const char *id;			/* that signing began with; NULL: it did not */
	struct appended found;		/* the record of that id */
	bool hit;
	struct past now;
	struct err *err;
	int failed;
};

/* In the ledger itself: its journal forgets, and may not have come along. */
static void
hunt(struct look *at, const struct entry *entry)
{
	if (at->id == NULL || entry->record == NULL || entry->commit == NULL
	    || entry->record->type != RECORD_MODERATION
	    || strcmp(entry->commit->actor, at->of->workspace->actor) != 0
	    || strcmp(entry->record->id, at->id) != 0)
		return;
	at->hit = true;
	at->found = (struct appended){ .oid = entry->oid, .seq = entry->seq,
				       .was_there = true };
	memcpy(at->found.sha256, entry->sha256, DIGEST_HEX);
}

static bool
look_at(void *who, const struct entry *entry)
{
	struct look *at = who;

	hunt(at, entry);
	at->failed = past_add(&at->now, &at->of->arena, at->of->ledger, entry, at->err);
	return at->failed == 0;
}

static bool
was_there(const struct moderating *m, const struct past_decision *item)
{
	for (size_t i = 0; i < m->past.count; i++)
		if (strcmp(m->past.items[i].sha256, item->sha256) == 0)
			return true;
	return false;
}

static bool
is_superseded(const struct past *now, const struct past_decision *item)
{
	for (size_t i = 0; i < now->count; i++)
		if (strcmp(now->items[i].sha256, item->sha256) == 0)
			return now->items[i].superseded;
	return true;
}

/* Nobody says what becomes of a decision that does not stand, nor of all that stand without
 * having seen one. */
static int
check_stands(struct moderating *m, const struct past *now, struct err *err)
{
	for (size_t i = 0; i < m->of_count; i++)
		if (is_superseded(now, m->of[i]))
			m->overtaken = arena_printf(&m->arena, "%s judged it anew since this "
				"case was begun: set it aside, and moderate what stands now",
				m->of[i]->actor);
	for (size_t i = 0; i < now->count && m->overtaken == NULL && !m->alone; i++)
		if (!now->items[i].superseded && !was_there(m, &now->items[i])
		    && now->items[i].said->attempt == m->of[0]->said->attempt)
			m->overtaken = arena_printf(&m->arena, "%s judged it too since this "
				"case was opened: leave it, and open it again",
				now->items[i].actor);
	return m->overtaken == NULL ? 0 : err_set(err, ERR_CONFLICT, "%s", m->overtaken);
}

/* Sign and append, unless a signing that was cut off did. */
static int
record_it(struct moderated *out, struct moderating *m, const struct ruling *ruling,
	  struct speaker *by, struct err *err)
{
	const struct sealing sealing = moderate_sealing(m);
	struct look at = { .of = m, .err = err, .now = { .portfolio = m->taken.portfolio },
		.id = m->session != NULL ? m->session->signed_id : m->sealing };

	if (ledger_walk_about(m->ledger, m->taken.portfolio, NULL, look_at, &at, err) != 0
	    || at.failed != 0)
		return -1;
	if ((!at.hit || ruling->releases) && check_stands(m, &at.now, err) != 0)
		return -1;
	out->appended = at.found;
	if (!at.hit && (announce(&by->id, m, err) != 0
			|| append(out, m, ruling, by, err) != 0))
		return -1;
	out->keys_trouble = sealing_hand_over(&m->arena, &sealing, by->signer->key.kid,
					      by->now);
	return 0;
}

/* What stands goes to the learner, released by who moderated it, with proof of both. */
static void
release(struct moderated *out, struct moderating *m, struct ruling *ruling,
	const struct speaker *by)
{
	const struct outcome_proof moderation = { out->appended.sha256, out->appended.oid };
	struct sealed sealed = { .appended = { .oid = m->of[0]->oid } };

	if (ruling->trouble != NULL) {
		out->release_trouble = ruling->trouble;
		return;
	}
	snprintf(sealed.appended.sha256, DIGEST_HEX, "%s", m->of[0]->sha256);
	seal_release(&sealed, &ruling->seal, &moderation, by->signer, by->now);
	memcpy(out->outcome_oid, sealed.outcome_oid, OID_HEX);
	if (sealed.release_trouble != NULL)
		out->release_trouble = arena_text(&m->arena, sealed.release_trouble);
}

int
moderate_sign(struct moderated *out, struct moderating *moderating, struct ruling *ruling,
	      struct signer *signer, int64_t now, struct err *err)
{
	struct speaker by = { .ledger = moderating->ledger, .signer = signer, .now = now,
			      .actor = moderating->workspace->actor };

	*out = (struct moderated){ .release_trouble = NULL };
	if (record_it(out, moderating, ruling, &by, err) != 0)
		return -1;
	if (ruling->releases)
		release(out, moderating, ruling, &by);
	if (out->release_trouble != NULL)
		return 0;
	moderate_drop_jotting(moderating);
	seal_put_away(moderate_draft(moderating), moderating->ledger->trust);
	return 0;
}
