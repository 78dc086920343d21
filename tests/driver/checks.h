/*
 * The commands of the language: two tables, and what their functions share.
 */
#ifndef TESTS_DRIVER_CHECKS_H
#define TESTS_DRIVER_CHECKS_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "tests/driver/test.h"

struct call {
	struct test *t;
	char **args;		/* after the name; NULL-terminated */
	size_t count;
	const char *body;	/* the here-document, or NULL */
};

struct command {
	const char *name;
	size_t least, most;		/* arguments */
	bool term;			/* needs a `start` before it */
	bool (*run)(struct call *c);	/* false has filled t->why */
};

enum { ANY = 1000000 };

extern const struct command text_commands[];	/* to a NULL name */
extern const struct command term_commands[];
extern const struct command measure_commands[];

/* What a check is about. */
struct subject {
	const char *name;
	const char *at;
	size_t len;
	bool raw;	/* terminal output: `clean` knows its sequences */
};

/* `~ REGEX`, `!~ REGEX`, `= TEXT`, `== FILE`, `clean`: arguments from `first` on. */
bool check_subject(struct call *c, const struct subject *s, size_t first);

/* A decimal number in [least, most]. */
bool call_number(struct call *c, const char *text, long least, long most, long *value);

/* A POSIX extended regex, lines apart. */
bool call_regex(struct call *c, regex_t *regex, const char *pattern);

/* The first match in bytes [from, len) of `at`; m holds it and its first group. */
bool regex_find(const regex_t *regex, const char *at, size_t from, size_t len,
		regmatch_t m[2]);

/* How a program of this test is started. */
struct child_plan call_plan(struct call *c, char **argv);

#endif
