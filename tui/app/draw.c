/* The frame around the view on top: status line, footer, and what is being typed. */
#include "tui/app/app.h"

#include "tui/app/desk.h"
#include "tui/app/palette.h"
#include "tui/app/tour.h"
#include "tui/base/pane.h"

enum {
	BELOW = 2,		/* rows under a view */
	TEXTAREA_ROWS = 7,	/* of a note, with its label */
	STATUS_COLUMN = 9,	/* after the word for the mode */
};

static const char *const mode_words[] = {
	[MODE_COMMAND] = "COMMAND", [MODE_TEXT] = "TEXT", [MODE_PALETTE] = "PALETTE",
};

/* Seen to be cut, and where all of it stands is said. */
static void
put_cut(const struct app *app, const struct area *row, int column, enum style style,
	struct span text)
{
	struct key_name all = app_key_name(app, NULL, "messages");
	size_t room = (size_t)(row->columns - column);
	struct buf cut = { 0 };

	if (text_columns(0, text) > row->columns - column) {
		text_line(&cut, text, room - strlen(all.text) - 1);
		buf_printf(&cut, " %s", all.text);
		text = buf_span(&cut);
	}
	area_put(row, 0, column, style, text);
	buf_close(&cut);
}

/* A row, and where on it there is room. */
struct room {
	const struct area *row;
	int column;
};

/* What was said last, on two rows where one does not hold it. */
static void
draw_message(const struct app *app, struct room first, struct room second)
{
	const struct message *message = &app->messages[app->message_count - 1];
	struct span rest = span_of(message->text);
	struct span line = text_break(rest, first.row->columns - first.column);

	area_put(first.row, 0, first.column, message->style, line);
	text_skip(&rest, line);
	put_cut(app, second.row, second.column, message->style, rest);
}

/* It goes on over the footer; where one types there, it begins over the view. Is the footer covered? */
static bool
place_message(const struct app *app, const struct area *view, const struct area *row,
	      const struct area *foot)
{
	struct span text = span_of(app->messages[app->message_count - 1].text);
	struct area above = area_part(view, view->rows - 1, 0, 1, view->columns);
	struct room status = { row, STATUS_COLUMN };
	bool fits = text_columns(0, text) <= row->columns - STATUS_COLUMN;

	if (fits || app->mode == MODE_COMMAND || app->ask.many_lines) {
		draw_message(app, status, (struct room){ foot, 0 });
		return !fits;
	}
	area_blank(&above);
	draw_message(app, (struct room){ &above, 0 }, status);
	return false;
}

/* Is the footer covered? */
static bool
draw_status(struct app *app, const struct area *view, const struct area *row,
	    const struct area *foot)
{
	struct call c = app_call(app, app->depth - 1);
	struct buf text = { 0 }, cut = { 0 };

	area_text(row, 0, 0, app->mode == MODE_COMMAND ? ST_PLAIN : ST_TITLE,
		  mode_words[app->mode]);
	if (app->working > 0)
		buf_printf(&text, "working, %d%%; Esc stops it", app->working);
	else if (app->working < 0)
		buf_text(&text, "working; Esc stops it");
	else if (app->mode == MODE_TEXT && app->ask.many_lines && !app->message_shown)
		buf_text(&text, "Enter begins a line; " TEXTAREA_HINT);
	else if (app->mode == MODE_TEXT && !app->message_shown)
		buf_text(&text, app->ask.one ? "one letter, or Esc"
			 : "Enter takes it, Esc drops it");
	else if (app->mode == MODE_PALETTE)
		buf_text(&text, "Enter runs, Tab completes, Up and Down choose, Esc drops it");
	else if (!app->message_shown && app_top(app)->status != NULL)
		app_top(app)->status(&c, &text);
	if (text.len == 0 && app->message_shown) {
		buf_close(&text);
		return place_message(app, view, row, foot);
	}
	text_line(&cut, buf_span(&text), (size_t)(row->columns - STATUS_COLUMN));
	area_put(row, 0, STATUS_COLUMN, ST_PLAIN, buf_span(&cut));
	buf_close(&text);
	buf_close(&cut);
	return false;
}

