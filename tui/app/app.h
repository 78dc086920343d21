/*
 * The workstation without its terminal: a stack of views, one line of typing at a time, a
 * status line and a footer. Keys in, canvas out; tui/app/loop.c connects it to a terminal,
 * tests do without.
 */
#ifndef TUI_APP_APP_H
#define TUI_APP_APP_H

#include "core/base/arena.h"
#include "core/base/child.h"
#include "core/base/progress.h"
#include "tui/app/view.h"
#include "tui/base/keys.h"
#include "tui/base/list.h"
#include "tui/base/textarea.h"

enum { APP_DEPTH = 16, APP_MESSAGES = 100, APP_LEAST_ROWS = 12, APP_LEAST_COLUMNS = 40 };

struct desk;

/* Something to be typed: a search, a note, a passphrase. */
struct ask {
	const char *label;		/* "search: "; copied, as `text` is */
	const char *text;		/* what stands there at first; NULL: nothing */
	bool secret, many_lines;
	bool one;			/* a single letter will do, without Enter */
	bool weighs;			/* what was typed before it was seen is no answer */
	struct history *history;	/* lent: of what was entered here before; NULL: of all */
	/* c->argument is what was entered. -1 with c->err keeps nothing and says so. */
	int (*done)(struct call *c);
	int (*changed)(struct call *c);	/* after each key: filters; NULL */
	int (*dropped)(struct call *c);	/* Esc; NULL */
	int (*keep)(struct call *c);	/* before a frame shows what was typed; NULL */
};

enum mode { MODE_COMMAND, MODE_TEXT, MODE_PALETTE };

struct frame {
	const struct view *view;
	void *state;
	bool closing;
};

struct message {
	enum style style;
	char *text;
};

/* Another program to be run on the terminal; what it left is looked at by `done`. */
struct errand {
	const char *const *argv;	/* NULL-terminated; NULL: none */
	int (*done)(struct call *c);	/* c->key is its exit status */
	size_t frame;
};

struct app {
	const struct view *const *views;	/* the registry */
	size_t view_count;
	struct desk *desk;		/* lent; what the views work on */
	unsigned long runs;		/* commands run so far: what came directly after what */
	bool tour;			/* the first screen ever: until the first key */
	bool mouse;			/* clicks move, the wheel scrolls */
	bool slow;			/* the fewest bytes: nothing is drawn unasked */
	const struct keymap *keymap;	/* lent; NULL: keys as the tables have them */
	struct canvas canvas;

	struct frame stack[APP_DEPTH];
	size_t depth;

	enum mode mode;
	struct ask ask;
	char ask_label[128];
	size_t ask_frame;
	bool unkept;			/* keys were typed since app_keep */
	struct input prompt;		/* also of the palette */
	struct textarea textarea;
	struct history history, palette_history, search_history;
	struct list choices;		/* of the palette */

	struct message messages[APP_MESSAGES];	/* the newest last */
	size_t message_count;
	bool message_shown;
	int working;			/* per cent of long work done; -1 not known; 0: none */

	struct child child;		/* works while keys are waited for; pid 0: none */
	size_t child_frame;
	void (*child_done)(struct call *c, bool well);

	/* Whoever drives it tells when the terminal has shown what was drawn: keys typed before
	 * are no answer to what weighs. */
	bool tells_seen, unseen;

	/* What the loop is to do; it clears them. */
	bool left, repaint, suspend;
	struct err trouble;		/* why it left, when nobody asked it to */
	const struct theme *theme;	/* change to it; NULL: no change */
	struct errand errand;
	struct arena errand_arena;
	struct progress progress;	/* of long work; set by the loop, NULL in tests */
};

void app_begin(struct app *app, const struct view *const *views, size_t view_count,
	       struct desk *desk);
/* Closes all views. */
void app_end(struct app *app);

/* For whoever drives it. app_start opens the first view (`argument` may be NULL): -1 with
 * why not. */
MUST int app_start(struct app *app, const char *view, const char *argument, struct err *err);
void app_size(struct app *app, int rows, int columns);
void app_key(struct app *app, int key);
/* A click, or the wheel: moves, and never says a verb. */
void app_mouse(struct app *app, struct mouse mouse);
/* Go on with what the screen was painted before: true when there was something, and it is to
 * be painted again. A key does so first. */
bool app_read_on(struct app *app);
/* What is being typed is kept where it is to be: before it is drawn, and before leaving
 * because the line was hung up. */
void app_keep(struct app *app);
void app_leave(struct app *app);
/* All keys of a list of names: for tests. */
void app_keys(struct app *app, const char *names);
void app_draw(struct app *app);
/* The child can be read. */
void app_child_said(struct app *app);
/* The errand is over. */
void app_errand_done(struct app *app, int status);

/* For views. Opening puts another view on top; back closes the one of the call, once the
 * command has returned. */
MUST int app_open(struct call *c, const char *view, const char *argument);
void app_back(struct call *c);
void app_ask(struct call *c, const struct ask *ask);
/* What is decided next must be seen first: app->unseen until it is. */
void app_unsee(struct app *app);
/* Run a program on the terminal; argv is copied. */
void app_program(struct call *c, const char *const *argv, int (*done)(struct call *c));
/*
 * Run a program that answers while keys are waited for, in the place of the one that does so
 * already. `done` finds what it said, when it ended well, in app->child.said. It is stopped
 * when the view closes.
 */
MUST int app_start_child(struct call *c, const char *const *argv, size_t limit,
			 void (*done)(struct call *c, bool well));
/* Say one sentence in the status line; kept for the messages view. */
void app_say(struct app *app, enum style style, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The first key of a command as people read it, `S`; `:sign` when it has none. `view` NULL:
 * of what works everywhere. */
struct key_name { char text[24]; };
struct key_name app_key_name(const struct app *app, const char *view, const char *command);

/* The view on top, and the call to reach it by. */
const struct view *app_top(const struct app *app);
struct call app_call(struct app *app, size_t frame);
const struct view *app_view(const struct app *app, const char *name);
/* Run a command by hand: guard, run, and say what went wrong. */
void app_run(struct app *app, const struct command *command, int key, const char *argument);

/* Open a view by its name, as `:log` does; what goes wrong is said. */
void app_visit(struct app *app, const char *view, const char *argument);

/* What works everywhere. */
extern const struct command app_commands[];
extern const size_t app_command_count;

#endif
