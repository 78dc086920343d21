#include "tui/base/keys.h"

#include <string.h>

#include "core/base/text.h"

static const struct {
	const char *name;
	int key;
} named[] = {
	{ "Tab", KEY_TABULATOR },	{ "Enter", KEY_RETURN },
	{ "Esc", KEY_ESCAPE },		{ "BS", KEY_RUBOUT },
	{ "Space", ' ' },		{ "lt", '<' },
	{ "Up", KEY_ARROW_UP },		{ "Down", KEY_ARROW_DOWN },
	{ "Left", KEY_ARROW_LEFT },	{ "Right", KEY_ARROW_RIGHT },
	{ "Home", KEY_LINE_HOME },	{ "End", KEY_LINE_END },
	{ "PgUp", KEY_PAGE_UP },	{ "PgDn", KEY_PAGE_DOWN },
	{ "Ins", KEY_INSERT },		{ "Del", KEY_DELETE },
	{ "S-Tab", KEY_BACK_TAB },
};

/* What xterm, vt100, linux, screen and tmux send, in both cursor key modes. */
static const struct key_sequence common[] = {
	{ "\033[A", KEY_ARROW_UP },	{ "\033OA", KEY_ARROW_UP },
	{ "\033[B", KEY_ARROW_DOWN },	{ "\033OB", KEY_ARROW_DOWN },
	{ "\033[C", KEY_ARROW_RIGHT },	{ "\033OC", KEY_ARROW_RIGHT },
	{ "\033[D", KEY_ARROW_LEFT },	{ "\033OD", KEY_ARROW_LEFT },
	{ "\033[H", KEY_LINE_HOME },	{ "\033OH", KEY_LINE_HOME },
	{ "\033[F", KEY_LINE_END },	{ "\033OF", KEY_LINE_END },
	{ "\033[1~", KEY_LINE_HOME },	{ "\033[7~", KEY_LINE_HOME },
	{ "\033[4~", KEY_LINE_END },	{ "\033[8~", KEY_LINE_END },
	{ "\033[2~", KEY_INSERT },	{ "\033[3~", KEY_DELETE },
	{ "\033[5~", KEY_PAGE_UP },	{ "\033[6~", KEY_PAGE_DOWN },
	{ "\033[Z", KEY_BACK_TAB },	{ "\033[0n", KEY_ANSWER },
	{ "\033OM", KEY_RETURN },	{ NULL, 0 },
};

size_t
keys_room(const struct key_decoder *decoder)
{
	return sizeof decoder->waiting - decoder->len;
}

void
keys_feed(struct key_decoder *decoder, const char *bytes, size_t len)
{
	memcpy(decoder->waiting + decoder->len, bytes, len);
	decoder->len += len;
}

static int
take(struct key_decoder *decoder, size_t len, int key)
{
	decoder->len -= len;
	memmove(decoder->waiting, decoder->waiting + len, decoder->len);
	memset(decoder->waiting + decoder->len, 0, len);	/* it may be a passphrase */
	return key;
}

static const struct key_sequence *
find_sequence(const struct key_sequence *table, struct span in, bool *more)
{
	for (; table != NULL && table->bytes != NULL; table++) {
		size_t len = strlen(table->bytes);

		if (span_starts(in, table->bytes))
			return table;
		if (in.len < len && memcmp(table->bytes, in.data, in.len) == 0)
			*more = true;
	}
	return NULL;
}

/* Length of a CSI or SS3 sequence; 0 while its end has not come. */
static size_t
sequence_len(struct span in)
{
	size_t i = 2;

	if (in.len < 3)
		return 0;
	if (in.data[1] == 'O')
		return 3;
	while (i < in.len && in.data[i] >= 0x20 && in.data[i] < 0x40)
		i++;
	return i == in.len ? 0 : i + 1;
}

enum { MOUSE_LEFT = 0, MOUSE_UP = 64, MOUSE_DOWN = 65, MOUSE_STEP = 3, MOUSE_FAR = 10000 };

/* `ESC [ < button ; column ; row M`, from 1 (xterm, "SGR mouse mode"); `m` lets go. What is
 * no click and no wheel was nowhere. */
