#include "tui/app/title.h"

#include "core/desk/gate.h"
#include "core/desk/judged.h"

/* The column after it. Beside the pseudonym, not across the row: a jump costs bytes. */
static int
draw_gate(const struct area *row, int column, const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	size_t all = session->rubric->gate_count, met = 0, unmet = 0;

	for (size_t i = 0; i < all; i++) {
		met += gate_state(scoring, i) == GATE_MET;
		unmet += gate_state(scoring, i) == GATE_UNMET;
	}
	if (met == all)
		return column;
	return 2 + area_printf(row, 0, column, unmet != 0 ? ST_WARN : ST_PLAIN,
			       "%s %zu/%zu", scoring->returned ? "back" : "gate", met,
			       all);
}

static int
draw_attempt(const struct area *row, int column, const struct session *session)
{
	int64_t number = session->taken.attempt;
	struct buf text = { 0 };

	if (number == 1 && !attempt_is_last(session->rubric, number))
		return column;
	attempt_print(&text, session->rubric, number);
	column = area_put(row, 0, column, ST_STRONG, buf_span(&text));
	buf_close(&text);
	return column + 2;
}

static int
draw_judged(const struct area *row, int column, const struct session *session)
{
	struct buf text = { 0 };

	judged_print(&text, session);
	column = area_put(row, 0, column, ST_WARN, buf_span(&text));
	buf_close(&text);
	return column + 2;
}

void
title_draw(const struct area *row, const struct session *session)
{
	int column = 2 + area_printf(row, 0, 0, ST_TITLE, "%.8s",
				     session->taken.portfolio);

	if (session->judged != NULL)
		column = draw_judged(row, column, session);
	else
		column = draw_gate(row, column, session);
	column = draw_attempt(row, column, session);
	area_text(row, 0, column, ST_PLAIN, session->rubric->title);
}
