/* A rubric in full: what is asked, what each level means, what to look for. */
#include "tui/app/desk.h"
#include "tui/app/moving.h"

struct rubric_view {
	struct page page;
	struct arena arena;		/* of a rubric read for this view alone */
	const struct rubric *rubric;
	int wanted;			/* criterion to begin at; -1 once that was done */
	int wanted_row;
};

static int
open_rubric(struct call *c)
{
	struct desk *desk = c->app->desk;
	struct rubric_view *state = view_state(sizeof *state);

	c->state = state;
	state->wanted = -1;
	if (c->argument[0] == '\0' && desk->session != NULL) {
		state->rubric = desk->session->rubric;
		state->wanted = (int)desk->criterion;
		return 0;
	}
	if (workspace_rubric(&state->rubric, NULL, &state->arena, desk->workspace, c->argument,
			     &c->err) == 0)
		return 0;
	arena_close(&state->arena);
	view_free(c);
	return -1;
}

static void
close_rubric(struct call *c)
{
	struct rubric_view *state = c->state;

	arena_close(&state->arena);
	view_free(c);
}

static int
draw_line(const struct area *area, int row, int column, const char *before, const char *text)
{
	struct buf line = { 0 };

	buf_printf(&line, "%s%s", before, text);
	row = area_wrap(area, row, column, ST_PLAIN, buf_span(&line));
	buf_close(&line);
	return row;
}

static int
draw_level(const struct area *area, int row, const struct criterion *criterion, size_t index)
{
	const struct descriptor *means = criterion_descriptor(criterion, index);

	area_printf(area, row++, 2, ST_PLAIN, "%zu %s", index + 1,
		    criterion->scale->levels[index].label);
	if (means == NULL)
		return row;
	if (means->text != NULL)
		row = area_wrap(area, row, 4, ST_PLAIN, span_of(means->text));
	for (size_t i = 0; i < means->look_for_count; i++)
		row = draw_line(area, row, 4, "look for: ", means->look_for[i]);
	for (size_t i = 0; i < means->statement_count; i++)
		row = draw_line(area, row, 4, "comment: ", means->statements[i]);
	return row;
}

static void
print_needs(struct buf *out, const struct criterion *criterion)
{
	static const char *const feedback[] = {
		[FEEDBACK_OPTIONAL] = "note optional", [FEEDBACK_DISABLED] = "no note",
		[FEEDBACK_REQUIRED] = "note required",
		[FEEDBACK_BELOW] = "note required below ",
	};

	buf_text(out, feedback[criterion->feedback]);
	if (criterion->feedback == FEEDBACK_BELOW)
		buf_text(out, criterion->scale->levels[criterion->feedback_below].label);
	buf_text(out, criterion->cite == CITE_REQUIRED ? ", citation required"
		 : ", citation optional");
	for (size_t i = 0; i < criterion->evidence_count; i++)
		buf_printf(out, "%s%s", i == 0 ? "; evidence: " : ", ", criterion->evidence[i]);
}

static int
draw_criterion(const struct area *area, int row, const struct criterion *criterion)
{
	struct buf needs = { 0 };

	row++;
	area_printf(area, row, 0, ST_STRONG, "%s %s", criterion->id, criterion->label);
	print_needs(&needs, criterion);
	row = area_wrap(area, row + 1, 2, ST_PLAIN, buf_span(&needs));
	buf_close(&needs);
	for (size_t i = 0; criterion->scale != NULL && i < criterion->scale->level_count; i++)
		row = draw_level(area, row, criterion, i);
	return row;
}

static int
draw_asked(const struct area *area, int row, const struct part *part)
{
	for (size_t i = 0; i < part->prompt_count; i++) {
		area_printf(area, row, 2, ST_PLAIN, "%s:", part->prompts[i].id);
		row = area_wrap(area, row, 7, ST_PLAIN, span_of(part->prompts[i].text));
	}
	for (size_t i = 0; i < part->slot_count; i++) {
		area_printf(area, row, 2, ST_PLAIN, "%s:", part->slots[i].id);
		row = area_wrap(area, row, 7, ST_PLAIN, span_of(part->slots[i].label));
	}
	return row;
}

static int
draw_text(void *who, const struct area *area, int row)
{
	struct rubric_view *state = who;
	const struct rubric *rubric = state->rubric;
	int first = row;

	if (rubric->competency != NULL)
		row = area_wrap(area, row, 0, ST_PLAIN, span_of(rubric->competency));
	for (size_t p = 0; p < rubric->part_count; p++) {
		const struct part *part = &rubric->parts[p];

		area_printf(area, row + 1, 0, ST_TITLE, "Part %s: %s%s", part->id, part->label,
			    part->optional ? " (optional)" : "");
		row = draw_asked(area, row + 2, part);
		for (size_t i = 0; i < part->criterion_count; i++) {
			if ((int)(part->first + i) == state->wanted)
				state->wanted_row = row + 1 - first;
			row = draw_criterion(area, row, &part->criteria[i]);
		}
	}
	for (size_t i = 0; i < rubric->code_count; i++)
		row = draw_line(area, row + (i == 0), 0, i == 0 ? "Codes: " : "       ",
				rubric->codes[i].label);
	return row;
}

static void
draw_rubric(struct call *c, struct area *area)
{
	struct rubric_view *state = c->state;
	struct area title = area_take(area, 1), nowhere = area_part(area, 0, 0, 0, area->columns);

	area_printf(&title, 0, 0, ST_TITLE, "%s, version %lld", state->rubric->title,
		    (long long)state->rubric->version);
	if (state->wanted >= 0) {
		draw_text(state, &nowhere, 0);
		state->page.top = state->wanted_row;
		state->wanted = -1;
	}
	page_draw(&state->page, area, draw_text, state);
}

static const struct command commands[] = {
	PAGE_COMMANDS,
};

const struct view view_rubric = {
	.name = "rubric",
	.help = "The rubric in full: what is asked, what each level of each criterion means, "
		"what to look for, comments ready to use.",
	.open = open_rubric, .draw = draw_rubric, .close = close_rubric, COMMANDS(commands),
};
