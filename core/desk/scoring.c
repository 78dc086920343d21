#include "core/desk/scoring.h"

#include "core/base/text.h"
#include "core/desk/gate.h"

static int apply_level(struct scoring *scoring, struct span rest, struct err *err);
static int apply_code(struct scoring *scoring, struct span rest, struct err *err);
static int apply_clear(struct scoring *scoring, struct span rest, struct err *err);
static int apply_note(struct scoring *scoring, struct span rest, struct err *err);
static int apply_cite(struct scoring *scoring, struct span rest, struct err *err);
static int apply_uncite(struct scoring *scoring, struct span rest, struct err *err);
static int apply_conflict(struct scoring *scoring, struct span rest, struct err *err);
static int apply_decide(struct scoring *scoring, struct span rest, struct err *err);

const struct verb verbs[] = {
	{ "level", "CRITERION LEVEL|N", "judge a criterion: a level by its id or its place",
	  apply_level },
	{ "code", "CRITERION CODE|N", "say why a criterion cannot be judged", apply_code },
	{ "clear", "CRITERION", "take the level or code away; note and citations stay",
	  apply_clear },
	{ "note", "CRITERION|overall [TEXT]", "write to the learner; no text takes it away",
	  apply_note },
	{ "cite", "CRITERION ADDRESS", "point at evidence, as in plan.md:12-18", apply_cite },
	{ "uncite", "CRITERION [ADDRESS]", "take a citation away, the last one if none is named",
	  apply_uncite },
	{ "conflict", "none|TEXT", "declare a conflict of interest, or that there is none",
	  apply_conflict },
	{ "decide", "pass|not_yet|incomplete|refer", "decide, where the rubric leaves it to you",
	  apply_decide },
	{ "gate", "CHECK met|unmet", "tick what the gate asks of you", gate_apply },
	{ "return", "gate|no", "send it back incomplete, unjudged, for what the gate found; or not",
	  gate_apply_return },
	{ "undo", "", "take the last verb back", NULL },
	{ "redo", "", "say it again", NULL },
};
const size_t verb_count = sizeof verbs / sizeof *verbs;

/* The criterion that stands first in `rest`, which moves past it; NULL: refused. */
static struct judgement *
take_criterion(size_t *index, struct scoring *scoring, struct span *rest, struct err *err)
{
	struct span word = span_cut(rest, ' ');
	int found = rubric_criterion(scoring->rubric, word);

	if (found < 0) {
		err_set(err, ERR_REFUSED, "there is no criterion '%.*s' in this rubric",
			word.len > 80 ? 80 : (int)word.len, word.data);
		return NULL;
	}
	*index = (size_t)found;
	return &scoring->judgements[found];
}

/* The same, if it is judged in this attempt at all. */
static struct judgement *
take_open(size_t *index, struct scoring *scoring, struct span *rest, struct err *err)
{
	struct judgement *judgement = take_criterion(index, scoring, rest, err);

	if (judgement == NULL || !attempt_is_carried(&scoring->attempt, *index))
		return judgement;
	err_set(err, ERR_REFUSED, "%s is carried from attempt %lld: this rubric has only "
		"what failed judged again", scoring->rubric->criteria[*index].id,
		(long long)scoring->attempt.from[*index]);
	return NULL;
}

/* A place counted from 1, or -1. */
static int
place_of(struct span word, size_t count)
{
	int n = 0;

	if (word.len == 0 || word.len > 3)
		return -1;
	for (size_t i = 0; i < word.len; i++) {
		if (word.data[i] < '0' || word.data[i] > '9')
			return -1;
		n = n * 10 + (word.data[i] - '0');
	}
	return n >= 1 && (size_t)n <= count ? n - 1 : -1;
}

static int
refuse_comment_only(const struct criterion *criterion, struct err *err)
{
	return err_set(err, ERR_REFUSED, "%s takes a note only", criterion->id);
}

