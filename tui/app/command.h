/*
 * Commands are rows: name, keys, help, what they do and when they may. The key map, the `?`
 * page, the `:` palette and the footer are all read from the same tables.
 */
#ifndef TUI_APP_COMMAND_H
#define TUI_APP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/fault.h"

struct app;

/* The one argument of everything a view does. */
struct call {
	struct app *app;
	void *state;		/* of the view it is about */
	size_t frame;		/* where that view is on the stack */
	int key;		/* that called it; KEY_NONE: called by name */
	const char *argument;	/* what followed its name, or what was entered; never NULL */
	struct err err;		/* why it returns -1 */
};

struct command {
	const char *name;	/* one word, for `:` */
	const char *keys;	/* as key_parse reads them: `j<Down>`; "" : none */
	const char *help;	/* one line */
	int (*run)(struct call *c);	/* 0, or -1 with c->err */
	int (*ready)(struct call *c);	/* NULL: always; -1 with why not now in c->err */
	bool foot;		/* named in the footer */
};

#define COMMANDS(table) .commands = (table), .command_count = sizeof(table) / sizeof *(table)

/* Keys a person gave a command instead of those of its table (tui/app/keymap.h). */
struct rebinding {
	const struct command *command;
	const char *keys;	/* as key_parse reads them; "" : none */
	struct place at;	/* in the file it was said in */
};

struct keymap {
	struct rebinding *items;
	size_t count;
};

/* What runs a command; with a map of NULL as the tables say. */
const char *command_keys(const struct keymap *map, const struct command *command);
/* NULL when there is none. */
const struct command *command_for_key(const struct keymap *map, const struct command *commands,
				      size_t count, int key);
const struct command *command_named(const struct command *commands, size_t count,
				    const char *name);
/* What a key means to its command: given others, the n-th stands for the n-th of the table,
 * so that letters can pick levels. */
int command_means(const struct keymap *map, const struct command *command, int key);
/* Its keys as people read them: `j Down`, `1-9`; only the first with `brief`. */
void command_print_keys(struct buf *out, const struct keymap *map,
			const struct command *command, bool brief);

#endif
