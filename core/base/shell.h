/*
 * Commands for a person to paste into a shell: words quoted so that a shell reads them as
 * they are, lines broken so that it puts them together again. Nothing here is ever run.
 */
#ifndef CORE_BASE_SHELL_H
#define CORE_BASE_SHELL_H

#include "core/base/buf.h"

/* Append one word as sh is to read it. */
void shell_word(struct buf *out, const char *word);

/*
 * Append lines of shell, each no wider than `columns`: broken between words, or within a word
 * no line holds, by a `\` at the end; comments by a `#` before each line. 0: no limit.
 */
void shell_lay(struct buf *out, struct span lines, size_t columns);

#endif
