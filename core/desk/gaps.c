/* What stands between a scoring and its signature. */
#include "core/desk/gate.h"

struct search {
	struct arena *arena;
	const struct scoring *scoring;
	struct gap *gaps;
	size_t count;
};

static void
add(struct search *search, enum gap_kind kind, ptrdiff_t criterion, const char *what)
{
	const char *text = what;

	if (criterion >= 0)
		text = arena_printf(search->arena, "%s %s",
				    search->scoring->rubric->criteria[criterion].id,
				    what);
	search->gaps = arena_grow(search->arena, search->gaps, search->count,
				  sizeof *search->gaps);
	search->gaps[search->count++] = (struct gap){ kind, criterion, text };
}

static bool
wants_note(const struct criterion *criterion, const struct judgement *judgement)
{
	if (criterion->feedback == FEEDBACK_REQUIRED)
		return true;
	return criterion->feedback == FEEDBACK_BELOW
		&& (judgement->mark.kind == MARK_CODE
		    || (judgement->mark.kind == MARK_LEVEL
			&& judgement->mark.index < criterion->feedback_below));
}

static bool
has_stale_cite(const struct scoring *scoring, const struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->cite_count; i++)
		if (scoring->dossier != NULL
		    && evidence_find(&scoring->dossier->evidence,
				     judgement->cites[i].path) < 0)
			return true;
	return false;
}

static void
look_at(struct search *search, size_t index)
{
	const struct criterion *criterion = &search->scoring->rubric->criteria[index];
	const struct judgement *judgement = &search->scoring->judgements[index];
	ptrdiff_t at = (ptrdiff_t)index;

	if (search->scoring->returned
	    || sheet_is_left_out(&search->scoring->sheet, index)
	    || attempt_is_carried(&search->scoring->attempt, index))
		return;
	if (criterion->scale != NULL && judgement->mark.kind == MARK_NONE)
		add(search, GAP_JUDGE, at, "is not judged");
	if (wants_note(criterion, judgement) && judgement->note == NULL)
		add(search, GAP_FEEDBACK, at, "wants a note to the learner");
	if (criterion->cite == CITE_REQUIRED && judgement->mark.kind == MARK_LEVEL
	    && judgement->cite_count == 0)
		add(search, GAP_CITE, at, "cites nothing");
	if (has_stale_cite(search->scoring, judgement))
		add(search, GAP_STALE_CITE, at, "cites a file that is no longer there");
}

/* What the gate found goes back, unless it is mended in word or deed. */
static void
look_at_gate(struct search *search)
{
	const struct scoring *scoring = search->scoring;
	const struct rubric *rubric = scoring->rubric;
	bool looked = scoring->survey != NULL || !gate_wants_survey(rubric);

	if (scoring->returned && looked && gate_count(scoring, GATE_RETURN, GATE_UNMET) == 0)
		add(search, GAP_GATE, -1,
		    "nothing at the gate is unmet: say what is, or return no");
	for (size_t i = 0; !scoring->returned && i < rubric->gate_count; i++)
		if (rubric->gate[i].effect == GATE_RETURN
		    && gate_state(scoring, i) == GATE_UNMET)
			add(search, GAP_GATE, -1,
			    arena_printf(search->arena,
					 "%s is not met at the gate: return gate sends it "
					 "back", rubric->gate[i].id));
}

size_t
scoring_gaps(struct gap **out, struct arena *arena, const struct scoring *scoring)
{
	struct search search = { .arena = arena, .scoring = scoring };

	for (size_t i = 0; i < scoring->rubric->criterion_count; i++)
		look_at(&search, i);
	look_at_gate(&search);
	if (scoring->rubric->manual && !scoring->returned && scoring->decided == OUTCOME_UNFINISHED)
		add(&search, GAP_DECIDE, -1, "the decision is yours to make");
	if (scoring->conflict == NULL)
		add(&search, GAP_CONFLICT, -1,
		    "no word yet on a conflict of interest: conflict none, or what it "
		    "is");
	*out = search.gaps;
	return search.count;
}

bool
scoring_has_gap(const struct scoring *scoring, size_t criterion)
{
	struct arena scratch = { 0 };
	struct search search = { .arena = &scratch, .scoring = scoring };

	look_at(&search, criterion);
	arena_close(&scratch);
	return search.count != 0;
}

size_t
scoring_judged(const struct scoring *scoring)
{
	size_t count = 0;

	for (size_t i = 0; i < scoring->rubric->criterion_count; i++)
		count += scoring->judgements[i].mark.kind != MARK_NONE;
	return count;
}

size_t
scoring_judgeable(const struct scoring *scoring)
{
	size_t count = 0;

	for (size_t i = 0; i < scoring->rubric->criterion_count; i++)
		count += scoring->rubric->criteria[i].scale != NULL;
	return count;
}
