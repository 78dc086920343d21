/*
 * Which program shows a type of file, as the person's mail program would (RFC 1524). Only
 * what can be started without a shell: words, of which one is `%s`, the file. An entry that
 * wants more is left out, and why is said.
 */
#ifndef CORE_BASE_MAILCAP_H
#define CORE_BASE_MAILCAP_H

#include "core/base/arena.h"

enum { MAILCAP_BYTES = 1 << 20, MAILCAP_WORDS = 32 };
#define MAILCAP_HERE "%s"		/* the word that stands for the file */

struct mailcap {
	const char **argv;		/* NULL-terminated, with MAILCAP_HERE; NULL: none found */
	int line;			/* where it, or the first one refused, begins */
	const char *refused;		/* why one before it cannot be used; NULL: none was */
	bool terminal;			/* it wants the terminal */
};

/*
 * The first entry for `type` (`application/pdf`) in the bytes of a mailcap file that writes
 * text to its output (`copious`), or that shows it on a display. Everything in `arena`.
 */
void mailcap_find(struct mailcap *out, struct arena *arena, struct span bytes, const char *type,
		  bool copious);

#endif