static void
read_mouse(struct mouse *out, struct span in)
{
	int numbers[3] = { 0 };
	size_t which = 0;
	bool sound = in.data[in.len - 1] == 'M';

	for (size_t at = 3; at + 1 < in.len && sound; at++)
		if (in.data[at] == ';')
			sound = ++which < 3;
		else if (in.data[at] < '0' || in.data[at] > '9' || numbers[which] > MOUSE_FAR)
			sound = false;
		else
			numbers[which] = numbers[which] * 10 + in.data[at] - '0';
	*out = (struct mouse){ .row = numbers[2] - 1, .column = numbers[1] - 1,
		.wheel = numbers[0] == MOUSE_UP ? -MOUSE_STEP
			: numbers[0] == MOUSE_DOWN ? MOUSE_STEP : 0 };
	if (!sound || which != 2 || (out->wheel == 0 && numbers[0] != MOUSE_LEFT))
		*out = (struct mouse){ .row = -1, .column = -1 };
}

/* A whole sequence that no table has. */
static int
take_strange(struct key_decoder *decoder, struct span in)
{
	if (!decoder->wants_mouse || !span_starts(in, "\033[<"))
		return take(decoder, in.len, KEY_STRANGE);
	read_mouse(&decoder->mouse, in);
	return take(decoder, in.len, KEY_MOUSE);
}

static int
next_escape(struct key_decoder *decoder, bool last)
{
	struct span in = { decoder->waiting, decoder->len };
	const struct key_sequence *found;
	bool more = in.len == 1;
	size_t len;

	found = find_sequence(common, in, &more);
	if (found == NULL)
		found = find_sequence(decoder->own, in, &more);
	if (found != NULL)
		return take(decoder, strlen(found->bytes), found->key);
	if (!more && in.data[1] != '[' && in.data[1] != 'O')
		return take(decoder, 1, KEY_ESCAPE);
	len = sequence_len(in);
	if (len != 0 && !more)
		return take_strange(decoder, (struct span){ in.data, len });
	if (keys_room(decoder) == 0)
		return take(decoder, in.len, KEY_STRANGE);
	return last ? take(decoder, 1, KEY_ESCAPE) : KEY_NONE;
}

/* Bytes a UTF-8 sequence that begins so would have. */
static size_t
wanted(unsigned char first)
{
	return first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
}

int
keys_next(struct key_decoder *decoder, bool last)
{
	struct span in = { decoder->waiting, decoder->len };
	size_t used;
	uint32_t point;

	if (in.len == 0)
		return KEY_NONE;
	if (*in.data == KEY_ESCAPE)
		return next_escape(decoder, last);
	if (*in.data == '\0')
		return take(decoder, 1, KEY_STRANGE);
	if (*in.data == '\n')
		return take(decoder, 1, KEY_RETURN);
	if (*in.data == '\b')
		return take(decoder, 1, KEY_RUBOUT);
	point = text_decode(in, &used);
	if (point == TEXT_BAD && used == 1) {
		if (in.len < wanted((unsigned char)*in.data) && !last)
			return KEY_NONE;
		return take(decoder, 1, KEY_STRANGE);
	}
	return take(decoder, used, (int)point);
}

bool
key_is_text(int key)
{
	return key >= ' ' && key != KEY_RUBOUT && key < KEY_FIRST_NAMED
		&& !(key >= 0x80 && key < 0xA0);
}

void
key_print(struct buf *out, int key)
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i].key == key) {
			buf_printf(out, "<%s>", named[i].name);
			return;
		}
	if (key > 0 && key < ' ')
		buf_printf(out, "<C-%c>", key + '@' < 'A' || key > 26 ? key + '@'
			   : key + '`');
	else if (key_is_text(key))
		text_encode(out, (uint32_t)key);
	else
		buf_text(out, "<?>");
}

static int
parse_name(struct span name)
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (span_is(name, named[i].name))
			return named[i].key;
	if (name.len == 3 && span_starts(name, "C-"))
		return KEY_CTRL(name.data[2]);
	return KEY_STRANGE;
}

int
key_parse(struct span *names)
{
	const char *end;
	size_t used;
	uint32_t point;

	if (names->len == 0)
		return KEY_NONE;
	end = *names->data == '<' ? memchr(names->data, '>', names->len) : NULL;
	if (end != NULL) {
		struct span name = { names->data + 1, (size_t)(end - names->data) - 1 };

		*names = (struct span){ end + 1, names->len - name.len - 2 };
		return parse_name(name);
	}
	point = text_decode(*names, &used);
	*names = (struct span){ names->data + used, names->len - used };
	return (int)point;
}
