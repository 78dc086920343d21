#include "tui/app/moving.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

static int
move_list(struct call *c, ptrdiff_t by)
{
	list_move(c->state, by);
	return 0;
}

static int
list_rows(const struct call *c)
{
	const struct list *list = c->state;

	return list->rows > 1 ? list->rows - 1 : 1;
}

int
list_run_next(struct call *c)
{
	return move_list(c, 1);
}

int
list_run_previous(struct call *c)
{
	return move_list(c, -1);
}

int
list_run_page_down(struct call *c)
{
	return move_list(c, list_rows(c));
}

int
list_run_page_up(struct call *c)
{
	return move_list(c, -list_rows(c));
}

int
list_run_first(struct call *c)
{
	list_to(c->state, 0);
	return 0;
}

int
list_run_last(struct call *c)
{
	list_to(c->state, SIZE_MAX);
	return 0;
}

static int
move_page(struct call *c, int by)
{
	page_move(c->state, by);
	return 0;
}

static int
page_rows(const struct call *c)
{
	const struct page *page = c->state;

	return page->rows > 1 ? page->rows - 1 : 1;
}

int
page_run_down(struct call *c)
{
	return move_page(c, 1);
}

int
page_run_up(struct call *c)
{
	return move_page(c, -1);
}

int
page_run_page_down(struct call *c)
{
	return move_page(c, page_rows(c));
}

int
page_run_page_up(struct call *c)
{
	return move_page(c, -page_rows(c));
}

int
page_run_top(struct call *c)
{
	return move_page(c, -INT_MAX / 2);
}

int
page_run_bottom(struct call *c)
{
	return move_page(c, INT_MAX / 2);
}

void
page_status(struct call *c, struct buf *out)
{
	const struct page *page = c->state;

	if (page->top + page->rows < page->length)
		buf_printf(out, "%s shows more",
			   app_key_name(c->app, app_top(c->app)->name, "page-down").text);
}

void *
view_state(size_t size)
{
	void *state = calloc(1, size);

	if (state == NULL)
		abort();
	return state;
}

void
view_free(struct call *c)
{
	free(c->state);
}