/* `u undo`; in brackets when it would be refused now. */
static enum style
print_hint(struct buf *out, struct app *app, const struct command *command)
{
	struct call c = app_call(app, app->depth - 1);
	bool refused = command->ready != NULL && command->ready(&c) != 0;

	buf_text(out, refused ? "(" : "");
	command_print_keys(out, app->keymap, command, true);
	buf_printf(out, " %s%s", command->name, refused ? ")" : "");
	return refused ? ST_DIM : ST_PLAIN;
}

/* The hints of a table from `column` on, as many as fit whole. Returns the column after. */
static int
draw_hints(struct app *app, const struct area *row, int column, const struct command *commands,
	   size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf text = { 0 };
		enum style style;

		if (!commands[i].foot)
			continue;
		style = print_hint(&text, app, &commands[i]);
		if (column + (int)text.len <= row->columns) {
			area_put(row, 0, column, style, buf_span(&text));
			column += (int)text.len + 2;
		}
		buf_close(&text);
	}
	return column;
}

/* How to get help and how to leave come first, and are shown last. */
static void
draw_footer(struct app *app, const struct area *row)
{
	const struct view *view = app_top(app);
	struct area nowhere = area_part(row, 0, 0, 0, row->columns), left;
	int after;

	after = draw_hints(app, &nowhere, 0, app_commands, app_command_count);
	left = area_part(row, 0, 0, 1, row->columns - after);
	draw_hints(app, row, draw_hints(app, &left, 0, view->commands, view->command_count),
		   app_commands, app_command_count);
}

/* A note being written lies over the lower rows of the view. */
static void
draw_textarea(struct app *app, const struct area *view)
{
	int rows = TEXTAREA_ROWS < view->rows ? TEXTAREA_ROWS : view->rows - 1;
	struct area over = area_part(view, view->rows - rows, 0, rows, view->columns);
	struct area label;

	area_blank(&over);
	label = area_take(&over, 1);
	area_rule(&label, 0, area_printf(&label, 0, 0, ST_TITLE, "%s ", app->ask_label),
		  ST_PLAIN, '-');
	over.columns = over.columns > TEXT_COLUMNS ? TEXT_COLUMNS : over.columns;
	textarea_draw(&app->textarea, &over);
}

static void
draw_typing(struct app *app, const struct area *view, const struct area *foot)
{
	if (app->mode == MODE_PALETTE)
		palette_draw(app, view, foot);
	else if (app->ask.many_lines)
		draw_textarea(app, view);
	else
		prompt_draw(&app->prompt, foot, 0, app->ask_label);
}

static void
draw_too_small(struct app *app)
{
	struct area all = canvas_area(&app->canvas);
	struct buf text = { 0 };

	buf_printf(&text, "This terminal is %dx%d; assay needs %dx%d. Nothing is lost: make it "
		   "larger.", all.columns, all.rows, APP_LEAST_COLUMNS, APP_LEAST_ROWS);
	area_wrap(&all, 0, 0, ST_PLAIN, buf_span(&text));
	buf_close(&text);
}

void
app_draw(struct app *app)
{
	struct area all = canvas_area(&app->canvas), view, status;
	struct call c = app_call(app, app->depth - 1);
	bool covered;

	canvas_blank(&app->canvas);
	app->canvas.veil = app->desk == NULL ? NULL : &app->desk->veil;
	if (all.rows < APP_LEAST_ROWS || all.columns < APP_LEAST_COLUMNS) {
		draw_too_small(app);
		return;
	}
	if (app->depth == 0)
		return;
	view = area_take(&all, all.rows - BELOW);
	status = area_take(&all, 1);
	app_top(app)->draw(&c, &view);
	if (app->tour)
		tour_draw(app, &view);
	covered = draw_status(app, &view, &status, &all);
	if (!covered && (app->mode == MODE_COMMAND
			 || (app->mode == MODE_TEXT && app->ask.many_lines)))
		draw_footer(app, &all);
	if (app->mode != MODE_COMMAND)
		draw_typing(app, &view, &all);
}
