#define _GNU_SOURCE		/* memfd_create */
#define NCURSES_WIDECHAR 1
#include "tui/base/term.h"

#include <curses.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "tui/base/frame.h"

enum { FEW_CHANGES = 8 };

struct terminal {
	struct tty tty;
	SCREEN *screen;
	FILE *memory;			/* where curses writes */
	const struct theme *theme;
	bool utf8, colours, away, spoiled;
	struct canvas shown;		/* what the terminal shows, as far as we know */
	struct key_sequence own[16];
	struct frame frame;
};

/* ---- from curses to the line ---- */

/* What curses composed since the last time, into term->frame. */
static void
collect(struct terminal *term)
{
	int fd = fileno(term->memory);
	off_t len;
	char *bytes;

	fflush(term->memory);
	len = lseek(fd, 0, SEEK_CUR);
	bytes = malloc((size_t)len + 1);
	if (bytes == NULL || pread(fd, bytes, (size_t)len, 0) != len)
		abort();
	lseek(fd, 0, SEEK_SET);
	frame_fit(&term->frame, (struct span){ bytes, (size_t)len });
	free(bytes);
}

/* ---- starting and ending ---- */

static const struct {
	const char *capability;
	int key;
} capabilities[] = {
	{ "kcuu1", KEY_ARROW_UP }, { "kcud1", KEY_ARROW_DOWN }, { "kcub1", KEY_ARROW_LEFT },
	{ "kcuf1", KEY_ARROW_RIGHT }, { "khome", KEY_LINE_HOME }, { "kend", KEY_LINE_END },
	{ "kpp", KEY_PAGE_UP }, { "knp", KEY_PAGE_DOWN }, { "kich1", KEY_INSERT },
	{ "kdch1", KEY_DELETE }, { "kcbt", KEY_BACK_TAB },
};

static void
learn_keys(struct terminal *term)
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
		const char *bytes = tigetstr(capabilities[i].capability);

		if (bytes != NULL && bytes != (const char *)-1 && bytes[0] == '\033'
		    && strlen(bytes) < sizeof term->tty.decoder.waiting)
			term->own[count++] = (struct key_sequence){ bytes,
								    capabilities[i].key };
	}
	term->tty.decoder.own = term->own;
}

static void
start_colours(struct terminal *term)
{
	term->colours = false;
	for (size_t i = 0; i < ST_STYLES; i++)
		term->colours |= term->theme->looks[i].colour >= 0 && has_colors();
	if (!term->colours)
		return;
	start_color();
	use_default_colors();
	for (short i = 0; i < 8; i++)
		init_pair((short)(i + 1), i, -1);
}

/*
 * newterm sets the scroll region to the size it knows, and a memory has none to ask for: it
 * would take the 24 lines of terminfo, below which deletions are then out of bounds. So it
 * is told, and nobody else.
 */
static SCREEN *
open_sized(FILE *memory, int rows)
{
	const char *was = getenv("LINES");
	char *kept = was == NULL ? NULL : strdup(was), lines[16];
	SCREEN *screen;

	snprintf(lines, sizeof lines, "%d", rows);
	setenv("LINES", lines, 1);
	screen = newterm(NULL, memory, stdin);
	if (kept == NULL)
		unsetenv("LINES");
	else
		setenv("LINES", kept, 1);
	free(kept);
	return screen;
}

static int
start_curses(struct terminal *term, struct err *err)
{
	int rows, columns, fd = memfd_create("frame", MFD_CLOEXEC);

	term->memory = fd < 0 ? NULL : fdopen(fd, "r+");
	if (term->memory == NULL)
		return err_errno(err, "no memory for the screen");
	tty_size(&rows, &columns);
	term->screen = open_sized(term->memory, rows);
	if (term->screen == NULL)
		return err_set(err, ERR_USAGE, "this terminal is not known here; set TERM, or "
			       "use --plain");
	typeahead(-1);
	idlok(stdscr, TRUE);
	resizeterm(rows, columns);
	start_colours(term);
	learn_keys(term);
	canvas_open(&term->shown, rows, columns);
	frame_begin(&term->frame, rows, columns);
	return 0;
}

