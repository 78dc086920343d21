/*
 * Foreign text made fit for a screen, a line or a log: the one place where strings are
 * decoded, measured and cleaned (terminal.md, section 3).
 *
 * UTF-8 is read strictly (Unicode 15, table 3-7); each byte that is no part of a well-formed
 * sequence becomes one U+FFFD. Widths come from utf8proc.
 */
#ifndef CORE_BASE_TEXT_H
#define CORE_BASE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/span.h"

#define TEXT_BAD 0xFFFDu

/*
 * One glyph: what fits one place on a screen. `text` is clean UTF-8: a base character with
 * at most TEXT_MARKS combining marks, or the visible form of something that must not reach
 * a terminal (`^[`, `<U+202E>`), then `marked` is true. Marks without a base get U+25CC.
 * Emoji joined by U+200D are a glyph each; the joiner stands last in the one before it.
 */
enum { TEXT_MARKS = 3, TEXT_GLYPH = 4 * (1 + TEXT_MARKS) + 1 };

struct glyph {
	char text[TEXT_GLYPH];	/* NUL-terminated */
	uint8_t len;		/* bytes in `text` */
	uint8_t width;		/* columns: 1 or 2, up to 10 when marked */
	size_t source;		/* bytes of the source it stands for, at least 1 */
	bool marked;		/* shown in another form than it came, or less of it */
	bool ambiguous;		/* terminals disagree about its width: re-address after it */
};

/* Decode one code point of `in` (not empty); *used is 1..4. Invalid: TEXT_BAD, *used 1. */
uint32_t text_decode(struct span in, size_t *used);

/* Append the UTF-8 form of a code point. */
void text_encode(struct buf *out, uint32_t point);

/*
 * The next glyph of `in`, which moves past it; false at the end. TAB, CR, VT and FF are
 * marked glyphs `^I` … here: expanding tabs is for whoever knows the column.
 */
bool text_glyph(struct glyph *out, struct span *in);

/* Columns of the cleaned text (TAB counts its mark). */
size_t text_width(struct span in);

/* Append `in` cleaned, newlines and tabs included as they are: for line mode and files. */
void text_clean(struct buf *out, struct span in);

/* Append `in` cleaned for a single line: newline becomes a mark, at most `columns` wide,
 * cut with an ellipsis; columns 0 means no limit. */
void text_line(struct buf *out, struct span in, size_t columns);

/* Would cleaning change it? (a name that changes is flagged beside it) */
bool text_is_clean(struct span in);
bool text_is_utf8(struct span in);

/* Does `part` stand in it? Upper and lower case of ASCII are one; nothing stands in all. */
bool text_holds(struct span in, struct span part);

/* Do the letters stand in it in this order, whatever between them? ASCII case is one. */
bool text_scattered(const char *text, struct span letters);

/*
 * Append `in` as lower case ASCII letters and digits, what lies between them as one `join`,
 * none at the ends: "Évalue l'élève!" is evalue_l_eleve. At most `max` bytes, cut between
 * words where that leaves half of it. What has no such letters adds nothing.
 */
void text_slug(struct buf *out, struct span in, char join, size_t max);

/* Words as wc -w counts them, with Unicode white space. */
size_t text_words(struct span in);

/* Append `in` as names are compared: letters without case and marks. What is no UTF-8 stays
 * as it is. */
void text_fold(struct buf *out, struct span in);

/* Append the version of the library beneath. */
void text_library(struct buf *out);

#endif
