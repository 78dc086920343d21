/*
 * A fence around another program: it reads one folder and the system's own programs, writes
 * nothing that stays, reaches no network, and ends in time. For converters of what a learner
 * sent: whatever such a file makes of its reader, it harms nobody.
 *
 * bubblewrap where it is installed and may work; otherwise what the kernel offers: spaces of
 * its own (user_namespaces(7)), Landlock and a filter of system calls. Limits always.
 */
#ifndef CORE_BASE_FENCE_H
#define CORE_BASE_FENCE_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/progress.h"

struct fence {
	const char *path;		/* $PATH, where programs are looked for; lent */
	char bwrap[256];		/* the program; "": it is not there, or may not work */
	bool spaces;			/* processes and network of its own, as a user may have */
	bool files;			/* Landlock: files outside are out of reach */
	bool calls;			/* no sockets */
};

/* What one run may take. */
struct fence_limits {
	int seconds;			/* on the clock, and as much of a processor */
	size_t memory;			/* bytes of address space */
	size_t scratch;			/* bytes it may write, gone afterwards */
	size_t output;			/* bytes of what it says; the rest is cut */
	int processes;
};
extern const struct fence_limits fence_usual;

/* Find out what there is, by trying it: some milliseconds. */
void fence_look(struct fence *out, const char *path);
/* Append "by bubblewrap", or what stands in its place, plainly. */
void fence_print(struct buf *out, const struct fence *fence);
/* Where a program is in `path`, in `arena`; NULL: not installed. */
const char *fence_program(struct arena *arena, const char *path, const char *name);

/*
 * Run a program on what lies in `folder`, which is where it starts; argv[0] is looked for in
 * the fence's path. What it says is appended to `out`; *cut: it said more than it may.
 * ERR_MISSING_PROGRAM; ERR_CANCELLED; ERR_LATE by the clock; ERR_IO when it fails otherwise,
 * with its last words.
 */
MUST int fence_run(struct buf *out, bool *cut, const struct fence *fence,
		   const char *const *argv, const char *folder,
		   const struct fence_limits *limits, const struct progress *progress,
		   struct err *err);

#endif
