/* Decisions on one portfolio side by side: the criteria above, and below what is cited and
 * said of the one at hand. */
#include <stdio.h>

#include "core/desk/compare.h"
#include "tui/app/desk.h"
#include "tui/app/moving.h"

enum { WIDE_COLUMNS = 64, SIDE_COLUMNS = 32, NAME_AT = 8, NAME_COLUMNS = 30, HEADS_ROWS = 16 };

struct compare {
	struct list list;		/* over the criteria */
	struct page page;		/* what is below */
	bool reading;			/* the lower part has the focus */
	struct comparison comparison;
};

static struct compared *
at_hand(const struct compare *state)
{
	return &state->comparison.rows[state->list.at];
}

/* ---- opening ---- */

static int64_t
number_of(struct span text)
{
	int64_t number = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || i == 6)
			return -1;
		number = number * 10 + (text.data[i] - '0');
	}
	return number;
}

static void
go_to_named(struct compare *state, struct span criterion)
{
	for (size_t i = 0; i < state->list.count; i++)
		if (span_is(criterion, state->comparison.rows[i].id))
			list_to(&state->list, i);
}

/* `PORTFOLIO [ATTEMPT [CRITERION]]`; nothing: the one that is open. */
static int
read_comparison(struct compare *state, struct desk *desk, const char *argument,
		struct err *err)
{
	struct span rest = span_of(argument), name = span_cut(&rest, ' ');
	int64_t attempt = number_of(span_cut(&rest, ' '));
	struct arena scratch = { 0 };
	struct taken taken = { .portfolio = NULL };
	int failed = 0;

	if (attempt < 0)
		failed = err_set(err, ERR_USAGE, "`:compare PORTFOLIO ATTEMPT CRITERION`");
	else if (name.len == 0 && desk->session == NULL)
		failed = err_set(err, ERR_USAGE, "which portfolio?");
	else if (name.len == 0)
		taken = desk->session->taken;
	else if (name.len == 32)
		taken.portfolio = arena_copy(&scratch, name.data, name.len);
	else
		failed = workspace_portfolio(&taken, &scratch, desk->workspace,
					     arena_copy(&scratch, name.data, name.len),
					     err);
	if (failed == 0)
		desk_veil(desk, taken.portfolio);
	if (failed == 0)
		failed = compare_open(&state->comparison, desk->workspace, desk->ledger,
				      taken.portfolio, attempt, err);
	arena_close(&scratch);
	if (failed == 0) {
		list_resize(&state->list, state->comparison.row_count);
		go_to_named(state, rest);
	}
	return failed;
}

static int
open_compare(struct call *c)
{
	c->state = view_state(sizeof(struct compare));
	if (read_comparison(c->state, c->app->desk, c->argument, &c->err) == 0)
		return 0;
	view_free(c);
	return -1;
}

static void
close_compare(struct call *c)
{
	struct compare *state = c->state;

	compare_close(&state->comparison);
	view_free(c);
}

/* ---- drawing ---- */

static void
draw_marks(const struct area *row, const struct comparison *comparison,
	   const struct compared *compared, int column)
{
	int each = (row->columns - column) / (int)comparison->count;

	for (size_t i = 0; i < comparison->count; i++) {
		struct area cell =
			area_part(row, 0, column + each * (int)i, 1, each - 1);
		struct buf text = { 0 };

		compare_print_mark(&text, comparison, compared, i);
		area_put(&cell, 0, 0, compared->differs ? ST_STRONG : ST_PLAIN,
			 buf_span(&text));
		buf_close(&text);
	}
}

