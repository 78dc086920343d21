#include "tui/app/command.h"

#include <string.h>

#include "tui/base/keys.h"

static bool
has_key(const struct command *command, int key)
{
	struct span names = span_of(command->keys);
	int one;

	while ((one = key_parse(&names)) != KEY_NONE)
		if (one == key)
			return true;
	return false;
}

const struct command *
command_for_key(const struct command *commands, size_t count, int key)
{
	for (size_t i = 0; i < count; i++)
		if (has_key(&commands[i], key))
			return &commands[i];
	return NULL;
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
command_print_keys(struct buf *out, const struct command *command, bool brief)
{
	struct span names = span_of(command->keys);
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
