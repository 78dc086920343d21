#include "core/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16384)
#define KEPT_SIZE ((size_t)65536)	/* at most, for the next use */
#define ALIGNMENT _Alignof(max_align_t)

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define SANITISED true
#else
#define SANITISED false
#endif

struct arena_block {
	struct arena_block *older;
	size_t size, used;
	bool is_zero;			/* as it came: what is handed out need not be made so */
	max_align_t data[];
};

/* A large one is zero already: the kernel gives no other pages, and none is touched for it. */
static struct arena_block *
block_open(struct arena_block *older, size_t size)
{
	struct arena_block *block = size > BLOCK_SIZE ? calloc(1, sizeof *block + size)
		: malloc(sizeof *block + size);

	if (block == NULL)
		abort();
	*block = (struct arena_block){ .older = older, .size = size,
				       .is_zero = size > BLOCK_SIZE };
	return block;
}

void
arena_close(struct arena *arena)
{
	while (arena->newest != NULL) {
		struct arena_block *older = arena->newest->older;

		free(arena->newest);
		arena->newest = older;
	}
	arena->used = 0;
}

/* Whoever needed more than a block has one of that size from then on. Nothing is kept where
 * a sanitiser is to see who still looks at what was there. */
void
arena_reset(struct arena *arena)
{
	struct arena_block *block = arena->newest;
	size_t size = BLOCK_SIZE;

	if (block == NULL)
		return;
	if (SANITISED) {
		arena_close(arena);
		return;
	}
	if (block->older != NULL || block->size > KEPT_SIZE) {
		while (size < arena->used && size < KEPT_SIZE)
			size *= 2;
		arena_close(arena);
		arena->newest = block = block_open(NULL, size);
	}
	block->is_zero = block->is_zero && block->used == 0;
	block->used = 0;
	arena->used = 0;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->newest;
	char *at;

	if (size > SIZE_MAX / 2)
		abort();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (block == NULL || block->size - block->used < size) {
		block = block_open(block, size > BLOCK_SIZE ? size : BLOCK_SIZE);
		arena->newest = block;
	}
	at = (char *)block->data + block->used;
	block->used += size;
	arena->used += size;
	return block->is_zero ? at : memset(at, 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		abort();
	return arena_alloc(arena, count * size);
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t size)
{
	void *larger;

	if ((count & (count - 1)) != 0)
		return items;
	larger = arena_array(arena, count == 0 ? 1 : 2 * count, size);
	if (count != 0)
		memcpy(larger, items, count * size);
	return larger;
}

char *
arena_copy(struct arena *arena, const void *data, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		abort();
	copy = arena_alloc(arena, len + 1);
	if (len != 0)
		memcpy(copy, data, len);
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

struct span
arena_span(struct arena *arena, struct span span)
{
	return (struct span){ arena_copy(arena, span.data, span.len), span.len };
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}
