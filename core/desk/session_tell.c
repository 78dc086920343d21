/* What there is to say of a session beside its scores: what came before it, and doubts. */
#include "core/desk/session.h"

#include "core/model/reason.h"

void
session_print_earlier(struct buf *out, const struct session *session, size_t criterion,
		      const char *before)
{
	const struct attempt *attempt = &session->scoring.attempt;
	ptrdiff_t banked = scoring_banked(&session->scoring, criterion);

	if (attempt_is_carried(attempt, criterion))
		buf_printf(out, "%scarried from attempt %lld%s", before,
			   (long long)attempt->from[criterion],
			   changes_touch(&session->changes, criterion)
			   ? ", its evidence changed" : "");
	else if (banked >= 0)
		buf_printf(out, "%sbanked: %s (attempt %lld)", before,
			   session->rubric->criteria[criterion].scale->levels[banked].label,
			   (long long)attempt->from[criterion]);
}

void
session_print_prior(struct buf *out, const struct session *session, size_t criterion)
{
	const struct past_decision *before = session_before(session);
	const char *id = session->rubric->criteria[criterion].id;

	if (before == NULL || !session->rubric->prior_visible)
		return;
	for (size_t i = 0; i < before->said->score_count; i++) {
		const struct record_score *score = &before->said->scores[i];

		if (strcmp(score->criterion, id) == 0)
			buf_printf(out, "attempt %lld: %s%s\n",
				   (long long)before->said->attempt,
				   score->code != NULL ? "coded " : "",
				   score->code != NULL ? score->code : score->level);
	}
	for (size_t i = 0; i < before->notes.count; i++)
		if (strcmp(before->notes.items[i].criterion, id) == 0)
			buf_printf(out, "its note then: %s\n",
				   before->notes.items[i].text);
}

void
scoring_print_outcome(struct buf *out, const struct scoring *scoring)
{
	const struct rubric *rubric = scoring->rubric;
	const struct decision_result *result = &scoring->result;

	buf_text(out, outcome_phrase(scoring_outcome(scoring)));
	if (result->outcome == OUTCOME_UNFINISHED)
		buf_printf(out, " (%zu of %zu judged)", scoring_judged(scoring),
			   scoring_judgeable(scoring));
	buf_text(out, ", points ");
	ratio_print(out, result->points, rubric->decimals, rubric->rounding);
	buf_text(out, " of ");
	ratio_print(out, result->max, rubric->decimals, rubric->rounding);
	buf_text(out, "\n");
	for (size_t i = 0; i < result->why_count; i++) {
		buf_text(out, "  ");
		reason_say(out, rubric, &result->reasons[i]);
		buf_char(out, '\n');
	}
}

bool
session_doubt(struct buf *out, const struct session *session)
{
	const struct portfolio *manifest = session->dossier.manifest;

	if (manifest == NULL || manifest->attempt == 0
	    || manifest->attempt == session->taken.attempt)
		return false;
	buf_printf(out, "its manifest says attempt %lld, but this is ",
		   (long long)manifest->attempt);
	attempt_print(out, session->rubric, session->taken.attempt);
	return true;
}

void
session_drop_jotting(struct session *session)
{
	jotting_drop(&session->draft);
	session->jotting = (struct jotting){ 0 };
}

void
session_settle_jotting(struct session *session, const char *verb)
{
	struct span rest = span_of(verb);

	if (session->jotting.on != NULL && span_is(span_cut(&rest, ' '), "note")
	    && span_is(span_cut(&rest, ' '), session->jotting.on))
		session_drop_jotting(session);
}

/* One on what the rubric does not know is left alone. */
void
session_read_jotting(struct session *session)
{
	struct jotting *jotting = &session->jotting;

	*jotting = (struct jotting){ 0 };
	if (session->judged != NULL && session->look)
		return;
	jotting_read(jotting, &session->arena, &session->draft);
	if (jotting->on != NULL && strcmp(jotting->on, "overall") != 0
	    && rubric_criterion(session->rubric, span_of(jotting->on)) < 0)
		*jotting = (struct jotting){ 0 };
}
