/*
 * The line to the terminal: bytes out in one write, keys and signals in, the fence and the
 * idle mark (terminal.md section 1). Knows nothing of what the bytes draw.
 *
 * The fence: a large frame, or a small one over a slow link, is sent with ESC[5n; nothing
 * more is painted until the terminal answers ESC[0n that it got there, for 4 s at most. One
 * that never answered is not asked again.
 *
 * With ASSAY_IDLE_MARK in the environment, `ESC ] 7777 ; idle ; N BEL` is written whenever
 * it begins to wait for a key with the screen up to date; N counts the bytes read so far.
 */
#ifndef TUI_BASE_TTY_H
#define TUI_BASE_TTY_H

#include <termios.h>

#include "core/base/err.h"
#include "tui/base/keys.h"

enum term_kind {
	TERM_NOTHING,		/* no key waits; or: a frame that was held back may be painted */
	TERM_KEY,
	TERM_RESIZED,		/* ask term_size and paint */
	TERM_STOP,		/* we were asked to stop: term_suspend */
	TERM_CONTINUED,		/* the terminal was someone else's for a while: paint */
	TERM_CHILD,		/* what is watched has something to say */
	TERM_GONE,		/* hung up or asked to end: leave */
};

struct term_event {
	enum term_kind kind;
	int key;
	struct mouse mouse;	/* with KEY_MOUSE */
};

struct tty {
	struct termios before;		/* as we found it */
	int out;			/* to write to; without waiting */
	bool raw;
	bool gone;			/* the line is dead: nothing can be written */
	bool slow;			/* a slow link: ESC alone is waited for longer */
	struct key_decoder decoder;

	bool fence_works, fence_closed;
	bool fence_wanted;		/* whatever the next frame is */
	bool held_back;			/* a frame waits for the fence to open */
	bool haste;			/* the last keys came fast */
	int64_t fence_since, last_key, round_trip;	/* ms; round_trip -1: not known */

	int watched;			/* a descriptor to be read by others; -1: none. No idle
					   mark is written while there is one: work goes on */
	bool watched_ready;

	bool marks, mark_due;
	unsigned long long consumed;	/* bytes read in this session */
};

/* Stdin and stdout; raw mode and signals. There is one at a time. */
MUST int tty_open(struct tty *tty, struct err *err);
/* Everything as it was. */
void tty_close(struct tty *tty);
/* Hung up, or asked to leave: from now on nothing is waited for. The terminal may live. */
bool tty_is_leaving(const struct tty *tty);
/* Between our raw mode and what we found. */
void tty_raw(struct tty *tty);
void tty_cooked(struct tty *tty);
void tty_size(int *rows, int *columns);

/* Send a frame, with the fence if it wants one. */
void tty_frame(struct tty *tty, struct buf *frame);
void tty_send(struct tty *tty, const char *data, size_t len);

/* The next thing that happened. Without `wait` TERM_NOTHING at once when nothing did; with
 * it, TERM_NOTHING only when a held back frame may be painted. */
struct term_event tty_next(struct tty *tty, bool wait);

#endif
