#include "tui/app/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app/desk.h"
#include "tui/app/palette.h"
#include "tui/app/reading.h"
#include "tui/app/worktime.h"
#include "tui/base/keys.h"

/* ---- what works everywhere ---- */

static int
run_help(struct call *c)
{
	return app_open(c, "help", app_top(c->app)->name);
}

static int
run_palette(struct call *c)
{
	c->app->runs--;			/* what is chosen there comes directly after */
	palette_open(c->app);
	return 0;
}

static int
run_back(struct call *c)
{
	app_back(c);
	return 0;
}

static int
run_repaint(struct call *c)
{
	c->app->repaint = true;
	return 0;
}

static int
run_suspend(struct call *c)
{
	c->app->suspend = true;
	return 0;
}

static int
run_theme(struct call *c)
{
	c->app->theme = theme_find(c->argument);
	return c->app->theme != NULL ? 0
		: err_set(&c->err, ERR_USAGE, "`:theme NAME`, one of " THEME_NAMES);
}

static int
run_messages(struct call *c)
{
	return app_open(c, "messages", "");
}

static int
run_quit(struct call *c)
{
	c->app->left = true;
	return 0;
}

const struct command app_commands[] = {
	{ "help", "?", "every key and command of this screen", run_help, NULL, true },
	{ "palette", ":", "run a command by its name", run_palette, NULL, false },
	{ "back", "q", "close this screen; the last one leaves assay", run_back, NULL, true },
	{ "repaint", "<C-l>", "draw the screen again", run_repaint, NULL, false },
	{ "suspend", "<C-z>", "stop assay; `fg` comes back", run_suspend, NULL, false },
	{ "theme", "", "other colours: " THEME_NAMES, run_theme, NULL, false },
	{ "messages", "", "what was said in the status line", run_messages, NULL, false },
	{ "quit", "", "leave assay; everything said is kept", run_quit, NULL, false },
};
const size_t app_command_count = sizeof app_commands / sizeof *app_commands;

/* ---- the stack ---- */

void
app_begin(struct app *app, const struct view *const *views, size_t view_count,
	  struct desk *desk)
{
	*app = (struct app){ .views = views, .view_count = view_count, .desk = desk };
	app_size(app, 24, 80);
}

struct call
app_call(struct app *app, size_t frame)
{
	void *state = frame < app->depth ? app->stack[frame].state : NULL;

	return (struct call){ .app = app, .state = state, .frame = frame, .argument = "" };
}

const struct view *
app_top(const struct app *app)
{
	return app->stack[app->depth - 1].view;
}

const struct view *
app_view(const struct app *app, const char *name)
{
	for (size_t i = 0; i < app->view_count; i++)
		if (strcmp(app->views[i]->name, name) == 0)
			return app->views[i];
	return NULL;
}

/* Where the ledger does not open, most views have nothing to show. */
static int
check_open(const struct app *app, const struct view *view, struct err *err)
{
	if (view->alone || app->desk == NULL || app->desk->workspace == NULL
	    || app->desk->workspace->closed == NULL)
		return 0;
	return err_set(err, ERR_REFUSED, "this ledger does not open: there is only its audit "
		       "to see");
}

static int
push(struct app *app, const char *name, const char *argument, struct err *err)
{
	const struct view *view = app_view(app, name);
	struct call c = app_call(app, app->depth);

	if (view == NULL)
		return err_set(err, ERR_NOT_FOUND, "there is no screen called %s", name);
	if (app->depth == APP_DEPTH)
		return err_set(err, ERR_LIMIT, "too many screens are open; close some with "
			       "%s", app_key_name(app, NULL, "back").text);
	c.argument = argument;
	if (check_open(app, view, err) != 0)
		return -1;
	if (view->open(&c) != 0) {
		*err = c.err;
		return -1;
	}
	app->stack[app->depth++] = (struct frame){ .view = view, .state = c.state };
	return 0;
}

int
app_start(struct app *app, const char *view, const char *argument, struct err *err)
{
	if (app->desk != NULL)
		reading_name_keys(app);
	return push(app, view, argument == NULL ? "" : argument, err);
}

int
app_open(struct call *c, const char *view, const char *argument)
{
	return push(c->app, view, argument, &c->err);
}

void
app_back(struct call *c)
{
	c->app->stack[c->frame].closing = true;
}

static void
drop_frame(struct app *app, size_t frame)
{
	struct call c = app_call(app, frame);

	if (app->child_frame == frame)
		child_close(&app->child);
	app->stack[frame].view->close(&c);
	app->depth--;
	memmove(&app->stack[frame], &app->stack[frame + 1],
		(app->depth - frame) * sizeof *app->stack);
}

static bool
drop_closing(struct app *app)
{
	size_t before = app->depth;

	for (size_t i = app->depth; i-- > 0;)
		if (app->stack[i].closing)
			drop_frame(app, i);
	return app->depth < before;
}

/* Close what was asked to close. Whoever comes to the top looks at the world anew, and may
 * find that it has to close too. */