static void
free_terminal(struct terminal *term)
{
	if (term->screen != NULL)
		delscreen(term->screen);
	if (term->memory != NULL)
		fclose(term->memory);
	canvas_close(&term->shown);
	frame_close(&term->frame);
	free(term);
}

int
term_open(struct terminal **out, const struct theme *theme, struct err *err)
{
	struct terminal *term = calloc(1, sizeof *term);

	if (term == NULL)
		abort();
	term->theme = theme;
	term->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (start_curses(term, err) != 0 || tty_open(&term->tty, err) != 0) {
		free_terminal(term);
		return -1;
	}
	term->tty.decoder.own = term->own;
	*out = term;
	return 0;
}

static void
track_mouse(struct terminal *term, bool on)
{
	static const char begin[] = "\033[?1000h\033[?1006h", end[] = "\033[?1006l\033[?1000l";

	if (term->tty.decoder.wants_mouse)
		tty_send(&term->tty, on ? begin : end, sizeof begin - 1);
}

void
term_mouse(struct terminal *term)
{
	term->tty.decoder.wants_mouse = true;
	track_mouse(term, true);
}

void
term_leave(struct terminal *term)
{
	if (term->away)
		return;
	track_mouse(term, false);
	endwin();
	collect(term);
	tty_send(&term->tty, term->frame.bytes.data, term->frame.bytes.len);
	tty_cooked(&term->tty);
	term->away = true;
}

void
term_return(struct terminal *term)
{
	term->away = false;
	tty_raw(&term->tty);
	track_mouse(term, true);
	term_spoiled(term);
}

void
term_close(struct terminal *term, const char *last)
{
	term_leave(term);
	tty_send(&term->tty, last, strlen(last));
	tty_close(&term->tty);
	free_terminal(term);
}

bool
term_is_leaving(const struct terminal *term)
{
	return tty_is_leaving(&term->tty);
}

void
term_suspend(struct terminal *term)
{
	term_leave(term);
	kill(0, SIGTSTP);
	if (!tty_is_leaving(&term->tty))
		term_return(term);
}

/* ---- painting ---- */

void
term_size(const struct terminal *term, int *rows, int *columns)
{
	*rows = term->shown.rows;
	*columns = term->shown.columns;
}

void
term_ask(struct terminal *term)
{
	term->tty.fence_wanted = true;
}

bool
term_is_waited_for(const struct terminal *term)
{
	return term->tty.fence_closed || term->tty.held_back;
}

void
term_spoiled(struct terminal *term)
{
	term->spoiled = true;
	frame_begin(&term->frame, term->shown.rows, term->shown.columns);
}

void
term_slow(struct terminal *term)
{
	term->tty.slow = true;
}

/* What stands there keeps its meaning: all of it is composed again. */
void
term_theme(struct terminal *term, const struct theme *theme)
{
	term->theme = theme;
	start_colours(term);
	canvas_open(&term->shown, term->shown.rows, term->shown.columns);
	erase();
}

static attr_t
attributes_of(const struct terminal *term, const struct look *look)
{
	static const struct { unsigned ours; attr_t theirs; } table[] = {
		{ LOOK_BOLD, A_BOLD }, { LOOK_DIM, A_DIM }, { LOOK_UNDERLINE, A_UNDERLINE },
		{ LOOK_REVERSE, A_REVERSE },
	};
	attr_t attributes = look->colour >= 0 && !term->colours ? A_BOLD : A_NORMAL;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (look->attributes & table[i].ours)
			attributes |= table[i].theirs;
	return attributes;
}

/* The few glyphs we draw ourselves, for locales that have no others than ASCII. */
static wchar_t
ascii_for(const char *text)
{
	static const struct { const char *glyph; wchar_t ascii; } table[] = {
		{ "\u2026", L'~' }, { "\u2018", L'\'' }, { "\u2019", L'\'' },
		{ "\u201C", L'"' }, { "\u201D", L'"' }, { "\u2013", L'-' },
		{ "\u2014", L'-' }, { "\u00A0", L' ' }, { "\u2022", L'*' },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].glyph, text) == 0)
			return table[i].ascii;
	return L'?';
}

