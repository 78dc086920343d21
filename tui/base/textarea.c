#include "tui/base/textarea.h"

#include "tui/base/keys.h"

void
textarea_open(struct textarea *textarea, const char *text)
{
	*textarea = (struct textarea){ .columns = 80 };
	buf_text(&textarea->text, text == NULL ? "" : text);
	textarea->at = textarea->text.len;
}

void
textarea_close(struct textarea *textarea)
{
	buf_close(&textarea->text);
	*textarea = (struct textarea){ 0 };
}

/* One row of the text as it is wrapped: where it begins, its bytes, and the next one. */
static bool
next_row(struct span *row, struct span *rest, int columns)
{
	if (rest->len == 0)
		return false;
	*row = text_break(*rest, columns);
	text_skip(rest, *row);
	return true;
}

/* A newline at the very end opens a row that text_break cannot see. */
static bool
ends_open(const struct textarea *textarea)
{
	const struct buf *text = &textarea->text;

	return text->len != 0 && text->data[text->len - 1] == '\n';
}

/* Row of the cursor, and the bytes of that row before it. */
static int
find_cursor(const struct textarea *textarea, struct span *before)
{
	struct span rest = buf_span(&textarea->text), row;
	const char *at = rest.data + textarea->at;
	int number = 0;

	*before = (struct span){ at, 0 };
	for (; next_row(&row, &rest, textarea->columns); number++) {
		const char *next = rest.len == 0 ? NULL : rest.data;

		*before = (struct span){ row.data, (size_t)(at - row.data) };
		if (next != NULL ? at < next : !(ends_open(textarea) && at == rest.data))
			return number;
	}
	*before = (struct span){ at, 0 };
	return number;
}

static bool
find_row(const struct textarea *textarea, int wanted, struct span *row)
{
	struct span rest = buf_span(&textarea->text);

	for (int number = 0; next_row(row, &rest, textarea->columns); number++)
		if (number == wanted)
			return true;
	*row = rest;
	return ends_open(textarea) && wanted > 0;
}

static void
move_rows(struct textarea *textarea, int by)
{
	struct span before, row, rest;
	struct glyph glyph;
	int number = find_cursor(textarea, &before) + by;
	size_t width = text_width(before), passed = 0;

	if (number < 0 || !find_row(textarea, number, &row))
		return;
	for (rest = row; rest.len != 0 && passed < width; passed += glyph.width)
		text_glyph(&glyph, &rest);
	textarea->at = (size_t)(rest.data - textarea->text.data);
}

static void
move_up(struct textarea *textarea)
{
	move_rows(textarea, -1);
}

static void
move_down(struct textarea *textarea)
{
	move_rows(textarea, 1);
}

static void
move_left(struct textarea *textarea)
{
	textarea->at -= text_before(buf_span(&textarea->text), textarea->at);
}

static void
move_right(struct textarea *textarea)
{
	textarea->at += text_after(buf_span(&textarea->text), textarea->at);
}

static void
move_home(struct textarea *textarea)
{
	while (textarea->at > 0 && textarea->text.data[textarea->at - 1] != '\n')
		textarea->at--;
}

static void
move_end(struct textarea *textarea)
{
	while (textarea->at < textarea->text.len
	       && textarea->text.data[textarea->at] != '\n')
		textarea->at++;
}

static void
rub_out(struct textarea *textarea)
{
	size_t len = text_before(buf_span(&textarea->text), textarea->at);

	textarea->at -= len;
	buf_cut(&textarea->text, textarea->at, len);
}

static void
delete_after(struct textarea *textarea)
{
	buf_cut(&textarea->text, textarea->at,
		text_after(buf_span(&textarea->text), textarea->at));
}

static void
rub_line(struct textarea *textarea)
{
	size_t end = textarea->at;

	move_home(textarea);
	buf_cut(&textarea->text, textarea->at, end - textarea->at);
}

static void
rub_word(struct textarea *textarea)
{
	size_t end = textarea->at, at = end;

	while (at > 0 && textarea->text.data[at - 1] == ' ')
		at--;
	while (at > 0 && textarea->text.data[at - 1] != ' '
	       && textarea->text.data[at - 1] != '\n')
		at--;
	textarea->at = at;
	buf_cut(&textarea->text, at, end - at);
}

static const struct {
	int key;
	void (*act)(struct textarea *textarea);
} actions[] = {
	{ KEY_ARROW_LEFT, move_left },	{ KEY_CTRL('b'), move_left },
	{ KEY_ARROW_RIGHT, move_right }, { KEY_CTRL('f'), move_right },
	{ KEY_ARROW_UP, move_up },	{ KEY_CTRL('p'), move_up },
	{ KEY_ARROW_DOWN, move_down },	{ KEY_CTRL('n'), move_down },
	{ KEY_LINE_HOME, move_home },	{ KEY_CTRL('a'), move_home },
	{ KEY_LINE_END, move_end },	{ KEY_CTRL('e'), move_end },
	{ KEY_RUBOUT, rub_out },	{ KEY_DELETE, delete_after },
	{ KEY_CTRL('u'), rub_line },	{ KEY_CTRL('w'), rub_word },
};

static void
type(struct textarea *textarea, int key)
{
	struct buf typed = { 0 };

	text_encode(&typed, key == KEY_RETURN ? '\n' : (uint32_t)key);
	if (textarea->text.len + typed.len <= TEXTAREA_BYTES) {
		buf_insert(&textarea->text, textarea->at, typed.data, typed.len);
		textarea->at += typed.len;
	}
	buf_close(&typed);
}

enum entry_state
textarea_key(struct textarea *textarea, int key)
{
	if (key == KEY_ESCAPE || key == KEY_CTRL('d'))
		return ENTRY_DONE;
	if (key == KEY_CTRL('c'))
		return ENTRY_DROPPED;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (actions[i].key == key) {
			actions[i].act(textarea);
			return ENTRY_OPEN;
		}
	if (!key_is_text(key) && key != KEY_RETURN)
		return ENTRY_OTHER;
	type(textarea, key);
	return ENTRY_OPEN;
}

void
textarea_draw(struct textarea *textarea, const struct area *area)
{
	struct span rest = buf_span(&textarea->text), row, before;
	int number = 0, cursor;

	textarea->columns = area->columns > 1 ? area->columns - 1 : 1;
	cursor = find_cursor(textarea, &before);
	if (cursor < textarea->top)
		textarea->top = cursor;
	else if (cursor >= textarea->top + area->rows)
		textarea->top = cursor - area->rows + 1;
	for (; next_row(&row, &rest, textarea->columns); number++)
		area_put(area, number - textarea->top, 0, ST_PLAIN, row);
	area_cursor(area, cursor - textarea->top, (int)text_width(before));
}
