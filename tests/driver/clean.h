/*
 * What may reach a terminal. Bytes are cut into tokens as a terminal would cut them: one
 * letter, one control, or one escape sequence each; and a table names what is not clean.
 */
#ifndef TESTS_DRIVER_CLEAN_H
#define TESTS_DRIVER_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/driver/bytes.h"

enum token_kind {
	TOKEN_PARTIAL,	/* more bytes are needed to tell */
	TOKEN_LETTER,	/* a code point from U+0020 on */
	TOKEN_CONTROL,	/* C0 or DEL */
	TOKEN_ESCAPE,	/* ESC, intermediates, final */
	TOKEN_CSI,	/* ESC [ ... final */
	TOKEN_OSC,	/* ESC ] ... BEL or ST */
	TOKEN_STRING,	/* DCS, APC, PM, SOS up to ST */
	TOKEN_BAD	/* one byte of something malformed */
};

struct token {
	enum token_kind kind;
	size_t len;
	uint32_t point;	/* of a letter or control */
};

/* The token at the start of `at` (`len` > 0). */
struct token token_next(const char *at, size_t len);

/* Is it the mark of a program that waits for a key? *count: input it has consumed. */
bool token_is_idle(const char *at, struct token token, unsigned long long *count);

/* Say in `why` what is unclean and where; text may hold LF and TAB, raw terminal output
 * the sequences that curses writes. */
bool clean_text(const char *at, size_t len, struct bytes *why);
bool clean_raw(const char *at, size_t len, struct bytes *why);

/* Bytes of the first code point, 1 when it is malformed. */
size_t token_letter(const char *at, size_t len);

/* Append foreign bytes fit for a report: \n \e \x9b \u202e, and not too many of them. */
void bytes_show(struct bytes *b, const char *at, size_t len);

void utf8_encode(struct bytes *out, uint32_t point);

#endif
