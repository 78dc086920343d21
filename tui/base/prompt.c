#include "tui/base/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "tui/base/keys.h"

void
history_close(struct history *history)
{
	for (size_t i = 0; i < history->count; i++)
		free(history->lines[i]);
	history->count = 0;
}

void
history_add(struct history *history, struct span line)
{
	char *copy;

	if (line.len == 0 || (history->count != 0
	    && span_is(line, history->lines[history->count - 1])))
		return;
	if (history->count == HISTORY_LINES) {
		free(history->lines[0]);
		memmove(history->lines, history->lines + 1,
			--history->count * sizeof *history->lines);
	}
	copy = malloc(line.len + 1);
	if (copy == NULL)
		abort();
	memcpy(copy, line.data, line.len);
	copy[line.len] = '\0';
	history->lines[history->count++] = copy;
}

void
buf_insert(struct buf *buf, size_t at, const char *data, size_t len)
{
	buf_room(buf, len + 1);
	memmove(buf->data + at + len, buf->data + at, buf->len - at);
	memcpy(buf->data + at, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_cut(struct buf *buf, size_t at, size_t len)
{
	memmove(buf->data + at, buf->data + at + len, buf->len - at - len);
	buf->len -= len;
	buf->data[buf->len] = '\0';
}

size_t
text_after(struct span text, size_t at)
{
	struct span rest = { text.data + at, text.len - at };
	struct glyph glyph;

	return text_glyph(&glyph, &rest) ? glyph.source : 0;
}

size_t
text_before(struct span text, size_t at)
{
	struct span rest = { text.data, at };
	struct glyph glyph = { .source = 0 };

	while (text_glyph(&glyph, &rest))
		continue;
	return at == 0 ? 0 : glyph.source;
}

/* The buffer of a secret never grows: no copy of it is left behind. */
void
prompt_open(struct input *prompt, const char *text, bool secret,
	    const struct history *history)
{
	*prompt = (struct input){ .secret = secret, .history = history };
	buf_room(&prompt->text, secret ? PROMPT_BYTES + 16 : 64);
	prompt_set(prompt, span_of(text == NULL ? "" : text));
}

static void
wipe(char *at, size_t len)
{
	volatile char *byte = at;

	while (len-- > 0)
		*byte++ = 0;
}

void
prompt_close(struct input *prompt)
{
	if (prompt->secret && prompt->text.data != NULL)
		wipe(prompt->text.data, prompt->text.cap);
	buf_close(&prompt->text);
	*prompt = (struct input){ 0 };
}

void
prompt_set(struct input *prompt, struct span text)
{
	buf_clear(&prompt->text);
	buf_put(&prompt->text, text.data, text.len < PROMPT_BYTES ? text.len : PROMPT_BYTES);
	prompt->at = prompt->text.len;
	prompt->shift = 0;
}

static void
move_left(struct input *prompt)
{
	prompt->at -= text_before(buf_span(&prompt->text), prompt->at);
}

static void
move_right(struct input *prompt)
{
	prompt->at += text_after(buf_span(&prompt->text), prompt->at);
}

static void
move_home(struct input *prompt)
{
	prompt->at = 0;
}

static void
move_end(struct input *prompt)
{
	prompt->at = prompt->text.len;
}

static void
rub_out(struct input *prompt)
{
	size_t len = text_before(buf_span(&prompt->text), prompt->at);

	prompt->at -= len;
	buf_cut(&prompt->text, prompt->at, len);
}

static void
delete_after(struct input *prompt)
{
	buf_cut(&prompt->text, prompt->at,
		text_after(buf_span(&prompt->text), prompt->at));
}

static void
rub_line(struct input *prompt)
{
	buf_cut(&prompt->text, 0, prompt->at);
	prompt->at = 0;
}

static void
rub_word(struct input *prompt)
{
	size_t end = prompt->at;

	while (prompt->at > 0 && prompt->text.data[prompt->at - 1] == ' ')
		prompt->at--;
	while (prompt->at > 0 && prompt->text.data[prompt->at - 1] != ' ')
		prompt->at--;
	buf_cut(&prompt->text, prompt->at, end - prompt->at);
}

static void
recall(struct input *prompt, size_t back)
{
	const struct history *history = prompt->history;

	if (history == NULL || back > history->count)
		return;
	prompt->back = back;
	prompt_set(prompt, span_of(back == 0 ? "" : history->lines[history->count - back]));
}

static void
older(struct input *prompt)
{
	recall(prompt, prompt->back + 1);
}

static void
newer(struct input *prompt)
{
	if (prompt->back > 0)
		recall(prompt, prompt->back - 1);
}

static const struct {
	int key;
	void (*act)(struct input *prompt);
} actions[] = {
	{ KEY_ARROW_LEFT, move_left },	{ KEY_CTRL('b'), move_left },
	{ KEY_ARROW_RIGHT, move_right }, { KEY_CTRL('f'), move_right },
	{ KEY_LINE_HOME, move_home },	{ KEY_CTRL('a'), move_home },
	{ KEY_LINE_END, move_end },	{ KEY_CTRL('e'), move_end },
	{ KEY_RUBOUT, rub_out },	{ KEY_DELETE, delete_after },
	{ KEY_CTRL('u'), rub_line },	{ KEY_CTRL('w'), rub_word },
	{ KEY_ARROW_UP, older },	{ KEY_CTRL('p'), older },
	{ KEY_ARROW_DOWN, newer },	{ KEY_CTRL('n'), newer },
};

static void
type(struct input *prompt, int key)
{
	struct buf typed = { 0 };

	text_encode(&typed, (uint32_t)key);
	if (prompt->text.len + typed.len <= PROMPT_BYTES) {
		buf_insert(&prompt->text, prompt->at, typed.data, typed.len);
		prompt->at += typed.len;
	}
	wipe(typed.data, typed.len);
	buf_close(&typed);
}

enum entry_state
prompt_key(struct input *prompt, int key)
{
	if (key == KEY_RETURN)
		return ENTRY_DONE;
	if (key == KEY_ESCAPE || key == KEY_CTRL('c'))
		return ENTRY_DROPPED;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (actions[i].key == key) {
			actions[i].act(prompt);
			return ENTRY_OPEN;
		}
	if (!key_is_text(key))
		return ENTRY_OTHER;
	type(prompt, key);
	return ENTRY_OPEN;
}

/* A star a character: nobody behind the person reads it, and they see that it arrives. */
static void
stars(struct buf *out, struct span text)
{
	struct glyph glyph;

	while (text_glyph(&glyph, &text))
		buf_char(out, '*');
}

/* Scrolled by half a row at a time, so that typing at the edge stays cheap. */
static void
shift_to(struct input *prompt, int column, int columns)
{
	int half = columns > 1 ? columns / 2 : 1;

	while (column - prompt->shift >= columns)
		prompt->shift += half;
	while (column < prompt->shift)
		prompt->shift -= half;
	if (prompt->shift < 0)
		prompt->shift = 0;
}

enum { ANSWER = 8 };	/* columns an answer has at least */

/* Of a label too long to leave room for an answer, the end: that is what is asked. */
static int
draw_label(const struct area *area, int row, const char *label)
{
	struct span rest = span_of(label);
	int column = 0, most = area->columns - ANSWER;

	if (text_columns(0, rest) > most)
		column = area_text(area, row, 0, ST_PLAIN, "\u2026");
	while (column != 0 && text_columns(column, rest) > most && rest.len != 0)
		span_cut(&rest, ' ');
	return area_put(area, row, column, ST_PLAIN, rest);
}

void
prompt_draw(struct input *prompt, const struct area *area, int row, const char *label)
{
	int start = draw_label(area, row, label), column;
	struct area inside = area_part(area, row, start, 1, area->columns);
	struct span text = buf_span(&prompt->text), before = { text.data, prompt->at };
	struct buf shown = { 0 };

	if (prompt->secret) {
		stars(&shown, before);
		before = (struct span){ shown.data, shown.len };
		stars(&shown, (struct span){ text.data + prompt->at, text.len - prompt->at });
		text = buf_span(&shown);
	}
	column = (int)text_width(before);
	shift_to(prompt, column, inside.columns);
	for (int left = prompt->shift; left > 0 && text.len != 0;) {
		struct glyph glyph;

		text_glyph(&glyph, &text);
		left -= glyph.width;
	}
	area_put(&inside, 0, 0, ST_PLAIN, text);
	area_cursor(&inside, 0, column - prompt->shift);
	buf_close(&shown);
}
