/*
 * How the lines of a piece become rows on a screen: one table of functions a way. Private to
 * the reader's files. A row always belongs to one line of the source, so that what is cited
 * is what is seen.
 */
#ifndef TUI_APP_LAYOUT_H
#define TUI_APP_LAYOUT_H

#include "tui/app/reader.h"

struct layout {
	/* The row after, or before; false where there is none. */
	bool (*next)(struct spot *out, struct reader *reader, struct spot spot);
	bool (*previous)(struct spot *out, struct reader *reader, struct spot spot);
	/* The row that shows a byte of a line, brought into view sideways. */
	struct spot (*place)(struct reader *reader, int64_t line, int64_t byte);
	/* The byte of its line a row begins with. */
	int64_t (*byte)(struct reader *reader, struct spot spot);
	/* Into one row of an area that holds nothing but text. */
	void (*draw)(struct reader *reader, const struct area *area, int row,
		     struct spot spot);
	/* The last line a row shows something of; NULL: its own. */
	int64_t (*last)(struct reader *reader, struct spot spot);
};

extern const struct layout layout_wrapped, layout_panned, layout_markdown, layout_table;

/* What layout_markdown draws from; NULL when the piece cannot be laid out. */
struct laid_page *laid_page_open(const struct dossier *dossier, size_t item);
void laid_page_close(struct laid_page *page);

/* What layout_table draws from; NULL when the piece is no table. The blob must outlive it. */
struct laid_table *laid_table_open(const struct dossier *dossier, size_t item,
				   struct blob *blob);
void laid_table_close(struct laid_table *table);
/* The row with the names of the columns: it stays on top. */
struct spot laid_table_first(const struct reader *reader);
/* Know the rows as far as a line; may take long. ERR_NOT_FOUND, ERR_CANCELLED. */
MUST int laid_table_reach(struct reader *reader, int64_t line, const struct progress *progress,
			  struct err *err);
/* A column to the side. ERR_REFUSED at the edge. */
MUST int laid_table_pan(struct reader *reader, int direction, struct err *err);

/* What is said of a piece that is no text, before anything is run. */
void reader_say_offer(struct reader *reader, const char *path, struct span head, int64_t size);

/* Is there a line with this number? */
bool layout_has_line(struct reader *reader, int64_t line);
/* Is the row at hand where the last search led? */
bool reader_is_at_found(const struct reader *reader);
/* Mark what was searched for in a row that shows `text`, which begins at a spot, without the
 * first `shift` columns of it. */
void layout_mark_found(struct reader *reader, const struct area *area, int row, int shift,
		       struct span text, struct spot spot);

#endif
