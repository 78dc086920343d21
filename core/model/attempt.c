#include "core/model/attempt.h"

#include <inttypes.h>

#include "core/model/reason.h"
#include "core/model/rule.h"

bool
attempt_decides(const struct decision *said)
{
	return said->role == ROLE_PRIMARY || said->role == ROLE_SECOND
		|| said->role == ROLE_ADJUDICATION;
}

bool
attempt_counts(const struct decision *earlier, const char *portfolio, int64_t number,
	       const char *structure)
{
	return earlier->stage == NULL && earlier->attempt < number
		&& attempt_decides(earlier)
		&& strcmp(earlier->portfolio, portfolio) == 0
		&& strcmp(earlier->rubric.structure, structure) == 0;
}

bool
attempt_rests(const struct rubric *rubric)
{
	return !rubric->manual
		&& (rubric->banking_best_of || rubric->rescore_failed_only);
}

struct attempt
attempt_alone(const struct rubric *rubric, int64_t number)
{
	return (struct attempt){ .rubric = rubric, .number = number };
}

static bool
same_mark(struct mark a, struct mark b)
{
	return a.kind == b.kind && (a.kind == MARK_NONE || a.index == b.index);
}

static struct mark
better(struct mark now, struct mark before)
{
	if (before.kind != MARK_LEVEL
	    || (now.kind == MARK_LEVEL && now.index >= before.index))
		return now;
	return before;
}

/* Did every criterion of the part that takes one have a level? */
static bool
had_levels(const struct sheet *sheet, const struct part *part)
{
	bool any = false;

	for (size_t i = part->first; i < part->first + part->criterion_count; i++) {
		if (sheet->rubric->criteria[i].scale == NULL)
			continue;
		if (sheet->marks[i].kind != MARK_LEVEL)
			return false;
		any = true;
	}
	return any;
}

/* A mark not given now stands only with its whole part, so that no gap is papered over. */
static struct mark
counted_mark(const struct attempt *attempt, const struct sheet *sheet, size_t index)
{
	const struct rubric *rubric = attempt->rubric;
	const struct part *part = &rubric->parts[rubric->criteria[index].part];
	struct mark now = sheet->marks[index];

	if (attempt->before.marks == NULL || !rubric->banking_best_of)
		return now;
	if (now.kind != MARK_NONE)
		return better(now, attempt->before.marks[index]);
	return sheet_is_left_out(sheet, index) && had_levels(&attempt->before, part)
		? attempt->before.marks[index] : now;
}

struct sheet
attempt_counted(struct arena *arena, const struct attempt *attempt,
		const struct sheet *sheet)
{
	struct sheet out = sheet_new(arena, attempt->rubric);

	for (size_t i = 0; i < attempt->rubric->criterion_count; i++)
		out.marks[i] = counted_mark(attempt, sheet, i);
	return out;
}

bool
attempt_is_banked(const struct attempt *attempt, const struct sheet *sheet,
		  size_t criterion)
{
	return !same_mark(counted_mark(attempt, sheet, criterion),
			  sheet->marks[criterion]);
}

/* One more decision of the basis: the sheet it was decided on is what counts after it. */
static int
add_before(struct attempt *attempt, struct arena *arena, const struct decision *said,
	   struct err *err)
{
	struct sheet judged, before = attempt->before;

	if (record_sheet(&judged, arena, attempt->rubric, said->scores, said->score_count,
			 err) != 0)
		return -1;
	attempt->before = attempt_counted(arena, attempt, &judged);
	for (size_t i = 0; i < attempt->rubric->criterion_count; i++)
		if (before.marks == NULL
		    || !same_mark(before.marks[i], attempt->before.marks[i]))
			attempt->from[i] = said->attempt;
	return 0;
}

static void
carry(struct attempt *attempt)
{
	const struct rubric *rubric = attempt->rubric;
	bool failed[RUBRIC_CRITERIA], any = false;

	if (!rule_failed(failed, rubric->pass, &attempt->before))
		return;
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		failed[i] |= attempt->before.marks[i].kind == MARK_CODE;
		any |= failed[i];
	}
	for (size_t i = 0; any && i < rubric->criterion_count; i++)
		attempt->carried[i] =
			attempt->before.marks[i].kind == MARK_LEVEL && !failed[i];
}

