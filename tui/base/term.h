/*
 * Shows a canvas on the terminal in as few bytes and one write, and hands on what happens
 * there (tui/base/tty.h). The only file that knows curses.
 *
 * Curses composes each frame into a file in memory, which is then sent in one write. After
 * every glyph whose width terminals dispute, the cursor is put where it must be, so that a
 * terminal that disagrees cannot shift the line.
 */
#ifndef TUI_BASE_TERM_H
#define TUI_BASE_TERM_H

#include "tui/base/canvas.h"
#include "tui/base/tty.h"

struct terminal;

/* Take over the terminal of stdin and stdout; setlocale was called. There is one at a time. */
MUST int term_open(struct terminal **out, const struct theme *theme, struct err *err);
/* Give it back as it was, and say `last` on it. A terminal that does not listen is not waited
 * for once we were asked to leave. */
void term_close(struct terminal *term, const char *last);

void term_size(const struct terminal *term, int *rows, int *columns);
/* Show the canvas: only what changed is written. Held back while the fence is closed; then
 * the next TERM_NOTHING means: paint again. */
void term_paint(struct terminal *term, const struct canvas *canvas);
/* The next frame asks the terminal to say when it got there; has it not yet? */
void term_ask(struct terminal *term);
bool term_is_waited_for(const struct terminal *term);
/* The screen was spoiled by somebody: the next paint writes all of it. */
void term_spoiled(struct terminal *term);

/* Report clicks and the wheel from now on: TERM_KEY, KEY_MOUSE. */
void term_mouse(struct terminal *term);

/* The link is slow, whatever was measured. */
void term_slow(struct terminal *term);

/* Other looks, from the next paint on. */
void term_theme(struct terminal *term, const struct theme *theme);

/* Say TERM_CHILD when this descriptor can be read; -1: watch none. */
void term_watch(struct terminal *term, int fd);
/* As tty_next. */
struct term_event term_next(struct terminal *term, bool wait);

/* As tty_is_leaving. */
bool term_is_leaving(const struct terminal *term);
/* Lend the terminal to another program, and take it back. */
void term_leave(struct terminal *term);
void term_return(struct terminal *term);
/* Stop, as ^Z does, until someone continues us. */
void term_suspend(struct terminal *term);

#endif