static int
apply_level(struct scoring *scoring, struct span rest, struct err *err)
{
	const struct criterion *criterion;
	struct judgement *judgement;
	struct buf known = { 0 };
	size_t index;
	int level;

	if ((judgement = take_open(&index, scoring, &rest, err)) == NULL)
		return -1;
	criterion = &scoring->rubric->criteria[index];
	if (criterion->scale == NULL)
		return refuse_comment_only(criterion, err);
	level = place_of(rest, criterion->scale->level_count);
	if (level < 0)
		level = criterion_level(criterion, rest);
	if (level >= 0) {
		judgement->mark = (struct mark){ MARK_LEVEL, (size_t)level };
		return 0;
	}
	for (size_t i = 0; i < criterion->scale->level_count; i++)
		buf_printf(&known, "%s%zu %s", i == 0 ? "" : ", ", i + 1,
			   criterion->scale->levels[i].id);
	err_set(err, ERR_REFUSED, "%s has no level '%.*s'; it has %s", criterion->id,
		rest.len > 80 ? 80 : (int)rest.len, rest.data, known.data);
	buf_close(&known);
	return -1;
}

static int
apply_code(struct scoring *scoring, struct span rest, struct err *err)
{
	const struct rubric *rubric = scoring->rubric;
	struct judgement *judgement;
	size_t index;
	int code;

	if ((judgement = take_open(&index, scoring, &rest, err)) == NULL)
		return -1;
	if (rubric->criteria[index].scale == NULL)
		return refuse_comment_only(&rubric->criteria[index], err);
	code = place_of(rest, rubric->code_count);
	if (code < 0)
		code = rubric_code(rubric, rest);
	if (code < 0)
		return err_set(err, ERR_REFUSED, "this rubric has no code '%.*s'",
			       rest.len > 80 ? 80 : (int)rest.len, rest.data);
	judgement->mark = (struct mark){ MARK_CODE, (size_t)code };
	return 0;
}

static int
apply_clear(struct scoring *scoring, struct span rest, struct err *err)
{
	size_t index;
	struct judgement *judgement = take_open(&index, scoring, &rest, err);

	if (judgement == NULL)
		return -1;
	judgement->mark = (struct mark){ MARK_NONE, 0 };
	return 0;
}

static bool
is_blank(struct span text)
{
	return strspn(text.data, " \t\r\n") >= text.len;
}

/* Free text as the record will hold it; NULL in *out when there is nothing but blanks. */
static int
take_text(const char **out, struct scoring *scoring, struct span rest, struct err *err)
{
	if (rest.len > SCORING_NOTE)
		return err_set(err, ERR_LIMIT, "that is over 64 KiB; shorten it");
	if (!text_is_utf8(rest))
		return err_set(err, ERR_REFUSED, "that is not UTF-8 text");
	*out = is_blank(rest) ? NULL : arena_copy(&scoring->state, rest.data, rest.len);
	return 0;
}

static int
apply_note(struct scoring *scoring, struct span rest, struct err *err)
{
	struct span after = rest;
	struct judgement *judgement;
	size_t index;

	if (span_is(span_cut(&after, ' '), "overall"))
		return take_text(&scoring->overall, scoring, after, err);
	if ((judgement = take_criterion(&index, scoring, &rest, err)) == NULL)
		return -1;
	if (scoring->rubric->criteria[index].feedback == FEEDBACK_DISABLED
	    && rest.len != 0)
		return err_set(err, ERR_REFUSED, "%s takes no note",
			       scoring->rubric->criteria[index].id);
	return take_text(&judgement->note, scoring, rest, err);
}

static bool
same_address(const struct address *a, const struct address *b)
{
	return strcmp(a->path, b->path) == 0 && a->kind == b->kind && a->first == b->first
		&& a->last == b->last;
}

static ptrdiff_t
find_cite(const struct judgement *judgement, const struct address *address)
{
	for (size_t i = 0; i < judgement->cite_count; i++)
		if (same_address(&judgement->cites[i], address))
			return (ptrdiff_t)i;
	return -1;
}