static int
check_basis(const struct rubric *rubric, const struct decision *const *basis,
	    size_t count, struct err *err)
{
	if (count > (rubric->banking_best_of ? ATTEMPT_BASIS : 1))
		return err_set(err, ERR_INVALID, "it rests on more earlier attempts than "
			       "the rubric has it rest on");
	for (size_t i = 1; i < count; i++)
		if (basis[i]->attempt <= basis[i - 1]->attempt)
			return err_set(err, ERR_INVALID,
				       "its basis is not in the order of attempts");
	return 0;
}

int
attempt_follow(struct attempt *out, struct arena *arena, const struct rubric *rubric,
	       int64_t number, const struct decision *const *basis, size_t count,
	       struct err *err)
{
	*out = attempt_alone(rubric, number);
	if (!attempt_rests(rubric) || count == 0)
		return 0;
	if (check_basis(rubric, basis, count, err) != 0)
		return -1;
	out->from = arena_array(arena, rubric->criterion_count, sizeof *out->from);
	out->carried = arena_array(arena, rubric->criterion_count, sizeof *out->carried);
	for (size_t i = 0; i < count; i++)
		if (add_before(out, arena, basis[i], err) != 0)
			return -1;
	if (rubric->rescore_failed_only)
		carry(out);
	return 0;
}

bool
attempt_is_carried(const struct attempt *attempt, size_t criterion)
{
	return attempt->carried != NULL && attempt->carried[criterion];
}

ptrdiff_t
attempt_broken(const struct attempt *attempt, const struct sheet *sheet)
{
	for (size_t i = 0; i < attempt->rubric->criterion_count; i++)
		if (attempt_is_carried(attempt, i)
		    && !same_mark(attempt->before.marks[i], sheet->marks[i]))
			return (ptrdiff_t)i;
	return -1;
}

bool
attempt_is_last(const struct rubric *rubric, int64_t number)
{
	return rubric->attempts_max != 0 && number >= rubric->attempts_max;
}

void
attempt_print(struct buf *out, const struct rubric *rubric, int64_t number)
{
	buf_printf(out, "attempt %" PRId64, number);
	if (rubric->attempts_max != 0)
		buf_printf(out, " of %" PRId64, rubric->attempts_max);
}

/* One more reason, behind those of the rule. */
static void
refer(struct decision_result *result, struct arena *arena, const struct attempt *attempt)
{
	size_t count = result->why_count;
	struct reason *reasons = arena_array(arena, count + 1, sizeof *reasons);
	const char **why = arena_array(arena, count + 1, sizeof *why);
	struct buf text = { 0 };

	attempt_print(&text, attempt->rubric, attempt->number);
	for (size_t i = 0; i < count; i++) {
		reasons[i] = result->reasons[i];
		why[i] = result->why[i];
	}
	why[count] = arena_printf(arena, "%s: %s", text.data,
				  outcome_phrase(result->outcome));
	reasons[count] = (struct reason){ .kind = REASON_LAST, .text = why[count],
					  .attempt = attempt->number };
	*result = (struct decision_result){
		.outcome = OUTCOME_REFER, .points = result->points, .max = result->max,
		.why = why, .reasons = reasons, .why_count = count + 1,
	};
	buf_close(&text);
}

struct decision_result
attempt_decide(struct arena *arena, const struct attempt *attempt,
	       const struct sheet *sheet)
{
	const struct rubric *rubric = attempt->rubric;
	struct sheet counted = attempt_counted(arena, attempt, sheet);
	struct decision_result out = sheet_decide(arena, &counted);

	if (out.outcome == OUTCOME_NOT_YET && rubric->attempts_then == THEN_REFER
	    && attempt_is_last(rubric, attempt->number))
		refer(&out, arena, attempt);
	return out;
}
