/*
 * The lines of a blob: found as far as someone looked, remembered sparsely, of any length.
 * Lines are numbered from 1 and end at LF; a last line without one counts.
 */
#ifndef CORE_STORE_LINES_H
#define CORE_STORE_LINES_H

#include "core/store/blob.h"

struct lines;

struct lines *lines_open(struct blob *blob);	/* the blob must outlive it */
void lines_close(struct lines *lines);

/* How many lines have a known beginning; *all when the end has been seen. */
int64_t lines_known(const struct lines *lines, bool *all);
/* Go on until the beginning of `line` is known or the end was seen. ERR_CANCELLED when progress
 * says stop; what was learnt is kept. */
MUST int lines_reach(struct lines *lines, int64_t line, const struct progress *progress,
		     struct err *err);
/* Where a line begins; reaches it first. ERR_NOT_FOUND past the end, ERR_CANCELLED. */
MUST int lines_begin(int64_t *offset, struct lines *lines, int64_t line,
		     const struct progress *progress, struct err *err);
/* Where a line begins and its length without LF; reaches it first. The length of a line is only
 * known at its end: one of 1 GB is read whole for it (lines_read does without).
 * ERR_NOT_FOUND past the end, ERR_CANCELLED. */
MUST int lines_find(int64_t *offset, int64_t *len, struct lines *lines, int64_t line,
		    const struct progress *progress, struct err *err);
/* Bytes of a line from byte `from` on, at most `len`; *got tells how many, and is less only
 * where the line ends. ERR_NOT_FOUND past the end. */
MUST int lines_read(size_t *got, char *out, size_t len, struct lines *lines, int64_t line,
		    int64_t from, struct err *err);
/* The line that holds the byte at `offset`, and where it begins. ERR_NOT_FOUND past the end,
 * ERR_CANCELLED. */
MUST int lines_at(int64_t *line, int64_t *start, struct lines *lines, int64_t offset,
		  const struct progress *progress, struct err *err);

#endif
