#include "core/desk/moderate.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/desk/judged.h"
#include "core/desk/sealing.h"

const char *
moderation_word(enum moderation_action action)
{
	return record_actions[action];
}

int
moderation_from_word(const char *word)
{
	for (int i = 0; record_actions[i] != NULL; i++)
		if (strcmp(record_actions[i], word) == 0)
			return i;
	return -1;
}

/* The primary one first, then by whose they are. */
static int
by_role(const void *a, const void *b)
{
	const struct past_decision *const *x = a, *const *y = b;

	if ((*x)->said->role != (*y)->said->role)
		return (*x)->said->role - (*y)->said->role;
	return strcmp((*x)->actor, (*y)->actor);
}

/* What stands on this attempt. */
static void
choose(struct moderating *m, int64_t attempt, const char *only)
{
	m->of = arena_array(&m->arena, m->past.count, sizeof *m->of);
	for (size_t i = 0; i < m->past.count; i++) {
		const struct past_decision *item = &m->past.items[i];

		if (only != NULL ? strcmp(item->sha256, only) == 0
		    : !item->superseded && item->said->attempt == attempt)
			m->of[m->of_count++] = item;
	}
	if (m->of_count > 1)
		qsort(m->of, m->of_count, sizeof *m->of, by_role);
}

static int
check_choice(const struct moderating *m, const struct taken *taken, const char *only,
	     struct err *err)
{
	if (m->of_count == 0 && only != NULL)
		return err_set(err, ERR_NOT_FOUND, "that is no decision on %.8s",
			       taken->portfolio);
	if (m->of_count == 0)
		return err_set(err, ERR_NOT_FOUND, "nothing is decided on attempt %lld of %.8s"
			       " yet", (long long)taken->attempt, taken->portfolio);
	for (size_t i = 0; i < m->of_count; i++)
		if (strcmp(m->of[i]->actor, m->workspace->actor) == 0)
			return err_set(err, ERR_REFUSED, "you judged it yourself: somebody "
				       "else is to moderate it, or name another decision "
				       "with --of");
	return 0;
}

int
moderate_open(struct moderating *out, const struct workspace *workspace,
	      struct ledger *ledger, const char *portfolio, const char *only,
	      struct err *err)
{
	struct taken taken;

	*out = (struct moderating){ .workspace = workspace, .ledger = ledger };
	if (workspace_portfolio(&taken, &out->arena, workspace, portfolio, err) == 0
	    && past_read(&out->past, &out->arena, ledger, taken.portfolio, err) == 0) {
		choose(out, taken.attempt, only);
		if (check_choice(out, &taken, only, err) == 0)
			return 0;
	}
	moderate_close(out);
	return -1;
}

void
moderate_close(struct moderating *moderating)
{
	if (moderating->has_session)
		session_close(&moderating->session);
	arena_close(&moderating->arena);
	*moderating = (struct moderating){ 0 };
}

static int
lay_open(struct moderating *m, struct err *err)
{
	if (m->has_session)
		return 0;
	if (judged_open(&m->session, m->workspace, m->ledger, m->of[0]->sha256, err) != 0)
		return -1;
	m->has_session = true;
	return 0;
}

int
moderate_say(struct moderating *moderating, const char *verb, struct err *err)
{
	if (lay_open(moderating, err) != 0
	    || scoring_say(&moderating->session.scoring, verb, err) != 0)
		return -1;
	moderating->said++;
	return 0;
}

/* ---- what is put in the place of a decision ---- */

/* As for signing, but that whoever judged it declared for themselves. */
static int
check_gaps(struct moderating *m, struct err *err)
{
	struct gap *gaps;
	size_t count = scoring_gaps(&gaps, &m->arena, &m->session.scoring);

	for (size_t i = 0; i < count; i++)
		if (gaps[i].kind != GAP_CONFLICT && gaps[i].kind != GAP_GATE)
			return err_set(err, ERR_REFUSED, "%s; say it with --say", gaps[i].text);
	return 0;
}

static int
make_result(struct moderation_result *out, struct seal *seal, struct moderating *m,
	    struct err *err)
{
	struct decision said = { 0 };

	if (check_gaps(m, err) != 0)
		return -1;
	if (m->session.scoring.conflict == NULL
	    && scoring_say(&m->session.scoring, "conflict none", err) != 0)
		return -1;
	seal_finding(&said, seal);
	seal_texts(seal);
	*out = (struct moderation_result){ said.scores, said.score_count, said.points,
		said.max, said.outcome, said.why, said.why_count };
	return 0;
}

/* ---- when it may be said ---- */

static int
check_agree(const struct moderating *m, struct err *err)
{
	for (size_t i = 1; i < m->of_count; i++)
		if (m->of[i]->said->outcome != m->of[0]->said->outcome)
			return err_set(err, ERR_REFUSED, "they do not agree: resolve it, or "
				       "confirm one of them with --of");
	return 0;
}

static int
check_one(const struct moderating *m, struct err *err)
{
	if (m->of_count != 1)
		return err_set(err, ERR_REFUSED, "there are %zu decisions: resolve it, or name "
			       "one of them with --of", m->of_count);
	return m->said != 0 ? 0 : err_set(err, ERR_REFUSED, "say with --say what is to stand in "
		"its place, as in --say 'level p1.c1 2'");
}

static int
check_said(const struct moderating *m, struct err *err)
{
	return m->said != 0 || check_agree(m, err) != 0 ? 0
		: err_set(err, ERR_REFUSED, "they agree, and nothing else is said: confirm it");
}

static int
check_silent(const struct moderating *m, struct err *err)
{
	return m->said == 0 ? 0 : err_set(err, ERR_REFUSED, "nothing is put in its place "
		"here: adjust it, or resolve it");
}

