#include "tui/app/keymap.h"

#include <string.h>

#include "tui/base/keys.h"

#define EVERYWHERE "everywhere"

/* The table of one screen, or of what works on all. */
struct table {
	const char *name;
	const struct command *commands;
	size_t count;
};

struct reading {
	struct keymap *map;
	struct arena *arena;
	struct table *tables;		/* the first is what works everywhere */
	size_t table_count;
	struct faults *faults;
};

static void
list_tables(struct reading *r, const struct view *const *views, size_t view_count)
{
	r->tables = arena_array(r->arena, view_count + 1, sizeof *r->tables);
	r->tables[r->table_count++] = (struct table){ EVERYWHERE, app_commands,
						      app_command_count };
	for (size_t i = 0; i < view_count; i++)
		r->tables[r->table_count++] = (struct table){
			views[i]->name, views[i]->commands, views[i]->command_count };
}

/* ---- one by one ---- */

/* Without one of these nobody gets out, or to what has no key. */
static bool
is_needed(const struct command *command)
{
	return command == command_named(app_commands, app_command_count, "back")
		|| command == command_named(app_commands, app_command_count, "palette");
}

static int
check_keys(struct reading *r, const struct command *command, const struct node *node)
{
	struct span names = node->text, seen;
	int key, other;

	if (names.len == 0 && is_needed(command))
		return fault_add(r->faults, node->at, "%s needs a key: it is the way out, or "
				 "to what has none", command->name);
	while (names.len != 0) {
		const char *from = names.data;

		key = key_parse(&names);
		if (key == KEY_STRANGE || key == KEY_NONE || (key < KEY_FIRST_NAMED
				&& key >= ' ' && !key_is_text(key)))
			return fault_add(r->faults, node->at, "there is no key called '%.*s'; "
					 "keys are letters, <C-x>, <Enter>, <Up>: `assay help "
					 "config`", (int)(names.data - from), from);
		seen = (struct span){ node->text.data, (size_t)(from - node->text.data) };
		while ((other = key_parse(&seen)) != KEY_NONE)
			if (other == key)
				return fault_add(r->faults, node->at, "'%.*s' stands here twice",
						 (int)(names.data - from), from);
	}
	return 0;
}

static void
read_command(struct reading *r, const struct table *table, const struct node *node)
{
	const struct command *command = command_named(table->commands, table->count, node->key);
	struct keymap *map = r->map;

	if (command == NULL) {
		fault_add(r->faults, node->key_at, "there is no command '%.40s' %s%s; `assay "
			  "help keys` lists them", node->key, table == r->tables ? "" : "in ",
			  table->name);
		return;
	}
	if (node->kind != NODE_SCALAR) {
		fault_add(r->faults, node->at, "expected keys, as in \"j<Down>\"");
		return;
	}
	if (check_keys(r, command, node) != 0)
		return;
	map->items = arena_grow(r->arena, map->items, map->count, sizeof *map->items);
	map->items[map->count++] = (struct rebinding){ command, node->text.data, node->at };
}

static void
read_table(struct reading *r, const struct node *node)
{
	const struct table *table = NULL;

	for (size_t i = 0; i < r->table_count; i++)
		if (strcmp(node->key, r->tables[i].name) == 0)
			table = &r->tables[i];
	if (table == NULL)
		fault_add(r->faults, node->key_at, "there is no screen '%.40s'; `assay help "
			  "keys` lists them", node->key);
	else if (node->kind != NODE_MAP)
		fault_add(r->faults, node->at, "expected commands and their keys");
	for (const struct node *one = node->first; table != NULL && node->kind == NODE_MAP
	     && one != NULL; one = one->next)
		read_command(r, table, one);
}

/* ---- against each other ---- */

static const struct table *
table_of(const struct reading *r, const struct command *command)
{
	for (size_t i = 0; i < r->table_count; i++)
		if (command >= r->tables[i].commands
		    && command < r->tables[i].commands + r->tables[i].count)
			return &r->tables[i];
	return r->tables;
}

/* The rebinding of a command; the count of the map: it has its own keys. */
static size_t
find_rebinding(const struct keymap *map, const struct command *command)
{
	size_t i = 0;

	while (i < map->count && map->items[i].command != command)
		i++;
	return i;
}

/* A command of `table` that a key of rebinding `at` runs too: one with keys of its own, or
 * given them earlier. */
static const struct command *
rival_in(const struct reading *r, const struct table *table, size_t at, int key)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct command *other = &table->commands[i];
		size_t said = find_rebinding(r->map, other);
		struct span names = span_of(command_keys(r->map, other));
		int one;

		if (said == at || (said < r->map->count && said > at))
			continue;
		while ((one = key_parse(&names)) != KEY_NONE)
			if (one == key)
				return other;
	}
	return NULL;
}

static void
tell_conflict(struct reading *r, size_t at, int key, const struct command *rival)
{
	const struct rebinding *given = &r->map->items[at];
	size_t said = find_rebinding(r->map, rival);
	struct buf name = { 0 };

	key_print(&name, key);
	if (said < r->map->count)
		fault_add(r->faults, given->at, "%s for %s of %s: it is the key of %s of %s since "
			  "line %d, column %d", name.data, given->command->name,
			  table_of(r, given->command)->name, rival->name,
			  table_of(r, rival)->name, r->map->items[said].at.line,
			  r->map->items[said].at.column);
	else
		fault_add(r->faults, given->at, "%s for %s of %s: it is the key of %s of %s "
			  "already; give that another in line %d too", name.data,
			  given->command->name, table_of(r, given->command)->name, rival->name,
			  table_of(r, rival)->name, given->at.line);
	buf_close(&name);
}

/* Its own table, what works everywhere, and for that every table. */
static bool
conflicts(struct reading *r, size_t at)
{
	const struct command *command = r->map->items[at].command;
	const struct table *own = table_of(r, command);
	struct span names = span_of(r->map->items[at].keys);
	int key;

	while ((key = key_parse(&names)) != KEY_NONE)
		for (size_t i = 0; i < r->table_count; i++) {
			const struct command *rival = i != 0 && own != r->tables
				&& own != &r->tables[i] ? NULL
				: rival_in(r, &r->tables[i], at, key);

			if (rival == NULL)
				continue;
			tell_conflict(r, at, key, rival);
			return true;
		}
	return false;
}

/* One that is left out gives its command its own keys back, which may be taken: look again
 * until nothing is left out. */
static void
settle(struct reading *r)
{
	struct keymap *map = r->map;

	for (size_t i = 0; i < map->count; i++)
		if (conflicts(r, i)) {
			memmove(&map->items[i], &map->items[i + 1],
				(--map->count - i) * sizeof *map->items);
			i = (size_t)-1;
		}
}

void
keymap_read(struct keymap *out, struct arena *arena, const struct node *keys,
	    const struct view *const *views, size_t view_count, struct faults *faults)
{
	struct reading r = { .map = out, .arena = arena, .faults = faults };

	*out = (struct keymap){ 0 };
	if (keys == NULL)
		return;
	if (keys->kind != NODE_MAP) {
		fault_add(faults, keys->at, "expected screens, each with commands and keys");
		return;
	}
	list_tables(&r, views, view_count);
	for (const struct node *node = keys->first; node != NULL; node = node->next)
		read_table(&r, node);
	settle(&r);
}
