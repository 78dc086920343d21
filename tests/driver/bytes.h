/*
 * A growing run of bytes, always ended by a NUL that is not counted. Running out of
 * memory ends the driver: there is nothing to test then.
 */
#ifndef TESTS_DRIVER_BYTES_H
#define TESTS_DRIVER_BYTES_H

#include <stdbool.h>
#include <stddef.h>

enum { BYTES_MOST = 64 << 20 };	/* what one program may write before its test fails */

struct bytes {
	char *at;	/* NULL until something is added */
	size_t len;
	size_t cap;
};

void *more(void *old, size_t count, size_t size);
char *copy(const char *text, size_t len);

void bytes_add(struct bytes *b, const void *from, size_t len);
void bytes_text(struct bytes *b, const char *text);
void bytes_print(struct bytes *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void bytes_clear(struct bytes *b);
void bytes_free(struct bytes *b);

/* The text, "" when empty. */
const char *bytes_str(const struct bytes *b);

/* Append what a read() from `fd` gives: its result, -1 with EFBIG past BYTES_MOST. */
long bytes_take(struct bytes *b, int fd);

/* A whole file; false leaves errno. */
bool bytes_load(struct bytes *b, const char *path);
bool bytes_save(const char *path, const char *at, size_t len);

#endif
