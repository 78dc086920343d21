/*
 * How one person wants assay: `$XDG_CONFIG_HOME/assay/config.yaml`.
 *
 *	theme: two-hues		# calm, plain, contrast, two-hues
 *	editor: vim -f
 *	mouse: no		# click to move, wheel to scroll
 *	slow: no		# as few bytes as there can be
 *	timer: no		# how long you worked on a portfolio; never recorded
 *	advance: yes		# a first judgement goes on to the next criterion
 *	width: 80		# columns evidence is laid out in at most
 *	keys:
 *	  everywhere: {help: "<C-g>"}
 *	  score: {note: i, undo: z, redo: Z}
 *
 * What is wrong in it is said with its place and left out: it never stops anybody's work.
 */
#ifndef TUI_APP_CONFIG_H
#define TUI_APP_CONFIG_H

#include "tui/app/app.h"

enum { CONFIG_WIDTH = 80, CONFIG_WIDTH_LEAST = 40, CONFIG_WIDTH_MOST = 200 };

struct config {
	struct arena arena;
	const char *path;
	bool there;			/* the file is */
	const struct theme *theme;	/* NULL: nobody chose */
	const char *editor;		/* NULL: as the environment says */
	bool mouse, slow, timer, advance;
	int64_t width;
	struct keymap keymap;
	struct faults faults;
};

/* Everything that can be set, for `assay help config`. */
struct setting {
	const char *name, *usual, *help;
};
extern const struct setting settings[];
extern const size_t setting_count;
extern const char config_example[];	/* of a file: it has no faults */

/* Never fails: what cannot be used is among the faults. */
void config_read(struct config *out, const char *path, const struct view *const *views,
		 size_t view_count);
void config_close(struct config *config);

#endif
