#include "core/store/judge.h"

static struct verdict
bad_record(struct arena *arena, const char *criterion, const char *sentence)
{
	struct verdict verdict = { 0 };

	verdict_set(&verdict, arena, "bad-record", "%s: %s", criterion, sentence);
	return verdict;
}

/* -1: the rubric has no such level or code. */
static int
mark_index(const struct rubric *rubric, int criterion, const struct record_score *score)
{
	if (score->code != NULL)
		return rubric_code(rubric, span_of(score->code));
	if (rubric->criteria[criterion].scale == NULL)
		return -1;
	return criterion_level(&rubric->criteria[criterion], span_of(score->level));
}

struct verdict
judge_scores(struct sheet *out, struct arena *arena, const struct rubric *rubric,
	     const struct record_score *scores, size_t count)
{
	int last = -1;

	*out = sheet_new(arena, rubric);
	for (size_t i = 0; i < count; i++) {
		int at = rubric_criterion(rubric, span_of(scores[i].criterion));
		int index = at < 0 ? -1 : mark_index(rubric, at, &scores[i]);

		if (at < 0 || index < 0)
			return bad_record(
				arena, scores[i].criterion,
				"the rubric has no such criterion, level or code");
		if (at <= last)
			return bad_record(arena, scores[i].criterion,
					  "not in rubric order");
		last = at;
		out->marks[at] =
			(struct mark){ scores[i].code != NULL ? MARK_CODE : MARK_LEVEL,
				       (size_t)index };
	}
	return (struct verdict){ NULL, NULL };
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

struct verdict
judge_finding(struct arena *arena, const struct rubric *rubric,
	      const struct decision *said)
{
	struct sheet sheet;
	struct verdict verdict = judge_scores(&sheet, arena, rubric, said->scores,
					      said->score_count);
	struct decision_result result;

	if (verdict.code == NULL)
		verdict = judge_points(arena, &sheet, said);
	if (verdict.code != NULL || rubric->manual || said->stage != NULL)
		return verdict;
	result = sheet_decide(arena, &sheet);
	if (result.outcome != (enum outcome)(said->outcome + OUTCOME_PASS))
		verdict_set(&verdict, arena, "outcome-mismatch", "the rule makes it %s",
			    outcome_phrase(result.outcome));
	else if (!is_written_so(rubric, result.points, said->points)
		 || !is_written_so(rubric, result.max, said->max))
		verdict_set(&verdict, arena, "outcome-mismatch", "the totals are others");
	else if (!same_why(said, &result))
		verdict_set(&verdict, arena, "outcome-mismatch", "the trace is another");
	return verdict;
}