static int
apply_cite(struct scoring *scoring, struct span rest, struct err *err)
{
	struct judgement *judgement;
	struct address address;
	size_t index;

	if ((judgement = take_open(&index, scoring, &rest, err)) == NULL
	    || address_parse(&address, &scoring->state, rest, err) != 0)
		return -1;
	if (scoring->rubric->criteria[index].scale == NULL)
		return refuse_comment_only(&scoring->rubric->criteria[index], err);
	if (find_cite(judgement, &address) >= 0)
		return err_set(err, ERR_REFUSED, "that is cited already");
	if (judgement->cite_count == SCORING_CITES)
		return err_set(err, ERR_LIMIT, "%d citations are the most",
			       SCORING_CITES);
	judgement->cites = arena_grow(&scoring->state, judgement->cites,
				      judgement->cite_count, sizeof *judgement->cites);
	judgement->cites[judgement->cite_count++] = address;
	return 0;
}

static int
apply_uncite(struct scoring *scoring, struct span rest, struct err *err)
{
	struct judgement *judgement;
	struct address address;
	ptrdiff_t at;
	size_t index;

	if ((judgement = take_open(&index, scoring, &rest, err)) == NULL)
		return -1;
	at = (ptrdiff_t)judgement->cite_count - 1;
	if (rest.len != 0) {
		if (address_parse(&address, &scoring->state, rest, err) != 0)
			return -1;
		at = find_cite(judgement, &address);
	}
	if (at < 0)
		return err_set(err, ERR_REFUSED, "there is no such citation");
	judgement->cite_count--;
	memmove(&judgement->cites[at], &judgement->cites[at + 1],
		(judgement->cite_count - (size_t)at) * sizeof *judgement->cites);
	return 0;
}

static int
apply_conflict(struct scoring *scoring, struct span rest, struct err *err)
{
	if (is_blank(rest))
		return err_set(err, ERR_REFUSED, "say 'conflict none', or what it is");
	return take_text(&scoring->conflict, scoring, rest, err);
}

static int
apply_decide(struct scoring *scoring, struct span rest, struct err *err)
{
	enum outcome outcome;

	if (!scoring->rubric->manual)
		return err_set(err, ERR_REFUSED, "this rubric decides by its own rule");
	if (!outcome_from_word(&outcome, rest) || outcome == OUTCOME_UNFINISHED
	    || outcome == OUTCOME_MANUAL)
		return err_set(err, ERR_REFUSED,
			       "decide pass, not_yet, incomplete or refer");
	if (outcome == OUTCOME_NOT_YET && scoring->rubric->attempts_then == THEN_REFER
	    && attempt_is_last(scoring->rubric, scoring->attempt.number))
		return err_set(err, ERR_REFUSED, "this is the last attempt: this rubric "
			       "has another person look at it, so decide refer");
	scoring->decided = outcome;
	return 0;
}

static int
apply(struct scoring *scoring, const char *text, struct err *err)
{
	struct span rest = span_of(text), word = span_cut(&rest, ' ');

	for (size_t i = 0; i < verb_count; i++)
		if (span_is(word, verbs[i].word) && verbs[i].apply != NULL)
			return verbs[i].apply(scoring, rest, err);
	return err_set(err, ERR_USAGE, "there is no verb '%.*s'",
		       word.len > 40 ? 40 : (int)word.len, word.data);
}

static void
decide(struct scoring *scoring)
{
	arena_close(&scoring->answer);
	scoring->sheet = sheet_new(&scoring->answer, scoring->rubric);
	for (size_t i = 0; i < scoring->rubric->criterion_count; i++)
		scoring->sheet.marks[i] = scoring->judgements[i].mark;
	scoring->result =
		attempt_decide(&scoring->answer, &scoring->attempt, &scoring->sheet);
}

