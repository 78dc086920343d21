/*
 * A program on a terminal of its own. Nothing here waits for the clock: the program
 * writes `ESC ] 7777 ; idle ; N BEL` each time it waits for a key, N being the bytes of
 * input it has consumed, and a wait is over when N has caught up with what was sent.
 */
#ifndef TESTS_DRIVER_TERM_H
#define TESTS_DRIVER_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/driver/bytes.h"
#include "tests/driver/child.h"
#include "tests/driver/screen.h"

struct term {
	struct child child;
	int pty;			/* -1 once hung up, or at its end */
	struct screen *screen;
	struct bytes raw;		/* all the program has written */
	size_t parsed;			/* of `raw`, shown on the screen */
	struct bytes queue;		/* input on its way */
	unsigned long long sent;	/* input, answers included */
	unsigned long long marked;	/* N of the latest mark */
	bool due;			/* no mark since the start, a resize, a signal */
	size_t shown;			/* bytes of `raw` up to `parsed`, marks aside */
	size_t base;			/* `shown` when those keys were sent */
	struct bytes before;		/* the screen when those keys were sent */
	size_t cost;			/* bytes from there to their mark */
	bool counted;			/* that mark has come */
	bool silent;			/* leave ESC[5n without its ESC[0n */
	bool application;		/* cursor keys are ESC O */
	char letter[8];			/* the latest, for the repeat sequence */
	int line;			/* where it was started */
};

bool term_start(struct term *t, struct child_plan *plan, int rows, int columns,
		struct bytes *why);
void term_close(struct term *t);

/* `deadline` in milliseconds without progress; on failure `why` says what is missing. */
bool term_wait(struct term *t, int deadline, struct bytes *why);
bool term_send(struct term *t, const char *at, size_t len, int deadline,
	       struct bytes *why);
bool term_until(struct term *t, enum child_state state, int deadline, struct bytes *why);
bool term_quiet(struct term *t, int milliseconds, struct bytes *why);

/* Take in what has been written so far. */
void term_look(struct term *t);
void term_resize(struct term *t, int rows, int columns);
void term_signal(struct term *t, int number);
void term_hangup(struct term *t);

#endif
