/* A case in words: the decisions, where they differ, and what would be signed. */
#include "core/desk/moderate.h"

#include "core/base/when.h"

static void
print_finding(struct buf *out, int outcome, const char *points, const char *max)
{
	buf_printf(out, "%s, %s of %s points",
		   outcome_phrase((enum outcome)(outcome + OUTCOME_PASS)), points, max);
}

void
moderate_print_decisions(struct buf *out, const struct moderating *moderating)
{
	for (size_t i = 0; i < moderating->of_count; i++) {
		const struct past_decision *of = moderating->of[i];
		const struct decision *said = of->said;
		char hex[OID_HEX];

		oid_hex(hex, &of->oid);
		buf_printf(out, "%zu %s, record %.12s: ", i + 1, of->actor, hex);
		if (said->stage != NULL)
			buf_text(out, "incomplete, returned at the gate");
		else
			print_finding(out, said->outcome, said->points, said->max);
		buf_text(out, "\n");
	}
	for (size_t i = 0; i < moderating->before_count; i++) {
		const struct moderation_before *before = &moderating->before[i];
		char when[WHEN_TEXT];

		when_print(when, before->seconds);
		buf_printf(out, "%s by %s, %.16s\n", moderation_done(before->action),
			   before->actor, when);
	}
}

static const struct record_score *
score_of(const struct decision *said, const char *criterion)
{
	for (size_t i = 0; i < said->score_count; i++)
		if (strcmp(said->scores[i].criterion, criterion) == 0)
			return &said->scores[i];
	return NULL;
}

static const char *
mark_of(const struct record_score *score)
{
	return score == NULL ? "-" : score->code != NULL ? score->code : score->level;
}

static bool
differ(const struct moderating *m, const char *criterion)
{
	const char *first = mark_of(score_of(m->of[0]->said, criterion));

	for (size_t i = 1; i < m->of_count; i++)
		if (strcmp(first, mark_of(score_of(m->of[i]->said, criterion))) != 0)
			return true;
	return false;
}

static void
print_row(struct buf *out, const struct moderating *m, const char *criterion)
{
	buf_printf(out, "%s: ", criterion);
	for (size_t i = 0; i < m->of_count; i++)
		buf_printf(out, "%s%zu %s", i == 0 ? "" : ", ", i + 1,
			   mark_of(score_of(m->of[i]->said, criterion)));
	buf_text(out, "\n");
}

/* Does an earlier one of them name it? Then it was told. */
static bool
is_told(const struct moderating *m, size_t of, const char *criterion)
{
	for (size_t i = 0; i < of; i++)
		if (score_of(m->of[i]->said, criterion) != NULL)
			return true;
	return false;
}

void
moderate_print_differences(struct buf *out, const struct moderating *moderating)
{
	for (size_t i = 0; i < moderating->of_count; i++) {
		const struct decision *said = moderating->of[i]->said;

		for (size_t k = 0; k < said->score_count; k++)
			if (!is_told(moderating, i, said->scores[k].criterion)
			    && differ(moderating, said->scores[k].criterion))
				print_row(out, moderating, said->scores[k].criterion);
	}
}

static const char *
mark_now(const struct session *session, size_t criterion)
{
	struct mark mark = session->scoring.judgements[criterion].mark;

	return mark.kind == MARK_LEVEL
		? session->rubric->criteria[criterion].scale->levels[mark.index].id
		: mark.kind == MARK_CODE ? session->rubric->codes[mark.index].id : "-";
}

static const char *
note_then(const struct past_decision *of, const char *criterion)
{
	for (size_t i = 0; i < of->notes.count; i++)
		if (strcmp(of->notes.items[i].criterion, criterion) == 0)
			return of->notes.items[i].text;
	return "";
}

/* What is said otherwise than the first decision has it. */
void
moderate_print_changes(struct buf *out, const struct moderating *moderating)
{
	const struct session *session = moderating->session;
	const struct past_decision *of = moderating->of[0];

	for (size_t i = 0; session != NULL && i < session->rubric->criterion_count; i++) {
		const char *id = session->rubric->criteria[i].id;
		const char *then = mark_of(score_of(of->said, id)), *now = mark_now(session, i);
		const char *note = session->scoring.judgements[i].note;

		if (strcmp(then, now) != 0)
			buf_printf(out, "%s: from %s to %s\n", id, then, now);
		if (strcmp(note_then(of, id), note == NULL ? "" : note) != 0)
			buf_printf(out, "%s: another note\n", id);
	}
}

static void
print_readers(struct buf *out, const struct moderating *m)
{
	const struct sealing sealing = moderate_sealing(m);

	if (!m->ledger->trust->seal_default)
		return;
	buf_text(out, "\nthe reason is sealed; to be opened by ");
	sealing_print_readers(out, &sealing);
	buf_text(out, ", and you");
}

void
ruling_print(struct buf *out, const struct ruling *ruling, const struct moderating *moderating)
{
	buf_printf(out, "%s: %zu decision%s", moderation_word((enum moderation_action)
							      moderating->action),
		   moderating->of_count, moderating->of_count == 1 ? "" : "s");
	if (ruling->has_result) {
		buf_printf(out, "\nin %s place stands: ",
			   moderating->of_count == 1 ? "its" : "their");
		print_finding(out, ruling->result.outcome, ruling->result.points,
			      ruling->result.max);
	} else if (ruling->outcome >= 0) {
		buf_printf(out, "\nit stands: %s",
			   outcome_phrase((enum outcome)(ruling->outcome + OUTCOME_PASS)));
	}
	print_readers(out, moderating);
}
