/*
 * What a person searches for: a POSIX extended regular expression, or plain words.
 *
 * Words without any of `\ . [ ] ( ) * + ? { } | ^ $` are sought as they stand, and so is what
 * is no well-formed expression (`(see` finds "(see"). Letter case is ignored until a capital
 * letter is typed. An expression is held against one line at a time; it finds nothing empty.
 */
#ifndef CORE_BASE_PATTERN_H
#define CORE_BASE_PATTERN_H

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"

enum { PATTERN_BYTES = 400, PATTERN_REPEATS = 100 };

struct pattern {
	struct buf text;		/* as it was typed */
	bool folded;			/* letter case is ignored */
	bool plain;			/* no expression: sought as it stands */
	bool unformed;			/* because it is not well formed */
	regex_t regex;			/* unless plain */
	size_t held;			/* bytes it was held against since it was compiled */
};

/*
 * ERR_LIMIT when it is longer than PATTERN_BYTES, or its repetitions `{N}` multiply to more
 * than PATTERN_REPEATS; ERR_REFUSED for what takes time without bound: references back to a
 * group (`\1`). ERR_USAGE when it is empty.
 */
MUST int pattern_open(struct pattern *out, struct span text, struct err *err);
/* `struct pattern p = {0}` may be closed. */
void pattern_close(struct pattern *pattern);

/*
 * The first place in `line` at or after *at: true, and [*at, *at + *len) is it. `line` has no
 * LF in it; `begins` and `ends` tell whether it is the beginning and the end of one, or a
 * piece of it.
 */
bool pattern_find(size_t *at, size_t *len, struct pattern *pattern, struct span line,
		  bool begins, bool ends);

#endif
