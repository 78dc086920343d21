/*
 * One piece of evidence being read: numbered lines of any length in a file of any size,
 * wrapped, or cut and panned; a line at hand, lines chosen for citing. What is no text is a
 * sentence instead. Nothing of it is ever written, run or followed.
 */
#ifndef TUI_APP_READER_H
#define TUI_APP_READER_H

#include "core/desk/convert.h"
#include "core/desk/session.h"
#include "core/store/finds.h"
#include "core/store/lines.h"
#include "tui/base/canvas.h"

/* Where a row on the screen begins: a line, and a byte in it; laid out, a row of it. */
struct spot {
	int64_t line, byte;
};

struct layout;
struct laid_page;
struct laid_table;
/* How the person wants to read; kept from piece to piece. */
struct reading_ways {
	bool panned;			/* long lines are cut, not wrapped */
	bool unnumbered;
	bool source;			/* Markdown and tables stand as they were written */
	int width;			/* columns at most; 0: TEXT_COLUMNS */
};

/* What brings what to the screen, by the keys the person has for it. */
struct reader_words {
	char ways[CONVERT_WAYS][64], follow[64];
};

struct reader {
	struct session *session;	/* lent; NULL: none yet */
	size_t item;
	struct blob *blob;		/* of the piece, or of what it was converted into */
	struct lines *lines;		/* NULL: nothing to read, `sentence` says why */
	struct buf sentence;
	struct converted converted;	/* lines are of its text, and are not what is cited */
	bool is_converted, is_picture;
	int64_t words;			/* in an answer with a limit; -1: none, or not counted */
	const struct reader_words *own_words;	/* lent: of the person's keys */
	struct fence fence;		/* that converters run in; path NULL: not looked at yet */
	const struct layout *layout;	/* how lines become rows */
	struct reading_ways ways;
	struct laid_page *page;		/* laid out, when it is Markdown; or NULL */
	struct laid_table *table;	/* when it is a table of values; or NULL */
	struct spot top, at;
	int shift;			/* columns panned away at the left; of a table, its own */
	int64_t chosen;			/* where choosing began; 0: nothing is chosen */
	int rows, columns;		/* of text, when last drawn */
	int gutter;			/* columns before the text: mark, line number */
	struct pattern sought;		/* what was searched for last */
	struct finds *finds;		/* of this piece; NULL: not looked for yet */
	size_t found;			/* the one at hand, while `at` is `found_at` */
	struct spot found_at;
};

/* `struct reader r = {0}` reads nothing. */
void reader_close(struct reader *reader);
/* Turn to an item of the dossier, at a line. What cannot be read is said in place of the
 * text. */
void reader_show(struct reader *reader, struct session *session, size_t item, int64_t line);
/* The piece counts as seen from then on. With `focused` the cursor is parked on the row at
 * hand. */
void reader_draw(struct reader *reader, const struct area *area, bool focused);

/* While lines are being chosen, by lines. */
void reader_move(struct reader *reader, int rows);
/* To the row of the screen a click was on, or by rows of the wheel. */
void reader_point(struct reader *reader, int row, int wheel);
void reader_page(struct reader *reader, int direction);	/* 1 on, -1 back */
/* Wrap long lines, or cut them; with numbers or without. The line at hand stays. */
void reader_set(struct reader *reader, struct reading_ways ways);
/* Half a screen to the side, or a column of a table. ERR_REFUSED where lines are wrapped, or
 * at the edge. */
MUST int reader_pan(struct reader *reader, int direction, struct err *err);
/* Turn to the piece a symbolic link names. ERR_REFUSED where that is none. */
MUST int reader_follow(struct reader *reader, struct err *err);
/* A line, from 1; the last one there is when it is past the end. May take long. */
MUST int reader_go(struct reader *reader, int64_t line, const struct progress *progress,
		   struct err *err);
/*
 * The next place where `text` stands (NULL: as before), from the row at hand on, and round
 * the ends of the piece. *said becomes which of how many it is: `3/17`; `3/17+` while not all
 * are counted, each search counts on. ERR_NOT_FOUND, ERR_CANCELLED; those of pattern_open.
 */
MUST int reader_search(struct buf *said, struct reader *reader, const char *text,
		       bool backward, const struct progress *progress, struct err *err);
/* Append where in a table one is: "columns from 1 of 9"; nothing elsewhere. */
void laid_table_print(struct buf *out, const struct reader *reader);
/*
 * Show what is no text as text, or as a picture of letters; again: as it was. Runs a program
 * in a fence; *said becomes which. Errors of convert_run.
 */
MUST int reader_convert(struct buf *said, struct reader *reader, enum convert_way way,
			const struct progress *progress, struct err *err);
/* How the piece at hand is opened in a program of its own; in `arena`. ERR_REFUSED. */
MUST int reader_converter(struct converter *out, struct arena *arena, struct reader *reader,
			  enum convert_way way, struct err *err);
/* Begin to choose lines, or stop. */
void reader_choose(struct reader *reader);
/* The address of what is chosen, or of the line at hand, or of the whole where there are no
 * lines: what `cite` takes. */
void reader_address(struct buf *out, struct reader *reader);

#endif
