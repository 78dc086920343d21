#include "tui/app/opens.h"

#include "core/desk/reveal.h"
#include "tui/app/judging.h"

int
opens_run_comments(struct call *c)
{
	return app_open(c, "comments", c->argument[0] != '\0' ? c->argument
			: judging_about(c, JUDGING_COMMENT)->id);
}

int
opens_run_said(struct call *c)
{
	return app_open(c, "said", "");
}

int
opens_run_evidence(struct call *c)
{
	return app_open(c, "evidence", c->argument);
}

int
opens_run_read(struct call *c)
{
	return app_open(c, "read", "");
}

int
opens_run_rubric(struct call *c)
{
	return app_open(c, "rubric", "");
}

int
opens_run_outcome(struct call *c)
{
	return app_open(c, "outcome", "");
}

int
opens_run_changes(struct call *c)
{
	return app_open(c, "changes", "");
}

int
opens_run_gate(struct call *c)
{
	return app_open(c, "gate", "");
}

/* A case is signed from its own page, which lies below. */
int
opens_run_sign(struct call *c)
{
	const struct session *session = c->app->desk->session;

	if (session != NULL && session->judged != NULL && !session->look) {
		app_back(c);
		return 0;
	}
	return app_open(c, "sign", "");
}

int
opens_run_log(struct call *c)
{
	return app_open(c, "log", c->app->desk->session->taken.portfolio);
}

int
opens_run_compare(struct call *c)
{
	const struct desk *desk = c->app->desk;
	struct buf argument = { 0 };
	int failed;

	buf_printf(&argument, "%s %lld %s", desk->session->taken.portfolio,
		   (long long)desk->session->taken.attempt, desk_criterion(desk)->id);
	failed = app_open(c, "compare", argument.data);
	buf_close(&argument);
	return failed;
}

static int
take_why(struct call *c)
{
	struct desk *desk = c->app->desk;

	if (reveal(&desk->veil, desk->workspace, desk->ledger, c->argument, desk->now(),
		   &c->err) != 0)
		return -1;
	return app_open(c, "learner", "");
}

int
opens_run_reveal(struct call *c)
{
	if (c->app->desk->veil.lifted)
		return app_open(c, "learner", "");
	if (c->argument[0] != '\0')
		return take_why(c);
	app_ask(c, &(struct ask){ .label = "why (it is logged): ", .done = take_why });
	return 0;
}