/* The glyph as the C library has it, if the two agree about its width. */
static void
wide_text(wchar_t out[CCHARW_MAX + 1], const struct terminal *term, const struct cell *cell)
{
	bool known = term->utf8 || (signed char)cell->text[0] >= 0;
	size_t len = known ? mbstowcs(out, cell->text, CCHARW_MAX) : 0;

	out[len <= CCHARW_MAX ? len : 0] = L'\0';
	if (len == 0 || len > CCHARW_MAX || wcwidth(out[0]) != cell->width) {
		out[0] = ascii_for(cell->text);
		out[1] = L'\0';
	}
}

static void
put_cell(const struct terminal *term, int row, int column, const struct cell *cell)
{
	const struct look *look = &term->theme->looks[cell->style];
	short pair = (short)(term->colours && look->colour >= 0 ? look->colour + 1 : 0);
	attr_t attributes = attributes_of(term, look);
	wchar_t text[CCHARW_MAX + 1];
	cchar_t wide;

	wide_text(text, term, cell);
	if (setcchar(&wide, text, attributes, pair, NULL) == ERR) {
		text[1] = L'\0';
		setcchar(&wide, text, attributes, pair, NULL);
	}
	mvadd_wch(row, column, &wide);
	if (cell->width == 2 && wcwidth(text[0]) == 1)
		mvaddch(row, column + 1, ' ');
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && a->width == b->width && strcmp(a->text, b->text) == 0;
}

/* Give curses what changed from `first` on; how many cells that was, if `count_only`. */
static int
put_changes(struct terminal *term, const struct canvas *canvas, int first, bool count_only)
{
	int changes = 0;

	for (int row = first; row < canvas->rows; row++)
		for (int column = 0; column < canvas->columns; column++) {
			const struct cell *want = canvas_cell(canvas, row, column);

			if (want->width == 0
			    || same_cell(want, canvas_cell(&term->shown, row, column)))
				continue;
			changes++;
			if (!count_only)
				put_cell(term, row, column, want);
		}
	return changes;
}

static void
update(void)
{
	wnoutrefresh(stdscr);
	doupdate();
}

/*
 * Curses writes from the top down. When a mark moves up, wiping the old one first, while the
 * cursor still stands on it, saves a third of the bytes.
 */
static void
compose(struct terminal *term, const struct canvas *canvas)
{
	size_t size = (size_t)canvas->rows * (size_t)canvas->columns;
	int stood = term->shown.cursor_row;

	if (canvas->cursor_row < stood && !term->spoiled
	    && put_changes(term, canvas, 0, true) <= FEW_CHANGES
	    && put_changes(term, canvas, stood, false) != 0)
		update();
	put_changes(term, canvas, 0, false);
	memcpy(term->shown.cells, canvas->cells, size * sizeof *canvas->cells);
	term->shown.cursor_row = canvas->cursor_row;
	move(canvas->cursor_row, canvas->cursor_column);
	if (term->spoiled)
		clearok(curscr, TRUE);
	term->spoiled = false;
	update();
	collect(term);
}

void
term_paint(struct terminal *term, const struct canvas *canvas)
{
	if (canvas->rows != term->shown.rows || canvas->columns != term->shown.columns)
		return;
	if (term->tty.fence_closed) {
		term->tty.held_back = true;
		return;
	}
	compose(term, canvas);
	tty_frame(&term->tty, &term->frame.bytes);
}

static void
resize(struct terminal *term)
{
	int rows, columns;

	tty_size(&rows, &columns);
	canvas_open(&term->shown, rows, columns);
	resizeterm(rows, columns);
	erase();
	term_spoiled(term);
}

void
term_watch(struct terminal *term, int fd)
{
	term->tty.watched = fd;
}

struct term_event
term_next(struct terminal *term, bool wait)
{
	struct term_event event = tty_next(&term->tty, wait);

	if (event.kind == TERM_RESIZED || event.kind == TERM_CONTINUED)
		resize(term);
	return event;
}
