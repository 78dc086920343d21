/* Programs that work while keys are waited for. */
#include "tui/app/app.h"

int
app_start_child(struct call *c, const char *const *argv, size_t limit,
		void (*done)(struct call *c, bool well))
{
	struct app *app = c->app;

	child_close(&app->child);
	app->child_frame = c->frame;
	app->child_done = done;
	return child_start(&app->child, argv, limit, &c->err);
}

void
app_child_said(struct app *app)
{
	struct call c = app_call(app, app->child_frame);
	int how = child_read(&app->child);

	if (how > 0)
		return;
	app->child_done(&c, how == 0);
	child_close(&app->child);
}
