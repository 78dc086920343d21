#include "core/desk/gate.h"

#include "core/base/text.h"

/* Does a finding of `by` count for the check `of`? What is not here does not open either. */
static bool
counts_for(enum check_id by, int of)
{
	return (int)by == of || (of == CHECK_FILES_OPEN && by == CHECK_LFS);
}

static size_t
count_found(const struct survey *survey, int of, enum finding_kind kind)
{
	size_t count = 0;

	for (int i = 0; i < CHECKS; i++)
		if (counts_for((enum check_id)i, of))
			count += survey->counts[i][kind];
	return count;
}

enum gate_state
gate_found(const struct gate_check *check, const struct survey *survey)
{
	int of = check->automatic == NULL ? -1 : check_find(check->automatic);

	if (of < 0 || survey == NULL)
		return GATE_UNSAID;
	if (count_found(survey, of, FINDING_FAULT) != 0)
		return GATE_UNMET;
	if (survey_checks[of].suspects && count_found(survey, of, FINDING_REMARK) != 0)
		return GATE_UNSAID;
	return of == CHECK_FILES_OPEN && survey->absent != 0 ? GATE_UNSAID : GATE_MET;
}

/* A file that is named and not there: back with it, or a condition code? A person says. */
bool
gate_is_said(const struct gate_check *check, const struct survey *survey)
{
	int of = check->automatic == NULL ? -1 : check_find(check->automatic);

	if (of == CHECK_FILES_OPEN)
		return survey == NULL || gate_found(check, survey) == GATE_UNSAID;
	return of < 0 || survey_checks[of].suspects;
}

enum gate_state
gate_state(const struct scoring *scoring, size_t check)
{
	const struct gate_check *what = &scoring->rubric->gate[check];

	if (gate_is_said(what, scoring->survey) && scoring->ticks[check] != GATE_UNSAID)
		return scoring->ticks[check];
	return gate_found(what, scoring->survey);
}

const char *
gate_state_word(enum gate_state state)
{
	static const char *const words[] = { "open", "met", "unmet" };

	return words[state];
}

size_t
gate_count(const struct scoring *scoring, enum gate_effect effect, enum gate_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < scoring->rubric->gate_count; i++)
		count += scoring->rubric->gate[i].effect == effect
			&& gate_state(scoring, i) == state;
	return count;
}

size_t
gate_unsaid(const struct scoring *scoring)
{
	size_t count = 0;

	for (size_t i = 0; i < scoring->rubric->gate_count; i++)
		count += gate_state(scoring, i) == GATE_UNSAID;
	return count;
}

bool
gate_wants_survey(const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->gate_count; i++)
		if (rubric->gate[i].automatic != NULL)
			return true;
	return false;
}

/* ---- why, and what to mend ---- */

static size_t
gather(const struct finding ***out, size_t count, struct arena *arena, int of,
       const struct survey *survey, enum finding_kind kind)
{
	for (size_t i = 0; i < survey->count; i++) {
		const struct finding *finding = &survey->items[i];

		if (finding->kind != kind || !counts_for(finding->check, of))
			continue;
		*out = arena_grow(arena, *out, count, sizeof **out);
		(*out)[count++] = finding;
	}
	return count;
}

size_t
gate_findings(const struct finding ***out, struct arena *arena,
	      const struct gate_check *check, const struct survey *survey)
{
	int of = check->automatic == NULL ? -1 : check_find(check->automatic);
	size_t count;

	*out = NULL;
	if (of < 0 || survey == NULL)
		return 0;
	count = gather(out, 0, arena, of, survey, FINDING_FAULT);
	return gather(out, count, arena, of, survey, FINDING_REMARK);
}

/* As many as a record can bear; the rest by number. */
enum { WHY_LINES = 20 };

struct telling {
	struct arena *arena;
	const struct scoring *scoring;
	bool for_learner;
	const char **lines;
	size_t count;
};

static void
add(struct telling *telling, struct buf *line)
{
	telling->lines = arena_grow(telling->arena, telling->lines, telling->count,
				    sizeof *telling->lines);
	telling->lines[telling->count++] =
		arena_copy(telling->arena, line->data, line->len);
	buf_close(line);
}

