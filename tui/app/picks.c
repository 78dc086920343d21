#include "tui/app/picks.h"

#include "tui/app/desk.h"
#include "tui/base/keys.h"

/* Names as key_parse reads them. */
struct pick_keys {
	const char *levels, *codes;
	int first;			/* the digit of the first of two keys; -1: not pressed */
};

/* What no digit picks, or what stands in the place of what one picked. */
static int
draw_earlier(const struct area *row, int column, const struct session *session,
	     size_t criterion)
{
	struct buf text = { 0 };

	session_print_earlier(&text, session, criterion, " ");
	if (text.len != 0)
		column = area_put(row, 0, column, ST_STRONG, buf_span(&text));
	buf_close(&text);
	return column;
}

/* The key in a place of a list of names. */
static int
key_in_place(const char *names, size_t place)
{
	struct span rest = span_of(names);
	int key = key_parse(&rest);

	for (; place > 0 && key != KEY_NONE; place--)
		key = key_parse(&rest);
	return key;
}

static void
print_digit(struct buf *out, const struct pick_keys *keys, size_t digit)
{
	int key = digit == 0 ? key_in_place(keys->codes, 0)
		: key_in_place(keys->levels, digit - 1);

	if (key == KEY_NONE)
		buf_char(out, '?');
	else
		key_print(out, key);
}

/* What picks a level: one key, or two where there are more than nine. */
static void
print_pick(struct buf *out, const struct pick_keys *keys, size_t number, bool two)
{
	if (two)
		print_digit(out, keys, number / 10);
	print_digit(out, keys, number % 10);
}

/* A level and what picks it. */
static void
print_level(struct buf *out, const struct pick_keys *keys, const struct scale *scale,
	    size_t index)
{
	buf_char(out, ' ');
	print_pick(out, keys, index + 1, scale->level_count > PICK_DIGITS);
	buf_printf(out, " %s ", scale->levels[index].label);
}

/* Past the edge the rest is two dots: the first of two keys shows them. */
static void
draw_picks(const struct area *row, int column, const struct pick_keys *keys,
	   const struct scale *scale)
{
	struct buf codes = { 0 };

	buf_char(&codes, ' ');
	print_pick(&codes, keys, 0, scale->level_count > PICK_DIGITS);
	buf_text(&codes, " codes --");
	for (size_t i = 0; i < scale->level_count; i++) {
		bool last = i + 1 == scale->level_count;
		struct buf text = { 0 };
		int end;

		if (keys->first >= 0 && (i + 1) / 10 != (size_t)keys->first)
			continue;
		print_level(&text, keys, scale, i);
		end = text_columns(column, buf_span(&text)) + (int)codes.len + (last ? 0 : 2);
		if (end <= row->columns || scale->level_count <= PICK_DIGITS)
			column = area_put(row, 0, column, ST_PLAIN, buf_span(&text));
		buf_close(&text);
		if (end > row->columns && scale->level_count > PICK_DIGITS) {
			column = area_text(row, 0, column, ST_PLAIN, " ..");
			break;
		}
	}
	area_put(row, 0, column, ST_PLAIN, buf_span(&codes));
	buf_close(&codes);
}

static const char *
keys_of(const struct app *app, const char *command)
{
	const struct view *view = app_view(app, "score");

	return command_keys(app->keymap, command_named(view->commands, view->command_count,
						       command));
}

void
picks_draw(const struct area *row, const struct app *app, int first)
{
	const struct session *session = app->desk->session;
	size_t index = app->desk->criterion;
	struct pick_keys keys = { keys_of(app, "level"), keys_of(app, "codes"), first };
	const struct criterion *criterion = &session->rubric->criteria[index];
	const struct scale *scale = criterion->scale;
	int column = area_text(row, 0, 0, ST_PLAIN, "--");

	column = draw_earlier(row, column, session, index);
	if (attempt_is_carried(&session->scoring.attempt, index)) {
		area_text(row, 0, column, ST_PLAIN, " --");
		return;
	}
	if (column > 2)
		column = area_text(row, 0, column, ST_PLAIN, " --");
	if (scale == NULL) {
		column = area_text(row, 0, column, ST_PLAIN, " ");
		area_printf(row, 0, column, ST_PLAIN, "%s note --", app_key_name(app, "score", "note").text);
		return;
	}
	draw_picks(row, column, &keys, scale);
}
