/*
 * What a person would see: the cells a terminal shows after the bytes of a program.
 */
#ifndef TESTS_DRIVER_SCREEN_H
#define TESTS_DRIVER_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/driver/bytes.h"

struct screen;

struct screen *screen_new(int rows, int columns);
void screen_free(struct screen *s);
void screen_resize(struct screen *s, int rows, int columns);
void screen_write(struct screen *s, const char *at, size_t len);
void screen_cursor(const struct screen *s, int *row, int *column);
int screen_rows(const struct screen *s);

/* Append a row without its trailing blanks, and no newline. */
void screen_row(struct bytes *out, const struct screen *s, int row);

/* Append all rows, a line each. */
void screen_text(struct bytes *out, const struct screen *s);

/* Append the runs of cells that are not plain: `  row:first-last bold fg=4` lines. */
void screen_styles(struct bytes *out, const struct screen *s);

#endif