static void
begin(struct scoring *scoring)
{
	arena_close(&scoring->state);
	scoring->judgements =
		arena_array(&scoring->state, scoring->rubric->criterion_count,
			    sizeof *scoring->judgements);
	for (size_t i = 0; i < scoring->rubric->criterion_count; i++)
		if (attempt_is_carried(&scoring->attempt, i))
			scoring->judgements[i].mark = scoring->attempt.before.marks[i];
	scoring->overall = scoring->conflict = NULL;
	scoring->decided = OUTCOME_UNFINISHED;
	scoring->ticks = arena_array(&scoring->state, scoring->rubric->gate_count,
				     sizeof *scoring->ticks);
	scoring->returned = false;
}

/* Make the state again from the first `done` verbs; each of them held when it was said. */
static int
replay(struct scoring *scoring, size_t done, struct err *err)
{
	begin(scoring);
	for (size_t i = 0; i < done; i++)
		if (apply(scoring, scoring->said[i], err) != 0)
			return -1;
	scoring->done = done;
	return 0;
}

static int
push(struct scoring *scoring, const char *verb, struct err *err)
{
	if (scoring->done == SCORING_VERBS)
		return err_set(err, ERR_LIMIT, "%d verbs are the most", SCORING_VERBS);
	if (apply(scoring, verb, err) != 0)
		return -1;
	scoring->said = arena_grow(&scoring->arena, scoring->said, scoring->done,
				   sizeof *scoring->said);
	scoring->said[scoring->done++] = arena_text(&scoring->arena, verb);
	scoring->count = scoring->done;
	return 0;
}

int
scoring_say(struct scoring *scoring, const char *verb, struct err *err)
{
	int failed;

	if (strcmp(verb, "undo") == 0)
		failed = scoring->done == 0
			? err_set(err, ERR_REFUSED, "there is nothing to undo")
			: replay(scoring, scoring->done - 1, err);
	else if (strcmp(verb, "redo") == 0)
		failed = scoring->done == scoring->count
			? err_set(err, ERR_REFUSED, "there is nothing to redo")
			: replay(scoring, scoring->done + 1, err);
	else
		failed = push(scoring, verb, err);
	if (failed == 0)
		decide(scoring);
	return failed;
}

struct scoring_mark
scoring_mark(const struct scoring *scoring)
{
	return (struct scoring_mark){ scoring->done, scoring->count,
		scoring->done < scoring->count ? scoring->said[scoring->done] : NULL };
}

void
scoring_return(struct scoring *scoring, struct scoring_mark mark)
{
	struct err never;

	if (replay(scoring, mark.done, &never) != 0)
		return;		/* cannot be: each of them held before */
	scoring->count = mark.count;
	if (mark.next != NULL)
		scoring->said[mark.done] = mark.next;
	decide(scoring);
}

void
scoring_open(struct scoring *out, const struct rubric *rubric,
	     const struct dossier *dossier)
{
	*out = (struct scoring){ .rubric = rubric, .dossier = dossier,
				 .attempt = attempt_alone(rubric, 1) };
	begin(out);
	decide(out);
}

void
scoring_follow(struct scoring *scoring, const struct attempt *attempt)
{
	scoring->attempt = *attempt;
	begin(scoring);
	decide(scoring);
}

ptrdiff_t
scoring_banked(const struct scoring *scoring, size_t criterion)
{
	if (!attempt_is_banked(&scoring->attempt, &scoring->sheet, criterion))
		return -1;
	return (ptrdiff_t)scoring->attempt.before.marks[criterion].index;
}

void
scoring_close(struct scoring *scoring)
{
	arena_close(&scoring->arena);
	arena_close(&scoring->state);
	arena_close(&scoring->answer);
}

enum outcome
scoring_outcome(const struct scoring *scoring)
{
	if (scoring->returned)
		return OUTCOME_INCOMPLETE;
	return scoring->result.outcome == OUTCOME_MANUAL ? scoring->decided
		: scoring->result.outcome;
}
