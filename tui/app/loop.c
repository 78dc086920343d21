#include "tui/app/loop.h"

#include <time.h>

#include "core/base/process.h"
#include "tui/app/desk.h"
#include "tui/base/term.h"

enum { STATUS_GONE = 129, TICK_MS = 200, TICK_SHOWN_MS = 1000, TOUCH_MS = 10000 };

struct loop {
	struct app *app;
	struct terminal *term;
	bool gone, resized;
	bool shown;			/* what app->unseen is about was sent to the terminal */
	int64_t touched;		/* ms; when the draft was told that somebody is there */
	int64_t work_since, ticked;	/* ms; of the long work under way, 0: none */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
paint(struct loop *loop)
{
	if (loop->resized) {
		int rows, columns;

		term_size(loop->term, &rows, &columns);
		app_size(loop->app, rows, columns);
		loop->resized = false;
	}
	app_keep(loop->app);
	app_draw(loop->app);
	if (loop->app->unseen)
		term_ask(loop->term);
	term_paint(loop->term, &loop->app->canvas);
	loop->shown = true;
}

/* Sent, and the terminal said that it got there. */
static void
tell_seen(struct loop *loop)
{
	if (loop->shown && !term_is_waited_for(loop->term))
		loop->app->unseen = false;
}

/* Another program is not waited for once we were asked to leave. */
static bool
may_go_on(void *who, int64_t done, int64_t total)
{
	const struct loop *loop = who;

	(void)done;
	(void)total;
	return !term_is_leaving(loop->term);
}

static void
run_errand(struct loop *loop)
{
	const struct progress progress = { may_go_on, loop };
	struct process process = { .argv = loop->app->errand.argv, .on_terminal = true,
		.progress = &progress };
	struct err err;
	int status = 127;

	term_leave(loop->term);
	if (process_run(&status, NULL, NULL, &process, &err) != 0)
		app_say(loop->app, ST_BAD, "no: %s", err.text);
	if (!term_is_leaving(loop->term))
		term_return(loop->term);
	app_errand_done(loop->app, status);
}

/* What the app asked of its surroundings while it took a key. */
static void
oblige(struct loop *loop)
{
	struct app *app = loop->app;

	if (app->repaint)
		term_spoiled(loop->term);
	app->repaint = false;
	if (app->suspend)
		term_suspend(loop->term);
	app->suspend = false;
	if (app->theme != NULL)
		term_theme(loop->term, app->theme);
	app->theme = NULL;
	while (app->errand.argv != NULL)
		run_errand(loop);
}

static void
tell_presence(struct loop *loop)
{
	int64_t now = now_ms();

	if (loop->touched != 0 && now - loop->touched < TOUCH_MS)
		return;
	loop->touched = now;
	desk_touch(loop->app->desk);
}

static void
obey(struct loop *loop, struct term_event event)
{
	bool was;

	tell_seen(loop);
	was = loop->app->unseen;
	if (event.key == KEY_MOUSE)
		app_mouse(loop->app, event.mouse);
	else
		app_key(loop->app, event.key);
	loop->shown &= was || !loop->app->unseen;
}

static void
handle(struct loop *loop, struct term_event event)
{
	switch (event.kind) {
	case TERM_KEY:
		loop->work_since = 0;
		tell_presence(loop);
		obey(loop, event);
		oblige(loop);
		break;
	case TERM_STOP:
		term_suspend(loop->term);
		break;
	case TERM_RESIZED:
	case TERM_CONTINUED:
		loop->resized = true;
		break;
	case TERM_CHILD:
		app_child_said(loop->app);
		break;
	case TERM_GONE:
		loop->gone = true;
		break;
	case TERM_NOTHING:
		break;
	}
}

/*
 * Long work looks up now and then: Esc or ^C stops it, other keys are dropped (they were
 * typed at a screen that is not there any more), and after a second it is said how far it is.
 */
static bool
tick(void *who, int64_t done, int64_t total)
{
	struct loop *loop = who;
	int64_t now = now_ms();
	struct term_event event;

	if (loop->work_since == 0)
		loop->work_since = loop->ticked = now;
	if (now - loop->ticked < TICK_MS)
		return true;
	loop->ticked = now;
	term_watch(loop->term, -1);	/* one thing at a time */
	while ((event = term_next(loop->term, false)).kind != TERM_NOTHING) {
		if (event.kind != TERM_KEY)
			handle(loop, event);
		else if (event.key == KEY_ESCAPE || event.key == KEY_CTRL('c'))
			return false;
	}
	if (now - loop->work_since >= TICK_SHOWN_MS) {
		loop->app->working = total > 0 ? (int)(done / (total / 100 + 1)) + 1 : -1;
		paint(loop);
		loop->app->working = 0;
	}
	return !loop->gone;
}

static struct term_event
next_event(struct loop *loop, bool wait)
{
	const struct child *child = &loop->app->child;

	term_watch(loop->term, child->pid != 0 ? child->fd : -1);
	return term_next(loop->term, wait);
}

/* Obey all keys that wait, then show the result once, then wait. */
static void
turn(struct loop *loop)
{
	struct term_event event;

	do {
		event = next_event(loop, false);
		handle(loop, event);
	} while (event.kind != TERM_NOTHING && !loop->gone && !loop->app->left);
	if (loop->gone || loop->app->left)
		return;
	paint(loop);
	if (!app_read_on(loop->app) && !loop->app->left)
		handle(loop, next_event(loop, true));
}

/* The terminal may live on without us: whoever sits at it is told. */
static const char *
farewell(const struct loop *loop)
{
	if (!loop->gone)
		return "";
	return desk_is_wanted(loop->app->desk)
		? "assay: this portfolio was taken over from another terminal; nothing is lost\r\n"
		: "assay: the line was hung up, or assay was asked to end; nothing is lost\r\n";
}

int
loop_run(struct app *app, const struct theme *theme, int *status, struct err *err)
{
	struct loop loop = { .app = app, .resized = true };

	if (term_open(&loop.term, theme, err) != 0)
		return -1;
	if (app->mouse)
		term_mouse(loop.term);
	if (app->slow)
		term_slow(loop.term);
	app->tells_seen = true;
	app->progress = (struct progress){ .tick = tick, .who = &loop };
	while (!loop.gone && !app->left)
		turn(&loop);
	if (loop.gone)
		app_leave(app);
	app->progress = (struct progress){ 0 };
	term_close(loop.term, farewell(&loop));
	*status = loop.gone ? STATUS_GONE : 0;
	if (app->trouble.code == ERR_NONE)
		return 0;
	*err = app->trouble;
	return -1;
}