static const struct rule {
	int (*check)(const struct moderating *m, struct err *err);
	bool has_result, decides;
} rules[] = {
	[MODERATION_CONFIRM] = { check_agree, false, true },
	[MODERATION_ADJUST] = { check_one, true, true },
	[MODERATION_RETURN] = { check_silent, false, false },
	[MODERATION_ESCALATE] = { check_silent, false, false },
	[MODERATION_RESOLVE] = { check_said, true, true },
};

/* What goes on to the learner, or into the record, has the notes in it. */
static int
check_notes(const struct moderating *m, enum moderation_action action, struct err *err)
{
	const struct rule *rule = &rules[action];
	bool handed_on = rule->has_result
		|| (rule->decides && m->ledger->trust->release == RELEASE_ON_MODERATION);

	return !handed_on || m->of[0]->sealed == NULL ? 0
		: err_set(err, ERR_REFUSED, "its notes are %s; or return it, to be judged again",
			  m->of[0]->sealed);
}

static int
check_action(const struct moderating *m, enum moderation_action action, const char *reason,
	     struct err *err)
{
	if (reason == NULL || reason[strspn(reason, " \n\t")] == '\0')
		return err_set(err, ERR_USAGE, "say --reason: who judged it, and whoever looks "
			       "later, reads it");
	if (!rules[action].has_result && check_silent(m, err) != 0)
		return -1;
	return rules[action].check(m, err) != 0 ? -1 : check_notes(m, action, err);
}

/* ---- recording ---- */

static int
record_it(struct moderated *out, struct moderating *m, enum moderation_action action,
	  const struct moderation_result *result, const struct seal *seal,
	  const char *reason, const struct speaker *by, struct err *err)
{
	const char **of = arena_array(&m->arena, m->of_count, sizeof *of);
	const struct moderation said = { .of = of, .of_count = m->of_count,
		.action = (int)action, .result = result, .reason = "attach/reason.txt" };
	const struct sealing sealing = { m->workspace, m->ledger, m->past.portfolio,
					 m->of[0]->said->rubric.id };
	struct blob_to_write attached[2] = { { "reason.txt", span_of(reason) },
					     { SEAL_NOTES, seal->notes } };
	size_t count = result != NULL && seal->notes.len != 0 ? 2 : 1;

	for (size_t i = 0; i < m->of_count; i++)
		of[i] = m->of[i]->sha256;
	if (sealing_put(attached, count, &m->arena, &sealing, err) != 0
	    || statement_record(&out->appended, by, RECORD_MODERATION, &said, attached, count,
				err) != 0)
		return -1;
	out->keys_trouble = sealing_hand_over(&m->arena, &sealing, by->signer->key.kid,
					      by->now);
	return 0;
}

static const struct decision *
standing(struct moderating *m, const struct moderation_result *result)
{
	struct decision *said = arena_alloc(&m->arena, sizeof *said);

	*said = *m->of[0]->said;
	if (result == NULL)
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

/* What stands goes to the learner, released by who moderated it, with proof of both. */
static void
release(struct moderated *out, struct moderating *m, struct seal *seal,
	const struct moderation_result *result, const struct speaker *by)
{
	const struct outcome_proof moderation = { out->appended.sha256, out->appended.oid };
	struct sealed sealed = { .appended = { .oid = m->of[0]->oid } };
	struct err err;

	out->releases = true;
	if (lay_open(m, &err) != 0) {
		out->release_trouble = arena_text(&m->arena, err.text);
		return;
	}
	seal->decision = standing(m, result);
	if (seal->decision->stage != NULL
	    && (session_survey(&m->session, NULL, &err) != 0
		|| scoring_say(&m->session.scoring, "return gate", &err) != 0)) {
		out->release_trouble = arena_text(&m->arena, err.text);
		return;
	}
	snprintf(sealed.appended.sha256, DIGEST_HEX, "%s", m->of[0]->sha256);
	seal->session = &m->session;
	seal_texts(seal);
	seal_release(&sealed, seal, &moderation, by->signer, by->now);
	memcpy(out->outcome_oid, sealed.outcome_oid, OID_HEX);
	if (sealed.release_trouble != NULL)
		out->release_trouble = arena_text(&m->arena, sealed.release_trouble);
}

static int
sign(struct moderated *out, struct moderating *m, enum moderation_action action,
     const char *reason, struct seal *seal, const struct speaker *by, struct err *err)
{
	struct moderation_result result, *put = NULL;

	if (rules[action].has_result) {
		if (lay_open(m, err) != 0)
			return -1;
		seal->session = &m->session;
		put = &result;
		if (make_result(put, seal, m, err) != 0)
			return -1;
	}
	if (record_it(out, m, action, put, seal, reason, by, err) != 0)
		return -1;
	out->outcome = !rules[action].decides ? -1
		: put != NULL ? put->outcome : m->of[0]->said->outcome;
	if (rules[action].decides && m->ledger->trust->release == RELEASE_ON_MODERATION)
		release(out, m, seal, put, by);
	return 0;
}

int
moderate_sign(struct moderated *out, struct moderating *moderating,
	      enum moderation_action action, const char *reason, struct signer *signer,
	      int64_t now, struct err *err)
{
	const struct speaker by = { moderating->ledger, signer, moderating->workspace->actor,
				    now };
	struct seal seal = { .ledger = moderating->ledger };
	int failed;

	*out = (struct moderated){ .outcome = -1 };
	if (check_action(moderating, action, reason, err) != 0)
		return -1;
	failed = sign(out, moderating, action, reason, &seal, &by, err);
	seal_close(&seal);
	return failed;
}
