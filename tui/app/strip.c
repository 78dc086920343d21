#include "tui/app/strip.h"

enum { LEVEL_COLUMN = 52, FLAGS_COLUMN = 65, LEAST_ROWS = 3 };

/* Nothing while it is not judged: the screen of a fresh portfolio is its evidence. */
static const char *
mark_label(const struct rubric *rubric, const struct criterion *criterion, struct mark mark)
{
	if (mark.kind == MARK_LEVEL)
		return criterion->scale->levels[mark.index].label;
	if (mark.kind == MARK_CODE)
		return rubric->codes[mark.index].id;
	return "";
}

static bool
wants_note(const struct criterion *criterion, const struct judgement *judgement)
{
	return judgement->note == NULL && (criterion->feedback == FEEDBACK_REQUIRED
		|| (criterion->feedback == FEEDBACK_BELOW && judgement->mark.kind == MARK_LEVEL
		    && judgement->mark.index < criterion->feedback_below));
}

/* `carried`, with `diff` when its evidence changed; on narrow screens `=`, `=!`. The row of
 * the levels says it in full. */
static void
print_carried(struct buf *out, const struct session *session, size_t index, bool narrow)
{
	buf_text(out, narrow ? "=" : "carried");
	if (changes_touch(&session->changes, index))
		buf_text(out, narrow ? "!" : " diff");
}

/* `note` and `2 cited`, or what is still wanted: `note? cite?`; by their letters if `narrow`. */
static void
print_flags(struct buf *out, const struct criterion *criterion,
	    const struct judgement *judgement, bool narrow)
{
	if (judgement->note != NULL)
		buf_text(out, narrow ? "n " : "note ");
	else if (wants_note(criterion, judgement))
		buf_text(out, narrow ? "n? " : "note? ");
	if (judgement->cite_count != 0)
		buf_printf(out, narrow ? "%zuc" : "%zu cited", judgement->cite_count);
	else if (criterion->cite == CITE_REQUIRED)
		buf_text(out, narrow ? "c?" : "cite?");
}

/* On narrow screens the label gives way, not the judgement. */
static void
draw_criterion(const struct area *row, const struct session *session, size_t index)
{
	const struct criterion *criterion = &session->rubric->criteria[index];
	const struct judgement *judgement = &session->scoring.judgements[index];
	bool narrow = row->columns < FLAGS_COLUMN + 12;
	int level = narrow ? row->columns - 18 : LEVEL_COLUMN;
	int flags = narrow ? row->columns - 6 : FLAGS_COLUMN;
	struct area label = area_part(row, 0, 0, 1, level - 1);
	struct area mark = area_part(row, 0, level, 1, flags - level - 1);
	struct buf text = { 0 };

	area_text(&label, 0, area_printf(&label, 0, 0, ST_PLAIN, "%s ", criterion->id), ST_PLAIN,
		  criterion->label);
	area_text(&mark, 0, 0, ST_PLAIN, mark_label(session->rubric, criterion, judgement->mark));
	if (attempt_is_carried(&session->scoring.attempt, index))
		print_carried(&text, session, index, narrow);
	if (scoring_banked(&session->scoring, index) >= 0)
		buf_text(&text, narrow ? "b " : "banked ");
	if (!attempt_is_carried(&session->scoring.attempt, index))
		print_flags(&text, criterion, judgement, narrow);
	area_put(row, 0, flags, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

static int
draw_descriptors(const struct area *area, int row, const struct criterion *criterion)
{
	for (size_t i = 0; criterion->scale != NULL && i < criterion->scale->level_count; i++) {
		const struct descriptor *means = criterion_descriptor(criterion, i);
		const char *text = means == NULL || means->text == NULL ? "" : means->text;
		struct buf line = { 0 };

		buf_printf(&line, "%zu %s: %s", i + 1, criterion->scale->levels[i].label, text);
		row = area_wrap(area, row, 4, ST_PLAIN, buf_span(&line));
		buf_close(&line);
	}
	return row;
}

static void
draw_from(const struct strip *strip, const struct area *area, const struct session *session,
	  int row, bool focused)
{
	for (size_t i = 0; i < strip->criteria.count; i++, row++) {
		struct area line = area_part(area, row, LIST_MARK, 1, area->columns);

		if (row >= 0 && row < area->rows)
			draw_criterion(&line, session, i);
		if (i != strip->criteria.at)
			continue;
		area_text(area, row, 0, ST_PLAIN, ">");
		if (focused)
			area_cursor(area, row, 0);
		if (strip->opened)
			row = draw_descriptors(area, row + 1, &session->rubric->criteria[i]) - 1;
	}
}

/* The criterion at hand and its descriptors are on screen, scrolled as little as does it. */
void
strip_draw(struct strip *strip, const struct area *area, const struct session *session,
	   bool focused)
{
	struct area nowhere = area_part(area, 0, 0, 0, area->columns);
	int first = (int)strip->criteria.at, length = (int)strip->criteria.count, last = first;

	if (strip->opened)
		last += draw_descriptors(&nowhere, 0,
					 &session->rubric->criteria[strip->criteria.at]);
	length += last - first;
	if (strip->top > length - area->rows)
		strip->top = length - area->rows;
	if (last >= strip->top + area->rows)
		strip->top = last - area->rows + 1;
	if (first < strip->top)
		strip->top = first;
	if (strip->top < 0)
		strip->top = 0;
	draw_from(strip, area, session, -strip->top, focused);
}

size_t
strip_at(const struct strip *strip, const struct area *area, const struct rubric *rubric,
	 int row)
{
	struct area nowhere = area_part(area, 0, 0, 0, area->columns);
	int at = (int)strip->criteria.at, index = row + strip->top, meaning;

	if (strip->opened && index > at) {
		meaning = draw_descriptors(&nowhere, 0, &rubric->criteria[at]);
		index = index - meaning < at ? at : index - meaning;
	}
	return (size_t)index;
}

/* The same for every criterion at hand: the panes stay where they are while one moves. */
int
strip_rows(const struct strip *strip, const struct area *area, const struct rubric *rubric)
{
	struct area nowhere = area_part(area, 0, 0, 0, area->columns);
	int most = area->rows * (strip->opened ? 12 : 9) / 20, meaning = 0, wanted;

	for (size_t i = 0; strip->opened && i < rubric->criterion_count; i++) {
		int rows = draw_descriptors(&nowhere, 0, &rubric->criteria[i]);

		meaning = rows > meaning ? rows : meaning;
	}
	wanted = (int)rubric->criterion_count + meaning;
	wanted = wanted < most ? wanted : most;
	return wanted < LEAST_ROWS ? LEAST_ROWS : wanted;
}
