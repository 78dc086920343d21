#include "core/model/attempt.h"
#include "core/store/judge.h"

struct verdict
judge_scores(struct sheet *out, struct arena *arena, const struct rubric *rubric,
	     const struct record_score *scores, size_t count)
{
	struct verdict verdict = { 0 };
	struct err err;

	if (record_sheet(out, arena, rubric, scores, count, &err) != 0)
		verdict_set(&verdict, arena, "bad-record", "%s", err.text);
	return verdict;
}

static bool
is_written_so(const struct rubric *rubric, struct ratio value, const char *text)
{
	struct buf again = { 0 };
	bool same;

	ratio_print(&again, value, rubric->decimals, rubric->rounding);
	same = span_is(buf_span(&again), text);
	buf_close(&again);
	return same;
}

static bool
same_why(const struct decision *said, const struct decision_result *result)
{
	if (said->why_count != result->why_count)
		return false;
	for (size_t i = 0; i < said->why_count; i++)
		if (strcmp(said->why[i], result->why[i]) != 0)
			return false;
	return true;
}

static struct verdict
judge_points(struct arena *arena, const struct sheet *sheet, const struct decision *said)
{
	const struct rubric *rubric = sheet->rubric;
	struct verdict verdict = { 0 };

	for (size_t i = 0; i < said->score_count; i++) {
		int at = rubric_criterion(rubric, span_of(said->scores[i].criterion));
		const struct scale *scale = rubric->criteria[at].scale;

		if (said->scores[i].level != NULL
		    && !is_written_so(rubric,
				      scale->levels[sheet->marks[at].index].points,
				      said->scores[i].points))
			verdict_set(&verdict, arena, "outcome-mismatch",
				    "%s: the level has other points than %s",
				    said->scores[i].criterion, said->scores[i].points);
	}
	return verdict;
}

struct decision_result
judge_sheet(bool *asked, struct arena *arena, const struct sheet *sheet, int64_t number,
	    const struct attempt *attempt)
{
	struct attempt alone = attempt_alone(sheet->rubric, number);

	*asked = attempt != NULL || !sheet->rubric->banking_best_of;
	return attempt_decide(arena, attempt == NULL ? &alone : attempt, sheet);
}

struct verdict
judge_carried(struct arena *arena, const struct sheet *sheet,
	      const struct attempt *attempt)
{
	ptrdiff_t at = attempt == NULL ? -1 : attempt_broken(attempt, sheet);
	struct verdict verdict = { 0 };

	if (at >= 0)
		verdict_set(&verdict, arena, "outcome-mismatch",
			    "%s is carried from attempt %lld and is not what it was then",
			    sheet->rubric->criteria[at].id,
			    (long long)attempt->from[at]);
	return verdict;
}

static struct verdict
judge_result(struct arena *arena, const struct rubric *rubric,
	     const struct decision *said, const struct decision_result *result)
{
	struct verdict verdict = { 0 };

	if (result->outcome != (enum outcome)(said->outcome + OUTCOME_PASS))
		verdict_set(&verdict, arena, "outcome-mismatch", "the rule makes it %s",
			    outcome_phrase(result->outcome));
	else if (!is_written_so(rubric, result->points, said->points)
		 || !is_written_so(rubric, result->max, said->max))
		verdict_set(&verdict, arena, "outcome-mismatch", "the totals are others");
	else if (!same_why(said, result))
		verdict_set(&verdict, arena, "outcome-mismatch", "the trace is another");
	return verdict;
}

/* Does the rubric have the check that `gate: CHECK: ...` names, and may it return? */
static bool
may_return(const struct rubric *rubric, const char *why)
{
	struct span rest = span_of(why), id;

	span_cut(&rest, ' ');
	id = span_cut(&rest, ':');
	for (size_t i = 0; i < rubric->gate_count; i++)
		if (span_is(id, rubric->gate[i].id))
			return rubric->gate[i].effect == GATE_RETURN;
	return false;
}

/* Returned unjudged: what it holds was held against the rubric's gate, and nothing else. */
static struct verdict
judge_gate(struct arena *arena, const struct rubric *rubric, const struct decision *said)
{
	struct sheet nothing = sheet_new(arena, rubric);
	struct decision_result result = sheet_decide(arena, &nothing);
	struct verdict verdict = { 0 };

	for (size_t i = 0; i < said->why_count; i++)
		if (!may_return(rubric, said->why[i]))
			verdict_set(&verdict, arena, "outcome-mismatch",
				    "the gate of the rubric returns nothing for %.80s",
				    said->why[i]);
	if (!is_written_so(rubric, result.points, said->points)
	    || !is_written_so(rubric, result.max, said->max))
		verdict_set(&verdict, arena, "outcome-mismatch", "the totals are others");
	return verdict;
}

struct verdict
judge_finding(struct arena *arena, const struct rubric *rubric,
	      const struct decision *said, const struct attempt *attempt)
{
	struct sheet sheet;
	struct verdict verdict = judge_scores(&sheet, arena, rubric, said->scores,
					      said->score_count);
	struct decision_result result;
	bool asked;

	if (verdict.code == NULL)
		verdict = judge_points(arena, &sheet, said);
	if (verdict.code == NULL && said->stage != NULL)
		return judge_gate(arena, rubric, said);
	if (verdict.code != NULL || rubric->manual)
		return verdict;
	verdict = judge_carried(arena, &sheet, attempt);
	result = judge_sheet(&asked, arena, &sheet, said->attempt, attempt);
	return verdict.code != NULL || !asked ? verdict
		: judge_result(arena, rubric, said, &result);
}