static void
draw_row(void *who, const struct area *row, size_t index)
{
	const struct compare *state = who;
	const struct compared *compared = &state->comparison.rows[index];
	struct area name = area_part(row, 0, NAME_AT, 1, NAME_COLUMNS);
	int column;

	if (row->columns < WIDE_COLUMNS) {
		column = area_printf(row, 0, 0, ST_PLAIN, "%s%s ",
				     compared->differs ? "!" : " ", compared->id);
		draw_marks(row, &state->comparison, compared, column > 9 ? column : 9);
		return;
	}
	area_text(row, 0, 0, compared->differs ? ST_STRONG : ST_PLAIN,
		  compared->differs ? "differs" : "");
	column = area_printf(&name, 0, 0, ST_PLAIN, "%s ", compared->id);
	if (compared->label != NULL)
		area_text(&name, 0, column, ST_PLAIN, compared->label);
	draw_marks(row, &state->comparison, compared, NAME_AT + NAME_COLUMNS + 1);
}

static void
draw_head(const struct area *row, const struct comparison *comparison, size_t index)
{
	const struct opinion *opinion = &comparison->opinions[index];
	struct buf text = { 0 };

	buf_printf(&text, "%zu %s, %.10s: ", index + 1, opinion->actor, opinion->time);
	compare_print_outcome(&text, opinion);
	buf_text(&text, opinion->superseded ? ", superseded" : "");
	area_put(row, 0, LIST_MARK, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

/* What one of them says of the criterion at hand. */
static void
print_opinion(struct buf *out, const struct compare *state, size_t index)
{
	const struct compared *row = at_hand(state);
	const struct comparison *comparison = &state->comparison;

	buf_printf(out, "%zu %s: ", index + 1, comparison->opinions[index].actor);
	compare_print_mark(out, comparison, row, index);
	buf_text(out, "\n");
	if (row->scores[index] != NULL && row->scores[index]->cite_count != 0) {
		buf_text(out, "cites ");
		compare_print_cites(out, comparison, row, index, "\ncites ");
	} else {
		buf_text(out, "cites nothing");
	}
	if (row->notes[index] != NULL)
		buf_printf(out, "\nnote: %s", row->notes[index]);
	buf_text(out, "\n");
}

/* Side by side where each has room, or one under the other. */
static int
draw_opinions(void *who, const struct area *area, int row)
{
	const struct compare *state = who;
	size_t count = state->comparison.count;
	int each = area->columns / (int)count, end = row;
	bool beside = each >= SIDE_COLUMNS;

	for (size_t i = 0; i < count; i++) {
		struct area column = *area;
		struct buf text = { 0 };
		int after;

		if (beside)
			column = area_part(area, 0, each * (int)i, area->rows, each - 2);
		print_opinion(&text, state, i);
		after = area_wrap(&column, beside ? row : end, 0, ST_PLAIN,
				  buf_span(&text));
		end = after > end ? after : end;
		buf_close(&text);
	}
	return end;
}

static void
draw_rule(const struct compare *state, const struct area *row)
{
	const struct compared *compared = at_hand(state);
	int column = area_printf(row, 0, 0, ST_TITLE, "-- %s %s", compared->id,
				 compared->label == NULL ? "" : compared->label);

	column = area_printf(row, 0, column, ST_PLAIN, ": %s ", compare_word(compared));
	area_rule(row, 0, column, ST_PLAIN, '-');
}

static void
draw_compare(struct call *c, struct area *area)
{
	struct compare *state = c->state;
	const struct comparison *comparison = &state->comparison;
	struct area title = area_take(area, 1), upper, rule;
	int rows;

	area_printf(&title, 0, 0, ST_TITLE, "%.8s attempt %lld: %zu of %zu differ",
		    comparison->portfolio, (long long)comparison->attempt,
		    comparison->differing, comparison->row_count);
	for (size_t i = 0; area->rows >= HEADS_ROWS && i < comparison->count; i++) {
		struct area head = area_take(area, 1);

		draw_head(&head, comparison, i);
	}
	rows = area->rows / 2;
	if ((size_t)rows > comparison->row_count && comparison->row_count != 0)
		rows = (int)comparison->row_count;
	upper = area_take(area, rows);
	list_draw(&state->list, &upper, draw_row, state, !state->reading);
	if (comparison->row_count == 0)
		return;
	rule = area_take(area, 1);
	draw_rule(state, &rule);
	page_draw(&state->page, area, draw_opinions, state);
	if (!state->reading)
		area_cursor(&upper, (int)(state->list.at - state->list.top), 0);
}

static void
status_compare(struct call *c, struct buf *out)
{
	const struct compare *state = c->state;

	if (state->list.count == 0)
		return;
	buf_printf(out, "%s: %s", at_hand(state)->id, compare_word(at_hand(state)));
	if (state->comparison.left_out != 0)
		buf_printf(out, "; %zu earlier decisions are not shown",
			   state->comparison.left_out);
}

/* ---- commands ---- */

static int
move(struct call *c, int by)
{
	struct compare *state = c->state;

	if (state->reading) {
		page_move(&state->page, by);
		return 0;
	}
	list_move(&state->list, by);
	state->page.top = 0;
	return 0;
}

static int
run_next(struct call *c)
{
	return move(c, 1);
}

static int
run_previous(struct call *c)
{
	return move(c, -1);
}

static int
run_swap(struct call *c)
{
	struct compare *state = c->state;

	state->reading = !state->reading;
	return 0;
}

static int
seek(struct call *c, int step)
{
	struct compare *state = c->state;
	size_t count = state->list.count, at = state->list.at;

	for (size_t i = 1; i <= count; i++) {
		size_t there = (at + (step > 0 ? i : count - i)) % count;

		if (!state->comparison.rows[there].differs)
			continue;
		list_to(&state->list, there);
		state->page.top = 0;
		return 0;
	}
	return err_set(&c->err, ERR_NOT_FOUND, "they agree on every criterion");
}

static int
run_next_difference(struct call *c)
{
	return seek(c, 1);
}

static int
run_previous_difference(struct call *c)
{
	return seek(c, -1);
}

/* The record of the one with this number. */
static int
run_record(struct call *c)
{
	const struct compare *state = c->state;
	int digit = c->key != 0 ? c->key : c->argument[0];

	if (digit < '1' || (size_t)(digit - '1') >= state->comparison.count)
		return err_set(&c->err, ERR_NOT_FOUND, "there are %zu decisions here",
			       state->comparison.count);
	return app_open(c, "record", state->comparison.opinions[digit - '1'].commit);
}

/* What is compared is what stands on the attempt at hand: an earlier one is not moderated whole. */
static int
run_moderate(struct call *c)
{
	const struct compare *state = c->state;
	const struct desk *desk = c->app->desk;
	struct arena scratch = { 0 };
	struct taken taken;
	int failed = workspace_portfolio(&taken, &scratch, desk->workspace,
					 state->comparison.portfolio, &c->err);

	if (failed == 0 && taken.attempt != state->comparison.attempt)
		failed = err_set(&c->err, ERR_REFUSED, "that attempt is past: open one of its "
				 "decisions by its number, and moderate that");
	arena_close(&scratch);
	return failed != 0 ? -1 : app_open(c, "moderate", state->comparison.portfolio);
}

static const struct command commands[] = {
	{ "next", "j<Down>", "the next criterion, or line below", run_next, NULL, true },
	{ "previous", "k<Up>", "the one before", run_previous, NULL, false },
	{ "difference", "]", "the next criterion they differ on", run_next_difference, NULL,
	  true },
	{ "previous-difference", "[", "the one before they differ on",
	  run_previous_difference, NULL, false },
	{ "swap", "<Tab>", "between the criteria and what is below", run_swap, NULL, true },
	{ "record", "12345678", "that decision in full", run_record, NULL, true },
	{ "moderate", "M", "say what stands of them", run_moderate, NULL, true },
};

const struct view view_compare = {
	.name = "compare",
	.help = "The decisions that stand on an attempt, or one and those it superseded, "
		"criterion by criterion: each column is one of them, and `differs` (`!` on a "
		"narrow screen) says where their levels do not agree. Below, what each cites "
		"and writes on the criterion at hand. Whoever is to judge it blind sees it "
		"once their own is signed.",
	.open = open_compare, .draw = draw_compare, .status = status_compare,
	.close = close_compare, COMMANDS(commands),
};
