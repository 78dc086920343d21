/*
 * A test script: a list of lines, each a command with words and perhaps a here-document.
 * Words are split and expanded when the line runs: one before it may set a variable.
 */
#ifndef TESTS_DRIVER_SCRIPT_H
#define TESTS_DRIVER_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/driver/bytes.h"
#include "tests/driver/vars.h"

struct line {
	int number;	/* in the file, from 1 */
	char *text;	/* without indentation and `<<END` */
	char *body;	/* the here-document, or NULL */
	bool expand;	/* `<<$END`: variables in the body count */
	size_t end;	/* of `repeat`: the index of its `end`, else 0 */
};

struct script {
	struct line *lines;
	size_t count;
};

struct words {
	char **at;
	size_t count;
};

/* On failure *line says where and `why` what is wrong. */
bool script_load(struct script *s, const char *path, int *line, struct bytes *why);
void script_free(struct script *s);

bool words_split(struct words *w, const char *text, const struct vars *v,
		 struct bytes *why);
void words_free(struct words *w);

/* Append `text` with every $NAME and ${NAME} replaced; a name never set is a failure. */
bool text_expand(struct bytes *out, const char *text, const struct vars *v,
		 struct bytes *why);

#endif
