/*
 * The system's git as a program: for what crosses to other repositories (bundles, fetch,
 * push). By argv, never a shell; never inside a repository a learner gave.
 */
#ifndef CORE_STORE_GIT_PROGRAM_H
#define CORE_STORE_GIT_PROGRAM_H

#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/progress.h"

enum { GIT_PROGRAM_OUTPUT = 1 << 20, GIT_PROGRAM_WORDS = 32 };

/*
 * `git --git-dir=DIR ARGS...` (NULL-terminated, at most GIT_PROGRAM_WORDS) with hooks,
 * prompts, replacements and whatever the environment says of another repository off
 * (ledger.md section 8). Its stdout is appended to `out` (NULL: thrown away). ERR_IO with
 * the last line it said when it fails; ERR_MISSING_PROGRAM; ERR_CANCELLED where `progress`
 * (NULL: nobody) stops it.
 */
MUST int git_program(struct buf *out, const char *dir, const char *const *args,
		     const struct progress *progress, struct err *err);

/* What it may use of what is ours; every process that it starts has the same bounds. */
struct git_bounds {
	int64_t memory, file;		/* bytes: of its own, of each file it writes */
	int64_t work;			/* seconds of a processor */
	int64_t clock_ms;		/* milliseconds until it is ended, with all it started */
};

/*
 * The same within bounds, its stdout thrown away. ERR_INVALID where it says no, and where a
 * bound strikes. ERR_IO is left for what the disk, a bound that was set around us, or who
 * ended it is to blame for; so is the clock alone, which is no judge of what git read.
 */
MUST int git_program_bounded(const char *dir, const char *const *args,
			     const struct git_bounds *bounds,
			     const struct progress *progress, struct err *err);

#endif
