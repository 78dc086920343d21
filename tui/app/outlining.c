#include "tui/app/outlining.h"

int
outline_run_fold(struct call *c)
{
	return outline_fold(c->state) ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing belongs to this line");
}

int
outline_run_fold_all(struct call *c)
{
	outline_fold_all(c->state);
	return 0;
}

static int
search(struct call *c, bool backward)
{
	struct outline *outline = c->state;

	if (outline->sought.len == 0)
		return err_set(&c->err, ERR_REFUSED, "nothing was searched for yet");
	if (outline_search(outline, buf_span(&outline->sought), backward))
		return 0;
	return err_set(&c->err, ERR_NOT_FOUND, "no %s line holds '%.80s'",
		       backward ? "earlier" : "later", outline->sought.data);
}

static int
search_for(struct call *c)
{
	struct outline *outline = c->state;

	if (c->argument[0] != '\0') {
		buf_clear(&outline->sought);
		buf_text(&outline->sought, c->argument);
	}
	return search(c, false);
}

int
outline_run_search(struct call *c)
{
	if (c->argument[0] != '\0')
		return search_for(c);
	app_ask(c, &(struct ask){ .label = "search: ", .done = search_for });
	return 0;
}

int
outline_run_search_next(struct call *c)
{
	return search(c, false);
}

int
outline_run_search_back(struct call *c)
{
	return search(c, true);
}
