/*
 * What went wrong, told once, to a person.
 *
 * The caller lends a `struct err`; a function that fails fills it and returns -1. The code
 * is for decisions (ERR_CONFLICT: look again), the text for people: lower case, no full stop,
 * what to do next if there is one thing. Faults of syntax begin `path:line:column: `.
 * The text may hold foreign bytes: whoever prints it cleans it (core/base/text.h).
 */
#ifndef CORE_BASE_ERR_H
#define CORE_BASE_ERR_H

#include <stdarg.h>

#define MUST __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

enum err_code {
	ERR_NONE,
	ERR_USAGE,		/* the words of a command are off */
	ERR_SYNTAX,		/* a file is not what its format says */
	ERR_INVALID,		/* well formed, and not true: a bad signature, a broken chain */
	ERR_REFUSED,		/* a rule of assay says no, and says why */
	ERR_NOT_FOUND,
	ERR_EXISTS,
	ERR_CONFLICT,		/* someone else moved it since we looked */
	ERR_CANCELLED,		/* the person said stop */
	ERR_PASSPHRASE,		/* wrong or absent */
	ERR_LIMIT,		/* larger than the format allows */
	ERR_UNSAFE,		/* a repository we will not open */
	ERR_NEWER,		/* made by a newer assay */
	ERR_IO,			/* disk, pipe, permission */
	ERR_LATE,		/* it did not end within the time it was given */
	ERR_MISSING_PROGRAM,
};

struct err {
	enum err_code code;
	char text[512];
};

/* Fill `err` (which may be NULL) and return -1, so that `return err_set(…)` reads well. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The same, ending in `: ` and the words for the `errno` of the moment. */
int err_errno(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Put `prefix: ` before what is there. Returns -1. */
int err_within(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Exit status of cli.md: 1 no, 2 usage, 3 trouble. */
int err_status(const struct err *err);

#endif
