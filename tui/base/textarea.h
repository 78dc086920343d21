/*
 * Several lines being typed: a note to the learner. Enter begins a new line; Esc or ^D keeps
 * what is there, ^C drops it. It owns every other key.
 */
#ifndef TUI_BASE_TEXTAREA_H
#define TUI_BASE_TEXTAREA_H

#include "tui/base/prompt.h"

#define TEXTAREA_HINT "Esc or ^D keeps it, ^C drops it"
enum { TEXTAREA_BYTES = 64 << 10 };

struct textarea {
	struct buf text;
	size_t at;
	int top;			/* rows scrolled away */
	int columns;			/* when last drawn */
};

void textarea_open(struct textarea *textarea, const char *text);
void textarea_close(struct textarea *textarea);
enum entry_state textarea_key(struct textarea *textarea, int key);
void textarea_draw(struct textarea *textarea, const struct area *area);

#endif
