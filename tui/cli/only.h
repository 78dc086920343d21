/*
 * What a subcommand is to keep of a list: `--only FILTER`, and options that name a column.
 */
#ifndef TUI_CLI_ONLY_H
#define TUI_CLI_ONLY_H

#include "core/base/filter.h"
#include "tui/cli/cli.h"

struct only {
	const char *column, *value;	/* value NULL: not given */
};

/* All of it must hold. `text` (--only) may be NULL. ERR_USAGE. */
MUST int cli_filter(struct filter *out, struct cli *cli, const char *const *columns,
		    const struct only *only, size_t count, const char *text,
		    struct err *err);

#endif