/* "The circle was led by the learner", or "gate: own_circle: ". */
static struct buf
begin(const struct telling *telling, const struct gate_check *check)
{
	struct buf line = { 0 };

	if (telling->for_learner) {
		text_line(&line, span_of(check->label), 0);
		buf_text(&line, ": ");
	} else {
		buf_printf(&line, "gate: %s: ", check->id);
	}
	return line;
}

static void
tell_finding(struct telling *telling, const struct gate_check *check,
	     const struct finding *finding)
{
	struct buf line = begin(telling, check);

	if (!telling->for_learner) {
		finding_record(&line, finding);
	} else {
		finding_print(&line, finding);
		if (finding->remedy != NULL) {
			buf_text(&line, "; ");
			text_line(&line, span_of(finding->remedy), 0);
		}
	}
	add(telling, &line);
}

static void
tell_check(struct telling *telling, size_t index)
{
	const struct gate_check *check = &telling->scoring->rubric->gate[index];
	const struct survey *survey = telling->scoring->survey;
	const struct finding **findings = NULL;
	size_t count = 0, all = 0;
	struct buf line;

	if (!gate_is_said(check, survey)) {
		int of = check_find(check->automatic);

		count = gather(&findings, 0, telling->arena, of, survey, FINDING_FAULT);
		all = count_found(survey, of, FINDING_FAULT);
	}
	for (size_t i = 0; i < count && i < WHY_LINES; i++)
		tell_finding(telling, check, findings[i]);
	if (count != 0 && all <= WHY_LINES)
		return;
	line = begin(telling, check);
	if (count != 0)
		buf_printf(&line, "and %zu more", all - WHY_LINES);
	else
		buf_text(&line, "the assessor finds that it is not met");
	add(telling, &line);
}

static size_t
tell(const char ***out, struct arena *arena, const struct scoring *scoring,
     bool for_learner)
{
	struct telling telling = { .arena = arena, .scoring = scoring,
				   .for_learner = for_learner };

	for (size_t i = 0; i < scoring->rubric->gate_count; i++)
		if (scoring->rubric->gate[i].effect == GATE_RETURN
		    && gate_state(scoring, i) == GATE_UNMET)
			tell_check(&telling, i);
	*out = telling.lines;
	return telling.count;
}

size_t
gate_why(const char ***out, struct arena *arena, const struct scoring *scoring)
{
	return tell(out, arena, scoring, false);
}

size_t
gate_mend(const char ***out, struct arena *arena, const struct scoring *scoring)
{
	return tell(out, arena, scoring, true);
}

/* ---- verbs ---- */

static int
find_check(const struct rubric *rubric, struct span word, struct err *err)
{
	struct buf known = { 0 };

	for (size_t i = 0; i < rubric->gate_count; i++)
		if (span_is(word, rubric->gate[i].id))
			return (int)i;
	for (size_t i = 0; i < rubric->gate_count; i++)
		buf_printf(&known, "%s%s", i == 0 ? "; there is " : ", ",
			   rubric->gate[i].id);
	err_set(err, ERR_REFUSED, "there is no check '%.*s' at the gate%.200s",
		word.len > 80 ? 80 : (int)word.len, word.data,
		known.data == NULL ? "" : known.data);
	buf_close(&known);
	return -1;
}

int
gate_apply(struct scoring *scoring, struct span rest, struct err *err)
{
	const struct rubric *rubric = scoring->rubric;
	int check = find_check(rubric, span_cut(&rest, ' '), err);

	if (check < 0)
		return -1;
	if (!gate_is_said(&rubric->gate[check], scoring->survey))
		return err_set(err, ERR_REFUSED,
			       "%s is found by assay, and not said; `checks` shows it",
			       rubric->gate[check].id);
	if (!span_is(rest, "met") && !span_is(rest, "unmet"))
		return err_set(err, ERR_REFUSED, "say 'gate %s met' or 'gate %s unmet'",
			       rubric->gate[check].id, rubric->gate[check].id);
	scoring->ticks[check] = span_is(rest, "met") ? GATE_MET : GATE_UNMET;
	return 0;
}

int
gate_apply_return(struct scoring *scoring, struct span rest, struct err *err)
{
	if (scoring->rubric->gate_count == 0)
		return err_set(err, ERR_REFUSED, "this rubric has no gate to return it at");
	if (!span_is(rest, "gate") && !span_is(rest, "no"))
		return err_set(err, ERR_REFUSED, "say 'return gate' or 'return no'");
	scoring->returned = span_is(rest, "gate");
	return 0;
}
