/*
 * Keys: from the bytes a terminal sends to one number a key, and from numbers to the names
 * people read and tables are written in: `a`, `<C-x>`, `<Up>`, `<lt>`.
 */
#ifndef TUI_BASE_KEYS_H
#define TUI_BASE_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/span.h"

/* Characters are their code points, control keys their ASCII numbers; these are the rest. */
enum key {
	KEY_NONE = 0,
	KEY_TABULATOR = '\t',
	KEY_RETURN = '\r',
	KEY_ESCAPE = 27,
	KEY_RUBOUT = 127,
	KEY_FIRST_NAMED = 0x200000,
	KEY_ARROW_UP = KEY_FIRST_NAMED,
	KEY_ARROW_DOWN,
	KEY_ARROW_LEFT,
	KEY_ARROW_RIGHT,
	KEY_LINE_HOME,
	KEY_LINE_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACK_TAB,
	KEY_ANSWER,		/* ESC[0n: the terminal has seen all that was written */
	KEY_MOUSE,		/* a click or the wheel: where is in the decoder */
	KEY_STRANGE,		/* a sequence no table knows */
};
#define KEY_CTRL(c) ((c) & 0x1f)

/* A sequence this terminal sends for a key, beside those every terminal sends. */
struct key_sequence {
	const char *bytes;
	int key;
};

/* From 0, -1 is nowhere; `wheel` in rows, down is more, 0: the left button was pressed. */
struct mouse {
	int row, column, wheel;
};

struct key_decoder {
	char waiting[32];		/* bytes not yet a key */
	size_t len;
	bool wants_mouse;		/* it was asked for; otherwise its reports are strange */
	struct mouse mouse;		/* of the last KEY_MOUSE */
	const struct key_sequence *own;	/* ended by {NULL, 0}; or NULL */
};

/*
 * The next key of what was fed; KEY_NONE when more bytes are needed. `last`: nothing more
 * comes soon (ESCDELAY is over), so that a lone ESC is a key. An ESC before anything that
 * is no sequence is the Esc key, and what follows is a key of its own: typed-ahead keys
 * are obeyed in order.
 */
int keys_next(struct key_decoder *decoder, bool last);
/* Room for bytes: feed at most so many. */
size_t keys_room(const struct key_decoder *decoder);
void keys_feed(struct key_decoder *decoder, const char *bytes, size_t len);

/* Is it a character to be typed? */
bool key_is_text(int key);
/* Append its name. */
void key_print(struct buf *out, int key);
/* The first key of a list of names, which moves past it: `j<Down>` is two. KEY_NONE at the
 * end, KEY_STRANGE for a name there is not. */
int key_parse(struct span *names);

#endif
