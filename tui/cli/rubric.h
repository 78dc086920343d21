/*
 * The words after `assay rubric`: a row of the table in rubric.c and a file each. They find
 * their own name in cli->words[0], and what follows it behind.
 */
#ifndef TUI_CLI_RUBRIC_H
#define TUI_CLI_RUBRIC_H

#include "core/import/import.h"
#include "tui/cli/cli.h"

/* What follows `assay rubric`, for its usage and for `assay help`. */
#define RUBRIC_WORDS \
	"check FILE... | try FILE SHEET [CRITERION=LEVEL|CODE...] | " \
	"show RUBRIC [--markdown] | diff OLD NEW | list | publish RUBRIC | " \
	"import --from FORMAT FILE [--nth N] [--id ID] [--pass RULE] [-o OUT] | " \
	"skills [RUBRIC...] | skills import --from FORMAT FILE [-o OUT]; a RUBRIC is a file, " \
	"an id of the programme's, or ID@VERSION; --json for check, try, diff, list, skills"

int run_rubric_check(struct cli *cli, struct err *err);
int run_rubric_diff(struct cli *cli, struct err *err);
int run_rubric_list(struct cli *cli, struct err *err);
int run_rubric_import(struct cli *cli, struct err *err);
int run_rubric_publish(struct cli *cli, struct err *err);
int run_rubric_skills(struct cli *cli, struct err *err);
int run_rubric_show(struct cli *cli, struct err *err);
int run_rubric_try(struct cli *cli, struct err *err);

/* cli_options of the words that take --json and nothing else. */
MUST int rubric_options(struct cli *cli, size_t least, size_t most, const char *usage,
			struct err *err);

/* The rubric in a file of that name if there is one, else what shelf_named makes of it. It
 * lives in cli->arena. */
const struct rubric *rubric_named(struct cli *cli, const char *name, struct err *err);

/* What the two imports have in common (rubric_import.c): where YAML goes, and what is said. */
struct rubric_out {
	const char *path;		/* NULL: stdout */
	bool force;			/* over a file that is there */
};
MUST int rubric_deliver(const struct rubric_out *out, const struct buf *yaml, struct err *err);
void rubric_print_faults(const struct faults *faults);
void rubric_print_notes(const char *path, const struct import_rubric *notes);

#endif
