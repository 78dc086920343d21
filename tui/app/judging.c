#include "tui/app/judging.h"

#include "tui/app/app.h"

size_t
judging_seek(const struct desk *desk, int step,
	     bool (*wanted)(const struct session *session, size_t criterion))
{
	size_t count = desk->session->rubric->criterion_count, at = desk->criterion;

	for (size_t i = 1; i < count; i++) {
		size_t there = (at + (step > 0 ? i : count - i)) % count;

		if (wanted(desk->session, there))
			return there;
	}
	return at;
}

static bool
is_unjudged(const struct session *session, size_t criterion)
{
	return session->rubric->criteria[criterion].scale != NULL
		&& session->scoring.judgements[criterion].mark.kind == MARK_NONE
		&& scoring_has_gap(&session->scoring, criterion);
}

/* Over a poor link the evidence does not go with it: there that is asked for. */
static void
go_on(struct call *c)
{
	struct desk *desk = c->app->desk;
	size_t next = judging_seek(desk, 1, is_unjudged);

	if (c->app->slow)
		desk->criterion = next;
	else
		desk_go_on(desk, next);
}

int
judging_say(struct call *c, const char *verb, const char *which)
{
	struct desk *desk = c->app->desk;
	size_t judged = desk->criterion;
	bool first = is_unjudged(desk->session, judged);

	if (desk_say(desk, &c->err, "%s %s %s", verb, desk_criterion(desk)->id, which) != 0)
		return -1;
	buf_clear(&desk->judged_before);
	if (desk->session->dossier.count != 0)
		reader_address(&desk->judged_before, &desk->reader);
	if (first && !desk->stays)
		go_on(c);
	desk->judged = judged;
	desk->judged_at = c->app->runs;
	desk->judged_words = 0;
	return 0;
}

static bool
is_directly_after(const struct call *c)
{
	const struct desk *desk = c->app->desk;

	return desk->judged_at != 0 && c->app->runs == desk->judged_at + 1;
}

const struct criterion *
judging_about(struct call *c, enum judging_word word)
{
	struct desk *desk = c->app->desk;

	if (!is_directly_after(c) || (desk->judged_words & word) != 0)
		return desk_criterion(desk);
	desk->judged_at = c->app->runs;
	desk->judged_words |= word;
	return &desk->session->rubric->criteria[desk->judged];
}

bool
judging_went_on(const struct call *c)
{
	return is_directly_after(c) && c->app->desk->judged != c->app->desk->criterion;
}
