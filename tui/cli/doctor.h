/*
 * What `assay doctor` looks at: a table of checks, each of which says what it saw and, where
 * something is amiss, what to do.
 */
#ifndef TUI_CLI_DOCTOR_H
#define TUI_CLI_DOCTOR_H

#include "core/store/verify.h"
#include "tui/cli/cli.h"

struct doctor {
	struct cli *cli;
	struct workspace workspace;
	struct ledger ledger;
	struct audit audit;
	bool has_workspace, has_ledger, has_audit;
};

enum diagnosis {
	DOCTOR_LOOK = -1,		/* something is wrong, and err says what to do */
	DOCTOR_OK,
	DOCTOR_MIND,			/* nothing is wrong yet, and err says what to do */
};

struct check {
	const char *name;
	enum diagnosis (*run)(struct buf *saw, struct doctor *doctor, struct err *err);
};

/* Programs and libraries (doctor_library.c); the programme and its ledger, in this order,
 * for each builds on those before (doctor_ledger.c). */
extern const struct check library_checks[], ledger_checks[];
extern const size_t library_check_count, ledger_check_count;

/* Room on the disk of a folder: DOCTOR_LOOK under `least` MiB. */
enum diagnosis doctor_room(struct buf *saw, const char *dir, int64_t least,
			   struct err *err);

#endif