static void
settle(struct app *app)
{
	while (drop_closing(app)) {
		struct call c = app_call(app, app->depth - 1);

		if (app->depth == 0)
			app->left = true;
		else if (app_top(app)->shown != NULL)
			app_top(app)->shown(&c);
	}
}

void
app_end(struct app *app)
{
	while (app->depth > 0)
		drop_frame(app, app->depth - 1);
	prompt_close(&app->prompt);
	textarea_close(&app->textarea);
	history_close(&app->history);
	history_close(&app->palette_history);
	history_close(&app->search_history);
	for (size_t i = 0; i < app->message_count; i++)
		free(app->messages[i].text);
	arena_close(&app->errand_arena);
	canvas_close(&app->canvas);
	*app = (struct app){ 0 };
}

/* ---- saying and running ---- */

void
app_say(struct app *app, enum style style, const char *fmt, ...)
{
	struct buf text = { 0 }, covered = { 0 };
	char line[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	veil_print(&covered, app->desk == NULL ? NULL : &app->desk->veil, span_of(line));
	text_line(&text, buf_span(&covered), 0);
	buf_close(&covered);
	if (app->message_count == APP_MESSAGES) {
		free(app->messages[0].text);
		memmove(app->messages, app->messages + 1,
			--app->message_count * sizeof *app->messages);
	}
	app->messages[app->message_count++] = (struct message){ style, text.data };
	app->message_shown = true;
}

/* What a view's function answered; -1 is said to the person. */
static void
answered(struct app *app, const struct call *c, int answer)
{
	if (answer != 0)
		app_say(app, ST_BAD, "no: %s", c->err.text);
	settle(app);
}

void
app_run(struct app *app, const struct command *command, int key, const char *argument)
{
	struct call c = app_call(app, app->depth - 1);

	c.key = key;
	c.argument = argument;
	app->runs++;
	if (app->desk != NULL)
		worktime_tick(app->desk);
	if (command->ready != NULL && command->ready(&c) != 0)
		answered(app, &c, -1);
	else
		answered(app, &c, command->run(&c));
}

void
app_visit(struct app *app, const char *view, const char *argument)
{
	struct call c = app_call(app, app->depth - 1);

	answered(app, &c, app_open(&c, view, argument));
}

void
app_program(struct call *c, const char *const *argv, int (*done)(struct call *c))
{
	struct arena *arena = &c->app->errand_arena;
	const char **copy;
	size_t count = 0;

	while (argv[count] != NULL)
		count++;
	copy = arena_array(arena, count + 1, sizeof *copy);
	for (size_t i = 0; i < count; i++)
		copy[i] = arena_text(arena, argv[i]);
	c->app->errand = (struct errand){ copy, done, c->frame };
}

void
app_errand_done(struct app *app, int status)
{
	struct call c = app_call(app, app->errand.frame);
	int (*done)(struct call *c) = app->errand.done;

	app->errand = (struct errand){ 0 };
	c.key = status;
	answered(app, &c, done(&c));
	if (app->errand.argv == NULL)
		arena_close(&app->errand_arena);
}

/* ---- typing ---- */

static struct history *
history_of(struct app *app)
{
	return app->ask.history != NULL ? app->ask.history : &app->history;
}

void
app_unsee(struct app *app)
{
	app->unseen = app->tells_seen;
}

void
app_ask(struct call *c, const struct ask *ask)
{
	struct app *app = c->app;

	app->ask = *ask;
	app->unkept = false;
	snprintf(app->ask_label, sizeof app->ask_label, "%s", ask->label);
	app->message_shown = false;
	app->ask_frame = c->frame;
	app->mode = MODE_TEXT;
	if (ask->weighs)
		app_unsee(app);
	if (ask->many_lines)
		textarea_open(&app->textarea, ask->text);
	else
		prompt_open(&app->prompt, ask->text, ask->secret,
			    ask->secret ? NULL : history_of(app));
}

static struct buf *
entered(struct app *app)
{
	return app->ask.many_lines ? &app->textarea.text : &app->prompt.text;
}

static void
tell(struct app *app, int (*what)(struct call *c))
{
	struct call c = app_call(app, app->ask_frame);

	c.argument = entered(app)->data == NULL ? "" : entered(app)->data;
	if (what != NULL)
		answered(app, &c, what(&c));
}

/* What has no place to wait in unsaid is said. */
void
app_leave(struct app *app)
{
	app_keep(app);
	if (app->mode == MODE_TEXT && app->ask.many_lines && app->ask.keep == NULL)
		app_key(app, KEY_ESCAPE);
}

void
app_keep(struct app *app)
{
	if (app->mode != MODE_TEXT || app->ask.keep == NULL || !app->unkept)
		return;
	app->unkept = false;
	tell(app, app->ask.keep);
}

/* The entry is closed before its answer runs, so that the answer may ask again; its text
 * outlives the answer. */
static void
finish_typing(struct app *app, int (*what)(struct call *c))
{
	struct input prompt = app->prompt;
	struct textarea textarea = app->textarea;
	struct call c = app_call(app, app->ask_frame);

	c.argument = entered(app)->data == NULL ? "" : entered(app)->data;
	if (!app->ask.many_lines && !app->ask.secret && !app->ask.one && what == app->ask.done)
		history_add(history_of(app), buf_span(&prompt.text));
	app->prompt = (struct input){ 0 };
	app->textarea = (struct textarea){ 0 };
	app->mode = MODE_COMMAND;
	if (what != NULL)
		answered(app, &c, what(&c));
	prompt_close(&prompt);
	textarea_close(&textarea);
}

static void
type_key(struct app *app, int key)
{
	enum entry_state state;

	if (app->ask.weighs && app->unseen && key != KEY_ESCAPE && key != KEY_CTRL('c'))
		return;
	app->message_shown = false;
	app->unkept = true;
	state = app->ask.many_lines ? textarea_key(&app->textarea, key)
		: prompt_key(&app->prompt, key);

	if (state == ENTRY_DONE || (app->ask.one && state == ENTRY_OPEN
				    && app->prompt.text.len != 0))
		finish_typing(app, app->ask.done);
	else if (state == ENTRY_DROPPED)
		finish_typing(app, app->ask.dropped);
	else if (state == ENTRY_OPEN && !app->slow)
		tell(app, app->ask.changed);
}

/* ---- keys ---- */

static bool
is_too_small(const struct app *app)
{
	return app->canvas.rows < APP_LEAST_ROWS || app->canvas.columns < APP_LEAST_COLUMNS;
}

static void
command_key(struct app *app, int key)
{
	const struct view *view = app_top(app);
	const struct command *command = command_for_key(app->keymap, view->commands,
							view->command_count, key);
	struct buf name = { 0 };

	app->message_shown = false;
	if (command == NULL)
		command = command_for_key(app->keymap, app_commands, app_command_count, key);
	if (command != NULL) {
		app_run(app, command, command_means(app->keymap, command, key), "");
	} else if (key != KEY_ESCAPE && key != KEY_CTRL('c')) {
		key_print(&name, key);
		app_say(app, ST_PLAIN, "%s does nothing here; %s lists what does", name.data,
			app_key_name(app, NULL, "help").text);
		buf_close(&name);
	}
}

/* The screen drawn again, or left for a while: also while something is typed. */
static const struct command *
works_anywhere(const struct app *app, int key)
{
	bool typed = key >= ' ' || key == KEY_RETURN || key == KEY_TABULATOR
		|| key == KEY_ESCAPE;
	const struct command *command = typed ? NULL
		: command_for_key(app->keymap, app_commands, app_command_count, key);

	return command != NULL && (command->run == run_repaint || command->run == run_suspend)
		? command : NULL;
}

bool
app_read_on(struct app *app)
{
	const struct view *view = app_top(app);
	struct call call = app_call(app, app->depth - 1);
	bool more;

	if (app->left)
		return false;
	more = app->desk != NULL && desk_read_on(&call);
	return (view->painted != NULL && !app->left && view->painted(&call)) || more;
}

void
app_key(struct app *app, int key)
{
	const struct command *anywhere = works_anywhere(app, key);

	if (app->left)
		return;
	app_read_on(app);
	app->tour = false;
	if (anywhere != NULL)
		app_run(app, anywhere, key, "");
	else if (is_too_small(app))
		return;
	else if (app->mode == MODE_TEXT)
		type_key(app, key);
	else if (app->mode == MODE_PALETTE)
		palette_key(app, key);
	else
		command_key(app, key);
}

/* Drawn first: what lay there may have been closed by a key that was not shown yet. */
void
app_mouse(struct app *app, struct mouse mouse)
{
	app->tour = false;
	if (app->left || is_too_small(app) || app->mode != MODE_COMMAND)
		return;
	app_read_on(app);
	app_draw(app);
	canvas_point(&app->canvas, mouse.row, mouse.column, mouse.wheel);
}

struct key_name
app_key_name(const struct app *app, const char *view, const char *command)
{
	const struct view *found = view == NULL ? NULL : app_view(app, view);
	const struct command *row = view == NULL
		? command_named(app_commands, app_command_count, command)
		: found == NULL ? NULL
		: command_named(found->commands, found->command_count, command);
	struct key_name name;
	struct buf keys = { 0 };

	if (row != NULL)
		command_print_keys(&keys, app->keymap, row, true);
	snprintf(name.text, sizeof name.text, "%s%s", keys.len == 0 ? ":" : "",
		 keys.len == 0 ? command : keys.data);
	buf_close(&keys);
	return name;
}

void
app_keys(struct app *app, const char *names)
{
	struct span rest = span_of(names);
	int key;

	while ((key = key_parse(&rest)) != KEY_NONE)
		app_key(app, key);
}

void
app_size(struct app *app, int rows, int columns)
{
	canvas_open(&app->canvas, rows, columns);
}
