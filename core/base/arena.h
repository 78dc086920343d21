/*
 * Memory that dies together: one arena per document, screen or command.
 *
 * Nothing in an arena has a free of its own. Out of memory ends the program by abort():
 * what was acknowledged is already on disk, and every foreign size is held against a limit
 * before it is asked for.
 */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/span.h"

struct arena_block;

struct arena {
	struct arena_block *newest;
	size_t used;		/* bytes handed out, for limits */
};

/* `struct arena a = {0}` is an empty arena. */
void arena_close(struct arena *arena);
/* Empty as well, its memory kept for what comes next of the same kind. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned for anything. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);

/*
 * A larger copy of an array of `count` elements once `count` is a power of two (or 0);
 * otherwise the array itself: call it before every push.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size);

/* NUL-terminated copies. */
char *arena_text(struct arena *arena, const char *text);
char *arena_copy(struct arena *arena, const void *data, size_t len);
struct span arena_span(struct arena *arena, struct span span);
char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
