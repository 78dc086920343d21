#include "tui/app/command.h"

#include <string.h>

#include "tui/base/keys.h"

const char *
command_keys(const struct keymap *map, const struct command *command)
{
	for (size_t i = 0; map != NULL && i < map->count; i++)
		if (map->items[i].command == command)
			return map->items[i].keys;
	return command->keys;
}

/* Where in a list of names a key stands, from 0; -1: nowhere. */
static int
find_key(const char *keys, int key)
{
	struct span names = span_of(keys);
	int one, at = 0;

	for (; (one = key_parse(&names)) != KEY_NONE; at++)
		if (one == key)
			return at;
	return -1;
}

const struct command *
command_for_key(const struct keymap *map, const struct command *commands, size_t count,
		int key)
{
	for (size_t i = 0; i < count; i++)
		if (find_key(command_keys(map, &commands[i]), key) >= 0)
			return &commands[i];
	return NULL;
}

int
command_means(const struct keymap *map, const struct command *command, int key)
{
	int at = find_key(command_keys(map, command), key), means = KEY_NONE;
	struct span names = span_of(command->keys);

	for (int i = 0; i <= at && (means = key_parse(&names)) != KEY_NONE; i++)
		;
	return means == KEY_NONE ? key : means;
}

const struct command *
command_named(const struct command *commands, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* The key without its brackets: `Enter`, `^L`. */
static void
print_key(struct buf *out, int key)
{
	struct buf name = { 0 };

	key_print(&name, key);
	if (key > 0 && key < ' ' && span_starts(buf_span(&name), "<C-"))
		buf_printf(out, "^%c", key + '@');
	else if (name.len > 2 && name.data[0] == '<' && key != '<')
		buf_put(out, name.data + 1, name.len - 2);
	else if (key == '<')
		buf_char(out, '<');
	else
		buf_put(out, name.data, name.len);
	buf_close(&name);
}

void
command_print_keys(struct buf *out, const struct keymap *map, const struct command *command,
		   bool brief)
{
	struct span names = span_of(command_keys(map, command));
	int key = key_parse(&names), last = key, next;

	while (key != KEY_NONE) {
		print_key(out, key);
		while ((next = key_parse(&names)) == last + 1 && next >= '0' && next <= '9')
			last = next;
		if (last > key) {
			buf_char(out, '-');
			print_key(out, last);
		}
		if (brief || next == KEY_NONE)
			return;
		buf_char(out, ' ');
		key = last = next;
	}
}
