#include "tui/app/title.h"

#include "core/desk/gate.h"

/* At the end of what is left of the row. */
static void
put_last(struct area *row, enum style style, struct buf *text)
{
	area_put(row, 0, row->columns - (int)text->len, style, buf_span(text));
	row->columns -= (int)text->len + 1;
	buf_close(text);
}

static void
draw_gate(struct area *row, const struct session *session)
{
	const struct scoring *scoring = &session->scoring;
	size_t all = session->rubric->gate_count, met = 0, unmet = 0;
	struct buf text = { 0 };

	for (size_t i = 0; i < all; i++) {
		met += gate_state(scoring, i) == GATE_MET;
		unmet += gate_state(scoring, i) == GATE_UNMET;
	}
	if (met == all)
		return;
	buf_printf(&text, "%s %zu/%zu t", scoring->returned ? "back" : "gate", met, all);
	put_last(row, unmet != 0 ? ST_WARN : ST_PLAIN, &text);
}

static void
draw_attempt(struct area *row, const struct session *session)
{
	int64_t number = session->taken.attempt;
	struct buf text = { 0 };

	if (number == 1 && !attempt_is_last(session->rubric, number))
		return;
	attempt_print(&text, session->rubric, number);
	put_last(row, ST_STRONG, &text);
}

void
title_draw(const struct area *row, const struct session *session)
{
	struct area rest = *row;

	area_printf(&rest, 0, 0, ST_TITLE, "%.8s", session->taken.portfolio);
	draw_gate(&rest, session);
	draw_attempt(&rest, session);
	area_text(&rest, 0, 10, ST_PLAIN, session->rubric->title);
}
