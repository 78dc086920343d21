/*
 * One script being run: its folder, its variables, and the programs it has started.
 */
#ifndef TESTS_DRIVER_TEST_H
#define TESTS_DRIVER_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/driver/bytes.h"
#include "tests/driver/run.h"
#include "tests/driver/script.h"
#include "tests/driver/term.h"
#include "tests/driver/vars.h"

struct options {
	char *bin, *source, *self;	/* absolute: programs, sources, this driver */
	const char *terminal, *locale;	/* in place of xterm-256color and UTF-8; or NULL */
	bool accept, keep;
};

struct test {
	const struct options *options;
	const char *path;	/* of the script */
	struct script script;
	struct vars vars;
	struct bytes dir, cwd;	/* $T, and where its commands run */
	struct run run;		/* the latest `run` or `sh` */
	struct term term;	/* the latest `start`; screen NULL when there was none */
	struct words masks;
	int deadline;		/* milliseconds */
	int line;		/* the one being obeyed */
	struct bytes why;	/* it failed */
	bool show_screen;	/* a failure to be shown with its screen */
};

/* Run it and print the verdict. */
bool test_run(const char *path, const struct options *options);

/* Always false: the reason that goes with the line at hand. */
bool fail(struct test *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Obey the lines [from, to) of the script (checks.c). */
bool obey(struct test *t, size_t from, size_t to);

/* A program whose end nobody asked about must have ended well. */
bool settle_run(struct test *t);
bool settle_term(struct test *t);

#endif
