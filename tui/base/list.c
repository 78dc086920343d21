#include "tui/base/list.h"

void
list_to(struct list *list, size_t at)
{
	list->at = list->count == 0 ? 0 : at < list->count ? at : list->count - 1;
}

void
list_move(struct list *list, ptrdiff_t by)
{
	if (by < 0 && (size_t)-by > list->at)
		list_to(list, 0);
	else
		list_to(list, list->at + (size_t)by);
}

void
list_resize(struct list *list, size_t count)
{
	list->count = count;
	list_to(list, list->at);
}

static void
scroll(struct list *list, size_t rows)
{
	if (list->at < list->top)
		list->top = list->at;
	else if (rows != 0 && list->at >= list->top + rows)
		list->top = list->at - rows + 1;
	if (list->count <= rows)
		list->top = 0;
	else if (list->top + rows > list->count)
		list->top = list->count - rows;
}

static void
list_point(void *who, int row, int wheel)
{
	struct list *list = who;

	if (wheel != 0)
		list_move(list, wheel);
	else if (list->top + (size_t)row < list->count)
		list_to(list, list->top + (size_t)row);
}

void
list_draw(struct list *list, const struct area *area, list_row *draw, void *who, bool focused)
{
	list->rows = area->rows;
	area_hot(area, list_point, list);
	scroll(list, (size_t)area->rows);
	for (int row = 0; row < area->rows; row++) {
		size_t index = list->top + (size_t)row;
		struct area inside = area_part(area, row, LIST_MARK, 1, area->columns);

		if (index >= list->count)
			break;
		draw(who, &inside, index);
		if (index == list->at)
			area_text(area, row, 0, ST_PLAIN, ">");
		if (index == list->at && focused)
			area_cursor(area, row, 0);
	}
}

void
page_move(struct page *page, int by)
{
	int last = page->length > page->rows ? page->length - page->rows : 0;

	page->top += by;
	page->top = page->top > last ? last : page->top < 0 ? 0 : page->top;
}

/* A page has nothing to click on. */
static void
page_point(void *who, int row, int wheel)
{
	(void)row;
	page_move(who, wheel);
}

void
page_draw(struct page *page, const struct area *area,
	  int (*draw)(void *who, const struct area *area, int row), void *who)
{
	page->rows = area->rows;
	area_hot(area, page_point, page);
	page->length = draw(who, area, -page->top) + page->top;
	if (page->top > 0 && page->top + page->rows > page->length) {
		page_move(page, 0);
		area_blank(area);
		draw(who, area, -page->top);
	}
	area_cursor(area, 0, 0);
}
