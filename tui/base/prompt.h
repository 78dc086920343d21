/*
 * One line being typed: a search, a command, a passphrase. While it is open it owns every
 * key but Enter, Esc and the control keys it has no use for.
 */
#ifndef TUI_BASE_PROMPT_H
#define TUI_BASE_PROMPT_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "tui/base/canvas.h"

enum { PROMPT_BYTES = 4096, HISTORY_LINES = 50 };

/* Lines entered before, oldest first. `struct history h = {0}` is none. */
struct history {
	char *lines[HISTORY_LINES];
	size_t count;
};
void history_add(struct history *history, struct span line);
void history_close(struct history *history);

struct input {
	struct buf text;
	size_t at;			/* byte the cursor stands before */
	int shift;			/* columns scrolled away at the left */
	bool secret;			/* a star a character; wiped when closed */
	const struct history *history;	/* lent; NULL: none */
	size_t back;			/* how many lines back in it */
};

enum entry_state {
	ENTRY_OPEN,			/* the key was used */
	ENTRY_DONE,
	ENTRY_DROPPED,
	ENTRY_OTHER,			/* the key is not for typing */
};

void prompt_open(struct input *prompt, const char *text, bool secret,
		 const struct history *history);
void prompt_close(struct input *prompt);
/* Replace what stands there, cursor at the end. */
void prompt_set(struct input *prompt, struct span text);
enum entry_state prompt_key(struct input *prompt, int key);
/* Label and text on one row, the cursor parked in it. */
void prompt_draw(struct input *prompt, const struct area *area, int row, const char *label);

/* Shared with textareas: bytes of the glyph before and after a place. */
size_t text_before(struct span text, size_t at);
size_t text_after(struct span text, size_t at);
/* Insert or cut bytes in the middle. */
void buf_insert(struct buf *buf, size_t at, const char *data, size_t len);
void buf_cut(struct buf *buf, size_t at, size_t len);

#endif
