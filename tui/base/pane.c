#include "tui/base/pane.h"

bool
panes_can_be_beside(const struct area *area)
{
	return area->columns >= PANE_SIDE_COLUMNS;
}

static void
lay_beside(struct panes *panes, const struct area *area)
{
	int left = area->columns / 2;

	panes->first = area_part(area, 0, 0, area->rows, left);
	panes->rule = area_part(area, 0, left, area->rows, 1);
	panes->second = area_part(area, 0, left + 2, area->rows, area->columns);
	for (int row = 0; row < area->rows; row++)
		area_text(&panes->rule, row, 0, ST_PLAIN, "|");
}

void
panes_lay(struct panes *panes, const struct area *area, int rows)
{
	int top = area->rows - rows - 1;

	if (panes->beside && panes_can_be_beside(area)) {
		lay_beside(panes, area);
		return;
	}
	panes->first = area_part(area, 0, 0, top, area->columns);
	panes->rule = area_part(area, top, 0, 1, area->columns);
	panes->second = area_part(area, top + 1, 0, rows, area->columns);
}
