/*
 * Markdown as a person reads it, line by line: which lines are headings, code and tables, and
 * what a line says without its punctuation. Every line stays a line, so that what is cited by
 * its number is what was seen. Blocks and inlines are those of CommonMark 0.31 as far as one
 * line tells them, and the tables of GitHub; HTML, entities and comments stay as they stand,
 * so that nothing a learner wrote is hidden.
 */
#ifndef CORE_MODEL_MARKDOWN_H
#define CORE_MODEL_MARKDOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/buf.h"

enum {
	MARKDOWN_BYTES = 1 << 20,	/* larger texts are not laid out */
	MARKDOWN_LINE = 16 << 10,	/* and lines longer than this stand as they are */
	MARKDOWN_LINKS = 10000, MARKDOWN_COLUMNS = 32, MARKDOWN_WIDTH = 40,
};

enum markdown_kind {
	MARKDOWN_TEXT,			/* a paragraph, a list item, a blank line */
	MARKDOWN_HEADING,
	MARKDOWN_UNDERLINE,		/* of the heading above it: === or --- */
	MARKDOWN_RULE,
	MARKDOWN_CODE,			/* as it stands: code, its fences, front matter */
	MARKDOWN_TABLE,			/* a row of cells */
	MARKDOWN_TABLE_RULE,		/* the row of dashes under a head */
};

struct markdown_line {
	struct span text;		/* without LF and CR; into the bytes read */
	uint8_t kind, level;		/* level: of a heading, 1 … 6 */
	uint32_t links;			/* links in the lines before it */
	const uint8_t *widths;		/* of the columns of its table */
};

struct markdown_link {
	int64_t line;			/* from 1 */
	struct span text, target;	/* foreign; as they stand */
};

struct markdown {
	struct markdown_line *lines;	/* line 1 is lines[0] */
	size_t count;
	struct markdown_link *links;	/* number 1 is links[0] */
	size_t link_count;
};

/* The bytes are lent, at most MARKDOWN_BYTES; the rest lives in `arena`. Never fails: all
 * text is Markdown. */
void markdown_read(struct markdown *out, struct arena *arena, struct span bytes);

/* A line without its punctuation. `struct laid l = {0}` is none; free with laid_close. */
struct laid {
	struct buf text;		/* foreign still: to be cleaned */
	struct buf strong;			/* a byte for each of `text`: not 0, it is strong */
	struct buf from;		/* a uint32_t each: which byte of the line it stands for */
	size_t hang;			/* bytes of `text` that rows after the first indent by */
	size_t bars;			/* so many `| ` of them are quotation bars */
};
void laid_close(struct laid *laid);
/* One line, from 1; replaces what was there. */
void markdown_lay(struct laid *out, const struct markdown *markdown, int64_t line);
/* The byte of the source line a byte of laid->text stands for; past the end: the line's. */
size_t laid_from(const struct laid *laid, size_t at);

/* What a heading says: its text without marks and `#`s. */
void markdown_heading(struct buf *out, const struct markdown *markdown, int64_t line);

#endif
