/*
 * The keys a person wants instead of ours, read from their configuration: for each screen
 * (or `everywhere`) commands by name and the keys of each, as `next: j<Down>`.
 *
 * A key means one thing on a screen. What would make it mean two is a fault that names both
 * commands and where each was given it, and is left out; the rest holds.
 */
#ifndef TUI_APP_KEYMAP_H
#define TUI_APP_KEYMAP_H

#include "core/base/yaml.h"
#include "tui/app/app.h"

/* `keys` is the mapping that was read; NULL: none. Keys live in `arena`. */
void keymap_read(struct keymap *out, struct arena *arena, const struct node *keys,
		 const struct view *const *views, size_t view_count, struct faults *faults);

#endif
