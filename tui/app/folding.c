#include "tui/app/folding.h"

int
folds_run_fold(struct call *c)
{
	return folds_fold(c->state) ? 0
		: err_set(&c->err, ERR_REFUSED, "nothing belongs to this line");
}

int
folds_run_fold_all(struct call *c)
{
	folds_fold_all(c->state);
	return 0;
}

static int
search_for(struct call *c)
{
	return folds_search(c->state, c->argument, false, &c->err);
}

int
folds_run_search(struct call *c)
{
	if (c->argument[0] != '\0')
		return search_for(c);
	app_ask(c, &(struct ask){ .label = "search: ", .done = search_for });
	return 0;
}

int
folds_run_search_next(struct call *c)
{
	return folds_search(c->state, NULL, false, &c->err);
}

int
folds_run_search_back(struct call *c)
{
	return folds_search(c->state, NULL, true, &c->err);
}
