/*
 * The HTML that people's editors leave in exports, as plain text: known tags removed,
 * entities decoded, paragraphs and list items as lines. What is no tag of HTML (`a < b`,
 * `<your name>`) stays as it was written. It is text for reading, never trusted as markup.
 */
#ifndef CORE_BASE_HTML_H
#define CORE_BASE_HTML_H

#include <stdbool.h>

#include "core/base/buf.h"

/*
 * Append `in` as text, without white space at its ends. A link keeps its address behind its
 * words, a picture its description. Scripts, styles and comments leave nothing. True if
 * there was any tag or entity; text without one keeps its spaces and lines.
 */
bool html_text(struct buf *out, struct span in);

#endif
